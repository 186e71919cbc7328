"""All figures of a period with those around it: what the dashboard, the sentences and the summary are made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from crmdesk.domain.calendar import Calendar, date_of_day
from crmdesk.domain.figure import Number
from crmdesk.domain.period import MONTH, QUARTER, RANGE, YEAR, Period, comparison_of, day_range, month
from crmdesk.kpi.base import all_kpis
from crmdesk.kpi.cohorts import Cohorts
from crmdesk.kpi.measure import Result
from crmdesk.kpi.measurement import Source
from crmdesk.kpi.only import EVERYTHING, Only
from crmdesk.kpi.remember import Fresh, measure_remembered, remembered
from crmdesk.store.setting import Settings

MONTHS = 13
# How many units of its own length a period is shown with: a year and the same month again, two years of quarters …
_SHOWN = {MONTH: MONTHS, QUARTER: 9, YEAR: 6, RANGE: 7}
_FIRST_YEAR = 1901

Results = Mapping[str, Result]
# The units of a series: those up to a period, as known now.
Units = Callable[[Period, Calendar, int], list[Period]]


@dataclass(frozen=True, slots=True)
class Overview:
    """The results of a period by KPI.

    `series` are those of each unit up to it, the oldest first: months on screen, on paper units as long as the period.
    `compared` are those of the unit before and of the year before, as far as the period has come. `only` is what was
    asked for; a result's own `only` says what of it the KPI could keep to. `cohorts`: None where nobody asked for them.
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


def months(period: Period, calendar: Calendar, now: int) -> list[Period]:
    """A year of months and the same month again, up to the period."""
    return months_up_to(period, calendar, now, MONTHS)


def alike(period: Period, calendar: Calendar, now: int) -> list[Period]:  # noqa: ARG001 - the same for all units
    """Units as long as the period, up to it."""
    found = [period]
    while len(found) < _SHOWN[period.kind] and date_of_day(found[-1].first).year > _FIRST_YEAR:
        found.append(found[-1].before())
    return found[::-1]


def months_up_to(period: Period, calendar: Calendar, now: int, count: int) -> list[Period]:
    """So many months, the last of them the one in which the period ends or, while it runs, in which `now` lies."""
    last = date_of_day(max(min(period.end - 1, calendar.day_of(now)), period.first))
    found = [month(last.year, last.month, period.fiscal_start)]
    while len(found) < count:
        found.append(found[-1].before())
    return found[::-1]


def overview(
    source: Source, period: Period, now: int, *, only: Only = EVERYTHING, units: Units = months
) -> tuple[Overview, list[Fresh]]:
    """All figures of a period, measured only where they are not remembered; and what to remember (`remember.keep`).

    `units`: what the series is made of, `months` or `alike`.
    """
    periods = periods_of(period, source.calendar, now, units)
    found, fresh = measure_remembered(source, all_kpis(), periods, now, only)
    return _overview(source, period, now, only, found), fresh


def remembered_overview(
    source: Source, period: Period, now: int, *, only: Only = EVERYTHING, units: Units = months
) -> Overview | None:
    """All figures of a period as they were measured last, for the first sight; None where they never were."""
    found = remembered(source, all_kpis(), periods_of(period, source.calendar, now, units), now, only)
    return None if found is None else _overview(source, period, now, only, found)


def _overview(source: Source, period: Period, now: int, only: Only, found: Sequence[Results]) -> Overview:
    results, before, year_before, *series = found
    return Overview(source.settings, source.calendar, period, now, results, series, (before, year_before), only)


def periods_of(period: Period, calendar: Calendar, now: int, units: Units) -> list[Period]:
    """The period, the two it is compared with as far as it has come, and the units up to its end."""
    spans = (comparison_of(one, period, calendar, now) for one in (period.before(), period.year_before()))
    compared = [day_range(span.first, span.last + 1) for span in spans]
    return [period, *compared, *units(period, calendar, now)]
