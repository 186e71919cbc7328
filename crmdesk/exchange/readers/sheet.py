"""A sheet of a spreadsheet (xlsx, xls, ods) as a table of text, like any other table."""

from __future__ import annotations

import io
import re
from collections import deque
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path

import python_calamine

from crmdesk.domain.errors import UserError
from crmdesk.exchange import limits
from crmdesk.exchange.bytestream import CONTROLS
from crmdesk.exchange.cell import Canonical
from crmdesk.exchange.near import unknown_name
from crmdesk.exchange.readers import old_sheet, sheet_check
from crmdesk.exchange.source import OLD_SHEET_MARK, open_file
from crmdesk.exchange.table import Rejected, Rows, Table, fitted, tidy_columns
from crmdesk.text import _, n_

Value = int | float | str | bool | time | date | datetime | timedelta
CONTROL = re.compile("[" + re.escape(CONTROLS.decode("ascii")) + "]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that holds something, whether its file hides it or has no other one, and how the file was checked."""

    name: str
    stamp: tuple[int, int]
    errors: int
    is_hidden: bool = False
    is_only: bool = False


def read_sheet(path: Path, *, sheet: str = "", columns: list[str] | None = None, skip_lines: int = 0) -> Table:
    """The table in a sheet: the named one, else the first that holds something.

    Lines are the sheet's own row numbers. Columns without a header can be given; lines above it left out.
    """
    errors = _check(path)
    book = _opened(path)
    notices: list[str] = []
    found = _sheet(book, path, sheet, notices)
    rejected: list[Rejected] = []
    name = path.name
    _tell_of_errors(errors, name, notices)
    rows = _records(found, skip_lines, notices)
    if columns is None:
        header: list[str] = next((cells for _line, cells in rows if any(cells)), [])
        columns = tidy_columns(header, name, notices, number_repeats=True)
    rows = fitted(_filled(rows), columns, rejected, name)
    return Table(name, columns, rows, notices=notices, rejected=rejected)


def sheets(path: Path, wanted: str = "") -> list[Sheet]:
    """The sheets that hold something, hidden ones last; only the wanted one, if one is named."""
    stamp = _stamp(path)
    errors = _check(path)
    book = _opened(path)
    if wanted:
        _sheet(book, path, wanted, [])
        return [Sheet(wanted, stamp, errors, is_only=True)]
    # One more than are read, to know whether there are more.
    held = list(islice((name for name in book.sheet_names if _read(book, path, name).height), limits.TABLES + 1))
    hidden = {one.name for one in book.sheets_metadata if one.visible != python_calamine.SheetVisibleEnum.Visible}
    found = [Sheet(name, stamp, errors, name in hidden, len(book.sheet_names) == 1) for name in held]
    return sorted(found, key=lambda one: one.is_hidden)


def records(
    path: Path, sheet: Sheet, skip_lines: int, notices: list[str], _rejected: list[Rejected]
) -> tuple[Rows, None]:
    """Every row of a sheet, empty ones too; what was merged downwards stands in each of its rows."""
    # Walking through all of the XML takes longest, and each sheet is opened for its sample and again for its rows.
    errors = sheet.errors if sheet.stamp == _stamp(path) else _check(path)
    _tell_of_errors(errors, path.name, notices)
    found = _read(_opened(path), path, sheet.name)
    return _with_merged(_records(found, skip_lines, notices), found), None


def _with_merged(rows: Rows, sheet: python_calamine.CalamineSheet) -> Rows:
    """The rows, with what was merged downwards in each of them; what was merged to the right stays where it begins."""
    first_column = sheet.start[1] if sheet.start else 0
    merged = [(top, bottom, left) for (top, left), (bottom, right) in sheet.merged_cell_ranges or () if left == right]
    begins = sorted((top + 1, bottom + 1, left - first_column) for top, bottom, left in merged if bottom > top)
    waiting, going = deque(begins), dict[int, tuple[int, str]]()
    for line, cells in rows:
        for column, (last, text) in list(going.items()):
            if line > last:
                del going[column]
            elif not cells[column]:
                cells[column] = text
        while waiting and waiting[0][0] <= line:
            top, bottom, column = waiting.popleft()
            if top == line and 0 <= column < len(cells):
                going[column] = (bottom, cells[column])
        yield line, cells


def _filled(rows: Rows) -> Rows:
    return ((line, cells) for line, cells in rows if any(cells))


def _tell_of_errors(errors: int, name: str, notices: list[str]) -> None:
    if errors:
        text = n_(
            "{file}: {n} cell holds an error and is read as empty.",
            "{file}: {n} cells hold an error and are read as empty.",
            errors,
        )
        notices.append(text.format(file=name, n=errors))


def _is_old(path: Path) -> bool:
    with open_file(path) as stream:
        return stream.read(len(OLD_SHEET_MARK)) == OLD_SHEET_MARK


def _check(path: Path) -> int:
    """The number of cells that hold an error, of a file that is not too large to be read."""
    if not _is_old(path):
        return sheet_check.check(path)
    if path.stat().st_size > limits.SHEET_BYTES // 2:
        raise UserError(_("{file} is too large for an old spreadsheet; save it as CSV.").format(file=path.name))
    return 0


def _stamp(path: Path) -> tuple[int, int]:
    """When a file was changed and how long it is: as long as both stay, it needs no second check."""
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size


def _opened(path: Path) -> python_calamine.CalamineWorkbook:
    try:
        if _is_old(path):
            cells = old_sheet.cells_of(path.read_bytes(), path.name)
            return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(cells))
        return python_calamine.CalamineWorkbook.from_path(path)
    except UserError:
        raise
    except BaseException as error:
        text = _("{file} is damaged or protected by a password; open it and save it again without one.")
        raise _refused(error, text.format(file=path.name)) from error


def _sheet(
    book: python_calamine.CalamineWorkbook, path: Path, wanted: str, notices: list[str]
) -> python_calamine.CalamineSheet:
    names = book.sheet_names
    if wanted:
        if wanted not in names:
            raise UserError(unknown_name(path.name, wanted, names))
        return _read(book, path, wanted)
    for name in names:
        found = _read(book, path, name)
        if found.height:
            if len(names) > 1:
                text = _("{file} has {n} sheets; the first with data, “{name}”, was read.")
                notices.append(text.format(file=path.name, n=len(names), name=name))
            return found
    raise UserError(_("{file} holds no sheet with data; export it again.").format(file=path.name))


def _read(book: python_calamine.CalamineWorkbook, path: Path, name: str) -> python_calamine.CalamineSheet:
    try:
        return book.get_sheet_by_name(name)
    except BaseException as error:
        text = _("The sheet “{name}” of {file} is damaged; open the file and save it again.")
        raise _refused(error, text.format(name=name, file=path.name)) from error


def _refused(error: BaseException, sentence: str) -> BaseException:
    # A fault within the reader itself is no Exception; a wish to stop is neither, and is respected.
    return error if isinstance(error, KeyboardInterrupt | SystemExit) else UserError(sentence)


def _records(sheet: python_calamine.CalamineSheet, skip_lines: int, notices: list[str]) -> Rows:
    for number, values in enumerate(islice(sheet.iter_rows(), skip_lines, None), start=skip_lines + 1):
        cells = [_text(value) for value in values]
        if any(CONTROL.search(cell) for cell in cells):
            cells = [CONTROL.sub("", cell) for cell in cells]
            if len(notices) < limits.NOTES:
                notices.append(_("Row {n}: control characters were left out; no text needs them.").format(n=number))
        yield number, cells


def _text(value: Value) -> str:
    """A cell as text; numbers and dates are marked as written plainly."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return Canonical(_number(value))
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, datetime):
        return Canonical(value.replace(microsecond=0).isoformat())
    return Canonical(value.isoformat())


def _number(value: float) -> str:
    """A number with the 15 digits that spreadsheets keep, without an exponent."""
    plain = f"{Decimal(f'{value:.15g}'):f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
