"""Which value of a laid out picture lies under the pointer, and which one lies beside another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import hypot

from crmdesk.domain.plot import Dot, Line, Rect, Zone
from crmdesk.domain.plot_layout import Laid

# How far beside a dot or a line one may point.
_REACH = 7.0

Shape = Rect | Line | Dot | Zone


def item_at(laid: Laid, x: float, y: float) -> int:
    """The number of the value at a point: that of the topmost mark there, else of the zone; -1 for none."""
    near = [(_distance(shape, x, y), shape) for shape in reversed(laid.shapes) if shape.item >= 0]
    for far, shape in near:
        if far == 0:
            return shape.item
    # A dot is meant rather than the line through it.
    close = [(isinstance(shape, Line), far, shape.item) for far, shape in near if far <= _REACH]
    if close:
        return min(close)[2]
    return next((zone.item for zone in reversed(laid.zones) if not _distance(zone, x, y)), -1)


def _distance(shape: Shape, x: float, y: float) -> float:
    if isinstance(shape, Rect | Zone):
        across = max(shape.x - x, 0.0, x - shape.x - shape.width)
        return hypot(across, max(shape.y - y, 0.0, y - shape.y - shape.height))
    if isinstance(shape, Dot):
        return hypot(shape.x - x, shape.y - y)
    pairs = zip(shape.points, shape.points[1:], strict=False)
    return min((_from_line(start, end, x, y) for start, end in pairs), default=_REACH + 1)


def _from_line(start: tuple[float, float], end: tuple[float, float], x: float, y: float) -> float:
    wide, tall = end[0] - start[0], end[1] - start[1]
    square = wide * wide + tall * tall
    along = max(0.0, min(1.0, ((x - start[0]) * wide + (y - start[1]) * tall) / square)) if square else 0.0
    return hypot(start[0] + along * wide - x, start[1] + along * tall - y)


def marks_of(laid: Laid, item: int) -> list[Shape]:
    """The marks of a value; where it has none to be seen, its zones."""
    shapes: list[Shape] = [one for one in laid.shapes if one.item == item]
    solid: list[Shape] = [one for one in shapes if not isinstance(one, Line) and not _is_flat(one)]
    zones: list[Shape] = [one for one in laid.zones if one.item == item]
    return solid or shapes or zones


def _is_flat(shape: Shape) -> bool:
    return isinstance(shape, Rect) and not (shape.width and shape.height)


@dataclass(frozen=True, slots=True)
class Way:
    """A direction: one step to the right or up, or against it."""

    x: int
    y: int


def next_to(laid: Laid, items: Sequence[int], item: int, way: Way) -> int:
    """The value that lies next in a direction; the same where there is none."""
    x, y = centre(marks_of(laid, item))
    best, found = float("inf"), item
    for other in items:
        if other == item:
            continue
        right, up = centre(marks_of(laid, other))
        ahead = (right - x) * way.x + (up - y) * way.y
        aside = abs((right - x) * way.y) + abs((up - y) * way.x)
        if ahead > 1 and ahead + 3 * aside < best:
            best, found = ahead + 3 * aside, other
    return found


def centre(shapes: Iterable[Shape]) -> tuple[float, float]:
    """The middle of the last of these marks."""
    shape = next(reversed(list(shapes)), None)
    if isinstance(shape, Rect | Zone):
        return shape.x + shape.width / 2, shape.y + shape.height / 2
    if isinstance(shape, Dot):
        return shape.x, shape.y
    return shape.points[-1] if shape is not None else (0.0, 0.0)
