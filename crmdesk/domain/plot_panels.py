"""Many small pictures of one kind: a heat map, columns for each person on one scale, bars beside other bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from crmdesk.domain.figure import Number
from crmdesk.domain.plot import HEATS, Label, Line, Mark, Panel, Panels, Picture, Place, Rect, Role, Scale, Zone
from crmdesk.domain.plot_bars import named_row, place_of

_AIR = 0.04


class Cell(NamedTuple):
    """A value of a heat map and what stands in its place."""

    value: Number
    text: str
    item: int = -1


def heat(heads: Sequence[str], rows: Sequence[tuple[str, Sequence[Cell | None]]]) -> Picture:
    """Cells shaded from the least value to the greatest, each with its number; the first row on top."""
    found = [float(cell.value) for _, cells in rows for cell in cells if cell is not None]
    least, most = min(found, default=0.0), max(found, default=1.0)
    wide, tall = 1 / max(len(heads), 1), 1 / max(len(rows), 1)
    marks: list[Mark] = [
        Label((number + 0.5) * wide, 1.0, head, Place.ABOVE, quiet=True) for number, head in enumerate(heads)
    ]
    for number, (name, cells) in enumerate(rows):
        low = 1 - (number + 1) * tall
        marks.append(Label(0.0, low + tall / 2, name, Place.LEFT, quiet=True))
        for place, cell in enumerate(cells):
            if cell is not None:
                share = (float(cell.value) - least) / (most - least) if most > least else 1.0
                role = HEATS[min(int(share * len(HEATS)), len(HEATS) - 1)]
                marks += _cell(cell, place * wide, low, wide, tall, role)
    return tuple(marks)


def _cell(cell: Cell, left: float, low: float, wide: float, tall: float, role: Role) -> list[Mark]:
    rect = Rect(left + wide * _AIR / 2, low + tall * _AIR / 2, wide * (1 - _AIR), tall * (1 - _AIR), role, cell.item)
    text = Label(left + wide / 2, low + tall / 2, cell.text, Place.INSIDE, room=wide, tall=tall, on=role)
    return [Zone(left, low, wide, tall, cell.item), rect, text]


class Small(NamedTuple):
    """One picture of many: its title, its values over time with their numbers, and the text of the last."""

    title: str
    values: Sequence[Number | None]
    text: str
    items: Sequence[int] = ()


def multiples(rows: Sequence[Small], labels: tuple[str, str] = ("", ""), *, one_scale: bool = True) -> Picture:
    """Columns over time for each, all on one scale or each on its own; `labels` name the first and the last time."""
    every = [value for row in rows for value in row.values]
    scales = [_scale_of(every if one_scale else row.values) for row in rows]
    pairs = zip(rows, scales, strict=True)
    parts = (Panel(row.title, _small(row, scale, labels), row.text) for row, scale in pairs)
    return (Panels(tuple(parts)),) if rows else ()


def _scale_of(values: Sequence[Number | None]) -> Scale:
    found = [float(value) for value in values if value is not None]
    return Scale(min([0.0, *found]), max([0.0, *found]) or 1.0)


def _small(row: Small, scale: Scale, labels: tuple[str, str]) -> Picture:
    slot = 1 / max(len(row.values), 1)
    marks: list[Mark] = [Line(((0.0, scale(0)), (1.0, scale(0))), Role.AXIS)]
    for number, value in enumerate(row.values):
        last = number == len(row.values) - 1
        item = row.items[number] if row.items else -1
        if item >= 0:
            marks.append(Zone(number * slot, 0.0, slot, 1.0, item))
        if value is not None:
            low, high = sorted((scale(0), scale(value)))
            role = Role.ACTUAL if last else Role.BEFORE
            marks.append(Rect((number + 0.14) * slot, low, 0.72 * slot, high - low, role, item))
    marks.append(Label(slot / 2, 0.0, labels[0], Place.BELOW, quiet=True))
    marks.append(Label(1 - slot / 2, 0.0, labels[1], Place.BELOW, quiet=True))
    return tuple(marks)


class Side(NamedTuple):
    """One of the values of a line, with its text and its number."""

    value: Number | None
    text: str
    item: int = -1


def beside(
    titles: Sequence[str], rows: Sequence[tuple[str, Sequence[Side]]], references: Sequence[Number | None] = ()
) -> Picture:
    """Bars of several figures side by side, a line for each name, each figure on a scale of its own.

    `references` are values to compare with, one for each figure: a dashed line.
    """
    parts = []
    for number, title in enumerate(titles):
        reference = references[number] if references else None
        names = [name if number == 0 else "" for name, _ in rows]
        parts.append(Panel(title, _side(names, [sides[number] for _, sides in rows], reference)))
    return (Panels(tuple(parts), across=len(parts)),) if rows else ()


def _side(names: Sequence[str], rows: Sequence[Side], reference: Number | None) -> Picture:
    found = [float(row.value) for row in rows if row.value is not None]
    scale = Scale(0.0, max([0.0, *found, float(reference or 0)]) or 1.0)
    marks: list[Mark] = [Line(((0.0, 0.0), (0.0, 1.0)), Role.AXIS)]
    if reference is not None:
        marks.append(Line(((scale(reference), 0.0), (scale(reference), 1.0)), Role.LIMIT))
    for number, (name, row) in enumerate(zip(names, rows, strict=True)):
        low, tall = place_of(number, len(rows))
        end = max(scale(row.value), 0.0) if row.value is not None else 0.0
        marks += named_row(name, number, len(rows), row.item)
        if end:
            marks.append(Rect(0.0, low, end, tall, Role.ACTUAL, row.item))
        marks.append(Label(end, low + tall / 2, row.text, Place.RIGHT, strong=row.value is not None))
    return tuple(marks)
