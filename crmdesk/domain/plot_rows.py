"""One line for each name: parts of a whole with their margin of error, deviations from a middle, dots, goals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from crmdesk.domain.figure import Number
from crmdesk.domain.plot import Dot, Label, Line, Mark, Picture, Place, Rect, Role, Say, Scale, bullet, scale_of
from crmdesk.domain.plot_bars import named_row, place_of
from crmdesk.domain.plot_columns import whisker

_STACK, _BULLET, _CAP, _RING = 0.52, 0.58, 0.18, 0.03


class Part(NamedTuple):
    """A part of a whole: its name, how much it is, and what stands in it."""

    label: str
    value: Number
    role: Role
    text: str = ""
    item: int = -1


class Stack(NamedTuple):
    """A whole in parts from left to right; the border between two of them lies between `low` and `high`, 0 to 1."""

    label: str
    parts: Sequence[Part]
    text: str = ""
    low: float | None = None
    high: float | None = None


def stacks(rows: Sequence[Stack]) -> Picture:
    """100 % bars, the first on top with the names of its parts; a whisker above a bar is the margin of error."""
    marks: list[Mark] = []
    for number, row in enumerate(rows):
        low, tall = place_of(number, len(rows), _STACK)
        marks += named_row(row.label, number, len(rows))
        marks += _parts(row, low, tall, named=number == 0)
        marks.append(Label(1.0, low + tall / 2, row.text, Place.RIGHT, strong=True))
        if row.low is not None and row.high is not None:
            gap = (1 - _STACK) / len(rows)
            marks += whisker(low - gap * 0.3, row.low, row.high, gap * 0.14, lying=True)
    return tuple(marks)


def _parts(row: Stack, low: float, tall: float, *, named: bool) -> list[Mark]:
    total = float(sum(part.value for part in row.parts)) or 1.0
    marks: list[Mark] = []
    left = 0.0
    for part in row.parts:
        width = float(part.value) / total
        if width:
            middle = (left + width / 2, low + tall / 2)
            marks.append(Rect(left, low, width, tall, part.role, part.item))
            marks.append(Label(*middle, part.text, Place.INSIDE, room=width, tall=tall, on=part.role))
            if named:
                marks.append(Label(left + width / 2, low + tall, part.label, Place.ABOVE, quiet=True))
            left += width
    return marks


class Deviation(NamedTuple):
    """A value beside a middle, and the same to date: a second mark on the line."""

    label: str
    value: Number | None
    text: str
    good: bool
    item: int = -1
    to_date: Number | None = None
    to_date_item: int = -1


def deviations(rows: Sequence[Deviation], say: Say, *, middle: float = 0.0) -> Picture:
    """Bars to the left or the right of a middle line, with rings for the values to date; texts stand at the right."""
    found = [float(one) for row in rows for one in (row.value, row.to_date) if one is not None]
    low, high = min([middle, *found]), max([middle, *found])
    reach = (high - low) or 1.0
    # A ring at the left end does not touch the name beside it.
    scale = Scale(low - reach * _RING if low < middle else low, low + reach)
    zero = scale(middle)
    marks: list[Mark] = []
    for number, row in enumerate(rows):
        down, tall = place_of(number, len(rows))
        marks += named_row(row.label, number, len(rows), row.item)
        level = down + tall / 2
        ends = [zero] + [scale(one) for one in (row.value, row.to_date) if one is not None]
        if row.value is not None:
            left, right = sorted((zero, scale(row.value)))
            marks.append(Rect(left, down, right - left, tall, Role.GOOD if row.good else Role.BAD, row.item))
        if row.to_date is not None:
            marks.append(Dot(scale(row.to_date), level, Role.TO_DATE, row.to_date_item))
        marks.append(Label(max(ends), level, row.text, Place.RIGHT, strong=True))
    marks.append(Line(((zero, 0.0), (zero, 1.0)), Role.AXIS))
    marks.append(Label(zero, 0.0, say(middle), Place.BELOW, quiet=True))
    return tuple(marks)


class Spot(NamedTuple):
    """A value with what is said of it; the true one lies between `low` and `high`, where these are known."""

    label: str
    value: Number | None
    text: str
    item: int = -1
    low: Number | None = None
    high: Number | None = None


def dots(rows: Sequence[Spot], say: Say, *, reference: Number | None = None, reference_text: str = "") -> Picture:
    """A dot for each name on a common scale, its margin of error as a whisker, and a line to compare with."""
    every = [one for row in rows for one in (row.value, row.low, row.high)]
    scale, marks_at = scale_of([*every, reference])
    marks: list[Mark] = []
    for value in marks_at:
        marks.append(Line(((scale(value), 0.0), (scale(value), 1.0)), Role.GRID if value else Role.AXIS))
        marks.append(Label(scale(value), 0.0, say(value), Place.BELOW, quiet=True))
    if reference is not None:
        marks.append(Line(((scale(reference), 0.0), (scale(reference), 1.0)), Role.LIMIT))
        marks.append(Label(scale(reference), 1.0, reference_text, Place.ABOVE, quiet=True))
    for number, row in enumerate(rows):
        down, tall = place_of(number, len(rows))
        level = down + tall / 2
        marks += named_row(row.label, number, len(rows), row.item)
        if row.value is None:
            marks.append(Label(0.0, level, row.text, Place.RIGHT, quiet=True))
            continue
        ends = [scale(one) for one in (row.value, row.low, row.high) if one is not None]
        if row.low is not None and row.high is not None:
            marks += whisker(level, scale(row.low), scale(row.high), tall * _CAP, row.item, lying=True)
        marks.append(Dot(scale(row.value), level, Role.POINT, row.item))
        marks.append(Label(max(ends), level, row.text, Place.RIGHT, strong=True))
    return tuple(marks)


class Aim(NamedTuple):
    """A goal: its name, what is reached, what is wanted, what should be reached by now, and how it stands in words."""

    label: str
    value: Number | None
    target: Number
    text: str
    higher_is_better: bool = True
    expected: Number | None = None
    item: int = -1


def bullets(rows: Sequence[Aim]) -> Picture:
    """A bullet for each goal, each on the scale of its own target."""
    marks: list[Mark] = []
    for number, row in enumerate(rows):
        low, tall = place_of(number, len(rows), _BULLET)
        marks += named_row(row.label, number, len(rows), row.item)
        own = bullet(row.value, row.target, higher_is_better=row.higher_is_better, expected=row.expected, item=row.item)
        marks += _lowered(own, low, tall)
        marks.append(Label(1.0, low + tall / 2, row.text, Place.RIGHT))
    return tuple(marks)


def _lowered(picture: Picture, low: float, tall: float) -> Iterator[Mark]:
    """The marks of a goal, in the line of the box that begins at `low`."""
    for mark in picture:
        if isinstance(mark, Rect):
            yield mark._replace(y=low + mark.y * tall, height=mark.height * tall)
        elif isinstance(mark, Line):
            yield mark._replace(points=tuple((x, low + y * tall) for x, y in mark.points))
