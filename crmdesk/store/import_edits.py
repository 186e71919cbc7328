"""What an import did, and what became of it since: the records that are not as it left them, field by field."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from crmdesk.store.base import Record, fields_of, references_of, table_of
from crmdesk.store.deal import Deal
from crmdesk.store.field import LocalDay
from crmdesk.store.file import Workspace
from crmdesk.store.registry import ALL_TYPES
from crmdesk.store.row import name_of
from crmdesk.store.stage_change import StageChange
from crmdesk.store.ticket import Ticket
from crmdesk.store.ticket_event import TicketEvent

Key = tuple[str, int]
Image = Mapping[str, Any]

HISTORY = "history"
"""Stands among the fields of a record whose stage changes or events are others than the import left."""

TYPES = {table_of(record): record for record in ALL_TYPES}
HISTORIES: dict[str, tuple[type[Record], str]] = {
    table_of(StageChange): (Deal, "deal_id"),
    table_of(TicketEvent): (Ticket, "ticket_id"),
}
"""The tables of histories: the record that one is of, and the column that names it."""
FOLLOWING = {
    "deal": ("stage_id", "opened_at", "closed_at"),
    "ticket": ("opened_at", "first_response_at", "resolved_at"),
}
"""The columns of a record that follow from its history."""


@dataclass(frozen=True, slots=True)
class Edited:
    """A record of an import that is not as the import left it.

    `fields` are the columns that the import filled in and that were changed since, `by` what was done, with who did it
    where that is known, `at` when it was done last. `is_new`: the import made it, so that to take it back is to delete
    it. `is_needed`: later records refer to it, so it stays whatever is said.
    """

    kind: str
    row_id: int
    name: str
    fields: tuple[str, ...]
    by: tuple[str, ...]
    at: int
    is_new: bool
    is_needed: bool = False

    @property
    def key(self) -> Key:
        """By what it is named when it is said what stays."""
        return self.kind, self.row_id


@dataclass(slots=True)
class Did:
    """What an import did: rows it made, and those it changed or deleted with their images before."""

    made: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    changed: dict[Key, Image] = field(default_factory=dict)
    deleted: dict[Key, Image] = field(default_factory=dict)


def edited_since(workspace: Workspace, step: int) -> list[Edited]:
    """The records of an import that were changed since, or that later records need. Raises UserError."""
    did = what_it_did(workspace, step)
    touched: dict[Key, set[str]] = defaultdict(set)
    for key in workspace.journal.conflicts(step):
        _note_edits(workspace, step, did, key, touched)
    _note_histories(workspace, step, did, touched)
    needed = _needed(workspace, step, did)
    found = [_edited(workspace, step, did, key, touched.get(key, set()), needed) for key in {**touched, **needed}]
    return sorted(found, key=lambda one: (list(TYPES).index(one.key[0]), one.key[1]))


def what_it_did(workspace: Workspace, step: int) -> Did:
    """What a step made, changed and deleted, each row as it was before the step."""
    did = Did()
    for act, table, row_id, through, before in workspace.rows(
        "SELECT act, tbl, row_id, through_id, before FROM change WHERE operation_id = ? ORDER BY id", (step,)
    ):
        key = (table, row_id)
        if act == "insert":
            did.made[table].update(range(row_id, (through or row_id) + 1))
        elif row_id not in did.made[table] and act == "update":
            did.changed.setdefault(key, json.loads(before))
        elif row_id not in did.made[table]:
            did.deleted[key] = did.changed.pop(key, {}) or json.loads(before)
    return did


def _note_edits(workspace: Workspace, step: int, did: Did, key: Key, touched: dict[Key, set[str]]) -> None:
    """Compares a row that was changed since with what the import left of it."""
    table, row_id = key
    now = present_row(workspace, table, row_id)
    if now is None or table not in TYPES or _is_memory(table):
        return
    left = left_by(workspace, step, key) or now
    if table in HISTORIES:
        owner, column = HISTORIES[table]
        touched[(table_of(owner), now[column])].add(HISTORY)
        return
    changed = {name for name in columns_of(table) if now.get(name) != left.get(name)}
    if row_id not in did.made[table]:
        before = did.changed.get(key, {})
        changed = {name for name in changed if before.get(name) != left.get(name)}
    if changed:
        touched[key].update(changed)


def _note_histories(workspace: Workspace, step: int, did: Did, touched: dict[Key, set[str]]) -> None:
    """Finds the deals and tickets of the import whose history has rows that came since."""
    for table, (owner, column) in HISTORIES.items():
        own = histories_of(workspace, did, table)
        for row_id, number in _rows_since(workspace, step, table, column):
            if number in own and row_id not in did.made[table]:
                touched[(table_of(owner), number)].add(HISTORY)


def histories_of(workspace: Workspace, did: Did, table: str) -> set[int]:
    """The deals, or the tickets, whose history the import wrote, also where it was written anew since."""
    owner, column = HISTORIES[table]
    made = json.dumps(list(did.made[table]))
    rows = workspace.rows(
        f"SELECT {column} FROM {table} WHERE id IN (SELECT value FROM json_each(?))"
        f" UNION SELECT json_extract(before, '$.{column}') FROM change WHERE tbl = ? AND act = 'delete'"
        " AND row_id IN (SELECT value FROM json_each(?))",
        (made, table, made),
    )
    deleted = {image[column] for (name, _id), image in did.deleted.items() if name == table}
    return {number for (number,) in rows} | deleted | did.made[table_of(owner)]


def _needed(workspace: Workspace, step: int, did: Did) -> dict[Key, None]:
    """The rows made by the import that rows refer to which it did not make."""
    found: dict[Key, None] = {}
    for table, record in TYPES.items():
        for column, target in references_of(record).items():
            made = did.made.get(table_of(target))
            if not made or (table in HISTORIES and HISTORIES[table][1] == column):
                continue
            before = {row_id: image for (name, row_id), image in did.changed.items() if name == table}
            for row_id, number in _rows_since(workspace, step, table, column):
                # What the import itself let a row refer to goes back with it.
                own = row_id in before and before[row_id].get(column) != number
                if number in made and row_id not in did.made[table] and not own:
                    found[(table_of(target), number)] = None
    return found


def _rows_since(workspace: Workspace, step: int, table: str, column: str) -> list[tuple[int, int]]:
    """The rows that later steps touched and that refer to something: row and what it refers to."""
    return workspace.rows(
        f"SELECT DISTINCT c.id, c.{column} FROM change h INDEXED BY change_operation"
        f" CROSS JOIN {table} c ON c.id BETWEEN h.row_id AND coalesce(h.through_id, h.row_id)"
        f" WHERE h.operation_id > ? AND h.tbl = ? AND c.{column} IS NOT NULL",
        (step, table),
    )


def _edited(
    workspace: Workspace, step: int, did: Did, key: Key, fields: set[str], needed: Mapping[Key, None]
) -> Edited:
    table, row_id = key
    by, last = dict[str, None](), 0
    for label, staff, at in workspace.rows(
        "SELECT DISTINCT o.label, s.name, o.at FROM change h JOIN operation o ON o.id = h.operation_id"
        " LEFT JOIN staff s ON s.id = o.staff_id"
        " WHERE h.tbl = ? AND h.row_id = ? AND h.operation_id > ? ORDER BY o.id",
        (table, row_id, step),
    ):
        by[f"{staff}: {label}" if staff else label] = None
        last = max(last, at)
    name = name_of(workspace, TYPES[table], row_id)
    is_new = row_id in did.made[table]
    return Edited(TYPES[table].kind, row_id, name, tuple(sorted(fields)), tuple(by), last, is_new, key in needed)


def present_row(workspace: Workspace, table: str, row_id: int) -> dict[str, Any] | None:
    """A row by its columns; None where it is gone."""
    names = list(fields_of(TYPES[table]))
    rows = workspace.rows(f"SELECT {', '.join(names)} FROM {table} WHERE id = ?", (row_id,))
    return dict(zip(names, rows[0], strict=True)) if rows else None


def left_by(workspace: Workspace, step: int, key: Key) -> dict[str, Any] | None:
    """A row as a step left it; None where nobody changed it since."""
    rows = workspace.rows(
        "SELECT before FROM change WHERE tbl = ? AND row_id = ? AND operation_id > ? AND before IS NOT NULL"
        " ORDER BY id LIMIT 1",
        (*key, step),
    )
    return json.loads(rows[0][0]) if rows else None


def columns_of(table: str) -> list[str]:
    """The columns that an import writes or a person fills in."""
    fields = fields_of(TYPES[table])
    return [name for name, one in fields.items() if name not in ("id", "uid") and not isinstance(one, LocalDay)]


def _is_memory(table: str) -> bool:
    """Whether a table only remembers how imports went."""
    return table in ("known_as", "kept_mapping", "imported_file")
