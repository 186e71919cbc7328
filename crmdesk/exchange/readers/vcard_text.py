"""The text of a vCard's property: from bytes in any encoding to what a person reads, whole or in its parts."""

from __future__ import annotations

import binascii
import codecs
import re
from functools import lru_cache

from crmdesk.exchange import limits
from crmdesk.exchange.bytestream import CONTROLS
from crmdesk.exchange.readers.vcard_lines import Line

WESTERN = "cp1252"
WIDER = {"shift_jis": "cp932", "iso8859-1": "cp1252", "gb2312": "gb18030", "ascii": "utf-8"}
"""Encodings that are stated by the name of a narrower one."""
ENCODING = re.compile(
    r"ascii|utf-(?:7|8|16|32)(?:-sig|-le|-be)?|(?:iso8859-|cp|tis-)\d+|koi8-\w|mac-\w+|gb\w+|big5\w*|euc_\w+|shift_jis\w*"
    r"|iso2022_\w+"
)
REPLACED = "\ufffd"
CONTROL = re.compile("[" + re.escape(CONTROLS.decode("ascii")) + "\ufeff]")
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
ESCAPED_OLD = re.compile(r"\\([;\\:,])")
ESCAPED_ANYWAY = re.compile(r"\\([;:,])")
BARE = re.compile(r"(?<!\\)[;,]")
LETTER = re.compile(r"\w")


class Reader:
    """Makes texts of properties, and notes where bytes did not fit the encoding that was stated.

    Such bytes are read in the `old` encoding; `unread` keeps some of them, by which it can be told which one it is.
    """

    def __init__(self, old: str = WESTERN) -> None:
        self.old = old
        self.misread = 0
        self.damaged = 0
        self.unread = bytearray()

    def whole(self, line: Line, version: str) -> str:
        """The text of a property that is one piece."""
        text = self._decoded(line)
        return _tidy(_unescaped_old(text) if version == "2.1" else _plain(text, version))

    def parts(self, line: Line, version: str, mark: str = ";") -> list[str]:
        """The texts of a property whose parts are told apart by a mark."""
        return [_tidy(_plain(part, version)) for part in _split(self._decoded(line), mark)]

    def _decoded(self, line: Line) -> str:
        data = bytes(line.data)
        if line.head.encoding == "QUOTED-PRINTABLE":
            data = binascii.a2b_qp(data)
        text = self._text(data, line.head.parameter("CHARSET"))
        return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))

    def _text(self, data: bytes, stated: str) -> str:
        encoding = known_encoding(stated) or "utf-8"
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            text = data.decode(encoding, "replace")
        # More letters that came out whole show that the encoding is right and a byte or two are broken.
        if sum(mark > "\x7f" for mark in text) >= 2 * text.count(REPLACED):
            self.damaged += 1
            return text.replace(REPLACED, "")
        self.misread += 1
        self.unread += data[: max(0, limits.SAMPLE_BYTES - len(self.unread))] + b"\n"
        return data.decode(self.old, "replace").replace(REPLACED, "")


@lru_cache(64)
def known_encoding(name: str) -> str:
    """The codec for the name of an encoding; "" where there is none, or no text comes of it."""
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
    # Python has codecs that are no encodings of text, and some of them take their time.
    return WIDER.get(found, found) if ENCODING.fullmatch(found) else ""


def _split(text: str, mark: str) -> list[str]:
    """The parts of a text between marks that have no backslash before them."""
    if "\\" not in text:
        return text.split(mark)
    parts, start, at = [], 0, 0
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] == mark:
            parts.append(text[start:at])
            start = at + 1
        at += 1
    return [*parts, text[start:]]


def _plain(text: str, version: str) -> str:
    """A text without the backslashes by which marks and line ends are written."""
    if "\\" not in text:
        return text
    if version == "2.1":
        return ESCAPED_OLD.sub(r"\1", text)
    return ESCAPED.sub(_meant, text)


def _unescaped_old(text: str) -> str:
    """A whole text of version 2.1, which need not be escaped; where a mark stands bare it is not."""
    return text if "\\" not in text or BARE.search(text) else ESCAPED_ANYWAY.sub(r"\1", text)


def _meant(match: re.Match[str]) -> str:
    mark = match[1]
    if mark in "nN":
        return "\n"
    # A path such as C:\temp is not escaped by everyone.
    return match[0] if LETTER.match(mark) else mark


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))
