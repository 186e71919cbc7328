"""Writing whole files: beside the old one first, onto the disk, then in its place. Never half a file."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import time
from collections.abc import Mapping
from pathlib import Path

from crmdesk.domain.errors import UserError
from crmdesk.text import _

# A virus scanner or an indexer may hold a new file for a moment; it lets go within seconds.
_WAITS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.0)
_PART = re.compile(r"\.(.+)\.[0-9a-f]{8}\.part")
# What may lie beside a workspace: what SQLite keeps there while it is open, and its lock.
_LOGS, _LOCKS = ("-wal", "-shm", "-journal"), (".lock", ".owner")
_PART_OR_BESIDE = re.compile(rf"{_PART.pattern}({'|'.join(map(re.escape, (*_LOGS, *_LOCKS)))})?")


def temporary_beside(path: Path) -> Path:
    """A name for the file while it is being written, in the same folder so that it can be moved in one step."""
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")


def known_name(path: Path) -> str:
    """The name by which people know a file, also while it is being written under another one."""
    name = path.name
    while found := _PART.fullmatch(name):
        name = found[1]
    return name


def sweep(path: Path, names: str = "") -> None:
    """Removes what a program that was killed left half written of this file, or of all whose names the pattern matches.

    `names` is a regular expression.
    """
    wanted = re.compile(names or re.escape(path.name))
    with contextlib.suppress(OSError), os.scandir(path.parent) as there:
        # There may be ten thousands of pictures beside it.
        parts = [_PART_OR_BESIDE.fullmatch(one.name) for one in there if one.name.startswith(".")]
        for part in filter(None, parts):
            # The demo business is made in a part, which is made in a part of its own.
            if wanted.fullmatch(known_name(Path(part[1]))):
                _remove(path.with_name(part[0]))


def sweep_folder(folder: Path) -> None:
    """Removes what a program that was killed left of `write_folder`."""
    for path in (folder, _all_in(folder)):
        sweep(path)


def _all_in(folder: Path) -> Path:
    """Under what name the files of a folder that is there are written."""
    return folder / "all"


def _remove(leftover: Path) -> None:
    with contextlib.suppress(OSError):
        if leftover.is_dir():
            shutil.rmtree(leftover)
        else:
            leftover.unlink(missing_ok=True)


def side_files(path: Path) -> list[Path]:
    """What SQLite keeps beside a file that it is working on."""
    return [path.with_name(path.name + end) for end in _LOGS]


def discard(path: Path) -> None:
    """Removes a workspace that nobody needs, or what was made of it so far, with all that lies beside it."""
    for end in ("", *_LOGS, *_LOCKS):
        with contextlib.suppress(OSError):
            path.with_name(path.name + end).unlink(missing_ok=True)


def free_name(path: Path) -> Path:
    """The path, or where that is taken the next one with a number: `a 2.crmdesk`. What is kept replaces nothing."""
    number, found = 1, path
    while found.exists():
        number += 1
        found = path.with_name(f"{path.stem} {number}{path.suffix}")
    return found


def write_bytes(path: Path, data: bytes, *, private: bool = False) -> None:
    """Writes a file whole or not at all; behind a link, but never over a workspace or a device. Raises UserError."""
    try:
        _require_plain(path)
        _write_whole(path.resolve() if path.is_symlink() else path, data, private)
    except OSError as fault:
        raise UserError(
            _("“{path}” could not be written ({why}); what was there before is unharmed.").format(
                path=path, why=fault.strerror
            )
        ) from None


def _write_whole(path: Path, data: bytes, private: bool) -> None:
    part = temporary_beside(path)
    try:
        sweep(path)
        _write_new(part, data, private)
        put_in_place(part, path)
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def write_folder(folder: Path, files: Mapping[str, bytes], *, private: bool = False) -> None:
    """Writes files into a folder, which is made where it is not there: all of them or none. Raises UserError."""
    is_there, mode = folder.is_dir(), 0o700 if private else 0o777
    part = temporary_beside(_all_in(folder) if is_there else folder)
    try:
        sweep_folder(folder)
        part.mkdir(parents=True, mode=mode)
        for name, data in files.items():
            (part / name).parent.mkdir(exist_ok=True, mode=mode)
            _write_new(part / name, data, private)
            _sync(part / name)
        for made in part.iterdir() if is_there else [part]:
            _move(made, folder / made.name if is_there else folder)
        _sync_folder(folder if is_there else folder.parent)
    except OSError as fault:
        text = _("The folder “{path}” could not be written ({why}); make room, or choose another place.")
        raise UserError(text.format(path=folder, why=fault.strerror)) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _write_new(path: Path, data: bytes, private: bool) -> None:
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600 if private else 0o666)
    with os.fdopen(handle, "wb") as file:
        file.write(data)


def _require_plain(path: Path) -> None:
    """Pages, lists and packed folders are written: a slip in their name must cost neither a workspace nor a device."""
    if not path.exists():
        return
    if not path.is_file():
        text = _(
            "“{path}” is there already and is not an ordinary file but a folder, a device or a pipe; "
            "choose another name."
        )
        raise UserError(text.format(path=path))
    from crmdesk.store.engine import application_id
    from crmdesk.store.schema import APPLICATION_ID

    if application_id(path) == APPLICATION_ID:
        raise UserError(
            _("“{path}” is a workspace, and nothing is written over one; choose another name.").format(path=path)
        )


def make_private(path: Path) -> None:
    """An empty file that only its owner may read, from the first byte on. Raises FileExistsError, OSError."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def put_in_free_place(part: Path, path: Path) -> None:
    """Moves a finished file to a name that nobody has. Raises FileExistsError where somebody does."""
    _sync(part)
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:
        # Sticks and some network folders know no second name for a file.
        if path.exists():
            raise FileExistsError(path) from None
        part.rename(path)
    _sync_folder(path.parent)


def put_in_place(part: Path, path: Path) -> None:
    """Moves a finished file into its place, once it is on the disk for certain."""
    _sync(part)
    _move(part, path)
    _sync_folder(path.parent)


def _move(part: Path, path: Path) -> None:
    for wait in (*_WAITS, None):
        try:
            part.replace(path)
            break
        except PermissionError:
            if wait is None:
                raise
            time.sleep(wait)


def _sync(part: Path) -> None:
    with part.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
