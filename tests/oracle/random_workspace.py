"""Random interchange folders that keep every rule and are nasty within them, and questions to ask of them."""

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from random import Random

from tests.oracle.calendar import DAY, midnight, months_later
from tests.oracle.question import NO_DECIMALS, THREE_DECIMALS
from tests.oracle.random_records import (
    CHANNELS,
    NAMES,
    Draft,
    end_contacts,
    make_campaigns,
    make_contacts,
    make_deals,
    make_sales,
    make_staff,
    make_stages,
    make_surveys,
    make_tickets,
    new_ids,
)
from tests.oracle.random_sheet import COLUMNS, Record, write_sheet
from tests.oracle.random_times import BUSY_DAYS, Times, make
from tests.oracle.table import KPIS

Asking = tuple[str, str, int | None]


def times_of(seed: int) -> Times:
    """The zone, the span and the shared moments of a seed; the moments it is asked at are among them."""
    times = make(Random(f"times {seed}"))
    rng = Random(f"asked {seed}")
    for day in rng.sample(times.edges, 3):
        times.pool.append(midnight(day, times.zone))
    times.pool.append(midnight(rng.choice(times.edges), times.zone) + timedelta(hours=rng.randrange(1, 24)))
    return times


def fiscal_month(seed: int) -> int:
    """The month in which the fiscal year of a seed begins."""
    return Random(f"fiscal {seed}").choice((1, 1, 1, 2, 4, 7, 10, 12))


def workspace(seed: int, times: Times, rng: Random) -> dict[str, object]:
    """workspace.json: each setting said, left out, or said to be nothing."""
    said: dict[str, object] = {
        "format": "crmdesk-1",
        "business_name": rng.choice(NAMES),
        "currency": rng.choice(("EUR", "EUR", "USD", "JPY", "KWD")),
        "timezone": times.zone.key,
    }
    month = fiscal_month(seed)
    if month != 1 or rng.random() < 0.5:
        said["fiscal_year_start_month"] = month
    if rng.random() < 0.85:
        said["inactive_after_days"] = rng.choice((None, 0, 1, 30, 30, 180))
    if rng.random() < 0.5:
        said["assumed_lifespan_years"] = rng.choice((None, 4, 2.5, 0.1))
    if rng.random() < 0.5:
        said["gross_margin"] = rng.choice((None, 0.4, 1, 0.333))
    if rng.random() < 0.4:
        said["working_days"] = rng.choice(([1, 2, 3, 4, 5], [7, 1, 2, 3, 4], [1, 2, 3, 4, 5, 6, 7], [6]))
    if rng.random() < 0.5:
        said["holidays"] = sorted({times.day().isoformat() for _ in range(rng.randrange(6))})
    return said


def present_kinds(rng: Random) -> frozenset[str]:
    """Mostly all kinds of records but a few, now and then hardly any, or none."""
    kind = rng.random()
    if kind < 0.04:
        return frozenset()
    if kind < 0.12:
        return frozenset(rng.sample(sorted(COLUMNS), 3)) | {"stages"}
    return frozenset(one for one in COLUMNS if rng.random() > 0.06)


def make_activities(draft: Draft) -> list[Record]:
    """Calls, mails and tasks with and without a person."""
    rng = draft.rng
    return [
        {
            "id": name,
            "kind": rng.choice(("call", "email", "meeting", "note", "task")),
            "direction": rng.choice(("in", "out", "")),
            "subject": rng.choice(NAMES),
            "at": draft.times.text(draft.times.moment()),
            "minutes": rng.choice(("", "5")),
            "contact_id": draft.one("contacts"),
            "deal_id": draft.one("deals", 0.3),
            "ticket_id": draft.one("tickets", 0.3),
            "staff_id": draft.one("staff"),
        }
        for name in new_ids("activities", draft.count("activities", draft.size // 3), rng)
    ]


def make_expenses(draft: Draft) -> list[Record]:
    """Expenses with and without campaign and channel."""
    rng = draft.rng
    return [
        {
            "id": name,
            "spent_on": draft.day_text(),
            "amount": draft.price(),
            "category": rng.choice(("marketing", "sales", "other")),
            "channel": rng.choice(CHANNELS),
            "campaign_id": draft.one("campaigns", 0.5),
            "staff_id": draft.one("staff", 0.3),
        }
        for name in new_ids("expenses", draft.count("expenses", draft.size), rng)
    ]


def make_goals(draft: Draft) -> list[Record]:
    """A few targets."""
    year = draft.times.last.year
    periods = (f"{year}-03", f"{year}-Q1", f"{year}")
    pairs = [(kpi, period) for kpi in KPIS for period in periods]
    chosen = draft.rng.sample(pairs, draft.count("goals", 4))
    return [{"kpi": kpi, "period": period, "target": "10"} for kpi, period in chosen]


# In the order in which one kind refers to the next.
MAKERS: Mapping[str, Callable[[Draft], list[Record]]] = {
    "staff": make_staff,
    "campaigns": make_campaigns,
    "stages": make_stages,
    "contacts": make_contacts,
    "deals": make_deals,
    "tickets": make_tickets,
    "sales": make_sales,
    "surveys": make_surveys,
    "activities": make_activities,
    "expenses": make_expenses,
    "goals": make_goals,
}


def write(folder: Path, seed: int, size: int = 20) -> None:
    """Writes the random workspace of a seed into a folder; `size` is about the number of contacts at most."""
    rng, times = Random(f"rows {seed}"), times_of(seed)
    said = workspace(seed, times, rng)
    currency, inactive = said["currency"], said.get("inactive_after_days", 180)
    decimals = 0 if currency in NO_DECIMALS else 3 if currency in THREE_DECIMALS else 2
    days = inactive if isinstance(inactive, int) else 0
    draft = Draft(rng, times, present_kinds(rng), size, decimals, days)
    for kind, maker in MAKERS.items():
        draft.records[kind] = maker(draft)
    end_contacts(draft)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "workspace.json").write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    for kind in COLUMNS:
        if kind in draft.present:
            write_sheet(folder, kind, draft.records.get(kind, []), rng)


def period_text(seed: int, times: Times, rng: Random) -> str:
    """A month, quarter, fiscal year or day range of the span."""
    day = times.hot + rng.randrange(BUSY_DAYS) * DAY if rng.random() < 0.6 else rng.choice(times.edges)
    months_into = (day.month - fiscal_month(seed)) % 12
    fiscal_year = months_later(day.replace(day=1), -months_into).year
    kind = rng.random()
    if kind < 0.07:
        return f"{times.last.year + 2}-05"
    if kind < 0.5:
        return f"{day:%Y-%m}"
    if kind < 0.65:
        return f"{fiscal_year}-Q{months_into // 3 + 1}"
    if kind < 0.8:
        return f"{fiscal_year}"
    first = day - rng.choice((0, 0, 1, 6, 9)) * DAY
    last = max(first, day + rng.choice((0, 0, 1, 20, 400)) * DAY)
    return f"{first.isoformat()}..{last.isoformat()}"


def questions(seed: int, count: int = 5) -> list[Asking]:
    """(period, as_of, months): running, over, not begun; asked at edges and at moments of facts."""
    rng, times = Random(f"questions {seed}"), times_of(seed)
    found: list[Asking] = []
    for _ in range(count):
        at = rng.choice(times.pool[-4:]) if rng.random() < 0.4 else max(times.fresh(), times.fresh())
        if rng.random() < 0.35:
            at = midnight(times.last + rng.choice((0, 1, 40, 900)) * DAY, times.zone)
        text = rng.choice([one for one in (times.text(at) for _ in range(9)) if "T" in one])
        if rng.random() < 0.15:
            found.append((f"{rng.choice(times.edges):%Y-%m}", text, rng.choice((2, 4))))
        else:
            running = f"{times.local_day(at):%Y-%m}" if rng.random() < 0.3 else ""
            found.append((running or period_text(seed, times, rng), text, None))
    return found
