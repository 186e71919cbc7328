"""Everything that a summary is made of, measured in one pass: the period, the ones before it, and the goals around."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crmdesk.domain.figure import Number
from crmdesk.domain.period import Period, Span
from crmdesk.insight.goal_standing import Standing, standings
from crmdesk.kpi.measurement import Source
from crmdesk.kpi.only import EVERYTHING, Only
from crmdesk.kpi.overview import WithOverview, overview
from crmdesk.kpi.remember import Fresh
from crmdesk.kpi.units import alike
from crmdesk.report.printed import PrintedChange, changes_on_paper


@dataclass(frozen=True, slots=True)
class Material(WithOverview):
    """The results of the period with those around it (`overview`, its series in units of its own length), and what goes
    along: the goals of the period and of the longer ones around it, and what changed since it was printed. `fresh` are
    those results that were not remembered.
    """

    goals: Sequence[Standing]
    changed: Mapping[str, PrintedChange]
    fresh: Sequence[Fresh]

    @property
    def span(self) -> Span:
        return next(iter(self.results.values())).span

    def values(self, kpi: str) -> list[Number | None]:
        """The figure in each unit of the series."""
        return self.overview.values(kpi)


def gather(source: Source, period: Period, now: int, only: Only = EVERYTHING) -> Material:
    """All that a summary of the period says, measured where it is not remembered."""
    found, fresh = overview(source, period, now, only=only, units=alike)
    goals = [one for one in standings(source, period, now, fresh) if one.aim.only == only or not only]
    changed = {} if only else {one.kpi: one for one in changes_on_paper(source, found.results, now)}
    return Material(found, goals, changed, fresh)
