"""Measures 7, 8 and 9 and the desk: pages, lists, searches and commands of the real window on a store, in one run.

What is judged is time without waiting for processors that other programs have, where the system tells it.
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

from crmdesk.store.file import open_workspace
from crmdesk.store.search_index import behind, catch_up
from tests.bench.child import ROOT, Failed
from tests.bench.heart import Span
from tests.bench.pairs import Line, judged
from tests.bench.stores import open_store

DESK = "desk"
NUMBERS = ("7", "8", "9", DESK)
MOST_PAINT_MS, MOST_GAP_MS = 150, 100
_GOALS = {"7": 1.3, "8": 1.7, "9": 0.2}
# Of each: without queueing for a processor, by the clock, and what the thread itself worked.
_HEADS = (
    *("on the desk", "first paint", "by the clock", "worked", "all there"),
    *("worst gap", "by the clock", "worked", "goal", "met"),
)


@dataclass(frozen=True, slots=True)
class Felt:
    """A page that was gone to (with its first paint), or a command that was done."""

    what: str
    gap: Span
    paint: Span | None = None
    whole: Span | None = None

    @property
    def met(self) -> bool:
        """Whether nobody would have felt it."""
        return self.paint.own <= MOST_PAINT_MS if self.paint else self.gap.own <= MOST_GAP_MS


def measured(path: Path, size: str, wanted: set[str]) -> Iterator[Line | Felt]:
    """What the window told of itself, as it goes."""
    _make_ready(path)
    with closing(open_store(path)) as workspace:
        now = workspace.clock.now()
    for found in _told(path, now, wanted):
        if found["sort"] == "pairs":
            taken = [(floor, ours) for floor, ours in found["taken"]]
            number = found["number"]
            yield judged(number, f"{found['what']}, {size}", taken, _GOALS[number], found["note"])
        else:
            spans = {name: Span(*found[name]) for name in ("gap", "paint", "whole") if name in found}
            yield Felt(found["what"], **spans)


def table(felt: list[Felt]) -> str:
    """All pages and commands, aligned."""
    rows = [_HEADS, *(_cells(one) for one in felt)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(_HEADS))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if 0 < place < len(_HEADS) - 2 else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def _cells(one: Felt) -> tuple[str, ...]:
    goal = f"paint ≤ {MOST_PAINT_MS}" if one.paint else f"gap ≤ {MOST_GAP_MS}"
    whole = f"{one.whole.wall:,.0f} ms" if one.whole else ""
    return one.what, *_three(one.paint), whole, *_three(one.gap), goal, "yes" if one.met else "NO"


def _three(span: Span | None) -> tuple[str, ...]:
    return tuple(f"{value:,.0f} ms" for value in (span.own, span.wall, span.cpu)) if span else ("", "", "")


def _make_ready(path: Path) -> None:
    """The search of a window that has been open for a while knows every word."""
    with open_workspace(path) as workspace:
        if behind(workspace):
            print("Indexing the store for the search; this takes a while, once.", file=sys.stderr)
            while not catch_up(workspace, 5_000):
                pass


def _told(path: Path, now: int, wanted: set[str]) -> Iterator[dict[str, Any]]:
    # Kept beside the store, so that the copy of the day is not made again for each run.
    own = {"PYTHONPATH": str(ROOT), "CRMDESK_HOME": str(path.parent / "home"), "QT_QPA_PLATFORM": "offscreen"}
    words = [sys.executable, "-m", "tests.bench.desk_run", str(path), str(now), ",".join(sorted(wanted))]
    with Popen(words, stdout=PIPE, env={**os.environ, **own}, encoding="utf-8") as process:
        for line in process.stdout or ():
            yield json.loads(line)
    if process.returncode:
        raise Failed(f"the window ended with {process.returncode}")
