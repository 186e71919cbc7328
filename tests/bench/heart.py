"""A heartbeat on the window's thread: how long the window did not listen, and whether it worked or waited meanwhile."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer

BEAT_MS = 5
_THREADS = Path("/proc/self/task")


@dataclass(frozen=True, slots=True)
class Span:
    """Milliseconds of a stretch of time on this thread.

    `cpu` it worked; `queued` this program could have worked, on this thread or on one that it waited for, but other
    programs had every processor (0 where the system does not tell).
    """

    wall: float = 0
    cpu: float = 0
    queued: float = 0

    @property
    def own(self) -> float:
        """How long it would have been on a computer that does nothing else."""
        return max(self.wall - self.queued, self.cpu)


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in the time of this thread, in seconds, and for how many nanoseconds each thread had to queue."""

    wall: float
    cpu: float
    queued: dict[str, int]

    def since(self, other: "Moment") -> Span:
        waits = (wait - other.queued.get(thread, 0) for thread, wait in self.queued.items())
        return Span((self.wall - other.wall) * 1000, (self.cpu - other.cpu) * 1000, sum(waits) / 1e6)


def moment() -> Moment:
    """Now."""
    return Moment(time.perf_counter(), time.thread_time(), _queues())


def _queues() -> dict[str, int]:
    found = {}
    for thread in _THREADS.iterdir() if _THREADS.exists() else ():
        # A thread may end meanwhile.
        with suppress(OSError, IndexError):
            found[thread.name] = int((thread / "schedstat").read_text().split()[1])
    return found


class Heart(QObject):
    """Beats all the time; between two beats nothing of the window was painted and no key was heard."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loop = QEventLoop(self)
        self._done: Callable[[], object] | None = None
        self._last = moment()
        self.worst = Span()
        self._timer = QTimer(self, interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def begin(self) -> Moment:
        """Forgets the gaps of before."""
        self.worst, self._last = Span(), moment()
        return self._last

    def until(self, done: Callable[[], object], seconds: float = 60) -> None:
        """Lets the window live until something is so. Raises TimeoutError."""
        end = time.monotonic() + seconds
        self._done = lambda: done() or time.monotonic() > end
        self._loop.exec()
        self._done = None
        if time.monotonic() > end and not done():
            raise TimeoutError("What was waited for did not happen.")

    def rest(self, seconds: float) -> None:
        """Lets the window live for a while."""
        end = time.monotonic() + seconds
        self.until(lambda: time.monotonic() >= end, seconds + 60)

    def _beat(self) -> None:
        now = moment()
        gap, self._last = now.since(self._last), now
        if gap.own > self.worst.own:
            self.worst = gap
        if self._done is not None and self._done():
            self._loop.quit()
