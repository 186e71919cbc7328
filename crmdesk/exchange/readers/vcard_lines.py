"""The lines of a vCard file, unfolded and bounded: no line and no blob is held longer than its limit.

Versions 2.1, 3.0 and 4.0 fold in three ways: a line that begins with a space continues the one before, quoted-printable
text goes on behind a final “=”, and base64 goes on until something else comes. Lines that fit none of this are text
that a program has broken without saying so; they belong to the line before. Folded lines may be broken anywhere: some
programs put nothing but the name into the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import BinaryIO

from crmdesk.exchange import limits
from crmdesk.exchange.rawlines import NO_CONTROLS, raw_lines

PROPERTY = re.compile(rb"\s*(?:[\w-]+\.)?(?:[\w-]+|[Xx]-[\w/-]+)\s*[;:]")
NAME_ALONE = re.compile(rb"(?:[\w-]{1,60}\.)?[A-Za-z][\w-]{0,60}[ \t]*")
KNOWN = re.compile(
    rb"\s*(?:[\w-]+\.)?(?:ADR|AGENT|ANNIVERSARY|BDAY|BEGIN|CALADRURI|CALURI|CATEGORIES|CLASS|EMAIL|END|FBURL|FN|GENDER|GEO"
    rb"|IMPP|KEY|KIND|LABEL|LANG|LOGO|MAILER|MEMBER|N|NAME|NICKNAME|NOTE|ORG|PHOTO|PRODID|PROFILE|RELATED|REV|ROLE"
    rb"|SORT-STRING|SOUND|SOURCE|TEL|TITLE|TZ|UID|URL|VERSION|X-[\w-]+)\s*[;:]",
    re.IGNORECASE,
)
"""A line that is certainly a property, even where quoted-printable text could go on."""
QUOTED = re.compile(rb"QUOTED-PRINTABLE", re.IGNORECASE)
BASE64 = re.compile(rb"[A-Za-z0-9+/=]+\s*")
DATA_LINK = re.compile(rb"\s*data:[\w.+-]*[/;,]", re.IGNORECASE)
PARAMETER = re.compile(r'(?:"[^"]*"?|[^;"])+')
BLOBS = {"PHOTO", "LOGO", "SOUND", "KEY"}
BLANKS = (b" ", b"\t")
RawLine = tuple[int, bytes, bool]
"""Number and bytes of a line, and whether it was too long to be read whole."""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the colon: `item1.TEL;TYPE=CELL`. A line that is no property has no name.

    A parameter without a name (`TEL;CELL`, as in version 2.1) is one of TYPE; types are in capitals.
    """

    group: str = ""
    name: str = ""
    parameters: tuple[tuple[str, str], ...] = ()
    types: frozenset[str] = frozenset()
    encoding: str = ""

    def parameter(self, wanted: str) -> str:
        """The first parameter of that name; "" where there is none."""
        return next((value.strip('"') for name, value in self.parameters if name == wanted), "")


@dataclass(slots=True)
class Line:
    """One property as it stands in the file. The bytes of a blob (a picture, a sound, a key) are never kept."""

    number: int
    head: Head
    data: bytearray = field(default_factory=bytearray)
    is_blob: bool = False
    is_cut: bool = False

    @property
    def name(self) -> str:
        """The name of the property, in capitals."""
        return self.head.name

    def object(self) -> str:
        """What begins or ends with it, in capitals; text that a program has broken off may follow."""
        return bytes(self.data).partition(b"\n")[0].strip().upper().decode("utf-8", "replace")


def unfolded(stream: BinaryIO) -> Iterator[Line]:
    """Every property of the file. Comment lines and blank lines are left out."""
    line: Line | None = None
    is_soft, keeps_space = False, False
    for number, raw, is_cut in _whole_heads(raw_lines(stream)):
        if line is not None and is_soft and not KNOWN.match(raw):
            is_soft = _add(line, raw, is_cut)
            continue
        if not raw.strip() or raw.startswith(b"#"):
            # Pictures are written with blank lines within them, and text ends at one.
            if line is not None and not line.is_blob and not raw.strip():
                yield line
                line, is_soft = None, False
            continue
        if line is not None and (piece := _continuation(line, raw, keeps_space)) is not None:
            is_soft = _add(line, piece, is_cut)
            continue
        if line is not None:
            yield line
        line, value = _opened(number, raw)
        is_soft = _add(line, value, is_cut)
        keeps_space = _keeps_space(line, keeps_space)
    if line is not None:
        yield line


def _whole_heads(lines: Iterator[RawLine]) -> Iterator[RawLine]:
    """The lines; those that were broken before their colon together with what goes on behind them."""
    held: list[RawLine] = []
    is_soft = False
    for line in lines:
        raw = line[1]
        if not held and (is_soft or (b":" in raw and b'"' not in raw) or raw.startswith(BLANKS)):
            yield line
            # What quoted-printable text goes on with may look like the beginning of a property.
            is_soft = raw.endswith(b"=") and (is_soft or QUOTED.search(raw) is not None)
            continue
        if held and not raw.strip():
            # Some programs end each line twice.
            held[1:] = [line]
            continue
        whole = _joined(held[0], line) if held else line
        if whole is None:
            yield from held
        held = [whole or line]
        if not _is_open(held[0][1]):
            yield held.pop()
    yield from held


def _joined(first: RawLine, line: RawLine) -> RawLine | None:
    """Both lines as one, where the second goes on with the first."""
    head, raw = first[1], line[1]
    if raw.startswith(BLANKS) and (b";" in head or raw.lstrip()[:1] in (b":", b";")):
        return first[0], head + raw[1:], first[2] or line[2]
    return None


def _is_open(raw: bytes) -> bool:
    """Whether a line is the beginning of a property without the colon behind its parameters."""
    if raw.startswith(BLANKS) or len(raw) > limits.CARD_HEAD_BYTES:
        return False
    if b":" not in raw:
        return NAME_ALONE.fullmatch(raw) is not None or (b";" in raw and PROPERTY.match(raw) is not None)
    # A colon in quotation marks that the line does not close belongs to a parameter.
    return b'"' in raw and raw[: raw.index(b":")].count(b'"') % 2 == 1 and _colon(raw) == raw.index(b":")


def _keeps_space(line: Line, before: bool) -> bool:
    """Whether folding leaves the space at the beginning of a line in the text: in version 2.1."""
    if line.name == "VERSION":
        return line.data.strip() == b"2.1"
    return before and line.name != "BEGIN"


def _continuation(line: Line, raw: bytes, keeps_space: bool) -> bytes | None:
    """The part of a line that continues the property before; None where it is a property of its own."""
    if raw.startswith(BLANKS):
        return raw if keeps_space else raw[1:]
    if line.is_blob:
        return b"" if BASE64.fullmatch(raw) else None
    return None if PROPERTY.match(raw) else b"\n" + raw


def _add(line: Line, piece: bytes, is_cut: bool) -> bool:
    """Puts a piece behind the property's bytes, and returns whether quoted-printable text goes on after it."""
    if line.is_blob:
        return False
    is_soft = line.head.encoding == "QUOTED-PRINTABLE" and piece.rstrip(b" \t").endswith(b"=")
    if is_soft:
        piece = piece.rstrip(b" \t")[:-1]
    if piece.startswith(b"\n") and line.data.endswith(b"\\"):
        del line.data[-1]
    room = limits.CARD_LINE_BYTES - len(line.data)
    line.is_cut = line.is_cut or is_cut or len(piece) > room
    line.data += piece[:room]
    return is_soft


def _opened(number: int, raw: bytes) -> tuple[Line, bytes]:
    """A property from its first line, still without its value; and that value."""
    if not PROPERTY.match(raw):
        return Line(number, Head()), raw
    at = _colon(raw)
    head, value = _head(raw[: min(at, limits.CARD_HEAD_BYTES)]), raw[at + 1 :]
    is_blob = head.name in BLOBS or head.encoding == "BASE64" or DATA_LINK.match(value) is not None
    return Line(number, head, is_blob=is_blob), value


@lru_cache(1024)
def _head(raw: bytes) -> Head:
    words = [word.strip() for word in PARAMETER.findall(raw.decode("utf-8", "replace").translate(NO_CONTROLS))]
    group, _dot, name = words[0].rpartition(".")
    parameters = []
    for word in words[1:]:
        key, equals, said = word.partition("=")
        parameters.append((key.strip().upper(), said.strip()) if equals else ("TYPE", word))
    stated = ",".join(value for key, value in parameters if key == "TYPE")
    types = frozenset(word.strip().upper() for word in stated.replace('"', "").split(",")) - {""}
    head = Head(group.lower(), name.upper(), tuple(parameters), types)
    encoding = head.parameter("ENCODING").upper() or next(iter(types & {"QUOTED-PRINTABLE", "BASE64"}), "")
    return replace(head, encoding="BASE64" if encoding == "B" else encoding)


def _colon(raw: bytes) -> int:
    """Where the value begins: the first colon outside quotation marks, else the first one at all."""
    first = raw.find(b":")
    if first < 0:
        return len(raw)
    if raw.find(b'"', 0, first) < 0:
        return first
    is_quoted = False
    for at, mark in enumerate(raw[: limits.CARD_HEAD_BYTES]):
        if mark == ord('"'):
            is_quoted = not is_quoted
        elif mark == ord(":") and not is_quoted:
            return at
    return first
