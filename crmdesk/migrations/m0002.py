"""Version 2: files of records, saved views, what the window keeps, the search index, and indexes for lists.

Written down as of that version: later changes of the record types do not reach back to it.
"""

from __future__ import annotations

from typing import Any, Protocol


class Engine(Protocol):
    """The connection to the file that is upgraded."""

    def rows(self, sql: str) -> list[tuple[Any, ...]]: ...


_RECORD = (
    '"id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "uid" BLOB NOT NULL CHECK (length(uid) = 16),'
    ' "external_id" TEXT, "custom" TEXT'
)
_TO = 'FOREIGN KEY ("{0}_id") REFERENCES "{0}" ("id") DEFERRABLE INITIALLY DEFERRED'

TABLES = (
    (
        f'CREATE TABLE "attachment" ({_RECORD}, "contact_id" INTEGER, "deal_id" INTEGER, "ticket_id" INTEGER,'
        ' "name" TEXT NOT NULL, "digest" TEXT NOT NULL,'
        ' "size" INTEGER NOT NULL CHECK (size BETWEEN 0 AND 1000000000), "added_at" INTEGER NOT NULL,'
        f' "added_day" INTEGER, {", ".join(_TO.format(name) for name in ("contact", "deal", "ticket"))}) STRICT'
    ),
    (
        f'CREATE TABLE "saved_view" ({_RECORD}, "listing" TEXT NOT NULL, "name" TEXT NOT NULL, "query" TEXT NOT NULL,'
        ' "columns" TEXT, "position" INTEGER CHECK (position BETWEEN -1000000000 AND 1000000000)) STRICT'
    ),
    "CREATE TABLE note (key TEXT PRIMARY KEY, value TEXT NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE content (digest TEXT PRIMARY KEY, size INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT",
    (
        "CREATE VIRTUAL TABLE search USING fts5(name, rest, content='', contentless_delete=1, detail=column,"
        " prefix='1 2 3', tokenize='ascii')"
    ),
)
_FILLED = (
    *("attachment.contact_id", "attachment.deal_id", "attachment.ticket_id", "sale.deal_id"),
    *("survey.contact_id", "survey.ticket_id", "activity.deal_id", "activity.ticket_id"),
)
_INDEXES = (
    *(f'CREATE UNIQUE INDEX "{table}_uid" ON "{table}" ("uid")' for table in ("attachment", "saved_view")),
    *(
        f"CREATE UNIQUE INDEX {table}_external ON {table} (external_id) WHERE external_id IS NOT NULL"
        for table in ("attachment", "saved_view")
    ),
    *(
        f"CREATE INDEX {table}_{column} ON {table} ({column}) WHERE {column} IS NOT NULL"
        for table, column in (name.split(".") for name in _FILLED)
    ),
    "CREATE INDEX sale_contact_id ON sale (contact_id, sold_at) WHERE contact_id IS NOT NULL",
    'DROP INDEX "activity_contact_id"',
    'CREATE INDEX "activity_contact_id_kind_at" ON "activity" ("contact_id", "kind", "at")',
    'CREATE INDEX "deal_stage_id" ON "deal" ("stage_id")',
    "CREATE INDEX ticket_open ON ticket (opened_at) WHERE resolved_at IS NULL",
    "CREATE INDEX activity_open ON activity (due_at) WHERE due_at IS NOT NULL AND done_at IS NULL",
    "CREATE INDEX change_deleted ON change (operation_id) WHERE act = 'delete'",
    "CREATE INDEX change_bulk ON change (tbl, row_id) WHERE through_id IS NOT NULL",
    "CREATE INDEX operation_undoes ON operation (undoes) WHERE undoes IS NOT NULL",
)


def upgrade(engine: Engine) -> None:
    """Adds what version 1 lacks; no row is touched."""
    for statement in (*TABLES, *_INDEXES):
        engine.rows(statement)


def stand_in(engine: Engine) -> None:
    """Empty tables beside a file of version 1 that is only looked at, for as long as it is open."""
    for statement in TABLES:
        kind = "VIRTUAL TABLE" if "VIRTUAL" in statement else "TABLE"
        engine.rows(statement.replace(f"CREATE {kind} ", f"CREATE {kind} temp.", 1))
