"""Sales cycle length: how long it takes from the first contact to the deal."""

from __future__ import annotations

from fractions import Fraction

from crmdesk.domain.calendar import DAY
from crmdesk.domain.figure import Better, Figure, Unit
from crmdesk.domain.stats import median, quantile
from crmdesk.kpi.base import Area, kpi
from crmdesk.kpi.deals import Closed, deal_facts, in_open_stages, open_stays, won_deals
from crmdesk.kpi.figures import breakdown, days, groups, in_unit, mean_time
from crmdesk.kpi.measurement import Fact, Measurement
from crmdesk.kpi.names import staff_names, stage_names
from crmdesk.text import N_

_QUARTERS = tuple(Fraction(part, 4) for part in range(5))


def cycles(m: Measurement) -> list[list[Closed]]:
    """For each span the deals won in it, and how long each took; restricted to a stage, those that were in it, and
    how long they stayed there.
    """
    found = m.shared(won_deals)
    return [_in_stage(m, won) for won in found] if "stage" in m.only.names else found


def evidence(m: Measurement, part: str) -> list[Fact]:
    """The deals won in the period, at the moment of winning; or the open ones that are older than their median."""
    won = m.shared(cycles)[0]
    if part != "older":
        return [Fact("deal", one.deal, one.at) for one in won]
    middle = median(sorted(one.took for one in won))
    return [Fact("deal", deal) for deal, age in _open_ages(m, 0) if middle is not None and age > middle]


@kpi(
    "sales_cycle",
    N_("Sales cycle length"),
    unit=Unit.DAYS,
    better=Better.LOWER,
    area=Area.SALES,
    formula=N_("mean of (day won − first contact) over the deals won"),
    example=N_("12, 18, 20, 25 and 75 days → mean 30, median 20"),
    reads=("deal", "stage", "stage_change", "staff"),
    evidence=evidence,
    place=15,
    split=("staff", "stage"),
    beside=("open_older_than_median", "quartiles"),
    filters=("staff", "stage", "channel", "campaign"),
    parts={"older": N_("open deals that are older than the median")},
)
def sales_cycle(m: Measurement) -> list[Figure]:
    """How many days the deals that were won in the period took, from the first contact (or, where that is not known,
    from the day they were opened) to the moment they were won.
    """
    return [_figure(m, i, won) for i, won in enumerate(m.shared(cycles))]


def _figure(m: Measurement, i: int, won: list[Closed]) -> Figure:
    took = sorted(one.took for one in won)
    if not m.detail[i]:
        return mean_time(took, DAY)
    middle = median(took)
    older = None if middle is None else sum(age > middle for _, age in _open_ages(m, i))
    quartiles = [in_unit(quantile(took, share), DAY) for share in _QUARTERS] if took else None
    by = {
        "staff": breakdown(groups((one.person, one.took) for one in won), m.whole(staff_names), days),
        "stage": breakdown(
            groups((stage, took) for _, stage, took in in_open_stages(m, won)), m.whole(stage_names), days
        ),
    }
    return mean_time(took, DAY, beside={"open_older_than_median": older, "quartiles": quartiles}, by=by)


def _open_ages(m: Measurement, i: int) -> list[tuple[int, int]]:
    """Every deal that is open at a span's cut with its age in microseconds: since the first contact or, where a stage
    is measured, since it came there.
    """
    deals, cut, stays = m.whole(deal_facts), m.spans[i].cut, m.shared(open_stays)[i]
    if "stage" in m.only.names:
        return [(stay.deal, cut - stay.at) for stay in stays]
    return [(stay.deal, cut - deals[stay.deal].first_at) for stay in stays]


def _in_stage(m: Measurement, won: list[Closed]) -> list[Closed]:
    """Those of the deals that were in the stage that is measured, with the time that they spent there."""
    spent = {deal: took for deal, stage, took in in_open_stages(m, won) if m.keeps(stage=stage)}
    return [one._replace(took=spent[one.deal]) for one in won if one.deal in spent]
