"""A picture put on paper: the same marks and the same layout as on screen, in paper's own letters and paints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from crmdesk.domain.plot import Dot, Line, Picture, Rect
from crmdesk.domain.plot_layout import Box, Laid, Placed, lay
from crmdesk.report.fonts import Fonts
from crmdesk.report.paint import INK, PAINTS, SOFT, WHITE, Paint, letters_on
from crmdesk.report.pen import SMALLEST, Pen

_LEADING, _BASE = 1.22, 0.29
_GAP = 4.0
_THIN = 0.75


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters of labels on paper."""

    fonts: Fonts
    height: float = SMALLEST * _LEADING
    gap: float = _GAP

    def width(self, text: str, *, strong: bool) -> float:
        return self.fonts.width(text, SMALLEST, bold=strong)

    def cut(self, text: str, width: float, *, strong: bool) -> str:
        return self.fonts.clipped(text, SMALLEST, max(width, 0.0), bold=strong)


def draw(pen: Pen, picture: Picture, area: Box, lines: int = 0) -> None:
    """Draws a picture with its labels into an area of the page."""
    laid = lay(picture, area.width, area.height, Letters(pen.fonts), lines)
    with pen.moved(area.x, area.y):
        _put(pen, laid)


def _put(pen: Pen, laid: Laid) -> None:
    for role, shapes in groupby(laid.shapes, key=lambda shape: shape.role):
        _shapes(pen, list(shapes), PAINTS[role])
    for label in laid.labels:
        _label(pen, label)


def _shapes(pen: Pen, shapes: Sequence[Rect | Line | Dot], paint: Paint) -> None:
    """Marks of one role; the halos of lines lie below all of them."""
    width = paint.width if paint.stroke else _THIN
    lines = [shape for shape in shapes if isinstance(shape, Line)]
    for line in lines if paint.halo else ():
        pen.line(line.points, WHITE, width + 1.2)
    for line in lines:
        pen.line(line.points, paint.stroke or paint.fill or INK, width, dashed=paint.dashed)
    for shape in shapes:
        if isinstance(shape, Rect):
            # What is not nothing can be seen.
            if shape.width and shape.height:
                pen.rect(shape.x, shape.y, max(shape.width, _THIN), max(shape.height, _THIN), paint)
        elif isinstance(shape, Dot):
            pen.circle(shape.x, shape.y, paint.dot, paint)


def _label(pen: Pen, label: Placed) -> None:
    colour = SOFT if label.quiet else INK
    if label.on is not None:
        colour = letters_on(label.on)
    if label.over or (label.on is not None and PAINTS[label.on].hatch):
        pen.rect(label.x, label.y + 1, label.width, label.height - 2, Paint(WHITE))
    pen.text(label.x, label.y + label.height * _BASE, label.text, bold=label.strong, colour=colour)
