"""What erasing does to the rows of a workspace: those of the person say nothing any more, the others lose the traces.

What the journal remembers of rows is the matter of `erasing_journal`, files kept inside that of `erasing_papers`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from crmdesk.store.attachment import Attachment
from crmdesk.store.base import Record, own_fields, table_of
from crmdesk.store.contact import Contact
from crmdesk.store.engine import Engine
from crmdesk.store.field import Choice, Decimal, Keyword, KpiName, PeriodName, Text
from crmdesk.store.import_memory import KnownAs
from crmdesk.store.note import DRAFTS
from crmdesk.store.person import Person
from crmdesk.store.registry import ALL_TYPES
from crmdesk.store.row import name_in
from crmdesk.store.traces import IDENTITY, Traces
from crmdesk.text import _

Row = dict[str, Any]
TYPES = {table_of(record): record for record in ALL_TYPES}
# Words by which figures are broken down: they say what happened, not to whom.
_SHARED = {("contact", "channel"), ("deal", "lost_reason"), ("ticket", "channel"), ("ticket", "category")}
# What is theirs alone and counts in no figure goes altogether.
GONE = (Attachment, KnownAs)
# Somebody else's name is not changed, whatever it holds; a folder of the computer is where it is.
_UNTOUCHED = {
    *(("contact", name) for name in IDENTITY),
    *(("staff", name) for name in ("name", "email")),
    *(("watched_folder", name) for name in ("path", "pattern")),
}
# In these fields nothing is written, but one of a few things chosen.
_CHOSEN = Choice | Decimal | KpiName | PeriodName


@dataclass(slots=True)
class Found:
    """What was met on the way and decides what else goes: titles of their records, steps that touched them, bytes.

    `names` are those of the person, of which a step may say a part.
    """

    titles: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    steps: set[int] = field(default_factory=set)
    digests: set[str] = field(default_factory=set)
    rows: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))


def texts_of(record: type[Record]) -> list[str]:
    """The columns of a record type in which anything may be written."""
    fields = own_fields(record).items()
    texts = {name: one for name, one in fields if isinstance(one, Text) and not one.unique}
    return [*(name for name, one in texts.items() if not isinstance(one, _CHOSEN)), "custom"]


def others(engine: Engine, person: Person, traces: Traces) -> Iterator[tuple[type[Record], int, str, str]]:
    """Record, number, column and text of whatever is not theirs and has a trace of them."""
    engine.raw.create_function("may_be_in", 1, traces.may_be_in)
    for record in ALL_TYPES:
        table = table_of(record)
        names = [name for name in texts_of(record) if (table, name) not in _UNTOUCHED]
        tests = " OR ".join(f"may_be_in({name})" for name in names)
        for row_id, *texts in engine.rows(f"SELECT id, {', '.join(names)} FROM {table} WHERE {tests} ORDER BY id"):
            if not person.owns(table, row_id):
                yield from ((record, row_id, *one) for one in zip(names, texts, strict=True) if one[1] is not None)


def empty_own(engine: Engine, person: Person, traces: Traces, found: Found) -> None:
    """Their rows stay, because figures count them, and say nothing of them any more."""
    for record, ids in person.rows.items():
        # The kind of a contact decides what nobody is called.
        kind = ["kind"] if "kind" in own_fields(record) else []
        table, names = table_of(record), ["id", "external_id", *kind, *texts_of(record)]
        marks = json.dumps(sorted(ids))
        sql = f"SELECT {', '.join(names)} FROM {table} WHERE id IN (SELECT value FROM json_each(?))"
        for row in engine.rows(sql, (marks,)):
            values = dict(zip(names, row, strict=True))
            note_found(record, values["id"], values, found)
            if record not in GONE:
                write(engine, table, values["id"], emptied(record, values["id"], values, traces))
        if record in GONE:
            engine.rows(f"DELETE FROM {table} WHERE id IN (SELECT value FROM json_each(?))", (marks,))


def emptied(record: type[Record], row_id: int, values: Mapping[str, Any], traces: Traces) -> Row:
    """What takes the place of those values that tell of a person. `values` is a row, or an image of one."""
    fields, table = own_fields(record), table_of(record)
    changed: Row = {}
    for name in ("external_id", *texts_of(record)):
        value = values.get(name)
        if value is None:
            continue
        if (table, name) in _SHARED and isinstance(fields[name], Keyword):
            changed[name] = traces.without(value)
        else:
            changed[name] = _nobody(values, row_id) if name in fields and fields[name].required else None
    return changed


def _nobody(values: Mapping[str, Any], row_id: int) -> str:
    """What a contact is called of whom nothing is known any more."""
    if values.get("kind") == "company":
        return _("Erased company {number}").format(number=row_id)
    return _("Erased person {number}").format(number=row_id)


def clean_others(engine: Engine, person: Person, traces: Traces) -> None:
    """Takes their traces out of everybody else's texts."""
    for record, row_id, column, text in list(others(engine, person, traces)):
        cleaned = traces.without(text)
        if cleaned != text:
            write(engine, table_of(record), row_id, {column: cleaned})


def clean_notes(engine: Engine, person: Person, traces: Traces) -> None:
    """What the window keeps with the file: drafts of theirs go, all else loses their traces."""
    theirs = (("contact", person.contacts), ("deal", person.deals), ("ticket", person.tickets))
    drafts = {f"{DRAFTS}log:{kind}:{row_id}" for kind, ids in theirs for row_id in ids}
    for key, value in engine.rows("SELECT key, value FROM note"):
        cleaned = traces.without(value)
        if key in drafts or traces.first_in(key):
            engine.rows("DELETE FROM note WHERE key = ?", (key,))
        elif cleaned != value:
            engine.rows("UPDATE note SET value = ? WHERE key = ?", (cleaned, key))


def cleanable(record: type[Record]) -> list[str]:
    """The columns of others that lose the traces."""
    return [name for name in texts_of(record) if (table_of(record), name) not in _UNTOUCHED]


def note_found(record: type[Record], row_id: int, values: Mapping[str, Any], found: Found) -> None:
    """What a record was called, and the bytes that it named."""
    title = name_in(record, values, row_id)
    if not record.name_field.endswith("_id") and title != name_in(record, {}, row_id):
        found.titles.update({title, str(values.get(record.name_field) or "")})
    if record is Contact:
        found.names.add(str(values.get("name") or ""))
    if record is Attachment:
        found.digests.add(values["digest"])


def write(engine: Engine, table: str, row_id: int, values: Row) -> None:
    """Changes columns of a row, if any."""
    if values:
        names = ", ".join(f"{name} = ?" for name in values)
        engine.rows(f"UPDATE {table} SET {names} WHERE id = ?", (*values.values(), row_id))
