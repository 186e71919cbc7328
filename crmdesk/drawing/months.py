"""The course of every figure over time.

Sums and counts are columns: the year before behind them, the goal as an outline, what is to be expected hatched.
Shares, scores and multiples are lines. How long something takes is drawn by `times` and `cycle`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from crmdesk.domain.figure import Unit
from crmdesk.domain.period import MONTH
from crmdesk.domain.plot import Role
from crmdesk.domain.plot_columns import Column, columns
from crmdesk.domain.plot_times import Course, courses
from crmdesk.domain.wording import number_text, short_period_text
from crmdesk.drawing.base import Drawn, Item, chart
from crmdesk.drawing.cycle import spreads
from crmdesk.drawing.items import (
    Items,
    about_series,
    axis_text,
    result_item,
    scaled,
    target_item,
    tick_text,
    unit_text,
    value_text_of,
    year_before_item,
)
from crmdesk.drawing.times import waits
from crmdesk.insight.forecast import Outlook, outlook
from crmdesk.kpi.base import all_kpis
from crmdesk.kpi.measure import Result
from crmdesk.kpi.overview import Overview
from crmdesk.text import _

Rows = list[tuple[str, ...]]
# A course has at least so many units.
_FEWEST = 2


def course(kpi: str, overview: Overview) -> Drawn:
    """A figure unit by unit."""
    results = _since_the_first([one[kpi] for one in overview.series])
    values = [(one.figure.value, one.year_before, one.target) for one in results]
    if all(value is None for three in values for value in three):
        heads, rows = course_table(results)
        empty = _("Nothing that this figure measures has happened in this time.")
        return Drawn((), heads=heads, rows=rows, empty=empty, about=_about(overview, results))
    return _BY_UNIT.get(results[-1].kpi.unit, _columns)(overview, results)


def _since_the_first(results: list[Result]) -> list[Result]:
    """Long units from the first on in which anything happened: years before there was a business say nothing."""
    if results[-1].period.kind == MONTH:
        return results
    known = [bool(one.figure.value or one.target or one.year_before) for one in results]
    return results[min(known.index(True), len(results) - _FEWEST) if True in known else 0 :]


def _about(overview: Overview, results: Sequence[Result]) -> str:
    return about_series(unit_text(results[-1]), overview, results[-1].kpi.id, len(results))


def course_table(results: Sequence[Result]) -> tuple[tuple[str, ...], Rows]:
    """Heads and cells of the table of a figure unit by unit."""
    heads = (_("Period"), _("Actual"), _("Year before"), _("Goal"), _("n"))
    return heads, [
        (
            short_period_text(one.period),
            one.text,
            value_text_of(one, one.year_before),
            value_text_of(one, one.target),
            number_text(one.figure.n),
        )
        for one in results
    ]


def _columns(overview: Overview, results: Sequence[Result]) -> Drawn:
    last, ahead = results[-1], outlook(overview, results[-1].kpi.id)
    items = Items(result_item(one) for one in results)
    points = [_column(overview, one, number, items) for number, one in enumerate(results)]
    for one in ahead:
        item = items.add(_expected_item(last, one))
        if one.period == last.period:
            points[-1] = _expecting(points[-1], last, one, item)
        else:
            points.append(_expecting(Column(tick_text(one.period), None), last, one, item))
    heads, rows = course_table(results)
    rows += [_row(last, one) for one in ahead]
    picture = columns(points, axis_text(last.kpi.unit), named=(len(results) - 1,))
    return Drawn(picture, items, heads, rows, _hint(results, ahead), about=_about(overview, results))


def _column(overview: Overview, one: Result, number: int, items: Items) -> Column:
    actual, before, plan = (scaled(one, value) for value in (one.figure.value, one.year_before, one.target))
    before_item, plan_item = items.add(year_before_item(overview, one)), items.add(target_item(one))
    return Column(
        tick_text(one.period), actual, before, plan, item=number, before_item=before_item, plan_item=plan_item
    )


def _expecting(column: Column, last: Result, ahead: Outlook, item: int) -> Column:
    ends = (scaled(last, end) for end in (ahead.guess.value, ahead.guess.low, ahead.guess.high))
    value, low, high = (round(end or 0) if last.kpi.unit is Unit.COUNT else end for end in ends)
    return column._replace(forecast=value, low=low, high=high, forecast_item=item)


def _expected_item(result: Result, ahead: Outlook) -> Item:
    """What is expected has no list; its method is said."""
    label = _("{period}, expected ({method})")
    label = label.format(period=short_period_text(ahead.period), method=_(ahead.guess.method))
    return Item(label, _expected_text(result, ahead))


def _expected_text(result: Result, ahead: Outlook) -> str:
    low, value, high = (value_text_of(result, end) for end in (ahead.guess.low, ahead.guess.value, ahead.guess.high))
    return _("{value} (four times out of five {low} to {high})").format(value=value, low=low, high=high)


def _row(result: Result, ahead: Outlook) -> tuple[str, ...]:
    label = _("{period}, expected").format(period=short_period_text(ahead.period))
    return label, _expected_text(result, ahead), "", "", ""


def _lines(overview: Overview, results: Sequence[Result]) -> Drawn:
    items = Items()
    own = [-1 if one.figure.missing else items.add(result_item(one)) for one in results]
    before = [items.add(year_before_item(overview, one)) for one in results]
    rows = [
        Course("", [scaled(one, one.year_before) for one in results], Role.BEFORE, before),
        Course("", [scaled(one, one.figure.value) for one in results], Role.ACTUAL, own),
    ]
    plans = [scaled(one, one.target) for one in results]
    picture = courses([tick_text(one.period) for one in results], rows, axis_text(results[-1].kpi.unit), plans=plans)
    heads, cells = course_table(results)
    marks = {
        _("strong: actual"): True,
        _("faint: year before"): any(one.year_before is not None for one in results),
        _("stroke: goal"): any(plan is not None for plan in plans),
    }
    hint = legend(marks)
    if results[-1].kpi.cohort:
        hint = " · ".join(part for part in (hint, _("recent ones are still rising")) if part)
    return Drawn(picture, items, heads, cells, hint, about=_about(overview, results))


def _hint(results: Sequence[Result], ahead: Sequence[Outlook]) -> str:
    before = any(one.year_before is not None for one in results)
    marks = {
        _("in front: actual") if before else _("solid: actual"): True,
        _("behind: year before"): before,
        _("outline: goal"): any(one.target is not None for one in results),
        _("hatched: expected, 80 % band"): bool(ahead),
    }
    return legend(marks)


def legend(marks: Mapping[str, bool]) -> str:
    """What the looks of the marks mean, of those that there are; of a single look nothing has to be said."""
    said = [text for text, there in marks.items() if there]
    return " · ".join(said) if len(said) > 1 else ""


_BY_UNIT: dict[Unit, Callable[[Overview, Sequence[Result]], Drawn]] = {
    **dict.fromkeys((Unit.RATIO, Unit.POINTS, Unit.MULTIPLE), _lines),
    Unit.HOURS: waits,
    Unit.DAYS: spreads,
}

for one in all_kpis():
    chart(one.id, one.id, one.name, share=3)(partial(course, one.id))
