"""Icons from resources/icons, drawn sharp at every size and in the colour of the text around them."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from crmdesk import assets


def icon(name: str) -> QIcon:
    """The icon of that name; it follows the light and the dark palette by itself."""
    return QIcon(_Drawing(name))


class _Drawing(QIconEngine):
    """Draws an SVG that says `currentColor`, which Qt alone would draw black."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        group = QPalette.ColorGroup.Disabled if mode == QIcon.Mode.Disabled else QPalette.ColorGroup.Active
        colour = QGuiApplication.palette().color(group, QPalette.ColorRole.WindowText).name()
        _renderer(self._name, colour).render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        found = QPixmap(size)
        if found.isNull():
            # A view that has no room at the moment asks for a picture of no size.
            return found
        found.fill(Qt.GlobalColor.transparent)
        painter = QPainter(found)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return found

    def clone(self) -> QIconEngine:
        return _Drawing(self._name)


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    drawing = assets.icon(name).read_bytes().replace(b"currentColor", colour.encode())
    return QSvgRenderer(QByteArray(drawing))
