"""Taking an import back after other edits: what people did since is theirs to keep or to give up.

What nobody touched goes back by itself. A record that was changed since is listed; whoever takes the import back says
which of these stay as they are. What later records refer to always stays.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator

from crmdesk.domain.errors import Conflict, UserError
from crmdesk.store.base import fields_of, moments_of, references_of, table_of
from crmdesk.store.file import Workspace
from crmdesk.store.import_edits import (
    FOLLOWING,
    HISTORIES,
    TYPES,
    Did,
    Edited,
    Image,
    Key,
    columns_of,
    edited_since,
    histories_of,
    left_by,
    present_row,
    what_it_did,
)
from crmdesk.store.import_memory import KnownAs
from crmdesk.store.journal import Tx
from crmdesk.store.reverting import unchecked_references
from crmdesk.store.setting import settings_of
from crmdesk.store.steps import Operation
from crmdesk.store.zone_change import write_local_days
from crmdesk.text import _

IMPORT = "import"
"""The source of the steps that brought files in."""


def undo_import(
    workspace: Workspace, step: int, *, keep: Collection[Key] | None = None, staff: int | None = None
) -> int:
    """Takes an import back and returns the number of the step that did.

    Records that were changed since stay as they are where `keep` names them, else they go back too; without `keep` they
    must not be. Raises Conflict where they are, UserError where nothing is left to be taken back.
    """
    found = workspace.journal.find(step)
    if found.undone:
        raise UserError(_("“{step}” has already been undone.").format(step=found.label))
    edited = edited_since(workspace, step)
    if not edited and not workspace.journal.conflicts(step):
        return workspace.journal.undo(step, staff=staff)
    if edited and keep is None:
        raise _conflict(found, edited)
    staying = {one.key for one in edited if one.is_needed or one.key in set(keep or ())}
    label = _("Undo: {step} (except for what was changed since)") if staying else _("Undo: {step}")
    # A step of its own, which does not make the import undone: later steps stand on what it took back or left.
    with (
        unchecked_references(workspace.engine),
        workspace.journal.operation(label.format(step=found.label), staff=staff, source=taken_back(step)) as tx,
    ):
        _take_back(workspace, tx, found, staying)
        return tx.operation


def taken_back(step: int) -> str:
    """The source of the steps that took an import back although its records were changed since."""
    return f"undo {step}"


def in_part(workspace: Workspace, step: int) -> bool:
    """Whether an import was taken back but for what was changed since, and is so at present."""
    rows = workspace.rows("SELECT id FROM operation WHERE source = ?", (taken_back(step),))
    return any(not workspace.journal.find(number).undone for (number,) in rows)


def imports_standing(workspace: Workspace) -> list[Operation]:
    """The imports of which something may be taken back, the oldest first."""
    steps = workspace.journal.steps()
    back = {step.source for step in steps if not step.undone}
    return [one for one in steps if one.source == IMPORT and not one.undone and taken_back(one.id) not in back]


def _conflict(step: Operation, edited: list[Edited]) -> Conflict:
    if all(one.is_needed for one in edited):
        text = _("“{step}” cannot be undone as it is: later records refer to it, so {n} of its records have to stay.")
    else:
        text = _("“{step}” cannot be undone as it is: {n} of its records were changed since; say which of them stay.")
    return Conflict(text.format(step=step.label, n=len(edited)), tuple(one.key for one in edited))


def _take_back(workspace: Workspace, tx: Tx, step: Operation, staying: set[Key]) -> None:
    did, conflicts = what_it_did(workspace, step.id), frozenset(workspace.journal.conflicts(step.id))
    kept = _with_what_they_need(workspace, did, staying)
    _drop_histories(workspace, tx, did, kept)
    for table, rows in did.made.items():
        _delete(tx, table, sorted(rows - {row_id for name, row_id in kept if name == table}))
    for key, image in did.deleted.items():
        if _owner_of(key, image) not in kept and not _is_known_again(tx, key, image):
            _insert(tx, key[0], image)
    for key, image in did.changed.items():
        if key in conflicts or key in kept:
            _restore(workspace, tx, step.id, key, image, key in kept)
        else:
            fields = fields_of(TYPES[key[0]])
            _write(tx, key, {name: value for name, value in image.items() if name in fields and name != "uid"})
    _mend_zone(workspace, tx, did)
    if not tx.rows("SELECT 1 FROM change WHERE operation_id = ? LIMIT 1", (tx.operation,)):
        raise UserError(_("Nothing of “{step}” is left to undo.").format(step=step.label))


def _with_what_they_need(workspace: Workspace, did: Did, staying: set[Key]) -> set[Key]:
    """The rows that stay, what they refer to, their histories, and the ids by which others know them."""
    kept, fresh = set(staying), set(staying)
    while fresh:
        following = {key for one in fresh for key in _needs(workspace, did, one)}
        fresh = following - kept
        kept |= fresh
    for row_id, table, number in workspace.rows("SELECT id, record, row FROM known_as"):
        if row_id in did.made["known_as"] and (table, number) in kept and number in did.made[table]:
            kept.add(("known_as", row_id))
    return kept


def _needs(workspace: Workspace, did: Did, key: Key) -> Iterator[Key]:
    table, row_id = key
    now = present_row(workspace, table, row_id) or {}
    for column, target in references_of(TYPES[table]).items():
        if (number := now.get(column)) is not None and number in did.made.get(table_of(target), ()):
            yield table_of(target), number
    for history, (owner, column) in HISTORIES.items():
        if table == table_of(owner):
            for (one,) in workspace.rows(f"SELECT id FROM {history} WHERE {column} = ?", (row_id,)):
                yield history, one


def _drop_histories(workspace: Workspace, tx: Tx, did: Did, kept: set[Key]) -> None:
    """Takes away the histories that the import wrote and what came to them since: the former ones come back."""
    for table, (owner, column) in HISTORIES.items():
        going = [number for number in histories_of(workspace, did, table) if (table_of(owner), number) not in kept]
        tx.rows(f"DELETE FROM {table} WHERE {column} IN (SELECT value FROM json_each(?))", (json.dumps(going),))


def _delete(tx: Tx, table: str, rows: list[int]) -> None:
    tx.rows(f"DELETE FROM {table} WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(rows),))


def _is_known_again(tx: Tx, key: Key, image: Image) -> bool:
    """Whether an id of another program, of a record that had gone, is that of a record which stays."""
    named = [image.get(name) for name in ("record", "source", "elsewhere")]
    sql = "SELECT 1 FROM known_as WHERE record = ? AND source = ? AND elsewhere = ?"
    return key[0] == table_of(KnownAs) and bool(tx.rows(sql, named))


def _insert(tx: Tx, table: str, image: Image) -> None:
    known = {name: image[name] for name in fields_of(TYPES[table]) if name in image}
    known["uid"] = bytes.fromhex(known["uid"])
    marks = ", ".join("?" * len(known))
    tx.rows(f"INSERT INTO {table} ({', '.join(known)}) VALUES ({marks})", tuple(known.values()))


def _restore(workspace: Workspace, tx: Tx, step: int, key: Key, before: Image, is_kept: bool) -> None:
    """Gives a row back the fields that the import changed; of a row that is kept, those that nobody changed since."""
    table, row_id = key
    now = present_row(workspace, table, row_id)
    if now is None:
        return
    left = left_by(workspace, step, key) or now
    names = [name for name in columns_of(table) if before.get(name) != left.get(name)]
    if is_kept:
        edited = {name for name in names if now.get(name) != left.get(name)}
        told = FOLLOWING.get(table, ())
        names = [name for name in names if name not in edited and name not in told]
    days = {moment: day for moment, day in moments_of(TYPES[table]).items() if moment in names}
    values = {name: before.get(name) for name in (*names, *days.values())}
    _write(tx, key, values)


def _write(tx: Tx, key: Key, values: Image) -> None:
    if values:
        listed = ", ".join(f"{name} = ?" for name in values)
        tx.rows(f"UPDATE {key[0]} SET {listed} WHERE id = ?", (*values.values(), key[1]))


def _owner_of(key: Key, image: Image) -> Key:
    if key[0] in HISTORIES:
        owner, column = HISTORIES[key[0]]
        return table_of(owner), image[column]
    return key


def _mend_zone(workspace: Workspace, tx: Tx, did: Did) -> None:
    """Where the import brought another time zone, every moment gets its day in the one that holds again."""
    if any(table == "setting" for table, _row in did.changed) or did.made.get("setting"):
        stored = {key: json.loads(value) for key, value in tx.rows("SELECT key, value FROM setting")}
        if settings_of(stored).timezone != workspace.settings.timezone:
            write_local_days(tx, settings_of(stored).timezone)
