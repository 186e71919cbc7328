"""How a text table is written: its encoding, its delimiter, its quotes. Found from the file, or stated."""

from __future__ import annotations

from dataclasses import dataclass

SPACES = "spaces"
"""The delimiter of a table whose columns are parted by runs of spaces or tabs."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the cells of a text table are told apart. An empty quote or escape means there is none."""

    encoding: str = "utf-8-sig"
    delimiter: str = ","
    quote: str = '"'
    escape: str = ""
    skip_lines: int = 0
    notices: tuple[str, ...] = ()


def of_interchange(head: bytes) -> Dialect:
    """The dialect of an interchange file from its first bytes: comma and UTF-8.

    A spreadsheet may have saved it again in its own way, so the header may use another delimiter, or UTF-16.
    """
    encoding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    header = head.decode(encoding, "replace").lstrip("\ufeff").split("\n", 1)[0]
    if "," in header:
        return Dialect(encoding)
    return Dialect(encoding, next((mark for mark in ";\t" if mark in header), ","))
