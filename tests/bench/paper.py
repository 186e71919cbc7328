"""Measures 10 and 16: the printed month of the demo business, as a whole process, and by a window that is open."""

import tempfile
from pathlib import Path
from statistics import median

from crmdesk.domain.period import month
from crmdesk.kpi.remember import keep
from crmdesk.report.material import gather
from crmdesk.report.write import make
from tests.bench.child import python, run
from tests.bench.pairs import Line, milliseconds
from tests.bench.stores import open_store

_MOST_MS, _MOST_WARM_MS = 1500, 500


def line(path: Path, size: str, times: int) -> Line:
    """The whole process of `crmdesk report`."""
    with tempfile.TemporaryDirectory() as folder:
        words = python("-m", "crmdesk", "report", path, "--period", "2026-10", "-o", Path(folder) / "october.pdf")
        run(words, home=Path(folder))
        taken = median(run(words, home=Path(folder)).milliseconds for _ in range(times))
    what = f"the month as PDF on {size} (whole process)"
    return Line("10", what, ours=taken, goal=f"≤ {_MOST_MS} ms", met=taken <= _MOST_MS)


def warm(path: Path, size: str, times: int) -> Line:
    """The two pages made again by a process that has printed them before: printing keeps what it measured."""
    with open_store(path, read_only=False) as workspace:
        now, period = workspace.clock.now(), month(2026, 10)
        assert make(workspace, period, now).pages == 2
        keep(workspace, gather(workspace, period, now).fresh)
        taken = median(milliseconds(lambda: make(workspace, period, now)) for _ in range(times))
    what = f"the two-page PDF of a month on {size}, warm"
    return Line("16", what, ours=taken, goal=f"≤ {_MOST_WARM_MS} ms", met=taken <= _MOST_WARM_MS)
