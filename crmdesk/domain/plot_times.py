"""Courses over time as lines, and how values spread: a strip or a box for each month, a histogram."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from crmdesk.domain.figure import Number
from crmdesk.domain.plot import Dot, Label, Line, Mark, Picture, Place, Rect, Role, Say, Scale, Zone, scale_of, unbroken
from crmdesk.domain.plot_columns import grid, whisker

_BOX, _CAP, _PLAN = 0.46, 0.14, 0.42


class Course(NamedTuple):
    """Values over time; `items` are their numbers, as many as there are values or none."""

    label: str
    values: Sequence[Number | None]
    role: Role = Role.ACTUAL
    items: Sequence[int] = ()

    def item(self, place: int) -> int:
        return self.items[place] if self.items else -1


def courses(
    labels: Sequence[str],
    rows: Sequence[Course],
    say: Say,
    *,
    band: tuple[Number, Number] | None = None,
    plans: Sequence[Number | None] = (),
) -> Picture:
    """Lines with a dot at each value, named at their end; `band` is where values should lie, `plans` are strokes."""
    values = [value for row in rows for value in row.values]
    scale, marks_at = scale_of([*values, *plans, *(band or ())])
    marks: list[Mark] = []
    if band is not None:
        low, high = sorted(scale(one) for one in band)
        marks.append(Rect(0.0, low, 1.0, high - low, Role.BAND_GOOD))
    marks += grid(scale, marks_at, say) + _months(labels)
    for number, plan in enumerate(plans):
        if plan is not None:
            left, right = ((number + 0.5 + side * _PLAN) / len(labels) for side in (-1, 1))
            marks.append(Line(((left, scale(plan)), (right, scale(plan))), Role.TARGET))
    ends: list[Mark] = []
    for number in range(len(labels)):
        marks += _zones(rows, number, 1 / len(labels), scale)
    for row in rows:
        marks += _course(row, len(labels), scale)
        known = [place for place, value in enumerate(row.values) if value is not None]
        if known:
            value = row.values[known[-1]]
            text = say(value or 0) if not row.label else f"{row.label} {say(value or 0)}"
            at = ((known[-1] + 0.5) / len(labels), scale(value or 0))
            ends.append(Label(*at, text, Place.RIGHT, strong=row.role is Role.ACTUAL))
    return (*marks, *ends)


def _zones(rows: Sequence[Course], number: int, slot: float, scale: Scale) -> list[Mark]:
    """Of the room above and below a time each value has the part that is nearest to it."""
    values = [(row.values[number], row.item(number)) for row in rows]
    known = sorted((scale(value), item) for value, item in values if value is not None and item >= 0)
    ends = [0.0, *((low[0] + high[0]) / 2 for low, high in pairwise(known)), 1.0]
    return [
        Zone(number * slot, low, slot, high - low, item)
        for (_at, item), (low, high) in zip(known, pairwise(ends), strict=False)
    ]


def _months(labels: Sequence[str]) -> list[Mark]:
    return [
        Label((number + 0.5) / len(labels), 0.0, text, Place.BELOW, quiet=True) for number, text in enumerate(labels)
    ]


def _course(row: Course, count: int, scale: Scale) -> list[Mark]:
    places = [
        None if value is None else ((number + 0.5) / count, scale(value)) for number, value in enumerate(row.values)
    ]
    marks: list[Mark] = [Line(tuple(points), row.role) for points in unbroken(places) if len(points) > 1]
    marks += [Dot(*place, row.role, row.item(number)) for number, place in enumerate(places) if place is not None]
    return marks


class Spread(NamedTuple):
    """The values of a month: each of them where they are few, else least, quarter, median, three quarters, most."""

    label: str
    median: Number | None
    values: Sequence[Number] = ()
    quartiles: Sequence[Number] = ()
    item: int = -1


def strips(rows: Sequence[Spread], say: Say, *, named: Sequence[int] = (-1,)) -> Picture:
    """A dot for each value or a box for each month, and a line through the medians."""
    scale, marks_at = scale_of([one for row in rows for one in (row.median, *row.values, *row.quartiles)])
    marks = grid(scale, marks_at, say) + _months([row.label for row in rows])
    slot = 1 / max(len(rows), 1)
    for number, row in enumerate(rows):
        if row.item >= 0:
            marks.append(Zone(number * slot, 0.0, slot, 1.0, row.item))
        marks += _box(row, (number + 0.5) * slot, slot, scale)
    places = [
        None if row.median is None else ((number + 0.5) * slot, scale(row.median)) for number, row in enumerate(rows)
    ]
    marks += [Line(tuple(points), Role.POINT) for points in unbroken(places) if len(points) > 1]
    marks += [Dot(*place, Role.POINT, row.item) for row, place in zip(rows, places, strict=True) if place]
    for number in sorted({place % len(rows) for place in named} if rows else ()):
        place, median = places[number], rows[number].median
        if place is not None and median is not None:
            marks.append(Label(place[0] + _BOX * slot / 2, place[1], say(median), Place.RIGHT, strong=True))
    return tuple(marks)


def _box(row: Spread, middle: float, slot: float, scale: Scale) -> list[Mark]:
    if len(row.quartiles) != 5:
        return [Dot(middle, scale(value), Role.BEFORE, row.item) for value in row.values]
    least, low, _median, high, most = (scale(one) for one in row.quartiles)
    wide = _BOX * slot
    return [
        *whisker(middle, least, most, _CAP * slot, row.item),
        Rect(middle - wide / 2, low, wide, high - low, Role.BEFORE, row.item),
    ]


@dataclass(frozen=True, slots=True)
class Bin:
    """How many values lie in a stretch."""

    label: str
    count: Number
    item: int = -1


def histogram(rows: Sequence[Bin], say: Say, *, mark: float | None = None, mark_text: str = "") -> Picture:
    """Columns side by side; `mark` is a place among them, counted in columns from the left: the median."""
    scale = Scale(0.0, max((float(row.count) for row in rows), default=0.0) or 1.0)
    marks: list[Mark] = _months([row.label for row in rows])
    slot = 1 / max(len(rows), 1)
    for number, row in enumerate(rows):
        marks.append(Zone(number * slot, 0.0, slot, 1.0, row.item))
        marks.append(Rect((number + 0.04) * slot, 0.0, 0.92 * slot, scale(row.count), Role.ACTUAL, row.item))
        if row.count:
            marks.append(Label((number + 0.5) * slot, scale(row.count), say(row.count), Place.ABOVE, room=slot))
    marks.append(Line(((0.0, 0.0), (1.0, 0.0)), Role.AXIS))
    if mark is not None:
        at = min(max(mark * slot, 0.0), 1.0)
        marks += [Line(((at, 0.0), (at, 1.0)), Role.LIMIT), Label(at, 1.0, mark_text, Place.ABOVE, strong=True)]
    return tuple(marks)
