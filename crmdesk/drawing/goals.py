"""Goals: a bullet for each figure that has one, the furthest from it first."""

from __future__ import annotations

from crmdesk.domain.figure import Better
from crmdesk.domain.plot_rows import Aim, bullets
from crmdesk.drawing.base import Drawn, chart
from crmdesk.drawing.items import Items, about, result_item, value_text_of
from crmdesk.insight.pace import GROWING, passed, so_far, status_text
from crmdesk.kpi.measure import Result
from crmdesk.kpi.overview import Overview
from crmdesk.text import N_, _


@chart("goals", "", N_("Goals by gap"))
def goals(overview: Overview) -> Drawn:
    """The goals of the period; a dashed stroke is what should be reached by now."""
    wanted = sorted((one for one in overview.results.values() if one.target is not None), key=_gap, reverse=True)
    heads = (_("Goal"), _("Reached"), _("Wanted"), _("Status"))
    cells = [(_(one.kpi.name), one.text, value_text_of(one, one.target), _status(one)) for one in wanted]
    said = about(_("each on its own scale"), overview)
    if not wanted:
        return Drawn((), heads=heads, rows=cells, empty=_("No goal is set for this period."), about=said)
    items = Items()
    lines = [_aim(overview, one, items.add(result_item(one, _(one.kpi.name)))) for one in wanted]
    hint = _("stroke: goal · dashed: to be reached by now") if overview.running else _("stroke: goal")
    return Drawn(bullets(lines), items, heads, cells, hint, len(lines), about=said)


def _aim(overview: Overview, result: Result, item: int) -> Aim:
    target = result.target or 0
    expected = None
    if result.running and result.kpi.id in GROWING:
        expected = float(target) * float(passed(result.period, overview.calendar, overview.settings, overview.now))
    text = _("{value} of {target}").format(value=result.text, target=value_text_of(result, target))
    higher = result.kpi.better is Better.HIGHER
    return Aim(_(result.kpi.name), result.figure.value, target, text, higher, expected, item)


def _gap(result: Result) -> float:
    """How far a figure is from its goal, as a share of the goal; what is missing is furthest."""
    if result.target is None or result.figure.value is None:
        return float("inf")
    short = float(result.target) - float(result.figure.value)
    return (short if result.kpi.better is Better.HIGHER else -short) / (abs(float(result.target)) or 1.0)


def _status(result: Result) -> str:
    return so_far(result) or status_text(result, result.status or "")
