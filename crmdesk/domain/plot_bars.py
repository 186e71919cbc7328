"""Bars that lie: the pipeline by stage, the funnel, shares of a whole, deviations from a middle; in a unit box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crmdesk.domain.figure import Number
from crmdesk.domain.plot import Label, Line, Mark, Picture, Place, Rect, Role, Scale

_THICK = 0.62


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its name, its length, the part of it that is drawn solid, and what stands at its end."""

    label: str
    value: Number
    solid: Number
    text: str = ""


def bars(rows: Sequence[Bar], *, room: float = 0.0) -> Picture:
    """Bars from a common zero, the first on top; `room` of the width stays free for the texts at their ends."""
    top = max((float(row.value) for row in rows), default=0.0) or 1.0
    scale = Scale(0.0, top / (1 - room))
    marks: list[Mark] = []
    slot = 1 / max(len(rows), 1)
    for number, row in enumerate(rows):
        low = 1 - (number + 0.5 + _THICK / 2) * slot
        whole, solid = max(scale(row.value), 0.0), min(max(scale(row.solid), 0.0), max(scale(row.value), 0.0))
        if whole > solid:
            marks.append(Rect(0.0, low, whole, _THICK * slot, Role.REST, number))
        if solid:
            marks.append(Rect(0.0, low, solid, _THICK * slot, Role.ACTUAL, number))
        middle = low + _THICK * slot / 2
        marks.append(Label(0.0, middle, row.label, Place.LEFT))
        marks.append(Label(whole, middle, row.text, Place.RIGHT, strong=True))
    marks.append(Line(((0.0, 0.0), (0.0, 1.0)), Role.AXIS))
    return tuple(marks)


def bar(value: Number, top: Number) -> Picture:
    """One bar of its own line, as long as its part of the longest."""
    share = float(value) / float(top) if top else 0.0
    return (Rect(0.0, 0.15, max(share, 0.0), 0.7, Role.ACTUAL),)


def shares(parts: Sequence[tuple[Number, Role]]) -> Picture:
    """One bar of a whole, its parts from left to right."""
    total = float(sum(value for value, _ in parts))
    marks: list[Mark] = []
    left = 0.0
    for number, (value, role) in enumerate(parts):
        width = float(value) / total if total else 0.0
        if width:
            marks.append(Rect(left, 0.0, width, 1.0, role, number))
            left += width
    return tuple(marks)


def deviation(value: Number, middle: Number, most: Number) -> Picture:
    """One bar to the left or the right of a middle line, `most` away at the edge."""
    reach = float(most) or 1.0
    gap = max(-1.0, min(1.0, (float(value) - float(middle)) / reach)) / 2
    left, width = (0.5 + min(gap, 0.0), abs(gap))
    role = Role.GOOD if gap >= 0 else Role.BAD
    return (Rect(left, 0.2, width, 0.6, role), Line(((0.5, 0.0), (0.5, 1.0)), Role.AXIS))
