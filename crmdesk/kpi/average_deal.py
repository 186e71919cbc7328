"""Average deal size."""

from __future__ import annotations

from crmdesk.domain.figure import Better, Figure, Unit
from crmdesk.domain.money import Money
from crmdesk.kpi.base import Area, kpi
from crmdesk.kpi.deals import won_deals
from crmdesk.kpi.figures import mean_money
from crmdesk.kpi.measurement import Fact, Measurement
from crmdesk.text import N_


def evidence(m: Measurement, part: str) -> list[Fact]:
    """The deals won in the period that have an amount, or those that have none and are left out."""
    left_out = part == "without_amount"
    return [Fact("deal", one.deal, one.at) for one in m.shared(won_deals)[0] if (one.amount is None) == left_out]


@kpi(
    "average_deal",
    N_("Average deal size"),
    unit=Unit.MONEY,
    better=Better.HIGHER,
    area=Area.SALES,
    formula=N_("mean amount of the deals won that have an amount"),
    example=N_("2,000, 2,500 and 3,000 → 2,500"),
    reads=("deal", "stage", "stage_change"),
    evidence=evidence,
    place=16,
    beside=("largest", "without_amount"),
    filters=("staff", "channel", "campaign"),
    parts={"without_amount": N_("deals won without an amount, which are left out")},
)
def average_deal(m: Measurement) -> list[Figure]:
    """What a deal that was won in the period brings on average. Deals without an amount are left out."""
    figures = []
    for won in m.shared(won_deals):
        amounts = [one.amount for one in won if one.amount is not None]
        beside = {"largest": Money(max(amounts)) if amounts else None, "without_amount": len(won) - len(amounts)}
        figures.append(mean_money(amounts, beside=beside))
    return figures
