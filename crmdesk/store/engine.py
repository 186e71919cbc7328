"""One SQLite for plain and (one day) encrypted workspaces: sqlcipher3, set up to keep data safe."""

from __future__ import annotations

import contextlib
from array import array
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlite

from crmdesk.domain.errors import UserError
from crmdesk.domain.fold import fold
from crmdesk.store.engine_faults import NOT_A_DATABASE, IntegrityError, RawError, code_of, damaged, fault_of
from crmdesk.text import _

BUSY_SECONDS = 0.4
_AT_ONCE = 100
# After so many steps of a query SQLite asks whether the answer is still wanted: some milliseconds.
_ASKED_AGAIN = 50_000
# Likewise after so many pages of a copy.
_PAGES = 2_000
_PRAGMAS = (
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "temp_store=MEMORY",
    "cache_size=-65536",
)
_WRITER_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON")

# The driver looks long for how to write what is no number and no text, unless it is told: these stay as they are.
sqlite.register_adapter(type(None), {}.get)
sqlite.register_adapter(bytes, bytes)


class Engine:
    """A connection to one file. Never opened twice in one process for writing, never `open()`ed beside it."""

    def __init__(self, path: Path, *, read_only: bool, immutable: bool = False) -> None:
        mode = "ro" if read_only else "rw"
        self.path, self.read_only = path, read_only
        self._uri = f"{path.absolute().as_uri()}?mode={mode}" + ("&immutable=1" if immutable else "")
        self._connection: Any = None
        self._log_path = path.with_name(f"{path.name}-wal")
        self._place: tuple[int, int] | None = None
        self._log: tuple[int, int] | None = None
        self.given_up: Callable[[], bool] | None = None

    def connect(self) -> None:
        """Opens the file."""
        try:
            connection = sqlite.connect(self._uri, timeout=BUSY_SECONDS, isolation_level=None, uri=True)
        except sqlite.Error as fault:
            raise fault_of(fault, self.path) from fault
        try:
            for pragma in _PRAGMAS:
                connection.execute(f"PRAGMA {pragma}").fetchall()
            # SQLite's own order knows the letters of English alone.
            connection.create_function("sorted_as", 1, _sorted_as, deterministic=True)
        except (sqlite.Error, UnicodeDecodeError) as fault:
            connection.close()
            told = fault_of(fault, self.path)
            # These statements are right: whatever SQLite finds wrong with them is wrong with the file.
            raise told if isinstance(told, UserError) else damaged(self.path) from fault
        self._place = _place_of(self.path)
        self._connection = connection

    def close(self) -> None:
        """Closes the file; one that is closed stays so."""
        if self._connection is not None:
            if not self.read_only and _place_of(self.path) != self._place:
                self._bring_log_home()
            self._connection.close()
            self._connection = None

    def _bring_log_home(self) -> None:
        """Empties the log into a file that was moved while it was open, which SQLite leaves undone.

        Its last steps would be missing there, and the log, left behind, would spoil what has the old name now.
        """
        with contextlib.suppress(sqlite.Error):
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def is_closed(self) -> bool:
        return self._connection is None

    def begin_writing(self) -> None:
        """Sets the file up for safe writing; not before its version is known, because this changes its header."""
        for pragma in _WRITER_PRAGMAS:
            self.rows(f"PRAGMA {pragma}")
        # A file that may only be read is opened without a word: better to be told now than at the first edit.
        self.rows("BEGIN IMMEDIATE")
        self.rows("DELETE FROM journal_now")
        self.rows("ROLLBACK")
        self._log = _place_of(self._log_path)

    def require_in_place(self) -> None:
        """Raises UserError where the file is no longer the one that was opened: what is written now would be lost."""
        if _place_of(self.path) != self._place or (self._log is not None and _place_of(self._log_path) != self._log):
            raise UserError(
                _(
                    "“{file}” or its log was moved, deleted or replaced while it was open; nothing more is "
                    "written to it. Close it, and open it again from where it is now."
                ).format(file=self.path.name)
            )

    @property
    def raw(self) -> Any:
        """The connection of the driver."""
        if self._connection is None:
            raise UserError(_("“{file}” is closed; open it again.").format(file=self.path.name))
        return self._connection

    def commit_now(self) -> None:
        """Ends the transaction. Raises what SQLite raises."""
        self.raw.execute("COMMIT")

    def reopen(self) -> None:
        """Forgets what is only in memory, and reads the file as the next program would."""
        self.close()
        self.connect()
        self.begin_writing()

    def rows(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query. Faults of the file are `UserError`s; a wrong query is a bug."""
        try:
            found: list[tuple[Any, ...]] = self.raw.execute(sql, parameters).fetchall()
        except (sqlite.Error, UnicodeDecodeError) as fault:
            raise fault_of(fault, self.path) from fault
        return found

    def numbers(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> array[int]:
        """The whole numbers in the first column of a query, of which there may be millions."""
        found: array[int] = array("q")
        try:
            for row in self.raw.execute(sql, parameters):
                found.append(row[0])
        except sqlite.Error as fault:
            raise fault_of(fault, self.path) from fault
        return found

    def each(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a query one by one, of which there may be millions."""
        try:
            yield from self.raw.execute(sql, parameters)
        except (sqlite.Error, UnicodeDecodeError) as fault:
            raise fault_of(fault, self.path) from fault

    @contextlib.contextmanager
    def at_most(self, steps: int) -> Iterator[None]:
        """Within it a query that takes more steps of SQLite's machine than that ends with RawError; 0: none does."""
        if steps:
            self.raw.set_progress_handler(lambda: True, steps)
        try:
            yield
        finally:
            if steps:
                self.raw.set_progress_handler(None, 0)

    @contextlib.contextmanager
    def unless(self, given_up: Callable[[], bool] | None) -> Iterator[None]:
        """Within it a query or a copy ends with RawError soon after it was given up."""
        before, self.given_up = self.given_up, given_up
        if given_up is not None:
            self.raw.set_progress_handler(given_up, _ASKED_AGAIN)
        try:
            yield
        finally:
            self.given_up = before
            if given_up is not None:
                self.raw.set_progress_handler(None, 0)

    def require_wanted(self) -> None:
        """Raises RawError where the work was given up."""
        if self.given_up is not None and self.given_up():
            raise RawError("interrupted")

    def copy_to(self, other: Engine) -> None:
        """Copies the whole file page by page."""
        self.raw.backup(other.raw, pages=_PAGES, progress=lambda *_counts: self.require_wanted())

    def many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """The same statement for each row."""
        try:
            self.raw.executemany(sql, rows)
        except sqlite.Error as fault:
            raise fault_of(fault, self.path) from fault

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Adds rows, many with one statement: beginning and ending one costs as much as a row."""
        head = f"INSERT INTO {table} ({', '.join(columns)}) VALUES "
        row = f"({', '.join('?' * len(columns))})"
        statement, whole = head + ", ".join([row] * _AT_ONCE), len(rows) - len(rows) % _AT_ONCE
        try:
            for start in range(0, whole, _AT_ONCE):
                self.raw.execute(statement, tuple(chain.from_iterable(rows[start : start + _AT_ONCE])))
        except sqlite.Error as fault:
            raise fault_of(fault, self.path) from fault
        self.many(head + row, rows[whole:])


def application_id(path: Path) -> int | None:
    """The mark in the header that says whose file it is; None where it is no SQLite file."""
    return _in_header(path, "application_id")


def user_version(path: Path) -> int | None:
    """The version of the schema as the header has it; None where it is no SQLite file."""
    return _in_header(path, "user_version")


def _in_header(path: Path, pragma: str) -> int | None:
    """A number of the header.

    Leaves no trace on the file, and reads it through SQLite: closing a plain file handle would drop the locks that
    this process holds on the same workspace.
    """
    try:
        with contextlib.closing(
            sqlite.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        ) as connection:
            # Without its log, the file of a program that was killed may be shorter than its header says.
            connection.execute("PRAGMA writable_schema=ON")
            return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])
    except sqlite.Error as fault:
        if code_of(fault) == NOT_A_DATABASE:
            return None
        raise fault_of(fault, path) from fault


def _sorted_as(text: Any) -> Any:
    """By what a text is sorted: Özdemir stands between Otto and Peter."""
    return fold(text) if isinstance(text, str) else text


def _place_of(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


__all__ = ["Engine", "IntegrityError", "RawError", "application_id", "user_version"]
