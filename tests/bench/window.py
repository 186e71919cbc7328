"""Measures 1 and 11: the window, from its start to the first sight of the dashboard."""

import tempfile
from pathlib import Path
from statistics import median

from crmdesk.kpi.base import all_kpis
from crmdesk.kpi.overview import periods_of
from crmdesk.kpi.remember import keep, measure_remembered
from crmdesk.kpi.units import months
from crmdesk.screen.reading import first_period
from crmdesk.store.file import open_workspace
from tests.bench.child import Run, python, run
from tests.bench.pairs import Line, judged

_HERE = Path(__file__).parent
_MOST_MB = 150


def lines(path: Path, size: str, pairs: int) -> list[Line]:
    """First paint in time, and in memory."""
    _remember(path)
    with tempfile.TemporaryDirectory() as home:

        def bare() -> Run:
            return run(python(_HERE / "bare_window.py"), home=Path(home))

        def ours() -> Run:
            return run(python("-m", "tests.bench.first_paint", path), home=Path(home))

        bare(), ours()
        taken = [(bare(), ours()) for _ in range(pairs)]
    times = [(floor.milliseconds, mine.milliseconds) for floor, mine in taken]
    return [
        judged("1", f"first paint of the dashboard on {size} / a bare window (whole process)", times, 1.5),
        _memory(size, taken),
    ]


def _memory(size: str, taken: list[tuple[Run, Run]]) -> Line:
    what = f"peak memory at the first paint of the dashboard on {size}, beside a bare window"
    peaks = [(floor.peak_mb, mine.peak_mb) for floor, mine in taken]
    if not all(ours for _, ours in peaks):
        return Line("11", what, note="this system does not tell the memory of a process")
    bare, ours = median(floor for floor, _ in peaks), median(mine for _, mine in peaks)
    return Line("11", what, bare, ours, ours / bare, f"≤ {_MOST_MB} MB", ours <= _MOST_MB, unit="MB")


def _remember(path: Path) -> None:
    """What the window would find remembered from the last time that it was open."""
    with open_workspace(path) as workspace:
        now = workspace.clock.now()
        periods = periods_of(first_period(workspace, now), workspace.calendar, now, months)
        _, fresh = measure_remembered(workspace, all_kpis(), periods, now)
        keep(workspace, fresh)
