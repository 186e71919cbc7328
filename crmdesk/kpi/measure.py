"""Measuring KPIs over many periods in one pass, and what stands beside a figure: comparisons, goal, status, text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from fractions import Fraction

from crmdesk.domain.figure import NOT_BEGUN, Better, Figure, Number, Unit
from crmdesk.domain.period import Period, Span, comparison_of, span_of
from crmdesk.domain.stats import SMALL_SAMPLE, wilson
from crmdesk.domain.wording import figure_text
from crmdesk.kpi.base import Kpi
from crmdesk.kpi.measurement import Measurement, Source
from crmdesk.kpi.only import EVERYTHING, Only
from crmdesk.store.setting import Settings
from crmdesk.text import N_

ON_TRACK, AT_RISK, OFF_TRACK, NO_STATUS = N_("on track"), N_("at risk"), N_("off track"), N_("no data")
# A goal missed by less than a tenth of it is at risk, by more it is off track.
TOLERANCE = Fraction(1, 10)

# A period's own span, that of the unit before, and that of a year before.
Spans = tuple[Span, Span, Span]


@dataclass(frozen=True, slots=True)
class Result:
    """A figure of a KPI in a period with all that is shown beside it.

    `previous` and `year_before` are values in the figure's own unit (money in minor units) or None; `target` likewise.
    `only`: what it is restricted to, of what was asked for as much as the KPI can keep to; such a result has no goal,
    which is one of the whole business.
    """

    kpi: Kpi
    period: Period
    span: Span
    figure: Figure
    previous: Number | None
    year_before: Number | None
    target: Number | None
    status: str | None
    currency: str
    only: Only = EVERYTHING

    @property
    def text(self) -> str:
        """The value as every screen, page, sheet and terminal prints it."""
        return figure_text(self.figure.value, self.kpi.unit, self.currency, self.figure.reason)

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's 95 % interval of a ratio of counts."""
        if self.kpi.unit is not Unit.RATIO or self.figure.value is None:
            return None
        return wilson(int(self.figure.numerator or 0), int(self.figure.denominator or 0))

    @property
    def small_sample(self) -> bool:
        """Fewer than 10: too few to read a change from."""
        return self.figure.n < SMALL_SAMPLE

    @property
    def running(self) -> bool:
        """Whether the period had not ended yet."""
        return not self.span.whole


def measure(
    source: Source,
    kpis: Sequence[Kpi],
    periods: Sequence[Period],
    now: int,
    *,
    alone: bool = False,
    only: Only = EVERYTHING,
) -> list[dict[str, Result]]:
    """For each period the result of each KPI by its id, as of `now`. All periods are measured at once.

    `alone`: values and goals without companions, breakdowns and comparisons, for which most of the time is taken.
    """
    asked = [spans_of(source, period, now) for period in periods]
    own = {three[0] for three in asked}
    begun = [span for span in dict.fromkeys(one for three in asked for one in three[: 1 if alone else 3]) if span.begun]
    figures = _figures(source, kpis, begun, set() if alone else own, now, only)
    goals, settings = goals_of(source), source.settings
    found: list[dict[str, Result]] = [{} for _ in periods]
    for kpi, known in zip(kpis, figures, strict=True):
        for place, (period, three) in enumerate(zip(periods, asked, strict=True)):
            figure, before, year_before = (known.get(span, NOT_BEGUN) for span in three)
            found[place][kpi.id] = result_of(
                settings, kpi, period, three[0], figure, before.value, year_before.value, goals, only
            )
    return found


def _figures(
    source: Source, kpis: Sequence[Kpi], spans: Sequence[Span], own: set[Span], now: int, only: Only
) -> list[dict[Span, Figure]]:
    """For each KPI its figures by span. What was read for them is gone when this returns."""
    found: dict[str, dict[Span, Figure]] = {}
    detail = [span in own for span in spans]
    with Measurement(source, spans, now, detail) as whole:
        for part in dict.fromkeys(only.within(kpi.filters) for kpi in kpis):
            with Measurement(source, spans, now, detail, part, whole) if part else nullcontext(whole) as m:
                for kpi in kpis:
                    if only.within(kpi.filters) == part:
                        found[kpi.id] = dict(zip(spans, kpi.measure(m), strict=True))
    return [found[kpi.id] for kpi in kpis]


def one_span(source: Source, period: Period, now: int, only: Only = EVERYTHING) -> Measurement:
    """A measurement of one period alone, for the records behind a figure."""
    span = span_of(period, source.calendar, now)
    return Measurement(source, [span] if span.begun else [], now, only=only)


def goals_of(source: Source) -> dict[tuple[str, str], str]:
    """The target of every goal of the whole business, by KPI and period label."""
    rows = source.rows("SELECT kpi, period, target FROM goal WHERE staff_id IS NULL AND channel IS NULL")
    return {(kpi, period): target for kpi, period, target in rows}


def status_of(kpi: Kpi, value: Number | None, target: Number | None) -> str | None:
    """How a value stands to its goal, in a word; None without a goal."""
    if target is None:
        return None
    if value is None:
        return NO_STATUS
    missed = Fraction(target) - Fraction(value)
    if kpi.better is Better.LOWER:
        missed = -missed
    if missed <= 0:
        return ON_TRACK
    return AT_RISK if missed <= TOLERANCE * abs(Fraction(target)) else OFF_TRACK


def spans_of(source: Source, period: Period, now: int) -> Spans:
    """The span of a period, of the unit before and of the year before; all three not begun if the period is not."""
    own = span_of(period, source.calendar, now)
    if not own.begun:
        return own, own, own
    before = comparison_of(period.before(), period, source.calendar, now)
    return own, before, comparison_of(period.year_before(), period, source.calendar, now)


def result_of(
    settings: Settings,
    kpi: Kpi,
    period: Period,
    span: Span,
    figure: Figure,
    previous: Number | None,
    year_before: Number | None,
    goals: Mapping[tuple[str, str], str],
    only: Only = EVERYTHING,
) -> Result:
    """A figure with all that is shown beside it."""
    kept = only.within(kpi.filters)
    target = None if kept else target_of(kpi, goals.get((kpi.id, goal_label(period))), settings.decimals)
    status = status_of(kpi, figure.value, target)
    return Result(kpi, period, span, figure, previous, year_before, target, status, settings.currency, kept)


def goal_label(period: Period) -> str:
    """How a goal names a period: a fiscal year by the year in which it starts."""
    return period.label.partition("/")[0]


def target_of(kpi: Kpi, text: str | None, decimals: int) -> Number | None:
    """A target as it is stored, in the KPI's unit and money in minor units."""
    if text is None:
        return None
    return float(Fraction(text) * 10**decimals) if kpi.unit.is_money else float(text)
