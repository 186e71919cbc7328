"""Columns over time, and the bridge from one count to another, as marks in a unit box."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from crmdesk.domain.figure import Number
from crmdesk.domain.plot import Label, Line, Mark, Picture, Place, Rect, Role, Say, Scale, Zone, scale_of

_WIDE, _NARROW, _ASIDE, _CAP = 0.78, 0.52, 0.08, 0.12
# So many columns at either side a label may reach over.
_BESIDE = 2
# A label that stands so far above its column is led to it by a line.
_FAR = 0.04


class Column(NamedTuple):
    """One period: its value, the value a year before, and the plan.

    `forecast` is what the whole period is expected to come to; of ten such periods eight lie between `low` and `high`.
    """

    label: str
    actual: Number | None
    before: Number | None = None
    plan: Number | None = None
    forecast: Number | None = None
    low: Number | None = None
    high: Number | None = None
    item: int = -1
    before_item: int = -1
    plan_item: int = -1
    forecast_item: int = -1

    @property
    def tops(self) -> list[Number]:
        """How far its columns reach."""
        return [one for one in (self.actual, self.before, self.plan, self.forecast) if one is not None]

    @property
    def numbers(self) -> list[Number]:
        """Every value that is drawn."""
        return [*self.tops, *(one for one in (self.low, self.high) if one is not None)]


def columns(points: Sequence[Column], say: Say, *, named: Sequence[int] = (-1,)) -> Picture:
    """The year before wide and light, the actual value narrow and dark before it, the plan as an outline.

    What is expected stands hatched on the actual value. The columns of the places in `named` carry their value.
    """
    scale, marks_at = scale_of([value for one in points for value in one.numbers], most=4)
    marks = grid(scale, marks_at, say)
    wanted = {place % len(points) for place in named} if points else set()
    for number, one in enumerate(points):
        marks.extend(_column(one, number, len(points), scale))
    for number in sorted(wanted):
        marks += _value(points, number, scale, say)
    return tuple(marks)


def _value(points: Sequence[Column], number: int, scale: Scale, say: Say) -> list[Mark]:
    """The value of a column above it; where the period is not over, what is expected of it (≈)."""
    one = points[number]
    value = one.actual if one.forecast is None else one.forecast
    if value is None:
        return []
    # A label is wider than its column: it stands above the columns beside it too.
    top = max(max(near.numbers, default=0) for near in points[max(number - _BESIDE, 0) : number + _BESIDE + 1])
    text = say(value) if one.forecast is None else f"≈ {say(value)}"
    middle, own, high = (number + 0.5) / len(points), scale(max(0, *one.numbers)), scale(max(top, 0))
    leads = [Line(((middle, own), (middle, high)), Role.AXIS)] if high - own > _FAR else []
    return [*leads, Label(middle, high, text, Place.ABOVE, strong=True)]


def grid(scale: Scale, marks_at: Sequence[float], say: Say) -> list[Mark]:
    """Lines across at the ticks with their values at the left; the one at zero is the axis."""
    marks: list[Mark] = []
    for value in marks_at:
        marks.append(Line(((0.0, scale(value)), (1.0, scale(value))), Role.GRID if value else Role.AXIS))
        marks.append(Label(0.0, scale(value), say(value), Place.LEFT, quiet=True))
    return marks


def _column(one: Column, number: int, count: int, scale: Scale) -> list[Mark]:
    middle, slot = (number + 0.5) / count, 1 / count
    item = next((part for part in (one.item, one.forecast_item, one.before_item, one.plan_item) if part >= 0), -1)
    marks: list[Mark] = [Label(middle, 0.0, one.label, Place.BELOW, quiet=True)]
    if item >= 0:
        marks.append(Zone(middle - slot / 2, 0.0, slot, 1.0, item))
    # The year before looks out at the left; beside a single column there is nothing to look out from.
    aside = _ASIDE / 2 if one.before is not None else 0.0
    shapes = (
        (one.before, 0, _WIDE, -_ASIDE, Role.BEFORE, one.before_item),
        (one.plan, 0, _WIDE, 0.0, Role.PLAN, one.plan_item),
        (one.actual, 0, _NARROW, aside, Role.ACTUAL, one.item),
        (one.forecast, one.actual or 0, _NARROW, aside, Role.FORECAST, one.forecast_item),
    )
    for value, start, share, shift, role, own in shapes:
        if value is not None:
            low, high = sorted((scale(start), scale(value)))
            width = slot * share
            marks.append(Rect(middle - width / 2 + shift * slot, low, width, high - low, role, own))
    if one.low is not None and one.high is not None:
        at, cap = middle + aside * slot, _CAP * slot
        marks += whisker(at, scale(one.low), scale(one.high), cap, one.forecast_item)
    return marks


def whisker(at: float, low: float, high: float, cap: float, item: int = -1, *, lying: bool = False) -> list[Mark]:
    """A line from end to end with a short stroke across at each; `lying`: from left to right."""
    lines = (((at, low), (at, high)), *(((at - cap, end), (at + cap, end)) for end in (low, high)))
    return [Line(tuple((y, x) if lying else (x, y) for x, y in points), Role.INTERVAL, item) for points in lines]


class Step(NamedTuple):
    """A step of a bridge: a total that stands on the ground, or a change that hangs on the step before."""

    label: str
    value: Number
    total: bool = False
    good: bool = True
    item: int = -1


def bridge(steps: Sequence[Step], say: Say) -> Picture:
    """A waterfall: totals from the ground up, changes from where the step before ended."""
    ends: list[tuple[float, float]] = []
    level = 0.0
    for step in steps:
        start = 0.0 if step.total else level
        level = start + float(step.value)
        ends.append((start, level))
    top = max((max(pair) for pair in ends), default=0.0) or 1.0
    scale = Scale(min(0.0, min((min(pair) for pair in ends), default=0.0)), top)
    marks: list[Mark] = [Line(((0.0, scale(0)), (1.0, scale(0))), Role.AXIS)]
    slot = 1 / max(len(steps), 1)
    for number, (step, (start, end)) in enumerate(zip(steps, ends, strict=True)):
        left = (number + 0.18) * slot
        low, high = sorted((scale(start), scale(end)))
        role = Role.ACTUAL if step.total else Role.GOOD if step.good else Role.BAD
        if number + 1 < len(steps):
            marks.append(Line(((left + 0.64 * slot, scale(end)), (left + 1.18 * slot, scale(end))), Role.AXIS))
        marks.append(Zone(number * slot, 0.0, slot, 1.0, step.item))
        marks.append(Rect(left, low, 0.64 * slot, high - low, role, step.item))
        if low == high:
            # Where nothing changed the level goes on.
            marks.append(Line(((left, low), (left + 0.64 * slot, low)), Role.AXIS))
        marks.append(Label(left + 0.32 * slot, high, say(step.value), Place.ABOVE, strong=True))
        marks.append(Label(left + 0.32 * slot, 0.0, step.label, Place.BELOW, room=slot))
    return tuple(marks)
