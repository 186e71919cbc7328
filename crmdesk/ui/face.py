"""What stands on a KPI card, in words and proportions, worked out without a window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from crmdesk.domain.change import Tone, arrow, tone_of
from crmdesk.domain.figure import Better, Number, Reason, Unit
from crmdesk.domain.plot import Picture, bullet
from crmdesk.domain.plot_spark import spark
from crmdesk.domain.stats import SMALL_SAMPLE
from crmdesk.domain.wording import change_text, number_text, percent_text, short_period_text, value_text
from crmdesk.insight.pace import GROWING, so_far, status_text
from crmdesk.kpi.measure import AT_RISK, OFF_TRACK, ON_TRACK, Result, status_of
from crmdesk.kpi.only import EVERYTHING, Only
from crmdesk.text import N_, _

Samples = tuple[int, int]


class Compare(StrEnum):
    """What figures are held against in the first place: the unit before, the year before, or their goals."""

    BEFORE = "before"
    YEAR = "year"
    GOAL = "goal"


ENOUGH: Samples = (SMALL_SAMPLE, SMALL_SAMPLE)
UP, DOWN, SAME = "▲", "▼", "■"
_WHY = {
    Reason.NO_DATA: N_("Nothing that this figure measures has happened."),
    Reason.NO_DENOMINATOR: N_("There is nothing to divide by or compare with."),
    Reason.TOO_FEW: N_("There are too few records for a figure that means something."),
    Reason.NOT_SET_UP: N_("It needs records that this workspace does not keep yet."),
}
_WORDS = {Tone.GOOD: N_("better"), Tone.BAD: N_("worse"), Tone.NEUTRAL: N_("few records")}
_STATUS_SIGN = {ON_TRACK: UP, AT_RISK: SAME, OFF_TRACK: DOWN}


# Of a period that has only begun nothing can be foretold.
_ENOUGH_DAYS = Fraction(1, 5)
# How a part of the business is called by which a figure cannot be told.
_PARTS = {"staff": N_("person"), "channel": N_("channel"), "campaign": N_("campaign")}


@dataclass(frozen=True, slots=True)
class Delta:
    """A change: its text with sign and triangle, since when, and whether it is good. A few records judge nothing."""

    sign: str
    text: str
    since: str
    tone: Tone
    word: str

    @property
    def line(self) -> str:
        said = f" · {self.word}" if self.word else ""
        return f"{self.short}{said}"

    @property
    def short(self) -> str:
        return f"{self.sign} {self.text} {self.since}".strip()


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal: its text, how it stands in a word, and the picture of figure and goal."""

    text: str
    status: str
    sign: str
    tone: Tone
    bullet: Picture


@dataclass(frozen=True, slots=True)
class Face:
    """Everything on a card. `deltas`: the one that is asked for comes first. `aside`: why a filter does not count."""

    id: str
    title: str
    value: str
    why: str
    sample: str
    small: bool
    to_date: bool
    goal: Goal | None
    deltas: tuple[Delta, ...]
    spark: Picture
    note: str = ""
    aside: str = ""
    pace: str = ""

    @property
    def spoken(self) -> str:
        """The card in a sentence, for people who cannot see it."""
        parts = [self.title, self.value, self.why, self.sample]
        if self.to_date:
            parts.append(_("to date"))
        if self.goal is not None:
            parts.append(f"{self.goal.text}, {self.goal.status}")
        parts.append(self.pace)
        parts += [f"{delta.text} {delta.since} {delta.word}".strip() for delta in self.deltas]
        return ", ".join(part for part in (*parts, self.aside, self.note) if part)


def face_of(
    result: Result,
    history: Sequence[Result] = (),
    samples: Samples = ENOUGH,
    note: str = "",
    compare: Compare = Compare.BEFORE,
    asked: Only = EVERYTHING,
    passed: Fraction | None = None,
) -> Face:
    """The face of a result; `history` are the months of its sparkline, the oldest first, `asked` the filters, `passed`
    the share of the working days that have gone while the period runs.
    """
    figure = result.figure
    missing = figure.value is None
    return Face(
        result.kpi.id,
        _(result.kpi.name),
        result.text,
        why_text(figure.reason) if missing else "",
        "" if missing else sample_text(result),
        result.small_sample,
        result.running,
        goal_of(result, passed),
        () if missing else deltas_of(result, samples, compare),
        spark_of(result, history, compare),
        note,
        not_by(asked, result.only),
        "" if passed is None else pace_text(result, passed),
    )


def pace_text(result: Result, passed: Fraction) -> str:
    """How a sum is getting on while its period runs: beside its goal, else what it comes to if it goes on so."""
    value = result.figure.value
    if result.kpi.id not in GROWING or not result.running or value is None or not passed:
        return ""
    if not result.target:
        expected = Fraction(value) / passed
        text = value_text(round(expected), result.kpi.unit, result.currency)
        return _("at this pace about {value}").format(value=text) if passed >= _ENOUGH_DAYS else ""
    reached = percent_text(float(Fraction(value) / Fraction(result.target)), 0)
    return _("{reached} of the goal, {passed} of the days").format(
        reached=reached, passed=percent_text(float(passed), 0)
    )


def spark_of(result: Result, history: Sequence[Result], compare: Compare) -> Picture:
    """The course of a figure, with what it is held against behind it."""
    beside = {
        Compare.BEFORE: [result.previous for _one in history],
        Compare.YEAR: [one.year_before for one in history],
        Compare.GOAL: [one.target for one in history],
    }
    return spark([one.figure.value for one in history], beside[compare])


def not_by(asked: Only, kept: Only) -> str:
    """By what a figure cannot be told of all that was asked for; empty where it keeps to everything."""
    names = [_(_PARTS.get(name, name)) for name in asked.names if name not in kept.names]
    return _("not by {parts}").format(parts=", ".join(names)) if names else ""


def why_text(reason: Reason | None) -> str:
    """Why there is no figure, in a sentence."""
    return _(_WHY[reason]) if reason else ""


def sample_text(result: Result) -> str:
    """The sample that a figure stands on: `9 of 12`, or `n = 12`."""
    figure = result.figure
    counts = isinstance(figure.numerator, int) and figure.denominator == figure.n and result.interval is not None
    if counts:
        text = _("{part} of {all}").format(
            part=number_text(figure.numerator or 0), all=number_text(figure.denominator or 0)
        )
    else:
        text = _("n = {n}").format(n=number_text(figure.n))
    return _("{sample}, small sample").format(sample=text) if result.small_sample else text


def deltas_of(result: Result, samples: Samples = ENOUGH, compare: Compare = Compare.BEFORE) -> tuple[Delta, ...]:
    """The changes since the unit before and since a year before, the one that is asked for first.

    `samples` is the n of these two.
    """
    before, year_before = result.period.before(), result.period.year_before()
    two = (
        _delta(result, result.previous, short_period_text(before), samples[0]),
        _delta(result, result.year_before, short_period_text(year_before), samples[1]),
    )
    if compare is Compare.GOAL:
        return (_goal_delta(result), *two)
    return two if compare is Compare.BEFORE else two[::-1]


def _goal_delta(result: Result) -> Delta:
    """How far a figure is from its goal."""
    goal, now = goal_of(result), result.figure.value
    if goal is None or now is None or result.target is None:
        return Delta("", _("no goal"), "", Tone.NEUTRAL, "")
    sign = SAME if now == result.target else arrow(now, result.target)
    return Delta(sign, change_text(now, result.target, result.kpi.unit), _("on the goal"), goal.tone, goal.status)


def _delta(result: Result, then: Number | None, period: str, n_then: int) -> Delta:
    now = result.figure.value
    text = change_text(now, then, result.kpi.unit)
    if now is None or then is None or (now and not then and result.kpi.unit not in (Unit.RATIO, Unit.POINTS)):
        return Delta("", text, _("since {period}").format(period=period), Tone.NEUTRAL, "")
    since = _("on {period}").format(period=period)
    if now == then:
        return Delta(SAME, text, since, Tone.NEUTRAL, _("unchanged"))
    tone = tone_of(now, then, result.kpi.better, samples=(result.figure.n, n_then))
    return Delta(arrow(now, then), text, since, tone, _(_WORDS[tone]))


def goal_of(result: Result, passed: Fraction | None = None) -> Goal | None:
    """The goal of a result, if it has one.

    `passed`: the share of the working days that have gone, by which a sum is judged while its period runs.
    """
    if result.target is None or result.status is None:
        return None
    text = _("goal {value}").format(value=value_text(result.target, result.kpi.unit, result.currency))
    expected = _expected(result, passed)
    higher = result.kpi.better is Better.HIGHER
    picture = bullet(result.figure.value, result.target, higher_is_better=higher, expected=expected)
    if expected is None and (reached := so_far(result)):
        return Goal(text, reached, "", Tone.NEUTRAL, picture)
    status = result.status if expected is None else status_of(result.kpi, result.figure.value, expected) or ""
    tone = {ON_TRACK: Tone.GOOD, OFF_TRACK: Tone.BAD}.get(status, Tone.NEUTRAL)
    return Goal(text, status_text(result, status), _STATUS_SIGN.get(status, ""), tone, picture)


def _expected(result: Result, passed: Fraction | None) -> float | None:
    """What a sum should have come to by now."""
    grows = result.kpi.id in GROWING and result.running and result.figure.value is not None
    return float(result.target or 0) * float(passed) if grows and passed is not None else None


def gap_of(result: Result) -> float:
    """How far a figure is from its goal, as a share of the goal; above zero is short of it. Missing is the furthest."""
    if result.target is None or result.figure.value is None:
        return float("inf")
    short = float(result.target) - float(result.figure.value)
    return (short if result.kpi.better is Better.HIGHER else -short) / (abs(float(result.target)) or 1.0)
