"""How long people wait: the median and the time within which nine of ten lie, over time; and how waits spread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from crmdesk.domain.figure import Number
from crmdesk.domain.plot import Role
from crmdesk.domain.plot_times import Bin, Course, courses, histogram
from crmdesk.domain.wording import duration_text, number_text, percent_text, short_period_text
from crmdesk.drawing.base import Drawn, Item, chart
from crmdesk.drawing.items import (
    Items,
    about,
    about_series,
    axis_text,
    hours_or_days,
    part_item,
    result_item,
    tick_text,
    value_text_of,
)
from crmdesk.kpi.measure import Result
from crmdesk.kpi.overview import Overview
from crmdesk.text import N_, _

# A stretch of hours, up to a day as hours, beyond it as days.
_DAY = 24
_SPREADS = {
    "response_time": N_("How long first answers took"),
    "resolution_time": N_("How long resolutions took"),
    "lead_response_time": N_("How long leads waited for an answer"),
}


def waits(overview: Overview, results: Sequence[Result]) -> Drawn:
    """Two lines; the band is where the mean should lie, if there is a goal."""
    items = Items()
    # What is usual is to be read well, not what is rare.
    step, unit = hours_or_days(one.figure.median for one in results)
    halves = [items.add(_half(one)) for one in results]
    most = [items.add(_most(one)) for one in results]
    rows = [
        Course(_("90 % ≤"), [_steps(one.figure.p90, step) for one in results], Role.NINE_IN_TEN, most),
        Course(_("half ≤"), [_steps(one.figure.median, step) for one in results], Role.ACTUAL, halves),
    ]
    target = _steps(results[-1].target, step)
    band = None if target is None else (0.0, target)
    picture = courses([tick_text(one.period) for one in results], rows, axis_text(results[-1].kpi.unit), band=band)
    hint = _("half and nine of ten took no longer")
    if target is not None:
        hint = _("half and nine of ten took no longer · band: goal for the mean")
    return Drawn(picture, items, *waits_table(results), hint, about=about_series(unit, overview, results[-1].kpi.id))


def _steps(hours: Number | None, step: float) -> float | None:
    return None if hours is None else float(hours) / step


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


def spread(kpi: str, overview: Overview) -> Drawn:
    """How many took how long: columns for stretches that grow, and where the median lies among them."""
    result = overview.results[kpi]
    found = result.figure.beside.get("histogram")
    bins = found if isinstance(found, list) and result.figure.n else []
    names = [_stretch(one["from"], one["to"]) for one in bins]
    heads, total = (_("It took"), _("Number"), _("Share")), result.figure.n
    cells = [
        (name, number_text(one["n"]), percent_text(one["n"] / total, 0)) for name, one in zip(names, bins, strict=True)
    ]
    said = about(_("number"), overview)
    if not bins:
        return Drawn(
            (), heads=heads, rows=cells, empty=_("Nothing was answered or resolved in this period."), about=said
        )
    items = Items(part_item(result, f"took {number}", name, bins[number]["n"]) for number, name in enumerate(names))
    columns = [Bin(name, one["n"], number) for number, (name, one) in enumerate(zip(names, bins, strict=True))]
    half = result.figure.median or 0.0
    picture = histogram(columns, number_text, mark=_place(bins, half))
    hint = _("dashed: half within {time}").format(time=duration_text(half))
    return Drawn(picture, items, heads, cells, hint, about=said)


def _stretch(low: int, high: int | None) -> str:
    if high is None:
        return _("over {n} days").format(n=number_text(low // _DAY))
    if not low:
        return _("under {n} h").format(n=number_text(high))
    if high <= _DAY:
        return _("{low}–{high} h").format(low=number_text(low), high=number_text(high))
    return _("{low}–{high} days").format(low=number_text(low // _DAY), high=number_text(high // _DAY))


def _place(bins: Sequence[Mapping[str, int | None]], hours: float) -> float:
    """Where a time lies among the columns, counted in columns from the left."""
    for number, one in enumerate(bins):
        low, high = one["from"] or 0, one["to"]
        if high is not None and hours < high:
            return number + (hours - low) / (high - low)
    return len(bins) - 0.5


for kpi, title in _SPREADS.items():
    chart(f"{kpi}.spread", kpi, title)(partial(spread, kpi))
