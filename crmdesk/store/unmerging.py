"""Making two contacts again of one that two were merged into, at any time.

What the merge did is taken back wherever it still stands as the merge left it; what was changed since stays as it is,
and what came since stays with the contact that stayed.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from crmdesk.domain.errors import UserError
from crmdesk.store import parting
from crmdesk.store.base import Record, fields_of, references_of, table_of
from crmdesk.store.contact import Contact
from crmdesk.store.engine import IntegrityError
from crmdesk.store.field import LocalDay, Moment
from crmdesk.store.file import Workspace
from crmdesk.store.import_memory import KnownAs
from crmdesk.store.journal import Tx
from crmdesk.store.merging import OWN, leads_to, merged_to
from crmdesk.store.registry import ALL_TYPES
from crmdesk.store.row import Source, name_in, row
from crmdesk.store.steps import MERGE
from crmdesk.text import _

_TYPES = {table_of(record): record for record in ALL_TYPES}


@dataclass(frozen=True, slots=True)
class Merged:
    """A contact that was merged into another: its row id and name, when and by whom, and the step that did it."""

    id: int
    name: str
    at: int
    staff_id: int | None
    operation: int


@dataclass(frozen=True, slots=True)
class _Noted:
    """A change as the journal knows it."""

    id: int
    record: type[Record]
    row_id: int
    act: str
    before: Mapping[str, Any]


def merged_with(source: Source, contact: int) -> list[Merged]:
    """The contacts that are a part of this one, the latest first."""
    sql = (
        "SELECT c.row_id, c.before, o.at, o.staff_id, o.id FROM known_as k CROSS JOIN operation o"
        " JOIN change c ON c.operation_id = o.id AND c.tbl = k.record AND c.act = 'delete'"
        " AND k.elsewhere = lower(json_extract(c.before, '$.uid'))"
        " WHERE k.record = ? AND k.row = ? AND k.source = ? AND o.source = ?"
        " AND NOT EXISTS (SELECT 1 FROM contact WHERE contact.id = c.row_id) ORDER BY c.id DESC"
    )
    found: dict[int, Merged] = {}
    for row_id, before, at, staff, operation in source.rows(sql, (table_of(Contact), contact, OWN, MERGE)):
        name = name_in(Contact, json.loads(before), row_id)
        found.setdefault(row_id, Merged(row_id, name, at, staff, operation))
    return list(found.values())


def unmerge(workspace: Workspace, one: Merged, *, staff: int | None = None) -> None:
    """Makes a contact of its own again. Raises UserError where that was done already, or cannot be."""
    label = _("Separate “{name}” again").format(name=one.name)
    try:
        with workspace.operation(label, staff=staff) as tx:
            holder = _holder(tx, one)
            changes = list(reversed(_changes(tx, one)))
            # The contact that stayed comes last: what belonged to the other one must have left it before.
            changes.sort(key=lambda noted: (noted.record, noted.row_id) == (Contact, holder))
            given_back: set[str] = set()
            for noted in changes:
                columns = _take_back(tx, noted, one.id, holder)
                given_back |= columns if (noted.record, noted.row_id) == (Contact, holder) else set()
            _belong_again(tx, one.id, holder)
            for noted, part in _separated_since(tx, one, one.id):
                _restore(tx, noted, part, holder)
            for noted, part in _separated_since(tx, one, holder):
                _restore(tx, noted, part, holder, given_back)
    except IntegrityError:
        text = _("“{name}” cannot be separated: another contact has its id by now; change that one first.")
        raise UserError(text.format(name=one.name)) from None


def _holder(tx: Tx, one: Merged) -> int:
    """The contact that it is a part of now."""
    sql = (
        "SELECT k.row FROM change c JOIN known_as k ON k.elsewhere = lower(json_extract(c.before, '$.uid'))"
        " WHERE c.operation_id = ? AND c.tbl = ? AND c.row_id = ? AND c.act = 'delete' AND k.record = c.tbl"
        " AND k.source = ? AND NOT EXISTS (SELECT 1 FROM contact WHERE contact.id = c.row_id)"
    )
    found = tx.rows(sql, (one.operation, table_of(Contact), one.id, OWN))
    if not found:
        raise UserError(_("“{name}” is a contact of its own already.").format(name=one.name))
    return int(found[0][0])


def _changes(tx: Tx, one: Merged) -> list[_Noted]:
    """What was changed to merge it, the first first: a step may have merged others before and after."""
    sql = "SELECT id, row_id FROM change WHERE operation_id = ? AND tbl = ? AND act = 'delete' ORDER BY id"
    first = last = 0
    for number, row_id in tx.rows(sql, (one.operation, table_of(Contact))):
        first, last = last, number
        if row_id == one.id:
            break
    rows = tx.rows(
        "SELECT id, tbl, row_id, act, before FROM change WHERE operation_id = ? AND id > ? AND id <= ? ORDER BY id",
        (one.operation, first, last),
    )
    return [
        _Noted(number, _TYPES[table], row_id, act, json.loads(before) if before else {})
        for number, table, row_id, act, before in rows
    ]


def _separated_since(tx: Tx, one: Merged, contact: int) -> list[tuple[_Noted, int]]:
    """What a contact had taken over before that merge from others that were separated since, the latest first."""
    sql = (
        "SELECT c.id, c.before, (SELECT d.row_id FROM change d WHERE d.operation_id = c.operation_id AND d.tbl = c.tbl"
        " AND d.act = 'delete' AND d.id > c.id ORDER BY d.id LIMIT 1) AS part,"
        " (SELECT max(id) FROM change WHERE operation_id = :merge AND tbl = :tbl AND row_id = :one AND act = 'delete')"
        " AS gone FROM change c JOIN operation o ON o.id = c.operation_id WHERE o.source = :source AND c.tbl = :tbl"
        " AND c.row_id = :row AND c.act = 'update' AND c.id < gone AND EXISTS (SELECT 1 FROM change i"
        " WHERE i.tbl = c.tbl AND i.row_id = part AND i.act = 'insert' AND i.id > gone) ORDER BY c.id DESC"
    )
    wanted = {"merge": one.operation, "tbl": table_of(Contact), "one": one.id, "row": contact, "source": MERGE}
    return [
        (_Noted(number, Contact, contact, "update", json.loads(before)), part)
        for number, before, part, _gone in tx.rows(sql, wanted)
    ]


def _went_along(tx: Tx, contact: int | None, now: int | None) -> bool:
    """Whether a contact, or the one that it became a part of, is the one that is named now."""
    return now is not None and now in (contact, contact and merged_to(tx, contact))


def _belong_again(tx: Tx, company: int, holder: int) -> None:
    """Whoever belonged to a company when merged, and came back while it was a part of another one, belongs to it."""
    sql = (
        "SELECT c.row_id FROM change c JOIN operation o ON o.id = c.operation_id JOIN contact n ON n.id = c.row_id"
        " WHERE o.source = ? AND c.tbl = ? AND c.act = 'delete' AND n.company_id = ?"
        " AND json_extract(c.before, '$.company_id') = ?"
        " AND NOT EXISTS (SELECT 1 FROM change l WHERE l.tbl = c.tbl AND l.row_id = c.row_id AND l.id > c.id"
        " AND l.act <> 'insert')"
    )
    for (member,) in tx.rows(sql, (MERGE, table_of(Contact), holder, company)):
        tx.update(Contact, member, {"company_id": company})


def _take_back(tx: Tx, noted: _Noted, own: int, holder: int) -> set[str]:
    """Takes a change back as far as it still stands; answers in which columns of a row that is there."""
    record, now = noted.record, row(tx, noted.record, noted.row_id)
    if noted.act == "insert":
        if now is not None:
            tx.delete(record, noted.row_id)
    elif noted.act == "delete":
        known = {name: noted.before[name] for name in fields_of(record) if name in noted.before}
        known["uid"] = bytes.fromhex(known["uid"])
        known |= _still_there(tx, record, known)
        marks = ", ".join("?" * len(known))
        tx.rows(f"INSERT INTO {table_of(record)} ({', '.join(known)}) VALUES ({marks})", tuple(known.values()))
    elif now is not None:
        return _restore(tx, noted, own, holder)
    return set()


def _restore(tx: Tx, noted: _Noted, own: int, holder: int, only: Collection[str] | None = None) -> set[str]:
    """Gives a row back what it had in each column that is as the merge left it, and answers in which ones."""
    now = row(tx, noted.record, noted.row_id) or {}
    after = _after(tx, noted, now)
    names = _names_contacts(noted.record)
    values: dict[str, Any] = {}
    for name, field in fields_of(noted.record).items():
        is_asked = only is None or name in only
        if name == "uid" or isinstance(field, LocalDay) or name not in noted.before or not is_asked:
            continue
        had, left = noted.before[name], after.get(name)
        # Where the contact that it went into went into another one since, its records went along.
        moved = name in names and had != left and _went_along(tx, left if had != own else holder, now[name])
        circle = name == "company_id" and leads_to(tx, had, {noted.row_id})
        if had != left and (now[name] == left or moved) and not circle:
            values[name] = had
            if isinstance(field, Moment):
                values[field.day_name] = noted.before.get(field.day_name)
        elif had != left and noted.record is Contact and name in parting.PARTED:
            values[name] = parting.without(name, now[name], had, left)
    tx.update(noted.record, noted.row_id, values | _still_there(tx, noted.record, values))
    return set(values)


def _still_there(tx: Tx, record: type[Record], values: Mapping[str, Any]) -> dict[str, int | None]:
    """What a row refers to where that is gone by now: the contact that a contact became a part of, or nothing."""
    found: dict[str, int | None] = {}
    for column, target in references_of(record).items():
        wanted = values.get(column)
        if wanted is not None and row(tx, target, wanted) is None:
            found[column] = merged_to(tx, wanted) if target is Contact else None
    return found


def _after(tx: Tx, noted: _Noted, now: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a row looked like when that change was made: before the next one, or now."""
    sql = "SELECT before FROM change WHERE tbl = ? AND row_id = ? AND id > ? AND before IS NOT NULL ORDER BY id LIMIT 1"
    found = tx.rows(sql, (table_of(noted.record), noted.row_id, noted.id))
    later: Mapping[str, Any] = json.loads(found[0][0]) if found else now
    return later


def _names_contacts(record: type[Record]) -> set[str]:
    if record is KnownAs:
        return {"row"}
    return {name for name, target in references_of(record).items() if target is Contact}
