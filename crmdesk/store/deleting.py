"""Deleting records with what belongs to them alone; what also belongs to others stays and is unlinked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from crmdesk.domain.errors import UserError
from crmdesk.store import pipeline
from crmdesk.store.activity import Activity
from crmdesk.store.attachment import Attachment
from crmdesk.store.base import Record, fields_of, references_of, table_of
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.journal import Tx
from crmdesk.store.registry import ALL_TYPES
from crmdesk.store.row import Source, name_of, row
from crmdesk.store.sale import Sale
from crmdesk.store.stage import Stage
from crmdesk.store.stage_change import StageChange
from crmdesk.store.survey import Survey
from crmdesk.store.ticket import Ticket
from crmdesk.store.ticket_event import TicketEvent
from crmdesk.text import N_, _

_BATCH = 500
# Where so many rows stand at so many places of a table, nearly everybody who ever worked here is among them.
_SAMPLES, _SAMPLE = 40, 200
# What goes with a record, and the column that names it there.
_PARTS: dict[type[Record], tuple[tuple[type[Record], str], ...]] = {
    Contact: tuple((part, "contact_id") for part in (Deal, Ticket, Activity, Sale, Survey, Attachment)),
    Deal: ((StageChange, "deal_id"), (Attachment, "deal_id")),
    Ticket: ((TicketEvent, "ticket_id"), (Attachment, "ticket_id")),
}
# What belongs to the contact of a deal or a ticket where it names no contact itself, and so goes with the contact.
_OF_ITS_CONTACT: dict[type[Record], tuple[tuple[type[Record], str], ...]] = {
    Deal: ((Activity, "deal_id"), (Sale, "deal_id")),
    Ticket: ((Activity, "ticket_id"), (Survey, "ticket_id")),
}
# References that are emptied; what the deleted record said about the other one is written into it.
_LOOSE = {
    (Contact, "company_id"),
    (Activity, "deal_id"),
    (Activity, "ticket_id"),
    (Sale, "deal_id"),
    (Survey, "ticket_id"),
}
_INHERITED = ("contact_id", "campaign_id")
_INSTEAD = {
    "staff": N_("“{name}” stands in other records; enter the day on which this person left instead."),
    "campaign": N_("“{name}” stands in other records; enter the day on which it ended instead."),
    "stage": N_("Deals are or were in “{name}”; remove it in the settings, which asks where they go."),
}
_HISTORY = (StageChange, TicketEvent)

Rows = dict[type[Record], set[int]]


@dataclass(slots=True)
class Removal:
    """The rows that go, and those that lose a reference: (record, column, row id, the row referred to)."""

    gone: Rows = field(default_factory=dict)
    loose: list[tuple[type[Record], str, int, int]] = field(default_factory=list)


def parts(source: Source, record: type[Record], ids: Sequence[int]) -> dict[str, int]:
    """How many records of which kind would go with these. Raises UserError where they cannot be deleted."""
    return _counts(_removal(source, record, ids), record, ids)


def belonging(source: Source, record: type[Record], ids: Sequence[int]) -> Rows:
    """These records with all that belongs to them."""
    found: Rows = {}
    _collect(source, found, record, ids)
    return found


def delete(tx: Tx, record: type[Record], ids: Sequence[int]) -> dict[str, int]:
    """Moves records to the bin with what belongs to them; returns how many of which kind went with them."""
    if record is Stage:
        for stage in ids:
            pipeline.remove(tx, stage)
        return {}
    removal = _removal(tx, record, ids)
    for loose, column, row_id, target in removal.loose:
        _unlink(tx, loose, column, row_id, target)
    for kind in reversed(ALL_TYPES):
        for row_id in sorted(removal.gone.get(kind, ())):
            tx.delete(kind, row_id)
    return _counts(removal, record, ids)


def _counts(removal: Removal, record: type[Record], ids: Sequence[int]) -> dict[str, int]:
    counts = {kind.kind: len(rows - set(ids) if kind is record else rows) for kind, rows in removal.gone.items()}
    return {kind: count for kind, count in counts.items() if count}


def _removal(source: Source, record: type[Record], ids: Sequence[int]) -> Removal:
    if record in _HISTORY:
        raise UserError(_("A single step of a history cannot be deleted; undo it instead."))
    removal = Removal()
    _collect(source, removal.gone, record, ids)
    if record not in _PARTS:
        _refuse_what_many_name(source, record, ids)
    for kind in ALL_TYPES:
        for column, target in references_of(kind).items():
            going, loose = removal.gone.get(kind, set()), (kind, column) in _LOOSE
            # One row that stays is enough to refuse, and is among so many.
            limit = None if loose else len(going) + 1
            for row_id, named in _referring(source, kind, column, removal.gone.get(target, ()), limit=limit):
                if row_id in going:
                    continue
                if not loose:
                    raise UserError(_refusal(source, target, named))
                removal.loose.append((kind, column, row_id, named))
    return removal


def _refuse_what_many_name(source: Source, record: type[Record], ids: Iterable[int]) -> None:
    """Looks here and there: looking through everything for somebody of the team takes long."""
    wanted = json.dumps(sorted(ids))
    for kind in ALL_TYPES:
        table = table_of(kind)
        newest = source.rows(f"SELECT coalesce(max(id), 0) FROM {table}")[0][0]
        for column in (name for name, target in references_of(kind).items() if target is record):
            sql = (
                f"SELECT {column} FROM {table} NOT INDEXED WHERE id BETWEEN ? AND ?"
                f" AND {column} IN (SELECT value FROM json_each(?)) LIMIT 1"
            )
            for place in range(_SAMPLES):
                first = newest * place // _SAMPLES
                for (named,) in source.rows(sql, (first, first + _SAMPLE, wanted)):
                    raise UserError(_refusal(source, record, named))


def _collect(source: Source, gone: Rows, record: type[Record], ids: Iterable[int]) -> None:
    fresh = set(ids) - gone.get(record, set())
    gone.setdefault(record, set()).update(fresh)
    for part, column in _PARTS.get(record, ()):
        _collect(source, gone, part, [row_id for row_id, _named in _referring(source, part, column, fresh)])
    if Contact in gone:
        for part, column in _OF_ITS_CONTACT.get(record, ()):
            # The plus sign keeps SQLite from looking through all that name no contact.
            orphans = _referring(source, part, column, fresh, condition=" AND +contact_id IS NULL")
            _collect(source, gone, part, [row_id for row_id, _named in orphans])


def _referring(
    source: Source,
    record: type[Record],
    column: str,
    ids: Iterable[int],
    *,
    condition: str = "",
    limit: int | None = None,
) -> Iterator[tuple[int, int]]:
    """The rows that name one of these in that column, and the one that they name; of each batch at most `limit`."""
    wanted = sorted(ids)
    for start in range(0, len(wanted), _BATCH):
        some = wanted[start : start + _BATCH]
        marks = ", ".join("?" * len(some))
        sql = f"SELECT id, {column} FROM {table_of(record)} WHERE {column} IN ({marks}){condition} ORDER BY id LIMIT ?"
        yield from source.rows(sql, (*some, -1 if limit is None else limit))


def _unlink(tx: Tx, record: type[Record], column: str, row_id: int, target_id: int) -> None:
    target = references_of(record)[column]
    values: dict[str, Any] = {column: None}
    if target is not Contact:
        before, named = row(tx, record, row_id) or {}, row(tx, target, target_id) or {}
        for name in _INHERITED:
            if name in fields_of(record) and before[name] is None and named.get(name) is not None:
                values[name] = named[name]
    tx.update(record, row_id, values)


def _refusal(source: Source, record: type[Record], row_id: int) -> str:
    text = _(_INSTEAD.get(record.kind, N_("“{name}” stands in other records; change those first.")))
    return text.format(name=name_of(source, record, row_id))
