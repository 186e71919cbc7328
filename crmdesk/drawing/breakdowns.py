"""Breakdowns: a figure by person, channel, campaign, stage, priority or category.

Sums and counts are bars; shares and means are dots beside that of the whole, shares with their margin of error.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from crmdesk.domain.figure import Better, Number, Row, Unit
from crmdesk.domain.plot import Picture
from crmdesk.domain.plot_bars import Bar, bars
from crmdesk.domain.plot_rows import Deviation, Spot, deviations, dots
from crmdesk.domain.stats import wilson
from crmdesk.domain.wording import number_text
from crmdesk.drawing.base import Drawn, chart
from crmdesk.drawing.items import (
    Items,
    about,
    axis_text,
    hours_or_days,
    label_of,
    row_item,
    rows_of,
    scaled,
    unit_text,
    value_text_of,
)
from crmdesk.kpi.base import DENOMINATOR
from crmdesk.kpi.measure import Result
from crmdesk.kpi.overview import Overview
from crmdesk.text import N_, _

MOST = 12
# Lines that have an order of their own, or that are people, who are never ranked by one number.
_IN_ORDER = frozenset({"staff", "owner", "priority", "age"})
_MEANS = frozenset({Unit.RATIO, Unit.HOURS, Unit.DAYS, Unit.MULTIPLE, Unit.POINTS})
_TITLES = {
    "revenue.channel": N_("Revenue by channel"),
    "revenue.campaign": N_("Revenue by campaign"),
    "pipeline_value.staff": N_("Sales pipeline by person"),
    "weighted_pipeline.stage": N_("Weighted pipeline by stage"),
    "win_rate.staff": N_("Win rate by person"),
    "win_rate.channel": N_("Win rate by channel"),
    "sales_cycle.staff": N_("Sales cycle by person"),
    "sales_cycle.stage": N_("Days that won deals spent in each stage"),
    "lead_conversion.channel": N_("Lead conversion by channel"),
    "lead_conversion.campaign": N_("Lead conversion by campaign"),
    "lead_conversion.staff": N_("Lead conversion by person"),
    "clv.channel": N_("Customer lifetime value by channel"),
    "new_customers.channel": N_("New customers by channel"),
    "csat.staff": N_("Customer satisfaction by person"),
    "resolution_time.staff": N_("Resolution time by person"),
    "resolution_time.priority": N_("Resolution time by priority"),
    "resolution_time.category": N_("Resolution time by category"),
    "response_time.staff": N_("Response time by person"),
    "response_time.channel": N_("Response time by channel"),
    "open_tickets.priority": N_("Open tickets by priority"),
    "open_tickets.owner": N_("Open tickets by person"),
    "open_tickets.age": N_("Open tickets by age"),
}


def breakdown(kpi: str, split: str, overview: Overview) -> Drawn:
    """A line for each that has a value; where there are many, for the first of them."""
    result = overview.results[kpi]
    rows = ordered(rows_of(result, split), split, overview)
    heads = (_("Name"), _(result.kpi.name), _("n"))
    cells = [(label_of(row), value_text_of(result, row.value), number_text(row.n)) for row in rows]
    step, unit = axis_of(result, [row.value for row in rows])
    said = about(unit, overview)
    known = [row for row in rows if row.value is not None]
    if not known:
        return Drawn((), heads=heads, rows=cells, empty=_("There is nothing to break down in this period."), about=said)
    items = Items()
    picture, hint = _picture(result, split, known[:MOST], items, step)
    hint = " · ".join(part for part in (hint, left_out(len(known))) if part)
    return Drawn(picture, items, heads, cells, hint, min(len(known), MOST), about=said)


def axis_of(result: Result, values: Sequence[Number | None]) -> tuple[float, str]:
    """By how much values are divided on the axis, and what it counts in: long times are read in days."""
    if result.kpi.unit is Unit.HOURS:
        return hours_or_days([*values, result.figure.value])
    return 1.0, unit_text(result)


def ordered(rows: Sequence[Row], split: str, overview: Overview) -> list[Row]:
    """Most first, nobody and nowhere last; stages as they follow each other, people by name."""
    if split == "stage":
        order = [row.key for row in overview.results["stage_conversion"].figure.by.get("stage", ())]
        return sorted(rows, key=lambda row: order.index(row.key) if row.key in order else len(order))
    if split in _IN_ORDER:
        return list(rows)
    return sorted(rows, key=lambda row: (row.key is None, row.value is None, -(row.value or 0), row.label or ""))


def left_out(count: int, most: int = MOST) -> str:
    """That the chart does not show all, where that is so."""
    if count <= most:
        return ""
    return _("{n} of {all} shown, all in the table").format(n=number_text(most), all=number_text(count))


def end_text(result: Result, row: Row) -> str:
    """The value; of means and shares also of how many."""
    text = value_text_of(result, row.value)
    if result.kpi.unit not in _MEANS and result.kpi.counted != DENOMINATOR:
        return text
    return _("{value} (n = {n})").format(value=text, n=number_text(row.n))


def _picture(result: Result, split: str, rows: Sequence[Row], items: Items, step: float) -> tuple[Picture, str]:
    if result.kpi.unit in _MEANS and split != "stage":
        spots = [_spot(result, row, items.add(row_item(result, split, row)), step) for row in rows]
        whole = _("all: {value}").format(value=result.text) if result.figure.value is not None else ""
        hint = _("whisker: margin of error, 95 %") if result.kpi.unit is Unit.RATIO else ""
        reference = _place(result, result.figure.value, step)
        return dots(spots, axis_text(result.kpi.unit), reference=reference, reference_text=whole), hint
    if any((row.value or 0) < 0 for row in rows):
        gaps = [_deviation(result, row, items.add(row_item(result, split, row))) for row in rows]
        return deviations(gaps, axis_text(result.kpi.unit)), ""
    return bars([_bar(result, row, items.add(row_item(result, split, row))) for row in rows]), ""


def _spot(result: Result, row: Row, item: int, step: float) -> Spot:
    low = high = None
    if result.kpi.unit is Unit.RATIO and row.value is not None:
        ends = wilson(round(row.value * row.n), row.n)
        low, high = (scaled(result, end) for end in ends) if ends else (None, None)
    return Spot(label_of(row), _place(result, row.value, step), end_text(result, row), item, low, high)


def _place(result: Result, value: Number | None, step: float) -> float | None:
    at = scaled(result, value)
    return None if at is None else at / step


def _bar(result: Result, row: Row, item: int) -> Bar:
    value = scaled(result, row.value) or 0.0
    return Bar(label_of(row), value, value, end_text(result, row), item)


def _deviation(result: Result, row: Row, item: int) -> Deviation:
    good = ((row.value or 0) >= 0) is (result.kpi.better is Better.HIGHER)
    return Deviation(label_of(row), scaled(result, row.value), end_text(result, row), good, item)


for id, title in _TITLES.items():
    kpi, _dot, split = id.partition(".")
    chart(id, kpi, title, team=split in ("staff", "owner"))(partial(breakdown, kpi, split))
