"""Measure 10: the printed month of the demo business, from the command line."""

import tempfile
from pathlib import Path
from statistics import median

from tests.bench.child import python, run
from tests.bench.pairs import Line

_MOST_MS = 1500


def line(path: Path, size: str, times: int) -> Line:
    """The whole process of `crmdesk report`."""
    with tempfile.TemporaryDirectory() as folder:
        words = python("-m", "crmdesk", "report", path, "--period", "2026-10", "-o", Path(folder) / "october.pdf")
        run(words, home=Path(folder))
        taken = median(run(words, home=Path(folder)).milliseconds for _ in range(times))
    what = f"the month as PDF on {size} (whole process)"
    return Line("10", what, ours=taken, goal=f"≤ {_MOST_MS} ms", met=taken <= _MOST_MS)
