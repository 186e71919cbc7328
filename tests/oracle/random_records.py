"""Random records of every kind that keep the rules of the interchange folder and are nasty within them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from tests.oracle.calendar import DAY
from tests.oracle.random_history import (
    deal_with_history,
    deal_without_history,
    rising,
    shuffled,
    some,
    ticket_with_history,
    ticket_without_history,
)
from tests.oracle.random_sheet import Record
from tests.oracle.random_times import Times

NAMES = ("Ana", "Bàrbara Núñez", "李雷", "O'Neill & Sons", "Ólafur", "=SUM(A1)", "Zoë", "محمد", "a, b")
CHANNELS = ("", "Web", "Referral", "Trade fair", "web")
CHANCES = ("0", "1", "0.5", "0.3333333333333333", "0.1", "0.005", "1.0", "0.123456789012")


@dataclass(slots=True)
class Draft:
    """The records of a workspace in the making. A kind that is not `present` has none."""

    rng: Random
    times: Times
    present: frozenset[str]
    size: int
    decimals: int
    inactive_days: int
    records: dict[str, list[Record]] = field(default_factory=dict)
    sold: list[date] = field(default_factory=list)

    def ids(self, kind: str) -> list[str]:
        """The ids made so far of a kind."""
        return [record["id"] for record in self.records.get(kind, [])]

    def one(self, kind: str, share: float = 0.7) -> str:
        """A reference to one of a kind, or none."""
        return some(self.ids(kind), self.rng, share)

    def count(self, kind: str, most: int) -> int:
        """How many records of a kind to make."""
        return self.rng.randrange(most // 3, most + 1) if kind in self.present else 0

    def price(self) -> str:
        """An amount with at most the decimals of the currency; often small, sometimes nothing or huge."""
        digits = self.rng.choice((1, 2, 3, 5, 5, 6, 11)) if self.rng.random() < 0.9 else 0
        minor = self.rng.randrange(10**digits)
        if not self.decimals:
            return str(minor)
        whole, rest = divmod(minor, 10**self.decimals)
        text = f"{whole}.{rest:0{self.decimals}d}"
        return text.rstrip("0").rstrip(".") if self.rng.random() < 0.3 else text

    def day_text(self) -> str:
        """A day of the span."""
        return self.times.day().isoformat()

    def span(self, share: float = 0.6) -> tuple[str, str]:
        """Two days in order, each now and then left empty."""
        days = sorted((self.times.day(), self.times.day()))
        if self.rng.random() < 0.1:
            days[1] = days[0]
        first, last = (day.isoformat() if self.rng.random() < share else "" for day in days)
        return first, last


def new_ids(kind: str, count: int, rng: Random) -> list[str]:
    """Ids that differ, some only in a leading zero or in case, some with signs that need quotes."""
    shapes = ("{k}{n}", "{n}", "0{n}", "{u}{n}", "{k} {n}", "{k},{n}", '{k}"{n}', "ü{n}")
    plain = rng.random() < 0.5
    found: list[str] = []
    number = 1
    while len(found) < count:
        shape = shapes[0] if plain else rng.choice(shapes)
        name = shape.format(k=kind[0], u=kind[0].upper(), n=number)
        if name not in found:
            found.append(name)
        number += rng.choice((0, 1)) if not plain else 1
    return found


def make_staff(draft: Draft) -> list[Record]:
    """People who come and go on edges; now and then nobody is employed any more."""
    rng, gone = draft.rng, draft.rng.random() < 0.12
    records = []
    for name in new_ids("staff", draft.count("staff", 6), rng):
        started, left = draft.span()
        if gone:
            started, left = "", (draft.times.first - DAY).isoformat()
        role = rng.choice(("owner", "sales", "sales", "support", "support", "other", ""))
        records.append({"id": name, "name": rng.choice(NAMES), "role": role, "started_on": started, "left_on": left})
    return records


def make_campaigns(draft: Draft) -> list[Record]:
    """Campaigns with and without channel and days."""
    records = []
    for name in new_ids("campaigns", draft.count("campaigns", 4), draft.rng):
        started, ended = draft.span()
        records.append(
            {
                "id": name,
                "name": draft.rng.choice(NAMES),
                "channel": draft.rng.choice(CHANNELS),
                "started_on": started,
                "ended_on": ended,
                "budget": draft.rng.choice(("", draft.price())),
            }
        )
    return records


def make_stages(draft: Draft) -> list[Record]:
    """A pipeline whose order is not that of the file, with one or two won and lost stages."""
    if "stages" not in draft.present:
        return []
    rng = draft.rng
    several = (rng.randrange(1, 5), rng.choice((1, 1, 2)), rng.choice((1, 1, 2)))
    kinds = ["open"] * several[0] + ["won"] * several[1] + ["lost"] * several[2]
    positions = sorted(rng.sample(range(1, 30), len(kinds)))
    if rng.random() < 0.2:
        rng.shuffle(positions)
    records = []
    for name, kind, position in zip(new_ids("stages", len(kinds), rng), kinds, positions, strict=True):
        chance = {"open": rng.choice(CHANCES), "won": "1", "lost": "0"}[kind]
        records.append({"id": name, "name": name, "position": str(position), "probability": chance, "kind": kind})
    rng.shuffle(records)
    return records


def make_contacts(draft: Draft) -> list[Record]:
    """People and companies in any order, companies of companies among them."""
    rng = draft.rng
    names = new_ids("contacts", draft.count("contacts", draft.size), rng)
    firms = names[: len(names) // 4]
    chains = rng.random() < 0.3
    records = [lead_columns(contact_record(draft, name, name in firms), draft) for name in names]
    for record in records:
        if record["id"] not in firms and firms and rng.random() < 0.5:
            record["company_id"] = rng.choice(firms)
        elif chains and record["id"] in firms[1:] and rng.random() < 0.4:
            record["company_id"] = firms[firms.index(record["id"]) - 1]
    rng.shuffle(records)
    return records


def contact_record(draft: Draft, name: str, firm: bool) -> Record:
    """Who a contact is and where it came from."""
    return {
        "id": name,
        "kind": "company" if firm else "person",
        "name": draft.rng.choice(NAMES),
        "owner_id": draft.one("staff"),
        "channel": draft.rng.choice(CHANNELS),
        "campaign_id": draft.one("campaigns", 0.4),
        "tags": draft.rng.choice(("", "a;b", "vip")),
    }


def lead_columns(record: Record, draft: Draft) -> Record:
    """Whether and when it was a lead; the first response may lie before, at or after that."""
    rng, times = draft.rng, draft.times
    if rng.random() < 0.6:
        lead_at = times.moment()
        record["lead_at"] = times.text(lead_at)
        if rng.random() < 0.6:
            early = lead_at - timedelta(hours=3)
            record["first_response_at"] = times.text(early if rng.random() < 0.2 else times.after(lead_at))
        for column in ("qualified_at", "disqualified_at"):
            if rng.random() < 0.25:
                record[column] = times.text(times.after(lead_at))
    elif rng.random() < 0.2:
        record["first_response_at"] = times.text(times.moment())
    return record


def make_deals(draft: Draft) -> list[Record]:
    """Deals with and without contact, amount, owner, own probability and rows of history."""
    if not draft.ids("stages"):
        return []
    rng, stages = draft.rng, draft.records["stages"]
    records, changes = [], []
    for name in new_ids("deals", draft.count("deals", draft.size), rng):
        deal = {
            "id": name,
            "title": rng.choice(NAMES),
            "contact_id": draft.one("contacts", 0.85),
            "owner_id": draft.one("staff", 0.8),
            "amount": draft.price() if rng.random() < 0.85 else "",
            "probability": rng.choice(CHANCES) if rng.random() < 0.3 else "",
            "campaign_id": draft.one("campaigns", 0.3),
            "expected_close_on": rng.choice(("", draft.day_text())),
        }
        if "stage_changes" in draft.present and rng.random() < 0.7:
            changes += deal_with_history(deal, stages, draft.ids("staff"), draft.times)
        else:
            deal_without_history(deal, stages, draft.times)
        records.append(deal)
    draft.records["stage_changes"] = shuffled(changes, rng)
    return records


def make_sales(draft: Draft) -> list[Record]:
    """Sales of a few buyers, often just before or after they would lapse; refunds, nothing, nobody."""
    rng, contacts = draft.rng, draft.ids("contacts")
    buyers = rng.sample(contacts, (len(contacts) + 1) // 2)
    records: list[Record] = []
    at = draft.times.moment()
    for name in new_ids("sales", draft.count("sales", 3 * draft.size), rng):
        at = next_sale(draft, at)
        draft.sold.append(draft.times.local_day(at))
        records.append(
            {
                "id": name,
                "sold_at": draft.times.text(at),
                "contact_id": some(buyers, rng, 0.85),
                "amount": signed(draft),
                "deal_id": draft.one("deals", 0.25),
                "campaign_id": draft.one("campaigns", 0.2),
                "staff_id": draft.one("staff", 0.5),
            }
        )
    refund_one_buyer_only(records, buyers, rng)
    return records


def next_sale(draft: Draft, at: datetime) -> datetime:
    """Now and then about as long after the sale before as a customer may stay away."""
    if draft.rng.random() < 0.3:
        later = at + draft.inactive_days * DAY + draft.rng.choice((-1, 0, 1)) * DAY
        if draft.times.local_day(later) <= draft.times.last:
            return later
    return draft.times.moment()


def signed(draft: Draft) -> str:
    """An amount, a refund, or nothing."""
    kind = draft.rng.random()
    if kind < 0.08:
        return "0"
    text = draft.price()
    return f"-{text}" if kind < 0.25 and float(text) else text


def refund_one_buyer_only(records: Sequence[Record], buyers: Sequence[str], rng: Random) -> None:
    """One buyer gets money back and nothing else."""
    if not buyers or rng.random() < 0.5:
        return
    name = rng.choice(list(buyers))
    for record in records:
        if record["contact_id"] == name and not record["amount"].startswith("-") and float(record["amount"]):
            record["amount"] = "-" + record["amount"]


def end_contacts(draft: Draft) -> None:
    """Some contacts say that they stop: on the day of a sale, beside it, or any day."""
    for contact in draft.records["contacts"]:
        if draft.rng.random() < 0.3:
            day = draft.times.day()
            if draft.sold and draft.rng.random() < 0.7:
                day = draft.rng.choice(draft.sold) + draft.rng.choice((-1, 0, 0, 1, 20)) * DAY
            contact["ended_on"] = day.isoformat()


def make_tickets(draft: Draft) -> list[Record]:
    """Tickets with and without events."""
    rng = draft.rng
    records, events = [], []
    for name in new_ids("tickets", draft.count("tickets", draft.size), rng):
        ticket = {
            "id": name,
            "subject": rng.choice(NAMES),
            "contact_id": draft.one("contacts", 0.8),
            "owner_id": draft.one("staff", 0.8),
            "channel": rng.choice(CHANNELS),
            "category": rng.choice(("", "Billing", "Bug")),
            "priority": rng.choice(("low", "normal", "high", "urgent")),
        }
        if "ticket_events" in draft.present and rng.random() < 0.7:
            events += ticket_with_history(ticket, draft.ids("staff"), draft.times)
        else:
            ticket_without_history(ticket, draft.times)
        records.append(ticket)
    draft.records["ticket_events"] = shuffled(events, rng)
    return records


def make_surveys(draft: Draft) -> list[Record]:
    """Answers, several of one ticket or contact, some at one moment."""
    rng, records = draft.rng, []
    moments = rising(draft.times, 3)
    for name in new_ids("surveys", draft.count("surveys", 2 * draft.size), rng):
        kind = rng.choice(("csat", "nps"))
        at = rng.choice(moments) if rng.random() < 0.3 else draft.times.moment()
        records.append(
            {
                "id": name,
                "kind": kind,
                "answered_at": draft.times.text(at),
                "score": str(rng.randrange(1, 6) if kind == "csat" else rng.randrange(11)),
                "contact_id": some(draft.ids("contacts")[:4], rng),
                "ticket_id": some(draft.ids("tickets")[:4], rng),
                "staff_id": draft.one("staff", 0.5),
            }
        )
    return records
