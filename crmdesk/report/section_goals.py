"""Goals on paper: those that the scorecard does not show, of the period and of the longer ones around it."""

from __future__ import annotations

from crmdesk.domain.figure import Better
from crmdesk.domain.period import Period
from crmdesk.domain.plot import bullet
from crmdesk.domain.wording import number_text, short_date_text, short_period_text
from crmdesk.insight import goal_words
from crmdesk.insight.goal_standing import Standing
from crmdesk.report.material import Material
from crmdesk.report.parts import Align, Block, Cell, Head, Points, Section, Words
from crmdesk.report.scorecard import bare, primary
from crmdesk.report.tables import table
from crmdesk.text import _

_GOALS, _LEAST, _NARROW = 12, 4, 6
# So many reasons are told, of so many letters at most.
_REASONS, _LETTERS = 2, 90


def goals(material: Material) -> Section:
    """Each goal with what is reached of it, how it stands, and why it was set."""
    shown = {one.id for one in primary()}
    wanted = [one for one in material.goals if not _on_scorecard(one, material.period, shown)]
    if not wanted:
        text = _("All goals are on the scorecard.") if material.goals else _("No goal is set for this period.")
        return Section("goals", _("Goals"), [Words(text)])
    heads = [
        Head(_("Goal"), 0.55, Align.LEFT),
        Head("", 0.085, Align.PICTURE),
        Head(_("reached"), 0.08),
        Head(_("of"), 0.08),
        Head(_("Status"), 0.20),
    ]
    blocks: list[Block] = [table(heads, [_row(one, material.period) for one in wanted], _GOALS, _LEAST)]
    if any(not one.over for one in wanted):
        day = short_date_text(material.calendar.day_of(material.now))
        blocks.append(Words(_("As of {day}; d: working days that are left.").format(day=day)))
    if reasons := _reasons(wanted):
        blocks.append(Points(reasons, optional=True))
    return Section("goals", _("Goals"), blocks)


def _on_scorecard(standing: Standing, period: Period, shown: set[str]) -> bool:
    aim = standing.aim
    return aim.period == period and not aim.only and aim.kpi.id in shown


def _row(standing: Standing, period: Period) -> list[Cell]:
    aim, result = standing.aim, standing.result
    name = goal_words.title(aim)
    if aim.period != period:
        name = _("{kpi}, {period}").format(kpi=name, period=short_period_text(aim.period))
    higher = aim.kpi.better is Better.HIGHER
    picture = bullet(result.figure.value, aim.target, higher_is_better=higher, expected=standing.expected)
    reached, wanted = (bare(result, value, _NARROW) for value in (result.figure.value, aim.target))
    return [name, picture, reached, wanted, _status(standing)]


def _status(standing: Standing) -> str:
    """How a goal stands in a word, and for how many working days it can still be reached."""
    status = _(standing.status)
    if standing.over or not standing.days_left:
        return status
    return _("{status} · {n} d").format(status=status, n=number_text(standing.days_left))


def _reasons(wanted: list[Standing]) -> list[str]:
    """Why goals were set, each reason once."""
    known = {" ".join(one.aim.note.split()): one.aim for one in reversed(wanted) if one.aim.note.strip()}
    said = [_("{goal}: {why}").format(goal=goal_words.title(aim), why=why) for why, aim in reversed(known.items())]
    return [text if len(text) <= _LETTERS else f"{text[: _LETTERS - 1]}…" for text in said[:_REASONS]]
