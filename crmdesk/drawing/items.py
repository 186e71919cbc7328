"""What marks stand for: a figure, a line of a breakdown, a part of a figure; each with the list that it opens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from crmdesk.domain.calendar import date_of_day
from crmdesk.domain.figure import Number, Row, Unit
from crmdesk.domain.money import decimals_of
from crmdesk.domain.period import MONTH, QUARTER, Period, comparison_of, day_range
from crmdesk.domain.plot import Say
from crmdesk.domain.priority import PRIORITIES
from crmdesk.domain.wording import (
    compact_text,
    figure_text,
    number_text,
    period_text,
    short_month_name,
    short_period_text,
)
from crmdesk.drawing.base import Item
from crmdesk.kpi.measure import Result
from crmdesk.kpi.only import Key
from crmdesk.kpi.overview import Overview
from crmdesk.kpi.records import Link
from crmdesk.text import _


class Items(list[Item]):
    """The items of a chart, as its marks number them."""

    def add(self, item: Item | None) -> int:
        """The number of one more item; of none −1."""
        if item is None:
            return -1
        self.append(item)
        return len(self) - 1


# Beyond so many hours people think in days, as texts do.
_LONG = 48.0
# The breakdowns whose lines are told by the row that they are kept in; the others by their text.
_KEPT = frozenset({"staff", "owner", "campaign", "stage"})


def result_item(result: Result, label: str = "", text: str = "") -> Item:
    """A figure of a period, or another reading (`text`) of the same records."""
    link = Link(result.kpi.id, result.period, "", result.only)
    return Item(label or short_period_text(result.period), text or result.text, result.figure.n, link)


def year_before_item(overview: Overview, result: Result) -> Item | None:
    """The figure of the same unit a year before, of a running unit as far as that has come."""
    if result.year_before is None:
        return None
    before, calendar = result.period.year_before(), overview.calendar
    span = comparison_of(before, result.period, calendar, overview.now)
    period = before if span.last == before.end - 1 else day_range(span.first, span.last + 1)
    return Item(
        _("{period}, the year before").format(period=short_period_text(period)),
        value_text_of(result, result.year_before),
        _n_known(overview, result.kpi.id, period),
        Link(result.kpi.id, period, "", result.only),
    )


def _n_known(overview: Overview, kpi: str, period: Period) -> int | None:
    """The n of a figure that has been measured too; None where it is known only once its list is opened."""
    for results in (*overview.series, overview.results, *overview.compared):
        known = results[kpi]
        if (known.period.first, known.period.end) == (period.first, period.end):
            return known.figure.n
    return None


def target_item(result: Result) -> Item | None:
    """A goal, behind which there is no list; None where none is set."""
    if result.target is None:
        return None
    label = _("{period}, goal").format(period=short_period_text(result.period))
    return Item(label, value_text_of(result, result.target))


def row_item(result: Result, split: str, row: Row, label: str = "", text: str = "") -> Item:
    """A line of a breakdown, or another reading (`text`) of the same records."""
    link = Link(result.kpi.id, result.period, "", result.only.and_(split, key_of(split, row)))
    n, way = (row.n, link) if split in result.kpi.filters else (None, None)
    return Item(label or label_of(row), text or value_text_of(result, row.value), n, way)


def part_item(result: Result, part: str, label: str, n: int, text: str = "") -> Item:
    """A named part of the records of a figure; `text` where more is said than their number."""
    return Item(label, text or number_text(n), n, Link(result.kpi.id, result.period, part, result.only))


def compared(overview: Overview, kpi: str) -> list[Result]:
    """The figure of the unit before and of the year before, as far as the period has come; of a year both are one."""
    found = list[Result]()
    for unit, results in zip((overview.period.before(), overview.period.year_before()), overview.compared, strict=True):
        result = results[kpi]
        if any(one.period == unit for one in found):
            continue
        whole = (result.period.first, result.period.end) == (unit.first, unit.end)
        found.append(replace(result, period=unit) if whole else result)
    return found


def key_of(split: str, row: Row) -> Key:
    """By what a line of a breakdown is told from the others."""
    return row.id if split in _KEPT else row.key


def rows_of(result: Result, split: str) -> list[Row]:
    """The lines of a breakdown; where the figure is restricted by that name, the one line that it is restricted to."""
    kept = dict(result.only.pairs)
    rows = result.figure.by.get(split, ())
    return [_named(split, row) for row in rows if split not in kept or key_of(split, row) == kept[split]]


def _named(split: str, row: Row) -> Row:
    """The line in words that people read, where its name is one of the program's own."""
    if split == "age" and row.label:
        return row._replace(label=_(row.label))
    word = PRIORITIES.get(row.key or "") if split == "priority" else None
    return row._replace(label=_(word)) if word else row


def label_of(row: Row) -> str:
    """The name of a line of a breakdown; nobody and nowhere are said."""
    return row.label or _("(none)")


def value_text_of(result: Result, value: Number | None) -> str:
    """Another value in the unit of a figure."""
    return figure_text(value, result.kpi.unit, result.currency, None)


def scaled(result: Result, value: Number | None) -> float | None:
    """A value on the axis: money in major units, ratios in percent."""
    if value is None:
        return None
    if result.kpi.unit.is_money:
        return float(value) / float(10 ** decimals_of(result.currency))
    return float(value) * 100 if result.kpi.unit is Unit.RATIO else float(value)


def hours_or_days(values: Iterable[Number | None]) -> tuple[float, str]:
    """How many hours a step of an axis has, and what it is called: long times are read in days."""
    longest = max((float(value) for value in values if value is not None), default=0.0)
    return (24.0, _(Unit.DAYS.value)) if longest > _LONG else (1.0, _(Unit.HOURS.value))


def axis_text(unit: Unit) -> Say:
    """How the ticks of an axis are written."""

    def say(value: Number) -> str:
        match unit:
            case Unit.COUNT if value % 1:
                return ""
            case Unit.RATIO:
                return f"{compact_text(value)} %"
            case Unit.MULTIPLE:
                return f"{compact_text(value)}×"
            case Unit.COUNT_A_DAY:
                return number_text(value, 2)
            case _:
                return compact_text(value)

    return say


def tick_text(period: Period) -> str:
    """A unit below its column: `Oct`, and of January the year; `Q4 ’26`."""
    first = date_of_day(period.first)
    if period.kind == MONTH:
        return short_month_name(first.month) if first.month > 1 else str(first.year)
    return period_text(period).replace(" 20", " ’") if period.kind == QUARTER else short_period_text(period)


def unit_text(result: Result) -> str:
    """What the numbers of a chart count in."""
    match result.kpi.unit:
        case Unit.MONEY:
            return result.currency
        case Unit.MONEY_A_DAY:
            return _("{currency} a day").format(currency=result.currency)
        case Unit.RATIO:
            return "%"
        case Unit.MULTIPLE:
            return _("times its cost")
        case Unit.COUNT:
            return _("number")
        case Unit.COUNT_A_DAY:
            return _("number a day")
        case unit:
            return _(unit.value)


def about(what: str, overview: Overview) -> str:
    """The second line of a title: in which unit, and when."""
    when = period_text(overview.period)
    if overview.running:
        when = _("{period} to date").format(period=when)
    return f"{what}, {when}"


def about_series(what: str, overview: Overview, kpi: str, units: int = 0) -> str:
    """The second line of the title of a chart over time: what it counts in, from when to when (the last `units`)."""
    first, last = overview.series[-units][kpi], overview.series[-1][kpi]
    when = f"{short_period_text(first.period)} – {short_period_text(last.period)}"
    if last.running:
        when = _("{period} to date").format(period=when)
    return f"{what}, {when}"
