"""Old workbooks (xls) made safe to be read: of all that such a file may hold, its cells alone, packed anew.

The reader of spreadsheets lays them out in memory and follows whatever a file says about itself, so a damaged one of
a few thousand bytes could fill any computer. Formulas, macros and pictures are left behind; values, dates and the
names of sheets stay.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from crmdesk.domain.errors import UserError
from crmdesk.exchange import limits
from crmdesk.exchange.readers import compound_file
from crmdesk.exchange.readers.compound_file import Damaged
from crmdesk.text import _

STREAMS = ("Workbook", "Book")
BEGIN, END, GOES_ON = 0x0809, 0x000A, 0x003C
SHEET, TEXTS, PROTECTED = 0x0085, 0x00FC, 0x002F
FORMULA, SHARED_TEXT, SEVERAL, RESULT = 0x0006, 0x00FD, 0x00BD, 0x0207
LABELS = (0x0204, 0x00D6)
CELLS = (0x0203, 0x0205, 0x027E, FORMULA, SHARED_TEXT, SEVERAL, *LABELS)
OF_BOOK = frozenset((BEGIN, END, SHEET, TEXTS, 0x0042, 0x0022, 0x041E, 0x00E0))
"""What is taken over of a whole workbook: code page, start of the calendar, formats of numbers, texts, sheets."""
OF_SHEET = frozenset((BEGIN, END, RESULT, 0x00E5, *CELLS))
"""What is taken over of a sheet: its cells, and which of them are merged."""
RESULT_OF_FORMULA, NO_FORMULA = 20, b"\x00\x00"
"""So many bytes of a formula say where it stands and what came out; no part of it follows."""
SHARED_NUMBER = 6
"""Where a cell says which of the shared texts it holds."""
MANY_HEAD, MANY_EACH = 6, 6
"""The bytes of a row of several numbers that are no number, and those of each."""
WIDE, WITH_MORE, WITH_RUNS = 1, 4, 8
_HEAD = _CELL = struct.Struct("<HH")
_WORD, _NUMBER, _TEXT = struct.Struct("<H"), struct.Struct("<I"), struct.Struct("<HB")


@dataclass(slots=True)
class _Book:
    """What is gathered of a workbook. `lengths` are those of its texts, `sheets` where each begins in the old one."""

    name: str
    pieces: list[bytes] = field(default_factory=list)
    size: int = 0
    lengths: list[int] = field(default_factory=list)
    sheets: list[int] = field(default_factory=list)
    begins: list[int] = field(default_factory=list)
    cells: int = 0
    area: int = 0
    characters: int = 0

    def put(self, kind: int, data: bytes) -> None:
        """Takes a record over."""
        self.pieces.append(_HEAD.pack(kind, len(data)) + data)
        self.size += _HEAD.size + len(data)


def cells_of(data: bytes, name: str) -> bytes:
    """A workbook with the cells of this one. Raises Damaged, and UserError where there are too many."""
    stream = compound_file.stream_in(data, STREAMS)
    book = _Book(name)
    try:
        _copy_globals(stream, book)
        places = []
        for start in book.sheets:
            places.append(book.size)
            _copy_sheet(stream, start, book)
    except (struct.error, IndexError):
        raise Damaged from None
    made = bytearray(b"".join(book.pieces))
    for at, place in zip(book.begins, places, strict=True):
        struct.pack_into("<I", made, at, place)
    return compound_file.packed(STREAMS[0], bytes(made))


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Every record from a place on: its kind, and what it holds."""
    while True:
        kind, length = _HEAD.unpack_from(stream, at)
        at += _HEAD.size
        yield kind, stream[at : at + length]
        at += length


def _copy_globals(stream: bytes, book: _Book) -> None:
    """Takes over what the workbook says about all of its sheets."""
    texts: list[bytes] = []
    kept = 0
    for kind, data in _records(stream, 0):
        if kind == PROTECTED:
            raise Damaged
        # A record that is too long goes on in others.
        kept = kept if kind == GOES_ON else kind
        if kept not in OF_BOOK:
            continue
        if kind == SHEET:
            book.sheets.append(_NUMBER.unpack_from(data)[0])
            book.begins.append(book.size + _HEAD.size)
        if kept == TEXTS:
            texts.append(data)
        book.put(kind, data)
        if kind == END:
            break
    book.lengths = list(_Texts(texts).lengths()) if texts else []


def _copy_sheet(stream: bytes, start: int, book: _Book) -> None:
    """Takes over the cells of a sheet; a drawing that stands among them is passed over."""
    depth = rows = columns = kept = 0
    for kind, data in _records(stream, start):
        depth += kind == BEGIN
        kept = kept if kind == GOES_ON else kind
        if depth == 1 and kept in OF_SHEET:
            if kind in CELLS:
                row, column = _CELL.unpack_from(data)
                many = (len(data) - MANY_HEAD) // MANY_EACH if kind == SEVERAL else 1
                rows, columns = max(rows, row + 1), max(columns, column + many)
                book.cells += many
                _check(book, rows * columns)
            book.characters += _characters(kind, data, book.lengths)
            book.put(kind, data[:RESULT_OF_FORMULA] + NO_FORMULA if kind == FORMULA else data)
        if kind == END:
            depth -= 1
            if depth <= 0:
                break
    book.area += rows * columns


def _check(book: _Book, area: int) -> None:
    if max(book.cells, book.area + area) > limits.SHEET_CELLS or book.characters > limits.SHEET_BYTES:
        text = _("{file} spans more than {n} cells, or its texts are too long; save the sheet as CSV.")
        raise UserError(text.format(file=book.name, n=limits.SHEET_CELLS))


def _characters(kind: int, data: bytes, lengths: list[int]) -> int:
    """How long the text of a cell is at most."""
    if kind == SHARED_TEXT:
        (number,) = _NUMBER.unpack_from(data, SHARED_NUMBER)
        return lengths[int(number)]
    return len(data) if kind in (*LABELS, RESULT, GOES_ON) else 0


class _Texts:
    """The list of texts that cells refer to, which goes on over several records."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces
        self._piece, self._at = 0, 8

    def lengths(self) -> Iterator[int]:
        """How long each text is. Raises Damaged."""
        (count,) = _NUMBER.unpack_from(self._pieces[0], 4)
        if count > sum(map(len, self._pieces)):
            raise Damaged
        for _text in range(count):
            if self._left() <= 0:
                self._next()
            length, flags = _TEXT.unpack_from(self._pieces[self._piece], self._at)
            self._at += _TEXT.size
            runs = self._number(_WORD) * 4 if flags & WITH_RUNS else 0
            more = self._number(_NUMBER) if flags & WITH_MORE else 0
            self._pass_letters(length, 1 + (flags & WIDE))
            self._pass(runs + more)
            yield length

    def _left(self) -> int:
        return len(self._pieces[self._piece]) - self._at

    def _next(self) -> None:
        self._piece, self._at = self._piece + 1, 0

    def _number(self, form: struct.Struct) -> int:
        (number,) = form.unpack_from(self._pieces[self._piece], self._at)
        self._at += form.size
        return int(number)

    def _pass_letters(self, count: int, width: int) -> None:
        """Where letters go on in another record, it says anew how wide they are."""
        while (fitting := self._left() // width) < count:
            count -= fitting
            self._next()
            width = 1 + (self._pieces[self._piece][0] & WIDE)
            self._at = 1
        self._at += count * width

    def _pass(self, count: int) -> None:
        while (left := self._left()) < count:
            count -= left
            self._next()
        self._at += count
