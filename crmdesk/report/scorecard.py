"""The scorecard: the figures that an owner looks at first, each with its goal, its past and its course."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from crmdesk.domain.change import Tone, arrow, tone_of
from crmdesk.domain.figure import Better, Number, Unit
from crmdesk.domain.money import decimals_of
from crmdesk.domain.period import Period
from crmdesk.domain.plot import Picture, bullet
from crmdesk.domain.stats import SMALL_SAMPLE
from crmdesk.domain.wording import (
    bare_text,
    change_text,
    compact_text,
    number_text,
    percent_text,
    short_period_text,
)
from crmdesk.insight.pace import passed, so_far, status_text
from crmdesk.kpi.base import Kpi, all_kpis
from crmdesk.kpi.measure import AT_RISK, OFF_TRACK, ON_TRACK, Result, status_of
from crmdesk.report.material import Material
from crmdesk.report.parts import Change, ScoreRow
from crmdesk.text import _

# How many new customers there are belongs to the month as much as the figures that cards show first.
_ALSO = frozenset({"new_customers"})
_MOST = 14
LONGEST = 9
"""Of so many letters a number beside a figure may be: three columns of them have their room."""
_DIGITS = frozenset("123456789")
_TONES = {ON_TRACK: Tone.GOOD, AT_RISK: Tone.NEUTRAL, OFF_TRACK: Tone.BAD}


def primary() -> list[Kpi]:
    """The KPIs of the scorecard, in the order of the dashboard."""
    return [one for one in all_kpis() if one.headline or one.id in _ALSO][:_MOST]


def numbers() -> dict[str, int]:
    """The footnote of every KPI; those of the scorecard come first."""
    first = primary()
    rest = [one for one in all_kpis() if one not in first]
    return {one.id: number for number, one in enumerate([*first, *rest], 1)}


def score_rows(material: Material, *, bare_too: bool = True) -> list[ScoreRow]:
    """One row for each primary KPI; without `bare_too` none for those of which nothing is known, if any other is."""
    every = [material.results[one.id] for one in primary()]
    known = [one for one in every if bare_too or _is_known(material, one)]
    return [_row(material, one) for one in known or every]


def _is_known(material: Material, result: Result) -> bool:
    """Whether there is a figure, now or in the past, or somebody wants one."""
    around = (result.figure.value, result.previous, result.year_before, result.target, *material.values(result.kpi.id))
    return any(value is not None for value in around) or result.figure.n > 0


def heads(material: Material) -> list[tuple[str, str]]:
    """The words over the columns, and the letters that reports use for them everywhere."""
    period = material.period
    before = (_("Before") if period.kind == "range" else short_period_text(period.before()), _("PP"))
    return [
        (_("Figure"), ""),
        (_("This period") if period.kind == "range" else short_period_text(period), _("AC")),
        (_("Plan"), _("PL")),
        (_("± plan"), _("ΔPL")),
        (_("Goal"), ""),
        ("", "") if one_past(period) else before,
        (_("Year ago") if period.kind == "range" else short_period_text(period.year_before()), _("PY")),
        (_("± year"), _("ΔPY")),
        (_("Trend"), _("last {n}").format(n=len(material.series))),
        (_("Status"), ""),
    ]


def one_past(period: Period) -> bool:
    """Whether the period before is the one a year before: then it is told once."""
    return period.before() == period.year_before()


def change_of(result: Result, then: Number | None, *, sample: int | None = None) -> Change:
    """The change of a figure against another value, and whether it is good."""
    now, kpi = result.figure.value, result.kpi
    if now is None or then is None:
        return Change("")
    samples = (result.figure.n,) if sample is None else (result.figure.n, sample)
    text = change_text(now, then, kpi.unit)
    if "0" in text and not _DIGITS.intersection(text):
        # What is nought as it is printed is neither good nor bad.
        return Change(f"±{text.lstrip('+−±')}")
    return Change(text, arrow(now, then), tone_of(now, then, kpi.better, samples=samples))


def bare(result: Result, value: Number | None, most: int = LONGEST) -> str:
    """A value beside the figure, without the currency that the head names; money of more letters in three digits."""
    if value is None:
        return "–"
    text = bare_text(value, result.kpi.unit, result.currency)
    if not result.kpi.unit.is_money or len(text) <= most:
        return text
    return compact_text(float(value) / 10 ** decimals_of(result.currency))


def bullet_of(result: Result) -> Picture:
    """The figure against its goal; nothing without one."""
    if result.target is None:
        return ()
    higher = result.kpi.better is Better.HIGHER
    return bullet(result.figure.value, result.target, higher_is_better=higher)


def status_word(material: Material, result: Result) -> tuple[str, Tone]:
    """How the figure stands to its goal, in a word; a sum whose period runs is held against the days that passed."""
    if result.status is None:
        return _("no goal"), Tone.NEUTRAL
    if reached := so_far(result):
        share = passed(material.period, material.calendar, material.settings, material.now)
        due = float(Fraction(result.target or 0) * share)
        return reached, _TONES[status_of(result.kpi, result.figure.value, due) or AT_RISK]
    return status_text(result, result.status), _TONES.get(result.status, Tone.NEUTRAL)


def samples_of(result: Result) -> tuple[str, ...]:
    """What a figure stands on, the longest wording first: the parts of a ratio with its interval, or n."""
    figure = result.figure
    if (figure.missing and not figure.n) or result.kpi.unit is Unit.COUNT:
        return ()
    text = full = _("n = {n}").format(n=number_text(figure.n))
    if result.interval:
        low, high = (percent_text(end, 0) for end in result.interval)
        part, whole = number_text(figure.numerator or 0), number_text(figure.denominator or 0)
        text = _("{part} of {whole}").format(part=part, whole=whole)
        full = f"{text} ({low.removesuffix(' %')}–{high})"
    if figure.n >= SMALL_SAMPLE:
        return full, text
    return *(_("{sample}, small sample").format(sample=said) for said in (full, text)), text


def _row(material: Material, result: Result) -> ScoreRow:
    year_before = material.overview.samples(result.kpi.id)[1]
    status, tone = status_word(material, result)
    against_plan = change_of(result, result.target)
    if so_far(result):
        # What is missing of a plan for the whole period is no bad news before its end.
        against_plan = replace(against_plan, tone=Tone.NEUTRAL)
    changed = material.changed.get(result.kpi.id)
    return ScoreRow(
        result.kpi.id,
        numbers()[result.kpi.id],
        _(result.kpi.name),
        result.text,
        result.figure.missing,
        samples_of(result),
        bare(result, result.target) if result.target is not None else "",
        against_plan,
        bullet_of(result),
        "" if one_past(material.period) else bare(result, result.previous),
        bare(result, result.year_before),
        change_of(result, result.year_before, sample=year_before),
        material.values(result.kpi.id),
        status,
        tone,
        changed.text if changed else "",
    )
