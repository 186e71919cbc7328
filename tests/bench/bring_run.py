"""A large file brought in through the window, as JSON: the worst gap of each phase, and how soon a cancel ends each.

It is done as by a person: the file is looked at, what is probable is taken, the plan is made and carried out.
"""

import json
import sys
import time
from pathlib import Path

from crmdesk.__main__ import load_ahead

load_ahead()

# ruff: noqa: E402 - as the program does it
from PySide6.QtWidgets import QApplication

from crmdesk.domain.clock import Clock
from crmdesk.screen.import_page import ImportPage
from crmdesk.screen.main_window import MainWindow
from crmdesk.screen.start import begin, settle
from crmdesk.store.file import create
from crmdesk.ui.desk import Place
from crmdesk.ui.jobs import Job
from tests.bench.heart import Heart

_LONG = 3600
# At these parts of the time that each phase takes it is cancelled.
MOMENTS = {"looking": (0.5,), "planning": (0.3, 0.9), "writing": (0.1, 0.4, 0.7, 0.85, 0.95, 0.99)}


class Bringing:
    """The window and the file that is brought in."""

    def __init__(self, window: MainWindow, table: Path) -> None:
        self.window, self.table, self.heart = window, table, Heart(window)

    def open(self, path: Path) -> None:
        """Makes an empty workspace and opens it."""
        create(path).close()
        self.window.open(path)
        self.quiet()

    @property
    def page(self) -> ImportPage:
        page = self.window.page
        assert isinstance(page, ImportPage)
        return page

    def quiet(self) -> None:
        """Waits until no job runs any more."""
        self.heart.until(lambda: not self.window.jobs.running, _LONG)
        self.heart.rest(0.1)

    def begin(self, phase: str) -> Job:
        """Begins a phase and answers its job; what is to come before it is done."""
        if phase == "looking":
            self.window.filing.take([self.table])
        elif phase == "planning":
            self.page._answer_all()
            self.page._make_plan()
        else:
            self.page.carry_out()
        return next(job for job in self.window.jobs.running)

    def end(self, job: Job) -> None:
        """Waits for the end of a job, and for what the window does then."""
        self.heart.until(lambda: job not in self.window.jobs.running, _LONG)

    def whole(self) -> dict[str, float]:
        """All phases without cancelling: the seconds of each."""
        taken = {}
        for phase in MOMENTS:
            self.quiet()
            self.heart.begin()
            start = time.monotonic()
            self.end(self.begin(phase))
            taken[phase] = time.monotonic() - start
            self.quiet()
            gap = self.heart.worst
            _say(sort="gap", phase=phase, seconds=taken[phase], gap=[gap.wall, gap.cpu, gap.queued])
        return taken

    def cancelled(self, phase: str, seconds: float) -> None:
        """Begins a phase, cancels it after so many seconds, and waits until the window is as before."""
        job = self.begin(phase)
        self.heart.rest(seconds)
        if job not in self.window.jobs.running:
            return
        self.heart.begin()
        start = time.monotonic()
        job.cancel()
        self.end(job)
        gap, taken = self.heart.worst, time.monotonic() - start
        rows = self.window.session.here.rows("SELECT count(*) FROM sale")[0][0]
        _say(sort="cancel", phase=phase, after=seconds, seconds=taken, rows=rows, gap=[gap.wall, gap.cpu, gap.queued])


def _say(**told: object) -> None:
    print(json.dumps(told), flush=True)


def _ready_for(bringing: Bringing, phase: str) -> None:
    """Does what comes before a phase."""
    bringing.page.begin_anew()
    bringing.quiet()
    for before in list(MOMENTS)[: list(MOMENTS).index(phase)]:
        bringing.end(bringing.begin(before))
        bringing.quiet()


def main(folder: Path, table: Path, wanted: set[str]) -> int:
    """Runs the window on workspaces in that folder."""
    sys.setswitchinterval(0.001)
    app = QApplication(sys.argv[:1])
    window = MainWindow(app, Clock())
    window.resize(1366, 740)
    window.show()
    begin(window, None)
    settle()
    bringing = Bringing(window, table)
    bringing.open(folder / "whole.crmdesk")
    # How long pages take at their first sight is measured elsewhere.
    window.desk.go(Place("import"))
    bringing.quiet()
    taken = bringing.whole()
    if "cancel" in wanted:
        bringing.open(folder / "cancelled.crmdesk")
        window.filing.take([table])
        bringing.quiet()
        for phase, parts in MOMENTS.items():
            _ready_for(bringing, phase)
            for part in parts:
                if phase == "looking":
                    bringing.page.begin_anew()
                bringing.cancelled(phase, taken[phase] * part)
                bringing.quiet()
    window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), set(sys.argv[3].split(","))))
