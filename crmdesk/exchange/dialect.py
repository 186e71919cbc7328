"""How a text table is written: its encoding, its delimiter, its quotes. Found from the file, or stated.

The delimiter is found by trying each one: the right one cuts most rows into equally many cells, and the cells look
like numbers, dates, addresses and words. The standard library's sniffer takes the pipe in a note for a delimiter
and gives up on one column.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import islice
from typing import BinaryIO

from crmdesk.exchange import limits
from crmdesk.exchange.rules import TableRule
from crmdesk.text import _

SPACES = "spaces"
"""The delimiter of a table whose columns are parted by runs of spaces or tabs."""

DELIMITERS = {",": 1.0, ";": 1.0, "\t": 1.0, "|": 0.7, " ": 0.5}
"""Each delimiter, and how readily it is believed: bars and spaces are often part of a text."""
LEAST = 0.01
LEAST_SPACED = 0.07
"""Below these scores a mark is part of a text, and a space parts words, not columns."""
WORDS_OF_A_NAME = 3
"""So many words are no table of words: names of people would be cut into columns."""
QUOTES = ('"', "'")
SAMPLE_ROWS = 300
LONGEST_VALUE = 100

BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
NOT_IN_CP1252 = b"\x81\x8d\x8f\x90\x9d"

VALUE = re.compile(
    r"""(?:
      | [-+(]?[$€£]?\s?\d{1,3}(?:[,.\ ']?\d{3})*(?:[.,]\d+)?\s?[%€$)]?
      | [-+]?\d*[.,]?\d+(?:[eE][-+]?\d+)?%?
      | \d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T\ ]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?
      | \d{1,2}:\d\d(?::\d\d)?
      | [\w.+-]+@[\w-]+\.[\w.-]+
      | https?://\S+
      | n/?a | -+
      | [^\W\d_][\w\ .\-'’/&()?!:%°*+]*
    )""",
    re.VERBOSE | re.IGNORECASE,
)
"""What a cell looks like when the table was cut at the right places."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the cells of a text table are told apart. An empty quote or escape means there is none.

    Where `skip_spaces` says so, a space behind the delimiter is no part of the cell, and a quote may follow it.
    """

    encoding: str = "utf-8-sig"
    delimiter: str = ","
    quote: str = '"'
    escape: str = ""
    skip_lines: int = 0
    notices: tuple[str, ...] = ()
    skip_spaces: bool = False
    sure: float = 1.0


def of_interchange(head: bytes) -> Dialect:
    """The dialect of an interchange file from its first bytes: comma and UTF-8.

    A spreadsheet may have saved it again in its own way, so the header may use another delimiter, or UTF-16.
    """
    encoding = _marked(head) or "utf-8-sig"
    header = head.decode(encoding, "replace").lstrip("\ufeff").split("\n", 1)[0]
    if "," in header:
        return Dialect(encoding)
    return Dialect(encoding, next((mark for mark in ";\t" if mark in header), ","))


def stated(found: Dialect, rule: TableRule) -> Dialect:
    """The dialect with what a mapping, or a person, says about it."""
    return replace(
        found,
        delimiter=rule.delimiter or found.delimiter,
        quote=found.quote if rule.quote is None else rule.quote,
        skip_lines=rule.skip_lines or found.skip_lines,
    )


def detect(opened: Callable[[], BinaryIO], *, encoding: str = "") -> Dialect:
    """The dialect of a text table, from its bytes; `opened` answers a new stream of them."""
    notices: tuple[str, ...] = ()
    if not encoding:
        with opened() as stream:
            encoding = _encoding(stream)
        if encoding in ("cp1252", "latin-1"):
            text = _("The file is not in UTF-8; it was read as {encoding}. Check names with accents.")
            notices = (text.format(encoding=encoding),)
    with opened() as stream:
        sample = stream.read(limits.SAMPLE_BYTES)
    text = sample.decode(encoding, "replace").lstrip("\ufeff").replace("\x00", "")
    if stated := re.match(r"\"?sep=(.)\"?\s*?(?:\r|\n|$)", text, re.IGNORECASE):
        return Dialect(encoding, stated[1], skip_lines=1, notices=notices)
    whole_lines = text if len(sample) < limits.SAMPLE_BYTES else text.rpartition("\n")[0] or text
    delimiter, quote = _cut(whole_lines)
    escape = "\\" if _has_escapes(whole_lines, delimiter, quote) else ""
    return Dialect(encoding, delimiter, quote, escape, 0, notices, _has_spaces(whole_lines, delimiter, quote))


def _marked(head: bytes) -> str:
    return next((name for mark, name in BYTE_ORDER_MARKS.items() if head.startswith(mark)), "")


def _encoding(stream: BinaryIO) -> str:
    """A marked encoding, else UTF-8 if every byte of the file is, else the one of old western Windows programs."""
    head = stream.read(limits.SAMPLE_BYTES)
    if marked := _marked(head):
        return marked
    # Text in UTF-16 without a mark is every other byte zero.
    if head.count(0) > len(head) // 4:
        return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
    decoder, chunk, is_old = codecs.getincrementaldecoder("utf-8")(), head, False
    encoding = "utf-8-sig"
    while chunk:
        is_old = is_old or any(byte in chunk for byte in NOT_IN_CP1252)
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError:
            decoder.reset()
            encoding = "cp1252"
        chunk = stream.read(limits.SAMPLE_BYTES)
    return "latin-1" if is_old and encoding == "cp1252" else encoding


def _cut(text: str) -> tuple[str, str]:
    """The delimiter and the quote that cut a sample best; a comma where nothing cuts it, for one column."""
    best, found = 0.0, (",", '"')
    csv.field_size_limit(limits.CELL_CHARACTERS)
    lines = text.splitlines(keepends=True)
    for delimiter, trust in DELIMITERS.items():
        for quote in QUOTES:
            if quote == "'" and not re.search(r"(?:^|[,;\t|])'", text, re.MULTILINE):
                continue
            columns_above = WORDS_OF_A_NAME if delimiter == " " else 1
            score = trust * _likeness(_rows(lines, delimiter, quote), columns_above)
            if score > max(best, LEAST_SPACED if delimiter == " " else LEAST):
                best, found = score, (delimiter, quote)
    runs = sum("  " in line.strip() for line in lines)
    return (SPACES, "") if found[0] == " " and runs * 2 > len(lines) else found


def _rows(lines: list[str], delimiter: str, quote: str) -> list[list[str]]:
    reader = csv.reader(lines, delimiter=delimiter, quotechar=quote)
    return [cells for cells in islice(reader, SAMPLE_ROWS) if cells]


def _likeness(rows: list[list[str]], columns_above: int) -> float:
    """How much rows look like a table: most of one width, and not a narrow one, cells like values. From 0 to 1."""
    if not rows:
        return 0.0
    widths = Counter(len(cells) for cells in rows)
    evenness = sum(n * n * max(width - columns_above, 0) / width for width, n in widths.items()) / len(rows) ** 2
    cells = [cell.strip() for row in rows for cell in row]
    values = sum(1 for cell in cells if len(cell) <= LONGEST_VALUE and VALUE.fullmatch(cell))
    return evenness * values / len(cells)


def _has_spaces(text: str, delimiter: str, quote: str) -> bool:
    """Whether a space behind the delimiter is only for the eye: quoted cells begin with one."""
    return bool(quote) and delimiter not in (" ", SPACES) and f"{delimiter} {quote}" in text


def _has_escapes(text: str, delimiter: str, quote: str) -> bool:
    """Whether quotes inside cells are written with a backslash: reading them as doubled ones breaks the rules."""
    if not quote or f"\\{quote}" not in text:
        return False
    lines = text.splitlines(keepends=True)
    try:
        list(csv.reader(lines, delimiter=delimiter, quotechar=quote, strict=True))
    except csv.Error as error:
        # The sample may end within a cell.
        return "end of data" not in str(error)
    return False
