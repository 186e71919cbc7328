"""What people recorded, by day: counted once for all KPIs about the team."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from crmdesk.domain.period import Span
from crmdesk.kpi.measurement import Fact, Measurement

_ACTIVITIES = """
SELECT day, staff_id, count(*) FROM activity
WHERE day BETWEEN :first AND :last AND at < :now GROUP BY day, staff_id ORDER BY day
"""
_STEPS = """
SELECT day, coalesce(staff_id, (SELECT owner_id FROM deal WHERE deal.id = deal_id)) AS person, count(*)
FROM stage_change WHERE day BETWEEN :first AND :last AND at < :now GROUP BY day, person ORDER BY day
"""
_EVENTS = """
SELECT day, coalesce(staff_id, (SELECT owner_id FROM ticket WHERE ticket.id = ticket_id)) AS person, count(*)
FROM ticket_event WHERE day BETWEEN :first AND :last AND at < :now GROUP BY day, person ORDER BY day
"""
_EACH_ACTIVITY = """
SELECT id, staff_id FROM activity WHERE day BETWEEN :first AND :last AND at < :now ORDER BY at, id
"""
_EACH_STEP = """
SELECT deal_id, at, coalesce(staff_id, (SELECT owner_id FROM deal WHERE deal.id = deal_id))
FROM stage_change WHERE day BETWEEN :first AND :last AND at < :now ORDER BY at, id
"""
_EACH_EVENT = """
SELECT ticket_id, at, coalesce(staff_id, (SELECT owner_id FROM ticket WHERE ticket.id = ticket_id))
FROM ticket_event WHERE day BETWEEN :first AND :last AND at < :now ORDER BY at, id
"""


class Recorded(NamedTuple):
    """How many things a person recorded on a day."""

    day: int
    person: int | None
    things: int


def activities(m: Measurement) -> list[Recorded]:
    """Activities by day and person. Every span ends with a day, or now: a day need not be cut."""
    return _counted(m, _ACTIVITIES)


def activity_facts(m: Measurement) -> list[Fact]:
    """The activities of the first span, of the people who are measured."""
    span = m.spans[0]
    found = m.rows(_EACH_ACTIVITY, **_days(span))
    return [Fact("activity", id) for id, person in found if m.keeps(staff=person)]


def thing_facts(m: Measurement, person: int) -> list[Fact]:
    """Everything that a person recorded in the first span: activities, and deals and tickets at each step."""
    span = m.spans[0]
    found = [Fact("activity", id) for id, by_whom in m.rows(_EACH_ACTIVITY, **_days(span)) if by_whom == person]
    for kind, sql in (("deal", _EACH_STEP), ("ticket", _EACH_EVENT)):
        found += [Fact(kind, id, at) for id, at, by_whom in m.rows(sql, **_days(span)) if by_whom == person]
    return found


def _days(span: Span) -> dict[str, int]:
    return {"first": span.first, "last": span.last}


def all_recorded(m: Measurement) -> list[list[Recorded]]:
    """Activities, steps of deals and events of tickets."""
    return [m.shared(activities), _counted(m, _STEPS), _counted(m, _EVENTS)]


def within(found: Sequence[Recorded], span: Span) -> Iterator[Recorded]:
    """What was recorded in a span."""
    first = bisect_left(found, span.first, key=lambda one: one.day)
    yield from found[first : bisect_right(found, span.last, key=lambda one: one.day)]


def _counted(m: Measurement, sql: str) -> list[Recorded]:
    if not m.spans:
        return []
    first, last = min(span.first for span in m.spans), max(span.last for span in m.spans)
    return [Recorded(*row) for row in m.rows(sql, first=first, last=last)]
