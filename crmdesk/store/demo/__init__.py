"""The demo business: an invented small firm in Berlin that sells coffee machines, with all that goes wrong.

The same seed, length, scale and last day give the same content of every table, byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from crmdesk.domain.calendar import date_of_day, day_of_date
from crmdesk.domain.clock import Clock
from crmdesk.domain.errors import UserError
from crmdesk.domain.period import add_months
from crmdesk.store import file
from crmdesk.store.atomic import discard, temporary_beside
from crmdesk.store.base import table_of
from crmdesk.store.demo import goals, marketing
from crmdesk.store.demo.accounts import Contacts
from crmdesk.store.demo.almanac import TIMEZONE, Almanac
from crmdesk.store.demo.chance import Chance
from crmdesk.store.demo.customers import Customers
from crmdesk.store.demo.diary import Diary
from crmdesk.store.demo.leads import Leads
from crmdesk.store.demo.people import Namer
from crmdesk.store.demo.pipeline import Pipeline
from crmdesk.store.demo.support import Support
from crmdesk.store.demo.surveys import Surveys
from crmdesk.store.demo.team import hire
from crmdesk.store.demo.world import Book, World
from crmdesk.store.steps import SAMPLE
from crmdesk.text import _

UNTIL = date(2026, 11, 15)
_BAD_MONTH_AGO = 8


@dataclass(frozen=True, slots=True)
class _Wish:
    """What the demo business shall be like."""

    months: int
    scale: float
    seed: int
    until: date


def make(
    path: Path,
    *,
    months: int = 24,
    scale: float = 1,
    seed: int = 1,
    until: date = UNTIL,
    clock: Clock | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, int]:
    """Makes a workspace with the demo business and closes it; returns how many rows each table has.

    The story has `months` whole months and, after them, the running month up to `until`, which is a fixed day and
    not today: 24 months from November 2024 to October 2026, and the first half of November 2026. Invoices of the
    customers of the year before were brought over too. All rows are one operation, so that one undo removes them.
    `scale` 1 has about 600 contacts in 24 months, 40 about 25,000. `progress` hears how many months are told, and of
    how many; if it raises, nothing is left behind. Raises UserError.
    """
    if not 1 <= months <= 240 or not 0 < scale <= 1000:
        text = _("A demo business has 1 to 240 months and a scale above 0 and at most 1000; choose others.")
        raise UserError(text)
    if path.exists():
        text = _("“{path}” exists already; choose another name, nothing was overwritten.")
        raise UserError(text.format(path=path))
    part = temporary_beside(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        counts = _write(part, _Wish(months, scale, seed, until), clock, progress or (lambda _done, _total: None))
        file.give_name(part, path)
        return counts
    except OSError as fault:
        text = _("“{path}” could not be written ({why}); choose another folder.")
        raise UserError(text.format(path=path, why=fault.strerror)) from None
    finally:
        discard(part)


def _write(path: Path, wish: _Wish, clock: Clock | None, progress: Callable[[int, int], None]) -> dict[str, int]:
    almanac, span = _days(wish)
    with (
        file.create(path, _settings(almanac, span), clock=clock) as workspace,
        workspace.operation(_("Demo business"), source=SAMPLE) as tx,
    ):
        book = Book(tx, almanac, wish.seed)
        _tell(_world(wish, almanac, span, book), progress)
    return {table_of(sheet.record): sheet.count for sheet in book.sheets}


def _days(wish: _Wish) -> tuple[Almanac, range]:
    """The days of the story, and its months: the last one is still running."""
    until = day_of_date(wish.until)
    running = until - wish.until.day + 1
    almanac = Almanac(add_months(running, -wish.months), until)
    last = almanac.month_of(running)
    return almanac, range(last - wish.months, last + 1)


def _settings(almanac: Almanac, span: range) -> dict[str, Any]:
    first, last = almanac.starts[span[0] - 12], almanac.starts[span[-1]] + 365
    return {
        "business_name": "Kaffeekontor Spree GmbH",
        "currency": "EUR",
        "timezone": TIMEZONE,
        "inactive_after_days": 180,
        "assumed_lifespan_years": None,
        "gross_margin": 0.42,
        "holidays": [date_of_day(day).isoformat() for day in sorted(almanac.holidays) if first <= day < last],
    }


def _world(wish: _Wish, almanac: Almanac, span: range, book: Book) -> World:
    bad_month = max(span[0], span[-1] - _BAD_MONTH_AGO)
    namer = Namer(Chance(wish.seed, "names"))
    team = hire(book.staff, almanac, span, bad_month, wish.scale, namer)
    campaigns = marketing.plan(book.campaigns, almanac, span, wish.scale, Chance(wish.seed, "marketing"))
    return World(wish.seed, wish.scale, almanac, span, bad_month, book, namer, team, campaigns)


def _tell(world: World, progress: Callable[[int, int], None]) -> None:
    """The story, month by month."""
    book, diary, contacts, surveys = world.book, Diary(world), Contacts(world), Surveys(world)
    pipeline, support = Pipeline(world, diary), Support(world, surveys, diary)
    customers = Customers(world, contacts, pipeline, support, surveys, diary)
    leads = Leads(world, contacts, customers, pipeline, diary)
    goals.write(world)
    customers.found()
    for month in range(world.months[0] - 12, world.months[-1] + 1):
        if month in world.months:
            world.marketing.spend(book.expenses, world.almanac, world.team, month, world.vigour(month))
            leads.month(month)
        customers.month(month)
        book.write(month)
        progress(max(month - world.months[0], 0), len(world.months))
