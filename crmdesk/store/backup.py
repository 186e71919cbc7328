"""Verified copies of a workspace, and the way back from one. A copy counts only once it was opened and compared."""

from __future__ import annotations

import os
from pathlib import Path

from crmdesk.domain.clock import Clock
from crmdesk.domain.errors import Damaged, UserError
from crmdesk.store import copy_name, erased
from crmdesk.store.atomic import (
    discard,
    free_name,
    make_private,
    put_in_place,
    side_files,
    sweep,
    temporary_beside,
    write_bytes,
)
from crmdesk.store.engine import Engine, RawError
from crmdesk.store.engine_faults import fault_of
from crmdesk.store.lock import behind_link, lock
from crmdesk.store.verifying import checksum_path, digest_of, verify
from crmdesk.text import _


def backup(engine: Engine, target: Path | None, clock: Clock) -> Path:
    """Writes a verified copy and its checksum; returns where. Raises UserError."""
    path = _place_of_backup(engine.path, target, clock)
    digest = copy_verified(engine, path)
    write_bytes(checksum_path(path), b"%s  %s\n" % (digest.encode(), os.fsencode(path.name)), private=True)
    return path


def _place_of_backup(workspace: Path, target: Path | None, clock: Clock) -> Path:
    """Where a backup is written: beside the workspace, into the folder, or under the name that was given."""
    name = copy_name.backup_name(workspace, clock.now())
    try:
        path = free_name(workspace.with_name(name)) if target is None else target
        if path.is_dir():
            path = free_name(path / name)
        if path.resolve() == workspace.resolve():
            raise UserError(_("A backup cannot replace the workspace itself; choose another name."))
        _require_replaceable(path)
    except OSError as fault:
        raise _not_written(target or workspace, fault) from None
    return path


def _not_written(path: Path, fault: OSError) -> UserError:
    text = _("“{path}” could not be written ({why}); choose another folder.")
    return UserError(text.format(path=path, why=fault.strerror))


def _require_replaceable(path: Path) -> None:
    """A copy may take the place of an older copy, never of a workspace or of anything else that has something in it."""
    known = path.suffix == copy_name.BACKUP or checksum_path(path).exists()
    is_empty = path.is_file() and not path.stat().st_size
    if path.exists() and not known and not is_empty:
        text = _("“{path}” is there already and is not a backup; choose another name, nothing was overwritten.")
        raise UserError(text.format(path=path))


def copy_verified(engine: Engine, path: Path) -> str:
    """A copy of an open workspace as of now, compared with it before it takes its place. Answers its checksum."""
    sweep(path, copy_name.at_any_moment(path))
    part = temporary_beside(path)
    try:
        make_private(part)
        _write_copy(engine, part)
        digest = digest_of(part, engine.require_wanted)
        # The checksum of a file that is replaced would make the new one look damaged.
        checksum_path(path).unlink(missing_ok=True)
        put_in_place(part, path)
        return digest
    except OSError as fault:
        raise _not_written(path, fault) from None
    finally:
        discard(part)


def restore(source: Path, target: Path, clock: Clock, lists: Path | None = None) -> Path | None:
    """Puts a backup in the place of a workspace, and keeps what it replaces. Returns where that is kept.

    Whoever was erased since the backup was made is erased from it too; `lists` is a folder with more lists of them.
    """
    verify(source)
    target = behind_link(target)
    _require_file(target)
    held = lock(target)
    try:
        gone = _erased_until_now(source, target, lists)
        kept = _keep(target, clock) if target.exists() else None
        copy = Engine(source, read_only=True, immutable=True)
        copy.connect()
        try:
            _settle(target)
            copy_verified(copy, target)
        finally:
            copy.close()
    finally:
        held.release()
    if gone:
        from crmdesk.store.file import open_workspace

        # Opening a workspace for writing erases whom the list beside it names.
        open_workspace(target, clock=clock).close()
    return kept


def _require_file(target: Path) -> None:
    if target.exists() and not target.is_file():
        text = _("“{path}” is a folder, a device or a pipe; choose the name of a workspace.")
        raise UserError(text.format(path=target))


def _erased_until_now(source: Path, target: Path, lists: Path | None) -> frozenset[bytes]:
    """Everybody who was erased from the present workspace or from copies of it, put on the list beside it."""
    found = erased.listed_near(source) | erased.listed_near(target)
    if lists is not None:
        found |= erased.listed_near(lists / target.name)
    if target.exists():
        engine = Engine(target, read_only=True)
        try:
            engine.connect()
            found |= erased.listed_in(engine)
        except Damaged:
            pass
        finally:
            engine.close()
    if found:
        erased.add_beside(target, found)
    return found


def _write_copy(engine: Engine, part: Path) -> None:
    copy = Engine(part, read_only=False)
    copy.connect()
    try:
        engine.rows("BEGIN")
        try:
            # Counting first fixes what is copied: somebody may go on writing meanwhile.
            expected = _counts(engine)
            engine.copy_to(copy)
        finally:
            engine.rows("ROLLBACK")
        # One file without a log beside it: it can be moved, mailed and put on a stick as it is.
        copy.rows("PRAGMA journal_mode=DELETE")
        with copy.unless(engine.given_up):
            if copy.rows("PRAGMA integrity_check")[0][0] != "ok" or _counts(copy) != expected:
                text = _("The copy of “{file}” is not the same as the file; run `crmdesk check`.")
                raise Damaged(text.format(file=engine.path.name))
    except RawError as fault:
        raise fault_of(fault, part) from fault
    finally:
        copy.close()


def _counts(engine: Engine) -> list[int]:
    found = engine.rows(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY 1"
    )
    return [int(engine.rows(f'SELECT count(*) FROM "{table}"')[0][0]) for (table,) in found]


def _keep(target: Path, clock: Clock) -> Path:
    kept = free_name(target.with_name(copy_name.kept_name(target, "restore", clock.now())))
    engine = Engine(target, read_only=True)
    try:
        engine.connect()
        copy_verified(engine, kept)
    except Damaged:
        # What is replaced is broken itself: keep its bytes as they are, those of its log too.
        for end in ("", "-wal"):
            if (old := target.with_name(target.name + end)).exists():
                write_bytes(kept.with_name(kept.name + end), old.read_bytes(), private=True)
    finally:
        engine.close()
    return kept


def _settle(target: Path) -> None:
    """Brings the log of the old file home, so that none is left to be taken for the new file's."""
    if not target.exists():
        return
    engine = Engine(target, read_only=False)
    try:
        engine.connect()
        engine.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.rows("PRAGMA journal_mode=DELETE")
    except Damaged:
        for leftover in side_files(target):
            leftover.unlink(missing_ok=True)
    finally:
        engine.close()
