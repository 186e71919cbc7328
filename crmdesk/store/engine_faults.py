"""What the owner is told about a fault of the database: what, where, and what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import sqlcipher3.dbapi2 as sqlite

from crmdesk.domain.errors import Busy, DamagedFile, UserError
from crmdesk.store.atomic import known_name
from crmdesk.text import _

RawError, IntegrityError = sqlite.DatabaseError, sqlite.IntegrityError

# SQLite's result codes, https://sqlite.org/rescode.html.
_BUSY = {sqlite.SQLITE_BUSY, sqlite.SQLITE_LOCKED}
_FULL, _READ_ONLY, NOT_A_DATABASE = sqlite.SQLITE_FULL, sqlite.SQLITE_READONLY, sqlite.SQLITE_NOTADB
_DAMAGED = {sqlite.SQLITE_CORRUPT, sqlite.SQLITE_NOTADB}
_DISK = {sqlite.SQLITE_IOERR, sqlite.SQLITE_CANTOPEN, sqlite.SQLITE_PERM}

_MESSAGES = {
    "database is locked": sqlite.SQLITE_BUSY,
    "database or disk is full": sqlite.SQLITE_FULL,
    "database disk image is malformed": sqlite.SQLITE_CORRUPT,
    "attempt to write a readonly database": sqlite.SQLITE_READONLY,
    "disk I/O error": sqlite.SQLITE_IOERR,
}

# What SQLite keeps in a file beside the log, at least.
_LEAST_ROOM = 32_768


def fault_of(fault: Exception, path: Path) -> Exception:
    """What the owner should be told about a database error; errors that are ours are given back as they are."""
    code = code_of(fault)
    if code in _BUSY:
        return Busy(
            _("“{file}” is in use by another program; close it there and try again.").format(file=known_name(path))
        )
    if code == _FULL:
        return _full(path)
    if code == _READ_ONLY:
        return UserError(
            _("“{file}” cannot be written here; copy it to a folder of your own first.").format(file=known_name(path))
        )
    if code in _DAMAGED or isinstance(fault, UnicodeDecodeError) or "could not decode" in str(fault).lower():
        return damaged(path)
    if code in _DISK:
        if _is_disk_full(path):
            return _full(path)
        return UserError(
            _("“{file}” could not be read or written; check the disk and the folder's permissions.").format(
                file=known_name(path)
            )
        )
    return fault


def _full(path: Path) -> UserError:
    text = _("The disk of “{file}” is full; nothing was changed. Make room and try again.")
    return UserError(text.format(file=known_name(path)))


def _is_disk_full(path: Path) -> bool:
    """Whether there is no room for what SQLite keeps beside a file, of which it only says that it cannot be made."""
    try:
        return shutil.disk_usage(path.parent).free < _LEAST_ROOM
    except OSError:
        return False


def damaged(path: Path) -> DamagedFile:
    """What is told of a file that cannot be read as a workspace."""
    text = _(
        "“{file}” is not a sound crmdesk workspace; restore a backup: File, Restore a backup, or `crmdesk restore`."
    )
    return DamagedFile(text.format(file=known_name(path)), path)


def code_of(fault: Exception) -> int:
    """SQLite's primary result code of an error, 0 where it has none."""
    # Copying a whole file reports its faults without a code.
    return int(getattr(fault, "sqlite_errorcode", 0) or _MESSAGES.get(str(fault), 0)) & 0xFF
