"""The period that the window shows and its figures: remembered ones at once, the others measured off its thread."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from crmdesk.domain.errors import UserError
from crmdesk.domain.period import Period
from crmdesk.kpi.only import EVERYTHING, Only
from crmdesk.kpi.remember import Fresh, keep
from crmdesk.screen import reading, said_before
from crmdesk.store.file import Workspace
from crmdesk.text import _
from crmdesk.ui.board import Board
from crmdesk.ui.jobs import Job

if TYPE_CHECKING:
    from crmdesk.screen.main_window import MainWindow

# The pages that show figures; while another page is shown nothing is measured.
PAGES = ("dashboard", "figure", "today")
# Figures of another period than the one that is asked for stand no longer than this.
_PATIENCE_MS = 250
# Whoever leafs through remembered periods is not kept waiting by their measuring: it begins after a rest.
_SOON_MS, _REST_MS = 30, 700
# What is remembered of a workspace that is opened is painted and looked at first.
_SIGHT_MS = 500
# After this time without another wish, the periods beside the present one are measured.
_AHEAD_MS = 900


class Measuring(QObject):
    """Emits `measured` with each new board, and `data` with how far the data goes."""

    measured = Signal(object)
    data = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window, self.session = window, window.session
        self.dashboard = window.dashboard
        self.period: Period | None = None
        self.later = QTimer(self, interval=_SOON_MS, singleShot=True)
        self.later.timeout.connect(self.measure)
        self.telling = QTimer(self, interval=2_000, singleShot=True)
        self.telling.timeout.connect(self._tell_data)
        self.unknown = QTimer(self, interval=_PATIENCE_MS, singleShot=True)
        self.unknown.timeout.connect(lambda: self.dashboard.show_board(None))
        self.ahead = QTimer(self, interval=_AHEAD_MS, singleShot=True)
        self.ahead.timeout.connect(self.measure_ahead)
        self.only = EVERYTHING
        self._job: Job | None = None
        self._ahead: Job | None = None
        self._due = self._opening = False
        # What was measured last, while nothing has changed since.
        self._known: tuple[Period, Only] | None = None
        self.dashboard.picker.chosen.connect(self.show_period)
        self.dashboard.picker.refused.connect(window.notice.tell)
        self.dashboard.filtered.connect(self.show_only)

    @property
    def board(self) -> Board | None:
        """The figures that are shown; None while nothing is known."""
        return self.dashboard.board

    @property
    def settled(self) -> bool:
        """Whether the figures that are shown are those of the file as it is."""
        return self._known is not None and self._known == (self.period, self.only) and self.board is not None

    def open(self, workspace: Workspace) -> None:
        """Begins with the last complete month of a workspace."""
        now = self.session.now()
        self._opening = True
        self.period, self.only = reading.first_period(workspace, now), EVERYTHING
        self.dashboard.open(min(max(self.window.memory.area, 0), 5))
        self.dashboard.picker.show_period(self.period, reading.newest_period(workspace, now))

    def recall(self) -> None:
        """Shows at once what is remembered of the period."""
        if self.period is not None:
            self.dashboard.show_board(self._remembered(self.period))

    def _remembered(self, period: Period) -> Board | None:
        return reading.remembered_board(self.session.here, period, self.session.now(), self.only)

    def stop(self) -> None:
        """Nothing more is to be measured."""
        for timer in (self.later, self.telling, self.unknown, self.ahead):
            timer.stop()

    def leave(self) -> None:
        """The workspace is being closed."""
        self.stop()
        self._due, self.period, self._known = False, None, None
        self.dashboard.show_board(None)

    def due(self) -> None:
        """The figures may be others now: they are measured as soon as they are seen."""
        self._due, self._known = True, None
        self.look()
        self.telling.start()

    def look(self) -> None:
        """Measures what is due, if the page that is shown has figures."""
        if self._due and self.window.shows() in PAGES:
            self.later.start(_SIGHT_MS if self._opening and self.board is not None else _SOON_MS)

    def _tell_data(self) -> None:
        """Says how much data there is, where no measuring does."""
        if self._due and self.session.workspace is not None and not self.session.writing:
            self.session.read(_("Counting"), lambda workspace, _task: reading.data_text(workspace), self.data.emit)

    def show_period(self, period: Period) -> None:
        """Shows another period on whatever page one is."""
        self.window.notice.hide()
        self.period = period
        self.dashboard.picker.show_period(period)
        self._show_other()

    def show_only(self, only: Only) -> None:
        """Shows the same period of a part of the business."""
        self.only = only
        self._show_other()
        self.window.desk.looked.emit()

    def _show_other(self) -> None:
        """Shows at once what is remembered of what is asked for now, and measures it."""
        if self.session.workspace is None or self.period is None:
            return
        self.window.rest.stir()
        if self._job is not None:
            self._job.cancel()
        board = self._remembered(self.period)
        if board is not None:
            self.unknown.stop()
            self.dashboard.show_board(board)
            self.ahead.stop()
            if self._ahead is not None:
                self._ahead.cancel()
            self.later.start(_REST_MS)
        else:
            self.unknown.start()
            self.measure()

    def step(self, step: int) -> None:
        """The period before, or the one after."""
        picker = self.dashboard.picker
        (picker.go_earlier if step < 0 else picker.go_later)()

    def measure(self) -> None:
        """Measures the period afresh, off the window's thread; an older measurement is given up."""
        if self.session.workspace is None or self.period is None or self.session.writing:
            return
        if self._job is not None:
            self._job.cancel()
        if self._ahead is not None:
            self._ahead.cancel()
        self.ahead.stop()
        self._due = self._opening = False
        work = partial(reading.measured_board, period=self.period, now=self.session.now(), only=self.only)
        self._job = self.session.read(_("Measuring"), work, self._on_measured)
        self._job.finished.connect(partial(self._forget_job, self._job))

    def measure_ahead(self) -> None:
        """Measures the periods beside the present one, so that they are there at once when they are asked for."""
        if self.session.workspace is None or self.period is None or self.session.writing or self._job is not None:
            return
        now = self.session.now()
        beside = [one for one in (self.period.before(), self.period.after()) if self._has_begun(one, now)]
        work = partial(reading.measured_ahead, periods=beside, now=now, only=self.only)
        self._ahead = self.session.read(_("Measuring"), work, self._keep)
        self._ahead.finished.connect(partial(self._forget_job, self._ahead))

    def _has_begun(self, period: Period, now: int) -> bool:
        return self.session.here.calendar.midnight(period.first) <= now

    def _forget_job(self, job: Job) -> None:
        if self._job is job:
            self._job = None
        elif self._ahead is job:
            self._ahead = None

    def _keep(self, fresh: Sequence[Fresh]) -> None:
        """Remembers figures; whoever cannot measures them again next time."""
        if not self.session.writing and self.session.workspace is not None:
            with contextlib.suppress(UserError):
                keep(self.session.here, fresh)

    def _on_measured(self, measured: reading.Measured) -> None:
        board = measured.board
        self.data.emit(measured.data)
        self._keep(measured.fresh)
        self.dashboard.filter.offer(measured.choices)
        if (board.period, board.only) != (self.period, self.only):
            return
        if not self.session.writing and board.said is not None:
            with contextlib.suppress(UserError):
                said_before.keep(self.session.here, board.period, board.only, board.said)
        self.unknown.stop()
        self.dashboard.show_board(board)
        if not self._due:
            self._known = (board.period, board.only)
        self.measured.emit(board)
        if self.window.shows() == "dashboard":
            self.ahead.start()
            if board.changed:
                self.window.notice.tell(reading.printed_notice(board))
