"""Channels: what a new customer costs, beside how many times that a customer brings in."""

from __future__ import annotations

from crmdesk.domain.figure import Row, Unit
from crmdesk.domain.plot_panels import Side, beside
from crmdesk.domain.wording import compact_text, number_text, value_text
from crmdesk.drawing.base import Drawn, chart
from crmdesk.drawing.breakdowns import MOST, left_out, ordered
from crmdesk.drawing.items import Items, about, label_of, row_item, rows_of, scaled, unit_text, value_text_of
from crmdesk.kpi.measure import Result
from crmdesk.kpi.overview import Overview
from crmdesk.text import N_, _


@chart("cac.channel", "cac", N_("Cost of a new customer by channel"), share=3)
def channels(overview: Overview) -> Drawn:
    """Two bars for each channel: its cost, and the lifetime value of its customers for each unit of it."""
    cost, worth = overview.results["cac"], overview.results["clv"]
    rows = ordered(rows_of(cost, "channel"), "channel", overview)
    worths = {row.key: row for row in rows_of(worth, "channel")}
    heads = (_("Channel"), _("CAC"), _("New customers"), _("CLV"), _("CLV ÷ CAC"))
    cells = [_cells(cost, worth, row, worths.get(row.key)) for row in rows]
    said = about(unit_text(cost), overview)
    known = [row for row in rows if row.value is not None]
    if not known:
        empty = _("No customer was won in this period, or no channel is known.")
        return Drawn((), heads=heads, rows=cells, empty=empty, about=said)
    items = Items()
    lines = [(label_of(row), _sides(cost, worth, row, worths.get(row.key), items)) for row in known[:MOST]]
    whole = cost.figure.beside.get("clv_to_cac")
    references = (scaled(cost, cost.figure.value), whole if isinstance(whole, float) else None)
    titles = (_("CAC (new customers)"), _("CLV ÷ CAC"))
    hint = " · ".join(part for part in (_("dashed: all channels"), left_out(len(known))) if part)
    return Drawn(beside(titles, lines, references), items, heads, cells, hint, min(len(known), MOST), about=said)


def _sides(cost: Result, worth: Result, row: Row, other: Row | None, items: Items) -> tuple[Side, Side]:
    text = f"{compact_text(scaled(cost, row.value) or 0)} ({number_text(row.n)})"
    first = Side(scaled(cost, row.value), text, items.add(row_item(cost, "channel", row)))
    share = multiple(row, other)
    if share is None or other is None:
        return first, Side(None, "–")
    label = _("{channel}, lifetime value").format(channel=label_of(row))
    return first, Side(share, multiple_text(share), items.add(row_item(worth, "channel", other, label)))


def multiple(row: Row | None, other: Row | None) -> float | None:
    """How many times its cost a customer of the channel brings in."""
    return float(other.value) / float(row.value) if row and row.value and other and other.value is not None else None


def multiple_text(share: float | None) -> str:
    """That multiple, or that it is not known."""
    return "–" if share is None else value_text(share, Unit.MULTIPLE, "")


def _cells(cost: Result, worth: Result, row: Row, other: Row | None) -> tuple[str, ...]:
    value = value_text_of(worth, None if other is None else other.value)
    return (
        label_of(row),
        value_text_of(cost, row.value),
        number_text(row.n),
        value,
        multiple_text(multiple(row, other)),
    )
