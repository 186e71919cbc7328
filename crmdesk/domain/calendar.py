"""Days and moments of a business in its own time zone.

A day is an integer, the number of days since 1970-01-01. A moment is an integer, the number of microseconds since
1970-01-01 00:00 UTC. A day begins at its local midnight; where the clock change skips midnight, at the instant of the
change, and where midnight occurs twice, at the first of the two. This file is the only one that converts.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crmdesk.domain.errors import UserError
from crmdesk.text import _

EPOCH = date(1970, 1, 1)
EPOCH_ORDINAL = EPOCH.toordinal()
EPOCH_UTC = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_YEAR, LAST_YEAR = 1900, 2199
MINUTE = 60_000_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
_MICROSECOND = timedelta(microseconds=1)
_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})"
    r"(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|z|[+-]\d{2}(?::?\d{2}(?::\d{2})?)?)?)?",
    re.ASCII,
)
# Fractions of a second and offsets are of too many kinds to be remembered.
_DATE_LENGTH, _MOMENT_LENGTH = len("2026-10-31"), len("2026-10-31T09:15:00")


def day_of_date(value: date) -> int:
    """The number of a calendar date."""
    return value.toordinal() - EPOCH_ORDINAL


def date_of_day(day: int) -> date:
    """The calendar date of a day number."""
    return date.fromordinal(day + EPOCH_ORDINAL)


@lru_cache(maxsize=20_000)
def parse_day(text: str) -> int:
    """The day number of `YYYY-MM-DD`. Raises ValueError, worded for an import report."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise ValueError(_("is not a date like 2026-10-31"))
    try:
        value = date.fromisoformat(text)
    except ValueError:
        raise ValueError(_("is a date that does not exist")) from None
    require_year(value.year)
    return day_of_date(value)


def require_year(year: int) -> None:
    """Years that crmdesk reckons with. Raises ValueError, worded for an import report."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(
            _("lies outside the years {first_year} to {last_year}").format(first_year=FIRST_YEAR, last_year=LAST_YEAR)
        )


def day_text(day: int) -> str:
    """`YYYY-MM-DD`."""
    return date_of_day(day).isoformat()


def zone(name: str) -> ZoneInfo:
    """The time zone of that name. Raises UserError where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UserError(
            _("The time zone “{name}” is not known here; use a name like Europe/Berlin or America/New_York.").format(
                name=name
            )
        ) from None


class Calendar:
    """Local civil time of one time zone."""

    def __init__(self, timezone: str) -> None:
        self.timezone = timezone
        self._zone = zone(timezone)
        self._midnights: dict[int, int] = {}
        self._even: dict[int, int | None] = {}
        # Texts of days that run evenly and of times of day, as far as they were met: tables are full of the same ones.
        self._begins: dict[str, int] = {}
        self._passed: dict[str, int] = {}

    def midnight(self, day: int) -> int:
        """The moment at which a local day begins."""
        at = self._midnights.get(day)
        if at is None:
            local = date_of_day(day)
            at = self._first_moment_from(datetime(local.year, local.month, local.day))
            self._midnights[day] = at
        return at

    def day_of(self, at: int) -> int:
        """The local day in which a moment lies: the last one that had begun by then."""
        # No zone is further than a day from Greenwich.
        day, known = at // DAY - 1, self._midnights
        while (known.get(day + 1) or self.midnight(day + 1)) <= at:
            day += 1
        return day

    def days_of(self, moments: Sequence[int | None]) -> list[int | None]:
        """The local days in which moments lie; none for none."""
        known = [at for at in moments if at is not None]
        if not known:
            return [None] * len(moments)
        first, last = self.day_of(min(known)), self.day_of(max(known))
        if last - first > len(known):
            return [None if at is None else self.day_of(at) for at in moments]
        begins = [self.midnight(day) for day in range(first, last + 1)]
        before = first - 1
        return [None if at is None else before + bisect_right(begins, at) for at in moments]

    def parse(self, text: str) -> int:
        """The moment of an ISO 8601 text: with an offset, without (local), or a date (its midnight).

        A local time that occurs twice is the first of the two; one that does not exist takes the offset before the
        change. Raises ValueError, worded for an import report.
        """
        try:
            return self._begins[text[:_DATE_LENGTH]] + self._passed[text[_DATE_LENGTH:]]
        except KeyError:
            return self._parse_anew(text)

    def parse_all(self, texts: Sequence[str]) -> list[int]:
        """`parse` for many texts."""
        begin, passed = self._begins.get, self._passed.get
        return [
            day + time
            if (day := begin(text[:_DATE_LENGTH])) is not None and (time := passed(text[_DATE_LENGTH:])) is not None
            else self._parse_anew(text)
            for text in texts
        ]

    def _parse_anew(self, text: str) -> int:
        match = _MOMENT.fullmatch(text)
        if match is None:
            raise ValueError(_("is not a date or moment like 2026-10-31 or 2026-10-31T09:15:00+01:00"))
        date_text, hours, minutes, seconds, parts, offset = match.groups()
        day = parse_day(date_text)
        if hours is None:
            return self.midnight(day)
        hour, minute, second = int(hours), int(minutes), int(seconds or 0)
        fraction = int(parts.ljust(6, "0")[:6]) if parts else 0
        if hour > 23 or minute > 59 or second > 59:
            raise ValueError(_("is a time of day that does not exist"))
        passed = ((hour * 60 + minute) * 60 + second) * 1_000_000 + fraction
        if offset is not None:
            return day * DAY + passed - _offset(offset)
        if (begin := self._even_midnight(day)) is not None:
            if len(text) <= _MOMENT_LENGTH:
                self._begins[date_text], self._passed[text[_DATE_LENGTH:]] = begin, passed
            return begin + passed
        local = date_of_day(day)
        return self._moment(datetime(local.year, local.month, local.day, hour, minute, second, fraction))

    def text(self, at: int) -> str:
        """ISO 8601 with the local offset; reading it again gives the same moment."""
        local = self._local(at)
        if local.utcoffset() is not None and local.utcoffset().seconds % 60:  # type: ignore[union-attr]  # it was just seen that there is one
            return (EPOCH_UTC + timedelta(microseconds=at)).isoformat().replace("+00:00", "Z")
        return local.isoformat()

    def local(self, at: int) -> datetime:
        """The civil date and time of a moment, without a zone, for people to read."""
        return self._local(at).replace(tzinfo=None)

    def at_time(self, day: int, minutes: int) -> int:
        """The moment at which the local clock shows so many minutes after midnight on a day."""
        local = date_of_day(day)
        return self._moment(datetime(local.year, local.month, local.day) + timedelta(minutes=minutes))

    def _first_moment_from(self, wall: datetime) -> int:
        """The moment of a wall clock time; where a clock change skips it, the instant of the change."""
        at = self._moment(wall)
        if self.local(at) == wall:
            return at
        # Reckoned with the offset after the change it lies at or before that instant, with the one before, at or after.
        low = (wall.replace(tzinfo=self._zone, fold=1) - EPOCH_UTC) // _MICROSECOND
        while low < at:
            middle = (low + at) // 2
            if self.local(middle) < wall:
                low = middle + 1
            else:
                at = middle
        return at

    def _even_midnight(self, day: int) -> int | None:
        """The moment at which a local day begins, if its clock runs evenly from midnight to midnight."""
        if day not in self._even:
            begin = self.midnight(day)
            # No zone has ever changed its clock twice within three days: what was shorter would not be longer again.
            self._even[day] = begin if self.midnight(day + 1) == begin + DAY else None
        return self._even[day]

    def _moment(self, wall: datetime) -> int:
        return (wall.replace(tzinfo=self._zone, fold=0) - EPOCH_UTC) // _MICROSECOND

    def _local(self, at: int) -> datetime:
        return (EPOCH_UTC + timedelta(microseconds=at)).astimezone(self._zone)


def _offset(text: str) -> int:
    """Microseconds east of Greenwich of `Z`, `+02:00`, `-0330`, `+02`."""
    if text in "Zz":
        return 0
    digits = text[1:].replace(":", "").ljust(6, "0")
    hours, minutes, seconds = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    if hours > 23 or minutes > 59 or seconds > 59:
        raise ValueError(_("has an offset from UTC that does not exist"))
    sign = -1 if text[0] == "-" else 1
    return sign * (hours * 3600 + minutes * 60 + seconds) * 1_000_000
