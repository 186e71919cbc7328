"""Sales velocity: what the pipeline earns in a day."""

from __future__ import annotations

from fractions import Fraction

from crmdesk.domain.calendar import DAY
from crmdesk.domain.figure import Better, Figure, Reason, Unit, missing
from crmdesk.domain.money import rounded
from crmdesk.kpi.base import NUMERATOR, Area, kpi
from crmdesk.kpi.deals import Closed, closed_deals, open_evidence, open_stays
from crmdesk.kpi.figures import share
from crmdesk.kpi.measurement import Fact, Measurement
from crmdesk.text import N_

PARTS = {"decided": N_("deals decided in the period"), "won": N_("deals won in the period")}


def evidence(m: Measurement, part: str) -> list[Fact]:
    """The open deals, the largest first; or those that the other factors are made of."""
    if part not in PARTS:
        return open_evidence(m, part)
    return [Fact("deal", one.deal, one.at) for one in m.shared(closed_deals)[0] if part == "decided" or one.won]


@kpi(
    "sales_velocity",
    N_("Sales velocity"),
    unit=Unit.MONEY_A_DAY,
    better=Better.HIGHER,
    area=Area.SALES,
    formula=N_("open deals × win rate × average deal ÷ sales cycle in days"),
    example=N_("20 × 30 % × 2,500 ÷ 30 days → 500 a day"),
    reads=("deal", "stage", "stage_change"),
    evidence=evidence,
    counted=NUMERATOR,
    place=17,
    beside=("open_deals", "win_rate", "average_deal", "sales_cycle"),
    filters=("staff", "channel", "campaign"),
    parts=PARTS,
)
def sales_velocity(m: Measurement) -> list[Figure]:
    """How much revenue the open deals bring a day if they go on as the decided deals of the period did. It rises with
    more deals, larger deals and a better win rate, and falls when deals take longer.
    """
    opened = m.shared(open_stays)
    return [_figure(len(opened[i]), closed) for i, closed in enumerate(m.shared(closed_deals))]


def _figure(opened: int, closed: list[Closed]) -> Figure:
    won = [one for one in closed if one.won]
    amounts = [one.amount for one in won if one.amount is not None]
    average = Fraction(sum(amounts), len(amounts)) if amounts else None
    cycle = Fraction(sum(one.took for one in won), DAY * len(won)) if won else None
    beside: dict[str, object] = {
        "open_deals": opened,
        "win_rate": share(len(won), len(closed)),
        "average_deal": None if average is None else rounded(average),
        "sales_cycle": None if cycle is None else float(cycle),
    }
    if average is None or cycle is None:
        return missing(Reason.NO_DATA, n=opened, beside=beside)
    if not cycle:
        return missing(Reason.NO_DENOMINATOR, n=opened, beside=beside)
    value = opened * Fraction(len(won), len(closed)) * average / cycle
    return Figure(rounded(value), None, opened, beside=beside)
