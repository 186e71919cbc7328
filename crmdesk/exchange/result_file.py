"""The result of an import as a table: the file's own rows, and behind each what became of it, which record, and why."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from typing import TextIO

from crmdesk.domain.formulas import guarded
from crmdesk.exchange.planned import Plan, PlannedRow
from crmdesk.exchange.policy import Outcome
from crmdesk.exchange.table import Table
from crmdesk.store.registry import record_type
from crmdesk.text import N_, _

MARK = "\ufeff"
"""By this a spreadsheet knows the encoding."""

_TITLES: dict[Outcome, str] = {
    "created": N_("created"),
    "updated": N_("updated"),
    "unchanged": N_("unchanged"),
    "doubtful": N_("doubtful"),
    "rejected": N_("rejected"),
    "left_out": N_("left out"),
}
_HEAVIEST: Sequence[Outcome] = ("rejected", "doubtful", "created", "updated", "left_out", "unchanged")


def title_of(outcome: Outcome) -> str:
    """An outcome as people read it."""
    return _(_TITLES[outcome])


_OFTEN = 500


def result_bytes(
    tables: Sequence[Callable[[], Table]],
    plan: Plan,
    check: Callable[[], object] = lambda: None,
    *,
    has_others: bool = False,
) -> bytes:
    """The result file of some tables, one below the other, as UTF-8 with the mark of spreadsheets.

    Where the plan `has_others`, the rows of files that are none of these tables follow. `check` is asked again and
    again; what it raises ends the work.
    """
    out = io.StringIO(newline="")
    names = write_result(out, tables, plan, check)
    if has_others:
        _write_others(out, [row for row in plan.rows if row.file not in names])
    return (MARK + out.getvalue()).encode("utf-8", "replace")


def write_result(
    out: TextIO, tables: Sequence[Callable[[], Table]], plan: Plan, check: Callable[[], object] = lambda: None
) -> set[str]:
    """Writes the rows of tables, each opened anew, with what became of them, and returns their names.

    No cell is a formula.
    """
    writer = csv.writer(out, lineterminator="\r\n")
    fates = _fates(plan, check)
    names = set()
    for opened in tables:
        table = opened()
        names.add(table.name)
        writer.writerow([*map(guarded, table.columns), _("Outcome"), _("Record"), _("Reason")])
        for count, (line, cells) in enumerate(table.rows()):
            if count % _OFTEN == 0:
                check()
            writer.writerow([*map(guarded, cells), *_told(fates.get((table.name, line), ()))])
        for one in table.rejected:
            blank = [""] * len(table.columns)
            blank[:1] = [guarded(one.value)]
            outcome = title_of("left_out" if one.is_left_out else "rejected")
            writer.writerow([*blank, outcome, "", guarded(f"{_('line')} {one.line}: {one.reason}")])
    return names


def _write_others(out: TextIO, rows: Sequence[PlannedRow]) -> None:
    """The rows of interchange folders and of tables with a mapping file: these are known by their place alone."""
    if not rows:
        return
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_("File"), _("Line"), _("Name"), _("Outcome"), _("Record"), _("Reason")])
    for row in rows:
        told = _told([(row.outcome, _record(row), _reason(row))])
        writer.writerow([guarded(row.file), row.line, guarded(row.name), *told])


def _fates(plan: Plan, check: Callable[[], object]) -> dict[tuple[str, int], list[tuple[Outcome, str, str]]]:
    """What became of each line: a line may have made several records."""
    found: dict[tuple[str, int], list[tuple[Outcome, str, str]]] = {}
    for count, row in enumerate(plan.rows):
        if count % _OFTEN == 0:
            check()
        found.setdefault((row.file, row.line), []).append((row.outcome, _record(row), _reason(row)))
    return found


def _record(row: PlannedRow) -> str:
    return f"{_(record_type(row.kind).title)} {row.row_id}" if row.row_id else ""


def _reason(row: PlannedRow) -> str:
    if row.column:
        return f"{row.column}: {row.reason}"
    return row.reason


def _told(fates: Sequence[tuple[Outcome, str, str]]) -> Iterator[str]:
    """The outcome that matters most, every record, every reason."""
    if not fates:
        yield from (title_of("left_out"), "", _("no part of the mapping takes this row"))
        return
    yield title_of(min((outcome for outcome, _record, _reason in fates), key=_HEAVIEST.index))
    yield "; ".join(dict.fromkeys(record for _outcome, record, _reason in fates if record))
    yield guarded("; ".join(dict.fromkeys(reason for _outcome, _record, reason in fates if reason)))
