"""Workspaces to ask, and the questions asked of each: the goldens, random ones and the demo business."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from crmdesk.cli import main
from crmdesk.domain.period import Period, parse_period
from crmdesk.kpi.base import all_kpis
from crmdesk.kpi.measure import Result, measure
from crmdesk.store.file import Workspace, open_workspace
from tests.oracle import random_workspace

GOLDEN = Path(__file__).parent.parent / "golden"
SEEDS = (4, 9, 17, 28, 60)
DEMO = (("2026-10", "2026-11-03T12:00"), ("2026-11", "2026-11-12"), ("2026-Q3", "2026-11-12"), ("2026", "2026-11-12"))


@dataclass(frozen=True)
class Asked:
    """A question that was asked of a workspace, with the answers."""

    name: str
    workspace: Workspace
    period: Period
    now: int
    results: dict[str, Result]

    def __str__(self) -> str:
        return f"{self.name} {self.period.label} asked at {self.workspace.calendar.text(self.now)}"


def run(*words: str | Path) -> int:
    """One command, its output thrown away."""
    with redirect_stdout(StringIO()):
        return main([str(word) for word in words])


def imported(file: Path, folder: Path) -> Path:
    """A workspace made of an interchange folder."""
    assert run("import", file, folder) == 0
    return file


def random_file(place: Path, seed: int) -> Path:
    """The random workspace of a seed."""
    random_workspace.write(place / f"random {seed}", seed)
    return imported(place / f"random {seed}.crmdesk", place / f"random {seed}")


def files(place: Path) -> Iterator[tuple[str, Path, list[tuple[str, str]]]]:
    """Name, file and questions (period, as of) of each workspace."""
    for case in sorted(path for path in GOLDEN.iterdir() if path.is_dir()):
        questions = json.loads((case / "expected.json").read_text(encoding="utf-8"))
        asked = {(one["args"]["period"], one["args"]["as_of"]): None for one in questions}
        yield case.name, imported(place / f"{case.name}.crmdesk", case), list(asked)
    for seed in SEEDS:
        asked = {(period, as_of): None for period, as_of, _ in random_workspace.questions(seed)}
        yield f"random {seed}", random_file(place, seed), list(asked)
    demo = place / "demo.crmdesk"
    assert run("demo", demo, "--scale", "0.3") == 0
    yield "demo", demo, list(DEMO)


def ask(name: str, workspace: Workspace, period: str, as_of: str) -> Asked:
    """The results of all KPIs."""
    now = workspace.calendar.parse(as_of)
    parsed = parse_period(period, workspace.settings.fiscal_year_start_month)
    return Asked(name, workspace, parsed, now, measure(workspace, all_kpis(), [parsed], now)[0])


def ask_everything(place: Path) -> list[Asked]:
    """Every question of every workspace, which stay open for reading."""
    found: list[Asked] = []
    for name, file, questions in files(place):
        workspace = open_workspace(file, read_only=True)
        found.extend(ask(name, workspace, *one) for one in questions)
    return found
