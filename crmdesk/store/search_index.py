"""The full-text index of the file: which words each record has, caught up from the journal a little at a time.

The index keeps words only, folded (`domain.fold`), under a number made of the kind of record and its id. How far it
has come is remembered as a place in the journal, so that every way of writing, undo and restore included, is followed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
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
        _teach(engine)
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


def _teach(engine: Engine) -> None:
    """Lets statements find the words of texts."""
    functions: dict[str, Callable[[str], str]] = {
        "words_of": lambda text: _words(text) if len(text) > LONGEST_NAME else _short_words(text),
        "words_of_phone": lambda text: " ".join(phone_forms(text)),
        "words_of_fields": lambda custom: " ".join(map(_words, _values(custom))),
    }
    for name, function in functions.items():
        engine.raw.create_function(name, 1, function, deterministic=True)


def _index(engine: Engine, number: int, ids: Iterable[int]) -> None:
    """Writes the words of rows as they are now; rows that are gone, or have no words, leave the index."""
    given = {"first": number << KIND_BITS, "ids": json.dumps(sorted(ids))}
    if given["ids"] == "[]":
        return
    put, take_out = _statements(number)
    engine.rows(take_out, given)
    engine.rows(put, given)


@cache
def _statements(number: int) -> tuple[str, str]:
    """The statements that put rows of a kind into the index, and that take out those that have nothing to find."""
    record = record_type(KINDS[number])
    table, (rest, phones) = table_of(record), _columns(record)
    name, listed = record.name_field, "(SELECT value FROM json_each(:ids))"
    words = [
        *map(_words_in_sql, rest),
        "CASE WHEN custom IS NULL THEN '' ELSE words_of_fields(custom) END",
        *(f"CASE WHEN {column} IS NULL THEN '' ELSE words_of_phone({column}) END" for column in phones),
    ]
    joined = " || ' ' || ".join(words)
    every = " || ".join(f"coalesce({column}, '')" for column in (name, "custom", *rest))
    put = (
        f"INSERT OR REPLACE INTO search (rowid, name, rest) SELECT :first | id, {_words_in_sql(name)}, {joined}"
        f" FROM {table} WHERE id IN {listed} AND {every} <> ''"
    )
    take_out = (
        "DELETE FROM search WHERE rowid IN (SELECT :first | value FROM json_each(:ids) WHERE value NOT IN"
        f" (SELECT id FROM {table} WHERE id IN {listed} AND {every} <> ''))"
    )
    return put, take_out


def _words_in_sql(column: str) -> str:
    """What `_words` says of a column. Where there are only letters and digits, the index finds their words itself."""
    is_plain = f"length({column}) <= {MOST_LETTERS} AND {column} NOT GLOB '*[^ 0-9A-Za-z]*'"
    return f"CASE WHEN {column} IS NULL THEN '' WHEN {is_plain} THEN {column} ELSE words_of({column}) END"


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


# Towns and channels come again and again.
_short_words = lru_cache(maxsize=4_096)(_words)


def _values(custom: str) -> Iterator[str]:
    """The texts of the fields that crmdesk has no column for."""
    found: dict[str, Any] = json.loads(custom)
    return (str(value) for value in found.values())
