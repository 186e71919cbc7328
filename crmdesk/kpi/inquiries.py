"""Inquiries and their first answers: tickets and leads together."""

from __future__ import annotations

from bisect import bisect_left
from heapq import merge
from typing import NamedTuple

from crmdesk.kpi.measurement import FOREVER, Fact, Measurement, maker
from crmdesk.kpi.tickets import open_tickets_at_cuts, ticket_facts, ticket_log

TICKET, LEAD = "ticket", "contact"

_LEADS = """
SELECT id, lead_at, first_response_at, disqualified_at, owner_id, channel, campaign_id FROM contact WHERE lead_at < :now
"""


class Lead(NamedTuple):
    """A lead. `answered_at` is None where the business reached out never, not before now, or before it came."""

    id: int
    at: int
    answered_at: int | None
    disqualified_at: int | None
    owner: int | None
    channel: str | None


class Answered(NamedTuple):
    """An inquiry and its first answer; `took` is in microseconds."""

    at: int
    kind: str
    id: int
    received: int
    took: int
    person: int | None
    channel: str | None


def inquiring_leads(m: Measurement) -> list[Lead]:
    """Every lead that came before now."""
    found = []
    for id, at, response, disqualified, owner, channel, campaign in m.rows(_LEADS):
        if m.only and not m.keeps(staff=owner, channel=channel, campaign=campaign):
            continue
        answered = response if response is not None and at <= response < m.now else None
        found.append(Lead(id, at, answered, disqualified, owner, channel))
    return found


def all_answered(m: Measurement) -> list[Answered]:
    """Every inquiry that was answered before now, in the order of the answers."""
    tickets = m.whole(ticket_facts)
    of_tickets, make = [], maker(Answered)
    for at, id, by_whom in m.whole(ticket_log).answers:
        received, owner, _, _, channel = tickets[id]
        person = owner if by_whom is None else by_whom
        if m.only and not m.keeps(staff=person, channel=channel):
            continue
        of_tickets.append(make((at, TICKET, id, received, at - received, person, channel)))
    of_leads = sorted(
        Answered(lead.answered_at, LEAD, lead.id, lead.at, lead.answered_at - lead.at, lead.owner, lead.channel)
        for lead in m.shared(inquiring_leads)
        if lead.answered_at is not None
    )
    # The log is in order already. Sorting all of them at once would hold up other threads.
    return list(merge(of_leads, of_tickets))


def answered(m: Measurement) -> list[list[Answered]]:
    """For each span the inquiries first answered in it, in the order of the answers."""
    known = m.shared(all_answered)
    return [known[bisect_left(known, (span.start,)) : bisect_left(known, (span.cut,))] for span in m.spans]


def waiting(m: Measurement) -> list[list[int]]:
    """For each span how long every unanswered inquiry had waited at its cut, in microseconds."""
    return [[took for _, _, took in found] for found in m.shared(unanswered)]


def unanswered(m: Measurement) -> list[list[tuple[str, int, int]]]:
    """For each span the inquiries unanswered at its cut: kind, id, and how long they had waited, in microseconds.

    A ticket that was resolved without an answer waits no more, nor does a lead that was disqualified.
    """
    tickets = m.whole(ticket_facts)
    answer_of = {ticket: at for at, ticket, _ in m.whole(ticket_log).answers}
    found: list[list[tuple[str, int, int]]] = []
    for span, unsettled in zip(m.spans, m.shared(open_tickets_at_cuts), strict=True):
        silent = (id for id in unsettled if answer_of.get(id, FOREVER) >= span.cut)
        found.append([(TICKET, id, span.cut - tickets[id].received) for id in silent])
    for lead in m.shared(inquiring_leads):
        ends = (at for at in (lead.answered_at, lead.disqualified_at) if at is not None)
        for i in m.cuts_within(lead.at, min(ends, default=FOREVER)):
            found[i].append((LEAD, lead.id, m.spans[i].cut - lead.at))
    return found


def answered_facts(found: list[Answered]) -> list[Fact]:
    """Inquiries as records, at the moment of the answer."""
    return [Fact(one.kind, one.id, one.at) for one in found]
