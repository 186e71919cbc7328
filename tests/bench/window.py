"""Measures 1, 1b, 11, 12 and 13: the window, from its start to the sight of the dashboard, its areas, other months.

1 is what whoever starts the program sees first when nothing was changed since the window was closed: the picture of
the dashboard that the file keeps (`screen/first_sight.py`; tests hold it to the live page dot by dot), in whichever of
its areas that was. 1b is the dashboard itself, with which one can work; 12 goes through all of its areas at once.
"""

import tempfile
from dataclasses import replace
from pathlib import Path
from statistics import median

from crmdesk.kpi.overview import overview
from crmdesk.kpi.remember import keep
from crmdesk.screen.areas import PAGES
from crmdesk.screen.reading import first_period
from crmdesk.store.file import open_workspace
from tests.bench.child import Run, python, run, told
from tests.bench.pairs import Line, judged

NUMBERS = ("1", "1b", "11", "12", "13")
_HERE = Path(__file__).parent
_MOST_MB, _MOST_SWITCH_MS = 150, 50


def lines(path: Path, size: str, pairs: int, wanted: set[str]) -> list[Line]:
    """First paint in time, and in memory; then all areas, and one month after the other."""
    _remember(path, pairs + 1)
    found = []
    with tempfile.TemporaryDirectory() as home:

        def taken(*words: str, program: str = "first_paint") -> list[tuple[Run, Run]]:
            def bare() -> Run:
                return run(python(_HERE / "bare_window.py"), home=Path(home))

            def ours() -> Run:
                return run(python("-m", f"tests.bench.{program}", path, *words), home=Path(home))

            bare(), ours()
            return [(bare(), ours()) for _ in range(pairs)]

        if "1" in wanted:
            what = f"first sight of the dashboard on {size}, the slowest of its areas / a bare window (whole process)"
            sights = []
            for area in range(len(PAGES)):
                run(python("-m", "tests.bench.first_paint", path, "keep", str(area)), home=Path(home))
                sights.append(judged("1", what, _times(taken(program="first_sight")), 1.35))
            note = ", ".join(f"{area.id} {line.ratio:.2f}" for area, line in zip(PAGES, sights, strict=True))
            found.append(replace(max(sights, key=lambda line: line.ratio or 0), note=note))
        if wanted & {"1b", "11"}:
            runs = taken()
            what = f"first paint of the live dashboard on {size}, remembered / a bare window (whole process)"
            found += [judged("1b", what, _times(runs), 1.5), _memory(size, runs)]
        if "12" in wanted:
            what = f"all areas of the live dashboard on {size}, remembered / a bare window (whole process)"
            found.append(judged("12", what, _times(taken("all")), 1.35))
        if "13" in wanted:
            words = python("-m", "tests.bench.first_paint", path, str(pairs))
            changes = [float(line) for line in told(words, home=Path(home)).split()]
            what = f"changing the month on {size}, remembered, until the last tile is painted"
            ours = median(changes)
            goal = f"≤ {_MOST_SWITCH_MS} ms"
            found.append(Line("13", what, ours=ours, goal=goal, met=ours <= _MOST_SWITCH_MS))
    return [line for line in found if line.number in wanted]


def _times(runs: list[tuple[Run, Run]]) -> list[tuple[float, float]]:
    return [(floor.milliseconds, mine.milliseconds) for floor, mine in runs]


def _memory(size: str, taken: list[tuple[Run, Run]]) -> Line:
    what = f"peak memory at the first paint of the dashboard on {size}, beside a bare window"
    peaks = [(floor.peak_mb, mine.peak_mb) for floor, mine in taken]
    if not all(ours for _, ours in peaks):
        return Line("11", what, note="this system does not tell the memory of a process")
    bare, ours = median(floor for floor, _ in peaks), median(mine for _, mine in peaks)
    return Line("11", what, bare, ours, ours / bare, f"≤ {_MOST_MB} MB", ours <= _MOST_MB, unit="MB")


def _remember(path: Path, months: int) -> None:
    """What the window would find remembered from the last time that it was open, and of the months before."""
    with open_workspace(path) as workspace:
        now = workspace.clock.now()
        period = first_period(workspace, now)
        for _month in range(months):
            keep(workspace, overview(workspace, period, now)[1])
            period = period.before()
