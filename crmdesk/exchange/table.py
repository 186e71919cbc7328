"""A table from a text file: column names, and rows that are read as they are asked for.

A row that cannot be read as a row (a quote that is never closed, more cells than columns) is put aside with
its line and the reading goes on behind it. Nothing is guessed and nothing is dropped without a word.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO, Protocol

from crmdesk.domain.errors import UserError
from crmdesk.exchange import limits
from crmdesk.exchange.bytestream import Cleaned, Lines
from crmdesk.exchange.dialect import SPACES, Dialect, of_interchange
from crmdesk.text import _

Rows = Iterator[tuple[int, list[str]]]
# A mark that stands in no line: control characters are taken out.
_NOWHERE = "\x1f"


class _Counting(Protocol):
    """A reader of the csv module, which counts the lines that it took."""

    @property
    def line_num(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was not taken: its first line, the column if one is to blame, the value, the reason.

    A row is left out where it is no record at all: a total, a remark, the heading once more.
    """

    line: int
    column: str
    value: str
    reason: str
    is_left_out: bool = False


class Refusals(list[Rejected]):
    """The rows of a file that are not taken: no more than rows that are."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def append(self, one: Rejected) -> None:
        if len(self) >= limits.ROWS:
            raise too_many_rows(self._name)
        super().append(one)


class Table:
    """Column names and, once, the rows: `(line, cells)`, as many cells as columns.

    `notices` and `rejected` grow while the rows are read: look at them afterwards. In a sparse table an empty cell says
    nothing, so that what is known already stays as it is; in others it says that there is nothing. `source` names the
    program whose ids the rows carry; empty: the ids of the interchange format.
    """

    def __init__(
        self,
        name: str,
        columns: list[str],
        rows: Rows,
        *,
        notices: list[str] | None = None,
        rejected: list[Rejected] | None = None,
        is_sparse: bool = False,
        source: str = "",
    ) -> None:
        self.name = name
        self.source = source
        self.columns = columns
        self.is_sparse = is_sparse
        self.notices: list[str] = [] if notices is None else notices
        self.rejected: list[Rejected] = [] if rejected is None else rejected
        self._rows = rows

    def rows(self) -> Rows:
        """The rows that have not been read yet."""
        return self._rows


def read_csv(
    stream: BinaryIO,
    name: str,
    *,
    dialect: Dialect | None = None,
    columns: list[str] | None = None,
    number_repeats: bool = False,
) -> Table:
    """The table in a text file. Without a dialect, an interchange file; with columns, one without a header.

    Two columns of one name are refused, or, where `number_repeats` says so, told apart as "name (2)".
    """
    buffered = _buffered(stream)
    if dialect is None:
        dialect = of_interchange(buffered.peek(4096)[:4096])
    notices, rejected = list(dialect.notices), list[Rejected]()
    records, cleaned = open_records(buffered, name, dialect, notices, rejected)
    if columns is None:
        columns = tidy_columns(_header(records, rejected, name), name, notices, number_repeats=number_repeats)
    rows = fitted(records, columns, rejected, name, cleaned)
    return Table(name, columns, rows, notices=notices, rejected=rejected)


def open_records(
    stream: BinaryIO,
    name: str,
    dialect: Dialect,
    notices: list[str],
    rejected: list[Rejected],
    *,
    mends_first: bool = False,
) -> tuple[Rows, Cleaned]:
    """Every row of a text file with the line where it starts, those without cells too, and the bytes behind them.

    Where `mends_first` says so, broken quotation marks in the first row are taken for text: it may be the heading.
    """
    cleaned = Cleaned(_buffered(stream), dialect.encoding, notices)
    lines = Lines(cleaned.text(), name)
    lines.skip(dialect.skip_lines)
    return _records(lines, dialect, rejected, name, mends_first=mends_first), cleaned


def tidy_columns(header: list[str], name: str, notices: list[str], *, number_repeats: bool = False) -> list[str]:
    """Column names without stray marks: all filled in, all different."""
    names = [" ".join(cell.replace("\ufeff", "").split())[: limits.HEADING_CHARACTERS].rstrip() for cell in header]
    while names and not names[-1]:
        names.pop()
    if len(names) > limits.COLUMNS:
        text = _("{file} has {n} columns; at most {limit} are read. Delete columns that you do not need.")
        raise UserError(text.format(file=name, n=len(names), limit=limits.COLUMNS))
    seen: dict[str, int] = {}
    repeats = Counter[str]()
    for place, named in enumerate(names, start=1):
        column = named or _("Column {n}").format(n=place)
        if not named:
            notices.append(
                _("{file}: column {n} has no name; it is read as “{name}”.").format(file=name, n=place, name=column)
            )
        if column in seen:
            column = _told_apart(column, place, seen, name, notices, number_repeats, repeats)
        seen[column] = place
    return list(seen)


def _told_apart(
    column: str,
    place: int,
    seen: dict[str, int],
    name: str,
    notices: list[str],
    number_repeats: bool,
    repeats: Counter[str],
) -> str:
    if not number_repeats:
        text = _("{file} has two columns named “{name}” (columns {a} and {b}); rename one of them.")
        raise UserError(text.format(file=name, name=shown(column), a=seen[column], b=place))
    number = repeats[column] + 2
    while f"{column} ({number})" in seen:
        number += 1
    repeats[column] = number - 1
    notices.append(
        _("{file}: column {n} is named “{name}” again; it is read as “{new}”.").format(
            file=name, n=place, name=shown(column), new=shown(f"{column} ({number})")
        )
    )
    return f"{column} ({number})"


def shown(value: str) -> str:
    """A value as a message may show it: one line, not too long."""
    line = " ".join(value.split())
    return line if len(line) <= limits.SHOWN_CHARACTERS else line[: limits.SHOWN_CHARACTERS - 1] + "…"


def _buffered(stream: BinaryIO) -> io.BufferedReader:
    if isinstance(stream, io.BufferedReader):
        return stream
    # BufferedReader asks for a raw stream and is content with anything that has readinto.
    return io.BufferedReader(stream)  # type: ignore[arg-type]  # it reads as a raw file does


def _header(records: Rows, rejected: list[Rejected], name: str) -> list[str]:
    header: list[str] = next((cells for _line, cells in records if any(cell.strip() for cell in cells)), [])
    if rejected:
        text = _("The header of {file} cannot be read (line {line}). {reason}")
        raise UserError(text.format(file=name, line=rejected[0].line, reason=rejected[0].reason))
    return header


def _records(lines: Lines, dialect: Dialect, rejected: list[Rejected], name: str, *, mends_first: bool = False) -> Rows:
    """Every record with the line where it starts. A record that breaks the rules of quoting is put aside."""
    first = lines.given + 1
    while True:
        reader, records = _splitter(lines, dialect)
        try:
            for cells in records:
                line = first + lines.begun
                lines.begun = reader.line_num
                yield line, cells
                mends_first = mends_first and not any(cells)
            lines.close()
            return
        except csv.Error as error:
            held = lines.held(reader.line_num)
            line = first + lines.begun
            if mends_first:
                yield line, [cell.strip().strip(dialect.quote) for cell in held[0].split(dialect.delimiter)]
                mends_first = False
            elif cells := _with_escapes(held[0], dialect):
                yield line, cells
            else:
                put_aside(Rejected(line, "", shown(held[0]), _quoting_fault(held, error)), rejected, name)
            # The lines behind an unclosed quote are rows of their own.
            lines.give_again()
            first = line + 1


def _splitter(lines: Iterable[str], dialect: Dialect) -> tuple[_Counting, Iterator[list[str]]]:
    """What counts the lines that were taken, and the records in them."""
    csv.field_size_limit(limits.CELL_CHARACTERS)
    if dialect.delimiter == SPACES:
        reader = csv.reader(lines, delimiter=_NOWHERE, quoting=csv.QUOTE_NONE)
        return reader, (cells[0].split() if cells else [] for cells in reader)
    if dialect.is_wrapped:
        inner, reader = replace(dialect, is_wrapped=False), csv.reader(lines, strict=True)
        return reader, (next(_splitter(one, inner)[1]) if len(one) == 1 else one for one in reader)
    reader = csv.reader(
        lines,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote or None,
        escapechar=dialect.escape or None,
        quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
        doublequote=not dialect.escape,
        skipinitialspace=dialect.skip_spaces,
        strict=True,
    )
    return reader, reader


def _with_escapes(line: str, dialect: Dialect) -> list[str]:
    """The cells of a line in which a backslash stands before quotes, as in no line before; none if it has no sense."""
    if dialect.escape or dialect.is_wrapped or not dialect.quote or f"\\{dialect.quote}" not in line:
        return []
    try:
        mark, quote = dialect.delimiter, dialect.quote
        return next(csv.reader([line], delimiter=mark, quotechar=quote, escapechar="\\", strict=True))
    except csv.Error:
        return []


def _quoting_fault(held: list[str], error: csv.Error) -> str:
    if len(held) == 1 and "field larger" in str(error):
        return _("A cell is longer than {n} characters; shorten it.").format(n=limits.CELL_CHARACTERS)
    if len(held) > 1 or "end of data" in str(error):
        return _("A cell opens with a quotation mark that is never closed; close it, or double it if it is text.")
    return _("Text follows the closing quotation mark of a cell; double the marks that are part of the text.")


def put_aside(fault: Rejected, rejected: list[Rejected], name: str) -> None:
    """Notes a row that is not taken. So many of them that the table is read in the wrong way end the reading."""
    if len(rejected) >= limits.STRUCTURE_FAULTS:
        text = _("More than {n} rows of {file} cannot be read as rows; state how the table is written.")
        raise UserError(text.format(n=limits.STRUCTURE_FAULTS, file=name))
    rejected.append(fault)


def fitted(
    records: Rows, columns: list[str], rejected: list[Rejected], name: str, cleaned: Cleaned | None = None
) -> Rows:
    """The rows with exactly as many cells as there are columns, and with no bytes that are not text."""
    width, count = len(columns), 0
    for line, record in records:
        cells = record
        if len(cells) != width:
            if not cells or (width > 1 and len(cells) == 1 and not cells[0].strip()):
                continue
            if any(cell and not cell.isspace() for cell in cells[width:]):
                put_aside(wider_than_header(line, cells, width), rejected, name)
                continue
            cells = cells[:width] + [""] * (width - len(cells))
        if cleaned and cleaned.damaged and (fault := _damage(line, cells, columns)):
            put_aside(fault, rejected, name)
            continue
        count += 1
        if count > limits.ROWS:
            raise too_many_rows(name)
        yield line, cells


def counted(rows: Rows, name: str) -> Rows:
    """The rows, as many as are taken from one file."""
    for count, row in enumerate(rows):
        if count >= limits.ROWS:
            raise too_many_rows(name)
        yield row


def too_many_rows(name: str) -> UserError:
    """The sentence for a file that is too long."""
    text = _("{file} has more than {n} rows; split it into several files.")
    return UserError(text.format(file=name, n=limits.ROWS))


def wider_than_header(line: int, cells: list[str], width: int) -> Rejected:
    """The refusal of a row with more filled cells than there are columns."""
    extra = next(cell for cell in cells[width:] if cell and not cell.isspace())
    text = _("The row has {n} cells, the header {width}; put quotation marks around cells with a delimiter.")
    return Rejected(line, "", shown(extra), text.format(n=len(cells), width=width))


def _damage(line: int, cells: list[str], columns: list[str]) -> Rejected | None:
    for column, cell in zip(columns, cells, strict=True):
        if any("\udc80" <= mark <= "\udcff" for mark in cell):
            readable = cell.encode("utf-8", "replace").decode("utf-8")
            text = _("The cell holds bytes that are not text in the file's encoding; save the file as UTF-8.")
            return Rejected(line, column, shown(readable), text)
    return None
