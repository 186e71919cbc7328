"""Sales pipeline value: what all open deals are worth."""

from __future__ import annotations

from fractions import Fraction

from crmdesk.domain.figure import Better, Figure, Reason, Row, Unit, missing
from crmdesk.domain.money import Money, rounded
from crmdesk.kpi.base import NUMERATOR, Area, kpi
from crmdesk.kpi.deals import ever_a_deal
from crmdesk.kpi.figures import in_order
from crmdesk.kpi.measurement import Measurement
from crmdesk.kpi.names import staff_names
from crmdesk.kpi.pipeline import Group, by_stage, open_groups, pipeline_evidence, weighted
from crmdesk.text import N_


@kpi(
    "pipeline_value",
    N_("Sales pipeline value"),
    unit=Unit.MONEY,
    better=Better.HIGHER,
    area=Area.SALES,
    formula=N_("sum of the amounts of all open deals"),
    example=N_("open deals of 3,800 and 22,500 and one without an amount → 26,300"),
    reads=("deal", "stage", "stage_change", "staff"),
    evidence=pipeline_evidence,
    counted=NUMERATOR,
    place=11,
    headline=True,
    split=("stage", "staff"),
    beside=("deals", "weighted", "without_amount", "overdue"),
    filters=("stage", "staff", "channel", "campaign", "customer"),
    parts={"overdue": N_("open deals whose day has passed"), "without_amount": N_("open deals without an amount")},
)
def pipeline_value(m: Measurement) -> list[Figure]:
    """What the deals that were open at the end of the period (or are open now) are worth together. A deal without an
    amount counts as a deal and adds nothing.
    """
    groups = m.shared(open_groups)
    return [_figure(m, groups[i]) if ever else missing(Reason.NO_DATA) for i, ever in enumerate(m.shared(ever_a_deal))]


def _figure(m: Measurement, groups: list[Group]) -> Figure:
    beside = {
        "deals": sum(group.deals for group in groups),
        "weighted": rounded(sum((weighted(group) for group in groups), Fraction(0))),
        "without_amount": sum(group.without_amount for group in groups),
        "overdue": sum(group.overdue for group in groups),
    }
    by = {"stage": by_stage(m, groups, _amount), "staff": _by_staff(m, groups)}
    total = Money(sum(group.amount for group in groups))
    return Figure(total, None, sum(group.deals for group in groups), beside=beside, by=by)


def _amount(groups: list[Group]) -> Money:
    return Money(sum(group.amount for group in groups))


def _by_staff(m: Measurement, groups: list[Group]) -> tuple[Row, ...]:
    people: dict[int | None, list[Group]] = {}
    for group in groups:
        people.setdefault(group.person, []).append(group)
    named = m.whole(staff_names)
    return in_order(
        Row(*named(person), _amount(found), sum(one.deals for one in found), person) for person, found in people.items()
    )
