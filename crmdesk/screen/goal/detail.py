"""The goal that is chosen on the goals page: all of it in words, what can be done with it, and those before it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crmdesk.domain.figure import Number, Unit
from crmdesk.domain.wording import number_text, period_text, value_text
from crmdesk.insight import goal_words
from crmdesk.insight.goal_standing import Standing
from crmdesk.screen.goal.row import Course, status_words
from crmdesk.text import _
from crmdesk.ui.button import Button
from crmdesk.ui.flow import Flow
from crmdesk.ui.icons import icon
from crmdesk.ui.panel import Panel
from crmdesk.ui.plain import Label, say
from crmdesk.ui.table import Column, Table

FIGURE, CHANGE, COPY, DELETE = "figure", "change", "copy", "delete"


class GoalDetail(Panel):
    """Shows one goal. `wanted` carries what is to be done with it."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", parent)
        self._room = True
        self.sentence = Label("", self, wrap=True)
        self.status = Label("", self, bold=True, wrap=True)
        self.pace = Label("", self, wrap=True)
        self.why = Label("", self, muted=True, wrap=True)
        self.before = Label("", self, bold=True)
        self.table = Table(_columns(), _("Goals before"), self)
        self.table.setSortingEnabled(False)
        buttons = Flow()
        self.buttons: dict[str, Button] = {}
        for id, symbol, text, tip in (
            (FIGURE, "layout-dashboard", _("Open the figure"), _("Open the figure of this goal (Enter)")),
            (CHANGE, "notes", _("Change…"), _("Change this goal (F2)")),
            (COPY, "copy", _("To the next period"), _("Set the same goal for the next period (Ctrl+Shift+D)")),
            (DELETE, "trash", _("Delete"), _("Delete this goal (Del)")),
        ):
            self.buttons[id] = button = Button(icon(symbol), text, self)
            say(button, text, tip)
            button.clicked.connect(lambda _checked=False, id=id: self.wanted.emit(id))
            buttons.addWidget(button)
        for part in (self.sentence, self.status, self.pace, self.why):
            self.body.addWidget(part)
        self.body.addLayout(buttons)
        self.body.addSpacing(8)
        self.body.addWidget(self.before)
        self.body.addWidget(self.table, 1)
        self._rest = QWidget(self)
        self.body.addWidget(self._rest, 1)

    def show_course(self, course: Course, *, writable: bool) -> None:
        """Shows a goal with those before it."""
        standing = course.standing
        self.title.setText(goal_words.title(standing.aim))
        self.sentence.setText(goal_words.sentence(standing.aim, standing.result.currency))
        self.status.setText(status_words(standing))
        self._paint_status(standing)
        self.pace.setText(pace_text(standing))
        self.pace.setVisible(bool(self.pace.text()))
        self.why.setText(standing.aim.note)
        self.why.setVisible(bool(standing.aim.note))
        self.before.setText(_("Before: {tally}").format(tally=goal_words.tally(course.past)))
        self.table.show_rows(list(reversed(course.past)))
        self._show_table()
        for id in (CHANGE, COPY, DELETE):
            self.buttons[id].setEnabled(writable)

    def show_past(self, room: bool) -> None:
        """Shows the goals before only where there is room for them."""
        self._room = room
        self._show_table()

    def _show_table(self) -> None:
        some = self._room and bool(self.table.rows.rows)
        self.before.setVisible(some)
        self.table.setVisible(some)
        self._rest.setVisible(not some)

    def _paint_status(self, standing: Standing) -> None:
        for name, so in (("muted", None), ("good", True), ("bad", False)):
            self.status.setProperty(name, standing.well is so)
        self.status.style().polish(self.status)


def pace_text(standing: Standing) -> str:
    """What a sum should be by now, and how much a working day from here on would reach it."""
    value, expected = standing.result.figure.value, standing.expected
    if standing.over or expected is None or value is None or value >= standing.aim.target:
        return ""
    said = _("By now it should be {expected}.").format(expected=_said(standing, expected))
    if not standing.days_left:
        return said
    daily = (float(standing.aim.target) - float(value)) / standing.days_left
    more = _("{amount} a working day from now on will do.").format(amount=_said(standing, daily))
    return f"{said} {more}"


def _said(standing: Standing, value: Number) -> str:
    """A value on the way to a target, of counts with what is after the point."""
    unit = standing.aim.kpi.unit
    return number_text(value, 1) if unit is Unit.COUNT else value_text(value, unit, standing.result.currency)


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Period"), lambda one: period_text(one.aim.period)),
        Column(_("Wanted"), lambda one: value_text(one.aim.target, one.aim.kpi.unit, one.result.currency), number=True),
        Column(_("Reached"), lambda one: str(one.result.text), number=True),
        Column(_("Status"), lambda one: _(one.status)),
    )
