"""Amounts by day, added up once, so that any window of days is one difference."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from itertools import accumulate
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


class Tally:
    """Amounts of one campaign, or whatever it is; their days are ascending."""

    def __init__(self, days: Sequence[int] = (), amounts: Sequence[int] = ()) -> None:
        self._days = days
        self._sums = [0, *accumulate(amounts)]

    def between(self, first: int, last: int) -> tuple[int, int]:
        """The sum and the number of the amounts on the days `first..last`."""
        low, high = bisect_left(self._days, first), bisect_right(self._days, last)
        return self._sums[high] - self._sums[low], high - low


def tallies(rows: Iterable[tuple[K, int, int]]) -> dict[K, Tally]:
    """A tally for each key of (key, day, amount), which come by ascending days."""
    days: dict[K, list[int]] = defaultdict(list)
    amounts: dict[K, list[int]] = defaultdict(list)
    for key, day, amount in rows:
        days[key].append(day)
        amounts[key].append(amount)
    return {key: Tally(days[key], amounts[key]) for key in days}
