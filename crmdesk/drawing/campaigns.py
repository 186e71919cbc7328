"""Campaigns: what they brought for their cost, to the left or the right of earning it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crmdesk.domain.figure import Number, Row
from crmdesk.domain.plot import Picture
from crmdesk.domain.plot_rows import Deviation, deviations
from crmdesk.domain.wording import money_text, number_text
from crmdesk.drawing.base import Drawn, Item, chart
from crmdesk.drawing.breakdowns import MOST, left_out, ordered
from crmdesk.drawing.items import Items, about, label_of, row_item, rows_of, value_text_of
from crmdesk.kpi.measure import Result
from crmdesk.kpi.overview import Overview
from crmdesk.kpi.records import Link
from crmdesk.text import N_, _

# What a campaign brought and cost, from the breakdown's companion.
Return = Mapping[str, Any]


@chart("marketing_roi.campaign", "marketing_roi", N_("Marketing ROI by campaign"))
def campaigns(overview: Overview) -> Drawn:
    """A bar for each campaign with a cost, over twelve months; a ring for the same from its beginning to date."""
    result = overview.results["marketing_roi"]
    rows = ordered(rows_of(result, "campaign"), "campaign", overview)
    returns = {line["key"]: line for line in _returns(result)}
    heads = (_("Campaign"), _("Revenue"), _("Cost"), _("Return"), _("Return to date"), _("Sales", "records"))
    cells = [_cells(result, row, returns.get(row.key, {})) for row in rows]
    said = about(_("times its cost, 12 months"), overview)
    known = [row for row in rows if row.value is not None]
    if not known:
        return Drawn((), heads=heads, rows=cells, empty=_("No campaign has cost anything in these months."), about=said)
    items = Items()
    picture = _picture(result, known[:MOST], returns, items)
    hint = _("bar: 12 months · ring: to date · line: the cost earned back")
    hint = " · ".join(part for part in (hint, left_out(len(known))) if part)
    return Drawn(picture, items, heads, cells, hint, min(len(known), MOST), about=said)


def _returns(result: Result) -> list[Return]:
    found = result.figure.beside.get("campaigns")
    return found if isinstance(found, list) else []


def _picture(result: Result, rows: list[Row], returns: Mapping[str | None, Return], items: Items) -> Picture:
    lines = []
    for row in rows:
        own = items.add(row_item(result, "campaign", row))
        to_date = _to_date(returns.get(row.key, {}))
        later = -1 if to_date is None else items.add(_to_date_item(result, row, to_date))
        good, text = (row.value or 0) >= 1, value_text_of(result, row.value)
        lines.append(Deviation(label_of(row), row.value, text, good, own, to_date, later))
    return deviations(lines, lambda value: value_text_of(result, value), middle=1.0)


def _to_date_item(result: Result, row: Row, value: Number) -> Item:
    """What the campaign has brought since it began, for what it has cost since: the sales that it brought."""
    link = Link(result.kpi.id, result.period, "revenue_to_date", result.only.and_("campaign", row.id))
    return Item(_("{campaign}, to date").format(campaign=label_of(row)), value_text_of(result, value), None, link)


def _to_date(line: Return) -> Number | None:
    found = line.get("to_date", {}).get("multiple")
    return found if isinstance(found, int | float) else None


def _cells(result: Result, row: Row, line: Return) -> tuple[str, ...]:
    money = ("–" if line.get(name) is None else money_text(line[name], result.currency) for name in ("revenue", "cost"))
    returned = (value_text_of(result, value) for value in (row.value, _to_date(line)))
    return (label_of(row), *money, *returned, number_text(row.n))
