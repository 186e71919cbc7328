"""Taking a step back, row by row: what it made goes, what it changed or deleted becomes again what it was before."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from crmdesk.domain.errors import UserError
from crmdesk.store.declared import fields_of, references_of, table_of
from crmdesk.store.engine import Engine, IntegrityError
from crmdesk.store.steps import Operation
from crmdesk.text import _

if TYPE_CHECKING:
    from crmdesk.store.base import Record


@contextmanager
def unchecked_references(engine: Engine) -> Iterator[None]:
    """Leaves references unchecked row by row (a search of every table for each); the caller checks them all at once."""
    engine.rows("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        engine.rows("PRAGMA foreign_keys=ON")


def revert(engine: Engine, step: Operation) -> None:
    """Takes a step back within the operation under way, with `unchecked_references`.

    Raises UserError where rows that came later stand in the way, and where nothing of the step is left.
    """
    try:
        _restore(engine, step.id)
    except IntegrityError:
        text = _(
            "“{step}” cannot be undone: a later record has the same name or number; change or delete that one first."
        )
        raise UserError(text.format(step=step.label)) from None
    if broken := _broken_references(engine, step.id):
        text = _("“{step}” cannot be undone: {n} later records refer to it; undo those first.")
        raise UserError(text.format(step=step.label, n=broken))
    if not engine.rows("SELECT 1 FROM change WHERE operation_id = (SELECT operation_id FROM journal_now)"):
        raise UserError(_("Nothing of “{step}” is left to undo.").format(step=step.label))


@cache
def _types() -> Mapping[str, type[Record]]:
    """The record types by their tables; loaded when a step is first taken back."""
    from crmdesk.store.registry import ALL_TYPES

    return {table_of(record): record for record in ALL_TYPES}


def _restore(engine: Engine, operation: int) -> None:
    """Restores every row of an operation to its image before, the latest change first."""
    changes = engine.rows(
        "SELECT act, tbl, row_id, through_id, before FROM change WHERE operation_id = ? ORDER BY id DESC", (operation,)
    )
    for act, table, row_id, through, before in changes:
        record = _types()[table]
        if act == "insert":
            engine.rows(f"DELETE FROM {table} WHERE id BETWEEN ? AND ?", (row_id, through or row_id))
            continue
        image = json.loads(before)
        image["uid"] = bytes.fromhex(image["uid"])
        known = {name: image[name] for name in fields_of(record) if name in image}
        if act == "delete":
            marks = ", ".join("?" * len(known))
            engine.rows(f"INSERT INTO {table} ({', '.join(known)}) VALUES ({marks})", tuple(known.values()))
        else:
            names = ", ".join(f"{name} = ?" for name in known)
            engine.rows(f"UPDATE {table} SET {names} WHERE id = ?", (*known.values(), row_id))


def _broken_references(engine: Engine, operation: int) -> int:
    """How many rows refer to something that is gone.

    Only rows that this step or a later one touched can: numbers are never used again, so nothing older knows them.
    """
    found = 0
    for table, record in _types().items():
        broken = " OR ".join(
            f"c.{name} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {table_of(target)} p WHERE p.id = c.{name})"
            for name, target in references_of(record).items()
        )
        if broken:
            sql = (
                "SELECT count(DISTINCT c.id) FROM change h INDEXED BY change_operation"
                f" CROSS JOIN {table} c ON c.id BETWEEN h.row_id"
                f" AND coalesce(h.through_id, h.row_id) WHERE h.operation_id >= ? AND h.tbl = ? AND ({broken})"
            )
            found += int(engine.rows(sql, (operation, table))[0][0])
    return found
