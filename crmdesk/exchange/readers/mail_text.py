"""What the headers of a message say: encoded words, addresses, moments. Everything is bounded and read in one pass."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from datetime import UTC

from crmdesk.exchange.rawlines import NO_CONTROLS, WESTERN, western_text
from crmdesk.exchange.readers.vcard_text import known_encoding

WORD = re.compile(r"=\?([\w.:-]{1,40})(?:\*[\w-]{0,20})?\?([bBqQ])\?([^?\s]{0,2000})\?=", re.ASCII)
_OF_ADDRESS = r"[^\s<>,;:\"()\[\]@]"
# It begins where nothing of an address stands before it, or every letter of a long word would be tried.
ADDRESS = re.compile(rf"(?<!{_OF_ADDRESS}){_OF_ADDRESS}{{1,200}}@{_OF_ADDRESS}[^\s<>,;:\"()\[\]]{{0,199}}")
DATE_CHARACTERS = 100
NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))


def header_text(raw: bytes) -> str:
    """The text of a header: one line, encoded words put together."""
    text = western_text(raw)
    pieces: list[str] = []
    held, encoding, end = bytearray(), "", 0
    for match in WORD.finditer(text):
        between = text[end : match.start()]
        stated = known_encoding(match[1]) or "utf-8"
        if held and (between.strip() or stated != encoding):
            pieces.append(_decoded(held, encoding))
            held = bytearray()
        # White space between two encoded words is no part of the text.
        if between.strip() or not end:
            pieces.append(between)
        held += _bytes_of(match[2], match[3])
        encoding, end = stated, match.end()
    pieces += [_decoded(held, encoding), text[end:]]
    return " ".join("".join(pieces).split())


def _bytes_of(way: str, text: str) -> bytes:
    if way in "qQ":
        return binascii.a2b_qp(text.replace("_", "=20").encode("ascii", "replace"))
    return base64_bytes(text.encode("ascii", "replace"))


def base64_bytes(data: bytes) -> bytes:
    """What base64 says; what is cut off or strange at its end is left out."""
    kept = data.translate(None, NOT_BASE64)
    end = len(kept) % 4
    # A single sign says less than a byte.
    return binascii.a2b_base64(kept[:-1] if end == 1 else kept + b"=" * (-end % 4))


def _decoded(data: bytes | bytearray, encoding: str) -> str:
    if not data:
        return ""
    try:
        text = bytes(data).decode(encoding)
    except UnicodeDecodeError:
        text = bytes(data).decode(WESTERN, "ignore")
    return text.translate(NO_CONTROLS)


def people(raw: bytes) -> Iterator[tuple[str, str]]:
    """The name and address of each person in a header such as From or To."""
    for part in _listed(western_text(raw)):
        found = ADDRESS.search(part.rpartition("<")[2]) or ADDRESS.search(part)
        if found is None:
            continue
        name = header_text(part.partition("<")[0].replace('"', "").replace("\\", "").encode("utf-8"))
        yield ("" if ADDRESS.search(name) else name.strip("' ")), found[0]


def _listed(text: str) -> Iterator[str]:
    """The parts of a list between commas that stand in no quotation marks."""
    start, is_quoted = 0, False
    for at, mark in enumerate(text):
        if mark == '"' and (at == 0 or text[at - 1] != "\\"):
            is_quoted = not is_quoted
        elif mark in ",;" and not is_quoted:
            yield text[start:at]
            start = at + 1
    yield text[start:]


def moment(raw: bytes) -> str:
    """The moment of a Date header as ISO text; nothing where it is none."""
    from email.utils import parsedate_to_datetime  # brings much along, and is needed for messages alone

    try:
        found = parsedate_to_datetime(western_text(raw)[:DATE_CHARACTERS].strip())
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).isoformat()
    except (TypeError, ValueError, IndexError, OverflowError):
        return ""
