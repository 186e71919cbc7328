"""Measures 17 and 18: the search for duplicates, and the memory that a file of half a million rows takes."""

import csv
import random
import tempfile
import time
from pathlib import Path

from crmdesk.insight.doubles import doubles
from crmdesk.store.file import open_workspace
from tests.bench.child import python, run
from tests.bench.pairs import Line

NUMBERS = ("17", "18")
ROWS, _FEW = 500_000, 100
_MOST_SECONDS, _MOST_MB = 5, 200


def lines(path: Path, size: str, place: Path, wanted: set[str]) -> list[Line]:
    """The measures that are wanted; `path` is a store of that size, `place` a folder with room."""
    found = []
    if "17" in wanted:
        found.append(_doubles(path, size))
    if "18" in wanted:
        found.append(_memory(place))
    return found


def _doubles(path: Path, size: str) -> Line:
    with open_workspace(path, read_only=True) as workspace:
        ((count,),) = workspace.rows("SELECT count(*) FROM contact")
        start = time.perf_counter()
        doubles(workspace)
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
