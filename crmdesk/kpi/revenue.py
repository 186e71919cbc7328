"""Revenue: what customers paid, less what was given back."""

from __future__ import annotations

from crmdesk.domain.figure import Better, Figure, Reason, Row, Unit, missing
from crmdesk.domain.money import Money
from crmdesk.domain.period import Span
from crmdesk.kpi.base import NUMERATOR, Area, kpi
from crmdesk.kpi.customers import customers
from crmdesk.kpi.figures import breakdown, groups, in_order, text_name
from crmdesk.kpi.measurement import Fact, Measurement
from crmdesk.kpi.names import campaign_names, staff_names
from crmdesk.kpi.sales import sales_book, sales_by_campaign, sales_by_channel
from crmdesk.kpi.staff_days import staff
from crmdesk.text import N_


def evidence(m: Measurement, part: str) -> list[Fact]:  # noqa: ARG001 - a sum has one set of records
    """The sales of the period, refunds included."""
    book, span = m.shared(sales_book), m.spans[0]
    return [Fact("sale", book.ids[place]) for place in book.between(span.start, span.cut)]


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
)
def revenue(m: Measurement) -> list[Figure]:
    """Everything that customers paid (or were billed) in the period, less refunds."""
    ats = m.shared(sales_book).ats
    figures = []
    for i, span in enumerate(m.spans):
        if not ats or ats[0] >= span.cut:
            figures.append(missing(Reason.NO_DATA))
        else:
            figures.append(_figure(m, i, span))
    return figures


def _figure(m: Measurement, i: int, span: Span) -> Figure:
    book = m.shared(sales_book)
    places = book.between(span.start, span.cut)
    amounts = book.amounts[places.start : places.stop]
    if not m.detail[i]:
        return Figure(Money(sum(amounts)), None, len(amounts))
    since = m.shared(customers).since
    new = sum(
        book.amounts[place]
        for place in places
        if (account := book.accounts[place]) is not None and span.start <= since.get(account, span.start - 1) < span.cut
    )
    known = sum(book.amounts[place] for place in places if book.accounts[place] is not None)
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
    named = m.shared(campaign_names)
    found = {key: tally.between(span.first, span.last) for key, tally in m.shared(sales_by_campaign).items()}
    return in_order(Row(*named(key), Money(total), n) for key, (total, n) in found.items() if n)


def _by_staff(m: Measurement, found: dict[int | None, list[int]], span: Span) -> tuple[Row, ...]:
    """Who sold; everybody else who was employed is there too, with nothing."""
    for person in m.shared(staff):
        if person.employed(span):
            found.setdefault(person.id, [])
    return breakdown(found, m.shared(staff_names), _sum)
