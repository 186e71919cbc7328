"""Who was employed when, and how many working days that makes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from crmdesk.domain.calendar import parse_day
from crmdesk.domain.period import Span
from crmdesk.kpi.measurement import Measurement

_ALWAYS = 10**9


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the staff, employed on the days `first..last`."""

    id: int
    role: str | None
    first: int
    last: int

    def employed(self, span: Span) -> bool:
        """At some time of the span before its cut."""
        return self.first <= span.last and self.last >= span.first


def staff(m: Measurement) -> list[Person]:
    """Everybody who ever worked in the business."""
    rows = m.rows("SELECT id, role, started_on, left_on FROM staff ORDER BY id")
    return [
        Person(row_id, role, -_ALWAYS if first is None else first, _ALWAYS if last is None else last)
        for row_id, role, first, last in rows
    ]


def working_days(m: Measurement) -> list[int]:
    """The working days of the business that any span touches, ascending. Day 0, 1970-01-01, was a Thursday."""
    weekdays = {day - 1 for day in m.settings.working_days}
    holidays = {parse_day(text) for text in m.settings.holidays}
    first, last = min(span.first for span in m.spans), max(span.last for span in m.spans)
    return [day for day in range(first, last + 1) if (day + 3) % 7 in weekdays and day not in holidays]


def days_of(m: Measurement, person: Person, span: Span) -> int:
    """The working days of a person in a span before its cut; a begun day counts whole."""
    days = m.whole(working_days)
    first, last = max(person.first, span.first), min(person.last, span.last)
    return max(0, bisect_right(days, last) - bisect_left(days, first))


def people_in_roles(m: Measurement, roles: tuple[str, ...]) -> list[Person]:
    """Everybody with one of these roles who is measured."""
    return [person for person in m.whole(staff) if person.role in roles and m.keeps(staff=person.id)]
