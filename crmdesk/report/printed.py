"""What left the house on paper is remembered, so that a figure that changes afterwards can be told.

Only prints made after the period was over count: a figure of a running month is meant to move.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crmdesk.domain.period import Period
from crmdesk.domain.wording import short_period_text
from crmdesk.kpi.measure import Result
from crmdesk.kpi.measurement import Source
from crmdesk.store.file import Workspace
from crmdesk.store.journal import Tx
from crmdesk.text import _

_ROWS = "SELECT kpi, value, shown, printed_at FROM printed WHERE period = ? AND printed_at >= ? ORDER BY id DESC"


@dataclass(frozen=True, slots=True)
class PrintedChange:
    """A figure that no longer is what was printed."""

    kpi: str
    was: str
    now: str
    printed_at: int

    @property
    def text(self) -> str:
        return _("changed since printed: {was} → {now}").format(was=self.was, now=self.now)


def changes(source: Source, results: Mapping[str, Result]) -> list[PrintedChange]:
    """The figures of one period that differ from its last print, for the screen."""
    return _changes(source, results, _last(_prints(source, results)))


def changes_on_paper(source: Source, results: Mapping[str, Result], now: int) -> list[PrintedChange]:
    """The figures that differ from any print up to `now`, each beside the latest that differs.

    Unlike `changes` it says the same before and after a print is remembered, so that printing twice gives one paper.
    """
    differing: dict[str, tuple[str | None, str, int]] = {}
    for kpi, value, shown, at in _prints(source, results):
        if kpi in results and at <= now and kpi not in differing and differs(results[kpi], value, shown):
            differing[kpi] = (value, shown, at)
    return _changes(source, results, differing)


def remember(workspace: Workspace, results: Mapping[str, Result], now: int) -> bool:
    """Notes the figures of a print as one step of the journal. Returns False where there is nothing new to note."""
    if workspace.read_only or not results:
        return False
    last = _last(_prints(workspace, results, running_too=_running(workspace, results, now)))
    if all(id in last and last[id][:2] == (_value(one), one.text) for id, one in results.items()):
        return False
    label = _("Print summary {period}").format(period=short_period_text(_period(results)))
    with workspace.operation(label, source="report") as tx:
        note(tx, results, now)
    return True


def note(tx: Tx, results: Mapping[str, Result], now: int) -> None:
    """Notes the figures of a print inside an operation."""
    from crmdesk.store.printed import Printed

    for id, one in results.items():
        row = {"kpi": id, "period": one.period.label, "value": _value(one), "shown": one.text, "printed_at": now}
        tx.insert(Printed, row)


def _changes(
    source: Source, results: Mapping[str, Result], prints: Mapping[str, tuple[str | None, str, int]]
) -> list[PrintedChange]:
    if not results or _running(source, results, next(iter(results.values())).span.now):
        return []
    return [
        PrintedChange(id, prints[id][1], one.text, prints[id][2])
        for id, one in results.items()
        if id in prints and differs(one, *prints[id][:2])
    ]


def differs(result: Result, value: str | None, shown: str) -> bool:
    """A difference that nobody could see on paper is none, nor is another wording of the same value."""
    return _value(result) != value and result.text != shown


def _prints(source: Source, results: Mapping[str, Result], *, running_too: bool = False) -> list[tuple[Any, ...]]:
    """Every remembered figure of the period, the latest first."""
    if not results:
        return []
    period = _period(results)
    since = 0 if running_too else source.calendar.midnight(period.end)
    return source.rows(_ROWS, (period.label, since))


def _last(prints: list[tuple[Any, ...]]) -> dict[str, tuple[str | None, str, int]]:
    return {kpi: (value, shown, at) for kpi, value, shown, at in reversed(prints)}


def _value(result: Result) -> str | None:
    return None if result.figure.value is None else json.dumps(result.figure.value)


def _period(results: Mapping[str, Result]) -> Period:
    return next(iter(results.values())).period


def _running(source: Source, results: Mapping[str, Result], now: int) -> bool:
    return now < source.calendar.midnight(_period(results).end)
