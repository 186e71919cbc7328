"""How the marks of a picture look on screen, and drawing them with QPainter.

A picture (`crmdesk.domain.plot`) knows roles, not colours; the same picture goes to paper. Actual is dark and solid,
the year before lighter, a plan is an outline, a forecast is hatched: legible without any colour.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from crmdesk.domain.plot import Dot, Label, Line, Picture, Place, Rect, Role

GAP = 4.0


@dataclass(frozen=True, slots=True)
class Ink:
    """The look of a role: its fill (empty: none), its outline (empty: none), how wide, and whether it is hatched."""

    fill: str = ""
    edge: str = ""
    width: float = 1.0
    hatched: bool = False


@dataclass(frozen=True, slots=True)
class Inks:
    """A look for every role, and the colours of text."""

    roles: Mapping[Role, Ink]
    text: str
    muted: str


@dataclass(frozen=True, slots=True)
class Tints:
    """The colours that inks are made of."""

    text: str
    muted: str
    line: str
    actual: str
    before: str
    good: str
    bad: str
    accent: str
    bands: tuple[str, str, str]


def inks_of(tints: Tints) -> Inks:
    """The look of every role in these colours."""
    poor, fair, good = tints.bands
    roles = {
        Role.ACTUAL: Ink(tints.actual, tints.actual, 1.5),
        Role.BEFORE: Ink(tints.before),
        Role.PLAN: Ink("", tints.text, 1.2),
        Role.FORECAST: Ink(tints.actual, tints.actual, 1.0, hatched=True),
        Role.REST: Ink("", tints.actual, 1.2),
        Role.GOOD: Ink(tints.good, tints.good),
        Role.BAD: Ink(tints.bad, tints.bad),
        Role.AXIS: Ink("", tints.muted, 1.0),
        Role.GRID: Ink("", tints.line, 1.0),
        Role.POINT: Ink(tints.accent),
        Role.TARGET: Ink("", tints.text, 2.5),
        Role.BAND_POOR: Ink(poor),
        Role.BAND_FAIR: Ink(fair),
        Role.BAND_GOOD: Ink(good),
    }
    return Inks(roles, tints.text, tints.muted)


def box_for(picture: Picture, area: QRectF, letters: QFont) -> QRectF:
    """The box inside an area that leaves room for the labels around it."""
    metrics = QFontMetricsF(letters)
    labels = [mark for mark in picture if isinstance(mark, Label) and mark.text]
    left = max((metrics.horizontalAdvance(one.text) + GAP for one in labels if one.place is Place.LEFT), default=2.0)
    below = metrics.height() + 2 if any(one.place is Place.BELOW for one in labels) else 2.0
    above = metrics.height() if any(one.place is Place.ABOVE for one in labels) else metrics.height() / 2
    box = area.adjusted(min(left, area.width() * 0.4), above, -2, -below)
    strong = QFont(letters)
    strong.setBold(True)
    ends = QFontMetricsF(strong)
    # A label at the end of a bar needs its room to the right of the bar's end.
    widths = [
        (box.width() - ends.horizontalAdvance(one.text) - GAP - 2) / one.x
        for one in labels
        if one.place is Place.RIGHT and one.x > 0
    ]
    box.setWidth(max(min([box.width(), *widths]), area.width() * 0.15))
    return box


def draw(painter: QPainter, picture: Picture, box: QRectF, inks: Inks) -> None:
    """Draws every mark of a picture, whose unit box is `box`."""
    for mark in picture:
        if isinstance(mark, Rect):
            _rect(painter, mark, box, inks.roles[mark.role])
        elif isinstance(mark, Line):
            _line(painter, mark, box, inks.roles[mark.role])
        elif isinstance(mark, Dot):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(inks.roles[mark.role].fill))
            painter.drawEllipse(_point(mark.x, mark.y, box), 3.0, 3.0)
    shown: list[QRectF] = []
    for mark in sorted((one for one in picture if isinstance(one, Label)), key=lambda one: not one.strong):
        _label(painter, mark, box, inks, shown)


def _rect(painter: QPainter, mark: Rect, box: QRectF, ink: Ink) -> None:
    painter.setPen(QPen(QColor(ink.edge), ink.width) if ink.edge and not ink.fill else Qt.PenStyle.NoPen)
    if ink.hatched:
        painter.setPen(QPen(QColor(ink.edge), 1.0))
        painter.setBrush(QBrush(QColor(ink.fill), Qt.BrushStyle.BDiagPattern))
    else:
        painter.setBrush(QColor(ink.fill) if ink.fill else Qt.BrushStyle.NoBrush)
    top_left = _point(mark.x, mark.y + mark.height, box)
    painter.drawRect(QRectF(top_left, _point(mark.x + mark.width, mark.y, box)))


def _line(painter: QPainter, mark: Line, box: QRectF, ink: Ink) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(ink.edge or ink.fill), ink.width))
    painter.drawPolyline(QPolygonF([_point(x, y, box) for x, y in mark.points]))


def _label(painter: QPainter, mark: Label, box: QRectF, inks: Inks, shown: list[QRectF]) -> None:
    """A label where its place says; one that would cover another, stronger one is left out."""
    if not mark.text:
        return
    letters = QFont(painter.font())
    letters.setBold(mark.strong)
    metrics = QFontMetricsF(letters)
    at = _point(mark.x, mark.y, box)
    text = fitted(metrics, mark.text, at.x() - GAP) if mark.place is Place.LEFT else mark.text
    wide, tall = metrics.horizontalAdvance(text) + 1, metrics.height()
    place = {
        Place.LEFT: QPointF(at.x() - wide - GAP, at.y() - tall / 2),
        Place.RIGHT: QPointF(at.x() + GAP, at.y() - tall / 2),
        Place.ABOVE: QPointF(at.x() - wide / 2, at.y() - tall - 1),
        Place.BELOW: QPointF(at.x() - wide / 2, at.y() + 2),
        Place.INSIDE: QPointF(at.x() - wide / 2, at.y() - tall / 2),
    }[mark.place]
    if mark.place is Place.ABOVE:
        # The last column stands at the edge of the picture.
        place.setX(min(place.x(), box.right() + 1 - wide))
    area = QRectF(place.x(), place.y(), wide, tall)
    if any(area.intersects(other) for other in shown):
        return
    shown.append(area)
    plain = painter.font()
    painter.setFont(letters)
    painter.setPen(QColor(inks.text if mark.strong or mark.place is Place.LEFT else inks.muted))
    painter.drawText(area, Qt.TextFlag.TextSingleLine, text)
    painter.setFont(plain)


def _point(x: float, y: float, box: QRectF) -> QPointF:
    return QPointF(box.left() + x * box.width(), box.bottom() - y * box.height())


def fitted(metrics: QFontMetricsF, text: str, width: float) -> str:
    """The text, cut with … where it is too wide."""
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(width, 0.0))
