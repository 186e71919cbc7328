"""What a random business has to say, counted once more from its plain facts, without figures, SQL or intervals of ours.

Each claim is (rule, KPI, numbers that its text and evidence must agree with).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import sqrt
from statistics import mean, median
from typing import Any

from tests.insight.business import ASKED, MONTHS, Deal, Facts, moment, month

Claim = tuple[str, str, dict[str, Any]]
Times = tuple[datetime, datetime]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Recount:
    """The facts with the times that are compared."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.running = facts.now < moment(month(MONTHS))
        self.own = moment(ASKED), min(facts.now, moment(month(MONTHS)))
        begun = (self.own[1] - timedelta(microseconds=1)).date() - ASKED
        end = month(MONTHS - 2) + begun + DAY
        self.before = moment(month(MONTHS - 2)), moment(min(end, ASKED) if self.running else ASKED)
        self.past = [(moment(month(n)), moment(month(n + 1))) for n in range(MONTHS - 13, MONTHS - 1)]
        bought: dict[int, datetime] = {}
        for sale in sorted(facts.sales, key=lambda one: one.at):
            if sale.contact is not None and sale.amount > 0 and sale.at < facts.now:
                bought.setdefault(sale.contact, sale.at)
        self.since = bought
        self.bought: dict[int, list[datetime]] = {}
        for sale in facts.sales:
            if sale.contact is not None and sale.amount > 0 and sale.at < facts.now:
                self.bought.setdefault(sale.contact, []).append(sale.at)

    def claims(self) -> list[Claim]:
        parts = (self.shares, self.score, self.churn, self.usual, self.goals, self.waiting, self.money, self.customer)
        return [claim for part in parts for claim in part()]

    def shares(self) -> Iterator[Claim]:
        hits = {"csat": self.csat, "win_rate": self.decided}
        if self.ripe():
            hits["lead_conversion"] = self.leads
        for kpi, found in hits.items():
            own, before = found(self.own), found(self.before)
            if min(len(own), len(before)) >= 10 and apart(likely(own), likely(before)):
                numbers = {"value": mean(own), "n": len(own), "before": mean(before), "n_before": len(before)}
                yield "share_changed", kpi, numbers

    def score(self) -> Iterator[Claim]:
        own, before = self.votes(self.own), self.votes(self.before)
        if min(len(own), len(before)) >= 10 and apart(margin(own), margin(before)):
            numbers = {"value": mean(own) * 100, "n": len(own), "before": mean(before) * 100, "n_before": len(before)}
            yield "score_changed", "nps", numbers

    def churn(self) -> Iterator[Claim]:
        own, before = self.lost(self.own), self.lost(self.before)
        if min(len(own), len(before)) >= 10 and apart(likely(list(own.values())), likely(list(before.values()))):
            first, last = self.own[0].date(), last_day(self.own[1])
            ended = sum(
                gone and (day := self.facts.contacts[one - 1].ended_on) is not None and first <= day <= last
                for one, gone in own.items()
            )
            numbers = {"value": mean(own.values()), "n": len(own), "lost": sum(own.values()), "ended": ended}
            yield "churn_changed", "churn_rate", numbers

    def usual(self) -> Iterator[Claim]:
        if self.running:
            return
        sums: dict[str, Callable[[Times], list[int]]] = {"revenue": self.amounts, "new_customers": self.newcomers}
        for kpi, found in sums.items():
            past = [found(times) for times in self.past]
            n = max(len(found(self.own)), mean(len(one) for one in past))
            if n >= 10:
                yield from self.unusual(kpi, sum(found(self.own)), [sum(one) for one in past], len(found(self.own)))
        durations: dict[str, Callable[[Times], Sequence[float]]] = {
            "response_time": self.answered, "resolution_time": self.resolved, "sales_cycle": self.cycles,
            "average_deal": self.deal_amounts,
        }  # fmt: skip
        for kpi, took in durations.items():
            if len(took(self.own)) >= 10:
                known = [median(took(times)) for times in self.past if len(took(times)) >= 10]
                yield from self.unusual(kpi, median(took(self.own)), known, len(took(self.own)))

    def unusual(self, kpi: str, value: float, past: Sequence[float], n: int) -> Iterator[Claim]:
        if len(past) < 8:
            return
        step = 2.66 * mean(abs(b - a) for a, b in pairwise(past))
        if abs(value - mean(past)) > step + 1e-9:
            yield "outside_usual", kpi, {"value": value, "n": n, "high": mean(past) + step, "months": len(past)}

    def goals(self) -> Iterator[Claim]:
        times = self.own
        counts: dict[str, Callable[[Times], Sequence[float]]] = {
            "revenue": self.amounts,
            "csat": self.csat,
            "win_rate": self.decided,
            "nps": self.votes,
            "resolution_time": self.resolved,
        }
        for kpi, goal in self.facts.goals.items():
            found = counts[kpi](times)
            if kpi == "revenue":
                pace = self.working_days_passed() if self.running else 1
                value, sure = sum(found), sum(found) < 0.9 * goal * pace and sum(found) < 0.9 * goal
            elif len(found) < 10:
                continue
            elif kpi == "resolution_time":
                value, sure = mean(found), mean(found) > 1.1 * goal
            elif kpi == "nps":
                value, low_high = mean(found) * 100, margin(found)
                sure = value < 0.9 * goal and not low_high[0] <= goal <= low_high[1]
            else:
                value, low_high = mean(found), likely(found)
                sure = value < 0.9 * goal and not low_high[0] <= goal <= low_high[1]
            if sure:
                yield "goals_off", kpi, {"value": value, "target": goal}

    def waiting(self) -> Iterator[Claim]:
        cut = self.own[1]
        deals = [one for one in self.facts.deals if one.opened < cut and not (one.closed and one.closed < cut)]
        passed = cut.date() - DAY
        late = sum(one.expected is not None and one.expected <= passed for one in deals)
        idle = [one for one in deals if not has_next_step(one, cut)]
        tickets = [one for one in self.facts.tickets if one.opened < cut and not (one.resolved and one.resolved < cut)]
        old = sum(one.opened <= cut - 30 * DAY for one in tickets)
        asked = [one.opened for one in tickets if not (one.replied and one.replied < cut)]
        asked += [
            one.lead_at
            for one in self.facts.contacts
            if one.lead_at and one.lead_at < cut and not (one.answered_at and one.answered_at < cut)
        ]
        worth = sum(one.amount or 0 for one in idle)
        yield from said("overdue_deals", "pipeline_value", late, len(deals))
        if any(at < cut for one in self.facts.deals for at, _due, _done in one.tasks):
            yield from said("deals_without_next_step", "pipeline_value", len(idle), len(deals), amount=worth)
        yield from said("old_tickets", "open_tickets", old, len(tickets))
        if asked and cut - min(asked) > 24 * HOUR:
            whole = len(asked) + len(self.answered(self.own))
            yield from said("inquiries_waiting", "response_time", len(asked), whole, oldest=(cut - min(asked)) / HOUR)

    def money(self) -> Iterator[Claim]:
        reasons = Counter(one.reason for one in self.closed(self.own) if not one.won and one.reason)
        lost = sum(reasons.values())
        if lost >= 10 and len(reasons) > 1:
            ((_reason, n),) = reasons.most_common(1)
            if likely([True] * n + [False] * (lost - n))[0] > 1 / len(reasons):
                yield "lost_because", "win_rate", {"count": n, "of": lost}
        for channel in {*self.facts.channels}:
            own, before = self.cost(channel, self.own), self.cost(channel, self.before)
            if own and before and apart(own[2], before[2]):
                yield "channel_cost", "cac", {"channel": channel, "value": own[0], "n": own[1], "before": before[0]}
        first, last = date(self.own[1].year - 1, 4, 1) if not self.running else date(2025, 3, 21), last_day(self.own[1])
        sales = [
            one
            for one in self.facts.sales
            if one.campaign and first <= one.at.date() <= last and one.at < self.facts.now
        ]
        for campaign in (1, 2):
            brought = [one.amount for one in sales if one.campaign == campaign]
            cost = sum(
                amount for day, amount, _, named in self.facts.expenses if named == campaign and first <= day <= last
            )
            average = sum(one.amount for one in sales) / len(sales) if len(sales) >= 10 else 0
            best = chance(len(brought))[1] * max(average, mean(brought) if brought else 0)
            if average and cost and best < cost:
                yield "campaign_loss", "marketing_roi", {"cost": cost, "revenue": sum(brought), "n": len(brought)}

    def customer(self) -> Iterator[Claim]:
        sales = self.sold(self.own)
        total = sum(one.amount for one in sales)
        bought: Counter[int] = Counter()
        for one in sales:
            if one.contact:
                bought[one.contact] += one.amount
        if len(sales) >= 10 and bought and total > 0 and max(bought.values()) > 0.3 * total:
            yield "one_customer", "revenue", {"amount": max(bought.values()), "total": total, "n": len(sales)}

    def scores(self, kind: str, times: Times) -> list[int]:
        return [score for one, at, score in self.facts.answers if one == kind and within(at, times)]

    def votes(self, times: Times) -> list[int]:
        return [(score >= 9) - (score <= 6) for score in self.scores("nps", times)]

    def csat(self, times: Times) -> list[bool]:
        return [score >= 4 for score in self.scores("csat", times)]

    def closed(self, times: Times) -> list[Deal]:
        return [one for one in self.facts.deals if one.closed and within(one.closed, times)]

    def decided(self, times: Times) -> list[bool]:
        return [one.won for one in self.closed(times)]

    def leads(self, times: Times) -> list[bool]:
        return [
            self.converted(number) is not None
            for number, one in enumerate(self.facts.contacts, 1)
            if one.lead_at and within(one.lead_at, times)
        ]

    def converted(self, number: int) -> timedelta | None:
        """From coming in to the first sale after it."""
        came = self.facts.contacts[number - 1].lead_at
        later = [at - came for at in self.bought.get(number, []) if came and at >= came]
        return min(later, default=None)

    def ripe(self) -> bool:
        """Whether as many days have passed as leads took that were converted in the last 365 days."""
        year = moment((self.facts.now - timedelta(microseconds=1)).date() - 364 * DAY)
        took = [
            wait
            for number, one in enumerate(self.facts.contacts, 1)
            if (wait := self.converted(number)) is not None and one.lead_at and one.lead_at + wait >= year
        ]
        usual = median(wait / DAY for wait in took) * DAY if len(took) >= 5 else 90 * DAY
        return self.facts.now - moment(last_day(self.own[1]) + DAY) >= usual

    def lost(self, times: Times) -> dict[int, bool]:
        """Of those who were customers the day before, whether they were gone on the last day."""
        start, end = times[0].date() - DAY, last_day(times[1])
        return {one: not self.active(one, end) for one in self.since if self.active(one, start)}

    def active(self, number: int, day: date) -> bool:
        bought = [at.date() for at in self.bought[number] if at.date() <= day]
        ended = self.facts.contacts[number - 1].ended_on
        return bool(bought) and max(bought) > day - 180 * DAY and not (ended and max(bought) <= ended <= day)

    def sold(self, times: Times) -> list[Any]:
        return [one for one in self.facts.sales if within(one.at, times)]

    def amounts(self, times: Times) -> list[int]:
        return [one.amount for one in self.sold(times)]

    def newcomers(self, times: Times) -> list[int]:
        return [1 for at in self.since.values() if within(at, times)]

    def answered(self, times: Times) -> list[float]:
        pairs = [(one.opened, one.replied) for one in self.facts.tickets]
        pairs += [(one.lead_at, one.answered_at) for one in self.facts.contacts if one.lead_at]  # type: ignore[misc]  # those without a moment are left out
        return [(end - start) / HOUR for start, end in pairs if end and within(end, times)]

    def resolved(self, times: Times) -> list[float]:
        return [
            (one.resolved - one.opened) / HOUR
            for one in self.facts.tickets
            if one.resolved and within(one.resolved, times)
        ]

    def cycles(self, times: Times) -> list[float]:
        return [(one.closed - one.opened) / DAY for one in self.closed(times) if one.won and one.closed]

    def deal_amounts(self, times: Times) -> list[float]:
        return [one.amount for one in self.closed(times) if one.won and one.amount is not None]

    def cost(self, channel: str | None, times: Times) -> tuple[float, int, tuple[float, float]] | None:
        """What a new customer of a channel cost, how many came, and what they would have cost by chance."""
        spent = sum(
            amount
            for day, amount, own, campaign in self.facts.expenses
            if (own or ("Fair" if campaign == 2 else None)) == channel and times[0].date() <= day <= last_day(times[1])
        )
        n = sum(within(at, times) and self.facts.contacts[one - 1].channel == channel for one, at in self.since.items())
        if n < 10:
            return None
        few, many = chance(n)
        each = round(spent / n)
        return each, n, (each * n / many, each * n / few)

    def working_days_passed(self) -> float:
        last = self.facts.now.date()
        days = [ASKED + n * DAY for n in range(31) if (ASKED + n * DAY).weekday() < 5]
        return (sum(day < last for day in days) + 0.5 * sum(day == last for day in days)) / len(days)


def within(at: datetime, times: Times) -> bool:
    return times[0] <= at < times[1]


def last_day(cut: datetime) -> date:
    """The last day that had begun."""
    return (cut - timedelta(microseconds=1)).date()


def has_next_step(deal: Deal, cut: datetime) -> bool:
    return any(at < cut and not (done and done < cut) for at, _due, done in deal.tasks)


def said(rule: str, kpi: str, count: int, whole: int, **more: float) -> Iterator[Claim]:
    if count >= 3 and count >= 0.1 * whole:
        yield rule, kpi, {"count": count, "of": whole, **more}


def apart(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] > other[1] or one[1] < other[0]


def likely(hits: Sequence[float]) -> tuple[float, float]:
    """Between which true shares so many hits are less than 1.96 standard deviations away, found by halving."""
    n, share = len(hits), sum(hits) / len(hits)

    def edge(inside: float, outside: float) -> float:
        for _ in range(60):
            middle = (inside + outside) / 2
            off = abs(share - middle) > 1.96 * sqrt(middle * (1 - middle) / n)
            inside, outside = (inside, middle) if off else (middle, outside)
        return inside

    return edge(share, 0.0), edge(share, 1.0)


def margin(votes: Sequence[float]) -> tuple[float, float]:
    """The mean of −1, 0 and 1, × 100, and 1.96 standard errors to both sides."""
    middle = mean(votes)
    spread = 1.96 * sqrt(mean((vote - middle) ** 2 for vote in votes) / len(votes))
    return 100 * (middle - spread), 100 * (middle + spread)


def chance(n: int) -> tuple[float, float]:
    """Byar's limits of a count."""
    low = n * (1 - 1 / (9 * n) - 1.96 / (3 * sqrt(n))) ** 3 if n else 0.0
    return low, (n + 1) * (1 - 1 / (9 * (n + 1)) + 1.96 / (3 * sqrt(n + 1))) ** 3
