"""The way of tickets, as every KPI about service reads it. Loaded once for a measurement.

A ticket is resolved at a moment t if the last resolved or reopened event before t is a resolved one. A *resolution* is
such an event with `until`, the moment of the next: it holds at t if at < t <= until.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from crmdesk.kpi.measurement import FOREVER, Fact, Measurement

_EVENTS = """
SELECT ticket_id, at, kind, staff_id FROM ticket_event WHERE at < :now AND kind <> 'received' ORDER BY ticket_id, at, id
"""
_TICKETS = "SELECT id, opened_at, owner_id, priority, category, channel FROM ticket WHERE opened_at < :now"

Event = tuple[int, str, int | None]


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
    at: int
    took: int
    person: int | None
    priority: str | None
    category: str | None

    @property
    def received(self) -> int:
        return self.at - self.took


def ticket_facts(m: Measurement) -> dict[int, Ticket]:
    """Every ticket that was received before now, by its id."""
    return {id: Ticket(*row) for id, *row in m.rows(_TICKETS)}


def ticket_log(m: Measurement) -> Log:
    """What happened to all tickets before now."""
    tickets = m.shared(ticket_facts)
    log = Log([], [], [], {})
    events: dict[int, list[Event]] = {id: [] for id in tickets}
    for ticket, at, kind, by_whom in m.rows(_EVENTS):
        if ticket in events:
            events[ticket].append((at, kind, by_whom))
    for ticket, way in events.items():
        _read(log, ticket, tickets[ticket].received, way)
    log.resolutions.sort(key=lambda one: one.at)
    log.answers.sort(key=lambda one: one.at)
    return log


def _read(log: Log, ticket: int, received: int, way: list[Event]) -> None:
    """Reads the events of one ticket, which come in order."""
    open_since: int | None = received
    answered = stopped = False
    before: Event | None = None
    for event in way:
        at, kind, by_whom = event
        if kind == "replied":
            if not answered and at >= received:
                log.answers.append(Answer(at, ticket, by_whom))
                answered = True
        elif kind in ("resolved", "reopened"):
            stopped = stopped or before is not None
            _end_resolution(log, ticket, before, at)
            before = event
            if kind == "reopened":
                open_since = max(at, received) if open_since is None else open_since
            elif open_since is not None:
                if at > open_since:
                    log.unsettled.append(Unsettled(open_since, at, ticket))
                open_since = None
        else:
            stopped = True
    _end_resolution(log, ticket, before, FOREVER)
    if open_since is not None:
        log.unsettled.append(Unsettled(open_since, FOREVER, ticket))
    if stopped:
        log.ways[ticket] = way


def _end_resolution(log: Log, ticket: int, event: Event | None, until: int) -> None:
    if event is not None and event[1] == "resolved":
        log.resolutions.append(Resolution(event[0], until, ticket, event[2]))


def resolved_tickets(m: Measurement) -> list[list[Resolved]]:
    """For each span the tickets resolved at its cut whose last resolved event lies in it."""
    tickets, resolutions = m.shared(ticket_facts), m.shared(ticket_log).resolutions
    found = []
    for span in m.spans:
        resolved = []
        first = bisect_left(resolutions, span.start, key=lambda one: one.at)
        for place in range(first, bisect_left(resolutions, span.cut, key=lambda one: one.at)):
            at, until, id, by_whom = resolutions[place]
            if until >= span.cut:
                ticket = tickets[id]
                person = ticket.owner if by_whom is None else by_whom
                resolved.append(Resolved(id, at, at - ticket.received, person, ticket.priority, ticket.category))
        found.append(resolved)
    return found


def open_tickets_at_cuts(m: Measurement) -> list[list[int]]:
    """For each span the tickets received before its cut and not resolved at it."""
    found: list[list[int]] = [[] for _ in m.spans]
    for start, until, ticket in m.shared(ticket_log).unsettled:
        for i in m.cuts_within(start, until):
            found[i].append(ticket)
    return found


def ever_a_ticket(m: Measurement) -> list[bool]:
    """For each span, whether there was any ticket before its cut."""
    first = min((ticket.received for ticket in m.shared(ticket_facts).values()), default=FOREVER)
    return [first < span.cut for span in m.spans]


def resolved_evidence(m: Measurement, part: str) -> list[Fact]:  # noqa: ARG001 - a mean has one set of records
    """The tickets resolved in the period, at the moment of their last resolution."""
    return [Fact("ticket", one.ticket, one.at) for one in m.shared(resolved_tickets)[0]]
