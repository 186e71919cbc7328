"""The full-text index of the file: which words each record has, caught up from the journal a little at a time.

The index keeps words only, folded (`domain.fold`), under a number made of the kind of record and its id. How far it
has come is remembered as a place in the journal, so that every way of writing, undo and restore included, is followed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
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
_AT_ONCE = 50_000
_TABLES = {table_of(record_type(kind)): number for number, kind in enumerate(KINDS)}
_JOINT = re.compile(r"\w[-'’.&/+]\w")
# The same in SQL: those marks, all of ASCII but them, and what addresses are made of, and names of files.
_JOINTS, _UNJOINED = "-''’.&/+", "\t-%(-*,0-~"
_ADDRESS_MARKS = "-._@"
_ADDRESS = f"{_ADDRESS_MARKS}0-9A-Za-z"


class Place(NamedTuple):
    """How far the index has come: the last change that is in it, and the row reached in the change after it."""

    change: int
    row: int


class Span(NamedTuple):
    """Rows of a table that were touched; new ones came many at once, under numbers that were never used before."""

    table: str
    first: int
    last: int
    is_new: bool


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


def catch_up_after(workspace: Workspace, rows: int, given_up: Callable[[], bool] | None = None) -> None:
    """Brings at least so many rows into the index in one go, unless that is given up or something is in the way.

    To be called after a step that wrote them where nobody waits for the next sight. What is left is caught up later.
    """
    for _slice in range(rows // _AT_ONCE + 1):
        if (given_up is not None and given_up()) or catch_up(workspace, _AT_ONCE):
            return


def begin_anew(workspace: Workspace) -> None:
    """Empties an index that is damaged; it is filled again from the beginning of the journal."""
    engine = workspace.engine
    if workspace.read_only or engine.raw.in_transaction:
        return
    with _transaction(engine):
        engine.rows("INSERT INTO search (search) VALUES ('delete-all')")
        engine.rows("DELETE FROM meta WHERE key = 'searched'")


@contextmanager
def _transaction(engine: Engine) -> Iterator[None]:
    engine.rows("BEGIN IMMEDIATE")
    try:
        yield
        engine.rows("COMMIT")
    except BaseException:
        if engine.raw.in_transaction:
            engine.rows("ROLLBACK")
        raise


def _take_slice(engine: Engine, budget: int) -> bool:
    with _transaction(engine):
        _teach(engine)
        place = place_of(engine)
        spans, after = _spans(engine, place, budget)
        for table, number in _TABLES.items():
            own = [span for span in spans if span.table == table]
            for span in own:
                if span.is_new:
                    _put_new(engine, number, span)
            _put(engine, number, {row for span in own if not span.is_new for row in range(span.first, span.last + 1)})
        if after != place:
            engine.rows("INSERT OR REPLACE INTO meta VALUES ('searched', ?)", (json.dumps(after),))
    return after == place


def place_of(engine: Engine) -> Place:
    """How far the index of the file has come."""
    found = engine.rows("SELECT value FROM meta WHERE key = 'searched'")
    return Place(*json.loads(found[0][0])) if found else Place(0, 0)


def _spans(engine: Engine, place: Place, budget: int) -> tuple[list[Span], Place]:
    """The next rows that were touched, by table from first to last, and how far that is."""
    spans = []
    changes = engine.rows(
        "SELECT id, tbl, row_id, through_id FROM change WHERE id > ? ORDER BY id LIMIT ?", (place.change, budget)
    )
    for number, table, begin, through in changes:
        first, last = max(begin, place.row + 1), through or begin
        if table in _TABLES:
            end = min(last, first + budget - 1)
            spans.append(Span(table, first, end, through is not None))
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
        "words_of": _words,
        "folded": fold,
        "words_of_phone": lambda text: " ".join(phone_forms(text)),
        "words_of_fields": lambda custom: " ".join(map(_words, _values(custom))),
    }
    for name, function in functions.items():
        engine.raw.create_function(name, 1, function, deterministic=True)


def _put_new(engine: Engine, number: int, span: Span) -> None:
    """Writes the words of rows that the index has never heard of."""
    given = {"kind": number << KIND_BITS, "first": span.first, "last": span.last}
    engine.rows(f"INSERT INTO search (rowid, name, rest) {_selection(number)} AND id BETWEEN :first AND :last", given)


def _put(engine: Engine, number: int, ids: Iterable[int]) -> None:
    """Writes the words of rows as they are now; rows that are gone, or have no words, leave the index."""
    given = {"kind": number << KIND_BITS, "ids": json.dumps(sorted(ids))}
    if given["ids"] == "[]":
        return
    present = f"{_selection(number)} AND id IN (SELECT value FROM json_each(:ids))"
    engine.rows(
        "DELETE FROM search WHERE rowid IN"
        f" (SELECT :kind | value FROM json_each(:ids) EXCEPT SELECT id FROM ({present}))",
        given,
    )
    engine.rows(f"INSERT OR REPLACE INTO search (rowid, name, rest) {present}", given)


@cache
def _selection(number: int) -> str:
    """The query for the rows of a kind that have something to find, as the index wants them; it may be narrowed."""
    record = record_type(KINDS[number])
    rest, phones = _columns(record)
    custom = "CASE WHEN custom IS NULL THEN '' ELSE words_of_fields(custom) END"
    words = " || ' ' || ".join([*map(_words_in_sql, rest), custom, *map(_phone_in_sql, phones)])
    return (
        f"SELECT :kind | id AS id, {_words_in_sql(record.name_field)} AS name, {words} AS rest FROM {table_of(record)}"
        f" WHERE coalesce({', '.join([record.name_field, 'custom', *rest, *phones])}) IS NOT NULL"
    )


def _words_in_sql(column: str) -> str:
    """What `_words` says of a column; of most texts without asking it.

    The index itself finds the words of those in plain letters that nothing joins, and of an address the joined word is
    what is left without its marks.
    """
    joined = column
    for mark in _ADDRESS_MARKS:
        joined = f"replace({joined}, '{mark}', '')"
    return (
        f"CASE WHEN {column} IS NULL THEN '' WHEN length({column}) > {MOST_LETTERS} THEN words_of({column})"
        f" WHEN {column} NOT GLOB '*[^{_UNJOINED}]*' THEN {column}"
        f" WHEN {column} NOT GLOB '*[^{_ADDRESS}]*' AND length({column}) <= {LONGEST_NAME}"
        f" THEN {column} || ' ' || {joined}"
        f" WHEN {column} NOT GLOB '*[{_JOINTS}]*' THEN folded({column}) ELSE words_of({column}) END"
    )


def _phone_in_sql(column: str) -> str:
    """The words of a telephone number as it is written, and its digits from each of its groups on."""
    written = f"CASE WHEN {column} NOT GLOB '*[^ -~]*' THEN {column} ELSE words_of({column}) END"
    return f"CASE WHEN {column} IS NULL THEN '' ELSE {written} || ' ' || words_of_phone({column}) END"


def _columns(record: type[Record]) -> tuple[list[str], list[str]]:
    """Every column beside the name that may hold words, and apart from them those with telephone numbers."""
    own = own_fields(record)
    texts = [name for name, field in own.items() if isinstance(field, Text) and not isinstance(field, Choice | Decimal)]
    phones = [name for name in texts if isinstance(own[name], Phone)]
    return ["external_id", *(name for name in texts if name not in (record.name_field, *phones))], phones


def _words(text: str) -> str:
    """The folded words, and in one piece those that a hyphen, a dot or an apostrophe joins too: O'Brien, e-mail."""
    text = text[:MOST_LETTERS]
    folded = fold(text)
    if not _JOINT.search(text):
        return folded
    chunks = (chunk for chunk in text.split() if len(chunk) <= LONGEST_NAME and _JOINT.search(chunk))
    return " ".join([folded, *(fold(chunk).replace(" ", "") for chunk in chunks)])


def _values(custom: str) -> Iterator[str]:
    """The texts of the fields that crmdesk has no column for."""
    found: dict[str, Any] = json.loads(custom)
    return (str(value) for value in found.values())
