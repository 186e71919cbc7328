"""The period that the window shows and its figures: remembered ones at once, the others measured off its thread."""

from __future__ import annotations

import contextlib
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from crmdesk.domain.errors import UserError
from crmdesk.domain.period import Period
from crmdesk.kpi.remember import keep
from crmdesk.screen import reading
from crmdesk.store.file import Workspace
from crmdesk.text import _
from crmdesk.ui.board import Board
from crmdesk.ui.jobs import Job

if TYPE_CHECKING:
    from crmdesk.screen.main_window import MainWindow

# The pages that show figures; while another page is shown nothing is measured.
PAGES = ("dashboard", "figure", "today")


class Measuring(QObject):
    """Emits `measured` with each new board, and `data` with how far the data goes."""

    measured = Signal(object)
    data = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window, self.session = window, window.session
        self.dashboard = window.dashboard
        self.period: Period | None = None
        self.later = QTimer(self, interval=30, singleShot=True)
        self.later.timeout.connect(self.measure)
        self.telling = QTimer(self, interval=2_000, singleShot=True)
        self.telling.timeout.connect(self._tell_data)
        self._job: Job | None = None
        self._due = False
        self.dashboard.picker.chosen.connect(self.show_period)
        self.dashboard.picker.refused.connect(window.notice.tell)

    @property
    def board(self) -> Board | None:
        """The figures that are shown; None while nothing is known."""
        return self.dashboard.board

    def open(self, workspace: Workspace) -> None:
        """Begins with the last complete month of a workspace."""
        now = self.session.now()
        self.period = reading.first_period(workspace, now)
        self.dashboard.show_board(None)
        self.dashboard.picker.show_period(self.period, reading.newest_period(workspace, now))
        self.dashboard.show_area(min(max(self.window.memory.area, 0), 5))

    def recall(self) -> None:
        """Shows at once what is remembered of the period."""
        if self.period is not None:
            board = reading.remembered_board(self.session.here, self.period, self.session.now())
            self.dashboard.show_board(board)

    def leave(self) -> None:
        """The workspace is being closed."""
        self.later.stop()
        self.telling.stop()
        self._due, self.period = False, None
        self.dashboard.show_board(None)

    def due(self) -> None:
        """The figures may be others now: they are measured as soon as they are seen."""
        self._due = True
        self.look()
        self.telling.start()

    def look(self) -> None:
        """Measures what is due, if the page that is shown has figures."""
        if self._due and self.window.shows() in PAGES:
            self.later.start()

    def _tell_data(self) -> None:
        """Says how much data there is, where no measuring does."""
        if self._due and self.session.workspace is not None and not self.session.writing:
            self.session.read(_("Counting"), lambda workspace, _task: reading.data_text(workspace), self.data.emit)

    def show_period(self, period: Period) -> None:
        """Shows another period on whatever page one is."""
        self.window.notice.hide()
        self.period = period
        self.dashboard.picker.show_period(period)
        if self.session.workspace is not None:
            board = reading.remembered_board(self.session.here, period, self.session.now())
            if board is not None:
                self.dashboard.show_board(board)
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
        self._due = False
        period, now = self.period, self.session.now()
        work = partial(reading.measured_board, period=period, now=now)
        self._job = self.session.read(_("Measuring"), work, self._on_measured)
        self._job.finished.connect(partial(self._forget_job, self._job))

    def _forget_job(self, job: Job) -> None:
        if self._job is job:
            self._job = None

    def _on_measured(self, measured: reading.Measured) -> None:
        board = measured.board
        self.data.emit(measured.data)
        if not self.session.writing:
            # Whoever cannot remember measures again next time.
            with contextlib.suppress(UserError):
                keep(self.session.here, measured.fresh)
        if board.period != self.period:
            return
        self.dashboard.show_board(board)
        self.measured.emit(board)
        if board.changed and self.window.shows() == "dashboard":
            self.window.notice.tell(reading.printed_notice(board))
