"""Revenue: what customers paid, less what was given back."""

from __future__ import annotations

from collections.abc import Iterable

from crmdesk.domain.figure import Better, Figure, Reason, Row, Unit, missing
from crmdesk.domain.money import Money
from crmdesk.domain.period import Span
from crmdesk.kpi.base import NUMERATOR, Area, kpi
from crmdesk.kpi.customers import customers
from crmdesk.kpi.figures import breakdown, groups, in_order, text_name
from crmdesk.kpi.measurement import Fact, Measurement
from crmdesk.kpi.names import campaign_names, staff_names
from crmdesk.kpi.sales import kept_sales, sales_book, sales_by_campaign, sales_by_channel
from crmdesk.kpi.staff_days import staff
from crmdesk.text import N_


def evidence(m: Measurement, part: str) -> list[Fact]:
    """The sales of the period, refunds included; or some of them."""
    book, span = m.shared(kept_sales), m.spans[0]
    within = book.between(span.start, span.cut)
    places: Iterable[int] = within
    if part in ("refunds", "sales"):
        places = [place for place in within if (book.amounts[place] < 0) == (part == "refunds")]
    elif part in ("new", "returning"):
        new = _newcomers(m, span)
        known = [(place, book.accounts[place]) for place in within if book.accounts[place] is not None]
        places = [place for place, account in known if (account in new) == (part == "new")]
    return [Fact("sale", book.ids[place]) for place in places]


@kpi(
    "revenue",
    N_("Revenue"),
    unit=Unit.MONEY,
    better=Better.HIGHER,
    area=Area.SALES,
    formula=N_("sales of the period − refunds"),
    example=N_("12 sales of 500 and a refund of 100 → 5,900"),
    reads=("sale", "contact", "deal", "staff", "campaign"),
    evidence=evidence,
    counted=NUMERATOR,
    place=10,
    headline=True,
    split=("channel", "campaign", "staff"),
    beside=("refunds", "sales", "from_new_customers", "from_returning_customers"),
    filters=("channel", "campaign", "staff", "customer"),
    parts={
        "refunds": N_("refunds"),
        "sales": N_("sales without the refunds"),
        "new": N_("sales to new customers"),
        "returning": N_("sales to customers who had bought before"),
    },
)
def revenue(m: Measurement) -> list[Figure]:
    """Everything that customers paid (or were billed) in the period, less refunds."""
    ats = m.whole(sales_book).ats
    figures = []
    for i, span in enumerate(m.spans):
        if not ats or ats[0] >= span.cut:
            figures.append(missing(Reason.NO_DATA))
        else:
            figures.append(_figure(m, i, span))
    return figures


def _figure(m: Measurement, i: int, span: Span) -> Figure:
    book = m.shared(kept_sales)
    places = book.between(span.start, span.cut)
    amounts = book.amounts[places.start : places.stop]
    if not m.detail[i]:
        return Figure(Money(sum(amounts)), None, len(amounts))
    newcomers = _newcomers(m, span)
    paid = list(zip(book.accounts[places.start : places.stop], amounts, strict=True))
    new = sum(amount for account, amount in paid if account in newcomers)
    known = sum(amount for account, amount in paid if account is not None)
    beside: dict[str, object] = {
        "refunds": Money(sum(amount for amount in amounts if amount < 0)),
        "sales": sum(amount >= 0 for amount in amounts),
        "from_new_customers": Money(new),
        "from_returning_customers": Money(known - new),
    }
    by = {
        "channel": _by_channel(m, amounts, span),
        "campaign": _by_campaign(m, span),
        "staff": _by_staff(m, _amounts(book.people, places, amounts), span),
    }
    return Figure(Money(sum(amounts)), None, len(amounts), beside=beside, by=by)


def _newcomers(m: Measurement, span: Span) -> frozenset[int | None]:
    """The customers who first bought in the span, in whatever part of the business."""
    return frozenset(m.whole(customers).new_between(span.start, span.cut))


def _sum(amounts: list[int]) -> Money:
    return Money(sum(amounts))


def _amounts(keys: list[int | None], places: range, amounts: list[int]) -> dict[int | None, list[int]]:
    return groups(zip(keys[places.start : places.stop], amounts, strict=True))


def _by_channel(m: Measurement, amounts: list[int], span: Span) -> tuple[Row, ...]:
    found = {channel: tally.between(span.first, span.last) for channel, tally in m.shared(sales_by_channel).items()}
    # What has no channel is the rest, so that sales of nobody are in it.
    found.pop(None, None)
    rest = sum(amounts) - sum(total for total, _ in found.values()), len(amounts) - sum(n for _, n in found.values())
    return in_order(Row(*text_name(key), Money(total), n) for key, (total, n) in [*found.items(), (None, rest)] if n)


def _by_campaign(m: Measurement, span: Span) -> tuple[Row, ...]:
    named = m.whole(campaign_names)
    found = {key: tally.between(span.first, span.last) for key, tally in m.shared(sales_by_campaign).items()}
    return in_order(Row(*named(key), Money(total), n, key) for key, (total, n) in found.items() if n)


def _by_staff(m: Measurement, found: dict[int | None, list[int]], span: Span) -> tuple[Row, ...]:
    """Who sold; everybody else who was employed is there too, with nothing."""
    for person in m.whole(staff):
        if person.employed(span) and m.keeps(staff=person.id):
            found.setdefault(person.id, [])
    return breakdown(found, m.whole(staff_names), _sum)
