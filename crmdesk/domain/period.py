"""Spans of days. Every span is half open: the first day is in, the end is out.

A period is what the owner asks about (October, a quarter, a free range). A span is a period as seen at a moment: it
ends at the cut, the earlier of the period's end and now (spec: "As of").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from crmdesk.domain.calendar import Calendar, date_of_day, day_of_date, parse_day, require_year
from crmdesk.domain.errors import UserError
from crmdesk.text import _

MONTH, QUARTER, YEAR, RANGE = "month", "quarter", "year", "range"
_MONTHS = {MONTH: 1, QUARTER: 3, YEAR: 12}


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar unit or a free range of local days, `first` in, `end` out."""

    kind: str
    first: int
    end: int
    label: str
    fiscal_start: int = 1

    @property
    def days(self) -> int:
        return self.end - self.first

    def before(self) -> Period:
        """The unit before; for a free range the same number of days before it."""
        if self.kind == RANGE:
            return day_range(self.first - self.days, self.first)
        return _unit(self.kind, add_months(self.first, -_MONTHS[self.kind]), self.fiscal_start)

    def after(self) -> Period:
        """The unit after; for a free range the same number of days after it."""
        if self.kind == RANGE:
            return day_range(self.end, self.end + self.days)
        return _unit(self.kind, self.end, self.fiscal_start)

    def year_before(self) -> Period:
        """The same unit a year before; of a free range the first and last day each a year earlier."""
        if self.kind == RANGE:
            return day_range(add_months(self.first, -12), add_months(self.end - 1, -12) + 1)
        return _unit(self.kind, add_months(self.first, -12), self.fiscal_start)


@dataclass(frozen=True, slots=True)
class Span:
    """A period cut at a moment. Facts count if `start <= at < cut`; days if `first <= day <= last`.

    `last` is the last local day that had begun before the cut. `now` is the moment of asking, for cohorts. `whole`
    says that the cut is the end: the period is over.
    """

    first: int
    last: int
    start: int
    cut: int
    now: int
    whole: bool = True

    @property
    def begun(self) -> bool:
        return self.cut > self.start


def add_months(day: int, months: int) -> int:
    """The same day of another month; where that month is shorter, its last day."""
    value = date_of_day(day)
    year, month = divmod(value.year * 12 + value.month - 1 + months, 12)
    for last in (value.day, 30, 29, 28):
        try:
            return day_of_date(date(year, month + 1, last))
        except ValueError:
            continue
    raise ValueError(f"no such month: {year}-{month + 1}")


def month(year: int, number: int, fiscal_start: int = 1) -> Period:
    """A calendar month; `number` counts from 1."""
    return _unit(MONTH, day_of_date(date(year, number, 1)), fiscal_start)


def day_range(first: int, end: int) -> Period:
    """Any days; the label names the last one that is in."""
    label = f"{date_of_day(first).isoformat()}..{date_of_day(end - 1).isoformat()}"
    return Period(RANGE, first, end, label)


def parse_period(text: str, fiscal_start: int = 1) -> Period:
    """`2026-10`, `2026-Q4`, `2026` or `2026-10-01..2026-10-15` (both days included). Raises UserError.

    A fiscal year is named after the calendar year in which it starts; its quarters count from its first month.
    """
    asked = text.strip()
    try:
        if found := _unit_of(asked, fiscal_start) or _range_of(asked):
            return found
    except ValueError as fault:
        raise UserError(_("The period “{asked}” {fault}.").format(asked=asked, fault=fault)) from None
    raise UserError(
        _("“{asked}” is not a period; use 2026-10, 2026-Q4, 2026 or 2026-10-01..2026-10-15.").format(asked=asked)
    )


def _unit_of(asked: str, fiscal_start: int) -> Period | None:
    """A month, a quarter or a year; `2026/27` is how a fiscal year is shown. Raises ValueError."""
    match = re.fullmatch(r"(\d{4})(?:-Q([1-4])|-(0[1-9]|1[0-2])|/(\d{2}))?", asked, re.ASCII)
    if match is None:
        return None
    year = int(match[1])
    if match[4] is not None and (fiscal_start == 1 or int(match[4]) != (year + 1) % 100):
        return None
    require_year(year)
    return _named(year, match[2], match[3], fiscal_start)


def _range_of(asked: str) -> Period | None:
    """Two days, both included. Raises ValueError and UserError."""
    match = re.fullmatch(r"(\S{10})\s*\.\.\s*(\S{10})", asked)
    if match is None:
        return None
    first, last = parse_day(match[1]), parse_day(match[2])
    if last < first:
        text = _("The period “{asked}” ends before it starts; put the earlier day first.")
        raise UserError(text.format(asked=asked))
    return day_range(first, last + 1)


def last_complete_month(calendar: Calendar, now: int, fiscal_start: int = 1) -> Period:
    """The latest calendar month that has wholly passed."""
    today = date_of_day(calendar.day_of(now))
    return month(today.year, today.month, fiscal_start).before()


def span_of(period: Period, calendar: Calendar, now: int) -> Span:
    """The period as seen at `now`."""
    return _span(period.first, period.end, calendar, now)


def comparison_of(period: Period, asked: Period, calendar: Calendar, now: int) -> Span:
    """`period` (the unit before, or a year before, of `asked`) as far as `asked` has come: "to date"."""
    end = period.end
    if now < calendar.midnight(asked.end):
        begun = calendar.day_of(now - 1) - asked.first + 1
        end = min(end, period.first + max(begun, 0))
    return _span(period.first, end, calendar, now)


def _span(first: int, end: int, calendar: Calendar, now: int) -> Span:
    start = calendar.midnight(first)
    whole = now >= calendar.midnight(end)
    cut = calendar.midnight(end) if whole else max(now, start)
    return Span(first, max(calendar.day_of(cut - 1), first), start, cut, now, whole)


def _named(year: int, quarter: str | None, number: str | None, fiscal_start: int) -> Period:
    if number:
        return month(year, int(number), fiscal_start)
    first = day_of_date(date(year, fiscal_start, 1))
    if quarter:
        return _unit(QUARTER, add_months(first, 3 * (int(quarter) - 1)), fiscal_start)
    return _unit(YEAR, first, fiscal_start)


def _unit(kind: str, first: int, fiscal_start: int) -> Period:
    start = date_of_day(first)
    end = add_months(first, _MONTHS[kind])
    if kind == MONTH:
        return Period(kind, first, end, f"{start.year:04d}-{start.month:02d}", fiscal_start)
    into = (start.month - fiscal_start) % 12
    fiscal_year = start.year if start.month >= fiscal_start else start.year - 1
    name = f"{fiscal_year}/{(fiscal_year + 1) % 100:02d}" if fiscal_start > 1 and kind == YEAR else str(fiscal_year)
    label = f"{fiscal_year}-Q{into // 3 + 1}" if kind == QUARTER else name
    return Period(kind, first, end, label, fiscal_start)
