"""Marks of a unit box put on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crmdesk.domain.plot import Dot, Label, Line, Picture, Place, Rect, Role
from crmdesk.report.paint import INK, PAINTS, SOFT
from crmdesk.report.pen import SMALLEST, Pen

_GAP = 3.0
_THIN = 0.75


@dataclass(frozen=True, slots=True)
class Box:
    """Where on the page a picture stands; `left` is the room for labels beside it."""

    x: float
    y: float
    width: float
    height: float
    left: float = 0.0

    def at(self, x: float, y: float) -> tuple[float, float]:
        return self.x + x * self.width, self.y + y * self.height


def draw(pen: Pen, picture: Picture, box: Box) -> None:
    """Draws every mark in its order."""
    for mark in picture:
        match mark:
            case Rect():
                _rect(pen, mark, box)
            case Line():
                paint = PAINTS[mark.role]
                points = [box.at(*point) for point in mark.points]
                pen.line(points, paint.stroke or paint.fill or INK, paint.width if paint.stroke else _THIN)
            case Dot():
                pen.circle(*box.at(mark.x, mark.y), 1.6 if mark.role is Role.POINT else 0.9, PAINTS[mark.role])
            case Label():
                _label(pen, mark, box)


def _rect(pen: Pen, mark: Rect, box: Box) -> None:
    x, y = box.at(mark.x, mark.y)
    width, height = mark.width * box.width, mark.height * box.height
    pen.rect(x, y, width, height, PAINTS[mark.role])


def _label(pen: Pen, mark: Label, box: Box) -> None:
    x, y = box.at(mark.x, mark.y)
    colour = INK if mark.strong else SOFT
    middle = y - SMALLEST * 0.36
    match mark.place:
        case Place.LEFT:
            if box.left > 40:
                pen.text(box.x - box.left, middle, mark.text, colour=INK, width=box.left - 2 * _GAP)
            else:
                pen.text(x - _GAP, middle, mark.text, colour=colour, align=1.0, width=box.left or None)
        case Place.RIGHT:
            pen.text(x + _GAP, middle, mark.text, bold=mark.strong, colour=colour)
        case Place.ABOVE:
            pen.text(x, y + 2, mark.text, bold=mark.strong, colour=colour, align=0.5)
        case Place.BELOW:
            pen.text(x, y - SMALLEST - 1.2, mark.text, colour=colour, align=0.5)
        case Place.INSIDE:
            pen.text(x, middle, mark.text, bold=mark.strong, colour=colour, align=0.5)


def legend(pen: Pen, x: float, y: float, entries: Sequence[tuple[str, str]]) -> None:
    """Small squares with what they stand for, in a row."""
    with pen.structure.content("P"):
        for role, text in entries:
            pen.rect(x, y, 6, 6, PAINTS[Role(role)])
            x += 8.5 + pen.text(x + 8.5, y, text, colour=SOFT) + 8


def in_words(picture: Picture, caption: str) -> str:
    """A picture told by its labels, in the order of reading."""
    labels = [mark.text for mark in picture if isinstance(mark, Label) and mark.text]
    return f"{caption}: {', '.join(labels)}" if labels else caption
