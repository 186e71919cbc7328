"""Goals that will be missed as it stands, and those that were missed: of the business, of a person, of a channel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from crmdesk.domain.change import Tone
from crmdesk.domain.figure import Figure, Number, Row, Unit
from crmdesk.domain.wording import percent_text
from crmdesk.insight.goal_standing import Aim, aims
from crmdesk.insight.goal_words import title
from crmdesk.insight.pace import GROWING, off_pace, passed
from crmdesk.insight.saying import Saying, Urgency, link_of, told, weight_of
from crmdesk.insight.significance import range_of_score
from crmdesk.kpi.measure import OFF_TRACK, Result, status_of
from crmdesk.kpi.measurement import Source
from crmdesk.kpi.overview import Overview
from crmdesk.text import _


def goals_off(overview: Overview, source: Source | None) -> Iterator[Saying]:
    """Figures that are more than a tenth short of their goal, or behind the pace that it needs."""
    over = passed(overview.period, overview.calendar, overview.settings, overview.now)
    goals = [(_(one.kpi.name), one) for one in overview.results.values() if one.target is not None]
    if source is not None and not overview.only:
        goals += _of_parts(overview, source)
    for name, result in goals:
        if result.figure.value is None or result.status != OFF_TRACK or not _beyond_chance(result):
            continue
        if off_pace(result, over):
            yield _said(name, result, over)


def _of_parts(overview: Overview, source: Source) -> Iterator[tuple[str, Result]]:
    """The goals of one person or channel for the period, as far as a breakdown of the figure tells how they stand."""
    for aim in aims(source):
        if len(aim.only.pairs) != 1 or aim.period != overview.period or aim.due != aim.period.end - 1:
            continue
        ((name, key),) = aim.only
        result = overview.results[aim.kpi.id]
        for row in result.figure.by.get(name, ()):
            if key == (row.id if name == "staff" else row.key) and key is not None:
                yield title(aim), _of_row(result, aim, row)


def _of_row(result: Result, aim: Aim, row: Row) -> Result:
    """A line of a breakdown as the result that it is."""
    whole, unit = result.figure, result.kpi.unit
    figure = Figure(row.value, None, row.n, denominator=None if whole.denominator is None else row.n)
    if unit is Unit.RATIO and row.value is not None:
        figure = replace(figure, numerator=round(row.value * row.n))
    status = status_of(result.kpi, row.value, aim.target)
    return replace(result, figure=figure, target=aim.target, status=status, only=aim.only)


def _beyond_chance(result: Result) -> bool:
    """A sum is what it is; a mean must stand on enough, and the likely range of a share or score must miss the goal."""
    target: Number = result.target or 0
    if result.figure.denominator is None:
        return True
    likely = result.interval if result.interval is not None else range_of_score(result.figure)
    return not result.small_sample and not (likely is not None and likely[0] <= target <= likely[1])


def _said(name: str, result: Result, over: Fraction) -> Saying:
    value, target = result.figure.value or 0, result.target or 0
    evidence: dict[str, object] = {"value": value, "target": target, "n": result.figure.n}
    text = _("{name}: {now}, the goal was {goal}")
    if result.running:
        text = _("{name}: {now} so far, the goal is {goal}")
    if result.running and result.kpi.id in GROWING:
        text = _("{name}: {share} of the goal of {goal} is reached, {days} of the working days are over")
        evidence |= {"reached": float(Fraction(value) / Fraction(target)), "passed": float(over)}
    said = text.format(
        name=name,
        now=result.text,
        goal=told(target, result),
        share=percent_text(float(Fraction(value) / Fraction(target or 1)), 0),
        days=percent_text(float(over), 0),
    )
    short = abs(float(target) - float(value)) / (abs(float(target)) or 1.0)
    return Saying("goals_off", said, Tone.BAD, link_of(result), weight_of(Urgency.GOAL, short), evidence)
