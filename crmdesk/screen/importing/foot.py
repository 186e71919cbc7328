"""The buttons below the steps of bringing files in: the step before, other files, and the next step."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crmdesk.text import _
from crmdesk.ui.button import Button
from crmdesk.ui.icons import icon
from crmdesk.ui.plain import ShortLabel, say
from crmdesk.ui.step_foot import StepFoot


class ImportFoot(StepFoot):
    """`said` tells what is still to be done before one can go on."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.anew = Button(icon("folder-open"), _("Other files"), self)
        say(self.anew, _("Other files"), _("Begin with other files (Ctrl+M)"))
        self.said = ShortLabel("", self, muted=True)
        self.between.addWidget(self.anew)
        self.between.addWidget(self.said, 1)

    def show_step(self, *, first: bool, leads_to: str, said: str, can: bool) -> None:
        """Names what leads on; an empty name hides it."""
        self.before.setEnabled(not first)
        self.said.setText(said)
        self.next.setVisible(bool(leads_to))
        self.next.setEnabled(can)
        self.lead_to(leads_to)
