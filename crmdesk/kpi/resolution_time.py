"""Customer service resolution time: how long it takes until a ticket is settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crmdesk.domain.calendar import HOUR
from crmdesk.domain.figure import Better, Figure, Unit
from crmdesk.kpi.base import Area, kpi
from crmdesk.kpi.figures import breakdown, groups, hours, mean_time, share, text_name
from crmdesk.kpi.measurement import Measurement
from crmdesk.kpi.names import staff_names
from crmdesk.kpi.office_hours import business_hours
from crmdesk.kpi.tickets import Resolved, resolved_evidence, resolved_tickets
from crmdesk.text import N_

_EVENTS = """
SELECT span.i, event.ticket_id, event.kind, event.at
FROM span JOIN outcome ON outcome.kind = 'resolved' AND outcome.at >= span.start_at AND outcome.at < span.cut_at
     AND outcome.until >= span.cut_at
JOIN ticket_event event ON event.ticket_id = outcome.ticket AND event.at <= outcome.at
WHERE span.detail AND event.kind IN ('waiting', 'resumed', 'resolved', 'reopened')
ORDER BY span.i, event.ticket_id, event.at, event.id
"""


@kpi(
    "resolution_time",
    N_("Resolution time"),
    unit=Unit.HOURS,
    better=Better.LOWER,
    area=Area.SERVICE,
    formula=N_("mean of (last resolved − received) over the tickets resolved in the period"),
    example=N_("in Mon 09:00, resolved 15:00, reopened Wed 10:00, resolved 12:00 → 51 h; first 6 h"),
    reads=("ticket", "ticket_event", "staff", "setting"),
    evidence=resolved_evidence,
    place=53,
    headline=True,
    split=("staff", "priority", "category"),
    beside=("first_resolution", "customer_wait", "reopened_share", "business_hours"),
)
def resolution_time(m: Measurement) -> list[Figure]:
    """How many hours it took from receiving a ticket to settling it for good, over the tickets that were settled in
    the period. If a ticket was reopened, the clock runs on to the last time it was resolved.
    """
    found = m.shared(resolved_tickets)
    events = m.grouped(_EVENTS)
    return [_figure(m, tickets, events[i]) for i, tickets in enumerate(found)]


def _figure(m: Measurement, tickets: list[Resolved], events: list[tuple[int, str, int]]) -> Figure:
    ways = groups((ticket, (kind, at)) for ticket, kind, at in events)
    took = [one.took for one in tickets]
    beside = {
        "first_resolution": hours(_first(tickets, ways)),
        "customer_wait": hours([_wait(one, ways.get(one.ticket, ())) for one in tickets]),
        "reopened_share": share(sum(_reopened(ways.get(one.ticket, ())) for one in tickets), len(tickets)),
        "business_hours": hours([business_hours(m, one.received, one.at) for one in tickets]) if events else None,
    }
    by = {
        "staff": breakdown(groups((one.person, one.took) for one in tickets), m.shared(staff_names), hours),
        "priority": breakdown(groups((one.priority, one.took) for one in tickets), text_name, hours),
        "category": breakdown(groups((one.category, one.took) for one in tickets), text_name, hours),
    }
    return mean_time(took, HOUR, beside=beside, by=by)


def _first(tickets: list[Resolved], ways: Mapping[int, list[tuple[str, int]]]) -> list[int]:
    """From receiving to the first time each ticket was resolved."""
    return [
        next(at for kind, at in ways[one.ticket] if kind == "resolved") - one.received
        for one in tickets
        if one.ticket in ways
    ]


def _wait(one: Resolved, way: Sequence[tuple[str, int]]) -> int:
    """The time that the customer waited for the business: not spent in waiting (for the customer) or resolved."""
    begun: int | None = one.received
    total = 0
    for kind, moment in way:
        at = max(moment, one.received)
        if kind in ("waiting", "resolved"):
            total += at - begun if begun is not None else 0
            begun = None
        elif begun is None:
            begun = at
    return total


def _reopened(way: Sequence[tuple[str, int]]) -> bool:
    return any(kind == "reopened" for kind, _ in way)
