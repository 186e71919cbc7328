"""Opening, making and closing workspace files."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any

from crmdesk import __version__
from crmdesk.domain.calendar import Calendar
from crmdesk.domain.clock import Clock
from crmdesk.domain.errors import Damaged, NewerFile, UserError
from crmdesk.store import migrate, schema
from crmdesk.store.engine import Engine
from crmdesk.store.field import Dialect
from crmdesk.store.journal import Journal, Tx
from crmdesk.store.lock import FileLock, lock
from crmdesk.store.setting import Setting, Settings, checked, settings_of, system_settings

SUFFIX = ".crmdesk"


class Workspace(AbstractContextManager["Workspace"]):
    """An open workspace file: reading for everybody, writing for the one who holds its lock."""

    def __init__(
        self, path: Path, engine: Engine, held: FileLock | None, clock: Clock, stored: dict[str, Any] | None = None
    ) -> None:
        self.path, self.engine, self.clock = path, engine, clock
        self._lock = held
        self._stored = stored
        self._calendar: Calendar | None = None
        self.journal = Journal(engine, lambda: self.calendar, clock)
        self.journal.watch(lambda change: self._forget() if "setting" in change.touched else None)

    @property
    def read_only(self) -> bool:
        return self._lock is None

    @property
    def stored_settings(self) -> Mapping[str, Any]:
        """Every setting by its key, those unknown to this version too."""
        if self._stored is None:
            self._stored = {key: json.loads(value) for key, value in self.rows("SELECT key, value FROM setting")}
        return self._stored

    @property
    def settings(self) -> Settings:
        return settings_of(self.stored_settings)

    @property
    def calendar(self) -> Calendar:
        if self._calendar is None:
            self._calendar = Calendar(self.settings.timezone)
        return self._calendar

    @property
    def dialect(self) -> Dialect:
        return Dialect(self.calendar, self.settings.decimals)

    def rows(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a reading query."""
        return self.engine.rows(sql, parameters)

    def operation(self, label: str, *, staff: int | None = None, source: str = "") -> AbstractContextManager[Tx]:
        """Begins a step of the journal; see `Journal.operation`."""
        self.require_writable()
        return self.journal.operation(label, staff=staff, source=source)

    def require_writable(self) -> None:
        """Raises UserError where this window may only look."""
        if self.read_only:
            raise UserError(f"“{self.path.name}” is open for reading only; close the other window that has it.")

    def versions(self) -> dict[str, int]:
        """For each table, the last operation that touched it."""
        return dict(self.rows("SELECT tbl, version FROM table_version"))

    def close(self) -> None:
        """Closes the file and gives its lock back."""
        if not self.engine.is_closed():
            self.engine.close()
        if self._lock is not None:
            self._lock.release()

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _forget(self) -> None:
        self._stored = self._calendar = None


def create(path: Path, settings: Mapping[str, Any] | None = None, *, clock: Clock | None = None) -> Workspace:
    """Makes an empty workspace with these settings (those missing as the computer has them). Refuses to overwrite."""
    clock = clock or Clock()
    if path.exists():
        raise UserError(f"“{path}” exists already; choose another name, nothing was overwritten.")
    chosen = checked({**system_settings(), **(settings or {})})
    make_private(path)
    held = lock(path)
    try:
        engine = Engine(path, read_only=False)
        engine.connect()
        with engine.atomic("IMMEDIATE"):
            schema.create(engine, version=__version__)
        made = Workspace(path, engine, held, clock, chosen)
        write_settings(made, chosen, label="New workspace")
    except BaseException:
        held.release()
        raise
    return made


def open_workspace(path: Path, *, read_only: bool = False, clock: Clock | None = None) -> Workspace:
    """Opens a workspace, upgrading an older file first. Raises UserError for every fault of the file or the disk."""
    if not path.is_file():
        raise UserError(f"There is no workspace “{path}”; check the name, or make one with `crmdesk new`.")
    _require_ours(path)
    held = None if read_only else lock(path)
    try:
        engine = _connected(path, read_only=read_only)
        try:
            _require_version(engine, path, read_only=read_only)
            if held is not None:
                migrate.upgrade(engine, clock or Clock())
        except BaseException:
            engine.close()
            raise
        return Workspace(path, engine, held, clock or Clock())
    except BaseException:
        if held is not None:
            held.release()
        raise


def write_settings(workspace: Workspace, values: Mapping[str, Any], *, label: str) -> None:
    """Stores checked settings as one operation."""
    with workspace.operation(label) as tx:
        put_settings(tx, values)


def put_settings(tx: Tx, values: Mapping[str, Any]) -> None:
    """Stores checked settings inside an operation."""
    present = {key: (row_id, value) for row_id, key, value in tx.rows("SELECT id, key, value FROM setting")}
    for key, value in values.items():
        text = json.dumps(value, ensure_ascii=False)
        if key not in present:
            tx.insert(Setting, {"key": key, "value": text})
        elif present[key][1] != text:
            tx.update(Setting, present[key][0], {"value": text})


def make_private(path: Path) -> None:
    """An empty file that only its owner may read, from the first byte on."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as fault:
        raise UserError(f"“{path}” cannot be made here ({fault.strerror}); choose another folder.") from None


def _connected(path: Path, *, read_only: bool) -> Engine:
    engine = Engine(path, read_only=read_only)
    try:
        engine.connect()
        engine.rows("SELECT count(*) FROM sqlite_master")
        return engine
    except UserError:
        engine.close()
        if not read_only or path.with_name(f"{path.name}-wal").exists():
            raise
    # A medium that cannot be written has no place for SQLite's shared memory; without a log none is needed.
    engine = Engine(path, read_only=True, immutable=True)
    engine.connect()
    return engine


def _require_ours(path: Path) -> None:
    """Looks at the header before SQLite does, so that a foreign file is never touched."""
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except OSError as fault:
        raise UserError(f"“{path}” cannot be read ({fault.strerror}); check its permissions.") from None
    if not head.startswith(b"SQLite format 3\0") or int.from_bytes(head[68:72], "big") != schema.APPLICATION_ID:
        raise Damaged(f"“{path.name}” is not a crmdesk workspace; nothing in it was changed.")


def _require_version(engine: Engine, path: Path, *, read_only: bool) -> None:
    needed = dict(engine.rows("SELECT key, value FROM meta WHERE key IN ('min_reader', 'min_writer')"))
    if int(needed["min_reader"]) > schema.VERSION or (not read_only and int(needed["min_writer"]) > schema.VERSION):
        raise NewerFile(
            f"“{path.name}” was written by a newer crmdesk; update crmdesk to open it. Nothing in it was changed."
        )
