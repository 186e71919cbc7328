"""Buttons that Enter presses too, not only Space: Qt does so in dialogs alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QStyle, QStyleOptionButton, QStylePainter, QToolButton

_BESIDE_ICON = 8
_CONTENTS = QStyle.SubElement.SE_PushButtonContents
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
# Two classes of Qt cannot be mixed, so this one is plain Python until a kind of button is mixed in.
if TYPE_CHECKING:
    _Base = QAbstractButton
else:
    _Base = object


class PressedByEnter(_Base):
    """What every button here has in common; it stands before the kind of button among the bases of a class."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self.click()
        else:
            super().keyPressEvent(event)


class Button(PressedByEnter, QPushButton):
    """A button with a text."""


class ShortButton(Button):
    """A button whose text ends in … where there is no room for it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        letters, room = self.fontMetrics(), self.style().subElementRect(_CONTENTS, option, self).width()
        if not self.icon().isNull():
            room -= self.iconSize().width() + _BESIDE_ICON
        mnemonic = Qt.TextFlag.TextShowMnemonic.value
        option.text = letters.elidedText(self.text(), Qt.TextElideMode.ElideRight, room, mnemonic)
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)


class IconButton(PressedByEnter, QToolButton):
    """A small button with an icon alone; reached by Tab like every other control."""
