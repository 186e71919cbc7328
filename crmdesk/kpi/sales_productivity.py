"""Sales per working day: what deals won bring for each day that the people who sell worked."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from crmdesk.domain.figure import Better, Figure, Row, Unit
from crmdesk.domain.money import Money
from crmdesk.kpi.base import DENOMINATOR, NUMERATOR, Area, kpi
from crmdesk.kpi.deals import Closed, closed_deals, ever_a_deal, won_deals, won_evidence
from crmdesk.kpi.figures import groups, share
from crmdesk.kpi.measurement import Fact, Measurement
from crmdesk.kpi.names import staff_names
from crmdesk.kpi.productivity import by_name, days_of_people, employed_facts, money_a_day, per_day, shown, team_days
from crmdesk.kpi.recorded import activities, activity_facts, within
from crmdesk.text import N_

ROLES = ("sales", "owner")


@dataclass(frozen=True, slots=True)
class Seller:
    """What one person did in a period. `win_rate` is None where nothing of theirs was decided."""

    id: int | None
    key: str | None
    label: str | None
    amount: Money
    won: int
    win_rate: float | None
    activities: int
    days: int


def evidence(m: Measurement, part: str) -> list[Fact]:
    """The deals won in the period, the people whose working days are counted (denominator), or what was done."""
    if part == "activities":
        return activity_facts(m)
    return employed_facts(m, ROLES) if part == DENOMINATOR else won_evidence(m, part)


@kpi(
    "sales_productivity",
    N_("Sales per working day"),
    unit=Unit.MONEY_A_DAY,
    better=Better.HIGHER,
    area=Area.TEAM,
    formula=N_("amount of the deals won ÷ working days of everybody in sales, and the owner"),
    example=N_("7,500 won ÷ (20 + 10) working days → 250 a day"),
    reads=("deal", "stage", "stage_change", "activity", "staff", "setting"),
    evidence=evidence,
    counted=NUMERATOR,
    place=60,
    split=("staff",),
    beside=("people",),
    parts={"activities": N_("activities of the period")},
)
def sales_productivity(m: Measurement) -> list[Figure]:
    """What the deals won in the period bring for each working day of the people with the role sales or owner. Part-time
    work is not known here: a day counts whole.
    """
    ever = m.shared(ever_a_deal)
    return [_figure(m, i, won, ever=ever[i] or bool(m.only)) for i, won in enumerate(m.shared(won_deals))]


def _figure(m: Measurement, i: int, won: list[Closed], *, ever: bool) -> Figure:
    total = Money(sum(one.amount or 0 for one in won))
    people = _people(m, i, won) if m.detail[i] else []
    by = {"staff": tuple(_row(one) for one in people)} if m.detail[i] else {}
    beside = {"people": shown(people)} if m.detail[i] else {}
    days = team_days(m, m.spans[i], ROLES)
    return per_day(total, len(won), days, ever=ever, divide=money_a_day, beside=beside, by=by)


def _row(one: Seller) -> Row:
    return Row(one.key, one.label, money_a_day(one.amount, one.days) if one.days else None, one.won, one.id)


def _people(m: Measurement, i: int, won: list[Closed]) -> list[Seller]:
    """Everybody who sells and was employed, with or without a deal; and whoever else won one."""
    amounts = groups((one.person, one.amount or 0) for one in won)
    decided = groups((one.person, one.won) for one in m.shared(closed_deals)[i])
    done = _activities(m, i)
    days = days_of_people(m, m.spans[i], ROLES)
    named = m.whole(staff_names)
    found = []
    for person in {**dict.fromkeys(amounts), **days}:
        mine, hits = amounts.get(person, []), decided.get(person, [])
        total, rate = Money(sum(mine)), share(sum(hits), len(hits))
        found.append(Seller(person, *named(person), total, len(mine), rate, done[person], days.get(person, 0)))
    return by_name(found)


def _activities(m: Measurement, i: int) -> Counter[int | None]:
    """How many activities each person had in a span."""
    found: Counter[int | None] = Counter()
    for _, person, count in within(m.shared(activities), m.spans[i]):
        found[person] += count
    return found
