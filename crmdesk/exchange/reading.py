"""Every table that a file holds, whatever its form: the first step of bringing it in.

The content decides what a file is, never its name. What the rule states is taken, the rest is found from the file.
"""

from __future__ import annotations

import re
import weakref
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from shutil import copyfileobj, rmtree
from tempfile import mkdtemp
from typing import BinaryIO

from crmdesk.domain.errors import UserError
from crmdesk.exchange import archive, formats, limits
from crmdesk.exchange.bytestream import Bounded
from crmdesk.exchange.found import Found
from crmdesk.exchange.interchange import is_interchange
from crmdesk.exchange.layouts.laid_out import AS_FOUND, file_tables, sheet_tables, text_tables
from crmdesk.exchange.rawlines import File
from crmdesk.exchange.rules import TableRule
from crmdesk.exchange.source import (
    HEAD_BYTES,
    ZIP_MARKS,
    folder_tables,
    form_of,
    refuse_foreign,
    refuse_marked_up,
)
from crmdesk.exchange.table import Table
from crmdesk.text import _, n_

SHEET = "sheet"
LONGEST_NAME = 100
_STRANGE = re.compile(r"[^\w .()+-]")
"""What a name in a .zip may hold that no folder takes."""

__all__ = ["AS_FOUND", "is_interchange", "read_file"]


def read_file(path: Path, rule: TableRule = AS_FOUND) -> list[Found]:
    """The tables of a file, or of all files in a folder or a .zip, each with how it was read."""
    if path.is_dir():
        return _all_of(path.name, {one.name: partial(read_file, one, rule) for one in folder_tables(path)})
    form = form_of(path)
    if form == "zip":
        return _all_of(
            path.name, {name: partial(_member, name, one, rule) for name, one in archive.members(path).items()}
        )
    if form == "json":
        text = _("{file} holds a whole workspace; bring it in by itself, it needs no mapping.")
        raise UserError(text.format(file=path.name))
    if form in _RULED:
        return _RULED[form](path, rule)
    return formats.FORMATS[form].tables(path)


_RULED: dict[str, Callable[[Path, TableRule], list[Found]]] = {"csv": file_tables, "sheet": sheet_tables}
"""The forms whose tables can be written in more than one way."""


def _all_of(name: str, readers: dict[str, Callable[[], list[Found]]]) -> list[Found]:
    """The tables of several files. Those that hold none are named, with the first table."""
    found: list[Found] = []
    others: list[str] = []
    for file, read in readers.items():
        try:
            found.extend(read())
        except UserError:
            others.append(file)
    if not found:
        raise UserError(_("{file} holds no file with tables that can be read.").format(file=name))
    if others:
        found[0] = replace(found[0], doubts=(*found[0].doubts, _not_read(name, others)))
    return found


def _member(name: str, opened: Callable[[], BinaryIO], rule: TableRule) -> list[Found]:
    """The tables of a file in a .zip."""
    short = PurePosixPath(name).name
    with opened() as stream:
        head = stream.read(HEAD_BYTES)
    refuse_foreign(short, head)
    form = formats.form_of(head)
    if form.form == SHEET:
        return _unpacked(short, opened, rule)
    if not head or head.startswith(ZIP_MARKS):
        raise UserError(_("{file} is not a text table; unpack it and bring it in by itself.").format(file=short))
    if form.packed:
        return form.packed(File(short, opened))
    refuse_marked_up(short, head)
    return text_tables(opened, short, rule)


class _Folder:
    """A folder that nobody else can read and that goes when nothing holds it any more."""

    def __init__(self) -> None:
        self.path = mkdtemp()
        weakref.finalize(self, rmtree, self.path, ignore_errors=True)


def _unpacked(name: str, opened: Callable[[], BinaryIO], rule: TableRule) -> list[Found]:
    """The tables of a workbook in a .zip, which lies in a folder of its own as long as one of them may be read."""
    folder = _Folder()
    path = Path(folder.path, _STRANGE.sub("_", name)[-LONGEST_NAME:])
    with opened() as packed, path.open("wb") as target:
        copyfileobj(Bounded.of(packed, name, limits.SHEET_BYTES), target)
    return [replace(one, read=partial(_kept, folder, one.read)) for one in sheet_tables(path, rule)]


def _kept(_folder: _Folder, read: Callable[[], Table]) -> Table:
    """The table; the folder is held as long as it can be asked for."""
    return read()


def _not_read(name: str, others: list[str]) -> str:
    text = n_(
        "{n} file of {file} was not read, bring it in by itself: {names}.",
        "{n} files of {file} were not read, bring them in by themselves: {names}.",
        len(others),
    )
    return text.format(n=len(others), file=name, names=", ".join(others[:10]) + ("…" if len(others) > 10 else ""))
