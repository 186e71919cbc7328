"""Backups that still know somebody who was erased: which they are, and erasing there too."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Collection, Iterable
from pathlib import Path

from crmdesk.domain.clock import Clock
from crmdesk.domain.errors import UserError
from crmdesk.store import auto_backup, copy_name, erased, erasing
from crmdesk.store.atomic import discard, make_private, put_in_place, sweep, temporary_beside, write_bytes
from crmdesk.store.engine import Engine
from crmdesk.store.file import open_workspace
from crmdesk.store.verifying import checksum_path, verify
from crmdesk.text import _


def copies_of(path: Path, folder: Path | None = None) -> list[Path]:
    """The copies of a workspace that crmdesk made: those beside it, and the daily ones in their folder."""
    daily = auto_backup.copies(folder, path) if folder is not None else []
    beside = [one for one in sorted(path.parent.iterdir()) if copy_name.is_copy_of(one, path)]
    return list(dict.fromkeys([*daily, *beside]))


def knowing(copies: Iterable[Path], uids: Collection[bytes]) -> list[Path]:
    """Those copies that still know one of these people. Of a damaged one nothing can be restored: it is passed over."""
    return [copy for copy in copies if _knows(copy, uids)]


def erase_in(copy: Path, uids: Collection[bytes], clock: Clock, workspace: Path) -> None:
    """Erases people in a copy of a workspace, which is a verified copy again then. Raises UserError."""
    verify(copy)
    # What a program that was killed left of a copy knows the person too.
    sweep(copy, copy_name.at_any_moment(copy))
    # In the folder of the copies too: whichever of them is opened there knows.
    erased.add_beside(copy.parent / workspace.name, uids)
    part = temporary_beside(copy)
    try:
        make_private(part)
        shutil.copyfile(copy, part)
        with open_workspace(part, clock=clock) as opened:
            opened.rows("PRAGMA journal_mode=DELETE")
        if _knows(part, uids):
            raise UserError(_("“{file}” still holds the person; delete that copy.").format(file=copy.name))
        _put_in_place(part, copy)
    except OSError as fault:
        text = _("“{path}” could not be written ({why}) and still contains the person; delete that copy.")
        raise UserError(text.format(path=copy, why=fault.strerror)) from None
    finally:
        discard(part)


def _put_in_place(part: Path, copy: Path) -> None:
    """The new copy in the place of the old one, each with its own checksum where there is one."""
    checksum = checksum_path(copy)
    before = checksum.read_bytes() if checksum.exists() else None
    digest = hashlib.sha256(part.read_bytes()).hexdigest()
    # The checksum of a file that is replaced would make the new one look damaged.
    checksum.unlink(missing_ok=True)
    try:
        put_in_place(part, copy)
    except OSError:
        if before is not None:
            write_bytes(checksum, before, private=True)
        raise
    if before is not None:
        write_bytes(checksum, f"{digest}  {copy.name}\n".encode(), private=True)


def _knows(copy: Path, uids: Collection[bytes]) -> bool:
    engine = Engine(copy, read_only=True, immutable=True)
    try:
        engine.connect()
        return erasing.knows_any(engine, uids)
    except UserError:
        return False
    finally:
        engine.close()
