"""The entries of an LDIF file: each with its attributes, or with the reason why it cannot be read."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from crmdesk.exchange import limits
from crmdesk.exchange.bytestream import CONTROLS
from crmdesk.exchange.rawlines import File, file_lines, western_text
from crmdesk.text import _

NAME = re.compile(rb"([A-Za-z0-9.-]+)((?:;[A-Za-z0-9_-]+)*)[ \t]*:")
BLANKS = (b" ", b"\t")
BINARY = frozenset(CONTROLS) - {0x1B}
SECRETS = ("userpassword", "sambantpassword", "sambalmpassword", "unicodepwd", "userpkcs12")
"""What opens a door is never taken over."""


@dataclass(slots=True)
class Entry:
    """What stands between two blank lines; the names of attributes in small letters, each with all its values."""

    line: int
    dn: str = ""
    values: dict[str, list[str]] = field(default_factory=dict)
    fault: str = ""
    blobs: int = 0

    def first(self, *names: str) -> str:
        """The first value of the first of these attributes that has one."""
        return next((text for name in names for text in self.values.get(name, ()) if text), "")


def entries(file: File) -> Iterator[Entry]:
    """Every entry of the file, as it ends."""
    entry: Entry | None = None
    size = count = 0
    for number, raw, is_cut in _unfolded(file):
        if not raw.strip():
            yield from _ended(entry)
            entry = None
            continue
        if entry is None:
            entry, size, count = Entry(number), 0, 0
        size, count = size + len(raw), count + 1
        if is_cut or size > limits.CARD_BYTES:
            entry.fault = _("The entry has more than {n} characters.").format(n=limits.CARD_BYTES)
        elif count > limits.CARD_LINES:
            entry.fault = _("The entry has more than {n} lines.").format(n=limits.CARD_LINES)
        elif not entry.fault:
            _add(entry, number, raw)
    yield from _ended(entry)


def _unfolded(file: File) -> Iterator[tuple[int, bytes, bool]]:
    """The lines without comments, each with those that continue it."""
    held: tuple[int, bytearray, bool] | None = None
    for number, raw, is_cut in file_lines(file):
        if held is not None and raw.startswith(BLANKS):
            first, text, was_cut = held
            room = limits.CARD_LINE_BYTES - len(text)
            text += raw[1 : room + 1]
            held = first, text, was_cut or is_cut or len(raw) - 1 > room
            continue
        yield from _told(held)
        held = number, bytearray(raw), is_cut
    yield from _told(held)


def _told(held: tuple[int, bytearray, bool] | None) -> Iterable[tuple[int, bytes, bool]]:
    if held is None or held[1].startswith(b"#"):
        return ()
    return ((held[0], bytes(held[1]), held[2]),)


def _add(entry: Entry, number: int, raw: bytes) -> None:
    """Takes a line: `name: text`, `name:: base64`, `name:< link`."""
    match = NAME.match(raw)
    if match is None:
        text = _("Line {n} of the entry is not written as “name: value”.")
        entry.fault = text.format(n=number)
        return
    name, value = match[1].decode("ascii").lower(), raw[match.end() :]
    if name in SECRETS or value.startswith(b"<"):
        # A link is never followed.
        entry.blobs += 1
        return
    text_of = _decoded(value)
    if text_of is None:
        entry.blobs += 1
    elif name == "dn" and not entry.dn:
        entry.dn = text_of
    elif not (name == "version" and not entry.dn):
        entry.values.setdefault(name, []).append(text_of)


def _decoded(value: bytes) -> str | None:
    """The text of a value; None where it is a picture, a key or the like."""
    data = value.strip()
    if value.startswith(b":"):
        try:
            data = binascii.a2b_base64(data[1:])
        except binascii.Error:
            return None
        if BINARY.intersection(data):
            return None
    text = western_text(data).replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))


def _ended(entry: Entry | None) -> Iterable[Entry]:
    """The entry, unless it said nothing but the version of the format."""
    if entry is None or not (entry.dn or entry.values or entry.fault):
        return ()
    return (_judged(entry),)


def _judged(entry: Entry) -> Entry:
    change = entry.first("changetype").lower()
    if entry.fault:
        pass
    elif change and change != "add":
        text = _("It says how an entry was changed ({change}), not what it is; export the entries themselves.")
        entry.fault = text.format(change=change)
    elif not entry.dn:
        entry.fault = _("The entry has no name (dn); it cannot be told from others.")
    return entry
