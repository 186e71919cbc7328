"""Everything that a summary is made of, measured in one pass: the period, the ones before it, and the goals around."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crmdesk.domain.calendar import Calendar, date_of_day
from crmdesk.domain.figure import Number
from crmdesk.domain.period import MONTH, QUARTER, Period, Span, parse_period
from crmdesk.kpi.base import all_kpis
from crmdesk.kpi.measure import Result, goal_label
from crmdesk.kpi.measurement import Source
from crmdesk.kpi.only import EVERYTHING, Only
from crmdesk.kpi.overview import Overview, overview
from crmdesk.kpi.remember import Fresh, measure_remembered
from crmdesk.kpi.units import alike
from crmdesk.report.printed import PrintedChange, changes_on_paper
from crmdesk.store.setting import Settings

Results = Mapping[str, Result]


@dataclass(frozen=True, slots=True)
class Target:
    """A goal of this period or of a longer one around it."""

    result: Result
    note: str


@dataclass(frozen=True, slots=True)
class Material:
    """The results of the period with those around it (`overview`, its series in units of its own length), and what goes
    along. `fresh` are those that were not remembered.
    """

    overview: Overview
    goals: Sequence[Target]
    changed: Mapping[str, PrintedChange]
    fresh: Sequence[Fresh]

    @property
    def settings(self) -> Settings:
        return self.overview.settings

    @property
    def calendar(self) -> Calendar:
        return self.overview.calendar

    @property
    def period(self) -> Period:
        return self.overview.period

    @property
    def now(self) -> int:
        return self.overview.now

    @property
    def series(self) -> Sequence[Results]:
        return self.overview.series

    @property
    def results(self) -> Results:
        return self.overview.results

    @property
    def running(self) -> bool:
        """Whether the period is not over yet."""
        return self.overview.running

    @property
    def span(self) -> Span:
        return next(iter(self.results.values())).span

    def values(self, kpi: str) -> list[Number | None]:
        """The figure in each unit of the series."""
        return self.overview.values(kpi)


def gather(source: Source, period: Period, now: int, only: Only = EVERYTHING) -> Material:
    """All that a summary of the period says, measured where it is not remembered."""
    found, fresh = overview(source, period, now, only=only, units=alike)
    goals, more = _goals(source, found)
    changed = {} if only else {one.kpi: one for one in changes_on_paper(source, found.results, now)}
    return Material(found, goals, changed, [*fresh, *more])


def _goals(source: Source, found: Overview) -> tuple[list[Target], list[Fresh]]:
    """The goals of the period and of the longer ones around it, nearest first."""
    wanted = _goals_around(source, found.period)
    around = [one for one in _around(found.period) if any(goal_label(one) == label for _, label, _ in wanted)]
    longer, fresh = measure_remembered(source, all_kpis(), around, found.now, EVERYTHING) if around else ([], [])
    by_label = {goal_label(one): results for one, results in zip(around, longer, strict=True)}
    by_label[goal_label(found.period)] = dict(found.results)
    targets = [Target(by_label[label][id], note) for id, label, note in wanted if id in by_label.get(label, {})]
    return targets, list(fresh)


def _around(period: Period) -> list[Period]:
    """The quarter and the year in which a month lies, the year in which a quarter lies."""
    first = date_of_day(period.first)
    into = (first.month - period.fiscal_start) % 12
    year = first.year if first.month >= period.fiscal_start else first.year - 1
    quarter = parse_period(f"{year}-Q{into // 3 + 1}", period.fiscal_start)
    whole = parse_period(str(year), period.fiscal_start)
    return {MONTH: [quarter, whole], QUARTER: [whole]}.get(period.kind, [])


def _goals_around(source: Source, period: Period) -> list[tuple[str, str, str]]:
    """KPI, period label and note of every goal of the period and of the longer ones around it, nearest first."""
    labels = [goal_label(one) for one in (period, *_around(period))]
    whole = "SELECT kpi, period, coalesce(note, '') FROM goal WHERE staff_id IS NULL AND channel IS NULL ORDER BY id"
    rows = source.rows(whole)
    found = [(kpi, label, note) for kpi, label, note in rows if label in labels]
    return sorted(found, key=lambda goal: labels.index(goal[1]))
