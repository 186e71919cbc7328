"""A large file brought in through the window, as JSON: the worst gap of each phase, and how soon a cancel ends each.

It is done as by a person: the file is looked at, what is probable is taken, the plan is made and carried out.
"""

import json
import sys
import time
from pathlib import Path

from crmdesk.__main__ import load_qt

load_qt()

# ruff: noqa: E402 - as the program does it
from PySide6.QtWidgets import QApplication

from crmdesk.domain.clock import Clock
from crmdesk.screen.importing.page import ImportPage
from crmdesk.screen.main_window import MainWindow
from crmdesk.screen.start import TURN_SECONDS, begin, settle
from crmdesk.store.file import create
from crmdesk.ui.desk import Place
from crmdesk.ui.jobs import Job
from tests.bench.heart import Heart, Span

_LONG = 3600
# Each phase is cancelled when it has told so much of how far it is; beyond 1: in the time after it told the last.
MOMENTS = {"looking": (0.5,), "planning": (0.3, 0.9), "writing": (0.05, 0.4, 0.8, 1, 1.3, 1.6, 1.9)}


class Told:
    """How often a job told how far it is, and when it did last."""

    def __init__(self, job: Job) -> None:
        self.count, self.at, self.seconds_after = 0, time.monotonic(), 0.0
        job.progressed.connect(self._note)

    def _note(self, _progress: object) -> None:
        self.count, self.at = self.count + 1, time.monotonic()


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
            self.page.work.answer_all()
            self.page.work.make_plan()
        else:
            self.page.carry_out()
        return next(job for job in self.window.jobs.running)

    def end(self, job: Job) -> None:
        """Waits for the end of a job, and for what the window does then."""
        self.heart.until(lambda: job not in self.window.jobs.running, _LONG)

    def whole(self) -> dict[str, Told]:
        """All phases without cancelling: what each told."""
        found = {}
        for phase in MOMENTS:
            self.quiet()
            self.heart.begin()
            start = time.monotonic()
            job = self.begin(phase)
            told = found[phase] = Told(job)
            self.end(job)
            seconds = time.monotonic() - start
            told.seconds_after = time.monotonic() - told.at
            self.quiet()
            _say(sort="gap", phase=phase, seconds=seconds, gap=_parts(self.heart.worst))
        return found

    def cancelled(self, phase: str, whole: Told, part: float) -> bool:
        """Begins a phase, cancels it there, and waits until the window is as before; answers whether nothing is left.

        What was in the file by then is done.
        """
        job = self.begin(phase)
        told = Told(job)
        self.heart.until(lambda: told.count >= whole.count * part or told.count >= whole.count, _LONG)
        self.heart.rest(max(part - 1, 0) * whole.seconds_after)
        self.heart.begin()
        start = time.monotonic()
        if job in self.window.jobs.running:
            job.cancel()
        self.end(job)
        seconds = time.monotonic() - start
        rows = self.window.session.here.rows("SELECT count(*) FROM sale")[0][0]
        _say(sort="cancel", phase=phase, part=part, seconds=seconds, rows=rows, gap=_parts(self.heart.worst))
        return not rows


def _parts(span: Span) -> list[float]:
    return [span.wall, span.cpu, span.queued]


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
    sys.setswitchinterval(TURN_SECONDS)
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
    whole = bringing.whole()
    if "cancel" in wanted:
        bringing.open(folder / "cancelled.crmdesk")
        _cancel(bringing, whole, folder)
    window.close()
    return 0


def _cancel(bringing: Bringing, whole: dict[str, Told], folder: Path) -> None:
    """Cancels every phase at every moment; after what was done all the same it goes on with an empty workspace."""
    bringing.window.desk.go(Place("import"))
    for phase, parts in MOMENTS.items():
        _ready_for(bringing, phase)
        for part in parts:
            if phase == "looking":
                bringing.page.begin_anew()
            if not bringing.cancelled(phase, whole[phase], part):
                bringing.open(folder / f"again {part}.crmdesk")
                bringing.window.desk.go(Place("import"))
                _ready_for(bringing, phase)
            bringing.quiet()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), set(sys.argv[3].split(","))))
