"""What is late or due today, on the dashboard: each line opens its record, and is done in place."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from crmdesk.domain.wording import beside, number_text, short_date_text
from crmdesk.kpi.only import EVERYTHING
from crmdesk.store.file import Workspace
from crmdesk.text import _
from crmdesk.ui.board import Board
from crmdesk.ui.desk import Desk, Place
from crmdesk.ui.face import not_by
from crmdesk.ui.icons import icon
from crmdesk.ui.jobs import Job
from crmdesk.ui.panel import Panel, small_button
from crmdesk.ui.plain import Label

if TYPE_CHECKING:
    from crmdesk.screen.today.line import TodayLine
    from crmdesk.store.agenda import Line, Part

MOST = 6
# The figures are painted before anything of this is read.
_AFTER_MS = 60


class DueToday(Panel):
    """The tasks that are late, then those that are due; as many as there is room for."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(_("Late or due today"), parent)
        self.desk = desk
        self._job: Job | None = None
        self._stale = True
        self._only = EVERYTHING
        self.later = QTimer(self, interval=_AFTER_MS, singleShot=True)
        self.later.timeout.connect(self.read)
        self._lines: list[tuple[Line, TodayLine]] = []
        self.all = small_button("chevron-right", _("All of “{part}”").format(part=_("Today")), self)
        self.all.clicked.connect(lambda: desk.go(Place("today")))
        self.head.addWidget(self.all)
        self.aside = Label("", self, muted=True, wrap=True)
        self.none = Label("", self, muted=True, wrap=True)
        self.aside.hide()
        self.body.addWidget(self.aside)
        self.body.addWidget(self.none)
        self.body.addStretch(1)
        desk.person_changed.connect(self.refresh)
        desk.session.changed.connect(lambda _change: self.refresh())

    @property
    def lines(self) -> list[TodayLine]:
        """The lines, from top to bottom."""
        return [made for _line, made in self._lines]

    def show_board(self, board: Board | None) -> None:
        """A board was shown: after it, what may have changed of the day is read."""
        if board is not None and board.only != self._only:
            self._only, self._stale = board.only, True
        if board is not None and self._stale:
            self.later.start()

    def refresh(self) -> None:
        """Something may be different now; it is read when it is seen."""
        self._stale = True
        if self.isVisible():
            self.later.start()

    def read(self) -> None:
        """Reads the day, off the window's thread, if it was not read yet."""
        session = self.desk.session
        if not self._stale or session.workspace is None or session.writing:
            return
        self._stale = False
        if self._job is not None:
            self._job.cancel()
        now, person = self.desk.now(), self._asked or self.desk.person
        work = partial(tasks_of, now=now, person=person)
        self._job = session.read(_("Reading the day"), lambda workspace, _task: work(workspace), self.show_parts)
        self._job.finished.connect(partial(self._forget, self._job))

    @property
    def _asked(self) -> int | None:
        """Whose tasks the dashboard keeps to."""
        key = dict(self._only).get("staff")
        return key if isinstance(key, int) else None

    def _forget(self, job: Job) -> None:
        if self._job is job:
            self._job = None

    def show_parts(self, parts: list[Part]) -> None:
        """Shows the tasks that are late, and those that are due."""
        from crmdesk.screen.today.commands import commands_for
        from crmdesk.screen.today.line import TodayLine
        from crmdesk.store.agenda import LATE

        focus = next((place for place, line in enumerate(self.lines) if line.hasFocus()), -1)
        self._clear()
        for part in parts:
            for line in part.lines:
                # As much as can be done in place: the rest of the commands have their keys.
                made = TodayLine(
                    line.name or _("Without a title"),
                    self._detail(line),
                    commands_for(line.kind)[:1],
                    self,
                    late=part.id == LATE,
                )
                for button, command in zip(made.buttons, made.commands, strict=True):
                    button.setText("")
                    button.setIcon(icon(command.icon))
                made.opened.connect(partial(self.desk.open_record, line.kind, line.id))
                made.done.connect(partial(self._do, line))
                self.body.insertWidget(2 + len(self._lines), made)
                self._lines.append((line, made))
        kept = self._only.within(("staff",)) if self._asked is not None else EVERYTHING
        others = _("including unassigned") if kept else ""
        self.aside.setText(" · ".join(filter(None, (others, not_by(self._only, kept)))))
        self.aside.setVisible(bool(self._only))
        count = sum(part.count for part in parts)
        title = _("Late or due today")
        self.title.setText(_("{part} ({count})").format(part=title, count=number_text(count)) if count else title)
        self.none.setText(_("Nothing is late, and nothing more is due today."))
        self.none.setVisible(not count)
        self._fit()
        if focus >= 0 and self._lines:
            self.lines[min(focus, len(self._lines) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Shows what it showed before anything was read."""
        self.later.stop()
        self._clear()
        self._stale = True
        self.aside.hide()
        self.title.setText(_("Late or due today"))
        self.none.setText("")
        self.none.show()

    def _clear(self) -> None:
        for made in self.lines:
            # Qt may yet be about to show it, and would then show it as a window of its own.
            made.hide()
            made.setParent(None)
            made.deleteLater()
        self._lines = []

    def _detail(self, line: Line) -> str:
        """Until when, and whom it is about."""
        if line.at is None:
            return line.who
        calendar = self.desk.here.calendar
        day = calendar.day_of(line.at)
        today = day == calendar.day_of(self.desk.now())
        when = f"{calendar.local(line.at):%H:%M}" if today else short_date_text(day)
        return beside((when, line.who), "  ·  ")

    def _do(self, line: Line, act: str) -> None:
        from crmdesk.screen.today.commands import commands_for

        command = next(command for command in commands_for(line.kind) if command.act == act)
        self.desk.attempt(lambda: command.do(self.desk, line))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk the lines; the key of a command does it to the line that has the focus."""
        here = next((place for place, line in enumerate(self.lines) if line.hasFocus()), -1)
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if here < 0 or not plain:
            super().keyPressEvent(event)
        elif step is not None and 0 <= here + step < len(self.lines) and self.lines[here + step].isVisible():
            self.lines[here + step].setFocus(Qt.FocusReason.OtherFocusReason)
        elif (act := self._act_of(self._lines[here][0], event.text().upper())) and self._writable():
            self._do(self._lines[here][0], act)
        else:
            super().keyPressEvent(event)

    def _writable(self) -> bool:
        workspace = self.desk.session.workspace
        return workspace is not None and not workspace.read_only and not self.desk.session.writing

    def _act_of(self, line: Line, key: str) -> str:
        from crmdesk.screen.today.commands import commands_for

        return next((command.act for command in commands_for(line.kind) if command.key == key), "")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.later.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Only lines that are seen whole are shown; the arrow leads to the others."""
        margins = self.body.contentsMargins()
        room = self.height() - margins.top() - margins.bottom() - self.head.sizeHint().height()
        if self._only:
            room -= self.aside.sizeHint().height() + self.body.spacing()
        for made in self.lines:
            room -= made.sizeHint().height() + self.body.spacing()
            made.setVisible(room >= 0)


def tasks_of(workspace: Workspace, *, now: int, person: int | None) -> list[Part]:
    """The tasks that are late and those that are due today; with a person, hers and nobody's."""
    from crmdesk.store.agenda import DUE, LATE, agenda

    return [part for part in agenda(workspace, now, person=person, most=MOST) if part.id in (LATE, DUE)]
