"""The sheet of breakdowns: every line that a figure consists of, and what stands beside it, named as people say it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from crmdesk.domain.money import Money
from crmdesk.drawing.items import label_of, rows_of
from crmdesk.insight.companion import name_of
from crmdesk.kpi.measure import Result
from crmdesk.report.material import Material
from crmdesk.report.sheets import Cell, Sheets, in_major
from crmdesk.text import N_, _

# By what figures are broken down.
_SPLITS = {
    "staff": N_("staff"),
    "stage": N_("stage"),
    "channel": N_("channel"),
    "campaign": N_("campaign"),
    "owner": N_("owner"),
    "priority": N_("priority"),
    "category": N_("category"),
    "age": N_("age", "breakdown"),
}
# What a line beside a figure is called by, and what else it may say.
_CALLED = ("label", "stage")
_NOT_TOLD = {"key", *_CALLED}
# The ends of a part of a histogram, in hours.
_FROM, _TO = "from", "to"
_TO_DATE = "to_date"
Line = tuple[str, str, Cell, str, Cell, str]


def breakdown_sheet(sheets: Sheets, material: Material) -> None:
    """A line for each: the figure, by what, the name, the value, n, and the keys by which programs know them."""
    heads = [_("Figure"), _("By", "breakdown"), _("Name"), _("Value"), _("n"), _("Key"), _("Id")]
    sheet = sheets.sheet(_("Breakdowns"), heads, (34, 14, 44, 14, 8, 30, 22))
    number = 1
    for result in material.results.values():
        for by, name, value, shown, n, key in (*_companions(sheets, result), *_rows(sheets, result)):
            cells: list[tuple[Cell, str]] = [(_(result.kpi.name), ""), (by, ""), (name, ""), (value, shown)]
            sheets.row(sheet, number, [*cells, (n, "#,##0"), (key, ""), (result.kpi.id, "")])
            number += 1


def _rows(sheets: Sheets, result: Result) -> Iterator[Line]:
    for by in result.figure.by:
        for row in rows_of(result, by):
            shown = sheets.beside(row.value) if isinstance(row.value, Money) else sheets.number(result.kpi.unit)
            yield _(_SPLITS.get(by, by)), label_of(row), in_major(result, row.value), shown, row.n, row.key or ""


def _companions(sheets: Sheets, result: Result) -> Iterator[Line]:
    for key, name, value in _flat(result.figure.beside):
        if isinstance(value, bool | str):
            yield _("beside"), name, value, "", None, key
        else:
            cell = in_major(result, value) if isinstance(value, Money) else value
            yield _("beside"), name, cell if isinstance(cell, int | float) else None, sheets.beside(value), None, key


def _flat(beside: Mapping[str, object], key: str = "", said: str = "") -> Iterator[tuple[str, str, object]]:
    """Companions one by one: the way to each in keys and in words, and its value."""
    for name, value in beside.items():
        path, told = f"{key}{name}", f"{said}{name_of(name, value)}"
        if isinstance(value, Mapping) and name == _TO_DATE:
            yield from _flat(value, f"{path}: ", f"{told}: ")
        elif isinstance(value, Mapping):
            # Reasons and grades are data, not words of ours.
            yield from ((f"{path}: {one}", f"{told}: {one or _('(none)')}", count) for one, count in value.items())
        elif isinstance(value, list):
            yield from _listed(value, path, told)
        elif value is not None:
            yield path, told, value


def _listed(values: list[object], path: str, told: str) -> Iterator[tuple[str, str, object]]:
    """The items of a list: numbers by their place, lines by what they are called."""
    for place, item in enumerate(values, 1):
        if not isinstance(item, Mapping):
            yield path, f"{told}: {place}", item
            continue
        called = next((str(item[one]) for one in _CALLED if item.get(one)), "") or _part(item)
        rest = {name: value for name, value in item.items() if name not in {*_NOT_TOLD, _FROM, _TO}}
        yield from _flat(rest, f"{path}: ", f"{told}: {called or _('(none)')}: ")


def _part(item: Mapping[str, object]) -> str:
    """A part of a histogram by its ends."""
    if _FROM not in item:
        return ""
    if item.get(_TO) is None:
        return _("from {hours} h").format(hours=item[_FROM])
    return _("{hours} to {more} h").format(hours=item[_FROM], more=item[_TO])
