"""The small course of a figure on its card, with what it is held against behind it."""

from __future__ import annotations

from collections.abc import Sequence

from crmdesk.domain.figure import Number
from crmdesk.domain.plot import Dot, Line, Mark, Picture, Role, Scale, unbroken

Values = Sequence[Number | None]


def spark(values: Values, beside: Values = ()) -> Picture:
    """A line through the values from left to right, broken where one is missing, its last point marked.

    It shows the course, not the size: it spans the box from the least value to the greatest. `beside` are the values
    that it is held against, a lighter line behind it on the same scale.
    """
    known = [float(value) for value in (*values, *beside) if value is not None]
    if not any(value is not None for value in values):
        return ()
    low, high = min(known), max(known)
    # One value alone stands in the middle; beside a very large one a step of 1 would be none.
    room = max(abs(low), 1.0)
    scale = Scale(low, high) if high > low else Scale(low - room, low + room)
    marks = [*_lines(beside, scale, Role.BEFORE), *_lines(values, scale, Role.ACTUAL)]
    if (last := values[-1]) is not None:
        marks.append(Dot(1.0 if len(values) > 1 else 0.0, scale(last), Role.POINT))
    return tuple(marks)


def _lines(values: Values, scale: Scale, role: Role) -> list[Mark]:
    """The unbroken stretches as lines, a point alone as a dot."""
    width = max(len(values) - 1, 1)
    places = [None if value is None else (number / width, scale(value)) for number, value in enumerate(values)]
    return [
        Dot(*points[0], role) if len(points) == 1 else Line(tuple(points), role)
        for points in unbroken(places)
        if points
    ]
