"""The address book in a vCard file as tables that can be read again: its companies, then its people."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

from crmdesk.exchange import vcard
from crmdesk.exchange.found import Found
from crmdesk.exchange.table import Table

FORM = "vcard"
PARTS = ("companies", "contacts")
START = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*BEGIN[ \t]*:[ \t]*VCARD", re.IGNORECASE)


def sniff(head: bytes) -> bool:
    """Whether a file begins with a card. In UTF-16 every other byte is zero."""
    return START.match(head.replace(b"\x00", b"")) is not None


def tables(path: Path) -> list[Found]:
    """The contacts of an address book, and before them the companies they belong to, if any has no card itself."""
    read = list(vcard.tables((path,), ()))
    return [
        Found(path.name, FORM, tuple(table.columns), partial(_table, path, place), part=part)
        for place, (table, part) in enumerate(zip(read, PARTS[-len(read) :], strict=True))
    ]


def _table(path: Path, place: int) -> Table:
    return list(vcard.tables((path,), ()))[place]
