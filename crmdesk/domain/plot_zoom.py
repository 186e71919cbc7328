"""A part of a picture as large as the whole: its marks are cut at the edges, the names of its axes stay beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from crmdesk.domain.plot import Dot, Label, Line, Mark, Panels, Picture, Place, Rect, Zone

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class View:
    """The part of the unit box that is seen."""

    left: float = 0.0
    right: float = 1.0
    bottom: float = 0.0
    top: float = 1.0

    def at(self, x: float, y: float) -> Point:
        """Where a point of the whole lies in the part."""
        return (x - self.left) / (self.right - self.left), (y - self.bottom) / (self.top - self.bottom)


WHOLE = View()


def zoomed(picture: Picture, view: View) -> Picture:
    """The part of a picture; pictures side by side are not zoomed into."""
    return picture if view == WHOLE else tuple(part for mark in picture for part in _seen(mark, view))


def _seen(mark: Mark, view: View) -> Iterator[Mark]:
    if isinstance(mark, Rect | Zone):
        low, high = view.at(mark.x, mark.y), view.at(mark.x + mark.width, mark.y + mark.height)
        (left, bottom), (right, top) = ((min(max(one, 0.0), 1.0) for one in point) for point in (low, high))
        if low[0] < 1 and high[0] > 0 and low[1] <= 1 and high[1] >= 0:
            yield mark._replace(x=left, y=bottom, width=right - left, height=top - bottom)
    elif isinstance(mark, Line):
        for points in _cut([view.at(*point) for point in mark.points]):
            yield mark._replace(points=tuple(points))
    elif isinstance(mark, Label):
        x, y = view.at(mark.x, mark.y)
        # What names an axis stays at its edge.
        x = mark.x if mark.place in (Place.LEFT, Place.RIGHT) and mark.x in (0, 1) else x
        y = mark.y if mark.place in (Place.BELOW, Place.ABOVE) and mark.y in (0, 1) else y
        if _inside(x) and _inside(y):
            room, tall = mark.room / (view.right - view.left), mark.tall / (view.top - view.bottom)
            yield mark._replace(x=x, y=y, room=room, tall=tall)
    elif isinstance(mark, Dot):
        x, y = view.at(mark.x, mark.y)
        if _inside(x) and _inside(y):
            yield mark._replace(x=x, y=y)
    elif isinstance(mark, Panels):
        yield mark


def _inside(value: float) -> bool:
    return -1e-9 <= value <= 1 + 1e-9


def _cut(points: list[Point]) -> Iterator[list[Point]]:
    """The stretches of a line that lie in the unit box."""
    found: list[Point] = []
    for start, end in pairwise(points):
        part = _within(start, end)
        if part is None or (found and part[0] != found[-1]):
            if found:
                yield found
            found = []
        if part is not None:
            found = found or [part[0]]
            found.append(part[1])
    if found:
        yield found


def _within(start: Point, end: Point) -> tuple[Point, Point] | None:
    """The part of a straight line in the unit box, by Liang and Barsky."""
    first, last = 0.0, 1.0
    across, up = end[0] - start[0], end[1] - start[1]
    for step, room in ((-across, start[0]), (across, 1 - start[0]), (-up, start[1]), (up, 1 - start[1])):
        if step == 0 and room < 0:
            return None
        if step:
            first, last = (max(first, room / step), last) if step < 0 else (first, min(last, room / step))
    if first > last:
        return None
    return (
        (start[0] + first * across, start[1] + first * up) if first else start,
        (start[0] + last * across, start[1] + last * up) if last < 1 else end,
    )
