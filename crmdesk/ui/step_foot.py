"""The buttons below the steps of a longer way: the step before, the next one, and what a page needs between them."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from crmdesk.text import _
from crmdesk.ui.button import Button
from crmdesk.ui.icons import icon
from crmdesk.ui.plain import no_mnemonic, say


class StepFoot(QWidget):
    """What leads on and back."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.before = Button(icon("chevron-left"), _("Back"), self)
        say(self.before, _("The step before"), _("The step before (Ctrl+Shift+Enter)"))
        self.next = Button(self)
        self.next.setProperty("primary", True)
        self.between = QHBoxLayout()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.before)
        row.addLayout(self.between, 1)
        row.addWidget(self.next)

    def lead_to(self, text: str) -> None:
        """Says what comes next."""
        self.next.setText(no_mnemonic(text))
        say(self.next, text, _("{what} (Ctrl+Enter)").format(what=text))
