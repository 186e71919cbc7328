"""Customer lifetime value: what a customer brings in a year, times the years that customers stay."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from fractions import Fraction

from crmdesk.domain.figure import Better, Figure, Reason, Row, Unit, missing
from crmdesk.domain.money import Money, rounded
from crmdesk.domain.period import Span
from crmdesk.kpi.base import Area, kpi
from crmdesk.kpi.contacts import channels
from crmdesk.kpi.customers import RunTally, account_facts, customers, kept_customers
from crmdesk.kpi.figures import groups, in_order, text_name
from crmdesk.kpi.measurement import Fact, Measurement
from crmdesk.kpi.sales import account_sales, account_sales_by_channel, net_between
from crmdesk.kpi.worth import YEAR, lifespan_of, revenue_per_year
from crmdesk.text import N_


def evidence(m: Measurement, part: str) -> list[Fact]:
    """Everybody who was a customer before the cut, since when; or what the two factors are made of."""
    span = m.spans[0]
    if part == "sales":
        book = m.shared(account_sales)
        return [Fact("sale", book.ids[place]) for place in book.of_days(span.last - 364, span.last)]
    if part == "losses":
        ended = [(stop, account) for account, runs in m.whole(customers).runs.items() for _, stop in runs]
        return [
            Fact("contact", account, m.calendar.midnight(day)) for day, account in sorted(ended) if day <= span.last
        ]
    since = m.shared(kept_customers).since
    known = [account for account, at in since.items() if at < span.cut]
    return account_facts(sorted(known, key=lambda account: since[account]), since)


@kpi(
    "clv",
    N_("Customer lifetime value"),
    unit=Unit.MONEY,
    better=Better.HIGHER,
    area=Area.CUSTOMERS,
    formula=N_("revenue per customer and year × years that customers stay"),
    example=N_("120,000 ÷ 60 customer-years = 2,000 a year; 240 customer-years ÷ 40 losses = 6 years; 12,000"),
    reads=("sale", "contact", "deal", "setting"),
    evidence=evidence,
    place=41,
    headline=True,
    split=("channel",),
    beside=(
        "net_sales",
        "customer_years_of_year",
        "customer_years",
        "losses",
        "assumed",
        "revenue_per_year",
        "lifespan_years",
        "margin_clv",
    ),
    filters=("channel", "campaign", "staff"),
    parts={"sales": N_("sales of the last 365 days"), "losses": N_("customers lost so far")},
)
def clv(m: Measurement) -> list[Figure]:
    """What a customer is worth over all the years that customers usually stay: the net sales of the last 365 days for
    each customer-year in them, times the average lifespan (all customer-years so far ÷ customers lost so far). With
    fewer than 5 losses the lifespan that the settings assume is taken, and marked so.
    """
    by_channel = _by_channel(m)
    return [_figure(m, span, {"channel": by_channel.get(i, ())}) for i, span in enumerate(m.spans)]


def _figure(m: Measurement, span: Span, by: Mapping[str, tuple[Row, ...]]) -> Figure:
    known = m.shared(kept_customers)
    count = known.count_before(span.cut)
    tally = known.tally
    year_days = tally.days(span.last) - tally.days(span.last - 365)
    net = net_between(m, span.last - 364, span.last)
    lifespan, assumed = lifespan_of(m, span)
    losses = m.whole(customers).tally.losses(span.last)
    per_year = revenue_per_year(m, span)
    beside: dict[str, object] = {
        "net_sales": Money(net),
        "customer_years_of_year": float(year_days / YEAR),
        "customer_years": float(m.whole(customers).tally.days(span.last) / YEAR),
        "losses": losses,
        "assumed": assumed,
        "revenue_per_year": None if per_year is None else rounded(per_year),
        "lifespan_years": None if lifespan is None else float(lifespan),
        "margin_clv": None,
    }
    if not count:
        return missing(Reason.NO_DATA, beside=beside)
    if per_year is None:
        return missing(Reason.NO_DENOMINATOR, n=count, beside=beside, by=by)
    if lifespan is None:
        return missing(Reason.TOO_FEW, n=count, beside=beside, by=by)
    if m.settings.gross_margin is not None:
        beside["margin_clv"] = rounded(per_year * lifespan * Fraction(m.settings.gross_margin))
    return Figure(rounded(per_year * lifespan), None, count, beside=beside, by=by)


def _by_channel(m: Measurement) -> Mapping[int, tuple[Row, ...]]:
    """For each wanted span: revenue per customer-year of each channel's accounts times the lifespan of all."""
    known, channel_of, sales = m.shared(kept_customers), m.whole(channels), m.shared(account_sales_by_channel)
    accounts = groups((channel_of.get(account), account) for account in known.runs)
    tallies = {
        channel: RunTally([run for account in members for run in known.runs[account]])
        for channel, members in accounts.items()
    }
    sinces = {channel: sorted(known.since[account] for account in members) for channel, members in accounts.items()}
    found = {}
    for i in m.wanted:
        span = m.spans[i]
        lifespan, _ = lifespan_of(m, span)
        rows = []
        for channel, tally in tallies.items():
            days = tally.days(span.last) - tally.days(span.last - 365)
            net, _ = sales[channel].between(span.last - 364, span.last)
            worth = rounded(net * YEAR / days * lifespan) if days and lifespan is not None else None
            if n := bisect_left(sinces[channel], span.cut):
                rows.append(Row(*text_name(channel), worth, n))
        found[i] = in_order(rows)
    return found
