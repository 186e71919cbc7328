"""Columns over time, and the bridge from one count to another, as marks in a unit box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crmdesk.domain.figure import Number
from crmdesk.domain.plot import Label, Line, Mark, Picture, Place, Rect, Role, Say, Scale, scale_of

_WIDE, _NARROW = 0.78, 0.52


@dataclass(frozen=True, slots=True)
class Column:
    """One period: its value, the value a year before, and the plan."""

    label: str
    actual: Number | None
    before: Number | None = None
    plan: Number | None = None
    forecast: bool = False


def columns(points: Sequence[Column], say: Say, *, named: Sequence[int] = (-1,)) -> Picture:
    """The year before wide and light, the actual value narrow and dark before it, the plan as an outline.

    The columns of the places in `named` carry their value.
    """
    scale, marks_at = scale_of([value for one in points for value in (one.actual, one.before, one.plan)], most=4)
    marks: list[Mark] = []
    for value in marks_at:
        marks.append(Line(((0.0, scale(value)), (1.0, scale(value))), Role.GRID if value else Role.AXIS))
        marks.append(Label(0.0, scale(value), say(value), Place.LEFT))
    wanted = {place % len(points) for place in named} if points else set()
    for number, one in enumerate(points):
        marks.extend(_column(one, number, len(points), scale))
    for number in sorted(wanted):
        if (actual := points[number].actual) is not None:
            # A label is wider than its column: it stands above its neighbours too.
            top = max(_top(one) for one in points[max(number - 1, 0) : number + 2])
            marks.append(Label((number + 0.5) / len(points), scale(top), say(actual), Place.ABOVE, strong=True))
    return tuple(marks)


def _top(one: Column) -> float:
    return max([0.0, *(float(value) for value in (one.actual, one.before, one.plan) if value is not None)])


def _column(one: Column, number: int, count: int, scale: Scale) -> list[Mark]:
    middle, slot = (number + 0.5) / count, 1 / count
    marks: list[Mark] = [Label(middle, 0.0, one.label, Place.BELOW)]
    shapes = (
        (one.before, _WIDE, -0.08, Role.BEFORE),
        (one.plan, _WIDE, 0.0, Role.PLAN),
        (one.actual, _NARROW, 0.04, Role.FORECAST if one.forecast else Role.ACTUAL),
    )
    for value, share, aside, role in shapes:
        if value is not None:
            low, high = sorted((scale(0), scale(value)))
            width = slot * share
            marks.append(Rect(middle - width / 2 + aside * slot, low, width, high - low, role, number))
    return marks


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a bridge: a total that stands on the ground, or a change that hangs on the step before."""

    label: str
    value: Number
    total: bool = False
    good: bool = True


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
        marks.append(Rect(left, low, 0.64 * slot, high - low, role, number))
        marks.append(Label(left + 0.32 * slot, high, say(step.value), Place.ABOVE, strong=step.total))
        marks.append(Label(left + 0.32 * slot, 0.0, step.label, Place.BELOW))
        if number + 1 < len(steps):
            marks.append(Line(((left + 0.64 * slot, scale(end)), (left + 1.18 * slot, scale(end))), Role.GRID))
    return tuple(marks)
