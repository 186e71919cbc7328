"""Results are remembered in the file, exactly: measured again only when something that they stand on has changed.

A remembered figure is valid for its stamp: the spans it was measured over, the moment of asking where that matters
(a running period, a cohort), the version of crmdesk, and the last operation that touched each table it reads. What it
is restricted to is part of its key.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from crmdesk import __version__
from crmdesk.domain.figure import Figure, Number, Reason, Row
from crmdesk.domain.money import Money
from crmdesk.domain.period import Period
from crmdesk.kpi.base import Kpi
from crmdesk.kpi.measure import Result, Spans, goals_of, measure, result_of, spans_of
from crmdesk.kpi.measurement import Source
from crmdesk.kpi.only import EVERYTHING, Only
from crmdesk.store.file import Workspace

# What is kept at most: ten years of months of every KPI, and as much again restricted to somebody or something, which
# goes first.
MOST = 6000

# So many are kept in mind as they were read: of one month to the next most of what is seen stays.
_READ = 1_000

# How results are written down; those that are written otherwise are not found.
_FORM = 3

# What tells to which part of the business a record belongs.
_RESTRICTING = ("contact", "campaign", "deal")

Results = list[dict[str, Result]]
Recalled = list[Mapping[str, Result]]


@dataclass(frozen=True, slots=True)
class Fresh:
    """A result to be remembered: its key, what it is valid for, and itself as JSON."""

    key: str
    stamp: str
    result: str


def remembered(
    source: Source, kpis: Sequence[Kpi], periods: Sequence[Period], now: int, only: Only = EVERYTHING
) -> Recalled | None:
    """What was measured last for these periods, even if it may have changed since; None where anything is missing.

    For the first paint of a window, until `measure_remembered` has looked.
    """
    keys = [[_key(kpi, period, only) for kpi in kpis] for period in periods]
    known = stored(source, [key for row in keys for key in row])
    if any(key not in known for row in keys for key in row):
        return None
    recalled = _Recall(source, now, only)
    return [
        _Period(recalled, kpis, period, [known[key][1] for key in row])
        for period, row in zip(periods, keys, strict=True)
    ]


def measure_remembered(
    source: Source, kpis: Sequence[Kpi], periods: Sequence[Period], now: int, only: Only = EVERYTHING
) -> tuple[Results, list[Fresh]]:
    """The results of all KPIs and periods, measured only where they are not remembered; and what to remember (`keep`).

    Equal, to the digit, to what `measure` returns.
    """
    known = stored(source, [_key(kpi, period, only) for kpi in kpis for period in periods])
    recalled = _Recall(source, now, only)
    found: Results = [{} for _ in periods]
    missing: dict[Kpi, list[int]] = {}
    for place, period in enumerate(periods):
        for kpi in kpis:
            stamp, text = known.get(_key(kpi, period, only), ("", ""))
            if text and stamp == recalled.stamp(kpi, period):
                found[place][kpi.id] = recalled.result(kpi, period, text)
            else:
                missing.setdefault(kpi, []).append(place)
    fresh = []
    places = sorted({place for some in missing.values() for place in some})
    measured = measure(source, list(missing), [periods[place] for place in places], now, only=only) if missing else []
    for kpi, some in missing.items():
        for place in some:
            result = measured[places.index(place)][kpi.id]
            found[place][kpi.id] = result
            stamp = recalled.stamp(kpi, periods[place])
            fresh.append(Fresh(_key(kpi, periods[place], only), stamp, _dump(result)))
    return [{kpi.id: results[kpi.id] for kpi in kpis} for results in found], fresh


def keep(workspace: Workspace, fresh: Sequence[Fresh]) -> None:
    """Writes results into the file, beside the records; no step of the journal, since nothing that is true changes."""
    if workspace.read_only or not fresh:
        return
    engine = workspace.engine
    engine.rows("BEGIN IMMEDIATE")
    try:
        rows = [(one.key, one.stamp, one.result) for one in fresh]
        engine.many("INSERT OR REPLACE INTO remembered (key, stamp, result) VALUES (?, ?, ?)", rows)
        for which in ("instr(key, '[') AND", ""):
            if engine.rows("SELECT count(*) FROM remembered")[0][0] > MOST:
                others = f"{which} key NOT IN (SELECT value FROM json_each(?))"
                engine.rows(f"DELETE FROM remembered WHERE {others}", (_keys(fresh),))
    except BaseException:
        engine.rows("ROLLBACK")
        raise
    engine.rows("COMMIT")


class _Recall:
    """Makes stamps and results, with what both need looked up once."""

    def __init__(self, source: Source, now: int, only: Only) -> None:
        self._source, self._now, self._only = source, now, only
        self._versions = table_versions(source)
        self._goals = goals_of(source)
        self._settings = source.settings
        self._spans: dict[Period, Spans] = {}

    def spans(self, period: Period) -> Spans:
        if period not in self._spans:
            self._spans[period] = spans_of(self._source, period, self._now)
        return self._spans[period]

    def stamp(self, kpi: Kpi, period: Period) -> str:
        """What a result of this KPI and period stands on."""
        spans = self.spans(period)
        own = spans[0]
        ends = ",".join(f"{span.start}-{span.cut}" for span in spans)
        asked = self._now if kpi.cohort or not own.whole else ""
        read = {*kpi.reads, "setting", *(_RESTRICTING if self._only.within(kpi.filters) else ())}
        tables = ",".join(f"{table}={self._versions.get(table, 0)}" for table in sorted(read))
        return f"{__version__}|{ends}|{asked}|{tables}"

    def result(self, kpi: Kpi, period: Period, text: str) -> Result:
        """A remembered result with today's goal beside it."""
        figure, previous, year_before = _load(text)
        spans = self.spans(period)
        return result_of(self._settings, kpi, period, spans[0], figure, previous, year_before, self._goals, self._only)


def table_versions(source: Source) -> Mapping[str, int]:
    """The last operation that touched each table."""
    return dict(source.rows("SELECT tbl, version FROM table_version"))


def stored(source: Source, keys: Sequence[str]) -> dict[str, tuple[str, str]]:
    """What is remembered under these keys: stamp and result."""
    rows = source.rows(
        "SELECT key, stamp, result FROM remembered WHERE key IN (SELECT value FROM json_each(?))", (json.dumps(keys),)
    )
    return {key: (stamp, text) for key, stamp, text in rows}


def key_of(what: str, only: Only) -> str:
    """Under which key something is remembered that is restricted so."""
    return f"{what} {json.dumps(only.pairs, ensure_ascii=False)}" if only else what


def _keys(fresh: Sequence[Fresh]) -> str:
    return json.dumps([one.key for one in fresh])


def _key(kpi: Kpi, period: Period, only: Only) -> str:
    return key_of(f"{kpi.id} {period.kind} {period.first} {period.end} {_FORM}", only.within(kpi.filters))


class _Period(Mapping[str, Result]):
    """The remembered results of a period, each made when somebody looks: a page shows some of them."""

    def __init__(self, recalled: _Recall, kpis: Sequence[Kpi], period: Period, texts: Sequence[str]) -> None:
        self._recalled, self._period = recalled, period
        self._texts = {kpi.id: (kpi, text) for kpi, text in zip(kpis, texts, strict=True)}
        self._made: dict[str, Result] = {}

    def __getitem__(self, id: str) -> Result:
        if id not in self._made:
            kpi, text = self._texts[id]
            self._made[id] = self._recalled.result(kpi, self._period, text)
        return self._made[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


class _Later(Mapping[str, Any]):
    """A mapping that is read when somebody looks: of most months only the value is shown."""

    def __init__(self, text: str, read: Callable[[str], dict[str, Any]]) -> None:
        self._text, self._read = text, read
        self._known: dict[str, Any] | None = None

    def __getitem__(self, key: str) -> Any:
        return self._all()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __repr__(self) -> str:
        return repr(self._all())

    def _all(self) -> dict[str, Any]:
        if self._known is None:
            self._known = self._read(self._text)
        return self._known


def _dump(result: Result) -> str:
    """Three lines of JSON: the figure and what it is compared with, its companions, its breakdowns."""
    figure = result.figure
    numbers = [
        *(figure.value, figure.reason, figure.n, figure.numerator, figure.denominator, figure.median, figure.p90),
        *(result.previous, result.year_before),
    ]
    by = {name: [[row.key, row.label, row.value, row.n, row.id] for row in rows] for name, rows in figure.by.items()}
    return "\n".join(
        json.dumps(_marked(part), ensure_ascii=False, separators=(",", ":")) for part in (numbers, figure.beside, by)
    )


@lru_cache(maxsize=_READ)
def _load(text: str) -> tuple[Figure, Number | None, Number | None]:
    numbers, beside, by = text.split("\n")
    value, reason, n, above, below, middle, high, previous, year_before = json.loads(numbers, object_hook=_unmark)
    why = Reason(reason) if reason else None
    rest = (_Later(beside, _companions), _Later(by, _breakdowns))
    return Figure(value, why, n, above, below, middle, high, *rest), previous, year_before


def _companions(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text, object_hook=_unmark)
    return found


def _breakdowns(text: str) -> dict[str, tuple[Row, ...]]:
    return {name: tuple(Row(*row) for row in rows) for name, rows in _companions(text).items()}


def _marked(value: Any) -> Any:
    """JSON has one kind of integer: money is marked."""
    if isinstance(value, Money):
        return {"money": int(value)}
    if isinstance(value, Mapping):
        return {key: _marked(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_marked(one) for one in value]
    return value


def _unmark(found: dict[str, Any]) -> Any:
    return Money(found["money"]) if found.keys() == {"money"} else found
