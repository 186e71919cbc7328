"""Sales cycle length: how long it takes from the first contact to the deal."""

from __future__ import annotations

from crmdesk.domain.calendar import DAY
from crmdesk.domain.figure import Better, Figure, Unit
from crmdesk.domain.stats import median
from crmdesk.kpi.base import Area, kpi
from crmdesk.kpi.deals import Closed, deal_facts, in_open_stages, open_stays, won_deals, won_evidence
from crmdesk.kpi.figures import breakdown, days, groups, mean_time
from crmdesk.kpi.measurement import Measurement
from crmdesk.kpi.names import staff_names, stage_names
from crmdesk.text import N_


@kpi(
    "sales_cycle",
    N_("Sales cycle length"),
    unit=Unit.DAYS,
    better=Better.LOWER,
    area=Area.SALES,
    formula=N_("mean of (day won − first contact) over the deals won"),
    example=N_("12, 18, 20, 25 and 75 days → mean 30, median 20"),
    reads=("deal", "stage", "stage_change", "staff"),
    evidence=won_evidence,
    place=15,
    split=("staff", "stage"),
    beside=("open_older_than_median",),
)
def sales_cycle(m: Measurement) -> list[Figure]:
    """How many days the deals that were won in the period took, from the first contact (or, where that is not known,
    from the day they were opened) to the moment they were won.
    """
    return [_figure(m, i, won) for i, won in enumerate(m.shared(won_deals))]


def _figure(m: Measurement, i: int, won: list[Closed]) -> Figure:
    took = sorted(one.took for one in won)
    if not m.detail[i]:
        return mean_time(took, DAY)
    middle = median(took)
    older = None if middle is None else sum(age > middle for age in _open_ages(m, i))
    by = {
        "staff": breakdown(groups((one.person, one.took) for one in won), m.shared(staff_names), days),
        "stage": breakdown(groups(in_open_stages(m, won)), m.shared(stage_names), days),
    }
    return mean_time(took, DAY, beside={"open_older_than_median": older}, by=by)


def _open_ages(m: Measurement, i: int) -> list[int]:
    """The age of every deal that is open at a span's cut, in microseconds since the first contact."""
    deals = m.shared(deal_facts)
    return [m.spans[i].cut - deals[stay.deal].first_at for stay in m.shared(open_stays)[i]]
