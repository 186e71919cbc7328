"""What a customer is worth over the years it stays: shared by clv and by cac, which is held against it."""

from __future__ import annotations

from fractions import Fraction

from crmdesk.domain.period import Span
from crmdesk.kpi.customers import customers, kept_customers
from crmdesk.kpi.measurement import Measurement
from crmdesk.kpi.sales import net_between

YEAR = Fraction(36525, 100)
FEWEST_LOSSES = 5


def lifespan_of(m: Measurement, span: Span) -> tuple[Fraction | None, bool]:
    """How many years customers stay, up to the cut, and whether that is the settings' assumption.

    All customer-years so far ÷ customers lost so far; with too few losses the assumption, if there is one. It is that
    of all customers, whatever part of the business is measured: a part has too few losses to tell.
    """
    tally = m.whole(customers).tally
    if (losses := tally.losses(span.last)) >= FEWEST_LOSSES:
        return tally.days(span.last) / YEAR / losses, False
    assumed = m.settings.assumed_lifespan_years
    return (None if assumed is None else Fraction(assumed)), assumed is not None


def revenue_per_year(m: Measurement, span: Span) -> Fraction | None:
    """Net sales of the 365 days up to the cut for each customer-year in them, in minor units."""
    tally = m.shared(kept_customers).tally
    days = tally.days(span.last) - tally.days(span.last - 365)
    return net_between(m, span.last - 364, span.last) * YEAR / days if days else None


def worth_of_customer(m: Measurement, span: Span) -> Fraction | None:
    """Revenue per year × lifespan, in minor units, exact."""
    yearly, (years, _) = revenue_per_year(m, span), lifespan_of(m, span)
    return None if yearly is None or years is None else yearly * years
