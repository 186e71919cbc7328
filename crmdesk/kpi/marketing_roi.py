"""Marketing ROI: what campaigns brought for what they cost, over twelve months."""

from __future__ import annotations

from fractions import Fraction

from crmdesk.domain.figure import Better, Figure, Reason, Row, Unit, missing
from crmdesk.domain.money import Money
from crmdesk.kpi.base import DENOMINATOR, NUMERATOR, Area, kpi
from crmdesk.kpi.campaigns import ATTRIBUTED
from crmdesk.kpi.figures import in_order
from crmdesk.kpi.measurement import Fact, Measurement
from crmdesk.kpi.names import campaign_names
from crmdesk.text import N_

# Sales and expenses by campaign and day, before now; the windows of all spans are then sums over days.
_REVENUE = f"SELECT day, campaign, sum(amount), count(*) FROM ({ATTRIBUTED}) GROUP BY day, campaign"
_COST = """
SELECT spent_on, campaign_id, sum(amount), count(*), coalesce(sum(amount) FILTER (WHERE category = 'marketing'), 0)
FROM expense GROUP BY spent_on, campaign_id
"""

Daily = dict[int | None, list[tuple[int, ...]]]


def daily_revenue(m: Measurement) -> Daily:
    """Day, net sales and number of sales, by campaign."""
    return _by_campaign(m.rows(_REVENUE))


def daily_cost(m: Measurement) -> Daily:
    """Day, cost, number of expenses and cost of category marketing, by campaign."""
    return _by_campaign(m.rows(_COST))


def evidence(m: Measurement, part: str) -> list[Fact]:
    """The sales that a campaign brought, or (denominator) the expenses that name a campaign, in the twelve months."""
    if part == DENOMINATOR:
        found = m.rows(
            "SELECT expense.id FROM span JOIN expense ON spent_on BETWEEN year_first AND last"
            " WHERE campaign_id IS NOT NULL ORDER BY spent_on, expense.id"
        )
        return [Fact("expense", id) for (id,) in found]
    found = m.rows(
        f"SELECT sale.id FROM span JOIN ({ATTRIBUTED}) sale ON sale.at >= year_at AND sale.at < cut_at"
        " WHERE sale.campaign IS NOT NULL ORDER BY sale.at, sale.id"
    )
    return [Fact("sale", id) for (id,) in found]


@kpi(
    "marketing_roi",
    N_("Marketing ROI"),
    unit=Unit.MULTIPLE,
    better=Better.HIGHER,
    area=Area.MARKETING,
    formula=N_("revenue that campaigns brought ÷ cost of campaigns, over 12 months"),
    example=N_("20,000 ÷ 11,400 → 1.754 times the cost, a net return of +75.4 %"),
    reads=("sale", "deal", "contact", "campaign", "expense"),
    evidence=evidence,
    counted=NUMERATOR,
    place=32,
    headline=True,
    split=("campaign",),
    beside=("net", "revenue_without_campaign", "marketing_without_campaign", "campaigns"),
)
def marketing_roi(m: Measurement) -> list[Figure]:
    """How many times its cost marketing has brought back, over the twelve months that end with the period. A sale
    belongs to the campaign that it names, else to that of its deal, of its contact, or of the contact's company.
    """
    return [_figure(m, i) for i in range(len(m.spans))]


def _figure(m: Measurement, i: int) -> Figure:
    first, last = m.shared(windows)[i]
    sold = {campaign: _between(days, first, last) for campaign, days in m.shared(daily_revenue).items()}
    cost = {campaign: _between(days, first, last) for campaign, days in m.shared(daily_cost).items()}
    revenue, sales = _total(sold, 0), _total(sold, 1)
    spent, expenses = _total(cost, 0), _total(cost, 1)
    beside: dict[str, object] = {
        "net": float(Fraction(revenue - spent, spent)) if spent else None,
        "revenue_without_campaign": Money(sold.get(None, (0, 0))[0]),
        "marketing_without_campaign": Money(cost.get(None, (0, 0, 0))[2]),
    }
    by = {"campaign": _by_rows(m, sold, cost)} if m.detail[i] else {}
    if not spent:
        reason = Reason.NO_DENOMINATOR if sales or expenses else Reason.NO_DATA
        return missing(reason, n=sales, numerator=Money(revenue), denominator=Money(0), beside=beside, by=by)
    value = float(Fraction(revenue, spent))
    return Figure(value, None, sales, Money(revenue), Money(spent), beside=beside, by=by)


def windows(m: Measurement) -> list[tuple[int, int]]:
    """For each span the first and the last day of its twelve months."""
    return [(first, last) for first, last in m.rows("SELECT year_first, last FROM span ORDER BY i")]


def _by_rows(
    m: Measurement,
    sold: dict[int | None, tuple[int, ...]],
    cost: dict[int | None, tuple[int, ...]],
) -> tuple[Row, ...]:
    """Per campaign the multiple over the window."""
    named = m.shared(campaign_names)
    rows = []
    for campaign in {one for one in (*sold, *cost) if one is not None}:
        revenue, spent = sold.get(campaign, (0, 0)), cost.get(campaign, (0, 0, 0))
        if revenue[1] or spent[1]:
            value = float(Fraction(revenue[0], spent[0])) if spent[0] else None
            rows.append(Row(*named(campaign), value, revenue[1]))
    return in_order(rows)


def _by_campaign(rows: list[tuple[int, ...]]) -> Daily:
    found: Daily = {}
    for day, campaign, *values in rows:
        found.setdefault(campaign, []).append((day, *values))
    return found


def _between(days: list[tuple[int, ...]], first: int, last: int) -> tuple[int, ...]:
    inside = [values for day, *values in days if first <= day <= last]
    width = len(days[0]) - 1
    return tuple(sum(values[place] for values in inside) for place in range(width))


def _total(found: dict[int | None, tuple[int, ...]], place: int) -> int:
    """Of everything that names a campaign."""
    return sum(values[place] for campaign, values in found.items() if campaign is not None)
