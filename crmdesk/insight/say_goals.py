"""Goals that will be missed as it stands, and those that were missed."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from crmdesk.domain.change import Tone
from crmdesk.domain.wording import percent_text
from crmdesk.insight.pace import GROWING, off_pace, passed
from crmdesk.insight.saying import Saying, Urgency, link_of, told, weight_of
from crmdesk.insight.significance import range_of_score
from crmdesk.kpi.measure import OFF_TRACK, Result
from crmdesk.kpi.measurement import Source
from crmdesk.kpi.overview import Overview
from crmdesk.text import _


def goals_off(overview: Overview, source: Source | None) -> Iterator[Saying]:  # noqa: ARG001 - the overview tells
    """Figures that are more than a tenth short of their goal, or behind the pace that it needs."""
    over = passed(overview.period, overview.calendar, overview.settings, overview.now)
    for result in overview.results.values():
        if result.target is None or result.figure.value is None or not _beyond_chance(result):
            continue
        if result.status == OFF_TRACK and off_pace(result, over):
            yield _said(result, over)


def _beyond_chance(result: Result) -> bool:
    """A sum is what it is; a mean must stand on enough, and the likely range of a share or score must miss the goal."""
    if result.figure.denominator is None or result.target is None:
        return True
    likely = result.interval if result.interval is not None else range_of_score(result.figure)
    reached = likely is not None and likely[0] <= result.target <= likely[1]
    return not result.small_sample and not reached


def _said(result: Result, over: Fraction) -> Saying:
    value, target = result.figure.value or 0, result.target or 0
    evidence: dict[str, object] = {"value": value, "target": target, "n": result.figure.n}
    text = _("{name} of {now} missed its goal of {goal}")
    if result.running:
        text = _("{name} stands at {now}; its goal is {goal}")
    if result.running and result.kpi.id in GROWING:
        text = _("{name}: {share} of the goal of {goal} is reached, {days} of the working days are over")
        evidence |= {"reached": float(Fraction(value) / Fraction(target)), "passed": float(over)}
    said = text.format(
        name=_(result.kpi.name),
        now=result.text,
        goal=told(target, result),
        share=percent_text(float(Fraction(value) / Fraction(target or 1)), 0),
        days=percent_text(float(over), 0),
    )
    short = abs(float(target) - float(value)) / (abs(float(target)) or 1.0)
    return Saying("goals_off", said, Tone.BAD, link_of(result), weight_of(Urgency.GOAL, short), evidence)
