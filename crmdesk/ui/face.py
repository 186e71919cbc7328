"""What stands on a KPI card, in words and proportions, worked out without a window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from crmdesk.domain.change import Tone, arrow, tone_of
from crmdesk.domain.figure import Better, Number, Reason
from crmdesk.domain.plot import Picture, bullet
from crmdesk.domain.plot_spark import spark
from crmdesk.domain.stats import SMALL_SAMPLE
from crmdesk.domain.wording import change_text, number_text, short_period_text, value_text
from crmdesk.insight.pace import so_far
from crmdesk.kpi.measure import AT_RISK, OFF_TRACK, ON_TRACK, Result
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

    @property
    def spoken(self) -> str:
        """The card in a sentence, for people who cannot see it."""
        parts = [self.title, self.value, self.why, self.sample]
        if self.to_date:
            parts.append(_("to date"))
        if self.goal is not None:
            parts.append(f"{self.goal.text}, {self.goal.status}")
        parts += [f"{delta.text} {delta.since} {delta.word}".strip() for delta in self.deltas]
        return ", ".join(part for part in (*parts, self.aside, self.note) if part)


def face_of(
    result: Result,
    history: Sequence[Result] = (),
    samples: Samples = ENOUGH,
    note: str = "",
    compare: Compare = Compare.BEFORE,
    asked: Only = EVERYTHING,
) -> Face:
    """The face of a result; `history` are the months of its sparkline, the oldest first, `asked` the filters."""
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
        goal_of(result),
        () if missing else deltas_of(result, samples, compare),
        spark_of(result, history, compare),
        note,
        not_by(asked, result.only),
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
    if now is None or then is None:
        return Delta("", text, _("since {period}").format(period=period), Tone.NEUTRAL, "")
    since = _("on {period}").format(period=period)
    if now == then:
        return Delta(SAME, text, since, Tone.NEUTRAL, _("unchanged"))
    tone = tone_of(now, then, result.kpi.better, samples=(result.figure.n, n_then))
    return Delta(arrow(now, then), text, since, tone, _(_WORDS[tone]))


def goal_of(result: Result) -> Goal | None:
    """The goal of a result, if it has one."""
    if result.target is None or result.status is None:
        return None
    tone = {ON_TRACK: Tone.GOOD, OFF_TRACK: Tone.BAD}.get(result.status, Tone.NEUTRAL)
    text = _("goal {value}").format(value=value_text(result.target, result.kpi.unit, result.currency))
    picture = bullet(result.figure.value, result.target, higher_is_better=result.kpi.better is Better.HIGHER)
    if reached := so_far(result):
        return Goal(text, reached, "", Tone.NEUTRAL, picture)
    return Goal(text, _(result.status), _STATUS_SIGN.get(result.status, ""), tone, picture)


def gap_of(result: Result) -> float:
    """How far a figure is from its goal, as a share of the goal; above zero is short of it. Missing is the furthest."""
    if result.target is None or result.figure.value is None:
        return float("inf")
    short = float(result.target) - float(result.figure.value)
    return (short if result.kpi.better is Better.HIGHER else -short) / (abs(float(result.target)) or 1.0)
