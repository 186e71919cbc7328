"""Tickets resolved per working day of the people who help customers."""

from __future__ import annotations

from crmdesk.domain.figure import Better, Figure, Row, Unit
from crmdesk.kpi.base import DENOMINATOR, NUMERATOR, Area, kpi
from crmdesk.kpi.figures import groups, in_order, share
from crmdesk.kpi.measurement import Fact, Measurement
from crmdesk.kpi.names import staff_names
from crmdesk.kpi.productivity import employed_facts, per_day, team_days
from crmdesk.kpi.staff_days import days_of, people_in_roles
from crmdesk.kpi.tickets import Resolved, ever_a_ticket, resolved_evidence, resolved_tickets
from crmdesk.text import N_

ROLES = ("support", "owner")


def evidence(m: Measurement, part: str) -> list[Fact]:
    """The tickets resolved in the period, or (denominator) the people whose working days are counted."""
    return employed_facts(m, ROLES) if part == DENOMINATOR else resolved_evidence(m, part)


@kpi(
    "service_productivity",
    N_("Tickets resolved per working day"),
    unit=Unit.COUNT_A_DAY,
    better=Better.HIGHER,
    area=Area.TEAM,
    formula=N_("tickets resolved ÷ working days of everybody in support, and the owner"),
    example=N_("1 ticket ÷ (22 + 12) working days → 0.029 a day"),
    reads=("ticket", "ticket_event", "staff", "setting"),
    evidence=evidence,
    counted=NUMERATOR,
    place=61,
    split=("staff",),
    beside=("people",),
)
def service_productivity(m: Measurement) -> list[Figure]:
    """How many tickets were settled in the period for each working day of the people with the role support or owner."""
    ever = m.shared(ever_a_ticket)
    return [
        per_day(
            len(tickets),
            len(tickets),
            team_days(m, m.spans[i], ROLES),
            ever=ever[i],
            divide=lambda done, days: done / days,
            by={"staff": _by_staff(m, i, tickets)} if m.detail[i] else {},
        )
        for i, tickets in enumerate(m.shared(resolved_tickets))
    ]


def _by_staff(m: Measurement, i: int, tickets: list[Resolved]) -> tuple[Row, ...]:
    """Everybody who helps customers and was employed, with or without a ticket; and whoever else resolved one."""
    span = m.spans[i]
    found = groups((one.person, one.ticket) for one in tickets)
    days: dict[int | None, int] = {}
    for person in people_in_roles(m, ROLES):
        if person.employed(span):
            found.setdefault(person.id, [])
            days[person.id] = days_of(m, person, span)
    named = m.shared(staff_names)
    return in_order(Row(*named(key), share(len(one), days.get(key, 0)), len(one)) for key, one in found.items())
