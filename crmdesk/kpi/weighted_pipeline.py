"""Weighted pipeline value: what open deals are worth, each by its chance to be won."""

from __future__ import annotations

from fractions import Fraction

from crmdesk.domain.figure import Better, Figure, Reason, Unit, missing
from crmdesk.domain.money import Money, rounded
from crmdesk.kpi.base import NUMERATOR, Area, kpi
from crmdesk.kpi.deals import ever_a_deal
from crmdesk.kpi.measurement import Measurement
from crmdesk.kpi.pipeline import Group, by_stage, open_groups, pipeline_evidence, weighted
from crmdesk.text import N_


@kpi(
    "weighted_pipeline",
    N_("Weighted pipeline value"),
    unit=Unit.MONEY,
    better=Better.HIGHER,
    area=Area.SALES,
    formula=N_("sum of amount × probability of all open deals"),
    example=N_("3,800 × 90 % + 22,500 × 20 % → 7,920"),
    reads=("deal", "stage", "stage_change"),
    evidence=pipeline_evidence,
    counted=NUMERATOR,
    place=12,
    split=("stage",),
    filters=("stage", "staff", "channel", "campaign", "customer"),
    parts={"overdue": N_("open deals whose day has passed"), "without_amount": N_("open deals without an amount")},
)
def weighted_pipeline(m: Measurement) -> list[Figure]:
    """What the open deals are worth if each counts only with its chance to be won: the deal's own probability where it
    has one, else that of the stage it was in.
    """
    groups = m.shared(open_groups)
    figures = []
    for i, ever in enumerate(m.shared(ever_a_deal)):
        n = sum(group.deals for group in groups[i])
        by = {"stage": by_stage(m, groups[i], _sum)}
        figures.append(Figure(_sum(groups[i]), None, n, by=by) if ever else missing(Reason.NO_DATA))
    return figures


def _sum(groups: list[Group]) -> Money:
    return rounded(sum((weighted(group) for group in groups), Fraction(0)))
