"""Breakdowns as bars: a figure by person, channel, campaign, stage, priority or category."""

from __future__ import annotations

from functools import partial

from crmdesk.domain.figure import Row, Unit
from crmdesk.domain.plot_bars import Bar, bars
from crmdesk.domain.wording import number_text
from crmdesk.drawing.base import Drawn, chart
from crmdesk.drawing.items import about, label_of, row_item, rows_of, scaled, unit_text, value_text_of
from crmdesk.kpi.measure import Result
from crmdesk.kpi.overview import Overview
from crmdesk.text import N_, _

MOST = 12
# Lines that have an order of their own, or that are people, who are never ranked by one number.
_IN_ORDER = frozenset({"stage", "staff", "owner", "priority", "age"})
_TITLES = {
    "revenue.channel": N_("Revenue by channel"),
    "revenue.campaign": N_("Revenue by campaign"),
    "revenue.staff": N_("Revenue by person"),
    "pipeline_value.staff": N_("Sales pipeline by person"),
    "weighted_pipeline.stage": N_("Weighted pipeline by stage"),
    "win_rate.staff": N_("Win rate by person"),
    "win_rate.channel": N_("Win rate by channel"),
    "sales_cycle.staff": N_("Sales cycle by person"),
    "sales_cycle.stage": N_("Days that won deals spent in each stage"),
    "lead_conversion.channel": N_("Lead conversion by channel"),
    "lead_conversion.campaign": N_("Lead conversion by campaign"),
    "lead_conversion.staff": N_("Lead conversion by person"),
    "cac.channel": N_("Cost of a new customer by channel"),
    "marketing_roi.campaign": N_("Marketing ROI by campaign"),
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
    "sales_productivity.staff": N_("Sales per working day, by person"),
    "service_productivity.staff": N_("Tickets resolved per working day, by person"),
    "adoption_rate.staff": N_("What each person recorded"),
}


def breakdown(kpi: str, split: str, overview: Overview) -> Drawn:
    """Bars for the lines that have a value; where there are many, for the first of them."""
    result = overview.results[kpi]
    rows = _ordered(rows_of(result, split), split)
    heads = (_("Name"), _(result.kpi.name), _("n"))
    cells = [(label_of(row), value_text_of(result, row.value), number_text(row.n)) for row in rows]
    known = [row for row in rows if row.value is not None]
    shown = known[:MOST]
    lines = [_bar(result, row) for row in shown]
    items = [row_item(result, split, row) for row in shown]
    hint = "" if len(shown) == len(known) else _("{n} of {all} shown, all in the table")
    hint = hint.format(n=number_text(len(shown)), all=number_text(len(known)))
    empty = "" if shown else _("Nothing to break down in this period.")
    return Drawn(
        bars(lines) if lines else (), items, heads, cells, hint, len(lines), empty, about(unit_text(result), overview)
    )


def _ordered(rows: list[Row], split: str) -> list[Row]:
    """Most first, nobody and nowhere last."""
    if split in _IN_ORDER:
        return rows
    return sorted(rows, key=lambda row: (row.key is None, row.value is None, -(row.value or 0), row.label or ""))


def _bar(result: Result, row: Row) -> Bar:
    value = max(scaled(result, row.value) or 0.0, 0.0)
    return Bar(label_of(row), value, value, _end_text(result, row))


def _end_text(result: Result, row: Row) -> str:
    """The value; of means and shares also of how many."""
    text = value_text_of(result, row.value)
    if result.kpi.unit in (Unit.RATIO, Unit.HOURS, Unit.DAYS, Unit.MULTIPLE):
        return _("{value} (n = {n})").format(value=text, n=number_text(row.n))
    return text


for id, title in _TITLES.items():
    kpi, _dot, split = id.partition(".")
    chart(id, kpi, title, team=split in ("staff", "owner"))(partial(breakdown, kpi, split))
