"""The buttons below the steps of closing a period: the step before, and the next one or, at the last one, the close."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crmdesk.text import _
from crmdesk.ui.button import Button
from crmdesk.ui.icons import icon
from crmdesk.ui.step_foot import StepFoot


class MonthFoot(StepFoot):
    """`close_and_print` stands there at the last step alone."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.close_and_print = Button(icon("printer"), _("Close and print…"), self)
        self.between.addStretch(1)
        self.between.addWidget(self.close_and_print)

    def show_step(self, *, first: bool, last: bool, leads_to: str, writable: bool) -> None:
        """Names what leads on; a workspace that may only be read cannot be closed."""
        self.before.setEnabled(not first)
        self.close_and_print.setVisible(last)
        self.close_and_print.setEnabled(writable)
        self.next.setEnabled(writable or not last)
        text = _("Close {period}").format(period=leads_to) if last else _("Next: {step}").format(step=leads_to)
        self.lead_to(text)
