"""How a text table is written: its encoding, its delimiter, its quotes. Found from the file, or stated.

The delimiter is found by trying each one: the right one cuts most rows into equally many cells, and the cells look
like numbers, dates, addresses and words. The standard library's sniffer takes the pipe in a note for a delimiter
and gives up on one column.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import BinaryIO

from crmdesk.domain.errors import UserError
from crmdesk.exchange import limits
from crmdesk.exchange.encoding import LATIN, MIXED, OLD, WESTERN, codec, encoding_of, is_known, marked
from crmdesk.exchange.rules import TableRule
from crmdesk.text import _

SPACES = "spaces"
"""The delimiter of a table whose columns are parted by runs of spaces or tabs."""

DELIMITERS = {",": 1.0, ";": 1.0, "\t": 1.0, "|": 0.7, " ": 0.5}
"""Each delimiter, and how readily it is believed: bars and spaces are often part of a text."""
RARE, TRUST_IN_RARE, IN_TIMES = "^~¦§#:", 0.6, ":"
WIDE = ("utf-16", "utf-32")
"""Encodings that need a mark at the beginning, which says in which order their bytes stand."""
LEAST = 0.01
LEAST_SPACED = 0.07
"""Below these scores a mark is part of a text, and a space parts words, not columns."""
WORDS_OF_A_NAME = 3
"""So many words are no table of words: names of people would be cut into columns."""
PROSE, TRUST_IN_PROSE = 0.8, 0.6
"""A comma or semicolon is less readily believed where nearly every one has a space behind it: “Lovelace, Ada”."""
QUOTED = {
    mark: re.compile(rf"(?:^|[,;\t|]){mark}(?:[^{mark}\n]|{mark}{mark})*{mark}(?=[,;\t|]|$)", re.MULTILINE)
    for mark in "\"'"
}
"""A cell within quotes of either kind."""
WRAPPED = re.compile(r'"(?:[^"]|"")+"')
LEAST_WRAPPED, LEAST_SURE, NEARLY_ALL = 3, 0.5, 0.9
"""Fewer lines or columns within quotes may as well be names with a comma in them."""
LEAST_BARE = 3
"""Fewer cells that begin with a quote are slips, not a file without guarded cells."""
SAMPLE_ROWS = 300
LONGEST_VALUE = 100

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

    Where `skip_spaces` says so, a space behind the delimiter is no part of the cell, and a quote may follow it. In a
    wrapped table each line as a whole stands in quotes, as if it were one cell.
    """

    encoding: str = "utf-8-sig"
    delimiter: str = ","
    quote: str = '"'
    escape: str = ""
    skip_lines: int = 0
    notices: tuple[str, ...] = ()
    skip_spaces: bool = False
    sure: float = 1.0
    is_wrapped: bool = False


def of_interchange(head: bytes) -> Dialect:
    """The dialect of an interchange file from its first bytes: comma and UTF-8.

    A spreadsheet may have saved it again in its own way, so the header may use another delimiter, or UTF-16.
    """
    encoding = marked(head) or "utf-8-sig"
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
        skip_spaces=found.skip_spaces and not rule.delimiter,
    )


def detect(opened: Callable[[], BinaryIO], *, encoding: str = "") -> Dialect:
    """The dialect of a text table, from its bytes; `opened` returns a new stream of them."""
    notices: tuple[str, ...] = ()
    if not encoding:
        with opened() as stream:
            encoding = encoding_of(stream)
        if encoding == MIXED:
            notices = (
                _("Part of the file is in an old encoding; each letter was read as it fits. Check the accents."),
            )
        elif encoding in {LATIN, WESTERN, *OLD}:
            text = _("The file is not in UTF-8; it was read as {encoding}. Check names with accents.")
            notices = (text.format(encoding=encoding),)
    elif not is_known(encoding):
        text = _("“{name}” is not a known encoding; common ones are utf-8, cp1252 and utf-16.")
        raise UserError(text.format(name=encoding))
    with opened() as stream:
        sample = stream.read(limits.SAMPLE_BYTES)
    if encoding in WIDE and not marked(sample):
        encoding += "-le"
    text = sample.decode(*codec(encoding, "replace")).lstrip("\ufeff").replace("\x00", "")
    if stated := re.match(r"\"?sep=(.)\"?\s*?(?:\r|\n|$)", text, re.IGNORECASE):
        return Dialect(encoding, stated[1], skip_lines=1, notices=notices)
    whole_lines = text if len(sample) < limits.SAMPLE_BYTES else text.rpartition("\n")[0] or text
    delimiter, quote, sure = _cut(whole_lines)
    if wrapped := _wrapped(whole_lines):
        return Dialect(encoding, wrapped, '"', notices=notices, is_wrapped=True)
    escape = "\\" if _has_escapes(whole_lines, delimiter, quote) else ""
    quote = "" if not escape and _has_bare_quotes(whole_lines, delimiter, quote) else quote
    return Dialect(encoding, delimiter, quote, escape, 0, notices, _has_spaces(whole_lines, delimiter, quote), sure)


def _cut(text: str) -> tuple[str, str, float]:
    """The delimiter and the quote that cut a sample best, and how sure that is; a comma for what nothing cuts."""
    csv.field_size_limit(limits.CELL_CHARACTERS)
    lines = list(io.StringIO(text, newline=None))
    rare, quotes = _rare(lines), _quotes(text)
    scores = {
        (delimiter, quote): trust * _likeness(_rows(lines, delimiter, quote), delimiter)
        for delimiter, trust in ({rare: TRUST_IN_RARE} | DELIMITERS).items()
        if delimiter != IN_TIMES
        for quote in quotes
    }
    enough = {cut: score for cut, score in scores.items() if score > (LEAST_SPACED if cut[0] == " " else LEAST)}
    if not enough:
        return rare, '"', 1.0
    delimiter, quote = max(enough, key=lambda cut: (enough[cut], cut[1] == "'"))
    best = enough[delimiter, quote]
    sure = 1 - max((score for cut, score in enough.items() if cut[0] != delimiter), default=0.0) / best
    runs = sum("  " in line.strip() for line in lines)
    return (SPACES, "", sure) if delimiter == " " and runs * 2 > len(lines) else (delimiter, quote, sure)


def _quotes(text: str) -> str:
    """The marks that may stand around cells: apostrophes only where they do and the usual ones do not."""
    return "\"'" if QUOTED["'"].search(text) and not QUOTED['"'].search(text) else '"'


def _wrapped(text: str) -> str:
    """The delimiter within lines that stand in quotes as a whole; nothing where they do not."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < LEAST_WRAPPED or not all(map(WRAPPED.fullmatch, lines[:SAMPLE_ROWS])):
        return ""
    inner = [cells[0] for cells in _rows(lines, ",", '"')]
    delimiter, _quote, sure = _cut("\n".join(inner))
    widths = Counter(len(cells) for cells in _rows(inner, delimiter, '"'))
    width, count = max(widths.items(), key=lambda pair: pair[1], default=(0, 0))
    is_even = width >= LEAST_WRAPPED and count >= NEARLY_ALL * len(inner)
    return delimiter if is_even and sure >= LEAST_SURE else ""


def _rare(lines: Sequence[str]) -> str:
    """A mark that hardly any program uses, where it stands equally often in every line; else the comma."""
    filled = [line for line in lines if line.strip()]
    for mark in RARE if len(filled) > 1 else "":
        counts = {line.count(mark) for line in filled}
        if len(counts) == 1 and counts != {0} and not any(VALUE.fullmatch(line.strip()) for line in filled):
            return mark
    return ","


def _rows(lines: list[str], delimiter: str, quote: str) -> list[list[str]]:
    reader = csv.reader(lines, delimiter=delimiter, quotechar=quote)
    return [cells for cells in islice(reader, SAMPLE_ROWS) if cells]


def _likeness(rows: list[list[str]], delimiter: str) -> float:
    """How much rows look like a table: most of one width, and not a narrow one, cells like values. From 0 to 1."""
    if not rows:
        return 0.0
    columns_above = WORDS_OF_A_NAME if delimiter == " " else 1
    widths = Counter(len(cells) for cells in rows)
    evenness = sum(n * n * max(width - columns_above, 0) / width for width, n in widths.items()) / len(rows) ** 2
    cells = [cell.strip() for row in rows for cell in row]
    values = sum(1 for cell in cells if len(cell) <= LONGEST_VALUE and VALUE.fullmatch(cell))
    later = [cell for row in rows for cell in row[1:]]
    if not any(map(str.strip, later)):
        return 0.0
    is_prose = delimiter in ",;" and sum(cell.startswith(" ") for cell in later) > PROSE * len(later)
    return evenness * values / len(cells) * (TRUST_IN_PROSE if is_prose else 1)


def _has_spaces(text: str, delimiter: str, quote: str) -> bool:
    """Whether a space behind the delimiter is only for the eye: quoted cells begin with one."""
    return bool(quote) and delimiter not in (" ", SPACES) and f"{delimiter} {quote}" in text


def _has_bare_quotes(text: str, delimiter: str, quote: str) -> bool:
    """Whether quotes are part of the text, as where tabs part cells and nothing guards them: read as such, rows fit."""
    if not quote or delimiter == SPACES or not _fault_of_quotes(text, delimiter, quote):
        return False
    rows = [line.split(delimiter) for line in text.splitlines() if line.strip()]
    begun = [cell for cells in rows for cell in cells if cell.startswith(quote)]
    guarded = sum(len(cell) > 1 and cell.endswith(quote) for cell in begun)
    is_even = len({len(cells) for cells in rows}) == 1 and len(rows[0]) > 1
    return is_even and len(begun) >= LEAST_BARE and guarded * 2 <= len(begun)


def _has_escapes(text: str, delimiter: str, quote: str) -> bool:
    """Whether quotes inside cells are written with a backslash: reading them as doubled ones breaks the rules."""
    return bool(quote) and f"\\{quote}" in text and _fault_of_quotes(text, delimiter, quote)


def _fault_of_quotes(text: str, delimiter: str, quote: str) -> bool:
    """Whether a text breaks the rule that quotes in cells are doubled. It may end within a cell."""
    lines = text.splitlines(keepends=True)
    try:
        list(csv.reader(lines, delimiter=delimiter, quotechar=quote, strict=True))
    except csv.Error as error:
        return "end of data" not in str(error)
    return False
