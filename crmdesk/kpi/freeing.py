"""Working with millions of rows beside a window: what takes the interpreter for long is done bit by bit, or spared.

Sorting a million rows, freeing them, or having the collector walk them is one step to Python, in which no other thread
has its turn; the window would stand still.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from operator import itemgetter
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")

_AT_ONCE = 10_000
# 2 ** 41 microseconds: some 25 days.
_SPAN_BITS = 41

# Whether the collector worked when each of those that spare it began.
_sparing: list[bool] = []
_counting = Lock()


def free(found: Any) -> None:
    """Empties a large list or dictionary that nobody needs any more, or the large ones that a value is made of."""
    if isinstance(found, list):
        while len(found) > _AT_ONCE:
            del found[-_AT_ONCE:]
    elif isinstance(found, dict):
        while len(found) > _AT_ONCE:
            found.popitem()
    else:
        parts = found if isinstance(found, tuple) else [getattr(found, name) for name in _slots(found)]
        for part in parts:
            if isinstance(part, list | dict):
                free(part)


def _slots(found: Any) -> Iterable[str]:
    return getattr(found, "__slots__", ())


def in_order_of_time(rows: Iterable[T], moment: Callable[[T], int]) -> list[T]:
    """The rows by their moments in microseconds, month by month; those of one moment stay in their order."""
    months: defaultdict[int, list[T]] = defaultdict(list)
    for row in rows:
        months[moment(row) >> _SPAN_BITS].append(row)
    found: list[T] = []
    for month in sorted(months):
        found += sorted(months.pop(month), key=moment)
    return found


def sort_within(rows: list[T], known: Callable[[T], Any], key: Callable[[T], Any]) -> None:
    """Sorts rows by `key`, bit by bit; they are in the order of `known` already, with which `key` begins."""
    start = 0
    while start < len(rows):
        end = min(start + _AT_ONCE, len(rows))
        while end < len(rows) and known(rows[end]) == known(rows[end - 1]):
            end += 1
        rows[start:end] = sorted(rows[start:end], key=key)
        start = end


def columns_of(rows: list[tuple[Any, ...]], count: int) -> list[list[Any]]:
    """The first `count` columns of rows."""
    found: list[list[Any]] = [[] for _ in range(count)]
    for start in range(0, len(rows), _AT_ONCE):
        part = rows[start : start + _AT_ONCE]
        for place, column in enumerate(found):
            column.extend(map(itemgetter(place), part))
    return found


@contextmanager
def uncollected() -> Iterator[None]:
    """Spares the collector, which would walk all rows again and again: none of them refers to itself.

    Jobs may be in it at the same time; the collector works again when the last one has left.
    """
    with _counting:
        _sparing.append(gc.isenabled())
        gc.disable()
    try:
        yield
    finally:
        with _counting:
            # Only the first one saw what had been before.
            before = _sparing[0]
            _sparing.pop()
            if before and not _sparing:
                gc.enable()
