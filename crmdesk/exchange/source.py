"""What a path to import is: an interchange folder, a .zip of one, or a file of one of the forms that are read.

The content decides, never the name. Files are opened as bounded streams; of a .zip workbooks
alone are unpacked to disk, for as long as they are read.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from crmdesk.domain.errors import UserError
from crmdesk.exchange import archive, limits
from crmdesk.exchange.bytestream import Bounded
from crmdesk.exchange.shape import FILES
from crmdesk.text import _

Opener = Callable[[], BinaryIO]

ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
OLD_SHEET_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TABLES = (".csv", ".tsv", ".xlsx", ".xls", ".ods")
HEAD_BYTES = 4096
"""How much of a file decides its form."""
FOREIGN_MARKS = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"SQLite format 3\x00": "SQLite",
    b"\x1f\x8b": "gzip",
    b"7z\xbc\xaf": "7-Zip",
    b"Rar!": "RAR",
    b"\x7fELF": "program",
    b"MZ": "program",
}
_MARK = rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*"
MARKED_UP = {
    re.compile(_MARK + rb"<(?:!doctype html|html|head|body|table)\b", re.IGNORECASE): "HTML",
    re.compile(_MARK + rb"(?:<\?xml\b|<!--|<[a-z][\w.:-]{0,60}(?:\s[^<>]{0,999})?>\s*</?[a-z])", re.IGNORECASE): "XML",
    re.compile(_MARK + rb"[\[{]\s*[\[{\"]"): "JSON",
    re.compile(_MARK + rb"\{\\rtf"): "RTF",
    re.compile(_MARK + rb"//\s*<!--\s*<mdb:mork"): "Mork",
}
"""Texts that would be cut into cells without any sense."""

BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")
NO_TEXT = frozenset(range(1, 32)) - frozenset(b"\t\n\v\f\r\x1a\x1b")
"""What no text has but by mishap. Zeros stand in texts of two bytes a letter, and where a disk gave up."""
FEWEST_STRANGE, STRANGE_SHARE = 8, 50


@dataclass(frozen=True, slots=True)
class Source:
    """Something to import: a `folder` or a `zip` of interchange files, or a file of one of the forms in `formats`.

    `files()` names what is in it; all but folders and zips hold one file, themselves. `others` are the tables that
    lie in a folder under a name that no interchange file has.
    """

    path: Path
    kind: str
    _files: dict[str, Opener] = field(default_factory=dict)
    others: tuple[str, ...] = ()

    def files(self) -> dict[str, Opener]:
        """File name to an opener that returns a bounded stream of its bytes."""
        return dict(self._files)

    def open(self) -> BinaryIO:
        """The bytes of a table or a spreadsheet."""
        return open_file(self.path)


def open_source(path: Path | str) -> Source:
    """What is at that path, ready to be read; a UserError where it cannot be imported."""
    path = Path(path)
    entries = _listing(path)
    if entries is not None:
        others = (
            entry.name for entry in entries if entry.suffix.lower() in _TABLES and entry.name.lower() not in FILES
        )
        return Source(path, "folder", _folder_files(path, entries), tuple(sorted(others)))
    kind = form_of(path)
    if kind == "json":
        from crmdesk.exchange import everything

        return Source(path, "folder", everything.files(path))
    if kind == "zip":
        return Source(path, kind, archive.interchange_files(path))
    return Source(path, kind, {path.name: lambda: open_file(path)})


def form_of(path: Path) -> str:
    """The form of a file by its first bytes, as `formats` names it, or `zip`."""
    with open_file(path) as stream:
        return _kind_of(path, stream.read(HEAD_BYTES))


def folder_tables(path: Path | str) -> list[Path]:
    """The files of a folder that is no interchange folder: what a mapping that names files may read."""
    entries = _listing(Path(path))
    if entries is None:
        return [Path(path)]
    return [entry for entry in entries if entry.is_file() and not entry.name.startswith(".")]


def open_file(path: Path) -> BinaryIO:
    """The bytes of an ordinary file. Devices and pipes are refused, because reading them may never end."""
    try:
        # Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise _cannot_open(path, error) from error
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        os.close(handle)
        text = _("{file} is not an ordinary file but a folder, a device or a pipe; name a file.")
        raise UserError(text.format(file=path.name))
    if status.st_size > limits.FILE_BYTES:
        os.close(handle)
        text = _("{file} is larger than {n} GiB; split it into several files.")
        raise UserError(text.format(file=path.name, n=limits.FILE_BYTES // 1024**3))
    stream = os.fdopen(handle, "rb")
    return Bounded.of(stream, path.name, limits.FILE_BYTES)


def _listing(path: Path) -> list[Path] | None:
    """What a folder holds, sorted; None for what is no folder."""
    try:
        return sorted(path.iterdir()) if stat.S_ISDIR(path.stat().st_mode) else None
    except (OSError, ValueError) as error:
        raise _cannot_open(path, error) from error


def _cannot_open(path: Path, error: Exception) -> UserError:
    if isinstance(error, FileNotFoundError):
        return UserError(_("There is no file or folder {path}; check the name.").format(path=path))
    reason = getattr(error, "strerror", None) or str(error)
    text = _("{path} cannot be opened ({reason}); check the name and that you may read it.")
    return UserError(text.format(path=str(path).replace("\x00", "?"), reason=reason))


def _folder_files(path: Path, entries: list[Path]) -> dict[str, Opener]:
    names = {entry.name.lower(): entry for entry in entries}
    found = {name: _opener(names[name]) for name in FILES if name in names}
    if not found:
        text = _("The folder {path} holds none of the files of an interchange folder (such as {example}).")
        raise UserError(text.format(path=path, example="contacts.csv, deals.csv"))
    return found


def _opener(path: Path) -> Opener:
    return lambda: open_file(path)


def _kind_of(path: Path, head: bytes) -> str:
    if not head:
        raise UserError(_("{file} is empty; export it again.").format(file=path.name))
    if head.startswith(ZIP_MARKS):
        return archive.kind_of(path)
    refuse_foreign(path.name, head)
    from crmdesk.exchange import everything, formats  # the readers open their files with this module

    if everything.is_document(head):
        return "json"
    form = formats.form_of(head).form
    if form == "csv":
        refuse_marked_up(path.name, head)
    return form


def refuse_marked_up(name: str, head: bytes) -> None:
    """Says of texts that no reader knows and that are no table what they are."""
    text = head.replace(b"\x00", b"")
    for pattern, what in MARKED_UP.items():
        if pattern.match(text):
            raise _no_table(name, what)
    if _is_binary(head):
        sentence = _("{file} can only be read by its own program; export a CSV file or an address book from there.")
        raise UserError(sentence.format(file=name))


def _is_binary(head: bytes) -> bool:
    """Whether a file is no text at all: of its first bytes more than one in fifty is none of a text."""
    if head.startswith(BYTE_ORDER_MARKS):
        return False
    strange = sum(map(NO_TEXT.__contains__, head))
    return strange >= FEWEST_STRANGE and strange * STRANGE_SHARE > len(head) - head.count(0)


def refuse_foreign(name: str, head: bytes) -> None:
    """Says of files that hold no table what they are."""
    for mark, what in FOREIGN_MARKS.items():
        if head.startswith(mark) and (what != "program" or b"\x00" in head):
            raise _no_table(name, what)


def _no_table(name: str, what: str) -> UserError:
    text = _("{file} is a {what} file, not a table; name a CSV file, a spreadsheet or a folder of them.")
    return UserError(text.format(file=name, what=what))
