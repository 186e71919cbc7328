"""The groups that a figure is made of, by person, channel, stage, customer …: what each divides by what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from crmdesk.domain.figure import Figure, Number, Row
from crmdesk.domain.money import Money
from crmdesk.domain.period import Period, span_of
from crmdesk.kpi.base import Kpi
from crmdesk.kpi.deals import deal_accounts, deal_facts, open_stays
from crmdesk.kpi.measurement import Measurement, Source
from crmdesk.kpi.only import Key, Only
from crmdesk.kpi.pipeline import probability_of
from crmdesk.kpi.sales import kept_sales

CUSTOMER = "customer"
# Where the value of a line times its n is not what it divides: the companion that says both.
_BESIDE = {
    "cac": ("channels", "expenses", "new_customers"),
    "marketing_roi": ("campaigns", "revenue", "cost"),
    "sales_productivity": ("people", "amount", "days"),
    "service_productivity": ("people", "resolved", "days"),
}
# A deal spends time in several stages: they are no parts of one whole.
_NO_PARTS = {("sales_cycle", "stage")}
# By what a figure is taken apart too, if it can be restricted by it and has no such breakdown: key and label of each.
_KEYS = {
    "staff": "SELECT id, name FROM staff",
    "channel": "SELECT channel, channel FROM contact WHERE channel IS NOT NULL"
    " UNION SELECT channel, channel FROM ticket WHERE channel IS NOT NULL"
    " UNION SELECT channel, channel FROM campaign WHERE channel IS NOT NULL"
    " UNION SELECT channel, channel FROM expense WHERE channel IS NOT NULL",
}
# What `only` knows by the row that it is kept in.
KEPT = frozenset({"staff", "owner", "campaign", "stage", CUSTOMER})


@dataclass(frozen=True, slots=True)
class Group:
    """A part of the business in a span: its figure with its n, and of a quotient what it divides by what."""

    key: Key
    label: str | None
    value: Number | None
    n: int
    above: float = 0.0
    below: float = 0.0

    def absent(self) -> Group:
        """The same group in a span in which there is nothing of it."""
        return replace(self, value=None, n=0, above=0.0, below=0.0)


Groups = dict[Key, Group]


def dimensions(kpi: Kpi, only: Only) -> list[str]:
    """By what a figure can be taken apart into parts of one whole."""
    names = [name for name in dict.fromkeys((*kpi.split, *_KEYS, CUSTOMER)) if name in kpi.filters]
    if "owner" in names and "staff" in names:
        names.remove("staff")
    return [name for name in names if name not in only.names and (kpi.id, name) not in _NO_PARTS]


def groups_of(
    source: Source,
    kpi: Kpi,
    name: str,
    spans: Sequence[Period],
    now: int,
    only: Only,
    figures: Sequence[Figure],
) -> list[Groups]:
    """For each span, whose figure is known, its groups in one dimension."""
    if name == CUSTOMER:
        return [_customers(source, kpi, one, now, only) for one in spans]
    if name in kpi.split:
        return [{key_of(name, row): _of_row(kpi, name, row, one) for row in one.by.get(name, ())} for one in figures]
    return _measured(source, kpi, name, spans, now, only)


def key_of(name: str, row: Row) -> Key:
    """By what `only` knows a line of a breakdown."""
    return row.id if name in KEPT else row.key


def _of_row(kpi: Kpi, name: str, row: Row, figure: Figure) -> Group:
    above, below = float(row.value or 0) * row.n, float(row.n)
    if kpi.id in _BESIDE:
        companion, over, under = _BESIDE[kpi.id]
        beside: Any = figure.beside
        above, below = next((one[over], one[under]) for one in beside[companion] if one["key"] == row.key)
    return Group(key_of(name, row), row.label, row.value, row.n, above, below)


def _measured(source: Source, kpi: Kpi, name: str, spans: Sequence[Period], now: int, only: Only) -> list[Groups]:
    """Each group measured by itself."""
    found: list[Groups] = [{} for _ in spans]
    begun = [span_of(one, source.calendar, now) for one in spans]
    with Measurement(source, begun, now) as whole:
        for key, label in [*source.rows(_KEYS[name]), (None, None)]:
            part = only.within(kpi.filters).and_(name, key)
            with Measurement(source, begun, now, [False] * len(begun), part, whole) as m:
                figures = kpi.measure(m)
            for groups, figure in zip(found, figures, strict=True):
                above, below = float(figure.numerator or 0), float(figure.denominator or 0)
                if figure.n or above or below:
                    groups[key] = Group(key, label, figure.value, figure.n, above, below)
    return found


def _customers(source: Source, kpi: Kpi, period: Period, now: int, only: Only) -> Groups:
    """What each customer paid in a span, or what the open deals with it are worth at its end."""
    span = span_of(period, source.calendar, now)
    sums: dict[int | None, list[Any]] = {}
    with Measurement(source, [span], now, only=only.within(kpi.filters)) as m:
        for account, amount in _paid(m) if kpi.id == "revenue" else _open(m, weighted=kpi.id == "weighted_pipeline"):
            known = sums.setdefault(account, [0, 0])
            known[0] += amount
            known[1] += 1
    names = _names(source, [account for account in sums if account is not None])
    return {key: Group(key, names.get(key), Money(round(total)), n) for key, (total, n) in sums.items()}


def _paid(m: Measurement) -> list[tuple[int | None, Any]]:
    book, span = m.shared(kept_sales), m.spans[0]
    return [(book.accounts[place], book.amounts[place]) for place in book.between(span.start, span.cut)]


def _open(m: Measurement, *, weighted: bool) -> list[tuple[int | None, Any]]:
    deals, account_of = m.whole(deal_facts), m.whole(deal_accounts)
    return [
        (account_of.get(stay.deal), (deals[stay.deal].amount or 0) * (probability_of(m, stay) if weighted else 1))
        for stay in m.shared(open_stays)[0]
    ]


def _names(source: Source, accounts: Sequence[int]) -> Mapping[Key, str]:
    known: Mapping[Key, str] = dict(source.rows("SELECT id, name FROM contact")) if accounts else {}
    return {account: known[account] for account in accounts}
