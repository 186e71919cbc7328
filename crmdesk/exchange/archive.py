"""Zip files from outside: judged by their directory before a byte is unpacked, then read bounded."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Literal

from crmdesk.domain.errors import UserError
from crmdesk.exchange import limits
from crmdesk.exchange.bytestream import DAMAGE, Bounded
from crmdesk.exchange.shape import FILES
from crmdesk.text import _

ENCRYPTED = 0x1


def kind_of(path: Path) -> Literal["zip", "sheet"]:
    """Whether a zip is a spreadsheet (xlsx and ods are zips) or something else."""
    names = {entry.filename for entry in _entries(path)}
    is_sheet = any(name.startswith("xl/") for name in names) or {"mimetype", "content.xml"} <= names
    return "sheet" if is_sheet else "zip"


def check_sheet(path: Path) -> None:
    """Refuses a spreadsheet that would become too large when it is unpacked."""
    _check_size(path, _entries(path), limits.SHEET_BYTES, limits.SHEET_RATIO)


def interchange_files(path: Path) -> dict[str, Callable[[], BinaryIO]]:
    """The interchange files of a zip: at its root, or in the one folder that holds them."""
    entries = _entries(path)
    _check_size(path, entries, limits.ZIP_BYTES, limits.ZIP_RATIO)
    folders: dict[str, dict[str, Callable[[], BinaryIO]]] = {}
    zipped = cache(partial(zipfile.ZipFile, path))
    for entry in entries:
        place = _place_of(entry)
        if place is None:
            continue
        folder, name = place
        if name in folders.setdefault(folder, {}):
            raise UserError(_("{file} holds {name} twice; remove one of them.").format(file=path.name, name=name))
        if entry.flag_bits & ENCRYPTED:
            raise UserError(
                _("{file} is protected by a password; unpack it and name the folder.").format(file=path.name)
            )
        folders[folder][name] = _opener(path, entry, zipped)
    return _only_folder(path, folders)


def members(path: Path) -> dict[str, Callable[[], BinaryIO]]:
    """The files of a zip, wherever they stand in it, each with an opener of a bounded stream of its bytes."""
    entries = _entries(path)
    _check_size(path, entries, limits.ZIP_BYTES, limits.ZIP_RATIO)
    found = {}
    # Its list of files is read once for all of them, or ten thousand files would take ten thousand lists.
    zipped = cache(partial(zipfile.ZipFile, path))
    for entry in entries:
        parts = PurePosixPath(entry.filename.replace("\\", "/")).parts
        if entry.is_dir() or "__MACOSX" in parts or parts[-1].startswith("."):
            continue
        if entry.flag_bits & ENCRYPTED:
            raise UserError(
                _("{file} is protected by a password; unpack it and name the folder.").format(file=path.name)
            )
        found["/".join(parts)] = _opener(path, entry, zipped)
    return found


def _only_folder(
    path: Path, folders: dict[str, dict[str, Callable[[], BinaryIO]]]
) -> dict[str, Callable[[], BinaryIO]]:
    if "" in folders:
        return folders[""]
    if not folders:
        text = _("{file} holds none of the files of an interchange folder (such as {example}).")
        raise UserError(text.format(file=path.name, example="contacts.csv, deals.csv"))
    if len(folders) > 1:
        text = _("{file} holds several interchange folders ({names}); unpack it and name one of them.")
        raise UserError(text.format(file=path.name, names=", ".join(sorted(folders))))
    return next(iter(folders.values()))


def _place_of(entry: zipfile.ZipInfo) -> tuple[str, str] | None:
    """Folder ("" is the root) and name of an interchange file; None for all else, which is never read."""
    parts = PurePosixPath(entry.filename.replace("\\", "/")).parts
    if not 1 <= len(parts) <= 2 or parts[0] in ("__MACOSX", "..", "/") or entry.is_dir():
        return None
    name = parts[-1].lower()
    return ("" if len(parts) == 1 else parts[0], name) if name in FILES else None


def _entries(path: Path) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(path) as packed:
            entries = packed.infolist()
    except (*DAMAGE, ValueError) as error:
        raise UserError(_("{file} is a damaged zip file; make or download it again.").format(file=path.name)) from error
    if len(entries) > limits.ZIP_ENTRIES:
        text = _("{file} holds {n} files; at most {limit} are read. Unpack it and name the folder.")
        raise UserError(text.format(file=path.name, n=len(entries), limit=limits.ZIP_ENTRIES))
    return entries


def _check_size(path: Path, entries: list[zipfile.ZipInfo], most: int, ratio: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(path.stat().st_size, 1)
    if unpacked > most or (unpacked > limits.ZIP_SMALL_BYTES and unpacked > packed * ratio):
        text = _("{file} would unpack to {n} MB, more than is read; save it as CSV, or in parts.")
        raise UserError(text.format(file=path.name, n=unpacked // 1024**2))


def _opener(path: Path, entry: zipfile.ZipInfo, zipped: Callable[[], zipfile.ZipFile]) -> Callable[[], BinaryIO]:
    def opened() -> BinaryIO:
        try:
            stream = zipped().open(entry)
        except DAMAGE as error:
            text = _("{name} in {file} cannot be unpacked; unpack the zip yourself and name the folder.")
            raise UserError(text.format(name=entry.filename, file=path.name)) from error
        return Bounded.of(stream, entry.filename, limits.ZIP_BYTES)

    return opened
