"""When a customer is active: the words of the KPI definitions as functions over plain values.

Days are day numbers. A run `(first, stop)` says that the account was active at the end of each day from `first` up to
but not including `stop`; a run without an end stops at `NEVER`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

NEVER = 10**9
Run = tuple[int, int]


def active_runs(purchases: Sequence[int], endings: Sequence[int], limit: int | None) -> list[Run]:
    """The runs of days at whose end an account was active.

    `purchases` are the days of its positive sales and `endings` the days on which a contact of it said that it stops,
    both ascending. Active at the end of day D: with s the last purchase on or before D, D < s + limit and no ending
    e with s <= e <= D. `limit` None: purchases never lapse.
    """
    runs: list[Run] = []
    first = stop = None
    for day in purchases:
        if stop is None or stop < day or first is None:
            if first is not None and stop is not None and stop > first:
                runs.append((first, stop))
            first = day
        stop = NEVER if limit is None else day + limit
        if endings:
            place = bisect_left(endings, day)
            if place < len(endings):
                stop = min(stop, endings[place])
    if first is not None and stop is not None and stop > first:
        runs.append((first, stop))
    return runs
