"""What is connected with a record: the records that refer to it, its open tasks and its files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crmdesk.store.base import Record, own_fields, references_of, table_of
from crmdesk.store.registry import RECORD_TYPES
from crmdesk.store.row import Source, name_of

# What is told of a related record beside its name, and which come first; others are told by the name alone.
_ABOUT: dict[str, tuple[str, ...]] = {
    "contact": ("email", "phone"),
    "deal": ("stage_id", "amount"),
    "ticket": ("priority", "resolved_at"),
    "sale": ("sold_at", "amount"),
    "survey": ("kind", "score"),
    "expense": ("spent_on", "amount"),
    "activity": ("at",),
}
_FIRST: dict[str, str] = {
    "deal": "closed_at IS NOT NULL, id DESC",
    "ticket": "resolved_at IS NOT NULL, id DESC",
    "sale": "sold_at DESC, id DESC",
    "contact": "name, id",
}
# Facts of the timeline: they are not shown beside it once more.
_EVENTS = ("stage_change", "ticket_event")
_WITH_TIMELINE = ("contact", "deal", "ticket")
# Nobody reads the exact number beyond this.
MOST = 1000


@dataclass(frozen=True, slots=True)
class One:
    """A related record: its number, its name, and values by column, a reference as the pair of id and name."""

    id: int
    name: str
    about: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Group:
    """The records of one type that refer to a record by one column: the first of them, and how many there are."""

    record: type[Record]
    column: str
    count: int
    first: tuple[One, ...]


@dataclass(frozen=True, slots=True)
class Todo:
    """A task that is not done yet."""

    id: int
    subject: str
    due_at: int | None
    person: str


@dataclass(frozen=True, slots=True)
class File:
    """An attachment."""

    id: int
    name: str
    size: int
    added_at: int


def groups(source: Source, record: type[Record], row_id: int, *, limit: int = 5) -> list[Group]:
    """All that refers to a record, in the order of the record types; nothing where there is nothing."""
    found = (
        _group(source, other, column, row_id, limit)
        for other in RECORD_TYPES
        for column, target in references_of(other).items()
        if target is record and other.kind not in _EVENTS
        if not (other.kind == "activity" and record.kind in _WITH_TIMELINE)
    )
    return [group for group in found if group.count]


def to_do(source: Source, kind: str, row_id: int, *, limit: int = 20) -> list[Todo]:
    """The open tasks of a contact (and of a company's people), a deal or a ticket, the most urgent first."""
    if kind not in _WITH_TIMELINE:
        return []
    own = "t.contact_id IN (SELECT :id UNION ALL SELECT id FROM contact WHERE company_id = :id)"
    rows = source.rows(
        "SELECT t.id, coalesce(t.subject, ''), t.due_at, coalesce(staff.name, '') FROM activity t"
        " LEFT JOIN staff ON staff.id = t.staff_id WHERE t.kind = 'task' AND t.done_at IS NULL"
        f" AND {own if kind == 'contact' else f't.{kind}_id = :id'}"
        " ORDER BY t.due_at IS NULL, t.due_at, t.id LIMIT :limit",
        {"id": row_id, "limit": limit},
    )
    return [Todo(*row) for row in rows]


def files(source: Source, kind: str, row_id: int) -> list[File]:
    """The files of a contact, a deal or a ticket, the newest first."""
    if kind not in _WITH_TIMELINE:
        return []
    rows = source.rows(
        f"SELECT id, name, size, added_at FROM attachment WHERE {kind}_id = ? ORDER BY added_at DESC, id DESC",
        (row_id,),
    )
    return [File(*row) for row in rows]


def with_names(source: Source, record: type[Record], values: dict[str, Any]) -> dict[str, Any]:
    """The values with each reference as the pair of id and name, as people read them."""
    targets = references_of(record)
    return {
        name: (value, name_of(source, targets[name], value)) if name in targets and value is not None else value
        for name, value in values.items()
    }


def _group(source: Source, record: type[Record], column: str, row_id: int, limit: int) -> Group:
    table, about = table_of(record), [name for name in _ABOUT.get(record.kind, ()) if name in own_fields(record)]
    names = ", ".join(("id", *about))
    order = _FIRST.get(record.kind, "id DESC")
    rows = source.rows(f"SELECT {names} FROM {table} WHERE {column} = ? ORDER BY {order} LIMIT ?", (row_id, limit))
    count = len(rows)
    if count == limit:
        some = f"SELECT 1 FROM {table} WHERE {column} = ? LIMIT ?"
        count = source.rows(f"SELECT count(*) FROM ({some})", (row_id, MOST))[0][0]
    first = (
        One(id, name_of(source, record, id), with_names(source, record, dict(zip(about, values, strict=True))))
        for id, *values in rows
    )
    return Group(record, column, count, tuple(first))
