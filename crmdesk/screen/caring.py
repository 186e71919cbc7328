"""Looks after the file: says when it was not closed properly, and copies it once a day without being asked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from crmdesk.domain.errors import UserError
from crmdesk.domain.wording import moment_text
from crmdesk.store import note
from crmdesk.store.file import Workspace
from crmdesk.text import _
from crmdesk.ui.home import folder_of, home
from crmdesk.ui.jobs import Task
from crmdesk.ui.plain import say

if TYPE_CHECKING:
    from crmdesk.screen.main_window import MainWindow

__all__ = ["Caring", "folder_of"]

# Not before the window has shown what it was opened for; and while it stays open over days, once more.
_SOON_MS, _AGAIN_MS = 4_000, 3_600_000
_OPEN = "open"


class Caring(QObject):
    """Works while a workspace is open for writing."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window, self.session = window, window.session
        self.timer = QTimer(self, singleShot=True)
        self.timer.timeout.connect(self.look)
        self._noted = False

    def open(self) -> None:
        """A workspace was opened."""
        self._noted = False
        say(self.window.bars.where, str(self.session.here.path))
        self.timer.start(_SOON_MS)

    def leave(self) -> None:
        """The workspace is being closed, properly."""
        self.timer.stop()
        if self._noted and self.session.workspace is not None and not self.session.writing:
            note.forget(self.session.here, _OPEN)
            self._noted = False

    def look(self) -> None:
        """Whether the last closing was one, and whether a copy is due."""
        self.timer.start(_AGAIN_MS)
        if self.session.workspace is None or self.session.writing or self.session.here.read_only:
            return
        if not self._noted:
            broken_off = note.recall(self.session.here, _OPEN) is not None
            note.keep(self.session.here, _OPEN, True)
            self._noted = True
            if broken_off:
                self.session.read(_("Checking the file"), _checked, self._tell_checked)
        self.back_up()

    def back_up(self) -> None:
        """Copies the file, if it has changed since the last copy and that is old enough."""
        from crmdesk.store import auto_backup

        folder = folder_of(self.session.here.path)
        if auto_backup.due(folder, self.session.here.path, self.session.now()):
            clock = self.session.clock

            def work(workspace: Workspace, _task: Task) -> Path:
                return auto_backup.run(workspace.engine, folder, clock)

            self.session.read(_("Backing up"), work, self._tell_copied, failed=self._tell_refused)

    def _tell_copied(self, copy: Path) -> None:
        when = moment_text(self.session.here.calendar.local(self.session.now()))
        text = _("{file}\nLast backup: {when}\n{copy}").format(file=self.session.here.path, when=when, copy=copy)
        say(self.window.bars.where, str(self.session.here.path), text)

    def _tell_refused(self, fault: Exception) -> None:
        if isinstance(fault, UserError):
            self.window.notice.tell(_("No backup could be made: {reason}").format(reason=fault))
        else:
            self.window.jobs.fault.emit(fault)

    def _tell_checked(self, answer: str) -> None:
        if answer == "ok":
            text = _(
                "crmdesk was not closed properly last time. The file was checked and is sound: everything that was "
                "saved is there. Crash reports, if there are any, are in {folder}."
            )
        else:
            text = _(
                "crmdesk was not closed properly last time, and the file is damaged. Restore a backup with File, "
                "Restore a backup; the copies are in {folder}."
            )
        folder = home() / "reports" if answer == "ok" else folder_of(self.session.here.path)
        act = None if answer == "ok" else self.window.filing.ask_restore
        self.window.notice.tell(text.format(folder=folder), _("Restore a backup…"), act)


def _checked(workspace: Workspace, _task: Task) -> str:
    from crmdesk.store.check import integrity

    return integrity(workspace)
