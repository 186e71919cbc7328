"""The course of every figure over time: one column for each unit, the year before behind it, the goal as an outline."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from crmdesk.domain.plot_columns import Column, columns
from crmdesk.domain.wording import number_text, short_period_text
from crmdesk.drawing.base import Drawn, chart
from crmdesk.drawing.items import about_series, axis_text, result_item, scaled, tick_text, unit_text, value_text_of
from crmdesk.kpi.base import all_kpis
from crmdesk.kpi.measure import Result
from crmdesk.kpi.overview import Overview
from crmdesk.text import _


def course(kpi: str, overview: Overview) -> Drawn:
    """A figure unit by unit."""
    results = [one[kpi] for one in overview.series]
    last = results[-1]
    heads, rows = course_table(results)
    about = about_series(unit_text(last), overview, kpi)
    points = [_column(one) for one in results]
    if all(one.actual is None and one.before is None and one.plan is None for one in points):
        empty = _("Nothing that this figure measures has happened in these months.")
        return Drawn((), heads=heads, rows=rows, empty=empty, about=about)
    picture = columns(points, axis_text(last.kpi.unit), named=(-1,))
    items = [result_item(one) for one in results]
    return Drawn(picture, items, heads, rows, _hint(results), about=about)


def course_table(results: Sequence[Result]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
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


def _column(result: Result) -> Column:
    actual, before, plan = (scaled(result, one) for one in (result.figure.value, result.year_before, result.target))
    return Column(tick_text(result.period), actual, before, plan)


def _hint(results: Sequence[Result]) -> str:
    if any(one.target is not None for one in results):
        return _("narrow: actual · wide: year before · outline: goal")
    return _("narrow: actual · wide: year before")


for one in all_kpis():
    chart(one.id, one.id, one.name, share=3)(partial(course, one.id))
