"""Customer service resolution time: how long it takes until a ticket is settled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from crmdesk.domain.calendar import HOUR
from crmdesk.domain.figure import Better, Figure, Unit
from crmdesk.kpi.base import Area, kpi
from crmdesk.kpi.figures import TOOK, breakdown, groups, histogram, hours, in_bin, mean_time, share, text_name
from crmdesk.kpi.measurement import Fact, Measurement
from crmdesk.kpi.names import staff_names
from crmdesk.kpi.office_hours import business_hours
from crmdesk.kpi.tickets import Event, Resolved, resolved_tickets, ticket_log
from crmdesk.text import N_


def evidence(m: Measurement, part: str) -> list[Fact]:
    """The tickets resolved in the period; those of them that were reopened, or whose resolution took so long."""
    found = m.shared(resolved_tickets)[0]
    if part == "reopened":
        ways = m.whole(ticket_log).ways
        found = [one for one in found if one.ticket in ways and _way(one, ways[one.ticket]).reopened]
    elif part.startswith(TOOK):
        found = [one for one in found if in_bin(one.took, part)]
    return [Fact("ticket", one.ticket, one.at) for one in found]


@kpi(
    "resolution_time",
    N_("Customer service resolution time"),
    unit=Unit.HOURS,
    better=Better.LOWER,
    area=Area.SERVICE,
    formula=N_("mean of (last resolved − received) over the tickets resolved in the period"),
    example=N_("in Mon 09:00, resolved 15:00, reopened Wed 10:00, resolved 12:00 → 51 h; first 6 h"),
    reads=("ticket", "ticket_event", "staff", "setting"),
    evidence=evidence,
    place=53,
    headline=True,
    split=("staff", "priority", "category"),
    beside=("first_resolution", "customer_wait", "reopened_share", "business_hours", "histogram"),
    filters=("staff", "priority", "category"),
    parts={"reopened": N_("tickets that were reopened"), "took {key}": N_("tickets that took {key}")},
)
def resolution_time(m: Measurement) -> list[Figure]:
    """How many hours it took from receiving a ticket to settling it for good, over the tickets that were settled in
    the period. If a ticket was reopened, the clock runs on to the last time it was resolved.
    """
    return [_figure(m, i, tickets) for i, tickets in enumerate(m.shared(resolved_tickets))]


def _figure(m: Measurement, i: int, tickets: list[Resolved]) -> Figure:
    took = [one.took for one in tickets]
    if not m.detail[i]:
        return mean_time(took, HOUR)
    ways, ordered = m.whole(ticket_log).ways, sorted(took)
    # Of most tickets the clock ran through: the first resolution is the last, and the customer waited all the time.
    stopped = [_way(one, ways[one.ticket]) for one in tickets if one.ticket in ways]
    through = [one.took for one in tickets if one.ticket not in ways]
    beside = {
        "first_resolution": hours([*through, *(way.first for way in stopped)]),
        "customer_wait": hours([*through, *(way.wait for way in stopped)]),
        "reopened_share": share(sum(way.reopened for way in stopped), len(tickets)),
        "business_hours": hours(business_hours(m, tickets)),
        "histogram": histogram(ordered),
    }
    by = {
        "staff": breakdown(
            groups(zip([one.person for one in tickets], took, strict=True)), m.whole(staff_names), hours
        ),
        "priority": breakdown(groups(zip([one.priority for one in tickets], took, strict=True)), text_name, hours),
        "category": breakdown(groups(zip([one.category for one in tickets], took, strict=True)), text_name, hours),
    }
    return mean_time(ordered, HOUR, beside=beside, by=by)


class _Way(NamedTuple):
    """Of a ticket whose clock stopped: from receiving to the first resolution, the customer's wait, and if reopened."""

    first: int
    wait: int
    reopened: bool


def _way(one: Resolved, events: Sequence[Event]) -> _Way:
    """The customer waits for the business except while the ticket is waiting (for the customer) or resolved."""
    first: int | None = None
    begun: int | None = one.received
    wait, reopened = 0, False
    for _, moment, kind, _ in events:
        if moment > one.at or kind in ("received", "replied"):
            continue
        at = max(moment, one.received)
        reopened = reopened or kind == "reopened"
        if kind in ("waiting", "resolved"):
            wait += at - begun if begun is not None else 0
            begun = None
            first = moment - one.received if kind == "resolved" and first is None else first
        elif begun is None:
            begun = at
    return _Way(one.took if first is None else first, wait, reopened)
