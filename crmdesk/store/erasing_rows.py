"""What erasing does to the rows of a workspace, to what the journal remembers of them, and to files kept inside."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from crmdesk.store import content as contents
from crmdesk.store.attachment import Attachment
from crmdesk.store.base import Record, fields_of, own_fields, table_of
from crmdesk.store.closing import Closing
from crmdesk.store.contact import Contact
from crmdesk.store.engine import Engine
from crmdesk.store.field import Choice, Decimal, Keyword, KpiName, PeriodName, Text
from crmdesk.store.import_memory import ImportedFile, KnownAs
from crmdesk.store.note import DRAFTS
from crmdesk.store.pdf_words import words_of
from crmdesk.store.person import Person, quick_test
from crmdesk.store.registry import ALL_TYPES
from crmdesk.store.row import name_in
from crmdesk.store.steps import ERASED
from crmdesk.store.traces import IDENTITY, Traces
from crmdesk.text import _

Row = dict[str, Any]
TYPES = {table_of(record): record for record in ALL_TYPES}
# Words by which figures are broken down: they say what happened, not to whom.
_SHARED = {("contact", "channel"), ("deal", "lost_reason"), ("ticket", "channel"), ("ticket", "category")}
# What is theirs alone and counts in no figure goes altogether.
_GONE = (Attachment, KnownAs)
# Somebody else's name is not changed, whatever it holds; a folder of the computer is where it is.
_UNTOUCHED = {
    *(("contact", name) for name in IDENTITY),
    *(("staff", name) for name in ("name", "email")),
    *(("watched_folder", name) for name in ("path", "pattern")),
}
# In these fields nothing is written, but one of a few things chosen.
_CHOSEN = Choice | Decimal | KpiName | PeriodName
_SHORTEST_TITLE = 3


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
            _note(record, values["id"], values, found)
            if record not in _GONE:
                _write(engine, table, values["id"], emptied(record, values["id"], values, traces))
        if record in _GONE:
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
            _write(engine, table_of(record), row_id, {column: cleaned})


def clean_journal(engine: Engine, person: Person, traces: Traces, found: Found) -> None:
    """The same for what rows looked like once, and for the names of steps."""
    new_images: list[tuple[str, int]] = []
    touched: dict[str, set[int]] = defaultdict(set)
    steps: set[int] = set()
    quick = quick_test(person)
    sql = "SELECT id, operation_id, tbl, row_id, before FROM change WHERE before IS NOT NULL"
    for number, step, table, row_id, before in engine.each(sql):
        own = person.owns(table, row_id)
        if not (own or quick.search(before) or table == "known_as" or traces.may_be_in(before)):
            continue
        image, record = json.loads(before), TYPES[table]
        if own or person.owned(table, image):
            found.steps.add(step)
            found.rows[table].add(row_id)
            _note(record, row_id, image, found)
            image |= emptied(record, row_id, image, traces) if record not in _GONE else {}
        else:
            image |= {name: traces.without(image[name]) for name in _cleanable(record) if image.get(name)}
        text = json.dumps(image, ensure_ascii=False, separators=(",", ":"))
        if text != before:
            new_images.append((text, number))
            touched[table].add(row_id)
            steps.add(step)
    engine.many("UPDATE change SET before = ? WHERE id = ?", new_images)
    for record, ids in person.rows.items():
        found.rows[table_of(record)] |= ids
    _clean_steps(engine, traces, found)
    for record in _GONE:
        engine.rows(
            "DELETE FROM change WHERE tbl = ? AND through_id IS NULL AND row_id IN (SELECT value FROM json_each(?))",
            (table_of(record), json.dumps(sorted(found.rows[table_of(record)]))),
        )
    for table, ids in touched.items():
        _drop_idle(engine, table, ids)
    # A step of which nothing is left must not stand in the way of taking earlier ones back.
    engine.rows(
        "UPDATE operation SET source = ? WHERE id IN (SELECT value FROM json_each(?))"
        " AND NOT EXISTS (SELECT 1 FROM change WHERE operation_id = operation.id)",
        (ERASED, json.dumps(sorted(steps | found.steps))),
    )


def _drop_idle(engine: Engine, table: str, ids: Collection[int]) -> None:
    """Forgets changes that changed nothing but what is not known any more."""
    fields = list(fields_of(TYPES[table]))
    pairs = ", ".join(f"'{name}', {'hex(uid)' if name == 'uid' else name}" for name in fields)
    wanted = json.dumps(sorted(ids))
    now = f"SELECT id, json_object({pairs}) FROM {table} WHERE id IN (SELECT value FROM json_each(?))"
    after: dict[int, Row] = {row_id: json.loads(image) for row_id, image in engine.rows(now, (wanted,))}
    sql = (
        "SELECT id, row_id, act, before FROM change WHERE tbl = ? AND before IS NOT NULL"
        " AND row_id IN (SELECT value FROM json_each(?)) ORDER BY id DESC"
    )
    idle = []
    for number, row_id, act, before in engine.rows(sql, (table, wanted)):
        image = json.loads(before)
        if act == "update" and (present := after.get(row_id)) == {**(present or {}), **image}:
            idle.append((number,))
        after[row_id] = {**after.get(row_id, {}), **image}
    engine.many("DELETE FROM change WHERE id = ?", idle)


def _clean_steps(engine: Engine, traces: Traces, found: Found) -> None:
    """The names of steps: a trace anywhere; what a record of theirs was called, in the steps that touched it."""
    for table, ids in found.rows.items():
        sql = "SELECT DISTINCT operation_id FROM change WHERE tbl = ? AND row_id IN (SELECT value FROM json_each(?))"
        found.steps.update(step for (step,) in engine.rows(sql, (table, json.dumps(sorted(ids)))))
    titles = _any_of(found.titles | {word for name in found.names for word in name.split()})
    for step, label in engine.rows("SELECT id, label FROM operation"):
        cleaned = traces.without(label)
        if step in found.steps:
            cleaned = titles.sub(_("[erased]"), cleaned)
        if cleaned != label:
            engine.rows("UPDATE operation SET label = ? WHERE id = ?", (cleaned, step))


def _any_of(titles: Collection[str]) -> re.Pattern[str]:
    """Any of these as whole words, the longer before the shorter; of short ones none."""
    longest_first = sorted((one for one in titles if len(one) >= _SHORTEST_TITLE), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})(?!\w)")


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


def printed_with(engine: Engine, traces: Traces) -> list[tuple[int, str, str]]:
    """The closed periods whose kept summary names them: number, period, checksum."""
    rows = engine.rows("SELECT id, period, digest FROM closing WHERE digest IS NOT NULL ORDER BY id")
    return [row for row in rows if _names(engine, row[2], traces)]


def results_with(engine: Engine, traces: Traces) -> list[tuple[int, str, str]]:
    """The imported files whose result names them: number, name, checksum."""
    rows = engine.rows("SELECT id, name, result FROM imported_file WHERE result IS NOT NULL ORDER BY id")
    return [row for row in rows if _names(engine, row[2], traces)]


def files_with(engine: Engine, person: Person, traces: Traces) -> list[tuple[int, str]]:
    """The files of other records in which they are named: number and name. Nobody changes those but a person."""
    rows = engine.rows("SELECT id, name, digest FROM attachment ORDER BY id")
    theirs = person.rows.get(Attachment, ())
    return [(id, name) for id, name, digest in rows if id not in theirs and _names(engine, digest, traces)]


def drop_papers(engine: Engine, traces: Traces, found: Found) -> None:
    """Takes away kept summaries and result files that name them, in the journal too."""
    for row_id, _period, digest in printed_with(engine, traces):
        _write(engine, table_of(Closing), row_id, {"digest": None, "size": None, "pages": None})
        found.digests.add(digest)
    for row_id, _name, digest in results_with(engine, traces):
        _write(engine, table_of(ImportedFile), row_id, {"result": None})
        found.digests.add(digest)
    for digest in found.digests:
        for column, table in (("digest", "closing"), ("result", "imported_file")):
            engine.rows(
                f"UPDATE change SET before = json_set(before, '$.{column}', NULL) WHERE tbl = ?"
                f" AND before IS NOT NULL AND json_extract(before, '$.{column}') = ?",
                (table, digest),
            )


def drop_bytes(engine: Engine, found: Found) -> None:
    """Takes away the bytes that nothing names any more, whether it is there or in the journal."""
    for digest in found.digests:
        named = (
            "SELECT 1 FROM attachment WHERE digest = :digest UNION ALL SELECT 1 FROM closing WHERE digest = :digest"
            " UNION ALL SELECT 1 FROM imported_file WHERE result = :digest"
            " UNION ALL SELECT 1 FROM setting WHERE instr(value, :digest)"
            " UNION ALL SELECT 1 FROM change WHERE instr(before, :digest) LIMIT 1"
        )
        if not engine.rows(named, {"digest": digest}):
            engine.rows("DELETE FROM content WHERE digest = ?", (digest,))


def _names(engine: Engine, digest: str, traces: Traces) -> bool:
    """Whether kept bytes have a trace, as text in any usual encoding or on the pages of a PDF."""
    content = contents.take(engine, digest) or b""
    if content.startswith(b"%PDF"):
        return traces.is_in_print(words_of(content) or "")
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    text = content.decode(encoding, "replace")
    if "\ufffd" in text and b"\x00" not in content:
        text += content.decode("cp1252", "replace")
    return traces.first_in(text) is not None


def _cleanable(record: type[Record]) -> list[str]:
    return [name for name in texts_of(record) if (table_of(record), name) not in _UNTOUCHED]


def _note(record: type[Record], row_id: int, values: Mapping[str, Any], found: Found) -> None:
    """What a record was called, and the bytes that it named."""
    title = name_in(record, values, row_id)
    if not record.name_field.endswith("_id") and title != name_in(record, {}, row_id):
        found.titles.update({title, str(values.get(record.name_field) or "")})
    if record is Contact:
        found.names.add(str(values.get("name") or ""))
    if record is Attachment:
        found.digests.add(values["digest"])


def _write(engine: Engine, table: str, row_id: int, values: Row) -> None:
    if values:
        names = ", ".join(f"{name} = ?" for name in values)
        engine.rows(f"UPDATE {table} SET {names} WHERE id = ?", (*values.values(), row_id))
