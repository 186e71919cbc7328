"""The buttons below the steps of bringing files in: the step before, other files, and the next step."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from crmdesk.text import _
from crmdesk.ui.button import Button
from crmdesk.ui.icons import icon
from crmdesk.ui.plain import ShortLabel, no_mnemonic, say


class ImportFoot(QWidget):
    """What leads on and back; `said` tells what is still to be done before one can go on."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.before = Button(icon("chevron-left"), _("Back"), self)
        say(self.before, _("The step before"), _("The step before (Ctrl+Shift+Enter)"))
        self.anew = Button(icon("folder-open"), _("Other files"), self)
        say(self.anew, _("Other files"), _("Begin with other files (Ctrl+M)"))
        self.said = ShortLabel("", self, muted=True)
        self.next = Button(self)
        self.next.setProperty("primary", True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.before)
        row.addWidget(self.anew)
        row.addWidget(self.said, 1)
        row.addWidget(self.next)

    def show_step(self, *, first: bool, leads_to: str, said: str, can: bool) -> None:
        """Names what leads on; an empty name hides it."""
        self.before.setEnabled(not first)
        self.said.setText(said)
        self.next.setVisible(bool(leads_to))
        self.next.setEnabled(can)
        self.next.setText(no_mnemonic(leads_to))
        say(self.next, leads_to, _("{what} (Ctrl+Enter)").format(what=leads_to))
