"""The records that may be the one that is being typed, each with a way to open it instead."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from crmdesk.store.alike import Alike
from crmdesk.text import _, n_
from crmdesk.ui.button import Button
from crmdesk.ui.plain import Label, say

_SHOWN = 3


class Duplicates(QFrame):
    """Shows possible duplicates; `opened` carries the row id of the one to open."""

    opened = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("panel", True)
        self.title = Label("", self, bold=True)
        self.found: tuple[Alike, ...] = ()
        self.buttons: list[Button] = []
        self._lines = QWidget(self)
        self._grid = QGridLayout(self._lines)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(0, 1)
        column = QVBoxLayout(self)
        column.addWidget(self.title)
        column.addWidget(self._lines)
        self.hide()

    def show_found(self, found: Sequence[Alike]) -> None:
        """Shows these, and nothing at all where there are none."""
        if tuple(found[:_SHOWN]) == self.found:
            return
        self.found = tuple(found[:_SHOWN])
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.setParent(None)
                widget.deleteLater()
        self.buttons = []
        self.title.setText(n_("This one may be here already:", "These may be here already:", len(self.found)))
        for row, one in enumerate(self.found):
            text = _("{name} · {reason}").format(name=one.name, reason=one.reason)
            button = Button(_("Open the other one"), self._lines)
            button.setAutoDefault(False)
            say(button, _("Open “{name}”").format(name=one.name))
            button.clicked.connect(partial(self.opened.emit, one.id))
            self._grid.addWidget(Label(text, self._lines, wrap=True), row, 0)
            self._grid.addWidget(button, row, 1)
            self.buttons.append(button)
        self.setVisible(bool(self.found))
