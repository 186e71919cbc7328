"""Marketing ROI: what campaigns brought for what they cost, over twelve months."""

from __future__ import annotations

from fractions import Fraction

from crmdesk.domain.figure import Better, Figure, Reason, Row, Unit, missing
from crmdesk.domain.money import Money
from crmdesk.kpi.base import DENOMINATOR, NUMERATOR, Area, kpi
from crmdesk.kpi.figures import in_order
from crmdesk.kpi.measurement import Fact, Measurement
from crmdesk.kpi.names import campaign_names
from crmdesk.kpi.sales import campaign_sales, sales_book
from crmdesk.kpi.tally import Tally, tallies
from crmdesk.text import N_

_EXPENSES = "SELECT campaign_id, spent_on, amount FROM expense ORDER BY spent_on, id"
_UNNAMED = """
SELECT spent_on, amount, channel, id FROM expense WHERE category = 'marketing' AND campaign_id IS NULL
ORDER BY spent_on, id
"""
_NAMED = """
SELECT campaign_id, id FROM expense WHERE campaign_id IS NOT NULL AND spent_on BETWEEN :first AND :last
ORDER BY spent_on, id
"""
_EVER = -(10**9)


Tallies = dict[int | None, Tally]


def costs(m: Measurement) -> Tallies:
    """Expenses of any category by the campaign that they name."""
    return _kept(m, tallies(m.rows(_EXPENSES)))


def sold(m: Measurement) -> Tallies:
    """Net sales by the campaign that they are attributed to."""
    return _kept(m, m.whole(campaign_sales))


def keeps_campaign(m: Measurement, campaign: int | None) -> bool:
    """Whether a campaign belongs to the part of the business that is measured: its channel is its own."""
    return m.keeps(campaign=campaign, channel=m.whole(_campaign_channels).get(campaign))


def _campaign_channels(m: Measurement) -> dict[int | None, str | None]:
    return dict(m.rows("SELECT id, channel FROM campaign"))


def _kept(m: Measurement, found: Tallies) -> Tallies:
    return {campaign: one for campaign, one in found.items() if keeps_campaign(m, campaign)} if m.only else found


def unnamed_marketing(m: Measurement) -> Tally:
    """Expenses of category marketing that name no campaign."""
    found = m.shared(_unnamed)
    return Tally([day for day, *_ in found], [amount for _, amount, *_ in found])


def _unnamed(m: Measurement) -> list[tuple[int, int, str | None, int]]:
    """Day, amount, channel and id of each."""
    return [
        (day, amount, channel, id)
        for day, amount, channel, id in m.rows(_UNNAMED)
        if m.keeps(campaign=None, channel=channel)
    ]


def evidence(m: Measurement, part: str) -> list[Fact]:
    """The sales that a campaign brought, or (denominator) the expenses that name a campaign, in the twelve months; both
    to date; or what names none.
    """
    first, last = m.shared(windows)[0]
    if part.endswith("to_date"):
        first = _EVER
    if part == "marketing_without_campaign":
        return [Fact("expense", id) for day, _, _, id in m.shared(_unnamed) if first <= day <= last]
    if part in (DENOMINATOR, "cost_to_date"):
        return [Fact("expense", id) for id in _expenses(m, first, last)]
    book = m.whole(sales_book)
    named = part != "revenue_without_campaign"
    return [
        Fact("sale", book.ids[place])
        for place in book.of_days(first, last)
        if (book.campaigns[place] is not None) == named and keeps_campaign(m, book.campaigns[place])
    ]


def _expenses(m: Measurement, first: int, last: int) -> list[int]:
    """The expenses of some days that name a campaign."""
    return [id for campaign, id in m.rows(_NAMED, first=first, last=last) if keeps_campaign(m, campaign)]


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
    filters=("campaign", "channel"),
    parts={
        "revenue_without_campaign": N_("sales that no campaign brought"),
        "marketing_without_campaign": N_("marketing expenses that name no campaign"),
        "revenue_to_date": N_("sales that campaigns brought to date"),
        "cost_to_date": N_("expenses of campaigns to date"),
    },
)
def marketing_roi(m: Measurement) -> list[Figure]:
    """How many times its cost marketing has brought back, over the twelve months that end with the period. A sale
    belongs to the campaign that it names, else to that of its deal, of its contact, or of the contact's company.
    """
    return [_figure(m, i) for i in range(len(m.spans))]


def _figure(m: Measurement, i: int) -> Figure:
    window = m.shared(windows)[i]
    brought = {campaign: tally.between(*window) for campaign, tally in m.shared(sold).items()}
    cost = {campaign: tally.between(*window) for campaign, tally in m.shared(costs).items()}
    revenue, sales = _total(brought, 0), _total(brought, 1)
    spent, expenses = _total(cost, 0), _total(cost, 1)
    beside: dict[str, object] = {
        "net": float(Fraction(revenue - spent, spent)) if spent else None,
        "revenue_without_campaign": Money(brought.get(None, (0, 0))[0]),
        "marketing_without_campaign": Money(m.shared(unnamed_marketing).between(*window)[0]),
    }
    by = {"campaign": _by_rows(m, brought, cost)} if m.detail[i] else {}
    if m.detail[i]:
        beside["campaigns"] = _campaigns(m, window)
    if not spent:
        reason = Reason.NO_DENOMINATOR if sales or expenses else Reason.NO_DATA
        return missing(reason, n=sales, numerator=Money(revenue), denominator=Money(0), beside=beside, by=by)
    value = float(Fraction(revenue, spent))
    return Figure(value, None, sales, Money(revenue), Money(spent), beside=beside, by=by)


def windows(m: Measurement) -> list[tuple[int, int]]:
    """For each span the first and the last day of its twelve months."""
    return [(first, last) for first, last in m.rows("SELECT year_first, last FROM span ORDER BY i")]


def _by_rows(
    m: Measurement, brought: dict[int | None, tuple[int, int]], cost: dict[int | None, tuple[int, int]]
) -> tuple[Row, ...]:
    """Per campaign the multiple over the window."""
    named = m.whole(campaign_names)
    rows = []
    for campaign in {*brought, *cost} - {None}:
        (revenue, sales), (spent, expenses) = brought.get(campaign, (0, 0)), cost.get(campaign, (0, 0))
        if sales or expenses:
            value = float(Fraction(revenue, spent)) if spent else None
            rows.append(Row(*named(campaign), value, sales, campaign))
    return in_order(rows)


def _campaigns(m: Measurement, window: tuple[int, int]) -> list[dict[str, object]]:
    """Per campaign what it brought and cost, over the window and, from its beginning, to date."""
    named, brought, cost = m.whole(campaign_names), m.shared(sold), m.shared(costs)
    lines = []
    for campaign in {*brought, *cost} - {None}:
        tallies = (brought.get(campaign, Tally()), cost.get(campaign, Tally()))
        (revenue, sales), (spent, expenses) = (tally.between(_EVER, window[1]) for tally in tallies)
        if sales or expenses:
            key, label = named(campaign)
            inside = _return(*(tally.between(*window)[0] for tally in tallies))
            lines.append({"key": key, "label": label, **inside, "to_date": _return(revenue, spent)})
    return sorted(lines, key=lambda line: (str(line["label"]).casefold(), str(line["key"])))


def _return(revenue: int, spent: int) -> dict[str, object]:
    return {
        "revenue": Money(revenue),
        "cost": Money(spent),
        "multiple": float(Fraction(revenue, spent)) if spent else None,
        "net": float(Fraction(revenue - spent, spent)) if spent else None,
    }


def _total(found: dict[int | None, tuple[int, int]], place: int) -> int:
    """Of everything that names a campaign."""
    return sum(values[place] for campaign, values in found.items() if campaign is not None)
