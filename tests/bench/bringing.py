"""Measures 17 to 20: the search for duplicates, and half a million rows: their memory, and the window meanwhile.

In the window the file is looked at, planned and written as by a person; then each of these is cancelled at several
moments, and must be over within a second.
"""

import csv
import json
import random
import tempfile
import time
from pathlib import Path
from typing import Any

from crmdesk.insight.duplicates import find_duplicates
from crmdesk.store.file import open_workspace
from tests.bench.child import python, run, told
from tests.bench.heart import Span
from tests.bench.pairs import Line

NUMBERS = ("17", "18", "19", "20")
ROWS, _FEW = 500_000, 100
_MOST_SECONDS, _MOST_MB, _MOST_GAP_MS, _MOST_CANCEL_SECONDS = 5, 200, 100, 1


def lines(path: Path, size: str, place: Path, wanted: set[str]) -> list[Line]:
    """The measures that are wanted; `path` is a store of that size, `place` a folder with room."""
    found = []
    if "17" in wanted:
        found.append(_doubles(path, size))
    if "18" in wanted:
        found.append(_memory(place))
    if wanted & {"19", "20"}:
        found += [line for line in _window(place, cancels="20" in wanted) if line.number in wanted]
    return found


def _doubles(path: Path, size: str) -> Line:
    with open_workspace(path, read_only=True) as workspace:
        ((count,),) = workspace.rows("SELECT count(*) FROM contact")
        start = time.perf_counter()
        find_duplicates(workspace)
        seconds = time.perf_counter() - start
    what = f"search for duplicates among the {count:,} contacts of {size}"
    return Line("17", what, ours=seconds, goal=f"≤ {_MOST_SECONDS} s", met=seconds <= _MOST_SECONDS, unit="s")


def _memory(place: Path) -> Line:
    """Sales of a spreadsheet, understood, planned and written; beside the same with a few rows."""
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place) as folder:
        there = Path(folder)
        idle, ours = (_peak(there, rows) for rows in (_FEW, ROWS))
    what = f"peak memory of bringing in a file of {ROWS:,} rows, beside one of {_FEW}"
    if not ours:
        return Line("18", what, note="this system does not tell the memory of a process")
    more = ours - idle
    return Line("18", what, idle, ours, ours / idle, f"≤ {_MOST_MB} MB more", more <= _MOST_MB, unit="MB")


def _window(place: Path, *, cancels: bool) -> list[Line]:
    """The worst gap of the window while the file comes in, and the longest that one waits for a cancel."""
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place) as folder:
        table = Path(folder) / "sales.csv"
        _write(table, ROWS)
        asked = "gap,cancel" if cancels else "gap"
        said = told(python("-m", "tests.bench.bring_run", folder, table, asked), home=Path(folder))
    found = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    gaps = [one for one in found if one["sort"] == "gap"]
    worst = max(Span(*one["gap"]).own for one in gaps)
    what = f"worst gap of the window while a file of {ROWS:,} rows is looked at, planned and written"
    goal, note = f"≤ {_MOST_GAP_MS} ms", "; ".join(map(_in_words, gaps))
    lines = [Line("19", what, ours=worst, goal=goal, met=worst <= _MOST_GAP_MS, note=note)]
    if ended := [one for one in found if one["sort"] == "cancel"]:
        if any(one["rows"] not in (0, ROWS) for one in ended):
            raise AssertionError("a cancelled import left some rows behind")
        longest = max(one["seconds"] for one in ended)
        what = "longest from the cancelling of such work until the window is as before"
        goal, note = f"≤ {_MOST_CANCEL_SECONDS} s", "; ".join(map(_in_words, ended))
        met = longest <= _MOST_CANCEL_SECONDS
        lines.append(Line("20", what, ours=longest, goal=goal, met=met, unit="s", note=note))
    return lines


def _in_words(one: dict[str, Any]) -> str:
    if one["sort"] == "gap":
        return f"{one['phase']} {Span(*one['gap']).own:.0f} ms of {one['seconds']:.0f} s"
    done = " (it was done)" if one["rows"] else ""
    return f"{one['phase']} cancelled at {one['part']:g}: {one['seconds']:.2f} s{done}"


def _peak(place: Path, rows: int) -> float:
    table, book = place / f"sales {rows}.csv", place / f"{rows}.crmdesk"
    _write(table, rows)
    peak = run(python("-m", "crmdesk", "import", book, table, "--suggested"), home=place).peak_mb
    with open_workspace(book, read_only=True) as workspace:
        if workspace.rows("SELECT count(*) FROM sale") != [(rows,)]:
            raise AssertionError("not every row of the file came in")
    return peak


def _write(path: Path, rows: int) -> None:
    chance = random.Random(1)
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["Invoice no.", "Date", "Amount", "Note"])
        for number in range(rows):
            day = f"{chance.randrange(1, 29):02}.{chance.randrange(1, 13):02}.{chance.randrange(2018, 2026)}"
            out.writerow([f"R{number}", day, f"{chance.randrange(100, 900_000) / 100:.2f}", f"Order {number % 997}"])
