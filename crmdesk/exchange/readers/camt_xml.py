"""XML read piece by piece: the elements of certain names, each as it ends, and never more of the file than one of them.

Entities and document types are refused, since no bank writes them; depth, size and number of parts are bounded.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat

from crmdesk.exchange import limits
from crmdesk.exchange.rawlines import CHUNK, NO_CONTROLS


class Broken(Exception):
    """The file is no sound XML from a line on."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


@dataclass(slots=True)
class Element:
    """An element without its name space, with its text and its parts. `is_cut`: it has more than is read."""

    name: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    parts: list[Element] = field(default_factory=list)
    is_cut: bool = False
    said: dict[tuple[str, ...], str] = field(default_factory=dict)

    def all(self, path: str) -> list[Element]:
        """The parts at the end of a path of names."""
        found = [self]
        for name in path.split("/"):
            found = [part for one in found for part in one.parts if part.name == name]
        return found

    def first(self, *paths: str) -> str:
        """The text at the first of these paths that has one; each payment of a batch asks its entry anew."""
        if paths not in self.said:
            self.said[paths] = next((text for path in paths for one in self.all(path) if (text := one.text())), "")
        return self.said[paths]

    def text(self) -> str:
        return " ".join("".join(self.texts).translate(NO_CONTROLS).split())


class _Reader:
    """What the parser calls. Finished elements pile up in `done` until they are fetched."""

    def __init__(self, parser: expat.XMLParserType, wanted: Collection[str]) -> None:
        self.done: list[Element] = []
        self._parser, self._wanted = parser, wanted
        self._open: list[Element] = []
        self._depth = self._count = self._size = 0
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = self._refuse

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > limits.XML_DEPTH:
            self._refuse()
        local = name.rpartition(":")[2]
        if not self._open and local not in self._wanted:
            # Where it begins is told too: what came before belongs to something else.
            self.done.append(Element(local, self._parser.CurrentLineNumber))
            return
        if not self._open:
            self._count = self._size = 0
        self._count += 1
        one = Element(local, self._parser.CurrentLineNumber, attributes)
        if self._count > limits.XML_PARTS:
            self._open[0].is_cut = True
        elif self._open:
            self._open[-1].parts.append(one)
        self._open.append(one)

    def _end(self, name: str) -> None:
        self._depth -= 1
        if self._open:
            one = self._open.pop()
            if not self._open:
                self.done.append(one)

    def _characters(self, text: str) -> None:
        if not self._open:
            return
        self._size += len(text)
        if self._size > limits.CARD_BYTES:
            self._open[0].is_cut = True
        elif self._count <= limits.XML_PARTS:
            self._open[-1].texts.append(text)

    def _refuse(self, *_said: object) -> None:
        raise Broken(self._parser.CurrentLineNumber)


def elements(stream: BinaryIO, wanted: Collection[str]) -> Iterator[Element]:
    """The elements of these names, whole; of all others outside of them, that they begin. Raises Broken."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    reader, fed = _Reader(parser, wanted), 0
    while chunk := stream.read(CHUNK):
        fed += len(chunk)
        yield from _parsed(parser, reader, chunk)
        if fed - parser.CurrentByteIndex > limits.CARD_BYTES:
            raise Broken(parser.CurrentLineNumber)
    yield from _parsed(parser, reader, b"")


def _parsed(parser: expat.XMLParserType, reader: _Reader, chunk: bytes) -> Iterator[Element]:
    """What ends in a piece of the file; nothing is the last piece."""
    fault: Broken | None = None
    try:
        parser.Parse(chunk, not chunk)
    except Broken as refused:
        fault = refused
    except (expat.ExpatError, LookupError, ValueError):
        # Or it names an encoding that nobody knows, or one that the parser cannot read.
        fault = Broken(parser.CurrentLineNumber)
    yield from reader.done
    reader.done.clear()
    if fault:
        raise fault
