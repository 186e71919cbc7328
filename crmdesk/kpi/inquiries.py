"""Inquiries and their first answers: tickets and leads together."""

from __future__ import annotations

from dataclasses import dataclass

from crmdesk.kpi.measurement import Fact, Measurement
from crmdesk.kpi.tickets import answers, outcomes

TICKET, LEAD = "ticket", "contact"

_TICKETS = """
SELECT span.i, 'ticket', answer.ticket, answer.received, answer.at, coalesce(answer.by_whom, ticket.owner_id),
       ticket.channel
FROM span JOIN answer ON answer.at >= span.start_at AND answer.at < span.cut_at
JOIN ticket ON ticket.id = answer.ticket
"""

# A first response earlier than the inquiry is no answer to it.
_LEADS = """
SELECT span.i, 'contact', contact.id, contact.lead_at, contact.first_response_at, contact.owner_id, contact.channel
FROM span JOIN contact ON contact.first_response_at >= span.start_at AND contact.first_response_at < span.cut_at
     AND contact.first_response_at >= contact.lead_at
"""

_WAITING_TICKETS = """
SELECT span.i, ticket.opened_at, span.cut_at FROM span JOIN ticket ON ticket.opened_at < span.cut_at
WHERE span.detail
  AND NOT EXISTS (SELECT 1 FROM answer WHERE answer.ticket = ticket.id AND answer.at < span.cut_at)
  AND NOT EXISTS (SELECT 1 FROM outcome WHERE outcome.ticket = ticket.id AND outcome.kind = 'resolved'
                  AND outcome.at < span.cut_at AND outcome.until >= span.cut_at)
"""

_WAITING_LEADS = """
SELECT span.i, contact.lead_at, span.cut_at FROM span JOIN contact ON contact.lead_at < span.cut_at
WHERE span.detail AND coalesce(contact.disqualified_at, :forever) >= span.cut_at
  AND (contact.first_response_at IS NULL OR contact.first_response_at >= span.cut_at
       OR contact.first_response_at < contact.lead_at)
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """An inquiry that was first answered in a span; `took` in microseconds."""

    kind: str
    id: int
    received: int
    at: int
    person: int | None
    channel: str | None

    @property
    def took(self) -> int:
        return self.at - self.received


def answered(m: Measurement) -> list[list[Answer]]:
    """For each span the inquiries first answered in it, tickets and leads, in the order of the answers."""
    m.shared(answers)
    found = m.grouped(f"{_TICKETS} UNION ALL {_LEADS} ORDER BY 1, 5, 2, 3")
    return [[Answer(*row) for row in rows] for rows in found.values()]


def waiting(m: Measurement) -> list[list[int]]:
    """For each wanted span how long every unanswered inquiry had waited at its cut, in microseconds."""
    m.shared(answers)
    m.shared(outcomes)
    found = m.grouped(f"{_WAITING_TICKETS} UNION ALL {_WAITING_LEADS}")
    return [[cut - received for received, cut in rows] for rows in found.values()]


def answered_facts(found: list[Answer]) -> list[Fact]:
    """Inquiries as records, at the moment of the answer."""
    return [Fact(one.kind, one.id, one.at) for one in found]
