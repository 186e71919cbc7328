"""Dates and times as people type them: `tomorrow`, `fri 3pm`, `+2w`, `31.10.`, `15:00`, in the interface language.

English words are understood in every language; those of another come through the translation of the word lists.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from crmdesk.domain.calendar import FIRST_YEAR, LAST_YEAR, date_of_day, day_of_date
from crmdesk.domain.wording import MONTHS, WEEKDAYS, month_name, weekday_name
from crmdesk.text import N_, _

DAY_MINUTES = 24 * 60
_LONGEST = 60

# Word lists: every word that means the same, with | between them. A translation gives the words of its language.
_TODAY, _TOMORROW, _YESTERDAY = N_("today|tod"), N_("tomorrow|tmr|tom"), N_("yesterday")
_AFTER_TOMORROW, _BEFORE_YESTERDAY = N_("day after tomorrow|overmorrow"), N_("day before yesterday")
_NEXT, _LAST, _THIS = N_("next|coming"), N_("last|previous"), N_("this|on")
_IN, _AGO, _AT = N_("in"), N_("ago|back"), N_("at|@")
_NOW, _NOON = N_("now"), N_("noon|midday")
_MORNING, _AFTERNOON, _O_CLOCK = N_("am|a.m.|a"), N_("pm|p.m.|p"), N_("o'clock|h")
_MONTH_END = N_("end of month|eom|month end")
_MINUTES, _HOURS, _DAYS = N_("min|mins|minute|minutes"), N_("h|hour|hours"), N_("d|day|days")
_WEEKS, _MONTHS, _YEARS = N_("w|week|weeks"), N_("m|month|months"), N_("y|year|years")
# A day with its month and year in figures, as the language writes it with strokes.
_SAMPLE = N_("12/31/2026")


@dataclass(frozen=True, slots=True)
class Typed:
    """A day, and minutes after its midnight where a time of day was given."""

    day: int
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the words are read against: the day and minute of now, and which way they point."""

    today: int
    minutes: int
    ahead: bool
    month_first: bool


def parse(text: str, today: int, minutes: int = 0, *, ahead: bool = True, month_first: bool | None = None) -> Typed:
    """The day (and time) that a text means as of `today` at `minutes` after midnight.

    `ahead`: a weekday alone is the next one and a date without a year the next such day; else the weekday is the
    last one and the date that which is nearest. Raises ValueError with the end of a sentence.
    """
    order = _(_SAMPLE).startswith("12") if month_first is None else month_first
    words = _folded(text)
    if not words or len(words) > _LONGEST:
        raise _unknown()
    asked = _Asked(today, minutes, ahead, order)
    try:
        found = _moment(words, asked)
        if not FIRST_YEAR <= date_of_day(found.day).year <= LAST_YEAR:
            raise OverflowError
    except OverflowError:
        years = _("lies outside the years {first} to {last}")
        raise ValueError(years.format(first=FIRST_YEAR, last=LAST_YEAR)) from None
    return found


def _unknown() -> ValueError:
    return ValueError(_("is not a date, such as tomorrow, fri, +2w or 31 Oct 2026"))


def _folded(text: str) -> str:
    """Small letters without accents, single spaces, no commas."""
    plain = unicodedata.normalize("NFKD", text).casefold().replace(",", " ")
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())


def _words(which: str) -> tuple[str, ...]:
    """The words of a list, in the language of the person and in English."""
    return _split(which, _(which))


@cache
def _split(*lists: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_folded(word) for one in lists for word in one.split("|")))


def _any(which: str) -> str:
    """A pattern for one of the words of a list, the longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(_words(which), key=len, reverse=True)) + ")"


def _moment(words: str, asked: _Asked) -> Typed:
    if found := _by_clock(words, asked):
        return found
    rest, minutes = _time_in(words)
    if not rest and minutes is not None:
        return Typed(asked.today, minutes)
    for reader in _READERS:
        day = reader(rest, asked)
        if day is not None:
            return Typed(day, minutes)
    raise _unknown()


def _by_clock(words: str, asked: _Asked) -> Typed | None:
    """`now`, `+2h`, `in 30 min`."""
    if words in _words(_NOW):
        return Typed(asked.today, asked.minutes)
    shift = _shift(words, {_MINUTES: 1, _HOURS: 60})
    if shift is None:
        return None
    days, minutes = divmod(asked.minutes + shift[0] * shift[1], DAY_MINUTES)
    return Typed(asked.today + days, minutes)


def _shift(words: str, units: dict[str, int]) -> tuple[int, int] | None:
    """How many of which unit: `+2w`, `-3 days`, `in 2 weeks`, `2 weeks ago`, `3d`."""
    for unit, size in units.items():
        pattern = rf"(?:({_any(_IN)})\s+|([+-]))?\s*(\d{{1,5}})\s*{_any(unit)}\.?(?:\s+({_any(_AGO)}))?"
        if match := re.fullmatch(pattern, words, re.ASCII):
            back = match[2] == "-" or match[4]
            if not (match[1] or match[2] or back) and unit in (_MINUTES, _HOURS):
                continue  # `15h` is a time of day.
            return (-int(match[3]) if back else int(match[3])), size
        if match := re.fullmatch(rf"({_any(_AGO)})\s+(\d{{1,5}})\s*{_any(unit)}", words, re.ASCII):
            return -int(match[2]), size
    return None


def _time_in(words: str) -> tuple[str, int | None]:
    """The words without the time of day, and the time as minutes after midnight."""
    half = f"(?:(?P<am>{_any(_MORNING)})|(?P<pm>{_any(_AFTERNOON)})|{_any(_O_CLOCK)})"
    before = rf"(?:(?<=\s)|^)(?:{_any(_AT)}\s*)?"
    for pattern in (
        rf"{before}(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d{{2}}))?\s*{half}(?=\s|$)",
        rf"{before}(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})(?::\d{{2}})?(?=\s|$)",
        rf"(?:(?<=\s)|^){_any(_AT)}\s*(?P<hour>\d{{1,2}})(?=\s|$)",
    ):
        if match := re.search(pattern, words, re.ASCII):
            rest = " ".join(f"{words[: match.start()]} {words[match.end() :]}".split())
            return rest, _minutes(match.groupdict())
    if match := re.search(rf"(?:(?<=\s)|^)(?:{_any(_AT)}\s+)?{_any(_NOON)}(?=\s|$)", words):
        return " ".join(f"{words[: match.start()]} {words[match.end() :]}".split()), DAY_MINUTES // 2
    return words, None


def _minutes(parts: dict[str, str | None]) -> int:
    hours, minutes = int(parts["hour"] or 0), int(parts.get("minute") or 0)
    if parts.get("am") or parts.get("pm"):
        if not 1 <= hours <= 12:
            raise ValueError(_("is a time of day that does not exist"))
        hours = hours % 12 + (12 if parts.get("pm") else 0)
    if hours > 23 or minutes > 59:
        raise ValueError(_("is a time of day that does not exist"))
    return hours * 60 + minutes


def _named(words: str, asked: _Asked) -> int | None:
    """`today`, `day after tomorrow`, `end of month`."""
    for which, days in (
        *((_TODAY, 0), (_TOMORROW, 1), (_YESTERDAY, -1)),
        *((_AFTER_TOMORROW, 2), (_BEFORE_YESTERDAY, -2)),
    ):
        if words in _words(which):
            return asked.today + days
    if words in _words(_MONTH_END):
        today = date_of_day(asked.today)
        return day_of_date(today.replace(day=calendar.monthrange(today.year, today.month)[1]))
    return None


def _shifted(words: str, asked: _Asked) -> int | None:
    """`+3d`, `in 2 weeks`, `2 months ago`, `next week`, `last month`."""
    units = {_DAYS: 1, _WEEKS: 7, _MONTHS: -1, _YEARS: -12}
    shift = _shift(words, units)
    for which, count in ((_NEXT, 1), (_LAST, -1)):
        if shift is None and (match := re.fullmatch(rf"{_any(which)}\s+(\S+)", words)):
            shift = next(((count, size) for unit, size in units.items() if match[1] in _words(unit)), None)
    if shift is None:
        return None
    count, size = shift
    return asked.today + count * size if size > 0 else _months_on(asked.today, -count * size)


def _months_on(today: int, months: int) -> int:
    """So many months later, on the last day where the month is shorter."""
    start = date_of_day(today)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise OverflowError
    return day_of_date(date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1])))


def _weekday(words: str, asked: _Asked) -> int | None:
    """`fri`, `next monday`, `this fri`, `last tue`."""
    match = re.fullmatch(rf"(?:({_any(_NEXT)})|({_any(_LAST)})|({_any(_THIS)}))?\s*([^\W\d]+)\.?", words)
    number = _number_of(match[4], weekday_name, WEEKDAYS, 2) if match else None
    if match is None or number is None:
        return None
    here = date_of_day(asked.today).weekday()
    monday = asked.today - here
    if match[1]:
        return monday + 7 + number
    if match[3]:
        return monday + number
    if match[2] or not asked.ahead:
        return asked.today - ((here - number) % 7 or (7 if match[2] else 0))
    return asked.today + ((number - here) % 7 or 7)


def _number_of(word: str, name: Callable[[int], str], english: Sequence[str], letters: int) -> int | None:
    """The place of a name that begins with this word, first in the language of the person, then in English."""
    for names in ([_folded(name(place)) for place in range(len(english))], [_folded(one) for one in english]):
        found = [place for place, one in enumerate(names) if one.startswith(word)]
        if len(word) >= letters and len(found) == 1:
            return found[0]
    return None


def _in_words(words: str, asked: _Asked) -> int | None:
    """`31 oct`, `31. Oktober 2026`, `Oct 31st 2026`."""
    ordinal = r"(\d{1,2})(?:\.|st|nd|rd|th)?"
    for pattern, day, month in (
        (rf"{ordinal}\s*([^\W\d]{{3,}})\.?(?:\s*(\d{{4}}|\d\d))?", 1, 2),
        (rf"([^\W\d]{{3,}})\.?\s*{ordinal}(?:\s+(\d{{4}}))?", 2, 1),
    ):
        if match := re.fullmatch(pattern, words):
            number = _number_of(match[month], lambda place: month_name(place + 1), MONTHS, 3)
            if number is not None:
                return _dated(int(match[day]), number + 1, match[3], asked)
    return None


def _in_figures(words: str, asked: _Asked) -> int | None:
    """`2026-10-31`, `31.10.`, `31.10.26`, `10/31/2026` or `31/10/2026` as the language has it."""
    if match := re.fullmatch(r"(\d{4})([-./])(\d{1,2})\2(\d{1,2})\.?", words, re.ASCII):
        return _dated(int(match[4]), int(match[3]), match[1], asked)
    if match := re.fullmatch(r"(\d{1,2})\s?([-./])\s?(\d{1,2})(?:\2\s?(\d{4}|\d\d)?)?", words, re.ASCII):
        first, second = int(match[1]), int(match[3])
        month_first = match[2] == "/" and asked.month_first
        if (month_first and first > 12) or (not month_first and second > 12):
            month_first = not month_first
        day, month = (second, first) if month_first else (first, second)
        return _dated(day, month, match[4], asked)
    return None


def _dated(day: int, month: int, year: str | None, asked: _Asked) -> int:
    """A day of a month; without a year the one that is meant as of today."""
    if year:
        return _existing(int(year) + (2000 if len(year) == 2 else 0), month, day)
    this = date_of_day(asked.today).year
    # A 29th of February is looked for in the leap years around.
    years = [one for one in range(this - 4, this + 9) if _exists(one, month, day)] or [this]
    days = [_existing(one, month, day) for one in years]
    if asked.ahead:
        return next(one for one in days if one >= asked.today)
    return min(days, key=lambda one: abs(one - asked.today))


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def _existing(year: int, month: int, day: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise OverflowError
    if not _exists(year, month, day):
        raise ValueError(_("is a date that does not exist"))
    return day_of_date(date(year, month, day))


_READERS = (_named, _shifted, _weekday, _in_words, _in_figures)
