"""Pictures of values as plain shapes in a unit box, the same for screen and for paper.

x runs from 0 (left) to 1 (right), y from 0 (bottom) to 1 (top). A mark has a role, never a colour: who draws it
decides how “actual” or “plan” look. Labels sit outside the box where their place says so; `plot_layout` leaves room.
The `item` of a mark is the number of the value that it stands for; -1 for none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from math import ceil, floor, log10
from typing import NamedTuple

from crmdesk.domain.figure import Number

Say = Callable[[Number], str]


class Role(StrEnum):
    """What a mark stands for."""

    ACTUAL = "actual"
    BEFORE = "before"
    PLAN = "plan"
    FORECAST = "forecast"
    INTERVAL = "interval"
    REST = "rest"
    LOST = "lost"
    GOOD = "good"
    BAD = "bad"
    TO_DATE = "to date"
    NINE_IN_TEN = "nine in ten"
    AXIS = "axis"
    GRID = "grid"
    POINT = "point"
    TARGET = "target"
    LIMIT = "limit"
    BAND_POOR = "band poor"
    BAND_FAIR = "band fair"
    BAND_GOOD = "band good"
    GRADE_1 = "grade 1"
    GRADE_2 = "grade 2"
    GRADE_3 = "grade 3"
    GRADE_4 = "grade 4"
    GRADE_5 = "grade 5"
    HEAT_1 = "heat 1"
    HEAT_2 = "heat 2"
    HEAT_3 = "heat 3"
    HEAT_4 = "heat 4"
    HEAT_5 = "heat 5"


# From worst to best, and from little to much.
GRADES = (Role.GRADE_1, Role.GRADE_2, Role.GRADE_3, Role.GRADE_4, Role.GRADE_5)
HEATS = (Role.HEAT_1, Role.HEAT_2, Role.HEAT_3, Role.HEAT_4, Role.HEAT_5)


class Place(StrEnum):
    """On which side of its point a label stands."""

    LEFT = "left"
    RIGHT = "right"
    ABOVE = "above"
    BELOW = "below"
    INSIDE = "inside"


class Rect(NamedTuple):
    """A rectangle from its lower left corner."""

    x: float
    y: float
    width: float
    height: float
    role: Role
    item: int = -1


class Line(NamedTuple):
    """A line through points."""

    points: tuple[tuple[float, float], ...]
    role: Role
    item: int = -1


class Dot(NamedTuple):
    """A point of its own."""

    x: float
    y: float
    role: Role
    item: int = -1


class Zone(NamedTuple):
    """The part of a picture that belongs to a value, with nothing to be seen: where a small mark is pointed at."""

    x: float
    y: float
    width: float
    height: float
    item: int


class Label(NamedTuple):
    """A text beside a point.

    `strong` labels are those a reader looks for first, `quiet` ones name the axes. `room` and `tall` are the part of
    the box that it may fill (0: as much as there is): a name is cut there, a figure left out. `on` is the role of the
    mark on which it stands.
    """

    x: float
    y: float
    text: str
    place: Place
    strong: bool = False
    quiet: bool = False
    room: float = 0.0
    tall: float = 0.0
    on: Role | None = None


class Panel(NamedTuple):
    """A picture beside others, with a title and what stands at the end of that line."""

    title: str
    picture: Picture
    text: str = ""


class Panels(NamedTuple):
    """Pictures side by side, each in a unit box of its own: `across` in a line, 0 for as many as look best."""

    parts: tuple[Panel, ...]
    across: int = 0


Mark = Rect | Line | Dot | Zone | Label | Panels
Picture = tuple[Mark, ...]


def ticks(low: float, high: float, most: int = 4) -> tuple[float, ...]:
    """At most `most + 1` round values from at or below `low` to at or above `high`; zero is one of them."""
    low, high = min(low, 0.0), max(high, 0.0)
    if high <= low:
        return (0.0, 1.0)
    step = 10.0 ** floor(log10((high - low) / most))
    for times in (1, 2, 2.5, 5, 10, 20, 25, 50):
        first, last = floor(low / (step * times) + 1e-9), ceil(high / (step * times) - 1e-9)
        if last - first <= most:
            return tuple(step * times * number for number in range(first, last + 1))
    return (low, 0.0, high)


class Scale(NamedTuple):
    """Values from `low` to `high` as 0 to 1."""

    low: float
    high: float

    def __call__(self, value: Number) -> float:
        return (float(value) - self.low) / (self.high - self.low)


def scale_of(values: Sequence[Number | None], *, most: int = 4) -> tuple[Scale, tuple[float, ...]]:
    """A scale that holds zero and every value, and its ticks."""
    known = [float(value) for value in values if value is not None]
    marks = ticks(min(known, default=0.0), max(known, default=0.0), most)
    return Scale(marks[0], marks[-1]), marks


def unbroken(places: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    """The stretches between missing points."""
    found: list[list[tuple[float, float]]] = [[]]
    for place in places:
        if place is not None:
            found[-1].append(place)
        elif found[-1]:
            found.append([])
    return [points for points in found if points]


def bullet(
    value: Number | None,
    target: Number,
    *,
    higher_is_better: bool,
    tolerance: float = 0.1,
    expected: Number | None = None,
    item: int = -1,
) -> Picture:
    """A goal: bands of how good a value would be, the value as a bar, the target as a stroke across.

    `expected` is what is to be reached by now: a dashed stroke.
    """
    ends = (0.0, float(target), *(float(one) for one in (value, expected) if one is not None))
    low, high = min(ends), max(ends)
    room = (high - low or 1.0) * 0.12
    scale = Scale(low - (room if low < 0 else 0), high + room)
    edge = scale(float(target) + abs(float(target)) * (-tolerance if higher_is_better else tolerance))
    goal = scale(target)
    roles = (Role.BAND_POOR, Role.BAND_FAIR, Role.BAND_GOOD)
    cuts = (0.0, *sorted((min(max(edge, 0.0), 1.0), goal)), 1.0)
    bands = zip(cuts, cuts[1:], roles if higher_is_better else roles[::-1], strict=False)
    marks: list[Mark] = [Rect(left, 0.0, right - left, 1.0, role) for left, right, role in bands if right > left]
    if value is not None:
        zero, end = sorted((scale(0), scale(value)))
        marks.append(Rect(zero, 0.3, end - zero, 0.4, Role.ACTUAL, item))
    if expected is not None:
        marks.append(Line(((scale(expected), 0.0), (scale(expected), 1.0)), Role.LIMIT))
    marks.append(Line(((goal, 0.05), (goal, 0.95)), Role.TARGET))
    return tuple(marks)
