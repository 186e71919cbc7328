"""Brings reminders up once the window stands, and again whenever something falls due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QVBoxLayout

from crmdesk.store.journal import Change

if TYPE_CHECKING:
    from crmdesk.screen.main_window import MainWindow
    from crmdesk.screen.reminders import Reminders

_SOON_MS = 1_200


class Reminding(QObject):
    """Loads the reminders after the first paint; `room` is where they come up, above the page."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window = window
        self.room = QVBoxLayout()
        self.line: Reminders | None = None
        self.timer = QTimer(self, interval=_SOON_MS, singleShot=True)
        self.timer.timeout.connect(self.begin)

    def open(self) -> None:
        """A workspace was opened."""
        self.timer.start()

    def leave(self) -> None:
        """The workspace is being closed."""
        self.timer.stop()
        if self.line is not None:
            self.line.leave()

    def refresh(self, change: Change | None) -> None:
        """A task may have been done, put off or written down."""
        if self.line is not None and self.line.waiting and (change is None or "activity" in change.tables):
            self.line.show_next()

    def begin(self) -> None:
        """Looks for what is due, now and from time to time."""
        if self.window.session.workspace is None:
            return
        if self.line is None:
            from crmdesk.screen.reminders import Reminders

            self.line = Reminders(self.window.desk, self.window)
            self.room.addWidget(self.line)
        self.line.open()
