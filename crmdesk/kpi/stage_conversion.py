"""Sales conversion by stage: how far the deals of a period came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from crmdesk.domain.figure import Better, Figure, Row, Unit
from crmdesk.domain.money import Money
from crmdesk.domain.period import Span
from crmdesk.kpi.base import NUMERATOR, Area, kpi
from crmdesk.kpi.deals import Way, deal_facts, entered_between, history, stages
from crmdesk.kpi.figures import ratio, share
from crmdesk.kpi.measurement import FOREVER, Fact, Measurement
from crmdesk.text import N_

_STAGES = """
SELECT id, coalesce(external_id, lower(hex(uid))), name, coalesce(kind, 'open') FROM stage
ORDER BY position IS NULL, position, id
"""

REACHED, AFTER, LOST, OPEN = "reached ", "lost after ", "lost at ", "open at "


@dataclass(frozen=True, slots=True)
class Step:
    """A stage of the funnel: an open one with its place, or (place None) all won stages together as the last."""

    id: int
    key: str
    label: str
    place: int | None

    def reached_by(self, way: Way) -> bool:
        """Whether a deal that came so far was ever here."""
        return way.won or (self.place is not None and way.furthest >= self.place)


def steps(m: Measurement) -> list[Step]:
    """The open stages by position, and the won stage (of several the first) as the last."""
    found = m.rows(_STAGES)
    opened = [(id, key, name) for id, key, name, kind in found if kind == "open"]
    won = [Step(id, key, name, None) for id, key, name, kind in found if kind == "won"]
    return [Step(*one, place) for place, one in enumerate(opened)] + won[:1]


def cohort(m: Measurement, span: Span) -> list[Way]:
    """The deals that entered the pipeline in a span, with how far they came before now."""
    return entered_between(m, span.start, span.cut)


def lost_deals(m: Measurement) -> set[int]:
    """The deals that are lost now."""
    known = m.whole(stages)
    return {
        stay.deal for stay in m.whole(history).closings if stay.until == FOREVER and known[stay.stage].kind == "lost"
    }


def evidence(m: Measurement, part: str) -> list[Fact]:
    """The deals that entered in the period; those ever won (numerator), or that came to, or stopped at, a stage."""
    found = cohort(m, m.spans[0])
    if part == NUMERATOR:
        found = [one for one in found if one.won]
    for head, chosen in ((REACHED, _reached), (AFTER, _stopped), (LOST, _lost), (OPEN, _still_open)):
        if part.startswith(head):
            (step,) = (one for one in steps(m) if one.id == int(part.removeprefix(head)))
            found = chosen(m, step, found)
    return [Fact("deal", one.deal, one.at) for one in found]


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
    beside=("stages", "stopped"),
    filters=("staff", "channel", "campaign"),
    parts={
        "reached {key}": N_("deals that came to {key}"),
        "lost after {key}": N_("deals that came to {key} and no further"),
        "lost at {key}": N_("deals that came to {key} and no further, and were lost"),
        "open at {key}": N_("deals that came to {key} and no further so far"),
    },
)
def stage_conversion(m: Measurement) -> list[Figure]:
    """Of the deals that entered the pipeline in the period, how many came how far, as known now. A deal that is lost
    stays at the furthest stage it reached; one that skips a stage has reached it too.
    """
    ladder = steps(m)
    return [_figure(m, ladder, cohort(m, span), detail=detail) for span, detail in zip(m.spans, m.detail, strict=True)]


def _figure(m: Measurement, ladder: Sequence[Step], found: Sequence[Way], *, detail: bool) -> Figure:
    if not detail:
        return ratio(sum(one.won for one in found), len(found))
    deals, lost = m.whole(deal_facts), m.whole(lost_deals)
    further: Counter[tuple[int | None, bool]] = Counter(
        (one.furthest, one.deal in lost) for one in found if not one.won
    )
    lines, stopped, rows = [], [], []
    before: int | None = None
    for step in ladder:
        there = _reached(m, step, found)
        part = None if before is None else share(len(there), before)
        amount = Money(sum(deals[one.deal].amount or 0 for one in there))
        lines.append({"stage": step.label, "reached": len(there), "share_of_before": part, "amount": amount})
        stopped.append({"stage": step.label, "lost": further[step.place, True], "open": further[step.place, False]})
        rows.append(Row(step.key, step.label, part, len(there), step.id))
        before = len(there)
    return ratio(
        sum(one.won for one in found),
        len(found),
        beside={"stages": lines, "stopped": stopped},
        by={"stage": tuple(rows)},
    )


def _reached(_m: Measurement, step: Step, found: Sequence[Way]) -> list[Way]:
    return [one for one in found if step.reached_by(one)]


def _stopped(_m: Measurement, step: Step, found: Sequence[Way]) -> list[Way]:
    """Those that came no further than this stage; nobody stops at the last."""
    return [one for one in found if not one.won and one.furthest == step.place]


def _lost(m: Measurement, step: Step, found: Sequence[Way]) -> list[Way]:
    lost = m.whole(lost_deals)
    return [one for one in _stopped(m, step, found) if one.deal in lost]


def _still_open(m: Measurement, step: Step, found: Sequence[Way]) -> list[Way]:
    lost = m.whole(lost_deals)
    return [one for one in _stopped(m, step, found) if one.deal not in lost]
