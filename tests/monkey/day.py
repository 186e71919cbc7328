"""A monkey's day on a copy of the demo: its events, the looks in between, and what must be true in the evening."""

from __future__ import annotations

import ctypes
import faulthandler
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from crmdesk.exchange import interchange
from crmdesk.screen.main_window import MainWindow
from crmdesk.store.check import integrity
from crmdesk.store.file import SUFFIX, Workspace, open_workspace
from crmdesk.ui.home import bin_of, home, take_from_bin
from tests import qt_leaks
from tests.monkey.edges import Desktop, guarded
from tests.monkey.monkey import Monkey
from tests.monkey.watch import Watch, forgotten_windows, watching
from tests.screen.driving import NOON, settle
from tests.store.rows import dump
from tests.store.shop import TickingClock

SECOND = 1_000_000
# So many events in another workspace than the book, or in none, before the book is opened again.
_ASTRAY = 40
_LOOK_EVERY = 250
# A page that is open holds some thousand objects; bytes since the first look.
_MOST_OBJECTS, _MOST_GROWTH = 12_000, 400 << 20
# A button with a menu waits in a loop of its own until something is chosen: after so many ticks the monkey goes on.
_TICK_MS, _TICKS = 50, 3
_PATIENCE = 5.0


class Wrong(AssertionError):
    """What the monkey brought to light."""


class Day:
    """The window, the book it is to work in, and the monkey. `folder` is also where crmdesk keeps its own data."""

    def __init__(self, folder: Path, demo: Path, seed: int, *, at_once: bool, trail: TextIO | None = None) -> None:
        self.seed, self.chance = seed, random.Random(seed)
        self.book = Path(shutil.copy(demo, folder / f"Shop{SUFFIX}"))
        self.desktop = Desktop(folder, self.book, self.chance)
        self.monkey = Monkey(self.chance, trail)
        self.clock = TickingClock(NOON)
        self.at_once = at_once
        # After so many seconds an event counts as hanging, and the program ends and says where; 0: never.
        self.hangs_after = 0.0
        self.events = self.windows = self.steps = self._ticks = self._astray = self._memory = 0
        self.watch: Watch
        self.window: MainWindow

    def run(self, events: int, tell: Callable[[Day], None] = lambda _day: None) -> None:
        """Makes so many events; raises Wrong, with the last of them. `tell` is called after every thousand."""
        try:
            self._run(events, tell)
        except AssertionError as fault:
            words = [*self.monkey.done, "", f"{self.events} events of seed {self.seed}: {fault}"]
            raise Wrong("\n".join(words)) from fault

    def _run(self, events: int, tell: Callable[[Day], None]) -> None:
        with open_workspace(self.book, read_only=True) as workspace:
            first, start = dump(workspace), workspace.journal.steps()[-1].id
        before = qt_leaks.living()
        with watching() as self.watch, guarded(self.desktop):
            self._open_window()
            hand = QTimer(interval=_TICK_MS)
            hand.timeout.connect(self._lend_a_hand)
            hand.start()
            try:
                while self.events < events:
                    self._step()
                    if self.events % 1000 == 0:
                        tell(self)
                self._look()
            finally:
                hand.stop()
                if self.hangs_after:
                    faulthandler.cancel_dump_traceback_later()
                self._close_window()
            self._require(qt_leaks.left_since(before, _PATIENCE))
        self._evening(first, start)

    def state(self) -> str:
        """How much there is by now: objects of Qt in the window, and memory where the system tells it."""
        objects = len(self.window.findChildren(QObject))
        return f"{objects} objects, {memory() >> 20} MB, {self.windows} windows"

    # During the day

    def _step(self) -> None:
        if self.hangs_after:
            faulthandler.dump_traceback_later(self.hangs_after, exit=True)
        self.clock.at += self.chance.randrange(90 * SECOND)
        self._ticks = 0
        self.monkey.act(self.window)
        self.events += 1
        QApplication.processEvents()
        # Without a loop around it nothing else lets go of what was closed.
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        if self.window.jobs.running and self.chance.random() < 0.6:
            settle(self.window)
        self._require(self.watch.faults)
        self._keep_to_the_book()
        if self.events % _LOOK_EVERY == 0:
            self._look()

    def _lend_a_hand(self) -> None:
        """Counts while an event is not over, and then makes another one inside it."""
        self._ticks += 1
        if self._ticks > _TICKS and QApplication.activePopupWidget() is not None:
            self._ticks = 0
            self.monkey.choose()

    def _keep_to_the_book(self) -> None:
        """The monkey may quit, close the workspace and make others; after a while it comes back."""
        if not self.window.isVisible():
            self._let_go()
            self._open_window()
        if bin_of(self.book.name).exists():
            take_from_bin(bin_of(self.book.name), self.book)
        here = self.window.session.workspace
        self._astray = self._astray + 1 if here is None or here.path != self.book else 0
        if self._astray > _ASTRAY and self.monkey.leave_dialogs() and not self.window.session.writing:
            self.window.open(self.book)

    def _look(self) -> None:
        """Closes what is open and looks for what was forgotten."""
        if not self.monkey.leave_dialogs():
            raise Wrong(f"Esc does not close {QApplication.activeModalWidget()}.")
        settle(self.window)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self._require(forgotten_windows(self.window))
        self._require_room()
        self._require(self.watch.faults)
        here = self.window.session.workspace
        if here is not None and (state := integrity(here)) != "ok":
            steps = [step.label for step in here.journal.latest(30)]
            raise Wrong("\n".join([*steps, f"{here.path.name}: {state}"]))
        self._require([path.read_text(encoding="utf-8") for path in (home() / "reports").glob("*")])

    def _require_room(self) -> None:
        """What the window holds stays bounded, however long the day is."""
        self._memory = self._memory or memory()
        objects = len(self.window.findChildren(QObject))
        if memory() - self._memory > _MOST_GROWTH or objects > _MOST_OBJECTS:
            raise Wrong(f"The window grows: {self.state()}")

    def _require(self, faults: list[str]) -> None:
        if faults:
            raise Wrong("\n".join(faults))

    def _open_window(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.window = MainWindow(app, self.clock, at_once=self.at_once)
        self.windows += 1
        self.watch.follow(self.window)
        self.window.resize(1366, 740)
        self.window.show()
        self.window.activateWindow()
        self.window.open(self.book)
        settle(self.window)

    def _close_window(self) -> None:
        settle(self.window)
        self.window.close()
        self._let_go()

    def _let_go(self) -> None:
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    # In the evening

    def _evening(self, first: dict[str, list[tuple]], start: int) -> None:
        for path in (self.book, *home().glob(f"*{SUFFIX}")):
            with open_workspace(path, clock=self.clock) as workspace:
                if (state := integrity(workspace)) != "ok":
                    raise Wrong(f"{path.name}: {state}")
                interchange.export(workspace, self.desktop.folder / "evening" / path.stem)
        with open_workspace(self.book, clock=self.clock) as workspace:
            self.steps = take_all_back(workspace, start)
            last = dump(workspace)
            changed = [table for table, rows in first.items() if rows != last[table]]
            if changed or integrity(workspace) != "ok":
                raise Wrong(f"After undoing everything {changed} are others; {integrity(workspace)}")


def take_all_back(workspace: Workspace, start: int) -> int:
    """Undoes every step after one, the newest first, undos and redos among them; answers how many."""
    steps = [step.id for step in workspace.journal.steps() if step.id > start]
    for step in reversed(steps):
        if not workspace.journal.find(step).undone:
            workspace.journal.undo(step)
    return len(steps)


def memory() -> int:
    """Bytes in use, without what is only kept for later; 0 where the system does not tell."""
    place = Path("/proc/self/statm")
    if not place.exists():
        return 0
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
    return int(place.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
