"""Settings of working time: the days of the week, from when until when, and the days on which nobody works."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QWidget

from crmdesk.domain.calendar import day_text, parse_day
from crmdesk.domain.typed_date import parse
from crmdesk.domain.wording import short_date_text, weekday_name
from crmdesk.screen.settings.form import FormSection, Line, typed_line
from crmdesk.store.file import Workspace
from crmdesk.text import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.flow import Flow
from crmdesk.ui.plain import no_mnemonic

_TIME = re.compile(r"(\d{1,2})(?:[:.h]?(\d{2}))?", re.ASCII)


class HoursSection(FormSection):
    """When the business works."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        hint = _("Ticket targets and the business hours of the figures count this time only.")
        super().__init__(desk, parent, _("Working time and holidays"), hint)

    def make_lines(self) -> Sequence[Line]:
        week = Week(self)
        holidays = QPlainTextEdit(self)
        holidays.setTabChangesFocus(True)
        holidays.setMinimumHeight(150)
        days = _("One day a line, typed as you like: 25.12.2026, 2026-12-25, Dec 25.")
        return (
            Line("working_days", _("Working days"), week, week.days, week.show_days, week.changed),
            typed_line(self, "opens", _("From"), time_of, str, hint="09:00"),
            typed_line(
                self, "closes", _("Until"), time_of, str, _("Midnight at the end of the day is 24:00."), hint="17:00"
            ),
            Line(
                *("holidays", _("Holidays"), holidays),
                lambda: self._holidays(holidays.toPlainText()),
                lambda kept: holidays.setPlainText("\n".join(short_date_text(parse_day(one)) for one in kept)),
                holidays.textChanged,
                days,
            ),
        )

    def _holidays(self, text: str) -> list[str]:
        today = self.desk.here.calendar.day_of(self.desk.now())
        found = set()
        for line in filter(None, map(str.strip, text.splitlines())):
            try:
                found.add(day_text(parse(line, today).day))
            except ValueError as fault:
                raise ValueError(_("holds “{text}”, which {fault}").format(text=line, fault=fault)) from None
        return sorted(found)

    def kept(self, workspace: Workspace) -> Mapping[str, Any]:
        settings = workspace.settings
        opens, closes = settings.working_hours
        return {
            "working_days": list(settings.working_days),
            "opens": opens,
            "closes": closes,
            "holidays": list(settings.holidays),
        }

    def values(self, read: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "working_days": read["working_days"],
            "working_hours": [read["opens"], read["closes"]],
            "holidays": read["holidays"],
        }

    def line_of(self, setting: str) -> str:
        return "closes" if setting == "working_hours" else setting


class Week(QWidget):
    """The days of the week, each to be ticked."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        row = Flow(self)
        self.boxes = [QCheckBox(no_mnemonic(weekday_name(number)), self) for number in range(7)]
        for box in self.boxes:
            box.toggled.connect(self.changed)
            row.addWidget(box)
        self.setFocusProxy(self.boxes[0])

    def days(self) -> list[int]:
        """The ticked days, Monday as 1."""
        return [number for number, box in enumerate(self.boxes, 1) if box.isChecked()]

    def show_days(self, days: Sequence[int]) -> None:
        for number, box in enumerate(self.boxes, 1):
            box.setChecked(number in days)


def time_of(text: str) -> str:
    """`09:00` of `9`, `900`, `9:00`, `9.00`. Raises ValueError with the end of a sentence."""
    match = _TIME.fullmatch(text)
    if match is None or int(match[1]) * 60 + int(match[2] or 0) > 24 * 60 or int(match[2] or 0) > 59:
        raise ValueError(_("must be a time of day like 09:00"))
    return f"{int(match[1]):02}:{int(match[2] or 0):02}"
