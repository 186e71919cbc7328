"""Customer acquisition cost: what it costs to win a customer."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import asdict, dataclass
from fractions import Fraction

from crmdesk.domain.figure import Better, Figure, Reason, Row, Unit, missing
from crmdesk.domain.money import Money, rounded
from crmdesk.domain.period import Span
from crmdesk.kpi.base import DENOMINATOR, Area, kpi
from crmdesk.kpi.contacts import channels
from crmdesk.kpi.customers import account_facts, kept_customers, new_customers_of
from crmdesk.kpi.figures import groups, text_name
from crmdesk.kpi.measurement import Fact, Measurement
from crmdesk.kpi.worth import worth_of_customer
from crmdesk.text import N_

_EXPENSES = """
SELECT expense.spent_on, expense.amount, expense.category, coalesce(expense.channel, campaign.channel),
       expense.campaign_id, expense.id
FROM expense LEFT JOIN campaign ON campaign.id = expense.campaign_id
WHERE expense.category IN ('marketing', 'sales') ORDER BY expense.spent_on, expense.id
"""

CATEGORIES = ("marketing", "sales")


@dataclass(frozen=True, slots=True)
class Cost:
    """An expense of category marketing or sales, with its channel or that of its campaign."""

    day: int
    amount: int
    category: str
    channel: str | None
    campaign: int | None
    id: int


@dataclass(frozen=True, slots=True)
class Channel:
    """What was spent on a channel, and how many customers came by it."""

    key: str | None
    label: str | None
    expenses: Money
    new_customers: int


def costs(m: Measurement) -> list[Cost]:
    """Every expense for winning customers, by day."""
    return [Cost(*row) for row in m.rows(_EXPENSES)]


def kept_costs(m: Measurement) -> list[Cost]:
    """Those of them that belong to the part of the business that is measured."""
    found = m.whole(costs)
    return [one for one in found if m.keeps(channel=one.channel, campaign=one.campaign)] if m.only else found


def spent_between(m: Measurement, first: int, last: int) -> list[Cost]:
    """The expenses of the days `first..last`."""
    found = m.shared(kept_costs)
    low = bisect_left(found, first, key=lambda cost: cost.day)
    return found[low : bisect_right(found, last, key=lambda cost: cost.day)]


def evidence(m: Measurement, part: str) -> list[Fact]:
    """The new customers of the period or of twelve months; or (numerator) the expenses of category marketing and sales,
    all of them, those of one category, or those without a channel.
    """
    span = m.spans[0]
    if part in (DENOMINATOR, "last_12_months"):
        won = new_customers_of(m, span) if part == DENOMINATOR else _won_in_year(m, 0, span)
        return account_facts(won, m.shared(kept_customers).since)
    spent = spent_between(m, span.first, span.last)
    if part == "without_channel":
        spent = [cost for cost in spent if cost.channel is None]
    elif part in CATEGORIES:
        spent = [cost for cost in spent if cost.category == part]
    return [Fact("expense", cost.id) for cost in spent]


@kpi(
    "cac",
    N_("Customer acquisition cost"),
    unit=Unit.MONEY,
    better=Better.LOWER,
    area=Area.MARKETING,
    formula=N_("expenses for marketing and sales ÷ new customers"),
    example=N_("(6,000 + 9,000) ÷ 30 new customers → 500"),
    reads=("expense", "campaign", "sale", "contact", "deal", "setting"),
    evidence=evidence,
    counted=DENOMINATOR,
    place=31,
    headline=True,
    split=("channel",),
    beside=(
        "new_customers",
        "marketing",
        "sales",
        "last_12_months",
        "without_channel",
        "clv_to_cac",
        "channels",
    ),
    filters=("channel", "campaign"),
    parts={
        "expenses": N_("expenses for marketing and sales"),
        "marketing": N_("expenses for marketing"),
        "sales": N_("expenses for sales"),
        "without_channel": N_("expenses for marketing and sales without a channel"),
        "last_12_months": N_("new customers of the last 12 months"),
    },
)
def cac(m: Measurement) -> list[Figure]:
    """What the business spent in the period on marketing and sales for each customer that it won in the period. Read
    it over several months: money spent today often wins a customer later.
    """
    return [_figure(m, i, span) for i, span in enumerate(m.spans)]


def _figure(m: Measurement, i: int, span: Span) -> Figure:
    spent = spent_between(m, span.first, span.last)
    won = new_customers_of(m, span)
    total, n = sum(cost.amount for cost in spent), len(won)
    beside: dict[str, object] = {
        "new_customers": n,
        "marketing": Money(sum(cost.amount for cost in spent if cost.category == "marketing")),
        "sales": Money(sum(cost.amount for cost in spent if cost.category == "sales")),
        "last_12_months": _last_year(m, i, span),
        "without_channel": Money(sum(cost.amount for cost in spent if cost.channel is None)),
        "clv_to_cac": _clv_to_cac(m, span, total, n),
    }
    by_channel = _channels(m, spent, won)
    beside["channels"] = [asdict(one) for one in by_channel]
    by = {"channel": tuple(_row(one) for one in by_channel)}
    if n and (spent or m.only or _ever_before(m, span)):
        return Figure(rounded(Fraction(total, n)), None, n, Money(total), n, beside=beside, by=by)
    reason = Reason.NOT_SET_UP if n else Reason.NO_DENOMINATOR if spent else Reason.NO_DATA
    return missing(reason, n=n, numerator=Money(total), denominator=n, beside=beside, by=by)


def _ever_before(m: Measurement, span: Span) -> bool:
    found = m.whole(costs)
    return bool(found) and found[0].day <= span.last


def _last_year(m: Measurement, i: int, span: Span) -> Money | None:
    """The same over the twelve months that end with the span."""
    ((first,),) = m.rows("SELECT year_first FROM span WHERE i = :i", i=i)
    won = len(_won_in_year(m, i, span))
    spent = sum(cost.amount for cost in spent_between(m, first, span.last))
    return rounded(Fraction(spent, won)) if won and _ever_before(m, span) else None


def _won_in_year(m: Measurement, i: int, span: Span) -> list[int]:
    ((start,),) = m.rows("SELECT year_at FROM span WHERE i = :i", i=i)
    return m.shared(kept_customers).new_between(start, span.cut)


def _clv_to_cac(m: Measurement, span: Span, total: int, n: int) -> float | None:
    worth = worth_of_customer(m, span)
    return float(worth * n / total) if worth is not None and total and n else None


def _channels(m: Measurement, spent: list[Cost], won: list[int]) -> list[Channel]:
    """Every channel on which something was spent or by which somebody came, by name, nowhere last."""
    channel_of = m.whole(channels)
    money = groups((cost.channel, cost.amount) for cost in spent)
    people = groups((channel_of.get(account), account) for account in won)
    found = [
        Channel(*text_name(one), Money(sum(money.get(one, ()))), len(people.get(one, ()))) for one in {*money, *people}
    ]
    return sorted(found, key=lambda one: (one.key is None, (one.key or "").casefold(), one.key or ""))


def _row(one: Channel) -> Row:
    """Expenses of a channel for each new customer whose account has that channel."""
    n = one.new_customers
    return Row(one.key, one.label, rounded(Fraction(one.expenses, n)) if n else None, n)
