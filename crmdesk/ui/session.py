"""The open workspace of a window: one writer on the window's thread, readers of their own for jobs, one signal."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from crmdesk.domain.clock import Clock
from crmdesk.domain.errors import Busy, UserError
from crmdesk.store import file
from crmdesk.store.file import Workspace
from crmdesk.text import _
from crmdesk.ui.jobs import Cancelled, Job, Jobs, Task

Done = Callable[[Any], None]


class Session(QObject):
    """Opens, closes and changes the workspace. `changed` carries the Change; None: anything may have changed.

    `gone`: for a while there is no workspace, until it `changed`.
    """

    opened = Signal(object)
    changed = Signal(object)
    lost = Signal()
    gone = Signal()

    def __init__(self, parent: QObject, jobs: Jobs, clock: Clock | None = None) -> None:
        super().__init__(parent)
        self.jobs, self.clock = jobs, clock or Clock()
        self.workspace: Workspace | None = None
        self.writing = False

    @property
    def here(self) -> Workspace:
        """The open workspace. Raises UserError where none is."""
        if self.workspace is None:
            raise UserError(_("No workspace is open; open one, or make a new one, first."))
        return self.workspace

    def now(self) -> int:
        """The moment as of which everything is shown."""
        return self.clock.now()

    def open(self, path: Path, *, read_only: bool = False) -> None:
        """Opens a workspace in place of the present one, which stays if this one cannot be opened."""
        self.require_idle()
        self._adopt(file.open_workspace(path, read_only=read_only, clock=self.clock))

    def create(self, path: Path, settings: Mapping[str, Any]) -> None:
        """Makes an empty workspace and opens it."""
        self.require_idle()
        self._adopt(file.create(path, settings, clock=self.clock))

    def close(self) -> None:
        """Closes the workspace, once no job reads it any more."""
        self.require_idle()
        self.jobs.close()
        if self.workspace is not None:
            self.workspace.close()
            self.workspace = None

    def read(self, label: str, work: Callable[[Workspace, Task], Any], done: Done, **receivers: Any) -> Job:
        """Reads the workspace in a job, through a connection of its own."""
        here = self.here

        def reading(task: Task) -> Any:
            with reader(here, task) as workspace:
                return work(workspace, task)

        return self.jobs.start(label, reading, done, **receivers)

    def write(self, label: str, work: Callable[[Workspace, Task], Any], done: Done) -> None:
        """Changes the workspace in a job: the window looks on through a reader until the writer comes back."""
        path, clock = self.here.path, self.clock

        def writing(task: Task) -> Any:
            with file.open_workspace(path, clock=clock) as workspace:
                try:
                    return work(workspace, task)
                finally:
                    # What was given up stands in the log too.
                    with contextlib.suppress(UserError):
                        workspace.empty_log()

        self._hand_over(label, writing, done)

    def replace(self, label: str, work: Callable[[Task], Any], done: Done) -> None:
        """Works on the file while nobody has it open: a restore, an erasure.

        What comes in its place may be of an older crmdesk.
        """
        self._hand_over(label, partial(_replaced, self.here.path, self.clock, work), done, look_on=False)

    def put_in_place(self, label: str, path: Path, work: Callable[[Task], Any], done: Done) -> None:
        """Works on a file that cannot be opened or is not there yet, while nothing is open: a restore.

        Raises UserError where something is being written.
        """

        def failed(fault: Exception | None) -> None:
            if fault is not None:
                self.jobs.fault.emit(fault)

        self._alone(label, partial(_replaced, path, self.clock, work), done, failed)

    def upgrade(self, path: Path, done: Callable[[], None], failed: Callable[[Exception | None], None]) -> None:
        """Brings a file of an older crmdesk up to date in a job, while nothing is open. `failed` gets None if given up.

        Raises UserError where something is being written.
        """
        label = _("Upgrading {file}").format(file=path.name)
        self._alone(label, partial(_upgrade, path, self.clock), lambda _nothing: done(), failed)

    def _alone(
        self, label: str, work: Callable[[Task], Any], done: Done, failed: Callable[[Exception | None], None]
    ) -> None:
        self.close()
        self.writing = True

        def ended(then: Callable[[], None]) -> None:
            self.writing = False
            then()

        self.jobs.start(
            label,
            work,
            lambda outcome: ended(partial(done, outcome)),
            failed=lambda fault: ended(partial(failed, fault)),
            cancelled=lambda: ended(partial(failed, None)),
        )

    def _hand_over(self, label: str, work: Callable[[Task], Any], done: Done, *, look_on: bool = True) -> None:
        self.require_idle()
        self.here.require_writable()
        path = self.here.path
        if not look_on:
            self.jobs.close()
        self.here.close()
        self.workspace = file.open_workspace(path, read_only=True, clock=self.clock) if look_on else None
        self.writing = True
        if not look_on:
            self.gone.emit()

        def take_back() -> None:
            self.writing = False
            self._back(path)

        def on_done(outcome: Any) -> None:
            take_back()
            done(outcome)

        def on_failed(fault: Exception) -> None:
            take_back()
            self.jobs.fault.emit(fault)

        self.jobs.start(label, work, on_done, failed=on_failed, cancelled=take_back, stands=True)

    def require_idle(self) -> None:
        """Raises UserError where something is being written."""
        if self.writing:
            raise UserError(_("Something is being written at the moment; wait until it is finished."))

    def _back(self, path: Path) -> None:
        if self.workspace is not None:
            self.workspace.close()
            self.workspace = None
        try:
            found = self._open_again(path)
        except UserError as fault:
            self.jobs.fault.emit(fault)
            self.lost.emit()
            return
        self._watch(found)
        self.changed.emit(None)

    def _open_again(self, path: Path) -> Workspace:
        try:
            return file.open_workspace(path, clock=self.clock)
        except Busy:
            return file.open_workspace(path, read_only=True, clock=self.clock)

    def _adopt(self, found: Workspace) -> None:
        self.jobs.close()
        if self.workspace is not None:
            self.workspace.close()
        self._watch(found)
        self.opened.emit(found)

    def _watch(self, found: Workspace) -> None:
        self.workspace = found
        found.journal.watch(self.changed.emit)


def _upgrade(path: Path, clock: Clock, task: Task) -> None:
    """Opening a file for writing is what upgrades it."""
    file.open_workspace(path, clock=clock, given_up=lambda: task.cancelled).close()


def _replaced(path: Path, clock: Clock, work: Callable[[Task], Any], task: Task) -> Any:
    found = work(task)
    # Whatever stands against it is told when the window opens the file.
    with contextlib.suppress(UserError):
        _upgrade(path, clock, task)
    return found


@contextmanager
def reader(here: Workspace, task: Task) -> Iterator[Workspace]:
    """A connection for one job; a cancelled job's query ends, and whatever it raised then is Cancelled."""
    task.check()
    with file.open_beside(here) as workspace:
        try:
            with workspace.engine.unless(lambda: task.cancelled):
                yield workspace
        except Exception:
            task.check()
            raise


__all__ = ["Cancelled", "Session", "reader"]
