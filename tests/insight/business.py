"""Random businesses of a year and more as plain facts: many of them steady, others with one month that was not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from crmdesk.store.file import Workspace

FIRST = date(2025, 2, 1)
ASKED = date(2026, 3, 1)
MONTHS = 14
CHANNELS = ("Ads", "Fair", "Web", None)
REASONS = ("Price", "Timing", "Rival", None)
LEAD, OFFER, WON, LOST = 1, 2, 3, 4
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass
class Contact:
    channel: str | None
    lead_at: datetime | None = None
    answered_at: datetime | None = None
    ended_on: date | None = None


@dataclass
class Sale:
    at: datetime
    contact: int | None
    amount: int
    campaign: int | None


@dataclass
class Deal:
    opened: datetime
    amount: int | None
    expected: date | None
    closed: datetime | None = None
    won: bool = False
    reason: str | None = None
    tasks: list[tuple[datetime, datetime, datetime | None]] = field(default_factory=list)


@dataclass
class Ticket:
    opened: datetime
    replied: datetime | None
    resolved: datetime | None


@dataclass
class Facts:
    """A business. The number of a record is its place and one; `now` is when it is asked about March 2026."""

    now: datetime
    channels: Sequence[str | None]
    contacts: list[Contact] = field(default_factory=list)
    sales: list[Sale] = field(default_factory=list)
    deals: list[Deal] = field(default_factory=list)
    tickets: list[Ticket] = field(default_factory=list)
    answers: list[tuple[str, datetime, int]] = field(default_factory=list)
    expenses: list[tuple[date, int, str | None, int | None]] = field(default_factory=list)
    goals: dict[str, int | float] = field(default_factory=dict)


def month(number: int) -> date:
    """The first day of a month since the first."""
    years, months = divmod(FIRST.month - 1 + number, 12)
    return date(FIRST.year + years, months + 1, 1)


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def business(seed: int) -> Facts:
    """The business of a seed. Of a steady one no month differs from another but by chance."""
    rng = Random(seed)
    now = (
        datetime(2026, 4, 2, 9, tzinfo=UTC),
        datetime(2026, 8, 15, tzinfo=UTC),
        datetime(2026, 3, 20, 12, tzinfo=UTC),
    )
    facts = Facts(rng.choice(now), rng.choice((CHANNELS, ("Ads",))))
    size = rng.choice((0, 2, 4, 8, 14))
    otherwise = {one: rng.random() < 0.3 for one in ("sales", "deals", "service", "answers", "leads", "costs", "end")}
    for number in range(MONTHS):
        shaken = {one: yes and number == MONTHS - 1 for one, yes in otherwise.items()}
        _add_people(facts, rng, number, size, shaken)
        _add_sales(facts, rng, number, size, shaken)
        _add_deals(facts, rng, number, size, shaken)
        _add_service(facts, rng, number, size, shaken)
        _add_costs(facts, rng, number, size, shaken)
    for kpi, usual in (
        ("revenue", size * 300_00),
        ("csat", 0.8),
        ("nps", 20),
        ("resolution_time", 30.0),
        ("win_rate", 0.5),
    ):
        if usual and rng.random() < 0.3:
            facts.goals[kpi] = round(usual * rng.choice((0.5, 1, 1.5)), 2)
    return facts


def _at(rng: Random, number: int) -> datetime:
    return moment(month(number)) + timedelta(minutes=rng.randrange(28 * 24 * 60))


def _add_people(facts: Facts, rng: Random, number: int, size: int, shaken: dict[str, bool]) -> None:
    for _ in range(round(size * rng.uniform(0.7, 1.3))):
        lead = _at(rng, number)
        late = timedelta(minutes=round(rng.expovariate(1 / (60 if not shaken["leads"] else 900))))
        facts.contacts.append(Contact(rng.choice(facts.channels), lead, lead + late if rng.random() < 0.97 else None))
    for contact in facts.contacts:
        if rng.random() < (0.15 if shaken["end"] else 0.005):
            contact.ended_on = month(number) + timedelta(days=rng.randrange(28))


def _add_sales(facts: Facts, rng: Random, number: int, size: int, shaken: dict[str, bool]) -> None:
    people = len(facts.contacts)
    for _ in range(round(size * rng.uniform(0.8, 1.2) * (2.5 if shaken["sales"] else 1))):
        # Newcomers buy as often as all others together.
        buyer = rng.randrange(people) if rng.random() < 0.5 else max(people - 1 - rng.randrange(size), 0)
        amount = round(rng.uniform(100, 500)) * 100 * (60 if rng.random() < 0.01 else 1)
        amount = -amount if rng.random() < 0.04 else amount
        buyer_id = buyer + 1 if rng.random() < 0.97 else None
        facts.sales.append(Sale(_at(rng, number), buyer_id, amount, rng.choice((1, 1, 1, 2, None, None))))


def _add_deals(facts: Facts, rng: Random, number: int, size: int, shaken: dict[str, bool]) -> None:
    for _ in range(round(size * rng.uniform(1.5, 2.5))):
        opened = _at(rng, number)
        expected = opened.date() + timedelta(days=rng.randrange(5, 90)) if rng.random() < 0.7 else None
        deal = Deal(opened, rng.choice((None, *[rng.randrange(500, 5000) * 100] * 6)), expected)
        if rng.random() < 0.9:
            deal.closed = opened + timedelta(hours=rng.randrange(24, 1200))
            deal.won = rng.random() < (0.9 if shaken["deals"] else 0.45)
            deal.reason = None if deal.won else rng.choice(REASONS if size != 8 else ("Price", *REASONS, "Price"))
        if rng.random() < 0.4:
            due = opened + timedelta(days=rng.randrange(40))
            deal.tasks.append((opened, due, due if rng.random() < 0.6 else None))
        facts.deals.append(deal)


def _add_service(facts: Facts, rng: Random, number: int, size: int, shaken: dict[str, bool]) -> None:
    slow = 8 if shaken["service"] else 1
    for _ in range(round(size * rng.uniform(0.8, 1.2))):
        opened = _at(rng, number)
        replied = opened + timedelta(minutes=round(rng.expovariate(1 / (90 * slow)))) if rng.random() < 0.97 else None
        took = timedelta(minutes=round(rng.uniform(60, 2400) * slow))
        resolved = (replied or opened) + took if rng.random() < 0.96 else None
        facts.tickets.append(Ticket(opened, replied, resolved))
    for _ in range(round(size * rng.uniform(1.5, 3))):
        glad = rng.random() < (0.3 if shaken["answers"] else 0.8)
        facts.answers.append(("csat", _at(rng, number), rng.choice((4, 5) if glad else (1, 2, 3))))
        facts.answers.append(("nps", _at(rng, number), rng.choice((9, 10) if glad else (0, 3, 6, 7))))


def _add_costs(facts: Facts, rng: Random, number: int, size: int, shaken: dict[str, bool]) -> None:
    for channel in facts.channels:
        if size and rng.random() < 0.9:
            times = 12 if shaken["costs"] and channel == "Ads" else 1
            day = month(number) + timedelta(days=rng.randrange(28))
            # The second campaign is one that never pays.
            facts.expenses.append((day, rng.randrange(100, 130) * size * times * 10, channel, rng.choice((1, 2, None))))
            facts.expenses.append((day, size * 5000, None, 2))


def write(workspace: Workspace, facts: Facts) -> None:
    """Puts the facts into an empty workspace, within the step of the journal that is open."""
    put = _Writer(workspace)
    # Who notes each row for the journal takes longer than the rows; nobody asks for them.
    workspace.engine.rows("UPDATE journal_now SET bulk = 1")
    put("stage", "id, name, position, kind", [(1, "Lead", 1, "open"), (2, "Offer", 2, "open")])
    put("stage", "id, name, position, kind", [(3, "Won", 3, "won"), (4, "Lost", 4, "lost")])
    put("campaign", "id, name, channel", [(1, "Letters", None), (2, "Posters", "Fair")])
    people = [
        ("person", f"Contact {number}", one.channel, micros(one.lead_at), micros(one.answered_at), days(one.ended_on))
        for number, one in enumerate(facts.contacts, 1)
    ]
    put("contact", "kind, name, channel, lead_at, first_response_at, ended_on", people)
    sales = [(micros(one.at), days(one.at), one.contact, one.amount, one.campaign, 0) for one in facts.sales]
    put("sale", "sold_at, sold_day, contact_id, amount, campaign_id, recorded_at", sales)
    surveys = [(kind, micros(at), score) for kind, at, score in facts.answers]
    put("survey", "kind, answered_at, score", surveys)
    spent = [(days(day), amount, "marketing", *rest) for day, amount, *rest in facts.expenses]
    put("expense", "spent_on, amount, category, channel, campaign_id", spent)
    put("goal", "kpi, period, target", [(kpi, "2026-03", _target(kpi, one)) for kpi, one in facts.goals.items()])
    _write_deals(put, facts.deals)
    _write_tickets(put, facts.tickets)


def _target(kpi: str, value: float) -> str:
    return f"{value / 100:.2f}" if kpi == "revenue" else f"{value}"


def _write_deals(put: _Writer, deals: Sequence[Deal]) -> None:
    rows = [
        (
            one.amount,
            (WON if one.won else LOST) if one.closed else LEAD,
            micros(one.opened),
            days(one.expected),
            one.reason,
        )
        for one in deals
    ]
    put("deal", "amount, stage_id, opened_at, expected_close_on, lost_reason", rows)
    ways = [(number, LEAD, micros(one.opened), 0) for number, one in enumerate(deals, 1)]
    ends = [
        (number, WON if one.won else LOST, micros(one.closed), 0) for number, one in enumerate(deals, 1) if one.closed
    ]
    put("stage_change", "deal_id, stage_id, at, recorded_at", [*ways, *ends])
    tasks = [("task", micros(at), micros(due), micros(done), number)
             for number, one in enumerate(deals, 1) for at, due, done in one.tasks]  # fmt: skip
    put("activity", "kind, at, due_at, done_at, deal_id", tasks)


def _write_tickets(put: _Writer, tickets: Sequence[Ticket]) -> None:
    put("ticket", "opened_at", [(micros(one.opened),) for one in tickets])
    events = [
        (number, kind, micros(at), 0)
        for number, one in enumerate(tickets, 1)
        for kind, at in (("received", one.opened), ("replied", one.replied), ("resolved", one.resolved))
        if at is not None
    ]
    put("ticket_event", "ticket_id, kind, at, recorded_at", events)


class _Writer:
    def __init__(self, workspace: Workspace) -> None:
        self._engine = workspace.engine

    def __call__(self, table: str, columns: str, rows: Sequence[tuple[Any, ...]]) -> None:
        marks = ", ".join("?" * (columns.count(",") + 1))
        self._engine.many(f"INSERT INTO {table} (uid, {columns}) VALUES (randomblob(16), {marks})", rows)


def micros(at: datetime | None) -> int | None:
    return None if at is None else (at - _EPOCH) // timedelta(microseconds=1)


def days(day: date | None) -> int | None:
    if day is None:
        return None
    return ((day if not isinstance(day, datetime) else day.date()) - _EPOCH.date()).days
