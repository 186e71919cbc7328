"""Version 4: what is remembered of imports, and who was erased for good.

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
_NUMBER = '"{0}" INTEGER NOT NULL CHECK ({0} BETWEEN -1000000000 AND 1000000000)'

_COLUMNS = {
    "known_as": (f'"record" TEXT NOT NULL, {_NUMBER.format("row")}, "source" TEXT NOT NULL, "elsewhere" TEXT NOT NULL'),
    "kept_mapping": (
        '"headings" TEXT NOT NULL, "title" TEXT NOT NULL, "mapping" TEXT NOT NULL,'
        ' "used_at" INTEGER NOT NULL, "used_day" INTEGER'
    ),
    "imported_file": (
        f'"name" TEXT NOT NULL, "digest" TEXT NOT NULL, {_NUMBER.format("step")}, "result" TEXT,'
        ' "at" INTEGER NOT NULL, "day" INTEGER'
    ),
    "watched_folder": (
        '"path" TEXT NOT NULL, "pattern" TEXT NOT NULL, "mapping" TEXT, "looked_at" INTEGER, "looked_day" INTEGER'
    ),
}
TABLES = (
    *(f'CREATE TABLE "{name}" ({_RECORD}, {columns}) STRICT' for name, columns in _COLUMNS.items()),
    "CREATE TABLE erased (uid BLOB PRIMARY KEY, tbl TEXT NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID",
)
_INDEXES = (
    *(f'CREATE UNIQUE INDEX "{name}_uid" ON "{name}" ("uid")' for name in _COLUMNS),
    *(
        f"CREATE UNIQUE INDEX {name}_external ON {name} (external_id) WHERE external_id IS NOT NULL"
        for name in _COLUMNS
    ),
    'CREATE INDEX "known_as_record_row" ON "known_as" ("record", "row")',
    "CREATE UNIQUE INDEX known_as_elsewhere ON known_as (record, source, elsewhere)",
    'CREATE UNIQUE INDEX "kept_mapping_headings" ON "kept_mapping" ("headings")',
    'CREATE INDEX "imported_file_digest" ON "imported_file" ("digest")',
)


def upgrade(engine: Engine) -> None:
    """Adds what version 3 lacks; no row is touched."""
    for statement in (*TABLES, *_INDEXES):
        engine.rows(statement)


def stand_in(engine: Engine) -> None:
    """Empty tables beside an older file that is only looked at, for as long as it is open."""
    for statement in TABLES:
        engine.rows(statement.replace("CREATE TABLE ", "CREATE TABLE temp.", 1))
