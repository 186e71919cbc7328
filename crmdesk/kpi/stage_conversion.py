"""Sales conversion by stage: how far the deals of a period came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crmdesk.domain.figure import Better, Figure, Row, Unit
from crmdesk.domain.money import Money
from crmdesk.kpi.base import NUMERATOR, Area, kpi
from crmdesk.kpi.deals import stays
from crmdesk.kpi.figures import ratio, share
from crmdesk.kpi.measurement import Fact, Measurement
from crmdesk.text import N_

# The deals whose first stage change lies in the period: the furthest open stage that each ever reached before now,
# by its place among the open stages, and whether it ever reached a won stage.
_COHORT = """
SELECT span.i, first.deal, first.at, deal.amount,
       (SELECT max(place.rank) FROM stay_by_deal one JOIN place ON place.stage = one.stage WHERE one.deal = first.deal),
       EXISTS (SELECT 1 FROM stay_by_deal one WHERE one.deal = first.deal AND one.kind = 'won')
FROM span JOIN first_stay first ON first.at >= span.start_at AND first.at < span.cut_at
JOIN deal ON deal.id = first.deal
ORDER BY span.i, first.at, first.deal
"""

_STAGES = "SELECT id, coalesce(external_id, lower(hex(uid))), name, coalesce(kind, 'open') FROM stage ORDER BY {order}"
_BY_POSITION = "position IS NULL, position, id"


@dataclass(frozen=True, slots=True)
class Entered:
    """A deal of the cohort. `furthest` is the place of the furthest open stage it reached, counted from 0."""

    deal: int
    at: int
    amount: int | None
    furthest: int
    won: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A stage of the funnel: an open one, or all won stages together as the last."""

    key: str
    label: str


def steps(m: Measurement) -> list[Step]:
    """The open stages by position, and the won stage (of several the first) as the last."""
    stages = m.rows(_STAGES.format(order=_BY_POSITION))
    opened = [Step(key, name) for _, key, name, kind in stages if kind == "open"]
    won = [Step(key, name) for _, key, name, kind in stages if kind == "won"]
    return opened + won[:1]


def cohorts(m: Measurement) -> list[list[Entered]]:
    """For each span the deals that entered the pipeline in it."""
    m.shared(stays)
    opened = [row[0] for row in m.rows(_STAGES.format(order=_BY_POSITION)) if row[3] == "open"]
    ranks = " UNION ALL ".join(f"SELECT {int(stage)} AS stage, {rank} AS rank" for rank, stage in enumerate(opened))
    m.table("place", ranks or "SELECT 0 AS stage, 0 AS rank WHERE 0", "stage, rank")
    m.table("stay_by_deal", "SELECT deal, kind, stage FROM stay", "deal, kind, stage")
    m.table("first_stay", "SELECT deal, at FROM stay WHERE step = 1", "at, deal")
    return [
        [Entered(deal, at, amount, furthest or 0, bool(won)) for deal, at, amount, furthest, won in rows]
        for rows in m.grouped(_COHORT).values()
    ]


def evidence(m: Measurement, part: str) -> list[Fact]:
    """The deals that entered in the period, or (numerator) those of them that were ever won."""
    return [Fact("deal", one.deal, one.at) for one in m.shared(cohorts)[0] if part != NUMERATOR or one.won]


@kpi(
    "stage_conversion",
    N_("Sales conversion by stage"),
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.SALES,
    formula=N_("deals won ÷ deals that entered the pipeline in the period"),
    example=N_("40 entered, 28 reached an offer, 18 a negotiation, 9 were won → 22.5 %"),
    reads=("deal", "stage", "stage_change"),
    evidence=evidence,
    place=14,
    cohort=True,
    split=("stage",),
)
def stage_conversion(m: Measurement) -> list[Figure]:
    """Of the deals that entered the pipeline in the period, how many came how far, as known now. A deal that is lost
    stays at the furthest stage it reached; one that skips a stage has reached it too.
    """
    ladder = steps(m)
    return [_figure(ladder, found) for found in m.shared(cohorts)]


def _figure(ladder: Sequence[Step], found: Sequence[Entered]) -> Figure:
    lines = []
    rows = []
    before: int | None = None
    for place, step in enumerate(ladder):
        there = [one for one in found if one.won or one.furthest >= place] if place < len(ladder) - 1 else []
        if place == len(ladder) - 1:
            there = [one for one in found if one.won]
        part = None if before is None else share(len(there), before)
        amount = Money(sum(one.amount or 0 for one in there))
        lines.append({"stage": step.label, "reached": len(there), "share_of_before": part, "amount": amount})
        rows.append(Row(step.key, step.label, part, len(there)))
        before = len(there)
    return ratio(sum(one.won for one in found), len(found), beside={"stages": lines}, by={"stage": tuple(rows)})
