"""What was ever noted and changed about a contact, as a person can read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from crmdesk.store.base import Record, own_fields, references_of, table_of
from crmdesk.store.field import Choice
from crmdesk.store.file import Workspace
from crmdesk.store.import_memory import KnownAs
from crmdesk.store.merging import APART, OWN
from crmdesk.store.past import history
from crmdesk.store.person import Person
from crmdesk.store.registry import ALL_TYPES
from crmdesk.store.row import name_of
from crmdesk.text import _

# What these say is told in another way.
_UNTOLD = (KnownAs,)


@dataclass(frozen=True, slots=True)
class Told:
    """One field of one record before and after a step; `by` is who took the step."""

    at: int
    by: str
    step: str
    record: type[Record]
    name: str
    field: str
    before: str
    after: str


def told(workspace: Workspace, person: Person) -> list[Told]:
    """Every change of a contact and of what belongs to it, the oldest first."""
    staff = dict(workspace.rows("SELECT id, name FROM staff"))
    found = [
        one
        for record in ALL_TYPES
        if record not in _UNTOLD
        for row_id in sorted(person.rows.get(record, ()))
        for one in _of_row(workspace, record, row_id, staff)
    ]
    return sorted(found, key=lambda one: one.at)


def ids_elsewhere(workspace: Workspace, person: Person) -> list[tuple[str, str, str]]:
    """Program, kind of record and the id that it has there; not what crmdesk notes for itself in the same place."""
    sql = f"SELECT source, record, elsewhere FROM {table_of(KnownAs)}"
    rows = (
        workspace.rows(f"{sql} WHERE id = ? AND source NOT IN (?, ?)", (one, OWN, APART))
        for one in sorted(person.rows.get(KnownAs, ()))
    )
    return [row for found in rows for row in found]


def _of_row(workspace: Workspace, record: type[Record], row_id: int, staff: dict[int, str]) -> Iterator[Told]:
    name = name_of(workspace, record, row_id)
    for step in reversed(history(workspace, record, row_id)):
        by = staff.get(step.staff_id or 0, "")
        for one in step.changes:
            texts = (value_text(workspace, record, one.column, value) for value in (one.old, one.new))
            yield Told(step.at, by, step.label, record, name, field_label(record, one.column), *texts)


def field_label(record: type[Record], column: str) -> str:
    """What people call a column."""
    known = own_fields(record).get(column)
    return _(known.label) if known is not None else _("Id") if column == "external_id" else _("Other fields")


def value_text(workspace: Workspace, record: type[Record], column: str, value: Any) -> str:
    """A stored value in the canonical text of its field; of a reference the name, of a choice its word."""
    if value is None:
        return ""
    field, target = own_fields(record).get(column), references_of(record).get(column)
    if target is not None:
        return name_of(workspace, target, value)
    if isinstance(field, Choice):
        return _(field.words[value]) if value in field.words else str(value)
    return str(value) if field is None else str(field.text(value, workspace.dialect))
