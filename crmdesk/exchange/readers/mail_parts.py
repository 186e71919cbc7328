"""The messages of a mailbox or of one file: headers that matter and the first text, read line by line.

Attachments, pages and whatever else a message carries are passed over without being held.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from crmdesk.exchange import limits
from crmdesk.exchange.encoding import OLD, encoding_of
from crmdesk.exchange.rawlines import File, file_lines, western_text
from crmdesk.exchange.readers import markup
from crmdesk.exchange.readers.mail_text import base64_bytes
from crmdesk.exchange.readers.vcard_text import known_encoding

HEADER = re.compile(rb"([!-9;-~]{1,100})[ \t]*:(.*)", re.DOTALL)
ENVELOPE = re.compile(rb"From (?:-|\S+)[ \t]+.{0,100}?\d\d:\d\d", re.DOTALL)
LENGTH = re.compile(rb"\d{1,10}[ \t]*")
"""The line above a message of Apple Mail (.emlx), which has notes of the program below it."""
NOTES = b"<?xml version="
WANTED = frozenset(
    (
        *("from", "sender", "to", "cc", "subject", "date", "received", "message-id", "x-gmail-labels"),
        *("content-type", "content-transfer-encoding", "content-disposition"),
    )
)
PAGE = b"text/html"
UNSEEN = ("style", "script", "title")
"""What a page says to programs alone."""
PARAMETER = re.compile(rb";\s*(boundary|charset)\s*=\s*(?:\"([^\"]{1,200})\"|([^\s;\"]{1,200}))", re.IGNORECASE)


@dataclass(slots=True)
class Message:
    """A message: its first line, its headers by name in small letters, its text."""

    line: int
    headers: dict[str, bytes] = field(default_factory=dict)
    text: str = ""


@dataclass(slots=True)
class _Part:
    """What is known of the part that is being read."""

    headers: dict[str, bytes] = field(default_factory=dict)
    last: str = ""

    def note(self, raw: bytes) -> None:
        """Takes a line of a header."""
        match = HEADER.fullmatch(raw)
        if raw[:1] in (b" ", b"\t"):
            if self.last and len(self.headers[self.last]) < limits.MAIL_HEADER_BYTES:
                self.headers[self.last] += raw
        elif match and (name := match[1].decode("ascii").lower()) in WANTED and name not in self.headers:
            self.headers[name] = match[2][: limits.MAIL_HEADER_BYTES]
            self.last = name
        else:
            self.last = ""

    def type(self) -> bytes:
        return self.headers.get("content-type", b"text/plain").partition(b";")[0].strip().lower()

    def parameter(self, name: bytes) -> bytes:
        """A parameter of the content type: its boundary, its charset."""
        said = self.headers.get("content-type", b"")
        return next((one[2] or one[3] for one in PARAMETER.finditer(said) if one[1].lower() == name), b"")

    def is_text(self) -> bool:
        attached = self.headers.get("content-disposition", b"").strip().lower().startswith(b"attachment")
        return self.type() in (b"text/plain", PAGE) and not attached


class _Reader:
    """Goes through the lines of one message."""

    def __init__(self, line: int) -> None:
        self.message = Message(line)
        self._part = _Part()
        self._is_head = True
        self._boundaries: list[bytes] = []
        self._text: list[bytes] | None = None
        self._size = 0
        self._page = ""

    def take(self, raw: bytes) -> None:
        if self._is_head:
            self._part.note(raw) if raw.strip() else self._begin()
        elif raw.startswith(b"--") and self._boundaries and self._at_boundary(raw.rstrip()):
            return
        elif self._text is not None and self._size < limits.MAIL_TEXT_BYTES:
            self._size += len(raw)
            self._text.append(raw)

    def end(self) -> Message:
        """The message, with all that was said."""
        if self._is_head:
            self._begin()
        self._finish()
        self.message.text = self.message.text or _words(self._page)
        return self.message

    def _begin(self) -> None:
        """The headers of a part are over: what comes is its content."""
        self._is_head = False
        if not self.message.headers:
            self.message.headers = self._part.headers or {"": b""}
        boundary = self._part.parameter(b"boundary")
        if self._part.type().startswith(b"multipart/") and boundary:
            self._boundaries.append(b"--" + boundary.rstrip())
            del self._boundaries[: -limits.MAIL_DEPTH]
        elif self._part.is_text() and not self.message.text:
            self._text, self._size = [], 0

    def _at_boundary(self, raw: bytes) -> bool:
        for at in reversed(range(len(self._boundaries))):
            if raw in (self._boundaries[at], self._boundaries[at] + b"--"):
                self._finish()
                is_last = raw != self._boundaries[at]
                del self._boundaries[at + (0 if is_last else 1) :]
                self._part, self._is_head = _Part(), not is_last
                return True
        return False

    def _finish(self) -> None:
        """Keeps the text that was read, if there is any in it."""
        if self._text is None:
            return
        data = _decoded(self._text, self._part.headers.get("content-transfer-encoding", b""))
        data = data[: limits.MAIL_TEXT_BYTES]
        encoding = _encoding(data, self._part.parameter(b"charset").decode("ascii", "replace"))
        lines = western_text(data, encoding).replace("\r\n", "\n").split("\n")
        text = "\n".join(line.rstrip() for line in lines).strip()
        self._text = None
        if self._part.type() == PAGE:
            self._page = self._page or text
        else:
            self.message.text = text


def messages(file: File) -> Iterator[Message]:
    """Every message of a mailbox, or the only one of a file."""
    reader: _Reader | None = None
    is_box, is_counted, was_blank = False, False, True
    for number, raw, _is_cut in file_lines(file):
        if number == 1 and LENGTH.fullmatch(raw):
            is_counted = True
            continue
        if is_counted and raw.startswith(NOTES):
            break
        if raw.startswith(b"From ") and was_blank and (number == 1 or is_box) and ENVELOPE.match(raw):
            is_box = True
            if reader is not None:
                yield reader.end()
            reader = _Reader(number)
            continue
        was_blank = not raw.strip()
        if reader is None:
            if was_blank:
                continue
            reader = _Reader(number)
        # A mailbox writes one “>” more before such a line.
        reader.take(raw[1:] if is_box and raw.startswith(b">") and raw.lstrip(b">").startswith(b"From ") else raw)
    if reader is not None:
        yield reader.end()


def _encoding(data: bytes, stated: str) -> str:
    """The encoding that is stated where the text is in it, else the likeliest one."""
    encoding = known_encoding(stated) or "utf-8"
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        likeliest = encoding_of(BytesIO(data))
        return likeliest if likeliest in OLD else encoding
    return encoding


def _words(page: str) -> str:
    """The words of a message that was written as a page alone."""
    small, kept, end = page.lower(), list[str](), 0
    while (start := min((at for name in UNSEEN if (at := small.find(f"<{name}", end)) >= 0), default=-1)) >= 0:
        name = next(name for name in UNSEEN if small.startswith(f"<{name}", start))
        kept.append(page[end:start])
        close = small.find(f"</{name}", start)
        end = len(page) if close < 0 else close
    return markup.plain("".join([*kept, page[end:]]))


def _decoded(lines: list[bytes], way: bytes) -> bytes:
    data = b"\n".join(lines)
    match way.strip().lower():
        case b"quoted-printable":
            return binascii.a2b_qp(data)
        case b"base64":
            return base64_bytes(data)
        case _:
            return data
