"""What the journal knows of the past: the history of a record, the bin, and the way back out of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crmdesk.domain.errors import UserError
from crmdesk.store.base import Record, fields_of, references_of, table_of
from crmdesk.store.engine import IntegrityError
from crmdesk.store.field import LocalDay
from crmdesk.store.file import Workspace
from crmdesk.store.journal import Tx
from crmdesk.store.registry import ALL_TYPES
from crmdesk.store.row import name_in
from crmdesk.store.steps import MERGE
from crmdesk.text import _

# Records of the window and of the house, which nobody looks for in the bin.
_NOT_IN_BIN = {"setting", "printed"}
_TYPES = {table_of(record): record for record in ALL_TYPES if record.kind not in _NOT_IN_BIN}
# The way of a deal or a ticket, which must agree with it: steps of it come back with their owner, or by undo.
_WAYS = {"stage_change", "ticket_event"}

_ENDLESS = 2**62

Key = tuple[str, int]
Image = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Delta:
    """One column before and after a step."""

    column: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Step:
    """What one step did to a record; `act` is insert, update or delete."""

    at: int
    staff_id: int | None
    label: str
    operation: int
    act: str
    changes: tuple[Delta, ...]


@dataclass(frozen=True, slots=True)
class Deleted:
    """A record in the bin, and the step that put it there."""

    record: type[Record]
    row_id: int
    name: str
    at: int
    operation: int
    staff_id: int | None
    label: str


def history(workspace: Workspace, record: type[Record], row_id: int) -> list[Step]:
    """Every step that touched a record, the newest first."""
    names = [
        name
        for name, field in fields_of(record).items()
        if name not in ("id", "uid") and not isinstance(field, LocalDay)
    ]
    after = _present(workspace, record, [row_id]).get(row_id, {})
    steps = []
    for label, at, staff, operation, act, image in _changes(workspace, record, row_id):
        before = _image(image) if image else {}
        now = {} if act == "delete" else after
        changes = tuple(
            Delta(name, before.get(name), now.get(name)) for name in names if before.get(name) != now.get(name)
        )
        # What only counts the days of another time zone is nothing that anybody changed.
        if changes:
            steps.append(Step(at, staff, label, operation, act, changes))
        after = before
    return steps


def _changes(workspace: Workspace, record: type[Record], row_id: int) -> list[tuple[Any, ...]]:
    """The changes of a row, the newest first; one that came in with many others is found in their span."""
    table = table_of(record)
    columns = "SELECT change.id, label, at, staff_id, operation_id, act, before, through_id FROM change"
    joined = f"{columns} JOIN operation ON operation.id = operation_id WHERE tbl = ?"
    own = workspace.rows(f"{joined} AND row_id = ? AND through_id IS NULL", (table, row_id))
    spans = f"{joined} AND through_id IS NOT NULL AND row_id <= ? ORDER BY row_id DESC LIMIT 1"
    with_others = [row for row in workspace.rows(spans, (table, row_id)) if row[-1] >= row_id]
    return [row[1:-1] for row in sorted((*own, *with_others), key=lambda row: -int(row[0]))]


def bin(workspace: Workspace, *, limit: int = 200) -> list[Deleted]:  # noqa: A001 - what it is called everywhere
    """The records that were deleted and are not there now, the latest first. What went with another is found with it.

    What an undo took away is not in the bin: a redo brings it. What was merged away is a part of another record.
    """
    found: dict[Key, Deleted] = {}
    operation = _deleting_before(workspace, _ENDLESS)
    while operation is not None and len(found) < limit:
        for one in _heads(workspace, operation):
            found.setdefault((table_of(one.record), one.row_id), one)
        operation = _deleting_before(workspace, operation)
    return list(found.values())[:limit]


def bring_back(workspace: Workspace, deleted: Deleted, *, staff: int | None = None) -> int:
    """Restores a record and what went with it, as far as it is still missing; returns how many records came back.

    Raises UserError where it is there already, or another one has its place.
    """
    images = _missing(workspace, _images(workspace, deleted.operation))
    key = (table_of(deleted.record), deleted.row_id)
    if key not in images:
        raise UserError(_("“{name}” is not in the bin any more.").format(name=deleted.name))
    wanted = _belonging(images, key)
    try:
        with workspace.operation(_("Bring back “{name}”").format(name=deleted.name), staff=staff) as tx:
            for one in wanted:
                _restore(tx, one, images, wanted, deleted.name)
            _link_again(tx, deleted.operation, wanted)
    except IntegrityError:
        text = _("“{name}” cannot be brought back: another record has the same number by now; change that one first.")
        raise UserError(text.format(name=deleted.name)) from None
    return len(wanted)


def _deleting_before(workspace: Workspace, operation: int) -> int | None:
    sql = "SELECT max(operation_id) FROM change WHERE act = 'delete' AND operation_id < ?"
    found: int | None = workspace.rows(sql, (operation,))[0][0]
    return found


def _heads(workspace: Workspace, operation: int) -> Iterator[Deleted]:
    """What a step deleted for its own sake, not because it belonged to another record."""
    ((label, at, staff),) = workspace.rows("SELECT label, at, staff_id FROM operation WHERE id = ?", (operation,))
    step = workspace.journal.find(operation)
    if step.source == MERGE or (step.undoes is not None and not workspace.journal.is_redo(step)):
        return
    images = _missing(workspace, _images(workspace, operation))
    for (table, row_id), image in images.items():
        record = _TYPES[table]
        belongs = any(owner in images and owner[0] != table for owner, _column in _owners(record, image))
        if table not in _WAYS and not belongs:
            yield Deleted(record, row_id, name_in(record, image, row_id), at, operation, staff, label)


def _images(workspace: Workspace, operation: int) -> dict[Key, Image]:
    """The rows that a step deleted, as they were, the last first."""
    rows = workspace.rows(
        "SELECT tbl, row_id, before FROM change WHERE operation_id = ? AND act = 'delete' ORDER BY id DESC",
        (operation,),
    )
    return {(table, row_id): _image(before) for table, row_id, before in rows if table in _TYPES}


def _image(text: str) -> Image:
    image: Image = json.loads(text)
    return {**image, "uid": bytes.fromhex(image["uid"])}


def _missing(workspace: Workspace, images: Mapping[Key, Image]) -> dict[Key, Image]:
    """Those of the rows that are not there now."""
    there: set[Key] = set()
    for table in {table for table, _row_id in images}:
        ids = [row_id for one, row_id in images if one == table]
        there.update((table, row_id) for row_id in _present(workspace, _TYPES[table], ids))
    return {key: image for key, image in images.items() if key not in there}


def _present(source: Workspace | Tx, record: type[Record], ids: Sequence[int]) -> dict[int, Image]:
    names = list(fields_of(record))
    rows = source.rows(
        f"SELECT {', '.join(names)} FROM {table_of(record)} WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(ids),),
    )
    return {row[0]: dict(zip(names, row, strict=True)) for row in rows}


def _owners(record: type[Record], image: Image) -> list[tuple[Key, str]]:
    """The rows that a row refers to, each with the column."""
    named = ((table_of(target), image.get(column), column) for column, target in references_of(record).items())
    return [((table, row_id), column) for table, row_id, column in named if row_id is not None]


def _belonging(images: Mapping[Key, Image], key: Key) -> list[Key]:
    """A row with all that belonged to it, and what those rows cannot be without."""
    wanted, fresh = {key: None}, {key}
    owners = {one: [owner for owner, _column in _owners(_TYPES[one[0]], image)] for one, image in images.items()}
    while fresh:
        fresh = {one for one, named in owners.items() if one not in wanted and fresh.intersection(named)}
        wanted.update(dict.fromkeys(fresh))
    fresh = set(wanted)
    while fresh:
        ways = {one for one, named in owners.items() if one[0] in _WAYS and fresh.intersection(_way_of(named))}
        named_by = {owner for one in fresh for owner in owners[one]}
        fresh = {one for one in ways | named_by if one in images and one not in wanted}
        wanted.update(dict.fromkeys(fresh))
    return list(wanted)


def _way_of(named: Sequence[Key]) -> list[Key]:
    """The deal or the ticket of whose way a row is a part."""
    return [one for one in named if one[0] in ("deal", "ticket")]


def _restore(tx: Tx, key: Key, images: Mapping[Key, Image], wanted: Sequence[Key], name: str) -> None:
    record, values = _TYPES[key[0]], dict(images[key])
    for owner, column in _owners(record, values):
        if owner not in wanted and not _present(tx, _TYPES[owner[0]], [owner[1]]):
            if not fields_of(record)[column].null:
                text = _("“{name}” belongs to a record that was deleted too; bring that one back first.")
                raise UserError(text.format(name=name))
            values[column] = None
    known = {column: values[column] for column in fields_of(record) if column in values}
    marks = ", ".join("?" * len(known))
    tx.rows(f"INSERT INTO {key[0]} ({', '.join(known)}) VALUES ({marks})", tuple(known.values()))


def _link_again(tx: Tx, operation: int, restored: Sequence[Key]) -> None:
    """Rows that only lost their reference to what is back now get it again, unless they have another by now."""
    for table, row_id, before in tx.rows(
        "SELECT tbl, row_id, before FROM change WHERE operation_id = ? AND act = 'update' ORDER BY id", (operation,)
    ):
        record = _TYPES.get(table)
        present = _present(tx, record, [row_id]).get(row_id) if record else None
        if record and present:
            named = _owners(record, json.loads(before))
            lost = {column: one[1] for one, column in named if one in restored and present[column] is None}
            tx.update(record, row_id, lost)
