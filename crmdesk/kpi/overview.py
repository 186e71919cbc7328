"""All figures of a period with those around it: what the dashboard, the sentences and the summary are made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crmdesk.domain.calendar import Calendar, date_of_day
from crmdesk.domain.figure import Number
from crmdesk.domain.period import Period, comparison_of, day_range, month
from crmdesk.kpi.cohorts import Cohorts
from crmdesk.kpi.measure import Result
from crmdesk.kpi.only import EVERYTHING, Only
from crmdesk.store.setting import Settings

MONTHS = 13
Results = Mapping[str, Result]


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


def periods_of(period: Period, calendar: Calendar, now: int) -> list[Period]:
    """The period, the two it is compared with as far as it has come, and the months up to its end."""
    spans = (comparison_of(one, period, calendar, now) for one in (period.before(), period.year_before()))
    compared = [day_range(span.first, span.last + 1) for span in spans]
    return [period, *compared, *months_up_to(period, calendar, now, MONTHS)]


def months_up_to(period: Period, calendar: Calendar, now: int, count: int) -> list[Period]:
    """So many months, the last of them the one in which the period ends or, while it runs, in which `now` lies."""
    last = date_of_day(max(min(period.end - 1, calendar.day_of(now)), period.first))
    found = [month(last.year, last.month, period.fiscal_start)]
    while len(found) < count:
        found.append(found[-1].before())
    return found[::-1]
