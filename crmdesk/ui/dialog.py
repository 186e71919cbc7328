"""What every dialog has in common: it goes when it is closed, and can be used by keys alone.

Tab leads through it as one reads it, F1 says what it is for, and each of its buttons has a letter of its own,
underlined, for Alt; those of which one is chosen have none, as arrows walk them. The pages of the window need none:
what their buttons do stands in the menu of the page, with its keys.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QCheckBox, QDialog, QPushButton, QRadioButton, QWidget

from crmdesk.ui import reading_order
from crmdesk.ui.actions import SHOW_HELP

# An & before a letter makes it the one for Alt; two of them are an & that is read.
_CHOSEN = re.compile(r"(?<!&)(?:&&)*&([^&\s])")
_FIRST_OF_WORD = re.compile(r"\b[a-zA-Z]")
_ANY = re.compile(r"[a-zA-Z]")


class Dialog(QDialog):
    """A window in front of the window, for one thing. `help` is what its own help says before that of the page."""

    help = ""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        QShortcut(QKeySequence(Qt.Key.Key_F1), self, self.show_help)

    def show_help(self) -> None:
        """Takes the window's action of that name, whose keys do not reach past a dialog."""
        above: QWidget = self
        while (parent := above.parentWidget()) is not None:
            above = parent
        action = above.findChild(QAction, SHOW_HELP)
        if isinstance(action, QAction):
            action.trigger()

    def focusNextPrevChild(self, forward: bool) -> bool:
        return reading_order.move(self, forward=forward)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        # A button that says something else, or is new, asks for its room.
        if event.type() in (QEvent.Type.Show, QEvent.Type.LayoutRequest):
            self._give_letters()
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # One that grows, grows downwards: its buttons must stay in sight.
        below = self.frameGeometry().bottom() - self.screen().availableGeometry().bottom()
        if self.isVisible() and below > 0:
            self.move(self.x(), max(self.screen().availableGeometry().top(), self.y() - below))

    def _give_letters(self) -> None:
        pressed = (one for one in reading_order.parts(self) if isinstance(one, QPushButton | QCheckBox | QRadioButton))
        buttons = [one for one in pressed if one.text() and not (isinstance(one, QPushButton) and one.isCheckable())]
        for button, text in zip(buttons, lettered([one.text() for one in buttons]), strict=True):
            if text != button.text():
                button.setText(text)


def lettered(texts: Sequence[str]) -> list[str]:
    """The texts of the buttons of one window, each with a letter for Alt that no other has, as long as there are any.

    What has a letter keeps it; else the first letter of a word is taken rather than another.
    """
    taken = {found[1].casefold() for text in texts if (found := _CHOSEN.search(text))}
    return [text if _CHOSEN.search(text) else _with_letter(text, taken) for text in texts]


def _with_letter(text: str, taken: set[str]) -> str:
    for found in (*_FIRST_OF_WORD.finditer(text), *_ANY.finditer(text)):
        letter = found[0].casefold()
        if letter not in taken:
            taken.add(letter)
            return f"{text[: found.start()]}&{text[found.start() :]}"
    return text
