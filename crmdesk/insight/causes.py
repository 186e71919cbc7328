"""Which steps of the journal changed a figure: it is measured as of earlier steps, and the change is closed in on.

Between two steps after which a figure is the same nobody looks further: what was changed and changed back is no cause.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

from crmdesk.domain.figure import Number
from crmdesk.domain.period import Period
from crmdesk.kpi.base import Kpi
from crmdesk.kpi.measure import Result, measure
from crmdesk.store.as_of import as_of
from crmdesk.store.file import Workspace
from crmdesk.store.steps import Operation

# So many earlier steps are looked at; of a change that hundreds of steps made, the largest parts are found.
MOST_LOOKS = 60


@dataclass(frozen=True, slots=True)
class Cause:
    """A figure before and after a step, or after several up to `step` that were not told apart."""

    step: Operation
    steps: int
    was: Result
    now: Result


@dataclass(frozen=True, slots=True)
class Story:
    """Why a figure is not what it was: the steps in their order, and what it was at first, as it is seen today.

    Where `was` differs from what was written down then, time alone changed it: a cohort that had not ripened.
    """

    was: Result
    causes: Sequence[Cause]


def stories(workspace: Workspace, kpis: Sequence[Kpi], period: Period, since: int, now: int) -> dict[str, Story]:
    """For each KPI what changed its figure of the period after the step `since`.

    Needs a connection that only reads.
    """
    search = _Search(workspace, kpis, period, now, [since, *_steps_of(workspace, kpis, since)])
    search.run()
    return {kpi.id: Story(search.at(0, [kpi])[kpi.id], search.causes(kpi)) for kpi in kpis}


def step_that_wrote(workspace: Workspace, table: str, row_id: int) -> int | None:
    """The step that brought a row in; None where the journal does not know it."""
    sql = (
        "SELECT max(operation_id) FROM change WHERE tbl = ? AND act = 'insert' AND row_id <= ?"
        " AND coalesce(through_id, row_id) >= ?"
    )
    found: int | None = workspace.rows(sql, (table, row_id, row_id))[0][0]
    return found


def _steps_of(workspace: Workspace, kpis: Sequence[Kpi], since: int) -> list[int]:
    """The later steps that touched what the KPIs read."""
    tables = {"setting", *(table for kpi in kpis for table in kpi.reads)}
    marks = ", ".join("?" * len(tables))
    rows = workspace.rows(
        f"SELECT DISTINCT operation_id FROM change WHERE operation_id > ? AND tbl IN ({marks}) ORDER BY operation_id",
        (since, *sorted(tables)),
    )
    return [step for (step,) in rows]


class _Search:
    """Looks at the figures after some of the steps, the largest changes first."""

    def __init__(
        self, workspace: Workspace, kpis: Sequence[Kpi], period: Period, now: int, steps: Sequence[int]
    ) -> None:
        self._workspace, self._kpis, self._period, self._now = workspace, kpis, period, now
        self._steps = steps
        self._seen: dict[int, dict[str, Result]] = {}
        self._found: list[tuple[int, int, Sequence[Kpi]]] = []

    def run(self) -> None:
        """Splits what changed until each part is one step, or enough was looked at."""
        last = len(self._steps) - 1
        waiting: list[tuple[float, int, int]] = []
        kpis_of: dict[tuple[int, int], Sequence[Kpi]] = {}

        def look(start: int, end: int, kpis: Sequence[Kpi]) -> None:
            before, after = self.at(start, kpis), self.at(end, kpis)
            changed = [kpi for kpi in kpis if before[kpi.id].figure.value != after[kpi.id].figure.value]
            if changed:
                weight = max(_weight(before[kpi.id].figure.value, after[kpi.id].figure.value) for kpi in changed)
                kpis_of[start, end] = changed
                heapq.heappush(waiting, (-weight, start, end))

        look(0, last, self._kpis)
        while waiting:
            _weight_of, start, end = heapq.heappop(waiting)
            kpis = kpis_of.pop((start, end))
            if end - start == 1 or len(self._seen) >= MOST_LOOKS:
                self._found.append((start, end, kpis))
                continue
            middle = (start + end) // 2
            look(start, middle, kpis)
            look(middle, end, kpis)

    def at(self, place: int, kpis: Sequence[Kpi]) -> dict[str, Result]:
        """The figures after a step; after the last one they are today's."""
        seen = self._seen.setdefault(place, {})
        if missing := [kpi for kpi in kpis if kpi.id not in seen]:
            with as_of(self._workspace, self._steps[place]) as then:
                seen.update(measure(then, missing, [self._period], self._now, alone=True)[0])
        return seen

    def causes(self, kpi: Kpi) -> list[Cause]:
        """The steps that changed a figure, in their order; one that was taken back, and its taking back, are none."""
        found = []
        for start, end, kpis in sorted(self._found, key=lambda one: one[0]):
            step = self._workspace.journal.find(self._steps[end])
            taken_back = step.undone or (step.undoes is not None and step.undoes > self._steps[0])
            if kpi in kpis and not (taken_back and end - start == 1):
                was, now = self._seen[start][kpi.id], self._seen[end][kpi.id]
                found.append(Cause(step, end - start, was, now))
        return found


def _weight(before: Number | None, after: Number | None) -> float:
    """How large a change is, as a share; a figure that comes or goes changes wholly."""
    if before is None or after is None:
        return 1.0
    return abs(float(after) - float(before)) / max(abs(float(before)), abs(float(after)))
