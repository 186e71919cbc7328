"""Reminders: what is due comes up by itself, above whatever page is shown, and is done or put off from there."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSystemTrayIcon, QWidget

from crmdesk.domain.calendar import DAY, HOUR, MINUTE
from crmdesk.screen.task_commands import ask_next, finish, put_off_by
from crmdesk.store import note
from crmdesk.store.agenda import Line, tasks_between
from crmdesk.store.business import business
from crmdesk.text import _, n_
from crmdesk.ui.button import Button, IconButton
from crmdesk.ui.desk import Desk, Place
from crmdesk.ui.icons import icon
from crmdesk.ui.plain import Label, say

_KEY = "reminded"
_EVERY_MS = 20_000
# What fell due while the program was closed is told together, not one by one; older tasks are on the Today page.
_LOOK_BACK = 14 * DAY
_PUT_OFF = 10 * MINUTE


class Reminders(QFrame):
    """A line above the page. `told` carries each text, for the tray."""

    told = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("panel", True)
        self.desk = desk
        self.waiting: list[Line] = []
        self._seen = 0
        self.text = Label("", self, wrap=True)
        self.done, self.later, self.hour, self.open_it = (
            Button(text, self) for text in (_("Done"), _("In 10 minutes"), _("In an hour"), _("Open", "command"))
        )
        self.away = IconButton(self)
        self.away.setIcon(icon("x"))
        say(self.away, _("Dismiss this reminder"))
        self.done.clicked.connect(self.finish)
        self.later.clicked.connect(partial(self.put_off, _PUT_OFF))
        self.hour.clicked.connect(partial(self.put_off, HOUR))
        self.open_it.clicked.connect(self.open_record)
        self.away.clicked.connect(self.put_away)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 6, 4)
        row.addWidget(self.text, 1)
        for button in (self.done, self.later, self.hour, self.open_it, self.away):
            row.addWidget(button)
        self.timer = QTimer(self, interval=_EVERY_MS)
        self.timer.timeout.connect(self.look)
        self.tray: QSystemTrayIcon | None = None
        self.hide()

    def open(self) -> None:
        """A workspace was opened: what fell due since the last look comes up."""
        now = self.desk.now()
        seen = note.recall(self.desk.here, _KEY)
        self._seen = max(seen if isinstance(seen, int) else 0, now - _LOOK_BACK)
        self.timer.start()
        self.look()

    def leave(self) -> None:
        """The workspace is being closed."""
        self.timer.stop()
        self.waiting = []
        if self.tray is not None:
            self.tray.hide()
        self.hide()

    def look(self) -> None:
        """Looks for what has fallen due since the last look."""
        now = self.desk.now()
        if self.desk.session.workspace is None or self.desk.session.writing or now <= self._seen:
            return
        workspace = self.desk.here
        wanted = business(workspace)
        if wanted.reminders:
            found = tasks_between(workspace, self._seen, now, self.desk.person)
            self.waiting += [line for line in found if line.id not in {one.id for one in self.waiting}]
            if found:
                note.keep(workspace, _KEY, now)
            if found and wanted.reminders_tray:
                self._tell_tray(found[0])
        self._seen = now
        self.show_next()

    def show_next(self) -> None:
        """Shows the first of what waits, as long as it is still to be done."""
        workspace = self.desk.here
        sql = "SELECT 1 FROM activity WHERE id = ? AND done_at IS NULL AND due_at <= ?"
        self.waiting = [one for one in self.waiting if workspace.rows(sql, (one.id, self.desk.now()))]
        self.setVisible(bool(self.waiting))
        if not self.waiting:
            return
        line = self.waiting[0]
        more = len(self.waiting) - 1
        text = _("Due {when}: {task}").format(when=self._when(line), task=_named(line))
        self.text.setText(_("{reminder}  (and {n} more)").format(reminder=text, n=more) if more else text)
        self.setAccessibleName(text)
        writable = not workspace.read_only
        for button in (self.done, self.later, self.hour):
            button.setEnabled(writable)

    def finish(self) -> None:
        """The task is done; what comes next is asked."""
        line = self.waiting[0]
        if finish(self.desk, line.id, line.name):
            self.show_next()
            ask_next(self.desk, line.id, self.window())

    def put_off(self, microseconds: int) -> None:
        """The task is due so much later than now."""
        line = self.waiting[0]
        if put_off_by(self.desk, line.id, line.name, microseconds):
            self.show_next()

    def open_record(self) -> None:
        """Goes to the task, or to the day where there are several."""
        line, several = self.waiting[0], len(self.waiting) > 1
        self.put_away()
        if several:
            self.desk.go(Place("today"))
        else:
            self.desk.open_record(line.kind, line.id)

    def put_away(self) -> None:
        """What was shown stays on the Today page."""
        self.waiting = []
        self.hide()

    def _when(self, line: Line) -> str:
        calendar = self.desk.here.calendar
        days = calendar.day_of(self.desk.now()) - calendar.day_of(line.at or 0)
        if days == 0:
            return f"{calendar.local(line.at or 0):%H:%M}"
        return n_("{n} day ago", "{n} days ago", days).format(n=days)

    def _tell_tray(self, line: Line) -> None:
        self.told.emit(_named(line))
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return
        if self.tray is None:
            self.tray = QSystemTrayIcon(icon("chart-bar"), self)
        self.tray.show()
        self.tray.showMessage(_("Due now"), _named(line))


def _named(line: Line) -> str:
    name = line.name or _("Task")
    return _("{task} ({who})").format(task=name, who=line.who) if line.who else name
