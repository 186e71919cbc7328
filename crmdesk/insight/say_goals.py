"""Goals that will be missed as it stands, and those that were missed."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from crmdesk.domain.change import Tone
from crmdesk.domain.figure import Number
from crmdesk.domain.wording import percent_text
from crmdesk.insight.goal_standing import standings
from crmdesk.insight.goal_words import status_line, title
from crmdesk.insight.pace import GROWING, off_pace, passed
from crmdesk.insight.saying import Saying, Urgency, link_of, told, weight_of
from crmdesk.insight.significance import range_of_score
from crmdesk.kpi.measure import OFF_TRACK, TOLERANCE, Result
from crmdesk.kpi.measurement import Source
from crmdesk.kpi.overview import Overview
from crmdesk.kpi.records import Link
from crmdesk.text import _


def goals_off(overview: Overview, source: Source | None) -> Iterator[Saying]:
    """Figures that are more than a tenth short of their goal, or behind the pace that it needs."""
    if source is not None and not overview.only:
        yield from _of_a_part(overview, source)
    over = passed(overview.period, overview.calendar, overview.settings, overview.now)
    for result in overview.results.values():
        if result.target is None or result.figure.value is None or not _beyond_chance(result, result.target):
            continue
        if result.status == OFF_TRACK and off_pace(result, over):
            yield _said(result, over)


def _of_a_part(overview: Overview, source: Source) -> Iterator[Saying]:
    """The goals of one person or channel, by the same measure."""
    for one in standings(source, overview.period, overview.now):
        aim, result = one.aim, one.result
        behind = one.well is False and (one.gap or 0.0) > TOLERANCE
        if aim.only and aim.period == overview.period and behind and _beyond_chance(result, aim.target):
            text = _("{goal}. {status}").format(goal=title(aim), status=status_line(one))
            evidence = {"value": result.figure.value, "target": aim.target, "n": result.figure.n, "goal": aim.id}
            weight = weight_of(Urgency.GOAL, one.gap or 0.0)
            yield Saying("goals_off", text, Tone.BAD, Link(aim.kpi.id, aim.period, "", aim.only), weight, evidence)


def _beyond_chance(result: Result, target: Number) -> bool:
    """A sum is what it is; a mean must stand on enough, and the likely range of a share or score must miss the goal."""
    if result.figure.denominator is None:
        return True
    likely = result.interval if result.interval is not None else range_of_score(result.figure)
    return not result.small_sample and not (likely is not None and likely[0] <= target <= likely[1])


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
