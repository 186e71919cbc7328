"""What each person did, month by month: small pictures on one scale, in the order of names and never of a number."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from crmdesk.domain.figure import Row
from crmdesk.domain.plot_panels import Small, multiples
from crmdesk.domain.wording import number_text, short_period_text
from crmdesk.drawing.base import Drawn, Item, chart
from crmdesk.drawing.breakdowns import left_out
from crmdesk.drawing.items import (
    Items,
    about_series,
    key_of,
    label_of,
    part_item,
    row_item,
    rows_of,
    scaled,
    unit_text,
    value_text_of,
)
from crmdesk.kpi.measure import Result
from crmdesk.kpi.only import Key
from crmdesk.kpi.overview import Overview
from crmdesk.text import N_, _

MOST = 12
ByKey = Mapping[Key, Row]
_TITLES = {
    "revenue": N_("Revenue by person"),
    "sales_productivity": N_("Sales per working day, by person"),
    "service_productivity": N_("Tickets resolved per working day, by person"),
}


def people(kpi: str, overview: Overview) -> Drawn:
    """A figure of everybody who is named in the period."""
    return _drawn(kpi, overview, unit_text(overview.results[kpi]), _FIGURE)


@chart("adoption_rate.staff", "adoption_rate", N_("What each person recorded"), share=3, team=True)
def recorded(overview: Overview) -> Drawn:
    """How many things everybody recorded who was employed."""
    return _drawn("adoption_rate", overview, _("calls, steps of deals, events of tickets …"), _ENTRIES)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is drawn of a line: its place on the scale, its text, and what its mark of that label stands for."""

    place: Callable[[Result, Row], float | None]
    text: Callable[[Result, Row | None], str]
    item: Callable[[Result, Row, str], Item]


def _drawn(kpi: str, overview: Overview, what: str, reading: _Reading) -> Drawn:
    series = [results[kpi] for results in overview.series]
    lines = [{key_of("staff", row): row for row in rows_of(one, "staff")} for one in series]
    rows = rows_of(overview.results[kpi], "staff")
    units = [short_period_text(one.period) for one in series]
    heads = (_("Name"), *units)
    cells = [_cells(row, series, lines, reading) for row in rows]
    said = about_series(what, overview, kpi)
    shown = [row for row in rows if any(_did(by_key.get(key_of("staff", row))) for by_key in lines)]
    if not shown:
        return Drawn(
            (), heads=heads, rows=cells, empty=_("Nobody recorded anything of this kind in these months."), about=said
        )
    items = Items()
    label = _("{name}, {period}")
    smalls = []
    for row in shown[:MOST]:
        labels = [label.format(name=label_of(row), period=unit) for unit in units]
        smalls.append(_small(row, series, lines, reading, labels, items))
    picture = multiples(smalls, (units[0], units[-1]))
    hint = _("one scale for all · strong: the last one · in the order of names")
    hint = " · ".join(part for part in (hint, left_out(len(shown), MOST)) if part)
    return Drawn(picture, items, heads, cells, hint, about=said)


def _small(
    row: Row,
    series: Sequence[Result],
    lines: Sequence[ByKey],
    reading: _Reading,
    labels: Sequence[str],
    items: Items,
) -> Small:
    values: list[float | None] = []
    numbers: list[int] = []
    key = key_of("staff", row)
    for one, by_key, label in zip(series, lines, labels, strict=True):
        line = by_key.get(key)
        values.append(None if line is None else reading.place(one, line))
        numbers.append(-1 if line is None or values[-1] is None else items.add(reading.item(one, line, label)))
    text = reading.text(series[-1], lines[-1].get(key))
    return Small(label_of(row), values, text, numbers)


def _did(line: Row | None) -> bool:
    """Whether there is anything to be seen of somebody."""
    return line is not None and bool(line.value)


def _cells(row: Row, series: Sequence[Result], lines: Sequence[ByKey], reading: _Reading) -> tuple[str, ...]:
    key = key_of("staff", row)
    found = (by_key.get(key) for by_key in lines)
    return (label_of(row), *(reading.text(one, line) for one, line in zip(series, found, strict=True)))


def _number(result: Result, row: Row | None) -> str:  # noqa: ARG001 - a number is read without its figure
    return "–" if row is None or row.value is None else number_text(row.value)


_FIGURE = _Reading(
    place=lambda result, row: scaled(result, row.value),
    text=lambda result, row: value_text_of(result, None if row is None else row.value),
    item=lambda result, row, label: row_item(result, "staff", row, label),
)
_ENTRIES = _Reading(
    place=lambda _result, row: row.value,
    text=_number,
    item=lambda result, row, label: part_item(result, f"recorded {row.id}", label, int(row.value or 0)),
)

for kpi, title in _TITLES.items():
    chart(f"{kpi}.staff", kpi, title, share=3, team=True)(partial(people, kpi))
