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
ROWS = 500_000
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
    """Sales of a spreadsheet, understood, planned and written; beside a command that only opens the file."""
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place) as folder:
        there = Path(folder)
        table, book = there / "sales.csv", there / "book.crmdesk"
        _write(table)
        run(python("-m", "crmdesk", "new", book, "--currency", "EUR", "--timezone", "UTC"), home=there)
        idle = run(python("-m", "crmdesk", "check", book), home=there).peak_mb
        ours = run(python("-m", "crmdesk", "import", book, table, "--suggested"), home=there).peak_mb
        with open_workspace(book, read_only=True) as workspace:
            if workspace.rows("SELECT count(*) FROM sale") != [(ROWS,)]:
                raise AssertionError("not every row of the file came in")
    what = f"peak memory of bringing in a file of {ROWS:,} rows, beside a command that opens the workspace"
    if not ours:
        return Line("18", what, note="this system does not tell the memory of a process")
    more = ours - idle
    return Line("18", what, idle, ours, ours / idle, f"≤ {_MOST_MB} MB more", more <= _MOST_MB, unit="MB")


def _write(path: Path) -> None:
    chance = random.Random(1)
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["Invoice no.", "Date", "Amount", "Note"])
        for number in range(ROWS):
            day = f"{chance.randrange(1, 29):02}.{chance.randrange(1, 13):02}.{chance.randrange(2018, 2026)}"
            out.writerow([f"R{number}", day, f"{chance.randrange(100, 900_000) / 100:.2f}", f"Order {number % 997}"])
