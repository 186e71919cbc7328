"""How many days deals take: for each unit of time a box from the quickest to the slowest, and the median's line."""

from __future__ import annotations

from collections.abc import Sequence

from crmdesk.domain.plot_times import Spread, strips
from crmdesk.domain.wording import number_text, short_period_text
from crmdesk.drawing.base import Drawn
from crmdesk.drawing.items import (
    Items,
    about_series,
    axis_text,
    result_item,
    scaled,
    tick_text,
    unit_text,
    value_text_of,
)
from crmdesk.kpi.measure import Result
from crmdesk.kpi.overview import Overview
from crmdesk.text import _


def spreads(overview: Overview, results: Sequence[Result]) -> Drawn:
    """One box for each unit, in which half of the deals lie."""
    items = Items()
    rows = [_spread(one, items) for one in results]
    picture = strips(rows, axis_text(results[-1].kpi.unit))
    hint = _("box: the middle half · ends: quickest and slowest · line: median")
    heads = (_("Period"), _("Mean"), *_fifths(), _("Year before"), _("Goal"), _("n"))
    said = about_series(unit_text(results[-1]), overview, results[-1].kpi.id)
    return Drawn(picture, items, heads, [_row(one) for one in results], hint, about=said)


def _fifths() -> tuple[str, ...]:
    return (_("Quickest"), _("Quarter within"), _("Half within"), _("Three quarters within"), _("Slowest"))


def _quartiles(result: Result) -> list[float | None]:
    found = result.figure.beside.get("quartiles")
    return list(found) if isinstance(found, list | tuple) else [None, None, result.figure.median, None, None]


def _spread(result: Result, items: Items) -> Spread:
    label = _("{period}, half within").format(period=short_period_text(result.period))
    median = result.figure.median
    item = -1 if median is None else items.add(result_item(result, label, value_text_of(result, median)))
    quartiles = [value for value in (scaled(result, one) for one in _quartiles(result)) if value is not None]
    return Spread(tick_text(result.period), scaled(result, median), quartiles=quartiles, item=item)


def _row(result: Result) -> tuple[str, ...]:
    others = (*_quartiles(result), result.year_before, result.target)
    texts = (value_text_of(result, value) for value in others)
    return (short_period_text(result.period), result.text, *texts, number_text(result.figure.n))
