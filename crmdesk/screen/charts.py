"""The charts of the dashboard: each turns a board into a picture and the table of its numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from crmdesk.domain.calendar import date_of_day
from crmdesk.domain.figure import Number, Row, Unit
from crmdesk.domain.money import decimals_of
from crmdesk.domain.period import Period
from crmdesk.domain.plot import Picture
from crmdesk.domain.plot_bars import Bar, bars
from crmdesk.domain.plot_columns import Column, Step, bridge, columns
from crmdesk.domain.wording import (
    compact_text,
    figure_text,
    number_text,
    percent_text,
    short_month_name,
    short_period_text,
    value_text,
)
from crmdesk.kpi.base import kpi_of
from crmdesk.kpi.measure import Result
from crmdesk.text import _
from crmdesk.ui.board import Board

FUNNEL, CHURN = "stage_conversion", "churn_rate"


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart ready to be shown: `rows` are the cells of its table twin, `lines` how many bars lie in it."""

    hint: str
    picture: Picture
    heads: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    lines: int = 0

    @property
    def spoken(self) -> str:
        return "; ".join(", ".join(row) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Spec:
    """Which chart stands where: its title, the KPI that it opens, how it is made, and its share of the width."""

    title: str
    kpi: str
    make: Callable[[Board], Chart]
    share: int = 1


def months_of(id: str) -> Spec:
    """13 months of a KPI as columns, the year before behind, goals as outlines."""

    def make(board: Board) -> Chart:
        return months_chart([one[id] for one in board.months])

    return Spec(_(kpi_of(id).name), id, make, 3)


def months_chart(results: Sequence[Result]) -> Chart:
    """A KPI month by month."""
    unit = results[-1].kpi.unit
    points = [
        Column(
            month_label(one.period),
            scaled(one, one.figure.value),
            scaled(one, one.year_before),
            scaled(one, one.target),
        )
        for one in results
    ]
    hint = _("narrow: actual · wide: year before · outline: goal")
    if not any(one.target is not None for one in results):
        hint = _("narrow: actual · wide: year before")
    heads, rows = months_rows(results)
    known = [value for one in points for value in (one.actual, one.before, one.plan) if value is not None]
    return Chart(hint, columns(points, _axis_text(unit), named=(-1,)) if known else (), heads, rows)


def months_rows(results: Sequence[Result]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Heads and cells of the table of a KPI month by month."""
    unit, currency = results[-1].kpi.unit, results[-1].currency
    rows = []
    for one in results:
        others = (figure_text(value, unit, currency, None) for value in (one.year_before, one.target))
        rows.append((short_period_text(one.period), one.text, *others, number_text(one.figure.n)))
    return (_("Month"), _("Actual"), _("Year before"), _("Goal"), _("n")), rows


def funnel() -> Spec:
    """How far the deals of the period came, as bars from the left."""

    def make(board: Board) -> Chart:
        stages = board.results[FUNNEL].figure.beside.get("stages", [])
        return _funnel(stages if isinstance(stages, list) else [])

    return Spec(_("Funnel by stage"), FUNNEL, make, 2)


def _funnel(stages: list[dict[str, Any]]) -> Chart:
    lines, rows = [], []
    for one in stages:
        share = one["share_of_before"]
        text = (
            number_text(one["reached"])
            if share is None
            else f"{number_text(one['reached'])} · {percent_text(share, 0)}"
        )
        lines.append(Bar(one["stage"], one["reached"], one["reached"], text))
        rows.append((one["stage"], number_text(one["reached"]), "–" if share is None else percent_text(share)))
    heads = (_("Stage"), _("Deals"), _("Of the stage before"))
    return Chart(
        _("deals that came so far · % of the stage before"),
        bars(lines) if lines else (),
        heads,
        rows,
        len(lines),
    )


def customers_bridge() -> Spec:
    """From the customers at the start to those at the end."""

    def make(board: Board) -> Chart:
        beside = board.results[CHURN].figure.beside
        names = (
            (_("Start"), "start", 1),
            (_("Lost"), "lost", -1),
            (_("New"), "new", 1),
            (_("Returned"), "returned", 1),
            (_("End"), "end", 1),
        )
        known = [(label, key, sign * int(str(beside[key]))) for label, key, sign in names if key in beside]
        steps = [Step(label, value, key in ("start", "end"), value >= 0) for label, key, value in known]
        rows = [(label, number_text(value)) for label, _key, value in known]
        return Chart("", bridge(steps, number_text) if steps else (), (_("Customers"), _("Number")), rows)

    return Spec(_("Customers from start to end"), CHURN, make, 2)


def split(id: str, by: str, title: str) -> Spec:
    """A breakdown of a KPI as bars."""

    def make(board: Board) -> Chart:
        result = board.results[id]
        return split_chart(result, result.figure.by.get(by, ()))

    return Spec(title, id, make, 2)


def split_chart(result: Result, rows: Sequence[Row]) -> Chart:
    """Bars for the rows of a breakdown that have a value."""
    kpi, currency = result.kpi, result.currency
    known = [(one, one.value) for one in rows if one.value is not None]
    lines = [
        Bar(label_of(one), max(float(value), 0.0), max(float(value), 0.0), value_text(value, kpi.unit, currency))
        for one, value in known[:12]
    ]
    cells = [(label_of(one), figure_text(one.value, kpi.unit, currency, None), number_text(one.n)) for one in rows]
    heads = (_("Name"), _(kpi.name), _("n"))
    return Chart("", bars(lines) if lines else (), heads, cells, len(lines))


def label_of(row: Row) -> str:
    """The name of a line of a breakdown; nobody and nowhere are said."""
    return row.label or _("(none)")


def month_label(period: Period) -> str:
    """`Oct`, and the year where it begins."""
    first = date_of_day(period.first)
    return short_month_name(first.month) if first.month > 1 else str(first.year)


def scaled(result: Result, value: Number | None) -> float | None:
    """A value on the axis: money in major units, ratios in percent."""
    if value is None:
        return None
    if result.kpi.unit.is_money:
        return float(value) / float(10 ** decimals_of(result.currency))
    return float(value) * 100 if result.kpi.unit is Unit.RATIO else float(value)


def cell(place: int) -> Callable[[Any], str]:
    """The text of a column of rows that are tuples of texts."""
    return lambda row: str(row[place])


def _axis_text(unit: Unit) -> Callable[[Number], str]:
    def say(value: Number) -> str:
        return f"{compact_text(value)} %" if unit is Unit.RATIO else compact_text(value)

    return say
