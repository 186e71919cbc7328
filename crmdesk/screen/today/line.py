"""One line of the day: what it is about, since or until when, and the buttons of what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crmdesk.screen.today.commands import Command
from crmdesk.text import _
from crmdesk.ui.button import ENTER, IconButton
from crmdesk.ui.icons import icon
from crmdesk.ui.panel import Panel
from crmdesk.ui.plain import Label, ShortLabel, no_mnemonic, say

_OPEN = (*ENTER, Qt.Key.Key_Space)


class TodayLine(QFrame):
    """Emits `opened` when it is chosen, and `done` with the id of a command. It has the focus as a whole."""

    opened = Signal()
    done = Signal(object)

    def __init__(
        self, name: str, detail: str, commands: Sequence[Command], parent: QWidget, *, late: bool = False
    ) -> None:
        super().__init__(parent)
        self.commands = tuple(commands)
        self.setProperty("line", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.name, self.detail = ShortLabel(name, self), ShortLabel(detail, self, muted=not late)
        self.detail.setProperty("bad", late)
        self.name.setMinimumWidth(60)
        self.name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        say(self, f"{name}, {detail}" if detail else name)
        words = QVBoxLayout()
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self.detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 2, 2, 2)
        row.addLayout(words, 1)
        self.buttons = [self._button(command) for command in self.commands]
        row.setSpacing(4)
        for button in self.buttons:
            row.addWidget(button)

    def _button(self, command: Command) -> IconButton:
        button = IconButton(self)
        button.setText(no_mnemonic(_(command.text)))
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        tip = _("{step} ({key})").format(step=_(command.text), key=command.key)
        say(button, _("{command}: {name}").format(command=_(command.text), name=self.name.text()), tip)
        button.clicked.connect(lambda: self.done.emit(command.act))
        return button

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _OPEN:
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.setProperty("chosen", True)
        self.style().polish(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.setProperty("chosen", False)
        self.style().polish(self)


class TodayPart(Panel):
    """A part of the day under its title: its lines, or a word that there is nothing, and a way to all of them."""

    def __init__(self, title: str, none: str, parent: QWidget) -> None:
        super().__init__(title, parent)
        self._title, self._none = title, none
        self.none = Label("", self, muted=True, wrap=True)
        self.body.addWidget(self.none)
        self.lines: list[TodayLine] = []
        self.all = IconButton(self)
        self.all.setIcon(icon("chevron-right"))
        self.all.setAutoRaise(True)
        say(self.all, _("All of “{part}”").format(part=title))
        self.head.addWidget(self.all)
        self.body.addStretch(1)

    def show_lines(self, count: str, make: Sequence[Callable[[QWidget], TodayLine]]) -> list[TodayLine]:
        """Shows these lines in place of the former ones; `count` is how many there are in all, as text."""
        for line in self.lines:
            line.setParent(None)
            line.deleteLater()
        self.title.setText(_("{part} ({count})").format(part=self._title, count=count) if make else self._title)
        self.lines = [one(self) for one in make]
        for place, line in enumerate(self.lines):
            self.body.insertWidget(2 + place, line)
            line.show()
        self.none.setText(self._none)
        self.none.setVisible(not self.lines)
        return self.lines
