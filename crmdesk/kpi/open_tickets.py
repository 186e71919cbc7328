"""Open tickets: what customers are still waiting for."""

from __future__ import annotations

from collections import Counter

from crmdesk.domain.calendar import DAY, HOUR
from crmdesk.domain.figure import Better, Figure, Reason, Row, Unit, missing
from crmdesk.kpi.base import NUMERATOR, Area, kpi
from crmdesk.kpi.figures import breakdown, groups, text_name
from crmdesk.kpi.measurement import Fact, Measurement
from crmdesk.kpi.names import staff_names
from crmdesk.kpi.tickets import ever_a_ticket, open_tickets_at_cuts, ticket_facts
from crmdesk.text import N_

BANDS = ((1, N_("under a day")), (7, N_("1 to 7 days")), (30, N_("7 to 30 days")), (None, N_("over 30 days")))


def of_ages(m: Measurement) -> list[list[int]]:
    """For each span the tickets open at its cut, of the ages that are measured."""
    found = m.shared(open_tickets_at_cuts)
    if "age" not in m.only.names:
        return found
    tickets = m.whole(ticket_facts)
    return [
        [id for id in some if m.keeps(age=_band(span.cut - tickets[id].received))]
        for span, some in zip(m.spans, found, strict=True)
    ]


def evidence(m: Measurement, _part: str) -> list[Fact]:
    """The tickets that are open at the cut, the oldest first."""
    tickets, found = m.whole(ticket_facts), m.shared(of_ages)[0]
    return [Fact("ticket", id) for id in sorted(found, key=lambda one: (tickets[one].received, one))]


@kpi(
    "open_tickets",
    N_("Open tickets"),
    unit=Unit.COUNT,
    better=Better.LOWER,
    area=Area.SERVICE,
    formula=N_("tickets received and not resolved at the end of the period"),
    example=N_("tickets t1, t2, t3 and the reopened t5 → 4"),
    reads=("ticket", "ticket_event", "staff"),
    evidence=evidence,
    counted=NUMERATOR,
    place=54,
    split=("priority", "owner"),
    beside=("oldest",),
    filters=("priority", "owner", "staff", "category", "age"),
)
def open_tickets(m: Measurement) -> list[Figure]:
    """How many tickets had come in and were not settled at the end of the period (or are not now). A ticket that was
    reopened is open again.
    """
    return [
        _figure(m, i, found) if ever else missing(Reason.NO_DATA)
        for i, (found, ever) in enumerate(zip(m.shared(of_ages), m.shared(ever_a_ticket), strict=True))
    ]


def _figure(m: Measurement, i: int, found: list[int]) -> Figure:
    count = len(found)
    if not m.detail[i]:
        return Figure(count, None, count)
    tickets = [m.whole(ticket_facts)[id] for id in found]
    ages = [m.spans[i].cut - ticket.received for ticket in tickets]
    by = {
        "priority": breakdown(groups((ticket.priority, ticket) for ticket in tickets), text_name, len),
        "owner": breakdown(groups((ticket.owner, ticket) for ticket in tickets), m.whole(staff_names), len),
        "age": _by_age(ages),
    }
    return Figure(count, None, count, beside={"oldest": max(ages) / HOUR if ages else None}, by=by)


def _by_age(ages: list[int]) -> tuple[Row, ...]:
    counts = Counter(map(_band, ages))
    return tuple(Row(label, label, counts[label], counts[label]) for _, label in BANDS)


def _band(age: int) -> str:
    """How a ticket of this age is called."""
    return next(label for days, label in BANDS if days is None or age < days * DAY)
