"""Goals: what the owner wanted to reach, by month, quarter and year. Some were met."""

from __future__ import annotations

from crmdesk.domain.calendar import date_of_day
from crmdesk.store.demo.world import World

# For each KPI: the target at the beginning, and how much it grows over the story.
_STEADY = {
    "win_rate": ("0.4", "0.42"),
    "csat": ("0.88", "0.9"),
    "nps": ("35", "40"),
    "response_time": ("6", "5"),
    "resolution_time": ("30", "28"),
    "churn_rate": ("0.04", "0.035"),
    "lead_conversion": ("0.28", "0.3"),
}
_MONTHLY_REVENUE = 46_000
_MONTHLY_CUSTOMERS = 4.4
# Lately persons and a channel have goals of their own: so many months of them, and what part of the whole is theirs.
_LATELY, _SOLD_BY_SALES, _REFERRED = 7, 0.8, 0.35
_CHANNEL = "Referral"


def write(world: World) -> None:
    """Monthly goals for the whole story, quarterly and yearly ones for what begins in it."""
    for month in world.months:
        day = date_of_day(world.almanac.starts[month])
        _write(world, f"{day:%Y-%m}", [month])
        if day.month % 3 == 1:
            _write(world, f"{day.year}-Q{day.month // 3 + 1}", [month, month + 1, month + 2])
        if day.month == 1:
            _write(world, str(day.year), list(range(month, month + 12)))
    for month in world.months[-_LATELY:]:
        _write_own(world, month)


def _write_own(world: World, month: int) -> None:
    """What those who sell and those who help agreed on, and what the business wants from its best channel."""
    day, add = date_of_day(world.almanac.starts[month]), world.book.goals.add
    sellers = world.team.of("sales", month)
    for one in sellers:
        whole = _MONTHLY_REVENUE * _busy(world, [month]) * _SOLD_BY_SALES * one.skill / len(sellers)
        note = "Half of it from customers who have bought before"
        add(kpi="revenue", period=f"{day:%Y-%m}", target=str(round(whole / 500) * 500), staff_id=one.id, note=note)
    for one in world.team.of("support", month):
        add(kpi="response_time", period=f"{day:%Y-%m}", target="5", staff_id=one.id)
    if day.month % 3 == 1:
        wanted = max(round(_MONTHLY_CUSTOMERS * _busy(world, [month, month + 1, month + 2]) * _REFERRED), 1)
        due = world.almanac.starts[month + 2] + 14
        note = "Every customer who is content is asked to tell a friend"
        period = f"{day.year}-Q{day.month // 3 + 1}"
        add(kpi="new_customers", period=period, target=str(wanted), channel=_CHANNEL, due_on=due, note=note)


def _busy(world: World, months: list[int]) -> float:
    """How much is to be expected of these months, one like the first ones being 1."""
    growth = [0.9 + 0.45 * world.progress(month) for month in months]
    season = [world.almanac.season(month) for month in months]
    return sum(one * two for one, two in zip(growth, season, strict=True)) * world.scale


def _write(world: World, period: str, months: list[int]) -> None:
    busy = _busy(world, months)
    targets = {"revenue": str(round(_MONTHLY_REVENUE * busy / 500) * 500)}
    targets["new_customers"] = str(max(round(_MONTHLY_CUSTOMERS * busy), 1))
    if len(months) == 1:
        second_half = world.progress(months[0]) > 0.5
        targets |= {kpi: pair[second_half] for kpi, pair in _STEADY.items()}
    for kpi, target in targets.items():
        note = "Agreed at the meeting of the new year" if len(months) == 12 else None
        world.book.goals.add(kpi=kpi, period=period, target=target, note=note)
