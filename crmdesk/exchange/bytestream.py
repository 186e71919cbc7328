"""From bytes to lines: control characters taken out, bad bytes noticed, no line longer than memory allows."""

from __future__ import annotations

import codecs
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from itertools import chain
from typing import IO, BinaryIO

from crmdesk.domain.errors import UserError
from crmdesk.exchange import limits
from crmdesk.exchange.encoding import codec
from crmdesk.text import _

CHUNK = 1 << 18
_AT_ONCE = 1 << 16
DAMAGE = (OSError, EOFError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, RuntimeError)
"""What unpacking a damaged or protected zip may raise."""
CONTROLS = bytes(code for code in (*range(32), 127) if code not in b"\t\n\r")


class Bounded(io.RawIOBase):
    """A stream that ends in a sentence where it is too long, damaged, or its disk is gone."""

    def __init__(self, stream: IO[bytes], name: str, most: int) -> None:
        super().__init__()
        self._stream = stream
        self._name = name
        self._left = most

    @classmethod
    def of(cls, stream: IO[bytes], name: str, most: int) -> BinaryIO:
        """The stream, bounded and buffered."""
        return io.BufferedReader(cls(stream, name, most), CHUNK)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the stubs name another kind of buffer
        try:
            data = self._stream.read(len(buffer))
        except DAMAGE as error:
            text = _("{file} is damaged and cannot be read to its end; make or download it again.")
            raise UserError(text.format(file=self._name)) from error
        self._left -= len(data)
        if self._left < 0:
            raise UserError(_("{file} is too large to be read; split it into several files.").format(file=self._name))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


class Cleaned(io.RawIOBase):
    """The bytes of a stream without NUL and other control characters: no cell needs them.

    `damaged` turns true as soon as bytes have been read that are not text in the stated encoding.
    """

    def __init__(self, stream: BinaryIO, encoding: str, notices: list[str]) -> None:
        super().__init__()
        self.damaged = False
        self._stream = stream
        self._encoding, self._errors = codec(encoding, "surrogateescape")
        self._notices = notices
        self._removed = 0
        self._wide = encoding.startswith(("utf-16", "utf-32"))
        # A wide encoding is full of NUL bytes, so its text is cleaned after decoding.
        self._decoder = codecs.getincrementaldecoder(self._encoding)("replace" if self._wide else "strict")

    def text(self) -> io.TextIOWrapper:
        """The text, every line end a single newline. Bad bytes become lone surrogates, to be found again."""
        encoding = "utf-8" if self._wide else self._encoding
        buffered = io.BufferedReader(self, CHUNK)
        return io.TextIOWrapper(buffered, encoding, errors=self._errors, newline=None)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the stubs name another kind of buffer
        # UTF-16 grows by half when it becomes UTF-8.
        size = len(buffer) // 2 if self._wide else len(buffer)
        while True:
            chunk = self._stream.read(size)
            data = self._recoded(chunk) if self._wide else chunk
            clean = data.translate(None, CONTROLS)
            self._count(len(data) - len(clean))
            if not self._wide and not self.damaged and self._errors != "western":
                self._check(clean, final=not chunk)
            if clean or not chunk:
                buffer[: len(clean)] = clean
                return len(clean)

    def close(self) -> None:
        self._stream.close()
        super().close()

    def _recoded(self, chunk: bytes) -> bytes:
        try:
            text = self._decoder.decode(chunk, final=not chunk)
        except UnicodeError:
            # Stated of a file without the mark that tells the order of its bytes: they stand in the usual one.
            self._decoder = codecs.getincrementaldecoder(f"{self._encoding}-le")("replace")
            text = self._decoder.decode(chunk, final=not chunk)
        return text.encode("utf-8", "surrogatepass")

    def _check(self, clean: bytes, *, final: bool) -> None:
        try:
            self._decoder.decode(clean, final)
        except UnicodeDecodeError:
            self.damaged = True

    def _count(self, removed: int) -> None:
        if removed and not self._removed:
            self._notices.append(_("Control characters in the file were left out; no text needs them."))
        self._removed += removed


class Lines:
    """The lines of a text, read many at a time; those from `begun` on are held, so that they can be given again.

    `begun` counts the lines of the records that are finished, from where the lines were last begun to be given.
    """

    def __init__(self, text: io.TextIOWrapper, name: str) -> None:
        self.given = self.begun = 0
        self._text = text
        self._name = name
        self._rest = ""
        self._held: list[str] = []
        # The number, counted like `begun`, of the first line that is held.
        self._first = 0

    def __iter__(self) -> Iterator[str]:
        self.begun = self._first = 0
        return chain.from_iterable(self._blocks())

    def _blocks(self) -> Iterator[list[str]]:
        if self._held:
            yield self._held
        while block := self._read():
            self._held = self._held[self.begun - self._first :] + block
            self._first = self.begun
            yield block

    def _read(self) -> list[str]:
        """The next lines, each with its end; none at the end of the text."""
        while data := self._text.read(_AT_ONCE):
            *lines, self._rest = (self._rest + data).split("\n")
            if max(map(len, (*lines, self._rest))) >= limits.LINE_CHARACTERS:
                text = _("{file} has a line of more than {n} characters; it is not a text table.")
                raise UserError(text.format(file=self._name, n=limits.LINE_CHARACTERS))
            if lines:
                return [line + "\n" for line in lines]
        last, self._rest = self._rest, ""
        return [last] if last else []

    def skip(self, count: int) -> None:
        """Leaves out lines above the header."""
        for _number in range(count):
            self._text.readline(limits.LINE_CHARACTERS)
        self.given += count

    def close(self) -> None:
        """Lets go of the file."""
        self._text.close()

    def held(self, count: int) -> list[str]:
        """The lines of the record under way, which ends with the line of that number."""
        return self._held[self.begun - self._first : count - self._first]

    def give_again(self) -> None:
        """The lines behind the first one of the record under way come next once more."""
        self._held = self._held[self.begun - self._first + 1 :]
