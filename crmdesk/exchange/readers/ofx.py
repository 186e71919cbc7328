"""Bank files in OFX (and QFX), version 1 and 2, as a table of bookings.

Both versions are read in one way: as marks with texts between them, whether these are closed or not. Nothing that a
document type declares is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from crmdesk.exchange import limits
from crmdesk.exchange.found import Found
from crmdesk.exchange.rawlines import CHUNK, NO_CONTROLS, File, narrow, western_text
from crmdesk.exchange.readers import bank, markup
from crmdesk.exchange.readers.bank import Booking, Unreadable
from crmdesk.exchange.readers.vcard_text import known_encoding
from crmdesk.exchange.table import Rejected, shown
from crmdesk.text import _

FORM = "ofx"
START = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:OFXHEADER\s*:|(?:(?:<\?xml[^>]*>|<!--.*?-->)\s*)*<(?:\?OFX\b|OFX>))",
    re.IGNORECASE | re.DOTALL,
)
TAG = re.compile(rb"<(/?)([A-Za-z0-9_.:-]{1,64})(?:\s[^<>]*)?>([^<]*)")
STATED = re.compile(rb"CHARSET:\s*([\w-]{1,20})|encoding=[\"']([\w-]{1,20})", re.IGNORECASE)
BOOKING, INVESTMENT = "STMTTRN", "INVTRAN"
WITHIN = {"PAYEE", "BANKACCTTO", "CCACCTTO", "CURRENCY", "ORIGCURRENCY", "IMAGEDATA"}
"""What within a booking has parts of its own."""


@dataclass(slots=True)
class Statement:
    """The account whose bookings follow."""

    account: str = ""
    currency: str = ""


@dataclass(slots=True)
class Marked:
    """A booking as it stands in the file: the texts by the names of their marks."""

    line: int
    texts: dict[str, str] = field(default_factory=dict)
    within: str = ""


def sniff(head: bytes) -> bool:
    """Whether a file begins as OFX."""
    return START.match(head.replace(b"\x00", b"")) is not None


def tables(file: File) -> list[Found]:
    """The bookings of an OFX file."""
    return [bank.found(file, FORM, lambda rejected, _notices: _bookings(file, rejected))]


def _bookings(file: File, rejected: list[Rejected]) -> Iterator[Booking]:
    statement, open_one = Statement(), None
    with narrow(file) as stream:
        for line, is_end, name, text in _marks(stream):
            if name == BOOKING or (is_end and name in ("BANKTRANLIST", "OFX")):
                if open_one is not None:
                    yield from _booking(open_one, statement, rejected)
                open_one = Marked(line) if name == BOOKING and not is_end else None
            elif open_one is not None:
                _note(open_one, name, text, is_end=is_end)
            elif name in ("STMTRS", "CCSTMTRS", "INVSTMTRS"):
                statement = Statement()
            elif name == INVESTMENT and not is_end:
                rejected.append(Rejected(line, name, "", _("Securities that are bought and sold are not taken over.")))
            elif name == "CURDEF" and text:
                statement.currency = text
            elif name == "ACCTID" and text:
                statement.account = text
    if open_one is not None:
        rejected.append(Rejected(open_one.line, "", "", _("The file breaks off within this booking; export it again.")))


def _note(marked: Marked, name: str, text: str, *, is_end: bool) -> None:
    """Takes a text of a booking under its name; those of a part under the names of both."""
    if name in WITHIN:
        marked.within = "" if is_end else name
    elif text and not is_end and len(marked.texts) < limits.CARD_LINES:
        marked.texts.setdefault(f"{marked.within}.{name}" if marked.within else name, text)


def _booking(marked: Marked, statement: Statement, rejected: list[Rejected]) -> Iterator[Booking]:
    said = marked.texts.get
    try:
        yield Booking(
            marked.line,
            date=bank.day(said("DTPOSTED", ""), "DTPOSTED"),
            amount=bank.amount(said("TRNAMT", ""), bank.number_rule([said("TRNAMT", "")]), "TRNAMT"),
            currency=said("CURRENCY.CURSYM", statement.currency),
            account=statement.account,
            id=said("FITID", ""),
            value_date=bank.day(said("DTAVAIL", ""), "DTAVAIL") if said("DTAVAIL") else "",
            name=said("NAME", said("PAYEE.NAME", "")),
            other_account=said("BANKACCTTO.ACCTID", said("CCACCTTO.ACCTID", "")),
            purpose=said("MEMO", ""),
            reference=said("CHECKNUM", said("REFNUM", "")),
            type=said("TRNTYPE", ""),
        )
    except Unreadable as fault:
        rejected.append(Rejected(marked.line, fault.column, shown(fault.value), fault.reason))


def _marks(stream: BinaryIO) -> Iterator[tuple[int, bool, str, str]]:
    """Line, whether it closes, name and text of every mark."""
    held, line, encoding = b"", 1, ""
    while chunk := stream.read(CHUNK):
        if not held and not encoding:
            encoding = _encoding(chunk[:1024])
        held = (held + chunk).replace(b"<![CDATA[", b"").replace(b"]]>", b"")
        # The last mark may go on in the next piece.
        whole = held.rfind(b"<")
        if len(held) - whole > limits.CARD_LINE_BYTES:
            whole = len(held)
        yield from _within(held[:whole], line, encoding)
        line += held.count(b"\n", 0, whole)
        held = held[whole:]
    yield from _within(held, line, encoding)


def _within(data: bytes, line: int, encoding: str) -> Iterator[tuple[int, bool, str, str]]:
    passed = 0
    for match in TAG.finditer(data):
        line += data.count(b"\n", passed, match.start())
        passed = match.start()
        text = markup.unescaped(western_text(match[3].strip(), encoding)).translate(NO_CONTROLS)
        yield line, bool(match[1]), match[2].decode("ascii").upper().rpartition(":")[2], text.strip()


def _encoding(head: bytes) -> str:
    match = STATED.search(head)
    if match is None:
        return "utf-8"
    name = (match[1] or match[2]).decode("ascii")
    found = known_encoding(f"cp{name}" if name.isdecimal() else name)
    # Many write UTF-8 and say that it is Western European; what is no UTF-8 is read as that anyway. What is UTF-16
    # was made UTF-8 already, and some say so of what never was.
    return "utf-8" if found in ("", "cp1252") or found.startswith(("utf-16", "utf-32")) else found
