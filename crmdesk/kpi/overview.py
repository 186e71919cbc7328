"""All figures of a period with those around it: what the dashboard, the sentences and the summary are made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crmdesk.domain.calendar import Calendar
from crmdesk.domain.figure import Number
from crmdesk.domain.period import Period, comparison_of, day_range
from crmdesk.kpi.base import all_kpis
from crmdesk.kpi.cohorts import Cohorts
from crmdesk.kpi.measure import Result
from crmdesk.kpi.measurement import Source
from crmdesk.kpi.only import EVERYTHING, Only
from crmdesk.kpi.remember import Fresh, measure_remembered, remembered
from crmdesk.kpi.remember_cohorts import count_remembered, remembered_cohorts
from crmdesk.kpi.units import Units, months
from crmdesk.store.setting import Settings

Results = Mapping[str, Result]


@dataclass(frozen=True, slots=True)
class Overview:
    """The results of a period by KPI.

    `series` are those of each unit up to it, the oldest first: months on screen, on paper units as long as the period.
    `compared` are those of the unit before and of the year before, as far as the period has come. `only` is what was
    asked for; a result's own `only` says what of it the KPI could keep to. `cohorts`: None where none was ever counted.
    """

    settings: Settings
    calendar: Calendar
    period: Period
    now: int
    results: Results
    series: Sequence[Results]
    compared: tuple[Results, Results]
    only: Only = EVERYTHING
    cohorts: Cohorts | None = None

    @property
    def running(self) -> bool:
        """Whether the period is not over yet."""
        return self.now < self.calendar.midnight(self.period.end)

    def values(self, kpi: str) -> list[Number | None]:
        """The figure in each unit of the series."""
        return [results[kpi].figure.value for results in self.series]

    def samples(self, kpi: str) -> tuple[int, int]:
        """The n of the unit before and of the year before."""
        before, year_before = self.compared
        return before[kpi].figure.n, year_before[kpi].figure.n


@dataclass(frozen=True, slots=True)
class WithOverview:
    """An overview, with what goes along with it: what it says can be asked of both."""

    overview: Overview

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
    def only(self) -> Only:
        return self.overview.only

    @property
    def results(self) -> Results:
        return self.overview.results

    @property
    def series(self) -> Sequence[Results]:
        return self.overview.series

    @property
    def running(self) -> bool:
        """Whether the period is not over yet."""
        return self.overview.running


def overview(
    source: Source, period: Period, now: int, *, only: Only = EVERYTHING, units: Units = months
) -> tuple[Overview, list[Fresh]]:
    """All figures of a period, measured only where they are not remembered; and what to remember (`remember.keep`).

    `units`: what the series is made of, `months` or `alike`.
    """
    periods = periods_of(period, source.calendar, now, units)
    found, fresh = measure_remembered(source, all_kpis(), periods, now, only)
    by_month, more = count_remembered(source, period, now, only)
    return _overview(source, period, now, only, found, by_month), fresh + more


def remembered_overview(
    source: Source, period: Period, now: int, *, only: Only = EVERYTHING, units: Units = months
) -> Overview | None:
    """All figures of a period as they were measured last, for the first sight; None where they never were."""
    found = remembered(source, all_kpis(), periods_of(period, source.calendar, now, units), now, only)
    by_month = remembered_cohorts(source, period, now, only)
    return None if found is None else _overview(source, period, now, only, found, by_month)


def _overview(
    source: Source, period: Period, now: int, only: Only, found: Sequence[Results], by_month: Cohorts | None
) -> Overview:
    results, before, year_before, *series = found
    facts = (source.settings, source.calendar, period, now)
    return Overview(*facts, results, series, (before, year_before), only, by_month)


def periods_of(period: Period, calendar: Calendar, now: int, units: Units) -> list[Period]:
    """The period, the two it is compared with as far as it has come, and the units up to its end."""
    spans = (comparison_of(one, period, calendar, now) for one in (period.before(), period.year_before()))
    compared = [day_range(span.first, span.last + 1) for span in spans]
    return [period, *compared, *units(period, calendar, now)]
