"""The working time of the business between two moments, for KPIs that measure service."""

from __future__ import annotations

from collections.abc import Sequence
from operator import sub
from typing import Protocol

from crmdesk.domain.hours import OpeningHours
from crmdesk.kpi.measurement import Measurement


class Waited(Protocol):
    """Something that was received and, later, answered or resolved."""

    @property
    def received(self) -> int: ...

    @property
    def at(self) -> int: ...


def opening_hours(m: Measurement) -> OpeningHours:
    """The opening hours of every day from the first inquiry to now."""
    firsts = m.rows("SELECT min(opened_at) FROM ticket UNION ALL SELECT min(lead_at) FROM contact")
    known = [at for (at,) in firsts if at is not None]
    today = m.calendar.day_of(m.now)
    return OpeningHours(m.calendar, m.settings.working_time, m.calendar.day_of(min([*known, m.now])), today)


def business_hours(m: Measurement, found: Sequence[Waited]) -> list[int]:
    """For each of these the microseconds of working time from receiving to settling it."""
    opening = m.whole(opening_hours)
    before, after = (opening.until(ats) for ats in ([one.received for one in found], [one.at for one in found]))
    return list(map(sub, after, before))
