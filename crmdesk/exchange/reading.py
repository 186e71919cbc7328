"""Every table that a file holds, whatever its form: the first step of bringing it in.

The content decides what a file is, never its name. What the rule states is taken, the rest is found from the file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from crmdesk.domain.errors import UserError
from crmdesk.exchange import archive, formats
from crmdesk.exchange.found import Found
from crmdesk.exchange.laid_out import AS_FOUND, file_tables, sheet_tables, text_tables
from crmdesk.exchange.rules import TableRule
from crmdesk.exchange.shape import KINDS, WORKSPACE
from crmdesk.exchange.source import HEAD_BYTES, folder_tables, form_of, open_source, refuse_foreign
from crmdesk.exchange.table import read_csv
from crmdesk.text import _, n_

__all__ = ["AS_FOUND", "is_interchange", "read_file"]


def read_file(path: Path, rule: TableRule = AS_FOUND) -> list[Found]:
    """The tables of a file, or of all files in a folder or a .zip, each with how it was read."""
    if path.is_dir():
        return list(chain.from_iterable(read_file(one, rule) for one in folder_tables(path)))
    form = form_of(path)
    if form == "zip":
        return _packed(path, rule)
    if form in _RULED:
        return _RULED[form](path, rule)
    return formats.FORMATS[form].tables(path)


def is_interchange(path: Path) -> bool:
    """Whether a folder or a .zip is one that crmdesk wrote, or one made like it: not only named like it."""
    try:
        source = open_source(path)
    except UserError:
        return False
    if source.kind not in ("folder", "zip"):
        return False
    files = source.files()
    return WORKSPACE in files or all(_has_columns(name, opened) for name, opened in files.items())


_RULED: dict[str, Callable[[Path, TableRule], list[Found]]] = {"csv": file_tables, "sheet": sheet_tables}
"""The forms whose tables can be written in more than one way."""


def _has_columns(name: str, opened: Callable[[], BinaryIO]) -> bool:
    needed = {column.name for column in KINDS[name.removesuffix(".csv")].values() if column.is_required}
    with opened() as stream:
        return needed <= set(read_csv(stream, name, number_repeats=True).columns)


def _packed(path: Path, rule: TableRule) -> list[Found]:
    """The text tables of a .zip. What else is in it is said: it would have to be unpacked."""
    found: list[Found] = []
    others: list[str] = []
    for name, opened in archive.members(path).items():
        short = PurePosixPath(name).name
        with opened() as stream:
            head = stream.read(HEAD_BYTES)
        if head and _is_text(short, head):
            found.extend(text_tables(opened, short, rule))
        else:
            others.append(short)
    if not found:
        text = _("{file} holds no table of text; unpack it and bring in the files.")
        raise UserError(text.format(file=path.name))
    if others:
        found[0] = replace(found[0], doubts=(*found[0].doubts, _not_read(path.name, others)))
    return found


def _is_text(name: str, head: bytes) -> bool:
    try:
        refuse_foreign(name, head)
    except UserError:
        return False
    return not head.startswith(b"PK") and formats.form_of(head).form == "csv"


def _not_read(name: str, others: list[str]) -> str:
    text = n_(
        "{n} file of {file} is no table of text and was not read: {names}. Unpack it to bring it in.",
        "{n} files of {file} are no tables of text and were not read: {names}. Unpack them to bring them in.",
        len(others),
    )
    return text.format(n=len(others), file=name, names=", ".join(others[:10]) + ("…" if len(others) > 10 else ""))
