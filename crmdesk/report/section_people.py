"""Customers and team on paper: how the number of customers came about, and who did what, in the order of names."""

from __future__ import annotations

from crmdesk.domain.figure import Unit
from crmdesk.domain.wording import money_text, number_text
from crmdesk.kpi.base import Area
from crmdesk.report.charts import titled
from crmdesk.report.material import Material
from crmdesk.report.parts import Align, Block, Cell, Head, Section, Words
from crmdesk.report.tables import (
    beside,
    by_label,
    count,
    count_of,
    figures,
    label_of,
    money,
    number,
    table,
    value_of,
)
from crmdesk.text import _

_PEOPLE, _LEAST = 9, 7
# Heights in points.
_BRIDGE, _MAP = 54.0, 120.0


def customers(material: Material) -> Section:
    """The bridge of customers, what a customer is worth, and the figures that the scorecard leaves out."""
    blocks: list[Block] = [titled(material.overview, "churn_rate.bridge", _BRIDGE)]
    blocks.append(titled(material.overview, "retention_rate.cohorts", _MAP, optional=1))
    if text := _worth(material):
        blocks.append(Words(text))
    if table := figures(material, Area.CUSTOMERS):
        blocks.append(table)
    return Section("customers", _("Customers"), blocks)


def team(material: Material) -> Section:
    """Who did what. No order but that of names: one number does not tell how well somebody works."""
    blocks: list[Block] = [_people(material)]
    if others := figures(material, Area.TEAM):
        blocks.append(others)
    return Section("team", _("Team"), blocks)


def _worth(material: Material) -> str:
    result = material.results["clv"]
    stands, currency = beside(result), material.settings.currency
    years, per_year = number(stands.get("lifespan_years")), stands.get("revenue_per_year")
    if years is None or per_year is None:
        return ""
    assumed = bool(stands.get("assumed"))
    text = (
        _("A customer brings {money} a year and is assumed to stay {years} years.")
        if assumed
        else _("A customer brings {money} a year and stays {years} years ({losses} lost so far).")
    )
    said = text.format(
        money=money_text(money(per_year), currency),
        years=number_text(years, 1),
        losses=number_text(count(stands.get("losses"))),
    )
    margin = stands.get("margin_clv")
    if margin is None:
        return said
    text = _("{sentence} Over these years {money} is margin.")
    return text.format(sentence=said, money=money_text(money(margin), currency))


def _people(material: Material) -> Block:
    results, currency = material.results, material.settings.currency
    ids = ("adoption_rate", "sales_productivity", "revenue", "service_productivity", "response_time")
    found = by_label(*(results[id].figure.by.get("staff", ()) for id in ids))
    if not found:
        return Words(_("Nobody is recorded in the team."))
    if len(found) > _PEOPLE:
        # Where not all have room, those of whom nothing is recorded make way.
        found = {key: lines for key, lines in found.items() if any(line and (line.value or line.n) for line in lines)}
    rows: list[list[Cell]] = []
    for lines in found.values():
        recorded, won, sold, resolved, answered = lines
        rows.append(
            [
                label_of(lines, _("nobody named")),
                value_of(recorded, Unit.COUNT, currency),
                count_of(won),
                value_of(sold, Unit.MONEY, currency),
                count_of(resolved),
                value_of(answered, Unit.HOURS, currency),
            ]
        )
    heads = [
        Head(_("By name"), 0.37, Align.LEFT),
        Head(_("Entries"), 0.12),
        Head(_("Won", "deals"), 0.09),
        Head(_("Sales", "records"), 0.15),
        Head(_("Solved"), 0.13),
        Head(_("Answer"), 0.14),
    ]
    return table(heads, rows, _PEOPLE, _LEAST)
