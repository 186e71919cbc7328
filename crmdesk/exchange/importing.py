"""Bringing tables in: every row checked, the good ones written in one operation, the others named with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from crmdesk.domain.errors import UserError
from crmdesk.exchange.checks import check
from crmdesk.exchange.history import Histories, deal_way, reopen, ticket_way
from crmdesk.exchange.ids import Ids, resolve, settle_companies
from crmdesk.exchange.parsed import Parsed, Refused, parse
from crmdesk.exchange.table import Table
from crmdesk.exchange.writing import keep_unsaid, write
from crmdesk.kpi.measure import uncollected
from crmdesk.store.base import Record
from crmdesk.store.deal import Deal
from crmdesk.store.field import Dialect
from crmdesk.store.file import Workspace, put_settings
from crmdesk.store.journal import Tx
from crmdesk.store.registry import RECORD_TYPES, record_type
from crmdesk.store.setting import NAMES, Settings, settings_of
from crmdesk.store.stage_change import StageChange
from crmdesk.store.ticket import Ticket
from crmdesk.store.ticket_event import TicketEvent
from crmdesk.store.way import ladder_of
from crmdesk.store.zone_change import write_local_days
from crmdesk.text import _, n_

SOURCE = "import"
_HISTORIES = {Deal: StageChange, Ticket: TicketEvent}


@dataclass(slots=True)
class Report:
    """What an import did: rows by kind (the names of the files), rows refused, things to know, the step's number."""

    created: dict[str, int] = field(default_factory=dict)
    updated: dict[str, int] = field(default_factory=dict)
    skipped: dict[str, int] = field(default_factory=dict)
    rejected: list[Refused] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    batch: int | None = None
    written: bool = False


class _Dry(Exception):
    """Takes everything back at the end of a dry run."""


def run(
    workspace: Workspace,
    tables: Iterable[tuple[str, Table]],
    *,
    settings: Mapping[str, Any] | None = None,
    label: str = "",
    strict: bool = False,
    dry_run: bool = False,
) -> Report:
    """Imports (kind, table) pairs, and checked settings, as one operation that can be undone.

    With `strict` a refused row refuses the whole import (`written` is False then, every count 0); a dry run writes
    nothing and answers the same report. Raises UserError where the files cannot be read at all.
    """
    report = Report()
    try:
        with uncollected(), workspace.journal.operation(label or _("Import"), source=SOURCE) as tx:
            dialect = _settle(workspace, tx, settings or {})
            tx.calendar = dialect.calendar
            _bring_in(tx, tables, dialect, report)
            if dry_run or (strict and report.rejected):
                raise _Dry
            report.batch = (
                tx.operation if tx.rows("SELECT 1 FROM change WHERE operation_id = ?", (tx.operation,)) else None
            )
    except _Dry:
        if strict and report.rejected:
            _refuse_all(report)
        return report
    report.written = True
    return report


def _refuse_all(report: Report) -> None:
    """Of an import that was refused as a whole, nothing is new, updated or unchanged."""
    for counts in (report.created, report.updated, report.skipped):
        counts.update(dict.fromkeys(counts, 0))


def _settle(workspace: Workspace, tx: Tx, given: Mapping[str, Any]) -> Dialect:
    """Applies the settings that came along, and answers how to read the rest."""
    before = workspace.settings
    after = settings_of({**workspace.stored_settings, **given})
    _require_currency(tx, before, after)
    # A setting that only says its default anew is no change.
    put_settings(tx, {name: value for name, value in given.items() if not _stands(name, before, after)})
    if after.timezone != before.timezone:
        return Dialect(write_local_days(tx, after.timezone), after.decimals)
    return Dialect(workspace.calendar, after.decimals)


def _stands(name: str, before: Settings, after: Settings) -> bool:
    return name in NAMES and getattr(before, name) == getattr(after, name)


def _require_currency(tx: Tx, before: Settings, after: Settings) -> None:
    if before.currency == after.currency:
        return
    money = ("deal", "sale", "expense", "campaign")
    if any(tx.rows(f"SELECT 1 FROM {table} LIMIT 1") for table in money):
        text = _("The files are in {new}, the workspace keeps {old}; import them into a workspace of their own.")
        raise UserError(text.format(new=after.currency, old=before.currency))


def _bring_in(tx: Tx, tables: Iterable[tuple[str, Table]], dialect: Dialect, report: Report) -> None:
    parsed = _parse_all(tables, dialect)
    ids = Ids(tx)
    for record in RECORD_TYPES:
        if record in _HISTORIES:
            _bring_histories(tx, record, parsed, ids, dialect, report)
        elif record in parsed and record not in _HISTORIES.values():
            rows = parsed[record]
            _prepare(tx, rows, ids, dialect)
            if "company_id" in rows.columns:
                settle_companies(rows, ids)
            _count(report, rows, *write(tx, rows, ids))
    for rows in parsed.values():
        report.rejected.extend(rows.all_refused())
        report.notices.extend(dict.fromkeys(rows.notices))


def _parse_all(tables: Iterable[tuple[str, Table]], dialect: Dialect) -> dict[type[Record], Parsed]:
    """Reads every table as it comes; tables of one kind become one."""
    parsed: dict[type[Record], Parsed] = {}
    for kind, table in tables:
        record = record_type(kind)
        found = parse(record, [table], dialect)
        if record in parsed:
            parsed[record].append(found)
        else:
            parsed[record] = found
    for record in list(parsed):
        parsed[record].require_ids()
    return parsed


def _bring_histories(
    tx: Tx, record: type[Record], parsed: dict[type[Record], Parsed], ids: Ids, dialect: Dialect, report: Report
) -> None:
    """Deals with their stage changes, or tickets with their events."""
    events_type = _HISTORIES[record]
    if record not in parsed and events_type not in parsed:
        return
    way = deal_way(record, events_type, ladder_of(tx)) if record is Deal else ticket_way(record, events_type)
    rows = parsed.get(record) or parse(record, [], dialect)
    events = parsed.get(events_type) or parse(events_type, [], dialect)
    _prepare(tx, rows, ids, dialect)
    resolve(events, ids, but=way.reference)
    first_new = tx.next_id(record)
    histories = Histories(way, rows, events, ids, dialect)
    histories.judge()
    coming = {name: 0 for i in rows.standing() if (name := rows.external[i]) is not None}
    histories.refuse_orphans({**ids.of(record), **coming})
    if record in parsed:
        _count(report, rows, *write(tx, rows, ids))
    new, same = histories.write(tx, first_new)
    if events_type in parsed:
        _count(report, events, new, 0, same)


def _prepare(tx: Tx, rows: Parsed, ids: Ids, dialect: Dialect) -> None:
    """References by row number, what the files leave out as it stands, and the rules that a row must keep."""
    resolve(rows, ids, but="company_id")
    keep_unsaid(tx, rows, ids)
    if rows.record is Deal:
        reopen(rows, ladder_of(tx))
    check(rows, dialect)


def _count(report: Report, rows: Parsed, created: int, updated: int, skipped: int) -> None:
    kind = rows.record.plural
    report.created[kind], report.updated[kind], report.skipped[kind] = created, updated, skipped


def summary(report: Report) -> str:
    """What an import did, in one line for people."""
    created, updated, skipped = (sum(one.values()) for one in (report.created, report.updated, report.skipped))
    refused = len(report.rejected)
    text = n_(
        "{created} new, {updated} updated, {skipped} unchanged, {refused} row refused.",
        "{created} new, {updated} updated, {skipped} unchanged, {refused} rows refused.",
        refused,
    )
    return text.format(created=created, updated=updated, skipped=skipped, refused=refused)
