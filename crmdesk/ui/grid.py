"""Cards in a grid: as many columns as fit, and arrow keys from card to card."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

NARROW = 1100
GAP = 8


class CardGrid(QWidget):
    """Lays widgets out in `most` columns, in two below a width of 1,100."""

    def __init__(self, parent: QWidget, most: int = 4) -> None:
        super().__init__(parent)
        self._most = most
        self._columns = 0
        self.cards: list[QWidget] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)

    @property
    def columns(self) -> int:
        return self._columns

    def hold(self, cards: Sequence[QWidget]) -> None:
        """Puts cards in, once."""
        self.cards = list(cards)
        for card in cards:
            card.installEventFilter(self)
        self._arrange(self._fitting())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(self._fitting())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched in self.cards:
            step = self._steps().get(Qt.Key(event.key()))
            if step is not None and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self._move(self.cards.index(watched), step)
                return True
        return super().eventFilter(watched, event)

    def _steps(self) -> dict[Qt.Key, int]:
        return {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._columns,
            Qt.Key.Key_Down: self._columns,
        }

    def _move(self, place: int, step: int) -> None:
        target = place + step
        if 0 <= target < len(self.cards):
            self.cards[target].setFocus(Qt.FocusReason.TabFocusReason)

    def _fitting(self) -> int:
        if self.width() < NARROW - 60:
            return 2
        # Five cards in one row look better than four and one.
        return self._most + 1 if len(self.cards) == self._most + 1 else self._most

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        for place, card in enumerate(self.cards):
            self._grid.addWidget(card, place // columns, place % columns)
        for column in range(max(columns, self._columns)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._columns = columns
