"""The units of time that are shown up to a period."""

from __future__ import annotations

from collections.abc import Callable

from crmdesk.domain.calendar import Calendar, date_of_day
from crmdesk.domain.period import MONTH, QUARTER, RANGE, YEAR, Period, month

MONTHS = 13
# How many units of its own length a period is shown with: a year and the same month again, two years of quarters …
_SHOWN = {MONTH: MONTHS, QUARTER: 9, YEAR: 6, RANGE: 7}
_FIRST_YEAR = 1901

# The units of a series: those up to a period, as known now.
Units = Callable[[Period, Calendar, int], list[Period]]


def months(period: Period, calendar: Calendar, now: int) -> list[Period]:
    """A year of months and the same month again, up to the period."""
    return months_up_to(period, calendar, now, MONTHS)


def alike(period: Period, _calendar: Calendar, _now: int) -> list[Period]:
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
