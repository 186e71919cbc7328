"""Lines of address books and calendars as they are written: escaped, folded, and ended as their standards ask."""

from __future__ import annotations

import re

from crmdesk.exchange.readers.vcard_text import CONTROL

# RFC 6350 and RFC 5545: no line is longer than 75 bytes without its end.
_LONGEST = 75
_ESCAPED = re.compile(r"([\\;,])")
# A parameter has no way to say a quotation mark.
_UNQUOTABLE = re.compile(r'["\x00-\x1f\x7f]+')


def line(name: str, value: str) -> bytes:
    """A property and its value, which is escaped already, in as many lines as it takes."""
    data = f"{name}:{value}".encode()
    pieces = []
    while len(data) > _LONGEST:
        cut = _LONGEST
        # A letter is not cut in two.
        while data[cut] & 0xC0 == 0x80:
            cut -= 1
        pieces.append(data[:cut])
        data = b" " + data[cut:]
    return b"\r\n".join([*pieces, data]) + b"\r\n"


def escaped(text: str) -> str:
    """A text as the value of a property, its line ends and marks written so that they are read as text."""
    plain = CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _ESCAPED.sub(r"\\\1", plain).replace("\n", "\\n")


def joined(parts: list[str], mark: str = ";") -> str:
    """A value of several parts."""
    return mark.join(escaped(part) for part in parts)


def quoted(text: str) -> str:
    """A text as the value of a parameter."""
    return f'"{_UNQUOTABLE.sub(" ", text)}"'
