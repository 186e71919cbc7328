"""What a figure is restricted to, as chips that can be taken away."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crmdesk.screen.figure.reading import Restriction
from crmdesk.text import _
from crmdesk.ui.button import Button
from crmdesk.ui.icons import icon
from crmdesk.ui.plain import no_mnemonic, say

_LONGEST = 60


class RestrictionChips(QWidget):
    """A line of chips; `widened` carries the link without the one that was taken away."""

    widened = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.buttons: list[Button] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)

    def show_restrictions(self, found: Sequence[Restriction]) -> None:
        """Shows these, each with a cross."""
        for old in self.buttons:
            old.hide()
            old.deleteLater()
        self.buttons = [self._button(one) for one in found]
        self.setVisible(bool(found))

    def _button(self, one: Restriction) -> Button:
        text = one.text if len(one.text) <= _LONGEST else f"{one.text[: _LONGEST - 1]}…"
        button = Button(icon("x"), no_mnemonic(text), self)
        say(button, _("Only “{what}”: show all again").format(what=one.text))
        button.clicked.connect(partial(self.widened.emit, one.without))
        self._row.addWidget(button)
        return button
