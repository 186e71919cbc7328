"""Today: what is late, what is due, who waits for an answer, and which goals will be missed, each done in place."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QVBoxLayout, QWidget

from crmdesk.domain.calendar import date_of_day
from crmdesk.domain.wording import beside, date_text, number_text, short_date_text, short_period_text, weekday_name
from crmdesk.insight import goal_words
from crmdesk.insight.goal_standing import Standing, off_pace
from crmdesk.kpi.records import Link, link_text
from crmdesk.screen.today.commands import COMMANDS, commands_for
from crmdesk.screen.today.line import TodayLine, TodayPart
from crmdesk.store.agenda import DEALS, DUE, LATE, LEADS, MOST, STALE_DEALS, TICKETS, Line, Part, agenda, theirs
from crmdesk.store.file import Workspace
from crmdesk.store.journal import Change
from crmdesk.store.query import Query
from crmdesk.text import N_, _, n_
from crmdesk.ui.actions import ACTIONS, WRITABLE, Act
from crmdesk.ui.desk import Desk, Page, Place
from crmdesk.ui.jobs import Job, Task
from crmdesk.ui.panel import Scroll
from crmdesk.ui.plain import Label, say

_PAGE = "today"
ACTS: tuple[Act, ...] = tuple(
    Act(command.act, ACTIONS, command.text, (command.key,), command.icon, WRITABLE, page=_PAGE) for command in COMMANDS
)
GOALS = "goals"
_UNANSWERED = Query("leads", preset="unanswered", sort="lead_at")
# Of each part its title, what is said where it is empty, and the list that holds all of it.
_PARTS: dict[str, tuple[str, str, Query]] = {
    LATE: (N_("Late tasks"), N_("Nothing is late."), Query("activities", preset="overdue", sort="due_at")),
    DUE: (N_("Due today"), N_("Nothing more is due today."), Query("activities", preset="today", sort="due_at")),
    LEADS: (N_("Leads not yet answered"), N_("Every lead has its answer."), _UNANSWERED),
    TICKETS: (N_("Tickets over target"), N_("Every open ticket is in time."), Query("tickets", preset="over")),
    DEALS: (N_("Deals gone quiet"), N_("Something happened with every open deal."), STALE_DEALS),
    GOALS: (N_("Goals off pace"), N_("No goal of these days is in danger."), Query("goals")),
}
_COLUMNS = ((LATE, DUE, LEADS), (TICKETS, DEALS, GOALS))
_WIDE = 150
# Whose a record is, by its list.
_PERSONS = {"activities": "staff_id", "leads": "owner_id", "deals": "owner_id"}


def whole(query: Query, person: int | None) -> Place:
    """Where all of a part is: for whoever works, what is theirs and what is nobody's."""
    if query.listing == GOALS:
        return Place(GOALS)
    if query.listing == "tickets":
        return Place(query.listing, detail=json.dumps({"preset": query.preset}))
    if person is not None and query.listing in _PERSONS:
        query = replace(query, filters=(theirs(_PERSONS[query.listing], person),))
    return Place(query.listing, detail=query.as_json())


class TodayPage(Page):
    """Six parts with their lines; arrows walk them, Enter opens, one key does what is to be done."""

    name = _PAGE
    makes = "task"

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._jobs: dict[str, Job] = {}
        # The day on which the goals were looked at last; None when something has changed since.
        self._goals_of: int | None = None
        self._read = False
        self.head = Label("", self, size=1.35, bold=True)
        self.summary = Label("", self, muted=True, wrap=True)
        self.area = Scroll(self)
        inside = QWidget(self.area)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        self._row.setContentsMargins(0, 0, 0, 0)
        self.parts = {id: TodayPart(_(title), _(none), inside) for id, (title, none, _query) in _PARTS.items()}
        for ids in _COLUMNS:
            column = QVBoxLayout()
            for id in ids:
                column.addWidget(self.parts[id])
            column.addStretch(1)
            self._row.addLayout(column, 1)
        for id, part in self.parts.items():
            part.all.clicked.connect(partial(self._open_all, id))
        self.area.hold(inside)
        page = QVBoxLayout(self)
        page.setContentsMargins(12, 6, 12, 6)
        page.addWidget(self.head)
        page.addWidget(self.summary)
        # For what the window has to say above the day.
        self.room = QVBoxLayout()
        page.addLayout(self.room)
        page.addWidget(self.area, 1)
        self._lines: dict[TodayLine, Line] = {}
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        say(self, _("Today"))
        desk.person_changed.connect(self._on_person)

    # Page

    def show_place(self, place: Place) -> None:
        self.read()

    def title(self) -> str:
        return _("Today")

    def refresh(self, change: Change | None) -> None:
        self._goals_of = None
        self.read()

    def handlers(self) -> dict[str, Callable[[], None]]:
        return {command.act: partial(self.do, command.act) for command in COMMANDS}

    def leave(self) -> None:
        for part in self.parts.values():
            part.show_lines("", ())
        self._lines, self._goals_of, self._read = {}, None, False

    def hideEvent(self, event: QHideEvent) -> None:
        """Measuring goals takes long in a large business; nobody waits for it any more."""
        super().hideEvent(event)
        if (job := self._jobs.get(GOALS)) is not None:
            job.cancel()

    # The day

    def read(self) -> None:
        """Reads the day anew, off the window's thread."""
        if self.desk.session.workspace is None or self.desk.session.writing:
            return
        today = self.desk.here.calendar.day_of(self.desk.now())
        weekday = weekday_name(date_of_day(today).weekday())
        self.head.setText(_("{weekday}, {date}").format(weekday=weekday, date=date_text(today)))
        now, person = self.desk.now(), self.desk.person
        self._read = False
        self._start("agenda", lambda workspace, _task: agenda(workspace, now, person=person), self.show_agenda)

    def _start(self, id: str, work: Callable[[Workspace, Task], Any], done: Callable[[Any], None]) -> None:
        """Begins a job in place of the one of that name."""
        if (before := self._jobs.pop(id, None)) is not None:
            before.cancel()
        job = self.desk.session.read(_("Reading the day"), work, done)
        self._jobs[id] = job
        job.finished.connect(partial(self._forget, id, job))

    def _forget(self, id: str, job: Job) -> None:
        if self._jobs.get(id) is job:
            del self._jobs[id]

    def _read_goals(self) -> None:
        """Measures the goals after all else is shown, once a day and after each change."""
        now, person = self.desk.now(), self.desk.person
        if self._read and self.isVisible() and self._goals_of != self.desk.here.calendar.day_of(now):
            if not self.parts[GOALS].lines:
                self.parts[GOALS].none.setText(_("Measuring…"))
            self._start(GOALS, lambda workspace, _task: off_pace(workspace, now, person), partial(self.show_goals, now))

    def show_goals(self, now: int, found: list[Standing]) -> None:
        """Shows the goals that are off pace."""
        self._goals_of = self.desk.here.calendar.day_of(now)
        place = self._place_of_focus()
        self._fill(GOALS, len(found), [partial(self._goal, one) for one in found[:MOST]], ())
        if place >= 0:
            self._restore_focus(place)

    def show_agenda(self, parts: list[Part]) -> None:
        """Shows a day, the focus on the line that took the place of the one that had it."""
        place = self._place_of_focus()
        self._lines = {}
        for part in parts:
            made = [partial(self._line, line, late=part.id in (LATE, TICKETS)) for line in part.lines]
            self._fill(part.id, part.count, made, part.lines)
        todo = sum(part.count for part in parts if part.id in (LATE, DUE))
        waiting = sum(part.count for part in parts if part.id in (LEADS, TICKETS))
        self.summary.setText(
            "  ·  ".join(
                (
                    n_("{n} task to do", "{n} tasks to do", todo).format(n=number_text(todo)),
                    n_("{n} customer waits", "{n} customers wait", waiting).format(n=number_text(waiting)),
                )
            )
        )
        self._restore_focus(place)
        self._read = True
        self._read_goals()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read_goals()

    def lines(self) -> list[TodayLine]:
        """Every line, in the order in which the arrows walk them."""
        return [line for part in self.parts.values() for line in part.lines]

    def do(self, act: str) -> None:
        """Does something with the line that has the focus."""
        line = next((one for one in self.lines() if one.hasFocus()), None)
        command = next((command for command in line.commands if command.act == act), None) if line else None
        if line is None or command is None:
            self.desk.notice.tell(_("Choose a line first to which this can be done."))
            return
        self._do(self._lines[line], act)

    def _do(self, line: Line, act: str) -> None:
        command = next(command for command in commands_for(line.kind) if command.act == act)
        self.desk.attempt(lambda: command.do(self.desk, line))

    def _fill(self, id: str, count: int, made: list[partial[TodayLine]], values: tuple[Line, ...]) -> None:
        lines = self.parts[id].show_lines(number_text(count), made)
        self._lines.update(zip(lines, values, strict=False))

    def _line(self, line: Line, parent: QWidget, *, late: bool) -> TodayLine:
        name = line.name or _("Without a title")
        made = TodayLine(name, self._detail(line), commands_for(line.kind), parent, late=late)
        made.opened.connect(lambda: self.desk.open_record(line.kind, line.id))
        made.done.connect(partial(self._do, line))
        return made

    def _detail(self, line: Line) -> str:
        """Whom it is about, and since or until when."""
        calendar = self.desk.here.calendar
        when = ""
        if line.at is not None:
            day = calendar.day_of(line.at)
            today = calendar.day_of(self.desk.now())
            when = f"{calendar.local(line.at):%H:%M}" if day == today else short_date_text(day)
        texts = {
            "activity": _("due {when}"),
            "contact": _("asked {when}"),
            "ticket": _("was due {when}"),
            "deal": _("quiet since {when}"),
        }
        return beside((line.who, texts[line.kind].format(when=when) if when else ""), "  ·  ")

    def _goal(self, standing: Standing, parent: QWidget) -> TodayLine:
        aim = standing.aim
        detail = _("{status} ({period})").format(
            status=goal_words.status_line(standing), period=short_period_text(aim.period)
        )
        made = TodayLine(goal_words.title(aim), detail, (), parent, late=True)
        link = Link(aim.kpi.id, aim.period, "", aim.only)
        made.opened.connect(lambda: self.desk.go(Place("figure", aim.kpi.id, detail=link_text(link))))
        return made

    def _open_all(self, id: str) -> None:
        self.desk.go(whole(_PARTS[id][2], self.desk.person))

    def _on_person(self) -> None:
        if self.isVisible():
            self.read()

    # Keys and places

    def _place_of_focus(self) -> int:
        return next((place for place, line in enumerate(self.lines()) if line.hasFocus()), -1)

    def _restore_focus(self, place: int) -> None:
        lines, focused = self.lines(), QApplication.focusWidget()
        free = focused is None or focused is self or not focused.isVisible() or self.isAncestorOf(focused)
        # While a dialog is open, the line waits for the keys until it is closed.
        free = free or (focused is not None and focused.window() is not self.window())
        if lines and self.isVisible() and free:
            lines[min(max(place, 0), len(lines) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        lines = self.lines()
        if step is None or not lines:
            super().keyPressEvent(event)
            return
        line = lines[min(max(self._place_of_focus() + step, 0), len(lines) - 1)]
        line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.area.show_whole(line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns where there is room for them, else one."""
        super().resizeEvent(event)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        wide = self.width() >= _WIDE * self.fontMetrics().averageCharWidth()
        self._row.setDirection(across if wide else down)
