"""Which forms the dates of a column may be written in, found from all of its cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from crmdesk.exchange import cell
from crmdesk.exchange.dateform import ANY_YEAR, ZONES
from crmdesk.exchange.rules import ISO

DAY_FIRST, MONTH_FIRST, YEAR_FIRST = "day first", "month first", "year first"
Candidate = tuple[str, str, int, int, str]
"""What comes first, the form of the whole text, where the day begins and ends in it, and the form of the day alone."""
ORDERS = (DAY_FIRST, MONTH_FIRST, YEAR_FIRST)
_LONGEST = 48
EARLIEST, LATEST = "1800-01-01", "2200-12-31"
"""Days outside are none that a business has written: a number, or a slip."""
_TIME = re.compile(
    r"(?P<gap>T|,?\s+(?:at\s+|um\s+)?|,)(?P<hour>\d{1,2}):\d\d(?P<seconds>:\d\d)?(?P<fraction>[.,]\d{1,9})?"
    r"(?P<half>\s?(?:[ap]\.?\s?m\.?|vorm\.?|nachm\.?))?"
    rf"(?P<zone>\s?(?:(?:UTC|GMT)?[+-]\d\d?(?::?\d\d)?|{'|'.join(ZONES)}|Z))?",
    re.IGNORECASE | re.ASCII,
)
_WORD = r"[^\W\d_]{3,12}"
_FIGURES = re.compile(r"\d{1,2}(?P<mark>[-./])\d{1,2}(?P=mark)(?P<year>\d{4}|\d\d)(?P<end>\.?)", re.ASCII)
_YEAR_FIRST = re.compile(r"\d{4}(?P<mark>[-./])\d{1,2}(?P=mark)\d{1,2}", re.ASCII)
_COMPACT = re.compile(r"\d{8}", re.ASCII)
_DAY_NAMED = re.compile(rf"\d{{1,2}}(?P<mark>\.?[ -]|/)(?:de )?{_WORD}\.?(?P<next>,? |[-/]| de )(?P<year>\d{{4}}|\d\d)")
_NO_YEAR = re.compile(r"\d{1,2}\.\d{1,2}\.", re.ASCII)
_MONTH_ALONE = re.compile(rf"{_WORD}(?P<mark>\.? |\.?-|/)(?P<year>\d{{4}}|(?<=[-/])\d\d)")
_MONTH_IN_FIGURES = re.compile(r"(?P<first>\d{4})-(?:0[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])/\d{4}", re.ASCII)
_MONTH_NAMED = re.compile(rf"{_WORD}\.? \d{{1,2}}(?P<mark>,? )\d{{4}}")
_WEEKDAY = re.compile(r"(?P<day>[^\W\d_]{2,12}\.?)(?P<gap>,? )(?=\d|[^\W\d_]+\.? \d)")


@dataclass(frozen=True, slots=True)
class Dates:
    """The readings in which most cells are dates: the forms of each; several of them say different days.

    `least` and `most` are the first and the last day by the first reading, `orders` says what comes first in each.
    """

    readings: tuple[tuple[str, ...], ...]
    orders: tuple[str, ...]
    count: int
    least: str
    most: str
    has_time: bool
    has_zone: bool
    is_decided: bool = False


@dataclass(slots=True)
class DateTally:
    """What the cells of a column say about its dates, gathered one text at a time."""

    covered: Counter[str] = field(default_factory=Counter)
    forms: dict[str, Counter[str]] = field(default_factory=lambda: {order: Counter() for order in ORDERS})
    least: dict[str, str] = field(default_factory=dict)
    most: dict[str, str] = field(default_factory=dict)
    differs: bool = False
    timed: int = 0
    zoned: int = 0

    def add(self, text: str, count: int, found: Sequence[Candidate]) -> None:
        """Notes a text that stands in so many cells, with the forms that dates of its shape have."""
        days: dict[str, str] = {}
        for order, form, start, end, day_form in found:
            try:
                day = cell.day(text[start:end], day_form)
            except cell.CellError:
                continue
            if not EARLIEST <= day <= LATEST:
                continue
            days[order] = day
            self.forms[order][form] += count
        for order, day in days.items():
            self.covered[order] += count
            self.least[order] = min(day, self.least.get(order, day))
            self.most[order] = max(day, self.most.get(order, day))
        if days:
            self.timed += count * (len(text) > found[0][3])
            self.zoned += count * (text[-1] in "Zz" or text.rpartition(" ")[2] in ZONES or "+" in text[-6:])
        self.differs = self.differs or len({days.get(DAY_FIRST), days.get(MONTH_FIRST)}) == 2

    def dates(self) -> Dates | None:
        """The readings that cover the most cells."""
        if not self.covered:
            return None
        most = max(self.covered.values())
        best = [order for order in ORDERS if self.covered[order] == most]
        if not self.differs or self.covered[DAY_FIRST] != self.covered[MONTH_FIRST]:
            best = best[:1]
        best = [order for order in best if order != YEAR_FIRST] or best
        readings = tuple(tuple(form for form, _n in self.forms[order].most_common()) for order in best)
        return Dates(
            readings,
            tuple(best),
            most,
            self.least[best[0]],
            self.most[best[0]],
            has_time=self.timed * 2 > most,
            has_zone=self.zoned * 2 > most,
            is_decided=self.differs and len(best) == 1,
        )


def candidates(text: str) -> list[Candidate]:
    """The forms that texts of the shape of this one may be dates in."""
    if not 6 <= len(text) <= _LONGEST:
        return []
    if cell.ISO_FORM.fullmatch(text):
        return [(order, ISO, 0, 10, ISO) for order in ORDERS]
    if found := _from(text, 0, ""):
        return found
    weekday = _WEEKDAY.match(text)
    return _from(text, weekday.end(), f"%a{weekday['gap']}") if weekday else []


def _from(text: str, start: int, before: str) -> list[Candidate]:
    """The same for what stands behind the name of a weekday."""
    found = [(order, before + form, start, len(text), form) for order, form in _orders(text[start:])]
    if not found and (time := _TIME.search(text, start)) and time.end() == len(text):
        tail = _time_form(time)
        days = _orders(text[start : time.start()])
        found = [(order, before + form + tail, start, time.start(), form) for order, form in days]
    return found


def _orders(text: str) -> list[tuple[str, str]]:
    """The same for a date without a time of day."""
    if match := _FIGURES.fullmatch(text):
        return _in_figures(match)
    if match := _YEAR_FIRST.fullmatch(text):
        return [(order, "%Y{0}%m{0}%d".format(match["mark"])) for order in ORDERS]
    if _COMPACT.fullmatch(text):
        return [(order, "%Y%m%d") for order in ORDERS]
    if match := _DAY_NAMED.fullmatch(text):
        of = "de " if f"{match['mark']}de " in text[:8] else ""
        form = f"%d{match['mark']}{of}%b{match['next']}{'%Y' if len(match['year']) == 4 else '%y'}"
        return [(order, form) for order in ORDERS]
    if match := _MONTH_NAMED.fullmatch(text):
        return [(order, f"%b %d{match['mark']}%Y") for order in ORDERS]
    if _NO_YEAR.fullmatch(text):
        return [(DAY_FIRST, f"{ANY_YEAR}%d.%m.")]
    return [(order, form) for order in ORDERS] if (form := _month_alone(text)) else []


def _month_alone(text: str) -> str:
    """The form of a month without a day, which is its first day."""
    if match := _MONTH_ALONE.fullmatch(text):
        return f"%b{match['mark'].lstrip('.')}{'%Y' if len(match['year']) == 4 else '%y'}"
    if match := _MONTH_IN_FIGURES.fullmatch(text):
        return "%Y-%m" if match["first"] else "%m/%Y"
    return ""


def _in_figures(match: re.Match[str]) -> list[tuple[str, str]]:
    mark, end = match["mark"], match["end"]
    year = "%Y" if len(match["year"]) == 4 else "%y"
    found = [(DAY_FIRST, f"%d{mark}%m{mark}{year}{end}")]
    if mark != ".":
        # Nobody writes the month first with points between.
        found.append((MONTH_FIRST, f"%m{mark}%d{mark}{year}{end}"))
    if year == "%y":
        found.append((YEAR_FIRST, f"%y{mark}%m{mark}%d{end}"))
    return found


def _time_form(time: re.Match[str]) -> str:
    gap = " " if time["gap"].isspace() else time["gap"]
    form = f"{gap}{'%I' if time['half'] else '%H'}:%M{':%S' if time['seconds'] else ''}"
    if time["fraction"]:
        form += f"{time['fraction'][0]}%f"
    if time["half"]:
        form += " %p" if time["half"][0].isspace() else "%p"
    if time["zone"]:
        bare = time["zone"].strip()
        space = " " if time["zone"][0].isspace() else ""
        form += space + ("%z" if {"+", "-"} & set(bare) else "%Z")
    return form
