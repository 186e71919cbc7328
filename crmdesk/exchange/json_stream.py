"""A JSON document read piece by piece: the members of its object, lists element by element, nothing held longer."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from crmdesk.domain.errors import UserError
from crmdesk.exchange import limits
from crmdesk.text import _

_CHUNK = 1 << 18
_BLANKS = " \t\r\n"


def members(stream: BinaryIO, name: str) -> Iterator[tuple[str, Any]]:
    """Key and value of each member; of a list each element under its key. Fractions stay texts, as exact as they are.

    Raises UserError where the text is no JSON object, or one value of it is larger than a record is.
    """
    text = _Text(stream)
    try:
        text.take("{")
        while text.next() != "}":
            key = text.value()
            if not isinstance(key, str):
                raise ValueError(key)
            text.take(":")
            if text.next() == "[":
                text.take("[")
                while text.next() != "]":
                    yield key, text.value()
                    text.pass_comma("]")
                text.take("]")
            else:
                yield key, text.value()
            text.pass_comma("}")
    except (ValueError, RecursionError):
        sentence = _("{file} is not valid JSON near its line {line}; export it again.")
        raise UserError(sentence.format(file=name, line=text.line)) from None


class _Text:
    """The text from where the reading stands."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._letters = codecs.getincrementaldecoder("utf-8-sig")("replace")
        # A fraction means what it says, to the last digit.
        self._decoder = json.JSONDecoder(parse_float=str)
        self._held, self._at, self._is_all = "", 0, False
        self._passed = 0

    @property
    def line(self) -> int:
        """The line that is being read."""
        return 1 + self._passed + self._held.count("\n", 0, self._at)

    def next(self) -> str:
        """The next letter that is no blank; none at the end."""
        while True:
            while self._at < len(self._held) and self._held[self._at] in _BLANKS:
                self._at += 1
            if self._at < len(self._held) or self._is_all:
                return self._held[self._at : self._at + 1]
            self._more()

    def take(self, mark: str) -> None:
        """Passes a mark. Raises ValueError where something else stands."""
        if self.next() != mark:
            raise ValueError(mark)
        self._at += 1

    def pass_comma(self, end: str) -> None:
        """Passes a comma, which stands before all but the end."""
        if self.next() == end:
            return
        self.take(",")
        if self.next() == end:
            raise ValueError(end)

    def value(self) -> Any:
        """The next value. Raises ValueError, RecursionError."""
        self.next()
        while True:
            try:
                found, end = self._decoder.raw_decode(self._held, self._at)
            except ValueError:
                if self._is_all or len(self._held) - self._at > limits.RECORD_CHARACTERS:
                    raise
            else:
                # A number may go on.
                if end < len(self._held) or self._is_all:
                    self._at = end
                    return found
            self._more()

    def _more(self) -> None:
        self._passed += self._held.count("\n", 0, self._at)
        # Twice as much each time, or a long value would be tried again for each small piece of it.
        data = self._stream.read(max(_CHUNK, len(self._held) - self._at))
        self._is_all = not data
        self._held = self._held[self._at :] + self._letters.decode(data, final=self._is_all)
        self._at = 0
