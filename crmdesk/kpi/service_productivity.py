"""Tickets resolved per working day of the people who help customers."""

from __future__ import annotations

from dataclasses import dataclass

from crmdesk.domain.figure import Better, Figure, Row, Unit
from crmdesk.kpi.base import DENOMINATOR, NUMERATOR, Area, kpi
from crmdesk.kpi.figures import groups, hours, share
from crmdesk.kpi.measurement import Fact, Measurement
from crmdesk.kpi.names import staff_names
from crmdesk.kpi.productivity import by_name, days_of_people, employed_facts, per_day, shown, team_days
from crmdesk.kpi.satisfaction import GOOD, csat_answers
from crmdesk.kpi.tickets import Resolved, ever_a_ticket, resolved_evidence, resolved_tickets
from crmdesk.text import N_

ROLES = ("support", "owner")


@dataclass(frozen=True, slots=True)
class Helper:
    """What one person did in a period: tickets resolved, mean hours until then, share of satisfied answers."""

    id: int | None
    key: str | None
    label: str | None
    resolved: int
    resolution_time: float | None
    csat: float | None
    days: int


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
    reads=("ticket", "ticket_event", "survey", "staff", "setting"),
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
        _figure(m, i, tickets, ever=ever[i] or bool(m.only)) for i, tickets in enumerate(m.shared(resolved_tickets))
    ]


def _figure(m: Measurement, i: int, tickets: list[Resolved], *, ever: bool) -> Figure:
    people = _people(m, i, tickets) if m.detail[i] else []
    by = {"staff": tuple(_row(one) for one in people)} if m.detail[i] else {}
    beside = {"people": shown(people)} if m.detail[i] else {}
    n, days = len(tickets), team_days(m, m.spans[i], ROLES)
    return per_day(n, n, days, ever=ever, divide=lambda done, days: done / days, beside=beside, by=by)


def _row(one: Helper) -> Row:
    return Row(one.key, one.label, share(one.resolved, one.days), one.resolved, one.id)


def _people(m: Measurement, i: int, tickets: list[Resolved]) -> list[Helper]:
    """Everybody who helps customers and was employed, with or without a ticket; and whoever else resolved one."""
    took = groups((one.person, one.took) for one in tickets)
    praised = groups((person, score >= GOOD) for _, score, person in m.shared(csat_answers)[i])
    days = days_of_people(m, m.spans[i], ROLES)
    named = m.whole(staff_names)
    found = []
    for person in {**dict.fromkeys(took), **days}:
        mine, hits = took.get(person, []), praised.get(person, [])
        satisfied = share(sum(hits), len(hits))
        found.append(Helper(person, *named(person), len(mine), hours(mine), satisfied, days.get(person, 0)))
    return by_name(found)
