"""The full-text index of the file: which words each record has, caught up from the journal a little at a time.

The index keeps words only, folded (`domain.fold`), under a number made of the kind of record and its id. How far it
has come is remembered as a place in the journal, so that every way of writing, undo and restore included, is followed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from crmdesk.domain.errors import Busy, Damaged
from crmdesk.domain.fold import fold, phone_forms
from crmdesk.store.base import Record, own_fields, table_of
from crmdesk.store.engine import Engine
from crmdesk.store.field import Choice, Decimal, Phone, Text
from crmdesk.store.file import Workspace
from crmdesk.store.registry import record_type

# The place of a kind is its number in the index: new kinds come last. What people look for most stands first.
KINDS = ("contact", "deal", "ticket", "campaign", "staff", "activity", "sale", "expense", "survey")
KIND_BITS = 40
# Of longer texts only the beginning is searched.
MOST_LETTERS = 20_000
LONGEST_NAME = 60
_TABLES = {table_of(record_type(kind)): number for number, kind in enumerate(KINDS)}
_JOINT = re.compile(r"\w[-'’.&/+]\w")


class Place(NamedTuple):
    """How far the index has come: the last change that is in it, and the row reached in the change after it."""

    change: int
    row: int


def behind(workspace: Workspace) -> int:
    """How many rows have changed since the index was caught up."""
    place = place_of(workspace.engine)
    ((latest,),) = workspace.rows("SELECT coalesce(max(id), 0) FROM change")
    if latest <= place.change:
        return 0
    rows = workspace.rows(
        "SELECT total(coalesce(through_id, row_id) - row_id + 1) FROM change"
        " WHERE id > ? AND tbl IN (SELECT value FROM json_each(?))",
        (place.change, json.dumps(list(_TABLES))),
    )
    return int(rows[0][0])


def catch_up(workspace: Workspace, budget_rows: int = 200) -> bool:
    """Brings so many rows of what was changed last into the index; True when nothing is left that could be done.

    No step of the journal. To be called when nothing else is going on, until it answers True.
    """
    engine = workspace.engine
    if workspace.read_only or engine.raw.in_transaction:
        return workspace.read_only
    engine.require_in_place()
    # Not worth waiting for the disk: what is lost with the power is caught up again.
    engine.rows("PRAGMA synchronous=NORMAL")
    try:
        return _take_slice(engine, budget_rows)
    except Busy:
        return False
    except Damaged:
        begin_anew(workspace)
        return False
    finally:
        engine.rows("PRAGMA synchronous=FULL")


def begin_anew(workspace: Workspace) -> None:
    """Empties an index that is damaged; it is filled again from the beginning of the journal."""
    if not workspace.read_only and not workspace.engine.raw.in_transaction:
        workspace.rows("INSERT INTO search (search) VALUES ('delete-all')")
        workspace.rows("DELETE FROM meta WHERE key = 'searched'")


def _take_slice(engine: Engine, budget: int) -> bool:
    engine.rows("BEGIN IMMEDIATE")
    try:
        place = place_of(engine)
        spans, after = _spans(engine, place, budget)
        for table, number in _TABLES.items():
            _index(
                engine, number, {row for one, first, last in spans if one == table for row in range(first, last + 1)}
            )
        if after != place:
            engine.rows("INSERT OR REPLACE INTO meta VALUES ('searched', ?)", (json.dumps(after),))
        engine.rows("COMMIT")
    except BaseException:
        if engine.raw.in_transaction:
            engine.rows("ROLLBACK")
        raise
    return after == place


def place_of(engine: Engine) -> Place:
    """How far the index of the file has come."""
    found = engine.rows("SELECT value FROM meta WHERE key = 'searched'")
    return Place(*json.loads(found[0][0])) if found else Place(0, 0)


def _spans(engine: Engine, place: Place, budget: int) -> tuple[list[tuple[str, int, int]], Place]:
    """The next rows that were touched, by table from first to last, and how far that is."""
    spans = []
    changes = engine.rows(
        "SELECT id, tbl, row_id, coalesce(through_id, row_id) FROM change WHERE id > ? ORDER BY id LIMIT ?",
        (place.change, budget),
    )
    for number, table, begin, last in changes:
        first = max(begin, place.row + 1)
        if table in _TABLES:
            end = min(last, first + budget - 1)
            spans.append((table, first, end))
            budget -= end - first + 1
            if end < last:
                return spans, Place(place.change, end)
        place = Place(number, 0)
        if budget <= 0:
            break
    return spans, place


def _index(engine: Engine, number: int, ids: Iterable[int]) -> None:
    """Writes the words of rows as they are now; rows that are gone, or have no words, leave the index."""
    gone = set(ids)
    if not gone:
        return
    record, first = record_type(KINDS[number]), number << KIND_BITS
    rest, phones = _columns(record)
    rows = engine.rows(
        f"SELECT id, {record.name_field}, custom, {', '.join((*rest, *phones))} FROM {table_of(record)}"
        " WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(gone)),),
    )
    words = []
    for row_id, name, custom, *texts in rows:
        joined = " ".join(_words(text) for text in (*texts[: len(rest)], *_values(custom)) if text)
        digits = " ".join(form for text in texts[len(rest) :] if text for form in phone_forms(text))
        if name or joined:
            words.append((first | row_id, _words(name or ""), f"{joined} {digits}"))
            gone.discard(row_id)
    engine.many("INSERT OR REPLACE INTO search (rowid, name, rest) VALUES (?, ?, ?)", words)
    engine.many("DELETE FROM search WHERE rowid = ?", [(first | row_id,) for row_id in gone])


def _columns(record: type[Record]) -> tuple[list[str], list[str]]:
    """Every column beside the name that may hold words, and those of them with telephone numbers."""
    own = own_fields(record)
    texts = [name for name, field in own.items() if isinstance(field, Text) and not isinstance(field, Choice | Decimal)]
    phones = [name for name in texts if isinstance(own[name], Phone)]
    return ["external_id", *(name for name in texts if name != record.name_field)], phones


def _words(text: str) -> str:
    """The folded words, and in one piece those that a hyphen, a dot or an apostrophe joins too: O'Brien, e-mail."""
    text = text[:MOST_LETTERS]
    folded = fold(text)
    if not _JOINT.search(text):
        return folded
    chunks = (chunk for chunk in text.split() if len(chunk) <= LONGEST_NAME and _JOINT.search(chunk))
    return " ".join([folded, *(fold(chunk).replace(" ", "") for chunk in chunks)])


def _values(custom: str | None) -> Iterator[str]:
    """The texts of the fields that crmdesk has no column for."""
    found: dict[str, Any] = json.loads(custom) if custom else {}
    return (str(value) for value in found.values())
