"""Files that are nearly right: pieces of good ones cut, repeated, swapped, nested, and spoiled."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Sequence

LARGEST = 1_000_000
"""No input is larger: a reader has five seconds for it."""
PIECES = [
    *(
        b"\x00",
        b"\xff",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\xef\xbb\xbf",
        b"\r",
        b"\n",
        b"\r\n",
        b"\t",
        b" ",
        b"\x1a",
        b"\x0b",
    ),
    *(
        b'"',
        b'""',
        b"'",
        b",",
        b";",
        b"|",
        b"=",
        b"\\",
        b"\\n",
        b":",
        b"::",
        b"^",
        b"%",
        b"\xc3\xbc",
        b"\xc3",
        b"\xe2\x80",
    ),
    *(b"\xed\xa0\x80", b"\xf0\x9f\x98\x80", b"\xe2\x80\xae", b"-", b"+", b"0", b"1e999999", b"9" * 400, b"-0", b"NaN"),
    *(b"00000000", b"99999999", b"29990231", b"24:61", b"1/1'", b"31.12.9999", b"0000-00-00", b"\xd9\xa3", b"\xc2\xb2"),
    *(b"BEGIN:VCARD\r\n", b"END:VCARD\r\n", b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"BEGIN:VTIMEZONE\r\n"),
    *(
        b"VERSION:2.1\r\n",
        b";ENCODING=QUOTED-PRINTABLE:=",
        b";CHARSET=utf-7:",
        b";ENCODING=b:",
        b"RRULE:FREQ=DAILY\r\n",
    ),
    *(b"TZID=../../etc/passwd:", b"TZID=Europe:", b"DTSTART:99991231T235959\r\n", b"DURATION:-P99999W\r\n"),
    *(b"dn: cn=x\n", b"dn:: ", b"changetype: modify\n", b"objectClass: group\n", b"jpegPhoto:< file:///dev/zero\n"),
    *(b"<STMTTRN>", b"</STMTTRN>", b"<TRNAMT>", b"<![CDATA[", b"]]>", b"&#xD800;", b"&#0;", b"&amp;", b"<!DOCTYPE a>"),
    *(b'<!ENTITY a "b">', b"<Ntry>", b"</Ntry>", b"<TxDtls>", b"<a:b:c>", b"<!--", b"<?xml", b"!Type:Bank\n", b"^\n"),
    *(
        b":20:",
        b":25:",
        b":60F:",
        b":61:",
        b":86:",
        b"?20",
        b"/REMI/",
        b"-}\n",
        b"{4:",
        b"From x Mon Jan  1 10:00:00\n",
    ),
    *(
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\n",
        b"--x--\n",
        b"=?utf-8?Q?=C3?=",
        b"=?utf-7?B?AA?=",
        b"=?x?",
    ),
    *(b"sep=;\n", b"#", b"Total", b"((((((((", b"<<<<<<<<", b"@@@@@@@@", b",,,,,,,,,,,,,,,,,,,,,,"),
]


def mutated(seeds: Sequence[bytes], chance: random.Random) -> bytes:
    """One of the seeds, spoiled in one place or in many."""
    data = chance.choice(seeds)
    if data.startswith(b"PK") and chance.random() < 0.9:
        return _in_zip(data, seeds, chance)
    return _spoiled(data, seeds, chance)


def _spoiled(data: bytes, seeds: Sequence[bytes], chance: random.Random) -> bytes:
    for _time in range(chance.choice((1, 1, 2, 4, 8, 30))):
        data = chance.choice(_WAYS)(data, seeds, chance)[:LARGEST]
    return data


def _in_zip(data: bytes, seeds: Sequence[bytes], chance: random.Random) -> bytes:
    """A spreadsheet, one of whose parts is spoiled before it is packed again."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = chance.choice(old.namelist())
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, _spoiled(part, [part], chance) if name == chosen else part)
    return made.getvalue()


def _span(data: bytes, chance: random.Random, most: int = 200) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.randrange(1, most))


def _flip(data: bytes, seeds: Sequence[bytes], chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]


def _cut(data: bytes, seeds: Sequence[bytes], chance: random.Random) -> bytes:
    start, end = _span(data, chance)
    return data[:start] + data[end:]


def _break_off(data: bytes, seeds: Sequence[bytes], chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _insert(data: bytes, seeds: Sequence[bytes], chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(PIECES) + data[at:]


def _flood(data: bytes, seeds: Sequence[bytes], chance: random.Random) -> bytes:
    """A piece, or a part of the file, very often."""
    start, end = _span(data, chance, 60)
    piece = chance.choice((chance.choice(PIECES), data[start:end] or b"x"))
    return data[:start] + piece * chance.choice((3, 100, 3_000, 100_000)) + data[start:]


def _repeat(data: bytes, seeds: Sequence[bytes], chance: random.Random) -> bytes:
    start, end = _span(data, chance, 2_000)
    return data[:end] + data[start:end] + data[end:]


def _splice(data: bytes, seeds: Sequence[bytes], chance: random.Random) -> bytes:
    other = chance.choice(seeds)
    start, end = _span(other, chance, 2_000)
    at = chance.randrange(len(data) + 1)
    return data[:at] + other[start:end] + data[at:]


def _shuffle(data: bytes, seeds: Sequence[bytes], chance: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    one, other = (chance.randrange(len(lines)) for _place in range(2)) if lines else (0, 0)
    if lines:
        lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def _widen(data: bytes, seeds: Sequence[bytes], chance: random.Random) -> bytes:
    """The same text in another encoding."""
    return data.decode("utf-8", "replace").encode(chance.choice(("utf-16", "utf-16-le", "utf-16-be", "utf-8-sig")))


_WAYS = (_flip, _flip, _cut, _cut, _break_off, _insert, _insert, _insert, _flood, _repeat, _splice, _shuffle, _widen)
