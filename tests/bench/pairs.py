"""Two ways of doing one thing, measured in turns: the median of the ratios says more than any time."""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

Work = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table. Numbers are milliseconds, or what `unit` says; a skipped measure has only its reason."""

    number: str
    what: str
    floor: float | None = None
    ours: float | None = None
    ratio: float | None = None
    goal: str = ""
    met: bool | None = None
    unit: str = "ms"
    note: str = ""


def compare(number: str, what: str, floor: Work, ours: Work, *, goal: float, pairs: int, note: str = "") -> Line:
    """Does both in turns, once for warming up and `pairs` times for the record; met where the ratio is in the goal."""
    return judged(number, what, timed(floor, ours, pairs), goal, note)


def judged(number: str, what: str, taken: list[tuple[float, float]], goal: float, note: str = "") -> Line:
    """The line of pairs of milliseconds (floor, ours)."""
    ratio = median(ours / floor for floor, ours in taken)
    lowest, mine = median(floor for floor, _ in taken), median(ours for _, ours in taken)
    return Line(number, what, lowest, mine, ratio, f"≤ {goal:g}", ratio <= goal, note=note)


def timed(floor: Work, ours: Work, pairs: int) -> list[tuple[float, float]]:
    """Milliseconds of both, in turns, after a warm-up."""
    floor()
    ours()
    return [(milliseconds(floor), milliseconds(ours)) for _ in range(pairs)]


def milliseconds(work: Work) -> float:
    """How long a piece of work takes, with nothing left over from the one before."""
    gc.collect()
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000
