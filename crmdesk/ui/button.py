"""Buttons that Enter presses too, not only Space: Qt does so in dialogs alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QToolButton

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


class IconButton(PressedByEnter, QToolButton):
    """A small button with an icon alone; reached by Tab like every other control."""
