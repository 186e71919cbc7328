"""Campaigns that work and campaigns that do not, what they cost, and what else is spent on winning customers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Any

from crmdesk.domain.calendar import date_of_day, day_of_date
from crmdesk.store.demo.almanac import Almanac
from crmdesk.store.demo.chance import Chance
from crmdesk.store.demo.sheet import Sheet
from crmdesk.store.demo.team import Team
from crmdesk.store.demo.words import weighted, words


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign and what it does: how many leads a month it brings, and how good they are."""

    id: int
    channel: str
    months: range
    cost: float
    pull: float
    quality: float


@dataclass(frozen=True, slots=True)
class Source:
    """Where a lead came from. The quality multiplies its chance to be won."""

    channel: str | None
    campaign: int | None
    quality: float


class Marketing:
    """Which campaigns run when, and where a month's leads come from."""

    def __init__(self, campaigns: list[Campaign], scale: float, chance: Chance) -> None:
        lists = words("campaigns")
        self.campaigns, self._scale, self._chance = campaigns, scale, chance
        self._running: dict[int, list[Campaign]] = {}
        self._organic = weighted(lists["organic"])
        self._spending: list[dict[str, Any]] = lists["spending"]

    def sources(self, month: int, vigour: float) -> list[Source]:
        """Where the leads of a month come from, each once. `vigour` is the season times the growth of the business."""
        chance = self._chance
        found = [self.organic() for _ in range(chance.count(7.2 * self._scale * vigour))]
        for one in self.running(month):
            source = Source(one.channel, one.id, one.quality)
            found += [source] * chance.count(one.pull * vigour)
        return found

    def organic(self) -> Source:
        """Somebody who came by themselves, or was sent by a friend."""
        channel = self._chance.draw(self._organic)
        return Source(channel, None, 1.3 if channel == "Referral" else 0.95)

    def running(self, month: int) -> list[Campaign]:
        if month not in self._running:
            self._running[month] = [one for one in self.campaigns if month in one.months]
        return self._running[month]

    def spend(self, sheet: Sheet, almanac: Almanac, team: Team, month: int, vigour: float) -> None:
        """Writes what was spent in a month."""
        chance = self._chance
        for one in self.running(month):
            channel = one.channel if chance.hit(0.5) else None
            amount = one.cost * chance.about(1.0, 0.12)
            self._pay(sheet, almanac, month, (amount, "marketing", channel, one.id, None, "Campaign"))
            if one.channel == "Trade fair":
                who = chance.pick(team.of("sales", month)).id
                self._pay(sheet, almanac, month, (amount * 0.15, "sales", None, one.id, who, "Travel to the fair"))
        parts = max(1, round(math.sqrt(self._scale)))
        for _ in range(parts):
            for row in self._spending:
                amount = row["amount"] * self._scale / parts * chance.about(1.0, row["spread"])
                amount *= vigour if row["category"] == "sales" else 1.0
                seller = chance.pick(team.of("sales", month)).id if row["category"] == "sales" else None
                self._pay(sheet, almanac, month, (amount, row["category"], row["channel"], None, seller, row["note"]))

    def _pay(self, sheet: Sheet, almanac: Almanac, month: int, row: tuple[Any, ...]) -> None:
        day = self._chance.whole(almanac.starts[month], almanac.starts[month + 1] - 1)
        amount, *others = row
        at = almanac.office_moment(day, self._chance)
        sheet.later(at, almanac.day_of(at), max(round(amount * 100), 100), *others)


def plan(sheet: Sheet, almanac: Almanac, months: range, scale: float, chance: Chance) -> Marketing:
    """Writes every campaign of the story; a large business runs each of them in several cities."""
    lists = words("campaigns")
    cities = lists["regions"][: max(1, round(math.sqrt(scale)))]
    starts = almanac.starts
    years = range(date_of_day(starts[months[0]]).year, date_of_day(starts[months[-1]]).year + 1)
    made = []
    for year in years:
        for one in lists["campaigns"]:
            first = almanac.month_of(day_of_date(date(year, one["from"], 1)))
            running = range(first, first + one["to"] - one["from"] + 1)
            if one["years"] not in ("all", ("even", "odd")[year % 2]) or not set(running) & set(months):
                continue
            for city in cities:
                name = f"{one['name']} {city} {year}" if len(cities) > 1 else f"{one['name']} {year}"
                made.append(_campaign(sheet, almanac, one, name, running, scale / len(cities), chance))
    return Marketing(made, scale, chance)


def _campaign(
    sheet: Sheet, almanac: Almanac, one: dict[str, Any], name: str, running: range, share: float, chance: Chance
) -> Campaign:
    started = almanac.starts[running[0]] + (chance.whole(0, 9) if len(running) < 12 else 0)
    # The budget was a round number, and what was spent in the end seldom is.
    budget = round(one["cost"] * share * len(running) * chance.between(0.9, 1.1) / 100) * 10_000
    number = sheet.add(
        name=name,
        channel=one["channel"],
        started_on=started,
        ended_on=almanac.starts[running[-1] + 1] - 1,
        budget=budget,
    )
    return Campaign(number, one["channel"], running, one["cost"] * share, one["pull"] * share, one["quality"])
