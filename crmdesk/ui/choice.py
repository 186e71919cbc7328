"""A box with a list of choices, as wide as its longest within reason, that gives way where there is little room."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

_FEWEST_LETTERS, _MOST_LETTERS = 8, 60
# The arrow and the air around the text.
_BESIDE = 44


class ChoiceBox(QComboBox):
    """Its least width is that of some letters; Qt's own would push what stands beside it away, or lie upon it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_FEWEST_LETTERS)

    def show_choices(self, choices: Iterable[tuple[str, object]], chosen: int) -> None:
        """Shows other choices, each a text and what it stands for."""
        self.clear()
        for text, data in choices:
            self.addItem(text, data)
        self.setCurrentIndex(chosen)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        letters = self.fontMetrics()
        most = letters.averageCharWidth() * _MOST_LETTERS
        widest = max((letters.horizontalAdvance(self.itemText(place)) for place in range(self.count())), default=0)
        least = super().sizeHint()
        return QSize(max(min(widest, most) + _BESIDE, least.width()), least.height())


class PickBox(ChoiceBox):
    """Where each choice has consequences: keys open the list before they choose, and the wheel passes over it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = (
            Qt.Key.Key_Up,
            Qt.Key.Key_Down,
            Qt.Key.Key_PageUp,
            Qt.Key.Key_PageDown,
            Qt.Key.Key_Home,
            Qt.Key.Key_End,
        )
        if event.key() in (*moves, Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.text().strip():
            self.showPopup()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
