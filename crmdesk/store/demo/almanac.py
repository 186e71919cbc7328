"""The business's days: working days, holidays of Berlin, seasons, and time that passes while the door is open."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta

from crmdesk.domain.calendar import DAY, Calendar, date_of_day, day_of_date
from crmdesk.domain.period import add_months
from crmdesk.store.demo.chance import Chance, Weighted

TIMEZONE = "Europe/Berlin"
SECOND = 1_000_000
OPENS, CLOSES = 9 * 3600, 17 * 3600
WORKDAY = CLOSES - OPENS
_SEASON = (0.92, 1.0, 1.12, 1.02, 0.97, 0.93, 0.82, 0.7, 1.1, 1.2, 1.15, 0.85)
_WEEKDAYS = (1.15, 1.08, 1.0, 1.0, 0.82, 0.08, 0.03)
# When people write and call: few before nine and after five, least at lunch.
_HOURS = Weighted([(hour, weight) for hour, weight in enumerate([1, 4, 15, 17, 15, 8, 12, 15, 12, 5, 1, 1, 1, 1], 7)])


class Almanac:
    """Every day from well before the story to well after it."""

    def __init__(self, first: int, until: int) -> None:
        self.calendar = Calendar(TIMEZONE)
        self._from = add_months(first, -48)
        self.days = range(self._from, add_months(until, 18))
        self.holidays = frozenset(
            day for year in range(self._year(self.days[0]), self._year(self.days[-1]) + 1) for day in _holidays(year)
        )
        self._midnights = [self.calendar.midnight(day) for day in self.days]
        # Clocks change at night: counted back from noon, every time of day from four o'clock on is right.
        self._bases = [self.calendar.at_time(day, 720) - DAY // 2 for day in self.days]
        self.working = [day for day in self.days if self.is_working(day)]
        self._places = self._counted()
        self.now = self.at(until, 18 * 3600)
        self.starts = _month_starts(self.days)
        self._month_midnights = [self.calendar.midnight(day) for day in self.starts]

    def is_working(self, day: int) -> bool:
        return (day + 3) % 7 < 5 and day not in self.holidays

    def at(self, day: int, second: float) -> int:
        """The moment at which the clock shows that second of the day (from four in the morning on)."""
        return self._bases[day - self._from] + int(second * SECOND)

    def day_of(self, at: int) -> int:
        """The local day of a moment."""
        # A clock change moves a midnight by an hour: the division is right, or one day too early or late.
        place = (at - self._midnights[0]) // DAY
        if at < self._midnights[place]:
            place -= 1
        elif at >= self._midnights[place + 1]:
            place += 1
        return self._from + place

    def month_of(self, day: int) -> int:
        """The number of the month, counted from the first one of the almanac."""
        return bisect_right(self.starts, day) - 1

    def month_at(self, at: int) -> int:
        """The number of the month in which a moment lies."""
        return bisect_right(self._month_midnights, at) - 1

    def season(self, month: int) -> float:
        """How busy a month is, 1 on average."""
        return _SEASON[date_of_day(self.starts[month]).month - 1]

    def to_work(self, at: int) -> float:
        """Working seconds from the beginning up to a moment."""
        day = self.day_of(at)
        second = (at - self._bases[day - self._from]) / SECOND
        place = self._places[day - self._from]
        if place < 0:
            return -place * WORKDAY
        return place * WORKDAY + min(max(second - OPENS, 0.0), WORKDAY)

    def from_work(self, seconds: float) -> int:
        """The moment at which so many working seconds have passed."""
        place, second = divmod(seconds, WORKDAY)
        return self.at(self.working[min(int(place), len(self.working) - 1)], OPENS + second)

    def later(self, at: int, hours: float) -> int:
        """So many working hours after a moment."""
        return max(self.from_work(self.to_work(at) + hours * 3600), at + 30 * SECOND)

    def moments(self, month: int, chance: Chance, count: int) -> list[int]:
        """Moments at which customers get in touch in a month, in order."""
        days = range(self.starts[month], self.starts[month + 1])
        table = Weighted([(day, self._liveliness(day)) for day in days])
        return sorted(self.at(chance.draw(table), _second(chance)) for _ in range(count))

    def office_moment(self, day: int, chance: Chance) -> int:
        """A moment in working hours, on that day or on the next working day."""
        place = min(bisect_right(self.working, day - 1), len(self.working) - 1)
        return self.at(self.working[place], chance.whole(OPENS + 600, CLOSES - 600))

    def _counted(self) -> list[int]:
        """For a working day, how many came before it; for any other the same number, negative."""
        counted, before = [], 0
        for day in self.days:
            if before < len(self.working) and self.working[before] == day:
                counted.append(before)
                before += 1
            else:
                counted.append(-before)
        return counted

    def _liveliness(self, day: int) -> float:
        if day in self.holidays:
            return 0.03
        value = date_of_day(day)
        quiet = 0.15 if (value.month, value.day) > (12, 23) else 1.0
        return _WEEKDAYS[(day + 3) % 7] * quiet

    def _year(self, day: int) -> int:
        return date_of_day(day).year


def _second(chance: Chance) -> int:
    return chance.draw(_HOURS) * 3600 + chance.whole(0, 3599)


def _month_starts(days: range) -> list[int]:
    first = date_of_day(days[0])
    start = day_of_date(date(first.year, first.month, 1))
    count = (date_of_day(days[-1]).year - first.year) * 12 + 13
    return [add_months(start, number) for number in range(count)]


def _holidays(year: int) -> list[int]:
    """The public holidays of Berlin."""
    fixed = [date(year, *day) for day in ((1, 1), (3, 8), (5, 1), (10, 3), (12, 25), (12, 26))]
    moving = [_easter(year) + timedelta(days=days) for days in (-2, 1, 39, 50)]
    return [day_of_date(day) for day in (*fixed, *moving)]


def _easter(year: int) -> date:
    """Easter Sunday (the anonymous Gregorian computus, Meeus 1991)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    skipped, leap = divmod(century, 4)
    moved = (century + 8) // 25
    moon = (19 * golden + century - skipped - (century - moved + 1) // 3 + 15) % 30
    fours, left = divmod(rest, 4)
    sunday = (32 + 2 * leap + 2 * fours - moon - left) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)
