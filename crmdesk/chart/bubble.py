"""What a mark says when it is pointed at: a ring around it, and its value in a bubble that never leaves the chart."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from crmdesk.chart.hit import Shape, centre
from crmdesk.chart.ink import Inks
from crmdesk.chart.paint import Letters, point_of
from crmdesk.domain.plot import Dot, Line
from crmdesk.domain.wording import number_text
from crmdesk.drawing.base import Item
from crmdesk.text import _

_PAD, _AWAY, _RING, _WIDEST = 6.0, 10.0, 6.0, 320.0


def outline(painter: QPainter, shapes: Sequence[Shape], area: QRectF, inks: Inks) -> None:
    """A ring around the marks of a value: the colour of the ground inside, so that it is seen on dark marks too."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for width, colour in ((4.5, inks.ground), (2.0, inks.accent)):
        painter.setPen(QPen(QColor(colour), width))
        for shape in shapes:
            if isinstance(shape, Dot):
                painter.drawEllipse(point_of(shape.x, shape.y, area), _RING, _RING)
            elif isinstance(shape, Line):
                painter.drawPolyline([point_of(x, y, area) for x, y in shape.points])
            else:
                corner = point_of(shape.x, shape.y + shape.height, area)
                ring = QRectF(corner.x(), corner.y(), shape.width, shape.height).adjusted(-1, -1, 1, 1)
                painter.drawRect(ring.intersected(area.adjusted(1, 1, -1, -1)))


def words_of(item: Item) -> tuple[str, str]:
    """The name of a mark, and its exact value with the number of records behind it."""
    if item.n is None:
        return item.label, item.text
    said = _("{value}  (n = {n})").format(value=item.text, n=number_text(item.n))
    return item.label, said


def draw_bubble(
    painter: QPainter, item: Item, shapes: Sequence[Shape], area: QRectF, inks: Inks, letters: Letters
) -> None:
    """The words of a mark beside it."""
    name, value = words_of(item)
    most = min(max(area.width() - 2 * _PAD - 2, 1.0), _WIDEST)
    lines = [(line, False) for line in in_lines(name, most, letters, strong=False)]
    lines += [(line, True) for line in in_lines(value, most, letters, strong=True)]
    wide = max(letters.width(line, strong=strong) for line, strong in lines) + 2 * _PAD
    top = max((_top(shape) for shape in shapes), default=0.0)
    size = QSizeF(wide, len(lines) * letters.height + _PAD)
    place = _place(point_of(*centre(shapes), area), area.bottom() - top, size, area)
    painter.setPen(QPen(QColor(inks.muted), 1.0))
    painter.setBrush(QColor(inks.ground))
    painter.drawRoundedRect(place, 4, 4)
    before = painter.font()
    down = place.top() + _PAD / 2 + letters.ascent
    for line, strong in lines:
        painter.setFont(letters.bold if strong else letters.plain)
        painter.setPen(QColor(inks.text if strong else inks.muted))
        painter.drawText(QPointF(place.left() + _PAD, down), line)
        down += letters.height
    painter.setFont(before)


def in_lines(text: str, width: float, letters: Letters, *, strong: bool) -> list[str]:
    """A text in lines of at most that width; only a word that is wider than a line is cut."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if letters.width(longer, strong=strong) <= width:
            lines[-1] = longer
        else:
            lines.append(letters.cut(word, width, strong=strong))
    return [line for line in lines if line]


def _top(shape: Shape) -> float:
    if isinstance(shape, Dot):
        return shape.y
    return max(y for _x, y in shape.points) if isinstance(shape, Line) else shape.y + shape.height


def _place(at: QPointF, top: float, size: QSizeF, area: QRectF) -> QRectF:
    """Above the mark where there is room, else at the side of it that has more."""
    left = min(max(at.x() - size.width() / 2, area.left() + 1), area.right() - size.width() - 1)
    if top - _AWAY - size.height() >= area.top():
        return QRectF(left, top - _AWAY - size.height(), size.width(), size.height())
    right_side = at.x() < area.center().x()
    beside = at.x() + 2 * _AWAY if right_side else at.x() - 2 * _AWAY - size.width()
    beside = min(max(beside, area.left() + 1), area.right() - size.width() - 1)
    down = min(max(at.y() - size.height() / 2, area.top() + 1), area.bottom() - size.height() - 1)
    return QRectF(beside, down, size.width(), size.height())
