"""Days, moments and spans of calendar files, with the time zones that these name in many ways."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from crmdesk.exchange.readers.ical_parts import Part
from crmdesk.exchange.readers.vcard_lines import Line

TIME = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d))?(?:[.,]\d{1,9})?(Z|[+-]\d\d:?\d\d)?)?", re.ASCII
)
SPAN = re.compile(
    r"([+-]?)P(?:(\d{1,5})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,8})S)?)?", re.ASCII
)
OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)(?::?\d\d)?", re.ASCII)
STATED_OFFSET = re.compile(r"\s*\(?(?:UTC|GMT) ?([+-]\d\d:\d\d)\)?(?!/)", re.ASCII)
CONTINENTS = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
SPOKEN_TIME = re.compile(r"\b([A-Z]\w+) Time\b")
NTH_DAY = re.compile(r"BYDAY=([+-]?\d)(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
MONTH = re.compile(r"BYMONTH=(\d{1,2})", re.ASCII)
UNTIL = re.compile(r"UNTIL=(\d{4})", re.ASCII)
COUNT = re.compile(r"COUNT=(\d{1,4})", re.ASCII)
SUMMER = "DAYLIGHT"
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Change:
    """How the clock of a zone is set each year, from the first year to the last: the day, the hour, the offset then.

    `nth` counts the weekday from the beginning of the month or, negative, from its end; 0: from New Year's Day on.
    """

    kind: str
    first: int
    last: int
    offset: timedelta
    month: int = 1
    nth: int = 0
    weekday: int = 0
    hour: timedelta = timedelta()

    def in_year(self, year: int) -> datetime:
        """The local moment of it, without a zone."""
        last = monthrange(year, self.month)[1]
        days = [day for day in range(1, last + 1) if date(year, self.month, day).weekday() == self.weekday]
        nth = max(-len(days), min(self.nth if self.nth < 0 else self.nth - 1, len(days) - 1))
        return datetime(year, self.month, days[nth] if self.nth else 1) + self.hour  # noqa: DTZ001 - a wall clock


@dataclass(slots=True)
class Zones:
    """The zones that the times of a file name: those of the computer, those that the file explains itself."""

    unknown: set[str] = field(default_factory=set)
    _explained: dict[str, tzinfo | tuple[Change, ...]] = field(default_factory=dict)
    _found: dict[str, tzinfo | None] = field(default_factory=dict)

    def explain(self, part: Part) -> None:
        """Learns a zone from the file."""
        name = part.first("TZID")
        if name is None or len(self._explained) >= 1_000:
            return
        place = part.first("X-LIC-LOCATION")
        known = _of_computer(_text(place)) if place else None
        changes = tuple(change for rule in part.rules if (change := _change(rule)))
        if known or changes:
            self._explained[_text(name)] = known or changes

    def put(self, moment: datetime, name: str) -> datetime:
        """A local moment with the offset of that zone; as it is where nobody knows the zone."""
        if name not in self._found:
            self._found[name] = _of_computer(name) or (None if name in self._explained else _described(name))
        known = self._found[name] or self._explained.get(name)
        if isinstance(known, tuple):
            known = _by_changes(moment, known)
        if known is None:
            self.unknown.add(name)
            return moment
        return moment.replace(tzinfo=known)


def time_of(line: Line, zones: Zones) -> date | datetime:
    """The day or moment of a property. Raises ValueError where it is none."""
    match = TIME.fullmatch(_text(line))
    if match is None:
        raise ValueError(_text(line))
    year, month, day, hour, minute, second, zone = match.groups()
    if hour is None:
        return date(int(year), int(month), int(day))
    # A leap second is the last one of its minute.
    moment = datetime(int(year), int(month), int(day), int(hour), int(minute), min(int(second or 0), 59))  # noqa: DTZ001 - the zone comes next
    if zone:
        return moment.replace(tzinfo=UTC if zone == "Z" else _offset(zone))
    name = line.head.parameter("TZID")
    return zones.put(moment, name) if name else moment


def span_of(line: Line) -> timedelta:
    """The span of a DURATION. Raises ValueError where it is none."""
    match = SPAN.fullmatch(_text(line).upper())
    if match is None:
        raise ValueError(_text(line))
    weeks, days, hours, minutes, seconds = (int(one or 0) for one in match.groups()[1:])
    span = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -span if match[1] == "-" else span


def _text(line: Line) -> str:
    return line.data.strip().decode("utf-8", "replace")


def _of_computer(name: str) -> tzinfo | None:
    """The zone of that name, however it is dressed: `/x.org/Europe/Berlin`, `W. Europe Standard Time`."""
    if name in ("UTC", "GMT", "Z"):
        return UTC
    from tzlocal.windows_tz import win_tz

    words = name.strip("/").split("/")
    for known in (win_tz.get(name, ""), "/".join(words[-3:]), "/".join(words[-2:])):
        try:
            # A single word such as CET is the name of a rule, not of a place, and the file explains it better.
            if "/" in known:
                return ZoneInfo(known)
        except (KeyError, ValueError, OSError):
            continue
    return None


def _described(name: str) -> tzinfo | None:
    """The zone of a description, as Outlook shows it: `(UTC+01:00) Amsterdam, Berlin`, `Eastern Time (US & Canada)`."""
    from tzlocal.windows_tz import win_tz

    offset = STATED_OFFSET.match(name)
    words = name[offset.end() :] if offset else name
    by_rule = SPOKEN_TIME.search(words)
    places = (_cities().get(city.strip().casefold().replace(" ", "_")) for city in re.split(r"\\?[,;:]", words))
    for known in (win_tz.get(f"{by_rule[1]} Standard Time") if by_rule else None, *places):
        if known:
            return ZoneInfo(known)
    return _offset(offset[1]) if offset else None


@lru_cache(1)
def _cities() -> dict[str, str]:
    """The zones of the computer by their cities."""
    names = (name for name in sorted(available_timezones()) if name.startswith(CONTINENTS))
    return {name.rpartition("/")[2].casefold(): name for name in names}


def _change(rule: Part) -> Change | None:
    offset, start, repeat = rule.first("TZOFFSETTO"), rule.first("DTSTART"), rule.first("RRULE")
    try:
        to = _offset(_text(offset)).utcoffset(None) if offset else None
    except ValueError:
        return None
    if to is None:
        return None
    begins = TIME.fullmatch(_text(start)) if start else None
    said, first = _text(repeat).upper() if repeat else "", int(begins[1]) if begins else MINYEAR
    nth, month = NTH_DAY.search(said), MONTH.search(said)
    if not nth or not month or not 1 <= int(month[1]) <= 12 or not int(nth[1]):
        # Summer time that was set once was over with that summer.
        return Change(rule.kind, first, first if rule.kind == SUMMER and begins else MAXYEAR, to)
    hour = timedelta(hours=int(begins[4] or 0), minutes=int(begins[5] or 0)) if begins else timedelta()
    weekday = WEEKDAYS.index(nth[2])
    return Change(rule.kind, first, _last_year(said, first), to, int(month[1]), int(nth[1]), weekday, hour)


def _last_year(said: str, first: int) -> int:
    if until := UNTIL.search(said):
        return int(until[1])
    count = COUNT.search(said)
    return min(first + int(count[1]) - 1, MAXYEAR) if count else MAXYEAR


def _by_changes(moment: datetime, changes: tuple[Change, ...]) -> tzinfo:
    """The offset that holds at a local moment: that of the last change before it, or of the last one of a year."""
    in_force: dict[str, Change] = {}
    for change in sorted(changes, key=lambda one: one.first):
        if change.first <= moment.year <= change.last:
            in_force[change.kind] = change
    if not in_force:
        return timezone(max(changes, key=lambda one: (one.first <= moment.year, one.last, one.first)).offset)
    in_year = sorted((change.in_year(moment.year), change.offset) for change in in_force.values())
    passed = [offset for at, offset in in_year if at <= moment]
    return timezone((passed or [in_year[-1][1]])[-1])


def _offset(text: str) -> timezone:
    match = OFFSET.fullmatch(text)
    if match is None:
        raise ValueError(text)
    away = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return timezone(-away if match[1] == "-" else away)
