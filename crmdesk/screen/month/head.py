"""The head of the page on which months are closed: which period, whether it is closed, the way to past summaries."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from crmdesk.domain.calendar import Calendar
from crmdesk.domain.wording import moment_text
from crmdesk.screen.month.reading import Review
from crmdesk.text import _
from crmdesk.ui.button import Button
from crmdesk.ui.icons import icon
from crmdesk.ui.period_picker import PeriodPicker
from crmdesk.ui.plain import Label, ShortLabel


class MonthHead(QWidget):
    """Heading, period, state, and the button that changes between closing and what was closed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.heading = Label("", self, size=1.35, bold=True)
        self.picker = PeriodPicker(self)
        self.state = ShortLabel("", self, muted=True)
        self._said = ""
        self.to_past = Button(icon("history"), _("Past summaries"), self)
        self.to_past.setCheckable(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for part in (self.heading, self.picker):
            row.addWidget(part)
        row.addWidget(self.state, 1)
        row.addWidget(self.to_past)
        self.show_mode(past=False)

    def show_mode(self, *, past: bool) -> None:
        """Closing a period, or the past."""
        self.heading.setText(_("Past summaries") if past else _("Monthly close"))
        self.to_past.setChecked(past)
        self.picker.setVisible(not past)
        self.state.setText("" if past else self._said)

    def show_state(self, found: Review, calendar: Calendar) -> None:
        """Whether the period was closed already, and whether it is over."""
        text = _("not closed yet") if found.over else _("not over yet: its figures will still change")
        if found.closed is not None:
            when = moment_text(calendar.local(found.closed.closed_at))
            text = _("closed on {when}; closing it again keeps one more summary").format(when=when)
        self._said = text
        self.state.setText(text)
