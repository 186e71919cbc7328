"""Revenue: what customers paid, less what was given back."""

from __future__ import annotations

from crmdesk.domain.figure import Better, Figure, Reason, Row, Unit, missing
from crmdesk.domain.money import Money
from crmdesk.domain.period import Span
from crmdesk.kpi.base import NUMERATOR, Area, kpi
from crmdesk.kpi.campaigns import CAMPAIGN_OF_SALE
from crmdesk.kpi.customers import channels, customers, sales_book
from crmdesk.kpi.figures import breakdown, groups, in_order, text_name
from crmdesk.kpi.measurement import Fact, Measurement
from crmdesk.kpi.names import campaign_names, staff_names
from crmdesk.kpi.staff_days import people_in_roles
from crmdesk.text import N_

_SPLIT = f"""
SELECT i, person, campaign, sum(amount), count(*) FROM (
  SELECT span.i AS i, coalesce(sale.staff_id, deal.owner_id, contact.owner_id) AS person,
         {CAMPAIGN_OF_SALE} AS campaign, sale.amount AS amount
  FROM span JOIN sale ON sale.sold_day BETWEEN span.first AND span.last AND sale.sold_at < span.cut_at
  LEFT JOIN deal ON deal.id = sale.deal_id
  LEFT JOIN contact ON contact.id = coalesce(sale.contact_id, deal.contact_id)
  LEFT JOIN contact company ON company.id = contact.company_id
  WHERE span.detail)
GROUP BY i, person, campaign
"""


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
    split = m.grouped(_SPLIT)
    figures = []
    for i, span in enumerate(m.spans):
        if not ats or ats[0] >= span.cut:
            figures.append(missing(Reason.NO_DATA))
        else:
            figures.append(_figure(m, span, split[i]))
    return figures


def _figure(m: Measurement, span: Span, split: list[tuple[int | None, int | None, int, int]]) -> Figure:
    book = m.shared(sales_book)
    places = book.between(span.start, span.cut)
    amounts = book.amounts[places.start : places.stop]
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
    by = {"channel": _by_channel(m, places), **_by_person_and_campaign(m, split, span)}
    return Figure(Money(sum(amounts)), None, len(amounts), beside=beside, by=by)


def _by_channel(m: Measurement, places: range) -> tuple[Row, ...]:
    book, channel_of = m.shared(sales_book), m.shared(channels)
    found = groups((_channel(channel_of, book.accounts[place]), book.amounts[place]) for place in places)
    return breakdown(found, text_name, lambda amounts: Money(sum(amounts)))


def _channel(channel_of: dict[int, str], account: int | None) -> str | None:
    return None if account is None else channel_of.get(account)


def _by_person_and_campaign(
    m: Measurement, split: list[tuple[int | None, int | None, int, int]], span: Span
) -> dict[str, tuple[Row, ...]]:
    people: dict[int | None, tuple[int, int]] = {
        person.id: (0, 0) for person in people_in_roles(m, ("owner", "sales")) if person.employed(span)
    }
    campaigns: dict[int | None, tuple[int, int]] = {}
    for person, campaign, amount, count in split:
        for totals, key in ((people, person), (campaigns, campaign)):
            before = totals.get(key, (0, 0))
            totals[key] = (before[0] + amount, before[1] + count)
    named, called = m.shared(staff_names), m.shared(campaign_names)
    return {
        "staff": in_order(Row(*named(key), Money(amount), n) for key, (amount, n) in people.items()),
        "campaign": in_order(Row(*called(key), Money(amount), n) for key, (amount, n) in campaigns.items()),
    }
