"""Customers: accounts that bought, when they were active, and when they were lost. Loaded once for a measurement.

An account is a company, or a person who belongs to none. It is a customer from its earliest sale of a positive amount.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TypeVar

from crmdesk.domain.activity import Run, active_runs
from crmdesk.domain.period import Span
from crmdesk.kpi.contacts import keeps_account
from crmdesk.kpi.measurement import Fact, Measurement
from crmdesk.kpi.sales import sales_book

T = TypeVar("T")

_ENDINGS = """
SELECT coalesce(company_id, id), ended_on FROM contact WHERE ended_on IS NOT NULL ORDER BY ended_on
"""


@dataclass(slots=True)
class Customers:
    """All customers. Runs are what `domain.activity` says."""

    purchases: dict[int, list[int]]
    runs: dict[int, list[Run]]
    since: dict[int, int]
    _order: list[tuple[int, int]]
    tally: RunTally

    def count_before(self, cut: int) -> int:
        """How many accounts were customers before a moment."""
        return bisect_left(self._order, (cut,))

    def new_between(self, start: int, cut: int) -> list[int]:
        """The accounts whose first sale lies in a span, the earliest first."""
        return [account for _, account in self._order[self.count_before(start) : self.count_before(cut)]]

    def converted_at(self, account: int, lead_at: int) -> int | None:
        """The moment of the account's first positive sale at or after `lead_at`."""
        ats = self.purchases.get(account, [])
        place = bisect_left(ats, lead_at)
        return ats[place] if place < len(ats) else None


class RunTally:
    """Active days and losses of many runs, up to any day, by sums kept in order."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self._begins = sorted(begin for begin, _ in runs)
        self._stops = sorted(stop for _, stop in runs)
        self._begin_sums = [0, *accumulate(self._begins)]
        self._stop_sums = [0, *accumulate(self._stops)]

    def days(self, last: int) -> int:
        """Active days of all accounts up to and including a day."""
        begun, stopped = bisect_right(self._begins, last), bisect_right(self._stops, last)
        return (last + 1) * (begun - stopped) - self._begin_sums[begun] + self._stop_sums[stopped]

    def losses(self, last: int) -> int:
        """How many runs had ended by a day."""
        return bisect_right(self._stops, last)


@dataclass(frozen=True, slots=True)
class Bridge:
    """Who was an active customer at the end of the day before a span, and at the end of its last day."""

    start: frozenset[int]
    end: frozenset[int]

    @property
    def lost(self) -> frozenset[int]:
        return self.start - self.end

    @property
    def kept(self) -> frozenset[int]:
        return self.start & self.end

    @property
    def joined(self) -> frozenset[int]:
        return self.end - self.start


def customers(m: Measurement) -> Customers:
    """Every customer before now."""
    book = m.whole(sales_book)
    ats: dict[int, list[int]] = {}
    days: dict[int, list[int]] = {}
    for at, day, amount, account in zip(book.ats, book.days, book.amounts, book.accounts, strict=True):
        if amount > 0 and account is not None:
            if account in ats:
                ats[account].append(at)
                days[account].append(day)
            else:
                ats[account], days[account] = [at], [day]
    endings: dict[int, list[int]] = {}
    for account, day in m.rows(_ENDINGS):
        endings.setdefault(account, []).append(day)
    limit = m.settings.inactive_after_days
    runs = {account: active_runs(bought, endings.get(account, ()), limit) for account, bought in days.items()}
    since = {account: found[0] for account, found in ats.items()}
    return _customers(ats, runs, since)


def kept_customers(m: Measurement) -> Customers:
    """The customers of the part of the business that is measured."""
    known = m.whole(customers)
    if not m.only:
        return known
    kept = {account for account in known.since if keeps_account(m, account)}
    return _customers(_of(kept, known.purchases), _of(kept, known.runs), _of(kept, known.since))


def _of(kept: set[int], found: dict[int, T]) -> dict[int, T]:
    return {account: one for account, one in found.items() if account in kept}


def _customers(ats: dict[int, list[int]], runs: dict[int, list[Run]], since: dict[int, int]) -> Customers:
    tally = RunTally([run for found in runs.values() for run in found])
    return Customers(ats, runs, since, sorted((at, account) for account, at in since.items()), tally)


def bridges(m: Measurement) -> list[Bridge]:
    """For each span the active customers on both of its sides."""
    before = _active_at(m, [span.first - 1 for span in m.spans])
    after = _active_at(m, [span.last for span in m.spans])
    return [Bridge(frozenset(start), frozenset(end)) for start, end in zip(before, after, strict=True)]


def rolling_net(m: Measurement, windows: Sequence[tuple[int, int]]) -> Iterator[tuple[int, Mapping[int | None, int]]]:
    """Net sales by account in windows of days, as (number of the window, totals); the totals change on the next step.

    Windows may overlap as they like: each sale enters and leaves a running sum, in the order of the windows' ends.
    Sales of nobody are under None.
    """
    book = m.whole(sales_book)
    accounts, amounts = book.accounts, book.amounts
    totals: dict[int | None, int] = defaultdict(int)
    low = high = 0
    for number in sorted(range(len(windows)), key=lambda one: (windows[one][1], windows[one][0])):
        places = book.of_days(*windows[number])
        if not low <= places.start <= high:
            totals.clear()
            low = high = places.start
        for account, amount in zip(accounts[high : places.stop], amounts[high : places.stop], strict=True):
            totals[account] += amount
        for account, amount in zip(accounts[low : places.start], amounts[low : places.start], strict=True):
            totals[account] -= amount
        low, high = places.start, max(high, places.stop)
        yield number, totals


def bridge_facts(m: Measurement, part: str) -> list[Fact]:
    """The customers on one side of the bridge of the first span, or of one of its steps."""
    bridge, span, since = m.shared(bridges)[0], m.spans[0], m.whole(customers).since
    new = {account for account in bridge.joined if span.start <= since[account] < span.cut}
    found = {
        "start": bridge.start,
        "lost": bridge.lost,
        "kept": bridge.kept,
        "new": new,
        "returned": bridge.joined - new,
        "not_there_at_start": bridge.joined,
        "end": bridge.end,
        "came_and_went": came_and_went(m, span, bridge),
    }
    return account_facts(sorted(found[part]))


def came_and_went(m: Measurement, span: Span, bridge: Bridge) -> set[int]:
    """The customers that bought in a span and are on neither of its sides."""
    book, known = m.whole(sales_book), m.shared(kept_customers).since
    places = book.between(span.start, span.cut)
    bought = {book.accounts[place] for place in places if book.amounts[place] > 0}
    return {account for account in bought if account in known} - bridge.start - bridge.end


def account_facts(accounts: Sequence[int], at: dict[int, int] | None = None) -> list[Fact]:
    """Accounts as records: an account is a contact."""
    return [Fact("contact", account, at.get(account) if at else None) for account in accounts]


def new_customers_of(m: Measurement, span: Span) -> list[int]:
    """The accounts that became customers in a span."""
    return m.shared(kept_customers).new_between(span.start, span.cut)


def _active_at(m: Measurement, days: Sequence[int]) -> list[list[int]]:
    """For each of these days the accounts that were active at its end."""
    order = sorted(range(len(days)), key=days.__getitem__)
    ordered = [days[number] for number in order]
    found: list[list[int]] = [[] for _ in days]
    for account, runs in m.shared(kept_customers).runs.items():
        for begin, stop in runs:
            for place in range(bisect_left(ordered, begin), bisect_left(ordered, stop)):
                found[order[place]].append(account)
    return found
