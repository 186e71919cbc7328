"""The working time of the business between two moments, for KPIs that measure service."""

from __future__ import annotations

from crmdesk.domain.calendar import parse_day
from crmdesk.domain.hours import OpeningHours, WorkingTime, minutes_of
from crmdesk.kpi.measurement import Measurement


def opening_hours(m: Measurement) -> OpeningHours:
    """The opening hours of every day from the first inquiry to now."""
    settings = m.settings
    opens, closes = settings.working_hours
    holidays = frozenset(parse_day(text) for text in settings.holidays)
    working = WorkingTime(settings.working_days, minutes_of(opens), minutes_of(closes), holidays)
    firsts = m.rows("SELECT min(opened_at) FROM ticket UNION ALL SELECT min(lead_at) FROM contact")
    known = [at for (at,) in firsts if at is not None]
    today = m.calendar.day_of(m.now)
    return OpeningHours(m.calendar, working, m.calendar.day_of(min([*known, m.now])), today)


def business_hours(m: Measurement, start: int, end: int) -> int:
    """Microseconds of working time between two moments not after now."""
    return m.shared(opening_hours).between(start, end)
