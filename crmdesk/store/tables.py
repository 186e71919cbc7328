"""The tables of a workspace: record types as they declare themselves, the journal, and what is remembered."""

from __future__ import annotations

from threading import Lock
from typing import Any

from peewee import SqliteDatabase

from crmdesk.store.base import Record, fields_of, table_of
from crmdesk.store.content import CONTENT
from crmdesk.store.engine import Engine
from crmdesk.store.registry import ALL_TYPES
from crmdesk.store.schema import APPLICATION_ID, MIN_READER, MIN_WRITER, VERSION, note_shape

# The words of every record without the texts themselves; words are told apart by `domain.fold`. Beginnings of three
# letters are found quickly without being kept: few words have them in common.
SEARCH = (
    "CREATE VIRTUAL TABLE search USING fts5(name, rest, content='', contentless_delete=1, detail=column,"
    " prefix='1 2', tokenize='ascii')"
)
# Parts of the index wait for being merged until there are so many of them, not four: less is written twice.
SEARCH_MERGES = "INSERT INTO search (search, rank) VALUES ('automerge', 8)"
EVERY_SEARCH = (SEARCH, SEARCH.replace("'1 2'", "'1 2 3'"))
"""The index as it is made now, and as it was made up to version 4."""

_HOUSEKEEPING = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    # A step that a person took. `undoes` names the operation that this one takes back.
    """CREATE TABLE operation (
        id INTEGER PRIMARY KEY AUTOINCREMENT, uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
        label TEXT NOT NULL, at INTEGER NOT NULL, staff_id INTEGER, source TEXT NOT NULL DEFAULT '',
        undoes INTEGER REFERENCES operation (id)) STRICT""",
    # What it did: an insert has no before-image; a bulk insert names its first and last row.
    """CREATE TABLE change (
        id INTEGER PRIMARY KEY, operation_id INTEGER NOT NULL, tbl TEXT NOT NULL, row_id INTEGER NOT NULL,
        through_id INTEGER, act TEXT NOT NULL CHECK (act IN ('insert', 'update', 'delete')), before TEXT) STRICT""",
    "CREATE INDEX change_operation ON change (operation_id, tbl)",
    "CREATE INDEX change_row ON change (tbl, row_id)",
    # The operation under way, if there is one; the journal's triggers refuse every write outside.
    """CREATE TABLE journal_now (
        one INTEGER PRIMARY KEY CHECK (one = 1), operation_id INTEGER NOT NULL,
        bulk INTEGER NOT NULL DEFAULT 0) STRICT""",
    # The last operation that touched a table: what remembered results are valid for.
    "CREATE TABLE table_version (tbl TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE remembered (key TEXT PRIMARY KEY, stamp TEXT NOT NULL, result TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE INDEX change_deleted ON change (operation_id) WHERE act = 'delete'",
    "CREATE INDEX change_bulk ON change (tbl, row_id) WHERE through_id IS NOT NULL",
    "CREATE INDEX operation_undoes ON operation (undoes) WHERE undoes IS NOT NULL",
    # What the window keeps with the file.
    "CREATE TABLE note (key TEXT PRIMARY KEY, value TEXT NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    # Who was erased for good, by uid alone: a restored backup is searched for them. Not in the journal.
    "CREATE TABLE erased (uid BLOB PRIMARY KEY, tbl TEXT NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    CONTENT,
    SEARCH,
    SEARCH_MERGES,
)


# A record type belongs to one file at a time while its table is made; jobs may make files at the same time.
_BINDING = Lock()


class _Maker(SqliteDatabase):
    """Makes the tables of record types through the connection that an engine has open."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine.path.name, autoconnect=False)
        self._engine = engine

    def _connect(self) -> Any:
        return self._engine.raw


def create(engine: Engine, *, version: str) -> None:
    """All tables in an empty file, inside the transaction of the caller."""
    maker = _Maker(engine)
    maker.connect()
    with _BINDING, maker.bind_ctx(ALL_TYPES):
        for record in ALL_TYPES:
            record.create_table(safe=False)
            engine.rows(
                f"CREATE UNIQUE INDEX {table_of(record)}_external ON {table_of(record)} (external_id)"
                " WHERE external_id IS NOT NULL"
            )
    for statement in _HOUSEKEEPING:
        engine.rows(statement)
    create_triggers(engine)
    facts = {"created_by": version, "min_reader": str(MIN_READER), "min_writer": str(MIN_WRITER)}
    for key, value in facts.items():
        engine.rows("INSERT INTO meta VALUES (?, ?)", (key, value))
    note_shape(engine)
    engine.rows(f"PRAGMA application_id={APPLICATION_ID}")
    engine.rows(f"PRAGMA user_version={VERSION}")


def create_triggers(engine: Engine) -> None:
    """The journal's triggers for every record type."""
    for record in ALL_TYPES:
        for statement in triggers_of(record):
            engine.rows(statement)


def drop_triggers(engine: Engine) -> None:
    """Takes the journal's triggers away: an upgrade writes outside operations, and changes what they must note."""
    for (name,) in engine.rows("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'journal_%'"):
        engine.rows(f'DROP TRIGGER "{name}"')


def missing_triggers(engine: Engine) -> list[str]:
    """The journal's triggers that the file lacks, or has in other words."""
    version = engine.rows("PRAGMA user_version")[0][0]
    expected = [one for record in ALL_TYPES if record.since <= version for one in triggers_of(record, version)]
    present = {sql for (sql,) in engine.rows("SELECT sql FROM sqlite_master WHERE type = 'trigger'")}
    return [one.split()[2] for one in expected if one not in present]


def triggers_of(record: type[Record], version: int = VERSION) -> list[str]:
    """The three triggers that feed the journal, generated from the columns so that none can be forgotten.

    Those of an older version know only the columns of that time.
    """
    table = table_of(record)
    columns = [name for name in fields_of(record) if record.added.get(name, record.since) <= version]
    image = ", ".join(f"'{name}', {_image(name)}" for name in columns)
    differs = " OR ".join(f"old.{name} IS NOT new.{name}" for name in columns)
    # RAISE, because a statement that says OR IGNORE would also pass over the refusal of a constraint.
    note = (
        "SELECT RAISE(ABORT, 'nothing is written outside an operation') WHERE NOT EXISTS (SELECT 1 FROM journal_now);"
        " INSERT INTO change (operation_id, tbl, row_id, act, before) VALUES ((SELECT operation_id FROM journal_now)"
    )
    head = f"CREATE TRIGGER journal_{table}"
    bulk = "(SELECT bulk FROM journal_now) IS NOT 1"
    insert = f"{note}, '{table}', new.id, 'insert', NULL)"
    update = f"{note}, '{table}', old.id, 'update', json_object({image}))"
    delete = f"{note}, '{table}', old.id, 'delete', json_object({image}))"
    return [
        f"{head}_insert AFTER INSERT ON {table} WHEN {bulk} BEGIN {insert}; END",
        f"{head}_update AFTER UPDATE ON {table} WHEN {differs} BEGIN {update}; END",
        f"{head}_delete AFTER DELETE ON {table} BEGIN {delete}; END",
    ]


def _image(name: str) -> str:
    return "hex(old.uid)" if name == "uid" else f"old.{name}"
