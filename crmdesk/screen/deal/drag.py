"""A card under way: its picture follows the pointer, and the column or zone under it lights up."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QScrollArea, QWidget

from crmdesk.screen.deal.column import DealColumn
from crmdesk.screen.deal.zones import DealZones

_EDGE, _STEP, _EVERY_MS = 40, 18, 16


class Ghost(QWidget):
    """The picture of the dragged card."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._picture = QPixmap()
        self.hide()

    def take(self, picture: QPixmap) -> None:
        """Becomes a picture."""
        self._picture = picture
        self.resize(picture.deviceIndependentSize().toSize())
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setOpacity(0.85)
        painter.drawPixmap(0, 0, self._picture)
        painter.end()


class DealDrag:
    """One drag after the other, over the columns of a board that scrolls by itself near its edges."""

    def __init__(self, board: QWidget, area: QScrollArea, zones: DealZones) -> None:
        self._board, self._area, self._zones = board, area, zones
        self.columns: list[DealColumn] = []
        self.ghost = Ghost(board)
        self._hold, self._place = QPoint(), QPoint()
        self.timer = QTimer(board, interval=_EVERY_MS)
        self.timer.timeout.connect(self._scroll)

    def begin(self, picture: QPixmap, hold: QPoint) -> None:
        """Takes a card up; `hold` is where in its picture the pointer is."""
        self._hold = hold
        self._zones.appear()
        self.ghost.take(picture)

    def move(self, place: QPoint) -> None:
        """The pointer is at a place of the screen now."""
        self._place = place
        self.ghost.move(self._board.mapFromGlobal(place) - self._hold)
        zone = self._zones.light_at(place)
        under = None if zone else self._column_at(place)
        for column in self.columns:
            column.light(column is under)
        if self._pull():
            self.timer.start()

    def target(self, place: QPoint) -> int | str | None:
        """The stage, or else the zone, under a place of the screen."""
        if zone := self._zones.light_at(place):
            return zone
        column = self._column_at(place)
        return column.stage.id if column else None

    def end(self) -> None:
        """Puts everything away."""
        self.timer.stop()
        self.ghost.hide()
        self._zones.hide()
        for column in self.columns:
            column.light(False)

    def _column_at(self, place: QPoint) -> DealColumn | None:
        """Each column reaches from the top of the board to its bottom."""
        view = self._area.viewport()
        if not view.rect().contains(view.mapFromGlobal(place)):
            return None
        across = (column for column in self.columns if 0 <= column.mapFromGlobal(place).x() < column.width())
        return next(across, None)

    def _pull(self) -> int:
        """How far to scroll: the pointer is near the left or the right edge of what is seen."""
        across = self._area.viewport().mapFromGlobal(self._place).x()
        return -_STEP if across < _EDGE else _STEP if across > self._area.viewport().width() - _EDGE else 0

    def _scroll(self) -> None:
        bar, pull = self._area.horizontalScrollBar(), self._pull()
        before = bar.value()
        bar.setValue(before + pull)
        if bar.value() == before:
            self.timer.stop()
        else:
            self.move(self._place)
