"""Figures that changed more than chance would have it: shares, the promoter score, and what is not as usual."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from math import ceil, floor

from crmdesk.domain.change import Tone
from crmdesk.domain.figure import Better, Figure, Number, Unit
from crmdesk.domain.stats import SMALL_SAMPLE
from crmdesk.domain.wording import number_text
from crmdesk.insight.saying import Saying, Urgency, link_of, told, weight_of
from crmdesk.insight.significance import Range, apart, range_of_score, range_of_share, usual_range
from crmdesk.kpi.measure import Result
from crmdesk.kpi.measurement import Source
from crmdesk.kpi.overview import Overview
from crmdesk.text import _

# Churn is told with its reasons (`say_customers`), and retention is its other side.
SHARES = ("csat", "win_rate", "lead_conversion")
# Single long cases pull means about: of these the median is held against the past.
MEDIANS = ("response_time", "resolution_time", "sales_cycle", "average_deal")
SUMS = ("revenue", "new_customers")


def share_changed(overview: Overview, _source: Source | None) -> Iterator[Saying]:
    """A share whose likely range lies apart from that of the unit before. Cohorts are judged when they are ripe."""
    for id in SHARES:
        result = overview.results[id]
        if not (result.kpi.cohort and result.figure.beside.get("maturing", True)):
            yield from _changed(overview, result, "share_changed", range_of_share)


def score_changed(overview: Overview, _source: Source | None) -> Iterator[Saying]:
    """A net promoter score whose margin of error lies apart from that of the unit before."""
    yield from _changed(overview, overview.results["nps"], "score_changed", range_of_score)


def outside_usual(overview: Overview, _source: Source | None) -> Iterator[Saying]:
    """Sums and medians outside the range in which they have moved so far; a period that still runs is not judged."""
    if overview.running:
        return
    for id in SUMS:
        yield from _unusual(overview, id, lambda figure: figure.value, fewest=0)
    for id in MEDIANS:
        yield from _unusual(overview, id, lambda figure: figure.median, fewest=SMALL_SAMPLE)


def _changed(
    overview: Overview, result: Result, rule: str, range_of: Callable[[Figure], Range | None]
) -> Iterator[Saying]:
    figure, before = result.figure, overview.compared[0][result.kpi.id].figure
    own, other = range_of(figure), range_of(before)
    if own is None or other is None or not apart(own, other) or figure.value is None or before.value is None:
        return
    rose = figure.value > before.value
    text = (
        _("{name} rose to {now} from {before} (n = {n}, before {m})")
        if rose
        else _("{name} fell to {now} from {before} (n = {n}, before {m})")
    ).format(
        name=_(result.kpi.name),
        now=result.text,
        before=told(before.value, result),
        n=number_text(figure.n),
        m=number_text(before.n),
    )
    gap = max(own[0] - other[1], other[0] - own[1])
    evidence = {
        "value": figure.value, "n": figure.n, "low": own[0], "high": own[1],
        "before": before.value, "n_before": before.n, "low_before": other[0], "high_before": other[1],
    }  # fmt: skip
    yield _said(rule, text, result, gap / abs(float(figure.value) - float(before.value)), evidence, rose=rose)


def _unusual(
    overview: Overview, id: str, value_of: Callable[[Figure], Number | None], *, fewest: int
) -> Iterator[Saying]:
    *past, last = (results[id] for results in overview.series)
    value, figure = value_of(last.figure), last.figure
    if last.period != overview.period or value is None:
        return
    judged = [one.figure for one in past if one.figure.n >= fewest]
    usual = usual_range([value_of(one) for one in judged])
    # Where so little happens that every month is a chance, none is unusual.
    enough = max(figure.n, sum(one.n for one in judged) / len(judged)) if judged and not fewest else figure.n
    if usual is None or enough < SMALL_SAMPLE or usual[0] <= value <= usual[1]:
        return
    rose = value > usual[1]
    low = usual[0] if min(value, *(value_of(one) or 0 for one in judged)) < 0 else max(usual[0], 0.0)
    evidence = {"value": value, "n": figure.n, "low": low, "high": usual[1], "months": len(judged)}
    text = _unusual_text(last, value, (low, usual[1]), rose=rose, median=bool(fewest))
    gap = value - usual[1] if rose else usual[0] - value
    yield _said("outside_usual", text, last, gap / (usual[1] - usual[0] or 1.0), evidence, rose=rose)


def _unusual_text(result: Result, value: Number, usual: Range, *, rose: bool, median: bool) -> str:
    ends: Range = usual
    if result.kpi.unit is Unit.COUNT:
        # Counts are whole: the last one that is still usual is said.
        ends = (ceil(usual[0]), floor(usual[1]))
    low, high = (told(round(end) if result.kpi.unit.is_money else end, result) for end in ends)
    if not rose:
        text = _("{name}: the median of {now} is below the usual {low} to {high} (n = {n})")
        plain = _("{name} of {now} is below the usual {low} to {high}")
    elif usual[0] > 0:
        text = _("{name}: the median of {now} is above the usual {low} to {high} (n = {n})")
        plain = _("{name} of {now} is above the usual {low} to {high}")
    else:
        text = _("{name}: the median of {now} is above the usual, which is at most {high} (n = {n})")
        plain = _("{name} of {now} is above the usual, which is at most {high}")
    names = {"name": _(result.kpi.name), "now": told(value, result), "low": low, "high": high}
    return (text if median else plain).format(**names, n=number_text(result.figure.n))


def _said(
    rule: str, text: str, result: Result, strength: float, evidence: Mapping[str, object], *, rose: bool
) -> Saying:
    good = rose is (result.kpi.better is Better.HIGHER)
    urgency = Urgency.GOOD_NEWS if good else Urgency.BAD_NEWS
    tone = Tone.GOOD if good else Tone.BAD
    return Saying(rule, text, tone, link_of(result), weight_of(urgency, strength), evidence)
