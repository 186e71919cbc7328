"""Spans of time as a table that KPI SQL can join, and what KPIs of one measurement share.

A KPI's SQL reads the temporary table `span`: one row for each span that has begun, with

    i                    its number in `Measurement.spans`
    first, last          its first local day, and the last one that had begun before the cut
    start_at, cut_at     its moments: a fact counts if start_at <= at < cut_at
    now_at               the moment of asking, for cohorts
    year_at, year_first  midnight and day with which the last 12 months begin
    days_first           the first of the 365 local days that end with `last`
    detail               1 where companions and breakdowns are wanted, 0 for a bare comparison

so that one statement answers all periods at once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, Self, TypeVar

from crmdesk.domain.calendar import Calendar
from crmdesk.domain.period import Span, add_months
from crmdesk.kpi.freeing import free, uncollected
from crmdesk.kpi.only import EVERYTHING, Key, Only
from crmdesk.store.setting import Settings

T = TypeVar("T")
N = TypeVar("N", bound=tuple[Any, ...])
FOREVER = 2**62


class Source(Protocol):
    """A workspace to read from."""

    @property
    def settings(self) -> Settings: ...

    @property
    def calendar(self) -> Calendar: ...

    def rows(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> list[tuple[Any, ...]]: ...


@dataclass(frozen=True, slots=True)
class Fact:
    """A record behind a figure, with the moment at which it counted where that is not the record's own."""

    kind: str
    id: int
    at: int | None = None


class Measurement:
    """One pass over a workspace for a list of spans that have begun, as of one `now`, restricted to `only`.

    A context: what was loaded is let go at its end, bit by bit, so that no other thread has to wait for it.

    `of`: a measurement of the same spans that is restricted to nothing, from which a restricted one takes what is the
    same for all.
    """

    def __init__(
        self,
        source: Source,
        spans: Sequence[Span],
        now: int,
        detail: Sequence[bool] | None = None,
        only: Only = EVERYTHING,
        of: Measurement | None = None,
    ) -> None:
        self.source, self.spans, self.now, self.only = source, list(spans), now, only
        self.settings, self.calendar = source.settings, source.calendar
        self.detail = list(detail) if detail is not None else [True] * len(self.spans)
        self._by_cut = sorted(range(len(self.spans)), key=lambda i: self.spans[i].cut)
        self._cuts = [self.spans[i].cut for i in self._by_cut]
        self._shared: dict[Callable[[Measurement], Any], Any] = {}
        self._of = self if of is None else of
        self._spared = ExitStack()
        self._make_span_table()

    @property
    def wanted(self) -> list[int]:
        """The numbers of the spans for which companions and breakdowns are wanted."""
        return [i for i, wanted in enumerate(self.detail) if wanted]

    def keeps(self, **keys: Key) -> bool:
        """Whether a fact of these keys belongs to the part of the business that is measured."""
        return all(keys.get(name) == key for name, key in self.only if name in keys)

    def rows(self, sql: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """All rows of a query; `:now` is the moment of asking."""
        return self.source.rows(sql, {"now": self.now, "forever": FOREVER, **parameters})

    def grouped(self, sql: str, **parameters: Any) -> dict[int, list[tuple[Any, ...]]]:
        """The rows of a query by their first column, the span's number, in the query's order."""
        found: dict[int, list[tuple[Any, ...]]] = {i: [] for i in range(len(self.spans))}
        for i, *row in self.rows(sql, **parameters):
            found[i].append(tuple(row))
        return found

    def cuts_within(self, start: int, until: int) -> Sequence[int]:
        """The numbers of the spans whose cut t lies in start < t <= until."""
        return self._by_cut[bisect_right(self._cuts, start) : bisect_right(self._cuts, until)]

    def shared(self, load: Callable[[Measurement], T]) -> T:
        """What several KPIs need, loaded once."""
        if load not in self._shared:
            self._shared[load] = load(self)
        found: T = self._shared[load]
        return found

    def whole(self, load: Callable[[Measurement], T]) -> T:
        """The same where it does not depend on what the measurement is restricted to."""
        return self._of.shared(load)

    def __enter__(self) -> Self:
        self._spared.enter_context(uncollected())
        return self

    def __exit__(self, *_fault: object) -> None:
        while self._shared:
            free(self._shared.popitem()[1])
        self._spared.close()

    def _make_span_table(self) -> None:
        self.source.rows("DROP TABLE IF EXISTS temp.span")
        self.source.rows(
            "CREATE TEMP TABLE span (i INTEGER PRIMARY KEY, first, last, start_at, cut_at, now_at, year_at, year_first,"
            " days_first, detail)"
        )
        for i, span in enumerate(self.spans):
            year_first = add_months(span.last + 1, -12)
            days = (span.first, span.last, span.start, span.cut, self.now)
            year = (self.calendar.midnight(year_first), year_first, span.last - 364)
            self.source.rows(
                "INSERT INTO temp.span VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (i, *days, *year, int(self.detail[i]))
            )


def maker(kind: type[N]) -> Callable[[tuple[Any, ...]], N]:
    """Makes a kind of named tuple of plain ones: for loops over every record, where calling the class takes longest."""
    return partial(tuple.__new__, kind)


def by_id(kind: type[N], rows: Sequence[tuple[Any, ...]]) -> dict[int, N]:
    """Rows as named tuples by their first column, which is not in them."""
    make = maker(kind)
    found = {row[0]: make(row[1:]) for row in rows}
    free(rows)
    return found
