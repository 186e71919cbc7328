"""Everything that a summary is made of, measured in one pass: the period, the ones before it, and the goals around."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crmdesk.domain.calendar import Calendar, date_of_day
from crmdesk.domain.figure import Number
from crmdesk.domain.period import (
    MONTH,
    QUARTER,
    RANGE,
    YEAR,
    Period,
    Span,
    comparison_of,
    day_range,
    parse_period,
)
from crmdesk.kpi.base import all_kpis
from crmdesk.kpi.measure import Result, goal_label, measure
from crmdesk.kpi.measurement import Source
from crmdesk.report.printed import PrintedChange, changes_on_paper
from crmdesk.store.setting import Settings

# How many units the small charts show: a year and the same month again, two years of quarters, six years.
_SHOWN = {MONTH: 13, QUARTER: 9, YEAR: 6, RANGE: 7}
Results = Mapping[str, Result]


@dataclass(frozen=True, slots=True)
class Target:
    """A goal of this period or of a longer one around it."""

    result: Result
    note: str


@dataclass(frozen=True, slots=True)
class Material:
    """The results of the period (`results`), of each unit up to it (`series`, the oldest first), and what goes along.

    `samples` holds for each KPI the n of the unit before and of the year before, as far as the period has come.
    """

    settings: Settings
    calendar: Calendar
    period: Period
    now: int
    series: Sequence[Results]
    samples: Mapping[str, tuple[int, int]]
    goals: Sequence[Target]
    changed: Mapping[str, PrintedChange]

    @property
    def results(self) -> Results:
        return self.series[-1]

    @property
    def running(self) -> bool:
        """Whether the period is not over yet."""
        return self.now < self.calendar.midnight(self.period.end)

    @property
    def span(self) -> Span:
        return next(iter(self.results.values())).span

    def values(self, kpi: str) -> list[Number | None]:
        """The figure in each unit of the series."""
        return [results[kpi].figure.value for results in self.series]


def gather(source: Source, period: Period, now: int) -> Material:
    """Measures all that a summary of the period says."""
    units = _units(period)
    compared = _compared(source, period, now)
    wanted = _goals_around(source, period)
    around = [one for one in _around(period) if any(goal_label(one) == label for _, label, _ in wanted)]
    found = measure(source, all_kpis(), [*units, *compared, *around], now)
    series, rest = found[: len(units)], found[len(units) :]
    before, year_before, *longer = rest
    by_label = {goal_label(one): results for one, results in zip([period, *around], [series[-1], *longer], strict=True)}
    return Material(
        source.settings,
        source.calendar,
        period,
        now,
        series,
        {id: (before[id].figure.n, year_before[id].figure.n) for id in before},
        [Target(by_label[label][id], note) for id, label, note in wanted if id in by_label.get(label, {})],
        {one.kpi: one for one in changes_on_paper(source, series[-1], now)},
    )


def _units(period: Period) -> list[Period]:
    units = [period]
    while len(units) < _SHOWN[period.kind] and date_of_day(units[-1].first).year > 1901:
        units.append(units[-1].before())
    return units[::-1]


def _compared(source: Source, period: Period, now: int) -> list[Period]:
    """The unit before and the year before as plain days, as far as the period has come, for their samples."""
    spans = (comparison_of(one, period, source.calendar, now) for one in (period.before(), period.year_before()))
    return [day_range(span.first, span.last + 1) for span in spans]


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
