"""Bringing tables in: every row looked at, the good ones written in one operation, the others named with the reason.

First all tables are read, then each kind is looked at: which record a row is, what of it changes, which rules it
breaks. That much is a plan. To carry it out, what was found is written, kind by kind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from crmdesk.domain.calendar import Calendar
from crmdesk.domain.errors import UserError
from crmdesk.domain.wording import number_text
from crmdesk.exchange.batch import Batch
from crmdesk.exchange.bringing import Bringing, Tell, silent
from crmdesk.exchange.ids import Ids
from crmdesk.exchange.kind_by_kind import Tables, bring_in
from crmdesk.exchange.match import matcher_for
from crmdesk.exchange.parsed import Refused
from crmdesk.exchange.policy import (
    LETTER,
    OUTCOMES,
    Choices,
    Policy,
)
from crmdesk.exchange.table import shown
from crmdesk.kpi.freeing import uncollected
from crmdesk.store.base import Record
from crmdesk.store.field import Dialect
from crmdesk.store.file import Workspace, put_settings
from crmdesk.store.import_undo import IMPORT
from crmdesk.store.journal import Tx
from crmdesk.store.row import Source
from crmdesk.store.search_index import catch_up_after
from crmdesk.store.setting import NAMES, Settings, settings_of
from crmdesk.store.zone_change import write_local_days
from crmdesk.text import _, n_


@dataclass(slots=True)
class Report:
    """What an import did: rows by kind (the names of the files), rows refused, things to know, the step's number.

    `skipped` are the rows that changed nothing. `batches` hold every row with what became of it.
    """

    created: dict[str, int] = field(default_factory=dict)
    updated: dict[str, int] = field(default_factory=dict)
    skipped: dict[str, int] = field(default_factory=dict)
    doubtful: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)
    rejected: list[Refused] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    batches: dict[type[Record], Batch] = field(default_factory=dict)
    batch: int | None = None
    written: bool = False


class _Refused(Exception):
    """Takes everything back where a refused row refuses the whole import."""


def run(
    workspace: Workspace,
    tables: Tables,
    *,
    settings: Mapping[str, Any] | None = None,
    label: str = "",
    strict: bool = False,
    dry_run: bool = False,
    policy: Policy = LETTER,
    choices: Choices | None = None,
    staff: int | None = None,
    tell: Tell = silent,
    given_up: Callable[[], bool] | None = None,
    noting: bool = False,
    also: Callable[[Tx, Report], None] | None = None,
) -> Report:
    """Imports (kind, table) pairs, and checked settings, as one operation that can be undone.

    With `strict` a refused row refuses the whole import (`written` is False then, every count 0); a dry run only
    plans, for which a workspace open for reading is enough, and returns the same report. `noting` keeps what changes
    in each row. What `tell` raises ends the work, and so does the engine soon after it is `given_up`; `also` writes
    more in the same operation, if it changed something. What was written is found by the search at once. Raises
    UserError where the files cannot be read at all.
    """
    report = Report()

    def bring(source: Source, tx: Tx | None, dialect: Dialect) -> None:
        here = Bringing(source, tx, dialect, Ids(source), policy, choices or {}, tell, is_noting=noting)
        here.matcher = matcher_for(here)
        report.batches = bring_in(here, tables)
        for batch in report.batches.values():
            _count(report, batch)
        _tell_kept(report)

    if dry_run:
        with uncollected():
            bring(workspace, None, _planned(workspace, settings or {}))
        return report
    try:
        with uncollected(), workspace.journal.operation(label or _("Import"), staff=staff, source=IMPORT) as tx:
            dialect = _settle(workspace, tx, settings or {})
            tx.calendar = dialect.calendar
            with workspace.engine.unless(given_up):
                bring(tx, tx, dialect)
            if strict and report.rejected:
                raise _Refused
            if tx.rows("SELECT 1 FROM change WHERE operation_id = ? LIMIT 1", (tx.operation,)):
                report.batch = tx.operation
                if also is not None:
                    also(tx, report)
    except _Refused:
        _refuse_all(report)
        return report
    report.written = True
    _make_findable(workspace, report, given_up)
    return report


def _make_findable(workspace: Workspace, report: Report, given_up: Callable[[], bool] | None) -> None:
    """Brings what was written into the index of the search. Where that fails, the window catches up with it later."""
    written = sum(report.created.values()) + sum(report.updated.values())
    with suppress(UserError), uncollected():
        catch_up_after(workspace, written, given_up)


def _refuse_all(report: Report) -> None:
    """Of an import that was refused as a whole, nothing is new, updated or unchanged."""
    for counts in (report.created, report.updated, report.skipped):
        counts.update(dict.fromkeys(counts, 0))


def _planned(workspace: Workspace, given: Mapping[str, Any]) -> Dialect:
    """How to read the files once the settings that come along are applied."""
    before, after = workspace.settings, settings_of({**workspace.stored_settings, **given})
    _require_currency(workspace, before, after)
    calendar = workspace.calendar if after.timezone == before.timezone else Calendar(after.timezone)
    return Dialect(calendar, after.decimals, after.currency)


def _settle(workspace: Workspace, tx: Tx, given: Mapping[str, Any]) -> Dialect:
    """Applies the settings that came along, and returns how to read the rest."""
    before = workspace.settings
    after = settings_of({**workspace.stored_settings, **given})
    _require_currency(tx, before, after)
    # A setting that only says its default anew is no change.
    put_settings(tx, {name: value for name, value in given.items() if not _stands(name, before, after)})
    if after.timezone != before.timezone:
        return Dialect(write_local_days(tx, after.timezone), after.decimals, after.currency)
    return Dialect(workspace.calendar, after.decimals, after.currency)


def _stands(name: str, before: Settings, after: Settings) -> bool:
    return name in NAMES and getattr(before, name) == getattr(after, name)


def _require_currency(source: Source, before: Settings, after: Settings) -> None:
    if before.currency == after.currency:
        return
    money = ("deal", "sale", "expense", "campaign")
    if any(source.rows(f"SELECT 1 FROM {table} LIMIT 1") for table in money):
        text = _("The files are in {new}, the workspace keeps {old}; import them into a workspace of their own.")
        raise UserError(text.format(new=after.currency, old=before.currency))


def _count(report: Report, batch: Batch) -> None:
    for name, counts in _counted(report).items():
        counts[batch.record.plural] = sum(fates.count(OUTCOMES.index(name)) for fates in batch.spool.fates)
    report.left_out[batch.record.plural] += len(batch.passed_over)
    report.rejected.extend(batch.all_refused())
    report.notices.extend(dict.fromkeys(batch.notices))


def _tell_kept(report: Report) -> None:
    """Says once of each file which columns are kept, however many kinds of records were made of it."""
    kept: dict[str, dict[str, None]] = {}
    for batch in report.batches.values():
        for file, names in batch.kept.items():
            kept.setdefault(file, {}).update(dict.fromkeys(names))
    text = _("{file}: kept as custom fields: {columns}.")
    for file, columns in kept.items():
        if columns:
            report.notices.append(text.format(file=file, columns=", ".join(map(shown, columns))))


def _counted(report: Report) -> dict[Any, dict[str, int]]:
    return {
        "created": report.created,
        "updated": report.updated,
        "unchanged": report.skipped,
        "doubtful": report.doubtful,
        "left_out": report.left_out,
    }


def left_out(report: Report) -> str:
    """How many rows were passed over, in a sentence; nothing where none was."""
    n = sum(report.left_out.values())
    return n_("{n} row was left out.", "{n} rows were left out.", n).format(n=n) if n else ""


def summary(report: Report) -> str:
    """What an import did, in one line for people."""
    created, updated, skipped = (sum(one.values()) for one in (report.created, report.updated, report.skipped))
    refused = len(report.rejected)
    text = n_(
        "{created} new, {updated} updated, {skipped} unchanged, {refused} row refused.",
        "{created} new, {updated} updated, {skipped} unchanged, {refused} rows refused.",
        refused,
    )
    counts = {"created": created, "updated": updated, "skipped": skipped, "refused": refused}
    return text.format(**{name: number_text(count) for name, count in counts.items()})
