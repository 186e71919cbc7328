"""What a spreadsheet would take to read, measured before a reader lays it out in memory.

A sheet with one far cell, a repeated cell, or one long text used a million times is small on disk and fills any
computer. So the XML is walked first, piece by piece, and only its counts are kept.
"""

from __future__ import annotations

import zipfile
from array import array
from functools import lru_cache
from pathlib import Path
from typing import IO
from xml.parsers import expat

from crmdesk.domain.errors import UserError
from crmdesk.exchange import archive, limits
from crmdesk.exchange.bytestream import DAMAGE
from crmdesk.text import _

CHUNK = 1 << 18
DIGITS = "0123456789"
MOST_LETTERS, MOST_DIGITS = 3, 7
"""A cell is named as far as XFD1048576."""
MOST_FIGURES = 12
"""A count of more figures is too large by its first ones already."""
SHARED_TEXTS = "xl/sharedStrings.xml"
WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


def check(path: Path) -> int:
    """Refuses a spreadsheet that is too large to be read. Returns the number of cells that hold an error."""
    archive.check_sheet(path)
    counts = _Counts(path.name)
    try:
        with zipfile.ZipFile(path) as packed:
            if any(name.endswith("workbook.bin") for name in packed.namelist()):
                raise UserError(_("{file} is a binary workbook; save it as .xlsx.").format(file=path.name))
            # The texts come first: the cells of the sheets refer to them by number.
            for entry in sorted(packed.infolist(), key=lambda one: one.filename != SHARED_TEXTS):
                with packed.open(entry) as part:
                    _walk(part, counts)
    except (*DAMAGE, expat.ExpatError, LookupError, ValueError) as error:
        text = _("{file} is damaged or protected by a password; open it and save it again without one.")
        raise UserError(text.format(file=path.name)) from error
    return counts.errors


def _is_markup(chunk: bytes) -> bool:
    """Whether a part begins as XML does: pictures, and what programs keep for themselves, do not."""
    wide = chunk.startswith(WIDE_MARKS)
    text = chunk[: len(chunk) // 2 * 2].decode("utf-16", "replace") if wide else chunk.decode("utf-8-sig", "replace")
    return text.lstrip().startswith("<")


def _walk(part: IO[bytes], counts: _Counts) -> None:
    chunk = part.read(CHUNK)
    if not _is_markup(chunk):
        return
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = counts.start
    parser.EndElementHandler = counts.end
    parser.CharacterDataHandler = counts.text
    parser.StartDoctypeDeclHandler = counts.refuse_doctype
    counts.begin_part()
    while chunk:
        parser.Parse(chunk, False)
        chunk = part.read(CHUNK)
    parser.Parse(b"", True)


class _Counts:
    """Corners, cells and texts of the sheets of one file, in either format."""

    def __init__(self, name: str) -> None:
        self.errors = 0
        self._name = name
        self._shared = array("Q")
        self._shared_number = ""
        self._is_shared = self._is_filled = False
        self._length = 0
        self._cells = 0
        self._characters = 0
        self._area = 0
        self._most = limits.SHEET_CELLS
        self.begin_part()

    def begin_part(self) -> None:
        """A new part of the file: perhaps a new sheet."""
        self._row = self._column = self._last_row = self._last_column = 0
        self._repeat_rows = self._repeat_columns = 1
        self._row_cells = self._row_characters = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        kind = name.rpartition(":")[2] if ":" in name else name
        if kind == "c":
            self._start_cell(attributes)
        elif kind == "row":
            self._row = _row(attributes.get("r", "")) or self._row + 1
            self._column = 0
        elif kind == "table":
            # The tables of an open document are all laid out at once.
            self._area += self._last_row * self._last_column
            self._most = limits.OPEN_CELLS
            self.begin_part()
        elif kind == "s":
            spaces = _times(attributes, ":c")
            if spaces > limits.CELL_CHARACTERS:
                self._refuse()
            self._length += spaces
        elif kind in ("table-cell", "covered-table-cell"):
            self._repeat_columns = _times(attributes, "number-columns-repeated")
            self._length = 0
            self._is_filled = any(key.rpartition(":")[2] == "value-type" for key in attributes)
        elif kind == "table-row":
            self._repeat_rows = _times(attributes, "number-rows-repeated")
            self._column = self._row_cells = self._row_characters = 0
        elif kind == "sst" and _times(attributes, "uniqueCount") > self._most:
            # So many places would be kept free for texts that are not there.
            self._refuse()
        elif kind in ("si", "v"):
            self._length, self._shared_number = 0, ""

    def end(self, name: str) -> None:
        """An element closes."""
        kind = name.rpartition(":")[2] if ":" in name else name
        if kind == "v":
            self._end_value()
        elif kind == "si":
            self._shared.append(self._length)
        elif kind in ("table-cell", "covered-table-cell"):
            self._column += self._repeat_columns
            if self._is_filled or self._length:
                self._row_cells = self._column
                self._row_characters += self._length * self._repeat_columns
        elif kind == "table-row":
            self._row += self._repeat_rows
            if self._row_cells:
                self._note(self._row, self._row_cells)
                self._count(self._row_cells * self._repeat_rows, self._row_characters * self._repeat_rows)

    def text(self, data: str) -> None:
        """Text within an element."""
        self._length += len(data)
        if self._is_shared and len(self._shared_number) < 10:
            self._shared_number += data

    def refuse_doctype(self, *_declaration: object) -> None:
        """No program writes one into a spreadsheet: it only serves to make text grow."""
        raise UserError(
            _("{file} defines its own XML entities, which no spreadsheet does; it was not read.").format(
                file=self._name
            )
        )

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference, kind = attributes.get("r", ""), attributes.get("t")
        letters = reference.rstrip(DIGITS)
        self._column = _column(letters) or self._column + 1
        self._row = _row(reference[len(letters) :]) or max(self._row, 1)
        self.errors += kind == "e"
        self._is_shared = kind == "s"
        self._note(self._row, self._column)
        self._count(1, 0)

    def _end_value(self) -> None:
        number = self._shared_number.strip()
        if self._is_shared and number.isdecimal() and int(number) < len(self._shared):
            self._count(0, self._shared[int(number)])
        self._is_shared = False

    def _note(self, row: int, column: int) -> None:
        self._last_row, self._last_column = max(self._last_row, row), max(self._last_column, column)
        if self._area + self._last_row * self._last_column > self._most:
            self._refuse()

    def _count(self, cells: int, characters: int) -> None:
        self._cells += cells
        self._characters += characters
        if self._cells > self._most or self._characters > limits.SHEET_BYTES:
            self._refuse()

    def _refuse(self) -> None:
        text = _("{file} spans more than {n} cells, or its texts are too long; save the sheet as CSV.")
        raise UserError(text.format(file=self._name, n=self._most))


@lru_cache(maxsize=1 << 15)
def _column(letters: str) -> int:
    """The number of the column with these letters; 0 if they name none."""
    number = 0
    if 1 <= len(letters) <= MOST_LETTERS and letters.isascii() and letters.isalpha() and letters.isupper():
        for letter in letters:
            number = number * 26 + ord(letter) - 64
    return number


def _row(digits: str) -> int:
    return int(digits) if digits and len(digits) <= MOST_DIGITS and digits.isascii() and digits.isdigit() else 0


def _times(attributes: dict[str, str], what: str) -> int:
    for key, value in attributes.items():
        if key.endswith(what) and value.isdecimal():
            return int(value.lstrip("0")[:MOST_FIGURES] or 0)
    return 1
