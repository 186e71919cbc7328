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


def write(world: World) -> None:
    """Monthly goals for the whole story, quarterly and yearly ones for what begins in it."""
    for month in world.months:
        day = date_of_day(world.almanac.starts[month])
        _write(world, f"{day:%Y-%m}", [month])
        if day.month % 3 == 1:
            _write(world, f"{day.year}-Q{day.month // 3 + 1}", [month, month + 1, month + 2])
        if day.month == 1:
            _write(world, str(day.year), list(range(month, month + 12)))


def _write(world: World, period: str, months: list[int]) -> None:
    growth = [0.9 + 0.45 * world.progress(month) for month in months]
    season = [world.almanac.season(month) for month in months]
    busy = sum(one * two for one, two in zip(growth, season, strict=True)) * world.scale
    targets = {"revenue": str(round(_MONTHLY_REVENUE * busy / 500) * 500)}
    targets["new_customers"] = str(max(round(_MONTHLY_CUSTOMERS * busy), 1))
    if len(months) == 1:
        second_half = world.progress(months[0]) > 0.5
        targets |= {kpi: pair[second_half] for kpi, pair in _STEADY.items()}
    for kpi, target in targets.items():
        note = "Agreed at the meeting of the new year" if len(months) == 12 else None
        world.book.goals.add(kpi=kpi, period=period, target=target, note=note)
