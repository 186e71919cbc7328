"""Tiles of a page, placed as `crmdesk.ui.tiling` says; arrow keys lead from card to card and on to the panels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from crmdesk.ui.reading_order import parts, takes_tab
from crmdesk.ui.tiling import CARD, Room, boxes

_WAYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Grid(QWidget):
    """Holds tiles in an order; each has a share of the width, cards none.

    `seen` answers how much height there is without scrolling. Emits `laid_out` when tiles have other places.
    """

    laid_out = Signal()

    def __init__(self, parent: QWidget, seen: Callable[[], float]) -> None:
        super().__init__(parent)
        self._seen = seen
        self.tiles: list[QWidget] = []
        self._shares: list[int] = []

    @property
    def columns(self) -> int:
        """How many cards stand in the first row."""
        cards = [tile for tile, share in zip(self.tiles, self._shares, strict=True) if share == CARD]
        return sum(1 for card in cards if card.y() == cards[0].y())

    def hold(self, tiles: Sequence[QWidget], shares: Sequence[int]) -> None:
        """Shows these tiles in this order. Those that are no longer held are hidden."""
        for tile in self.tiles:
            if tile not in tiles:
                tile.hide()
        for tile in tiles:
            tile.show()
        self.tiles, self._shares = list(tiles), list(shares)
        self.lay_out()

    def lay_out(self) -> None:
        """Puts every tile in its place."""
        if not self.tiles:
            return
        line = QFontMetricsF(self.font()).height()
        cards = [tile for tile, share in zip(self.tiles, self._shares, strict=True) if share == CARD]
        card = max((tile.minimumSizeHint().height() for tile in cards), default=0)
        found, least = boxes(self._shares, Room(self.width(), self._seen(), line, card))
        for tile, box in zip(self.tiles, found, strict=True):
            tile.setGeometry(QRectF(box.x, box.y, box.width, box.height).toRect())
        if self.minimumHeight() != ceil(least):
            self.setMinimumHeight(ceil(least))
        self.laid_out.emit()

    def place_of(self, point: QPoint) -> int:
        """Before which tile something comes that is dropped there; after the last one their number."""
        for place, tile in enumerate(self.tiles):
            box = tile.geometry()
            if point.y() < box.top() or (point.y() <= box.bottom() and point.x() < box.center().x()):
                return place
        return len(self.tiles)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay_out()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self.lay_out()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.lay_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # A tile that has the focus itself has no use for arrows, and they arrive here.
        tile = next((tile for tile in self.tiles if tile.hasFocus()), None)
        way = _WAYS.get(Qt.Key(event.key()))
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if tile is None or way is None or not plain:
            super().keyPressEvent(event)
        elif (target := self.neighbour(tile, *way)) is not None:
            _first_stop(target).setFocus(Qt.FocusReason.TabFocusReason)

    def neighbour(self, tile: QWidget, across: int, down: int) -> QWidget | None:
        """The tile beside, above or below."""
        return self._beside(tile, across) if across else self._below(tile, down)

    def _beside(self, tile: QWidget, step: int) -> QWidget | None:
        place = self.tiles.index(tile) + step
        return self.tiles[place] if 0 <= place < len(self.tiles) else None

    def _below(self, tile: QWidget, step: int) -> QWidget | None:
        """The tile of the next row that stands nearest."""
        here = tile.geometry()
        others = [one for one in self.tiles if (one.y() > here.y() if step > 0 else one.y() < here.y())]
        if not others:
            return None
        row = min((one.y() for one in others), key=lambda y: abs(y - here.y()))
        return min((one for one in others if one.y() == row), key=lambda one: _apart(one.geometry(), here))


def _apart(one: QRect, other: QRect) -> int:
    return abs(one.center().x() - other.center().x())


def _first_stop(tile: QWidget) -> QWidget:
    """The first control of a tile that Tab reaches; the tile itself where it has none."""
    return next((one for one in parts(tile) if takes_tab(one)), tile)
