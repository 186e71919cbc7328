"""The address book in a vCard file as tables that can be read again: its companies, then its people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from crmdesk.exchange.found import Found
from crmdesk.exchange.rawlines import File
from crmdesk.exchange.readers import vcard
from crmdesk.exchange.table import Table

FORM = "vcard"
PARTS = ("companies", "contacts")
START = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*BEGIN[ \t]*:[ \t]*VCARD", re.IGNORECASE)


def sniff(head: bytes) -> bool:
    """Whether a file begins with a card. In UTF-16 every other byte is zero."""
    return START.match(head.replace(b"\x00", b"")) is not None


def tables(file: File) -> list[Found]:
    """The contacts of an address book, and before them the companies they belong to, if any has no card itself."""
    *companies, people = vcard.tables((file,), ())
    found = [Found(file.name, FORM, tuple(people.columns), partial(_people, file), part=PARTS[1])]
    for made in companies:
        # They are few and small, and to find them all cards must be read.
        rows = list(made.rows())
        read = partial(_companies, made.name, tuple(made.columns), rows)
        found.insert(0, Found(file.name, FORM, tuple(made.columns), read, part=PARTS[0]))
    return found


def _people(file: File) -> Table:
    return list(vcard.tables((file,), ()))[-1]


def _companies(name: str, columns: Sequence[str], rows: Sequence[tuple[int, list[str]]]) -> Table:
    return Table(name, list(columns), iter(rows), is_sparse=True)
