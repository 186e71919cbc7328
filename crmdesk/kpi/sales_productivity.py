"""Sales per working day: what deals won bring for each day that the people who sell worked."""

from __future__ import annotations

from crmdesk.domain.figure import Better, Figure, Row, Unit
from crmdesk.domain.money import Money
from crmdesk.kpi.base import DENOMINATOR, NUMERATOR, Area, kpi
from crmdesk.kpi.deals import Closed, ever_a_deal, won_deals, won_evidence
from crmdesk.kpi.figures import groups, in_order
from crmdesk.kpi.measurement import Fact, Measurement
from crmdesk.kpi.names import staff_names
from crmdesk.kpi.productivity import employed_facts, money_a_day, per_day, team_days
from crmdesk.kpi.staff_days import days_of, people_in_roles
from crmdesk.text import N_

ROLES = ("sales", "owner")


def evidence(m: Measurement, part: str) -> list[Fact]:
    """The deals won in the period, or (denominator) the people whose working days are counted."""
    return employed_facts(m, ROLES) if part == DENOMINATOR else won_evidence(m, part)


@kpi(
    "sales_productivity",
    N_("Sales per working day"),
    unit=Unit.MONEY_A_DAY,
    better=Better.HIGHER,
    area=Area.TEAM,
    formula=N_("amount of the deals won ÷ working days of everybody in sales, and the owner"),
    example=N_("7,500 won ÷ (20 + 10) working days → 250 a day"),
    reads=("deal", "stage", "stage_change", "staff", "setting"),
    evidence=evidence,
    counted=NUMERATOR,
    place=60,
    split=("staff",),
    beside=("people",),
)
def sales_productivity(m: Measurement) -> list[Figure]:
    """What the deals won in the period bring for each working day of the people with the role sales or owner. Part-time
    work is not known here: a day counts whole.
    """
    ever = m.shared(ever_a_deal)
    return [_figure(m, i, won, ever=ever[i]) for i, won in enumerate(m.shared(won_deals))]


def _figure(m: Measurement, i: int, won: list[Closed], *, ever: bool) -> Figure:
    total = Money(sum(one.amount or 0 for one in won))
    by = {"staff": _by_staff(m, i, won)} if m.detail[i] else {}
    return per_day(total, len(won), team_days(m, m.spans[i], ROLES), ever=ever, divide=money_a_day, by=by)


def _by_staff(m: Measurement, i: int, won: list[Closed]) -> tuple[Row, ...]:
    """Everybody who sells and was employed, with or without a deal; and whoever else won one."""
    span = m.spans[i]
    found = groups((one.person, one.amount or 0) for one in won)
    days: dict[int | None, int] = {}
    for person in people_in_roles(m, ROLES):
        if person.employed(span):
            found.setdefault(person.id, [])
            days[person.id] = days_of(m, person, span)
    named = m.shared(staff_names)
    return in_order(
        Row(*named(key), money_a_day(sum(amounts), days[key]) if days.get(key) else None, len(amounts))
        for key, amounts in found.items()
    )
