"""Sales cycle length: how long it takes from the first contact to the deal."""

from __future__ import annotations

from crmdesk.domain.calendar import DAY
from crmdesk.domain.figure import Better, Figure, Unit
from crmdesk.domain.stats import median
from crmdesk.kpi.base import Area, kpi
from crmdesk.kpi.deals import OPEN, Closed, stays, won_deals, won_evidence
from crmdesk.kpi.figures import breakdown, days, groups, mean_time
from crmdesk.kpi.measurement import Measurement
from crmdesk.kpi.names import staff_names, stage_names
from crmdesk.text import N_

# The time that the deals won in a wanted span had spent in each open stage.
_IN_STAGES = """
SELECT win.i, stay.stage, stay.until - stay.at
FROM (SELECT span.i AS i, stay.deal AS deal, stay.at AS at FROM span JOIN stay ON stay.kind = 'won'
      AND stay.at >= span.start_at AND stay.at < span.cut_at AND stay.until >= span.cut_at WHERE span.detail) win
JOIN stay_of_deal stay ON stay.deal = win.deal AND stay.kind = 'open' AND stay.until <= win.at
"""


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
)
def sales_cycle(m: Measurement) -> list[Figure]:
    """How many days the deals that were won in the period took, from the first contact (or, where that is not known,
    from the day they were opened) to the moment they were won.
    """
    ages = _open_ages(m)
    in_stages = _in_stages(m)
    return [_figure(m, won, ages[i], in_stages[i]) for i, won in enumerate(m.shared(won_deals))]


def _figure(m: Measurement, won: list[Closed], ages: list[int], in_stages: list[tuple[int, int]]) -> Figure:
    took = sorted(one.took for one in won)
    middle = median(took)
    older = None if middle is None else sum(age > middle for age in ages)
    by = {
        "staff": breakdown(groups((one.person, one.took) for one in won), m.shared(staff_names), days),
        "stage": breakdown(groups(in_stages), m.shared(stage_names), days),
    }
    return mean_time(took, DAY, beside={"open_older_than_median": older}, by=by)


def _open_ages(m: Measurement) -> list[list[int]]:
    """For each wanted span the age of every open deal at its cut, in microseconds since the first contact."""
    m.shared(stays)
    rows = m.grouped(f"SELECT i, cut_at - first_at FROM ({OPEN})") if m.wanted else {}
    return [[age for (age,) in rows.get(i, [])] for i in range(len(m.spans))]


def _in_stages(m: Measurement) -> list[list[tuple[int, int]]]:
    m.shared(stays)
    m.table("stay_of_deal", "SELECT deal, kind, at, until, stage FROM stay WHERE kind = 'open'", "deal, until")
    rows = m.grouped(_IN_STAGES)
    return [[(stage, took) for stage, took in rows[i]] for i in range(len(m.spans))]
