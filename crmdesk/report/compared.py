"""What was printed beside what is true today, and for each figure that differs the steps that changed it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from crmdesk.domain.period import Period, parse_period
from crmdesk.insight.causes import Cause, step_that_wrote, stories
from crmdesk.kpi.base import Kpi, all_kpis
from crmdesk.kpi.measure import Result, measure
from crmdesk.report import printed
from crmdesk.store.file import Workspace
from crmdesk.text import _

# Of so many periods that were printed the figures are compared with today's.
MOST_PERIODS = 13


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure as it was printed, and as it is today. A figure that ripened without any step differs without causes."""

    result: Result
    shown: str
    printed_at: int
    differs: bool
    causes: Sequence[Cause] = ()


def compared(workspace: Workspace, period: Period, now: int, at: int | None = None) -> list[Compared]:
    """Every figure of the last print of a period, or of the last one up to the moment `at`, beside today's.

    Needs a connection that only reads.
    """
    last = _last(workspace, period, at)
    kpis = [kpi for kpi in all_kpis() if kpi.id in last]
    return _compared(workspace, period, kpis, last, now)


def changed_since_printed(workspace: Workspace, now: int) -> list[Compared]:
    """The figures of the periods printed last that are not what was printed; of running periods none, they move."""
    labels = workspace.rows(
        "SELECT period FROM printed GROUP BY period ORDER BY max(printed_at) DESC LIMIT ?", (MOST_PERIODS,)
    )
    start = workspace.settings.fiscal_year_start_month
    periods = [parse_period(label, start) for (label,) in labels]
    over = [period for period in periods if now >= workspace.calendar.midnight(period.end)]
    found: list[Compared] = []
    for period, results in zip(over, measure(workspace, all_kpis(), over, now, alone=True), strict=True):
        differing = [one.kpi for one in printed.changes(workspace, results)]
        last = _last(workspace, period, None, since=workspace.calendar.midnight(period.end))
        kpis = [kpi for kpi in all_kpis() if kpi.id in differing]
        found += [one for one in _compared(workspace, period, kpis, last, now) if one.differs]
    return found


def why(one: Compared) -> str:
    """What is said of a figure that differs and that no step has changed."""
    return "" if one.causes or not one.differs else _("It matured with time; no record was changed.")


class _Print(NamedTuple):
    """A printed figure: its row, its value as JSON, its text, when it was printed."""

    row: int
    value: str | None
    shown: str
    at: int


def _last(workspace: Workspace, period: Period, at: int | None, since: int = 0) -> dict[str, _Print]:
    """Of each figure its last print."""
    rows = workspace.rows(
        "SELECT kpi, id, value, shown, printed_at FROM printed WHERE period = ? AND printed_at BETWEEN ? AND ?"
        " ORDER BY id",
        (period.label, since, 2**62 if at is None else at),
    )
    return {kpi: _Print(*rest) for kpi, *rest in rows}


def _compared(
    workspace: Workspace, period: Period, kpis: Sequence[Kpi], last: dict[str, _Print], now: int
) -> list[Compared]:
    results = measure(workspace, kpis, [period], now, alone=True)[0]
    differing = [kpi for kpi in kpis if printed.differs(results[kpi.id], last[kpi.id].value, last[kpi.id].shown)]
    causes = _causes(workspace, period, differing, last, now)
    return [
        Compared(results[kpi.id], last[kpi.id].shown, last[kpi.id].at, kpi in differing, causes.get(kpi.id, ()))
        for kpi in kpis
    ]


def _causes(
    workspace: Workspace, period: Period, kpis: Sequence[Kpi], last: dict[str, _Print], now: int
) -> dict[str, Sequence[Cause]]:
    """For each figure the steps since its print, all figures of one print at once."""
    by_step: dict[int, list[Kpi]] = {}
    for kpi in kpis:
        step = step_that_wrote(workspace, "printed", last[kpi.id].row)
        if step is not None:
            by_step.setdefault(step, []).append(kpi)
    found: dict[str, Sequence[Cause]] = {}
    for step, some in by_step.items():
        found.update({id: story.causes for id, story in stories(workspace, some, period, step, now).items()})
    return found
