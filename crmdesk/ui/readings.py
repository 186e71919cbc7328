"""The reading jobs of a page, each under a name: a newer one takes the place of an older one of its name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from crmdesk.store.file import Workspace
from crmdesk.ui.jobs import Job, Task
from crmdesk.ui.session import Session


class Readings(QObject):
    """Jobs that nobody waits for any more are given up."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs: dict[str, Job] = {}

    def start(
        self,
        id: str,
        label: str,
        work: Callable[[Workspace, Task], Any],
        done: Callable[[Any], None],
        failed: Callable[[Any], None] | None = None,
    ) -> None:
        """Begins a job in place of the one of that name."""
        self.cancel(id)
        job = self._session.read(label, work, done, failed=failed)
        self._jobs[id] = job
        job.finished.connect(partial(self._forget, id, job))

    def cancel(self, id: str = "") -> None:
        """Gives up the job of that name; without one every job."""
        for name in [id] if id else list(self._jobs):
            if (job := self._jobs.pop(name, None)) is not None:
                job.cancel()

    def _forget(self, id: str, job: Job) -> None:
        if self._jobs.get(id) is job:
            del self._jobs[id]
