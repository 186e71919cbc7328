"""Opening, making and closing workspace files."""

from __future__ import annotations

import contextlib
import json
import stat
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from crmdesk import __version__
from crmdesk.domain.calendar import Calendar
from crmdesk.domain.clock import Clock
from crmdesk.domain.errors import Busy, Damaged, UserError
from crmdesk.store import copy_name, erased, schema
from crmdesk.store.atomic import known_name, make_private, put_in_free_place, sweep, temporary_beside
from crmdesk.store.engine import Engine, application_id, user_version
from crmdesk.store.journal import Journal, Tx
from crmdesk.store.lock import FileLock, behind_link, lock
from crmdesk.store.setting import Settings, checked, settings_of, system_settings
from crmdesk.store.steps import FOUNDING
from crmdesk.text import _

if TYPE_CHECKING:
    from crmdesk.store.field import Dialect

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
        self.journal.watch(lambda change: self._forget() if "setting" in change.tables else None)

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
        from crmdesk.store.field import Dialect

        return Dialect(self.calendar, self.settings.decimals, self.settings.currency)

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
            raise UserError(
                _("“{file}” is open for reading only; close the other window that has it.").format(file=self.path.name)
            )

    def versions(self) -> dict[str, int]:
        """For each table, the last operation that touched it."""
        return dict(self.rows("SELECT tbl, version FROM table_version"))

    def empty_log(self) -> None:
        """Brings all of the log into the file, unless somebody reads it at the moment.

        Whoever opens the file next would have to read a long log, and to do this at the first step.
        """
        self.rows("PRAGMA wal_checkpoint(TRUNCATE)")

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
        raise UserError(_("“{path}” exists already; choose another name, nothing was overwritten.").format(path=path))
    chosen = checked({**system_settings(), **(settings or {})})
    part = temporary_beside(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        make_private(part)
        held = lock(path)
        try:
            _fill(part, chosen, clock)
            give_name(part, path)
            return _opened(path, held, clock)
        except BaseException:
            held.release()
            raise
    except OSError as fault:
        raise UserError(
            _("“{path}” cannot be made here ({why}); choose another folder.").format(
                path=path.with_name(known_name(path)), why=fault.strerror
            )
        ) from None
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def is_older(path: Path) -> bool:
    """Whether the file must be upgraded before it can be written, which takes its time. False where it is none."""
    return is_ours(path) and 0 < (user_version(path) or 0) < schema.VERSION


def is_ours(path: Path) -> bool:
    """Whether a file is a workspace by its header, sound or not."""
    try:
        _require_ours(path)
        return True
    except UserError:
        return False


def can_be_read(path: Path) -> bool:
    """Whether a workspace that cannot be opened for writing can at least be looked at."""
    try:
        open_workspace(path, read_only=True).close()
        return True
    except UserError:
        return False


def open_workspace(
    path: Path, *, read_only: bool = False, clock: Clock | None = None, given_up: Callable[[], bool] | None = None
) -> Workspace:
    """Opens a workspace, upgrading an older file first, unless that is `given_up` meanwhile.

    Raises UserError for every fault of the file or the disk.
    """
    _require_ours(path)
    path = behind_link(path)
    held = None if read_only else lock(path)
    try:
        if held is not None:
            sweep(path)
            sweep(path, copy_name.kept_of(path))
        return _opened(path, held, clock or Clock(), given_up)
    except BaseException:
        if held is not None:
            held.release()
        raise


def open_beside(here: Workspace) -> Workspace:
    """Opens once more, to be read in another thread, a file that is open here: what it is was seen to then.

    Raises UserError where the file is not where it was, or cannot be read any more.
    """
    here.engine.require_in_place()
    engine = _connected(here.path, read_only=True)
    with contextlib.ExitStack() as failed:
        failed.callback(engine.close)
        _complete(engine)
        failed.pop_all()
    return Workspace(here.path, engine, None, here.clock)


def put_settings(tx: Tx, values: Mapping[str, Any]) -> None:
    """Stores checked settings inside an operation."""
    from crmdesk.store.kept_setting import Setting

    present = {key: (row_id, value) for row_id, key, value in tx.rows("SELECT id, key, value FROM setting")}
    for key, value in values.items():
        text = json.dumps(value, ensure_ascii=False)
        if key not in present:
            tx.insert(Setting, {"key": key, "value": text})
        elif present[key][1] != text:
            tx.update(Setting, present[key][0], {"value": text})


def give_name(part: Path, path: Path) -> None:
    """Gives a new workspace that is whole by now its name, which nobody may have. Raises UserError, OSError."""
    try:
        put_in_free_place(part, path)
    except FileExistsError:
        raise UserError(
            _("“{path}” exists already; choose another name, nothing was overwritten.").format(path=path)
        ) from None
    sweep(path)


def _fill(part: Path, chosen: Mapping[str, Any], clock: Clock) -> None:
    """All of a new workspace in a file that nobody knows yet: it gets its name when it is whole and on the disk."""
    from crmdesk.store import tables

    engine = Engine(part, read_only=False)
    engine.connect()
    try:
        engine.rows("PRAGMA journal_mode=MEMORY")
        engine.rows("PRAGMA synchronous=OFF")
        engine.rows("BEGIN IMMEDIATE")
        tables.create(engine, version=__version__)
        engine.rows("COMMIT")
        journal = Journal(engine, lambda: Calendar(chosen["timezone"]), clock)
        with journal.operation(_("New workspace"), source=FOUNDING) as tx:
            put_settings(tx, chosen)
    finally:
        engine.close()


def _opened(path: Path, held: FileLock | None, clock: Clock, given_up: Callable[[], bool] | None = None) -> Workspace:
    """A workspace on a file that is known to be one, for writing where the lock is held."""
    engine = _connected(path, read_only=held is None)
    try:
        schema.require_known(engine, writing=held is not None)
        if held is not None:
            engine.begin_writing()
            with engine.unless(given_up):
                kept = _upgraded(engine, clock) if _is_older(engine) else None
            workspace = Workspace(path, engine, held, clock)
            _erase_again(workspace, kept)
            return workspace
        _complete(engine)
    except BaseException:
        engine.close()
        raise
    return Workspace(path, engine, held, clock)


def _is_older(engine: Engine) -> bool:
    return int(engine.rows("PRAGMA user_version")[0][0]) < schema.VERSION


def _complete(engine: Engine) -> None:
    """An older file that is only looked at has the tables that it lacks while it is open."""
    if _is_older(engine):
        from crmdesk.store import migrate

        migrate.stand_in(engine)


def _upgraded(engine: Engine, clock: Clock) -> Path | None:
    """Brings an older file up to date; returns where it is kept as it was."""
    from crmdesk.store import migrate

    return migrate.upgrade(engine, clock)


def _erase_again(workspace: Workspace, kept: Path | None) -> None:
    """Whoever was erased for good stays so, if this is an older copy; `kept` is what an upgrade kept of it."""
    if erased.is_waiting(workspace.engine):
        from crmdesk.store import erasing

        # What cannot be written now, because the disk is full, is done when the file is opened next.
        with contextlib.suppress(UserError):
            erasing.catch_up(workspace, kept)


def _connected(path: Path, *, read_only: bool) -> Engine:
    engine = Engine(path, read_only=read_only)
    try:
        engine.connect()
        engine.rows("SELECT count(*) FROM sqlite_master")
        return engine
    except UserError as fault:
        engine.close()
        if not read_only or isinstance(fault, Busy | Damaged) or _has_log(path):
            raise
    # A medium that cannot be written has no place for SQLite's shared memory; without a log none is needed.
    engine = Engine(path, read_only=True, immutable=True)
    engine.connect()
    return engine


def _has_log(path: Path) -> bool:
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and log.stat().st_size > 0


def _require_ours(path: Path) -> None:
    """Looks at the header first, so that a foreign file is never touched."""
    try:
        # `Path.is_file` says no to whatever the system answers from Python 3.14 on.
        present = stat.S_ISREG(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        present = False
    except OSError as fault:
        raise UserError(
            _("“{path}” cannot be opened ({why}); check the name and the folder.").format(path=path, why=fault.strerror)
        ) from None
    if not present:
        raise UserError(
            _("There is no workspace “{path}”; check the name, or make one with `crmdesk new`.").format(path=path)
        )
    if application_id(path) != schema.APPLICATION_ID:
        raise Damaged(_("“{file}” is not a crmdesk workspace; nothing in it was changed.").format(file=path.name))
