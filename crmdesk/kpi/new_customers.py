"""New customers: those who bought for the first time."""

from __future__ import annotations

from crmdesk.domain.figure import Better, Figure, Reason, Unit, missing
from crmdesk.kpi.base import NUMERATOR, Area, kpi
from crmdesk.kpi.contacts import channels
from crmdesk.kpi.customers import account_facts, customers, new_customers_of
from crmdesk.kpi.figures import breakdown, groups, text_name
from crmdesk.kpi.measurement import Fact, Measurement
from crmdesk.kpi.sales import sales_book
from crmdesk.text import N_


def evidence(m: Measurement, _part: str) -> list[Fact]:
    """The customers whose first sale lies in the period, and when it was."""
    return account_facts(new_customers_of(m, m.spans[0]), m.whole(customers).since)


@kpi(
    "new_customers",
    N_("New customers"),
    unit=Unit.COUNT,
    better=Better.HIGHER,
    area=Area.CUSTOMERS,
    formula=N_("customers whose first sale lies in the period"),
    example=N_("25 customers bought for the first time → 25"),
    reads=("sale", "contact", "deal"),
    evidence=evidence,
    counted=NUMERATOR,
    place=43,
    split=("channel",),
    filters=("channel", "campaign", "staff"),
)
def new_customers(m: Measurement) -> list[Figure]:
    """How many customers bought for the first time in the period. A company counts once, however many of its people
    buy.
    """
    ats, channel_of = m.whole(sales_book).ats, m.whole(channels)
    figures = []
    for span in m.spans:
        if not ats or ats[0] >= span.cut:
            figures.append(missing(Reason.NO_DATA))
            continue
        found = new_customers_of(m, span)
        by = {"channel": breakdown(groups((channel_of.get(one), one) for one in found), text_name, len)}
        figures.append(Figure(len(found), None, len(found), by=by))
    return figures
