"""One SQLite for plain and (one day) encrypted workspaces: sqlcipher3 under peewee, set up to keep data safe."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlite
from peewee import DatabaseError, OperationalError, SqliteDatabase

from crmdesk.domain.errors import Busy, Damaged, UserError

BUSY_SECONDS = 0.4
_PRAGMAS = (
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "temp_store=MEMORY",
    "cache_size=-65536",
)
_WRITER_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON")

RawError = sqlite.DatabaseError


class Engine(SqliteDatabase):
    """A connection to one file. Never opened twice in one process for writing, never `open()`ed beside it."""

    def __init__(self, path: Path, *, read_only: bool, immutable: bool = False) -> None:
        mode = "ro" if read_only else "rwc"
        uri = f"{path.absolute().as_uri()}?mode={mode}" + ("&immutable=1" if immutable else "")
        self.path, self.read_only = path, read_only
        super().__init__(uri, timeout=BUSY_SECONDS, uri=True, autoconnect=False)

    def _connect(self) -> Any:
        connection = sqlite.connect(self.database, timeout=BUSY_SECONDS, isolation_level=None, uri=True)
        try:
            for pragma in _PRAGMAS if self.read_only else _PRAGMAS + _WRITER_PRAGMAS:
                connection.execute(f"PRAGMA {pragma}").fetchall()
        except sqlite.Error as fault:
            connection.close()
            raise fault_of(fault, self.path) from fault
        return connection

    @property
    def raw(self) -> Any:
        """The connection of the driver."""
        return self.connection()  # type: ignore[no-untyped-call]

    def rows(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query. Faults of the file are `UserError`s; a wrong query is a bug."""
        try:
            found: list[tuple[Any, ...]] = self.raw.execute(sql, parameters).fetchall()
        except sqlite.Error as fault:
            raise fault_of(fault, self.path) from fault
        return found

    def many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """The same statement for each row."""
        try:
            self.raw.executemany(sql, rows)
        except sqlite.Error as fault:
            raise fault_of(fault, self.path) from fault


def fault_of(fault: Exception, path: Path) -> Exception:
    """What the owner should be told about a database error; errors that are ours are given back as they are."""
    text = str(fault).lower()
    if "locked" in text or "busy" in text:
        return Busy(f"“{path.name}” is in use by another program; close it there and try again.")
    if "full" in text:
        return UserError(f"The disk of “{path.name}” is full; nothing was changed. Make room and try again.")
    if "readonly" in text or "read-only" in text:
        return UserError(f"“{path.name}” cannot be written here; copy it to a folder of your own first.")
    if any(word in text for word in ("malformed", "not a database", "encrypted")):
        return Damaged(f"“{path.name}” is not a sound crmdesk workspace; restore a backup with `crmdesk restore`.")
    if "disk i/o" in text or "unable to open" in text:
        return UserError(f"“{path.name}” could not be read or written; check the disk and the folder's permissions.")
    return fault


__all__ = ["DatabaseError", "Engine", "OperationalError", "RawError", "fault_of"]
