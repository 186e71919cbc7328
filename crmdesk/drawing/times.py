"""How long people wait: the median and the time within which nine of ten lie, over time; and how waits spread."""

from __future__ import annotations

from collections.abc import Sequence

from crmdesk.domain.plot import Role
from crmdesk.domain.plot_times import Course, courses
from crmdesk.domain.wording import number_text, short_period_text
from crmdesk.drawing.base import Drawn, Item
from crmdesk.drawing.items import Items, axis_text, result_item, scaled, tick_text, value_text_of
from crmdesk.kpi.measure import Result
from crmdesk.kpi.overview import Overview
from crmdesk.text import _


def waits(overview: Overview, results: Sequence[Result], about: str) -> Drawn:  # noqa: ARG001 - a course like others
    """Two lines; the band is where the mean should lie, if there is a goal."""
    items = Items()
    halves = [items.add(_half(one)) for one in results]
    most = [items.add(_most(one)) for one in results]
    rows = [
        Course(_("9 of 10"), [scaled(one, one.figure.p90) for one in results], Role.NINE_IN_TEN, most),
        Course(_("half"), [scaled(one, one.figure.median) for one in results], Role.ACTUAL, halves),
    ]
    target = scaled(results[-1], results[-1].target)
    band = None if target is None else (0.0, target)
    picture = courses([tick_text(one.period) for one in results], rows, axis_text(results[-1].kpi.unit), band=band)
    hint = _("half and nine of ten took no longer")
    if target is not None:
        hint = _("half and nine of ten took no longer · band: goal for the mean")
    return Drawn(picture, items, *waits_table(results), hint, about=about)


def waits_table(results: Sequence[Result]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Heads and cells of the table of a time unit by unit."""
    heads = (_("Period"), _("Mean"), _("Half within"), _("Nine of ten within"), _("Year before"), _("Goal"), _("n"))
    return heads, [
        (
            short_period_text(one.period),
            one.text,
            *(value_text_of(one, value) for value in (one.figure.median, one.figure.p90, one.year_before, one.target)),
            number_text(one.figure.n),
        )
        for one in results
    ]


def _half(result: Result) -> Item | None:
    if result.figure.median is None:
        return None
    label = _("{period}, half within").format(period=short_period_text(result.period))
    return result_item(result, label, value_text_of(result, result.figure.median))


def _most(result: Result) -> Item | None:
    if result.figure.p90 is None:
        return None
    label = _("{period}, nine of ten within").format(period=short_period_text(result.period))
    return result_item(result, label, value_text_of(result, result.figure.p90))
