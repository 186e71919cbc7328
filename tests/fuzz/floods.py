"""Files in which one thing stands very often, as no program writes them: each would take a careless reader for ever."""

from __future__ import annotations

LENGTH = 120_000
"""Long enough that what is done for every pair of lines would take minutes."""
_CAMT = b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Ntry>'
_BATCH = b'<Amt Ccy="EUR">0</Amt><CdtDbtInd>CRDT</CdtDbtInd><BookgDt><Dt>2026-01-01</Dt></BookgDt>'
_CAMT_END = b"</Ntry></Stmt></BkToCstmrStmt></Document>"
_MAIL = b"From: a@b.cc\nDate: Mon, 5 Jan 2026 10:00:00 +0000\n"
_CARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:a\r\n"
_EVENT = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20260101T100000\r\n"

FLOODS: dict[tuple[str, str], tuple[bytes, bytes, bytes]] = {
    ("qif", "amounts of one split"): (b"!Type:Bank\nD31/1/26\nT5\nSx\n", b"$9\n", b"^\n"),
    ("mt940", "marks within a field"): (b":20:x\n:25:a\n:61:2601010101C1,NTRFx\n:86:166?00", b"?", b"\n-\n"),
    ("mt940", "lines of a field"): (b":20:x\n:25:a\n:61:2601010101C1,NTRFx\n:86:166?00\n", b"?2\n", b"\n-\n"),
    ("camt", "payments of a batch"): (
        _CAMT + _BATCH,
        b'<NtryDtls><TxDtls><Amt Ccy="EUR">0</Amt></TxDtls></NtryDtls>',
        _CAMT_END,
    ),
    ("camt", "amounts of a booking"): (_CAMT, b"<Amt>0</Amt>", _CAMT_END),
    ("mail", "lines of a header"): (_MAIL + b"To: x\n", b" a\n", b"\nx\n"),
    ("mail", "letters of an address"): (_MAIL + b"To: ", b"a", b"\n\nx\n"),
    ("mail", "marks of an address"): (_MAIL + b"To: ", b"@", b"\n\nx\n"),
    ("mail", "figures of a letter"): (_MAIL + b"Content-Type: text/html\n\n<p>&#", b"1", b";</p>\n"),
    ("mail", "pages within a page"): (_MAIL + b"Content-Type: text/html\n\n", b"<style", b"\n"),
    ("vcard", "marks of an address"): (_CARD + b"EMAIL:<", b"@", b"\r\nEND:VCARD\r\n"),
    ("vcard", "cards without an end"): (b"", b"BEGIN:VCARD\r\n", b""),
    ("vcard", "parts of a line"): (_CARD + b"NOTE:x\r\n", b" x\r\n", b"END:VCARD\r\n"),
    ("ical", "letters of an address"): (_EVENT + b"ATTENDEE:", b"a", b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"),
    ("ldif", "comments"): (b"dn: cn=x\ncn: x\n", b"# x\n", b""),
    ("ofx", "marks that stay open"): (b"OFXHEADER:100\n\n<OFX><STMTTRN>", b"<A ", b"</STMTTRN></OFX>"),
    ("ofx", "figures of a letter"): (b"OFXHEADER:100\n\n<OFX><STMTTRN><MEMO>&#", b"1", b";</STMTTRN></OFX>"),
    ("csv", "letters in front of accents"): (b"a,b\n", b"a", b" \xe9 \xe8 \xe9 \xe9 \xfc\n"),
    ("csv", "names of groups"): (b"Name,Amount,Date\n", b"group,,\n", b""),
    ("csv", "blank lines between rows"): (b"Name,Amount,Date\n", b"a,5,2026-01-01\nb,6,2026-01-01\n\n", b""),
    ("csv", "tables"): (b"", b"Name,Amount,Date\na,5,2026-01-01\nb,6,2026-01-01\n\n\n# Title\n", b""),
    ("csv", "columns of one name"): (b"a", b",a" * 1_999 + b"\n1" + b",1" * 1_999 + b"\n", b""),
    ("csv", "commas"): (b"", b",", b""),
    ("csv", "quotation marks"): (b"a,b\n", b'""""x\n', b""),
    ("csv", "cells that stay open"): (b"a,b\n", b'1,"x\n', b""),
    ("json", "brackets"): (b'{"format": "crmdesk-json-1", "contacts": [', b"[", b""),
}
"""For each form, and what stands very often in the file: its beginning, the piece, its end."""


def flooded(form: str, what: str, length: int = LENGTH) -> bytes:
    """Such a file of about that length."""
    begin, piece, end = FLOODS[form, what]
    return begin + piece * max((length - len(begin) - len(end)) // len(piece), 2) + end
