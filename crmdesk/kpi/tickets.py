"""The way of tickets, as every KPI about service reads it. Loaded once for a measurement.

A ticket is resolved at a moment t if the last resolved or reopened event before t is a resolved one. A *resolution* is
such an event with `until`, the moment of the next: it holds at t if at < t <= until.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from crmdesk.kpi.freeing import free, in_order_of_time
from crmdesk.kpi.measurement import FOREVER, Fact, Measurement, by_id, maker

_EVENTS = """
SELECT ticket_id, at, kind, staff_id FROM ticket_event WHERE at < :now AND kind <> 'received' ORDER BY ticket_id, at, id
"""
_TICKETS = "SELECT id, opened_at, owner_id, priority, category, channel FROM ticket WHERE opened_at < :now"

# Ticket, moment, kind, and who did it.
Event = tuple[int, int, str, int | None]
_OUTCOMES = ("resolved", "reopened")


class Ticket(NamedTuple):
    """What KPIs read of a ticket."""

    received: int
    owner: int | None
    priority: str | None
    category: str | None
    channel: str | None


class Resolution(NamedTuple):
    """A resolved event, and until when it held."""

    at: int
    until: int
    ticket: int
    by_whom: int | None


class Answer(NamedTuple):
    """The first reply to a ticket that was not before it was received."""

    at: int
    ticket: int
    by_whom: int | None


class Unsettled(NamedTuple):
    """A time during which a ticket was open: at the moments t with start < t <= until."""

    start: int
    until: int
    ticket: int


class Log(NamedTuple):
    """What happened to all tickets before now; resolutions and answers in the order of time.

    `ways` holds every event of the tickets whose clock stopped in between; of the others it says nothing.
    """

    resolutions: list[Resolution]
    answers: list[Answer]
    unsettled: list[Unsettled]
    ways: dict[int, list[Event]]


class Resolved(NamedTuple):
    """A ticket that was resolved in a span; `took` is from receiving to its last resolution, in microseconds."""

    ticket: int
    received: int
    at: int
    took: int
    person: int | None
    priority: str | None
    category: str | None


def ticket_facts(m: Measurement) -> dict[int, Ticket]:
    """Every ticket that was received before now, by its id."""
    return by_id(Ticket, m.rows(_TICKETS))


def ticket_log(m: Measurement) -> Log:
    """What happened to all tickets before now."""
    tickets = m.whole(ticket_facts)
    log = Log([], [], [], {})
    silent = dict.fromkeys(tickets)
    events = m.rows(_EVENTS)
    for ticket, way in groupby(events, itemgetter(0)):
        if ticket in tickets:
            del silent[ticket]
            _read(log, ticket, tickets[ticket].received, list(way))
    free(events)
    log.unsettled.extend(Unsettled(tickets[ticket].received, FOREVER, ticket) for ticket in silent)
    log.resolutions[:] = in_order_of_time(log.resolutions, itemgetter(0))
    log.answers[:] = in_order_of_time(log.answers, itemgetter(0))
    return log


def _read(log: Log, ticket: int, received: int, way: list[Event]) -> None:
    """Reads the events of one ticket, which come in order."""
    open_since: int | None = received
    answered = stopped = False
    before: Event | None = None
    for event in way:
        _, at, kind, by_whom = event
        if kind == "replied":
            if not answered and at >= received:
                log.answers.append(Answer(at, ticket, by_whom))
                answered = True
        elif kind in _OUTCOMES:
            stopped = stopped or before is not None
            if before is not None:
                _end_resolution(log, before, at)
            before = event
            if kind == "reopened":
                open_since = max(at, received) if open_since is None else open_since
            elif open_since is not None:
                if at > open_since:
                    log.unsettled.append(Unsettled(open_since, at, ticket))
                open_since = None
        else:
            stopped = True
    if before is not None:
        _end_resolution(log, before, FOREVER)
    if open_since is not None:
        log.unsettled.append(Unsettled(open_since, FOREVER, ticket))
    if stopped:
        log.ways[ticket] = way


def _end_resolution(log: Log, event: Event, until: int) -> None:
    ticket, at, kind, by_whom = event
    if kind == "resolved":
        log.resolutions.append(Resolution(at, until, ticket, by_whom))


def resolved_tickets(m: Measurement) -> list[list[Resolved]]:
    """For each span the tickets resolved at its cut whose last resolved event lies in it."""
    tickets, resolutions = m.whole(ticket_facts), m.whole(ticket_log).resolutions
    found, make = [], maker(Resolved)
    for span in m.spans:
        resolved = []
        for place in range(bisect_left(resolutions, (span.start,)), bisect_left(resolutions, (span.cut,))):
            at, until, id, by_whom = resolutions[place]
            if until >= span.cut:
                received, owner, priority, category, _ = tickets[id]
                person = owner if by_whom is None else by_whom
                if m.only and not m.keeps(staff=person, priority=priority, category=category):
                    continue
                resolved.append(make((id, received, at, at - received, person, priority, category)))
        found.append(resolved)
    return found


def open_tickets_at_cuts(m: Measurement) -> list[list[int]]:
    """For each span the tickets received before its cut and not resolved at it."""
    found: list[list[int]] = [[] for _ in m.spans]
    for start, until, ticket in m.whole(ticket_log).unsettled:
        for i in m.cuts_within(start, until):
            found[i].append(ticket)
    return [[id for id in some if _keeps_open(m, id)] for some in found] if m.only else found


def _keeps_open(m: Measurement, id: int) -> bool:
    """Whether an open ticket is in the part of the business that is measured: it is its owner's."""
    _, owner, priority, category, channel = m.whole(ticket_facts)[id]
    return m.keeps(staff=owner, owner=owner, priority=priority, category=category, channel=channel)


def ever_a_ticket(m: Measurement) -> list[bool]:
    """For each span, whether there was any ticket before its cut, in whatever part of the business."""
    first = min((ticket.received for ticket in m.whole(ticket_facts).values()), default=FOREVER)
    return [first < span.cut for span in m.spans]


def resolved_evidence(m: Measurement, _part: str) -> list[Fact]:
    """The tickets resolved in the period, at the moment of their last resolution."""
    return [Fact("ticket", one.ticket, one.at) for one in m.shared(resolved_tickets)[0]]
