"""Working time between two moments, from a week's working days and hours."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from crmdesk.domain.calendar import Calendar


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """When the business is open. `weekdays` counts Monday as 1; `opens` and `closes` are minutes after midnight."""

    weekdays: Collection[int]
    opens: int
    closes: int
    holidays: Collection[int] = ()

    def is_working_day(self, day: int) -> bool:
        """Day 0, 1970-01-01, was a Thursday."""
        return (day + 3) % 7 + 1 in self.weekdays and day not in self.holidays


def minutes_of(text: str) -> int:
    """Minutes after midnight of `09:30`."""
    hour, _, minute = text.partition(":")
    return int(hour) * 60 + int(minute)


class OpeningHours:
    """Working time up to any moment, so that the time between two is one difference, however far apart they are."""

    def __init__(self, calendar: Calendar, working: WorkingTime, first_day: int, last_day: int) -> None:
        # Of each working day when it opens, what turns a moment of it into working time so far, and its end's.
        self._opens: list[int] = []
        self._shifts = [0]
        self._ends = [0]
        for day in range(first_day, last_day + 1):
            # Where the date line moved, a day was left out: it ends when it begins.
            if working.is_working_day(day) and calendar.midnight(day) < calendar.midnight(day + 1):
                opens, closes = calendar.at_time(day, working.opens), calendar.at_time(day, working.closes)
                self._opens.append(opens)
                self._shifts.append(self._ends[-1] - opens)
                self._ends.append(self._ends[-1] + max(closes - opens, 0))

    def between(self, start: int, end: int) -> int:
        """Microseconds of working time from `start` to `end`; both lie in the days given at the start."""
        before, after = self.until((start, end))
        return after - before

    def until(self, moments: Iterable[int]) -> list[int]:
        """The working time from the first day up to each of these moments."""
        opens, shifts, ends = self._opens, self._shifts, self._ends
        found = []
        for at in moments:
            place = bisect_right(opens, at)
            # Before the first day nothing is counted, after a day has ended no more than the whole of it.
            if not place:
                found.append(0)
            elif at + shifts[place] < ends[place]:
                found.append(at + shifts[place])
            else:
                found.append(ends[place])
        return found

    @property
    def any(self) -> bool:
        """Whether the business is open at all in these days."""
        return self._ends[-1] > 0

    def moment_of(self, worked: int) -> int | None:
        """The first moment at which there was so much working time since the first day; None: not in these days."""
        place = max(bisect_left(self._ends, worked), 1)
        return worked - self._shifts[place] if place < len(self._ends) else None
