"""Lines of text files in any encoding, bounded: as bytes, or as text where every line may be in its own encoding."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from crmdesk.exchange import limits
from crmdesk.exchange.bytestream import CONTROLS, Cleaned
from crmdesk.exchange.encoding import OLD, encoding_of
from crmdesk.exchange.source import open_file

CHUNK = 1 << 18
WESTERN = "cp1252"


@dataclass(frozen=True, slots=True)
class File:
    """A file by its name, wherever it lies: on the disk or in a zip. It is opened anew each time that it is read."""

    name: str
    open: Callable[[], BinaryIO]

    @classmethod
    def at(cls, path: Path) -> File:
        """The file at that place of the disk."""
        return cls(path.name, lambda: open_file(path))


def raw_lines(stream: BinaryIO, most: int = limits.CARD_LINE_BYTES) -> Iterator[tuple[int, bytes, bool]]:
    """Number and bytes of each line, whatever ends it, and whether it was too long to be read whole."""
    number, held, is_cut, ends_in_cr = 1, bytearray(), False, False
    while chunk := stream.read(CHUNK):
        whole = chunk[1:] if ends_in_cr and chunk.startswith(b"\n") else chunk
        ends_in_cr = chunk.endswith(b"\r")
        for piece in whole.splitlines(keepends=True):
            text = piece.rstrip(b"\r\n")
            room = most - len(held)
            is_cut = is_cut or len(text) > room
            held += text[:room]
            if len(text) < len(piece):
                yield number, bytes(held).removeprefix(codecs.BOM_UTF8), is_cut
                number, held, is_cut = number + 1, bytearray(), False
    if held:
        yield number, bytes(held), is_cut


def file_lines(file: File) -> Iterator[tuple[int, bytes, bool]]:
    """The raw lines of a file; those of UTF-16 as UTF-8."""
    with narrow(file) as stream:
        yield from raw_lines(stream)


def text_lines(file: File) -> Iterator[tuple[int, str]]:
    """Number and text of each line. A line that is too long is cut: no field of these formats needs as much."""
    with narrow(file) as stream:
        found = encoding_of(stream)
    encoding = found if found in OLD else "utf-8"
    return ((number, western_text(raw, encoding)) for number, raw, _is_cut in file_lines(file))


def narrow(file: File) -> BinaryIO:
    """The bytes of a file; those of UTF-16 as UTF-8."""
    with file.open() as stream:
        encoding = wide_encoding(stream.read(4))
    stream = file.open()
    return io.BufferedReader(Cleaned(stream, encoding, []), CHUNK) if encoding else stream


def wide_encoding(head: bytes) -> str:
    """The UTF-16 in which a file begins; "" for any narrower encoding."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\x00" in head:
        return "utf-16-be" if head[0] == 0 else "utf-16-le"
    return ""


def western_text(raw: bytes, encoding: str = "utf-8") -> str:
    """Bytes as text: in the encoding that is stated, else in Western European, without control characters."""
    try:
        text = raw.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        text = raw.decode(WESTERN, "replace")
    return text.translate(NO_CONTROLS)


NO_CONTROLS = dict.fromkeys([*CONTROLS, 0xFEFF, 0xFFFE, 0xFFFF])
