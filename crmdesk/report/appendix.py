"""The appendix: the lists behind chosen figures, record by record."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from crmdesk.domain.figure import Unit
from crmdesk.domain.money import Money
from crmdesk.domain.wording import number_text, short_date_text
from crmdesk.insight.record_words import name_of
from crmdesk.kpi.base import NUMERATOR, kpi_of
from crmdesk.kpi.measure import Result
from crmdesk.kpi.measurement import Source
from crmdesk.kpi.only import EVERYTHING, Only
from crmdesk.kpi.records import Behind, records
from crmdesk.report.material import Material
from crmdesk.report.parts import Align, Cell, Head, Section, Table, Words
from crmdesk.report.tables import NOTHING, whole_money
from crmdesk.text import _, n_

# Rows of all lists together: as many as keep the file small enough to be sent by mail.
MOST_ROWS = 360
_CUSTOMER = """
SELECT x.id, c.name FROM {kind} AS x JOIN contact AS c ON c.id = x.contact_id
WHERE x.id IN (SELECT value FROM json_each(?))
"""
_WITH_CUSTOMER = ("deal", "ticket", "sale", "survey")
Row = tuple[str, str, str, str, str]
# Which of these says that the record is in the share.
_MARK = 2


def appendix(source: Source, material: Material, kpis: Sequence[str], only: Only = EVERYTHING) -> list[Section]:
    """For each of these KPIs the records that its n counts."""
    lists = [records(source, kpi_of(id), material.period, material.now, only=only) for id in kpis]
    shown = _shares([len(found) for found in lists], MOST_ROWS)
    found = []
    for id, whole, most in zip(kpis, lists, shown, strict=True):
        result = material.results[id]
        chosen = _in_share(source, material, result, whole, only)
        rows = _rows(source, material, whole[:most], chosen)
        found.append(_section(f"appendix {id}", _title(result, whole, len(chosen)), rows, len(whole)))
    return found


def _in_share(
    source: Source, material: Material, result: Result, whole: Sequence[Behind], only: Only
) -> frozenset[tuple[str, int]]:
    """Of the records of a share those above the line, such as the deals that were won."""
    if result.kpi.unit is not Unit.RATIO or not result.kpi.has_part(NUMERATOR):
        return frozenset()
    some = records(source, result.kpi, material.period, material.now, NUMERATOR, only=only)
    chosen = frozenset((one.kind, one.id) for one in some)
    return chosen if chosen <= {(one.kind, one.id) for one in whole} else frozenset()


def _title(result: Result, found: Sequence[Behind], chosen: int) -> str:
    """The figure, how many records it counts, and what they come to."""
    names = {"kpi": _(result.kpi.name), "n": number_text(len(found)), "value": result.text, "m": number_text(chosen)}
    if chosen:
        text = n_("{kpi}: {n} record, {m} in the share (✓)", "{kpi}: {n} records, {m} in the share (✓)", len(found))
    elif result.kpi.unit is Unit.MONEY and found and sum(one.amount or 0 for one in found) == result.figure.value:
        text = n_("{kpi}: {n} record, {value}", "{kpi}: {n} records, {value}", len(found))
    else:
        text = n_("{kpi}: {n} record", "{kpi}: {n} records", len(found))
    return text.format(**names)


def _shares(sizes: Sequence[int], whole: int) -> list[int]:
    """How many rows of each list are shown: short ones are, long ones share what is left."""
    found = [0] * len(sizes)
    order = sorted(range(len(sizes)), key=lambda place: sizes[place])
    for done, place in enumerate(order):
        found[place] = min(sizes[place], whole // (len(sizes) - done))
        whole -= found[place]
    return found


def _section(key: str, said: str, rows: Sequence[Row], count: int) -> Section:
    if not rows:
        return Section(key, said, [Words(_("No record is counted in this period."))])
    heads = [Head(_("Record"), 0.38, Align.LEFT), Head(_("Customer"), 0.30, Align.LEFT)]
    heads += [Head("✓", 0.03), Head(_("Day"), 0.17), Head(_("Amount"), 0.12)]
    # A column in which nothing stands is left out.
    wanted = [place for place in range(len(heads)) if any(row[place] for row in rows)]
    cells: list[list[Cell]] = [[row[place] or ("" if place == _MARK else NOTHING) for place in wanted] for row in rows]
    return Section(key, said, [Table([heads[place] for place in wanted], cells, count - len(rows))])


def _customers(source: Source, found: Sequence[Behind]) -> Mapping[tuple[str, int], str]:
    """Whom the records are about, by kind and id."""
    named: dict[tuple[str, int], str] = {}
    for kind in {one.kind for one in found}.intersection(_WITH_CUSTOMER):
        ids = json.dumps([one.id for one in found if one.kind == kind])
        named |= {(kind, id): name for id, name in source.rows(_CUSTOMER.format(kind=kind), (ids,))}
    return named


def _rows(source: Source, material: Material, found: Sequence[Behind], chosen: frozenset[tuple[str, int]]) -> list[Row]:
    customers = _customers(source, found)
    return [_row(material, one, customers, "✓" if (one.kind, one.id) in chosen else "") for one in found]


def _row(material: Material, one: Behind, customers: Mapping[tuple[str, int], str], mark: str) -> Row:
    day = "" if one.at is None else short_date_text(material.calendar.day_of(one.at))
    amount = "" if one.amount is None else whole_money(Money(one.amount), material.settings.currency)
    return name_of(one), customers.get((one.kind, one.id), ""), mark, day, amount
