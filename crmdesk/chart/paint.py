"""Drawing a picture with QPainter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from crmdesk.chart.ink import Ink, Inks
from crmdesk.domain.plot import Dot, Line, Picture, Rect
from crmdesk.domain.plot_layout import Laid, Placed, lay

_GAP = 6.0
# What is not nothing can be seen.
_THIN = 1.5


@dataclass(slots=True)
class Letters:
    """The letters of labels on screen, as `crmdesk.domain.plot_layout` measures them."""

    plain: QFont
    bold: QFont
    height: float
    gap: float
    _metrics: tuple[QFontMetricsF, QFontMetricsF]
    _widths: dict[tuple[str, bool], float] = field(default_factory=dict)

    def width(self, text: str, *, strong: bool) -> float:
        known = self._widths.get((text, strong))
        if known is None:
            known = self._widths[text, strong] = self._metrics[strong].horizontalAdvance(text) + 1
        return known

    def cut(self, text: str, width: float, *, strong: bool) -> str:
        return fitted(self._metrics[strong], text, width - 1)

    @property
    def ascent(self) -> float:
        """How far letters reach above their line."""
        return self._metrics[0].ascent()


def letters_of(font: QFont) -> Letters:
    """The letters of a font, measured once."""
    return _letters(font.toString())


@lru_cache(maxsize=16)
def _letters(description: str) -> Letters:
    plain, bold = QFont(), QFont()
    plain.fromString(description)
    bold.fromString(description)
    bold.setBold(True)
    metrics = QFontMetricsF(plain)
    return Letters(plain, bold, metrics.height(), _GAP, (metrics, QFontMetricsF(bold)))


def draw(painter: QPainter, picture: Picture, area: QRectF, inks: Inks, lines: int = 0) -> None:
    """Draws a picture with its labels into an area."""
    letters = letters_of(painter.font())
    put(painter, lay(picture, area.width(), area.height(), letters, lines), area, inks, letters)


def put(painter: QPainter, laid: Laid, area: QRectF, inks: Inks, letters: Letters) -> None:
    """Draws what is laid out already."""
    for role, shapes in groupby(laid.shapes, key=lambda shape: shape.role):
        _shapes(painter, list(shapes), area, inks.roles[role], inks.ground)
    before = painter.font()
    for strong, font in ((False, letters.plain), (True, letters.bold)):
        painter.setFont(font)
        for label in laid.labels:
            if label.strong == strong:
                _label(painter, label, area, inks, letters)
    painter.setFont(before)


def _shapes(painter: QPainter, shapes: Sequence[Rect | Line | Dot], area: QRectF, ink: Ink, ground: str) -> None:
    """Marks of one role; the halos of lines lie below all of them."""
    lines = [QPolygonF([point_of(*at, area) for at in one.points]) for one in shapes if isinstance(one, Line)]
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(ground), ink.width + 2))
    for line in lines if ink.halo else ():
        painter.drawPolyline(line)
    painter.setPen(_pen(ink))
    for line in lines:
        painter.drawPolyline(line)
    for shape in shapes:
        if isinstance(shape, Rect):
            _rect(painter, rect_of(shape, area), ink, ground)
        elif isinstance(shape, Dot):
            _dot(painter, shape, area, ink)


def point_of(x: float, y: float, area: QRectF) -> QPointF:
    """A point of a layout on screen, where y runs downwards."""
    return QPointF(area.left() + x, area.bottom() - y)


def rect_of(shape: Rect | Placed, area: QRectF) -> QRectF:
    """A rectangle of a layout on screen."""
    return QRectF(area.left() + shape.x, area.bottom() - shape.y - shape.height, shape.width, shape.height)


def _rect(painter: QPainter, rect: QRectF, ink: Ink, ground: str) -> None:
    if not (rect.width() and rect.height()):
        return
    rect = rect.adjusted(0, min(0.0, rect.height() - _THIN), max(0.0, _THIN - rect.width()), 0)
    painter.setPen(Qt.PenStyle.NoPen)
    if ink.fill and not ink.hatch:
        painter.setBrush(QColor(ink.fill))
        painter.drawRect(rect)
    if ink.hatch:
        painter.fillRect(rect, QColor(ground))
        painter.setPen(QPen(QColor(ink.fill), 1.3))
        painter.drawLines(list(_hatch(rect, ink.hatch)))
    if ink.edge and (ink.hatch or ink.edge != ink.fill):
        painter.setPen(_pen(ink))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        half = ink.width / 2
        painter.drawRect(rect.adjusted(half, half, -half, -half))


def _hatch(rect: QRectF, step: float) -> Iterator[QLineF]:
    """Lines at 45 degrees that end at the edges of a rectangle."""
    wide, tall = rect.width(), rect.height()
    at = -tall + step / 2
    while at < wide:
        start, end = max(at, 0.0), min(at + tall, wide)
        yield QLineF(rect.left() + start, rect.bottom() - start + at, rect.left() + end, rect.bottom() - end + at)
        at += step


def _dot(painter: QPainter, dot: Dot, area: QRectF, ink: Ink) -> None:
    ring = bool(ink.edge) and ink.edge != ink.fill
    painter.setPen(_pen(ink) if ring else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ink.fill or ink.edge))
    painter.drawEllipse(point_of(dot.x, dot.y, area), ink.dot, ink.dot)


def _pen(ink: Ink) -> QPen:
    pen = QPen(QColor(ink.edge or ink.fill), ink.width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if ink.dashed:
        pen.setDashPattern([3.0, 2.5])
    return pen


def _label(painter: QPainter, label: Placed, area: QRectF, inks: Inks, letters: Letters) -> None:
    rect = rect_of(label, area)
    colour = inks.muted if label.quiet else inks.text
    if label.on is not None:
        colour = inks.letters_on(label.on)
    if label.over or (label.on is not None and inks.roles[label.on].hatch):
        painter.fillRect(rect, QColor(inks.ground))
    painter.setPen(QColor(colour))
    painter.drawText(QPointF(rect.left(), rect.top() + letters.ascent), label.text)


def fitted(metrics: QFontMetricsF, text: str, width: float) -> str:
    """The text, cut with … where it is too wide."""
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(width, 0.0))
