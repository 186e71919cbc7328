"""Goals on paper: those that the scorecard does not show, of the period and of the longer ones around it."""

from __future__ import annotations

from crmdesk.domain.period import Period
from crmdesk.domain.wording import number_text, short_period_text
from crmdesk.report.material import Material, Target
from crmdesk.report.parts import Align, Cell, Head, Section, Words
from crmdesk.report.scorecard import bare, bullet_of, primary, status_word
from crmdesk.report.tables import table
from crmdesk.text import _, n_

_GOALS, _LEAST = 7, 4


def goals(material: Material) -> Section:
    """Each goal with what is reached, and the days that are left."""
    shown = {one.id for one in primary()}
    wanted = [one for one in material.goals if one.result.period != material.period or one.result.kpi.id not in shown]
    if not wanted:
        text = _("All goals stand on the scorecard.") if material.goals else _("No goal is set for this period.")
        return Section("goals", _("Goals"), [Words(text)])
    heads = [
        Head(_("Goal"), 0.41, Align.LEFT),
        Head("", 0.12, Align.PICTURE),
        Head(_("reached"), 0.16),
        Head(_("of"), 0.16),
        Head(_("left"), 0.15),
    ]
    return Section("goals", _("Goals"), [table(heads, [_row(one, material.period) for one in wanted], _GOALS, _LEAST)])


def _row(goal: Target, period: Period) -> list[Cell]:
    result = goal.result
    name = _(result.kpi.name)
    if result.period != period:
        name = _("{kpi}, {period}").format(kpi=name, period=short_period_text(result.period))
    left = result.period.end - 1 - result.span.last
    over = left <= 0
    word = status_word(result)[0] if over else n_("{n} day", "{n} days", left).format(n=number_text(left))
    reached = "–" if result.figure.missing else bare(result, result.figure.value)
    return [name, bullet_of(result), reached, bare(result, result.target), word]
