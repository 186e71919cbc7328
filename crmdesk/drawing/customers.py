"""Customers: the bridge from those at the start of a period to those at its end, and how long new ones stay."""

from __future__ import annotations

from dataclasses import replace

from crmdesk.domain.plot_columns import Step, bridge
from crmdesk.domain.plot_panels import Cell, heat
from crmdesk.domain.wording import number_text, percent_text, short_period_text
from crmdesk.drawing.base import Drawn, chart
from crmdesk.drawing.items import Items, about, part_item
from crmdesk.kpi.cohorts import Cohort
from crmdesk.kpi.measure import Result
from crmdesk.kpi.overview import Overview
from crmdesk.text import N_, _, n_

_PARTS = (
    ("start", N_("Start"), 1),
    ("lost", N_("Lost"), -1),
    ("new", N_("New"), 1),
    ("returned", N_("Returned"), 1),
    ("end", N_("End"), 1),
)
_TOTALS = ("start", "end")


@chart("churn_rate.bridge", "churn_rate", N_("Customers, start to end"))
def customers_bridge(overview: Overview) -> Drawn:
    """start − lost + new + returned = end."""
    result = overview.results["churn_rate"]
    known = [(part, _(label), sign, int(str(result.figure.beside.get(part, 0)))) for part, label, sign in _PARTS]
    rows = [(label, number_text(sign * n)) for _part, label, sign, n in known]
    heads, said = (_("Customers"), _("Number")), about(_("customers"), overview)
    if not any(n for *_, n in known):
        return Drawn((), heads=heads, rows=rows, empty=_("No customer was active in this period."), about=said)
    items = Items(part_item(result, part, label, n, number_text(sign * n)) for part, label, sign, n in known)
    steps = [
        Step(label, sign * n, part in _TOTALS, sign > 0, number) for number, (part, label, sign, n) in enumerate(known)
    ]
    return Drawn(bridge(steps, number_text), items, heads, rows, about=said)


@chart("retention_rate.cohorts", "retention_rate", N_("Customers who stay, by first purchase"), share=3)
def cohorts(overview: Overview) -> Drawn:
    """A row for each month of first purchases: the share that was still active at the end of each month after it."""
    found = [one for one in overview.cohorts.rows if one.size] if overview.cohorts else []
    longest = max((len(one.active) for one in found), default=0)
    ages = [number_text(age) for age in range(longest)]
    heads = (_("First purchase"), _("Customers"), *(_after(age) for age in range(longest)))
    cells = [_cells(one, longest) for one in found]
    said = about(_("% still active after so many months"), overview)
    if not found:
        return Drawn(
            (), heads=heads, rows=cells, empty=_("Nobody bought for the first time in these months."), about=said
        )
    result, items = overview.results["retention_rate"], Items()
    rows = [(_row_text(one), [_cell(result, one, age, items) for age in range(len(one.active))]) for one in found]
    hint = _("row: month of the first purchase (number of customers) · column: months after it")
    return Drawn(heat(ages, rows), items, heads, cells, hint, about=said)


def _row_text(cohort: Cohort) -> str:
    return f"{short_period_text(cohort.month)} ({number_text(cohort.size)})"


def _cell(result: Result, cohort: Cohort, age: int, items: Items) -> Cell:
    n, share = cohort.active[age], cohort.active[age] / cohort.size
    label = _("{month}, {when}: {share}")
    label = label.format(month=short_period_text(cohort.month), when=_after(age), share=percent_text(share, 0))
    # A period that has not begun has no list at all; the cohort's own month has.
    asked = result if result.span.begun else replace(result, period=cohort.month)
    item = items.add(part_item(asked, f"cohort {cohort.month.label} {age}", label, n))
    return Cell(share, number_text(share * 100), item)


def _after(age: int) -> str:
    return n_("after {n} month", "after {n} months", age).format(n=number_text(age))


def _cells(cohort: Cohort, longest: int) -> tuple[str, ...]:
    texts = [number_text(n) for n in cohort.active] + [""] * (longest - len(cohort.active))
    return (short_period_text(cohort.month), number_text(cohort.size), *texts)
