"""A sheet of a spreadsheet (xlsx, xls, ods) as a table of text, like any other table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path

import python_calamine

from crmdesk.domain.errors import UserError
from crmdesk.exchange import limits, sheet_check
from crmdesk.exchange.bytestream import CONTROLS
from crmdesk.exchange.cell import Canonical
from crmdesk.exchange.near import unknown_name
from crmdesk.exchange.source import OLD_SHEET_MARK, open_file
from crmdesk.exchange.table import Rejected, Rows, Table, tidy_columns, wider_than_header
from crmdesk.text import _, n_

Value = int | float | str | bool | time | date | datetime | timedelta
CONTROL = re.compile("[" + re.escape(CONTROLS.decode("ascii")) + "]")


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
    if errors:
        text = n_(
            "{file}: {n} cell holds an error and is read as empty.",
            "{file}: {n} cells hold an error and are read as empty.",
            errors,
        )
        notices.append(text.format(file=name, n=errors))
    records = _records(found, skip_lines, notices)
    if columns is None:
        header: list[str] = next((cells for _line, cells in records if any(cells)), [])
        columns = tidy_columns(header, name, notices, number_repeats=True)
    return Table(name, columns, _fitted(records, columns, rejected), notices=notices, rejected=rejected)


def _check(path: Path) -> int:
    with open_file(path) as stream:
        is_old = stream.read(len(OLD_SHEET_MARK)) == OLD_SHEET_MARK
    if not is_old:
        return sheet_check.check(path)
    if path.stat().st_size > limits.SHEET_BYTES // 2:
        raise UserError(_("{file} is too large for an old spreadsheet; save it as CSV.").format(file=path.name))
    return 0


def _opened(path: Path) -> python_calamine.CalamineWorkbook:
    try:
        return python_calamine.CalamineWorkbook.from_path(path)
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
            notices.append(_("Row {n}: control characters were left out; no text needs them.").format(n=number))
        yield number, cells


def _fitted(records: Iterator[tuple[int, list[str]]], columns: list[str], rejected: list[Rejected]) -> Rows:
    width = len(columns)
    for line, cells in records:
        if not any(cells):
            continue
        if any(cells[width:]):
            rejected.append(wider_than_header(line, cells, width))
            continue
        yield line, cells[:width] + [""] * (width - len(cells))


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
