"""The way of tickets, as every KPI about service reads it.

`outcome` is a temporary table with one row for each resolved or reopened event: `ticket, kind, at, until, by_whom`;
a ticket is resolved at a moment t if it has a row with kind 'resolved' and at < t <= until. `answer` has one row for
each ticket that was ever answered: `ticket, received, at, by_whom`, its first reply not before it was received.
"""

from __future__ import annotations

from dataclasses import dataclass

from crmdesk.kpi.measurement import Fact, Measurement

_OUTCOMES = """
SELECT ticket_id AS ticket, kind, at, lead(at, 1, :forever) OVER (PARTITION BY ticket_id ORDER BY at, id) AS until,
       staff_id AS by_whom
FROM ticket_event WHERE kind IN ('resolved', 'reopened') AND at < :now
"""

# The first reply of each ticket; of two at one moment the earlier row. SQLite gives the row of the smallest moment.
_ANSWERS = """
SELECT ticket.id AS ticket, ticket.opened_at AS received, min(event.at) AS at, event.staff_id AS by_whom
FROM ticket_event event JOIN ticket ON ticket.id = event.ticket_id
WHERE event.kind = 'replied' AND event.at >= ticket.opened_at AND event.at < :now
GROUP BY event.ticket_id
"""

# Tickets resolved at the cut whose last resolved event lies in the period.
RESOLVED = """
SELECT span.i AS i, outcome.ticket AS ticket, outcome.at AS at, ticket.opened_at AS received,
       coalesce(outcome.by_whom, ticket.owner_id) AS person, ticket.priority AS priority, ticket.category AS category
FROM span JOIN outcome ON outcome.kind = 'resolved' AND outcome.at >= span.start_at AND outcome.at < span.cut_at
     AND outcome.until >= span.cut_at
JOIN ticket ON ticket.id = outcome.ticket
"""

# Tickets received before the cut and not resolved at it.
OPEN = """
SELECT span.i AS i, ticket.id AS ticket, ticket.opened_at AS received, ticket.priority AS priority,
       ticket.owner_id AS person, span.cut_at AS cut_at, span.detail AS detail
FROM span JOIN ticket ON ticket.opened_at < span.cut_at
WHERE NOT EXISTS (SELECT 1 FROM outcome WHERE outcome.ticket = ticket.id AND outcome.kind = 'resolved'
                  AND outcome.at < span.cut_at AND outcome.until >= span.cut_at)
"""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A ticket that was resolved in a span; `took` is from receiving to its last resolution, in microseconds."""

    ticket: int
    at: int
    took: int
    person: int | None
    priority: str | None
    category: str | None

    @property
    def received(self) -> int:
        return self.at - self.took


def outcomes(m: Measurement) -> bool:
    """Makes the table `outcome` of this measurement."""
    m.table("outcome", _OUTCOMES, "ticket, kind, at, until")
    m.source.rows("CREATE INDEX temp.outcome_time ON outcome (kind, at, until, ticket, by_whom)")
    return True


def answers(m: Measurement) -> bool:
    """Makes the table `answer` of this measurement."""
    m.table("answer", _ANSWERS, "at, received, ticket, by_whom")
    m.source.rows("CREATE INDEX temp.answer_ticket ON answer (ticket, at)")
    return True


def resolved_tickets(m: Measurement) -> list[list[Resolved]]:
    """For each span the tickets that resolution_time counts."""
    m.shared(outcomes)
    found = m.grouped(f"SELECT i, ticket, at, at - received, person, priority, category FROM ({RESOLVED}) ORDER BY at")
    return [[Resolved(*row) for row in rows] for rows in found.values()]


def first_ticket_at(m: Measurement) -> int | None:
    """When the first ticket ever was received, or None."""
    at: int | None = m.rows("SELECT min(opened_at) FROM ticket WHERE opened_at < :now")[0][0]
    return at


def ever_a_ticket(m: Measurement) -> list[bool]:
    """For each span, whether there was any ticket before its cut."""
    first = m.shared(first_ticket_at)
    return [first is not None and first < span.cut for span in m.spans]


def resolved_evidence(m: Measurement, part: str) -> list[Fact]:  # noqa: ARG001 - a mean has one set of records
    """The tickets resolved in the period, at the moment of their last resolution."""
    return [Fact("ticket", one.ticket, one.at) for one in m.shared(resolved_tickets)[0]]
