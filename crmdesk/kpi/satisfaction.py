"""The answers of customers about their satisfaction, and who is to be praised for them."""

from __future__ import annotations

from crmdesk.kpi.contacts import keeps_contact
from crmdesk.kpi.measurement import Measurement

GOOD = 4

# Of several answers on one ticket in the period the latest counts; answers without a ticket all count.
_ANSWERS = """
SELECT i, id, score, person, contact FROM (
  SELECT span.i AS i, survey.id AS id, survey.score AS score, survey.answered_at AS at,
         coalesce((SELECT coalesce(event.staff_id, ticket.owner_id) FROM ticket_event event
                   JOIN ticket ON ticket.id = event.ticket_id
                   WHERE (span.detail OR :person) AND event.ticket_id = survey.ticket_id AND event.kind = 'resolved'
                     AND event.at < span.cut_at ORDER BY event.at DESC, event.id DESC LIMIT 1),
                  survey.staff_id) AS person,
         coalesce(survey.contact_id, (SELECT contact_id FROM ticket
                                      WHERE :person AND ticket.id = survey.ticket_id)) AS contact,
         row_number() OVER (PARTITION BY span.i, coalesce(survey.ticket_id, -survey.id)
                            ORDER BY survey.answered_at DESC, survey.id DESC) AS place
  FROM span JOIN survey ON survey.kind = 'csat' AND survey.answered_at >= span.start_at
       AND survey.answered_at < span.cut_at)
WHERE place = 1 ORDER BY i, at, id
"""

# Id, score, and the resolver of its ticket, else the person that the answer names.
Answer = tuple[int, int, int | None]


def csat_answers(m: Measurement) -> list[list[Answer]]:
    """For each span the answers on the scale from 1 to 5 that count."""
    found = m.grouped(_ANSWERS, person=int(bool(m.only)))
    return [
        [(id, score, person) for id, score, person, contact in rows if not m.only or keeps_contact(m, contact, person)]
        for rows in found.values()
    ]
