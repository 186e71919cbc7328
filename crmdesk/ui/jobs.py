"""Work off the window's thread: one small job, with progress and cancel; every job is joined when the window closes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from crmdesk.text import _


class Cancelled(Exception):
    """The person, or the closing window, wants no result any more."""


class Task:
    """What the working function knows of its job: whether it is still wanted, and how to tell how far it is."""

    def __init__(self, tell: Callable[[object], None]) -> None:
        self._tell = tell
        self._cancelled = threading.Event()
        self._goes_on = threading.Event()
        self._goes_on.set()

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    @property
    def paused(self) -> bool:
        return not self._goes_on.is_set()

    def check(self) -> None:
        """Waits while the work is paused. Raises Cancelled where nobody waits any more."""
        self._goes_on.wait()
        if self.cancelled:
            raise Cancelled

    def progress(self, done: int, total: int, what: str = "") -> None:
        """Tells how far the work is; `total` 0 means that nobody knows. Raises Cancelled."""
        self.check()
        self._tell((done, total, what))

    def pause(self) -> None:
        """The work stands still from where it next looks whether it is wanted, until `go_on` or `cancel`."""
        self._goes_on.clear()

    def go_on(self) -> None:
        self._goes_on.set()

    def cancel(self) -> None:
        self._cancelled.set()
        self._goes_on.set()


class Job(QObject):
    """One piece of work. Emits exactly one of `done`, `failed` and `cancelled`, on the window's thread.

    What was cancelled after it `stands` in the file is done all the same.
    """

    done = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    progressed = Signal(object)
    finished = Signal()
    _returned = Signal(object)

    def __init__(self, parent: QObject, label: str, work: Callable[[Task], Any], *, stands: bool = False) -> None:
        super().__init__(parent)
        self.label, self._work, self._stands = label, work, stands
        self.task = Task(self.progressed.emit)
        self._thread: threading.Thread | None = None
        self._returned.connect(self._on_returned, Qt.ConnectionType.AutoConnection)

    def start(self, *, at_once: bool = False) -> None:
        """Begins; `at_once` works on the spot, for tests."""
        if at_once:
            self._run()
            return
        self._thread = threading.Thread(target=self._run, name=f"crmdesk: {self.label}")
        self._thread.start()

    def cancel(self) -> None:
        self.task.cancel()

    def join(self) -> None:
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        try:
            outcome: tuple[str, Any] = ("done", self._work(self.task))
        except Exception as fault:  # noqa: BLE001 - a job is an edge: the window tells what happened
            outcome = ("failed", fault)
        self._returned.emit(outcome)

    @Slot(object)
    def _on_returned(self, outcome: tuple[str, Any]) -> None:
        word, value = outcome
        self.join()
        if self.task.cancelled and not (self._stands and word == "done"):
            self.cancelled.emit()
        elif word == "done":
            self.done.emit(value)
        else:
            self.failed.emit(value)
        self.finished.emit()
        self.deleteLater()


class Jobs(QObject):
    """The jobs of a window."""

    started = Signal(object)
    idle = Signal()
    fault = Signal(object)

    def __init__(self, parent: QObject, *, at_once: bool = False) -> None:
        super().__init__(parent)
        self.at_once = at_once
        self.running: list[Job] = []

    def start(
        self,
        label: str,
        work: Callable[[Task], Any],
        done: Callable[[Any], None],
        *,
        failed: Callable[[Any], None] | None = None,
        cancelled: Callable[[], None] | None = None,
        stands: bool = False,
    ) -> Job:
        """Begins a job. A failure without a receiver of its own becomes a `fault` of the window."""
        job = Job(self, label or _("Working"), work, stands=stands)
        job.done.connect(done)
        job.failed.connect(failed or self.fault.emit)
        if cancelled is not None:
            job.cancelled.connect(cancelled)
        job.finished.connect(self._on_finished)
        self.running.append(job)
        self.started.emit(job)
        job.start(at_once=self.at_once)
        return job

    def close(self) -> None:
        """Cancels every job and waits for it."""
        for job in list(self.running):
            job.blockSignals(True)
            job.cancel()
        for job in list(self.running):
            job.join()
            job.deleteLater()
        self.running.clear()
        self.idle.emit()

    @Slot()
    def _on_finished(self) -> None:
        self.running = [job for job in self.running if job is not self.sender()]
        if not self.running:
            self.idle.emit()
