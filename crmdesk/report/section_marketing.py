"""Marketing on paper: the channels side by side, and what campaigns brought for their cost."""

from __future__ import annotations

from crmdesk.domain.figure import Row, Unit
from crmdesk.domain.plot_bars import deviation
from crmdesk.domain.wording import money_text, percent_text, signed
from crmdesk.drawing.channels import multiple, multiple_text
from crmdesk.kpi.base import Area
from crmdesk.report.material import Material
from crmdesk.report.parts import Align, Block, Cell, Head, Section, Table, Words
from crmdesk.report.tables import (
    NOTHING,
    beside,
    by_label,
    count_of,
    figures,
    label_of,
    money,
    number,
    table,
    value_of,
)
from crmdesk.text import _

_CHANNELS, _CAMPAIGNS, _LEAST = 9, 5, 4
_OF_CHANNELS = ("lead_conversion", "new_customers", "cac", "clv", "revenue")


def marketing(material: Material) -> Section:
    """Channels, campaigns, and the figures that the scorecard leaves out."""
    blocks: list[Block] = [_channels(material)]
    if campaigns := _campaigns(material):
        blocks.append(campaigns)
    if others := figures(material, Area.MARKETING):
        blocks.append(others)
    blocks += [Words(text) for text in (_return(material),) if text]
    return Section("marketing", _("Marketing"), blocks)


def _channels(material: Material) -> Block:
    results, currency = material.results, material.settings.currency
    found = by_label(*(results[id].figure.by.get("channel", ()) for id in _OF_CHANNELS))
    if not any(key is not None for key in found):
        return Words(_("No lead, sale or expense of the period names a channel."))
    rows: list[list[Cell]] = []
    # The channel that brings most stands first, so that a short table leaves out the small ones.
    for lines in sorted(found.values(), key=lambda lines: -(lines[4].value or 0) if lines[4] else 1):
        leads, new, cost, worth, revenue = lines
        rows.append(
            [
                label_of(lines, _("no channel")),
                count_of(leads),
                value_of(leads, Unit.RATIO, currency),
                count_of(new),
                value_of(cost, Unit.MONEY, currency),
                multiple_text(multiple(cost, worth)),
                value_of(revenue, Unit.MONEY, currency),
            ]
        )
    heads = [
        Head(_("Channel"), 0.24, Align.LEFT),
        Head(_("Leads"), 0.09),
        Head(_("bought"), 0.14),
        Head(_("New"), 0.09),
        Head(_("CAC"), 0.13),
        Head(_("CLV:CAC"), 0.14),
        Head(_("Revenue"), 0.17),
    ]
    return table(heads, rows, _CHANNELS, _LEAST)


def _campaigns(material: Material) -> Table | None:
    """The campaigns with a cost in the twelve months, by what they brought for it."""
    known = [row for row in material.results["marketing_roi"].figure.by.get("campaign", ()) if row.value is not None]
    if not known:
        return None
    order = sorted(known, key=lambda row: (-(row.value or 0), row.label or ""))
    most = max(abs(float(row.value or 0) - 1) for row in order)
    rows = [_campaign(row, most, material.settings.currency) for row in order]
    heads = [
        Head(_("Campaign, 12 months"), 0.48, Align.LEFT),
        Head(_("around 1×"), 0.22, Align.PICTURE),
        Head(_("Sales", "records"), 0.14),
        Head(_("Return"), 0.16),
    ]
    return table(heads, rows, _CAMPAIGNS, _LEAST)


def _campaign(row: Row, most: float, currency: str) -> list[Cell]:
    bar = deviation(row.value or 0, 1, most)
    return [row.label or NOTHING, bar, count_of(row), value_of(row, Unit.MULTIPLE, currency)]


def _return(material: Material) -> str:
    stands = beside(material.results["marketing_roi"])
    net, currency = number(stands.get("net")), material.settings.currency
    if net is None:
        return ""
    return _("Net return of campaigns over 12 months {net}; sales without a campaign {money}.").format(
        net=signed(percent_text(net), net), money=money_text(money(stands.get("revenue_without_campaign")), currency)
    )
