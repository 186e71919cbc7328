"""What a list shows, for other programs: as text for the clipboard, as CSV, and as a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

from crmdesk.domain.calendar import date_of_day, day_text
from crmdesk.domain.formulas import guarded
from crmdesk.domain.money import major, money_text
from crmdesk.store.atomic import write_bytes
from crmdesk.store.declared import table_of
from crmdesk.store.field import Choice, Day, Decimal, Moment, MoneyField, Phone, Ref, Whole
from crmdesk.store.file import Workspace
from crmdesk.store.listing import Listing, all_columns
from crmdesk.store.query import cells
from crmdesk.text import _

_CHUNK = 2000
_ID = "external_id"
_LONGEST = 32_767
# A spreadsheet has no more rows than these.
MOST_ROWS = 1_048_575
# With blanks between its groups it is text to every spreadsheet, and other programs take it as it is.
_TELEPHONE = re.compile(r"\+[1-9]\d*( \d+)+")
Check = Callable[[int], None]


def plain(field: Any, value: Any, workspace: Workspace) -> str:
    """A value as text that other programs read: dates as 2026-10-31, numbers without marks and currency."""
    if value is None:
        return ""
    match field:
        case Ref():
            return str(value[1])
        case Choice():
            return _(field.words[value]) if value in field.words else str(value)
        case MoneyField():
            return money_text(value, workspace.settings.decimals)
        case Day():
            return day_text(value)
        case Moment():
            return f"{workspace.calendar.local(value):%Y-%m-%d %H:%M}"
        case _:
            return str(value)


def rows_of(
    workspace: Workspace, listing: Listing, columns: Sequence[str], ids: Sequence[int], check: Check | None = None
) -> Iterator[tuple[Any, ...]]:
    """The cells of rows, read some at a time; rows that are gone are left out. `check` is told how far it is.

    A record without an id has that by which it can be told from all others, as in the interchange folder.
    """
    place = columns.index(_ID) if _ID in columns else None
    for start in range(0, len(ids), _CHUNK):
        if check is not None:
            check(start)
        some = ids[start : start + _CHUNK]
        uids = _uids(workspace, listing, some) if place is not None else {}
        for number, row in zip(some, cells(workspace, listing, columns, some), strict=True):
            if row is not None and number in uids:
                yield (*row[:place], uids[number], *row[place + 1 :])  # type: ignore[operator]  # there is a place
            elif row is not None:
                yield row


def _uids(workspace: Workspace, listing: Listing, ids: Sequence[int]) -> dict[int, str]:
    """What tells those rows from all others that have no id of their own."""
    sql = (
        f"SELECT id, lower(hex(uid)) FROM {table_of(listing.record)}"
        " WHERE external_id IS NULL AND id IN (SELECT value FROM json_each(?))"
    )
    return dict(workspace.rows(sql, (json.dumps(list(ids)),)))


def tab_separated(workspace: Workspace, listing: Listing, columns: Sequence[str], ids: Sequence[int]) -> str:
    """Rows under the titles of their columns, as a spreadsheet takes them from the clipboard."""
    fields = [all_columns(listing)[name] for name in columns]
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow([_(field.label) for field in fields])
    for row in rows_of(workspace, listing, columns, ids):
        writer.writerow([plain(field, value, workspace) for field, value in zip(fields, row, strict=True)])
    return out.getvalue()


def write_list(
    path: Path,
    workspace: Workspace,
    listing: Listing,
    columns: Sequence[str],
    ids: Sequence[int],
    check: Check | None = None,
) -> None:
    """Writes rows as a spreadsheet where the name ends in .xlsx, else as CSV. The file appears whole or not at all."""
    rows = rows_of(workspace, listing, columns, ids, check)
    as_sheet = path.suffix.lower() == ".xlsx"
    data = _sheet(workspace, listing, columns, rows) if as_sheet else _csv(workspace, listing, columns, rows)
    write_bytes(path, data, private=True)


def _csv(workspace: Workspace, listing: Listing, columns: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> bytes:
    fields = [all_columns(listing)[name] for name in columns]
    lines = (
        [_safe(field, plain(field, value, workspace)) for field, value in zip(fields, row, strict=True)] for row in rows
    )
    return csv_of([_(field.label) for field in fields], lines)


def csv_of(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table as CSV that spreadsheets open as it is; what could be a formula is guarded by whoever calls."""
    out = io.StringIO(newline="")
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")


def _safe(field: Any, text: str) -> str:
    """Text that no spreadsheet takes for a formula; a negative number is none, nor is a telephone number in groups."""
    number = isinstance(field, Whole | MoneyField | Decimal)
    telephone = isinstance(field, Phone) and _TELEPHONE.fullmatch(text)
    return text if number or telephone else guarded(text)


def _sheet(workspace: Workspace, listing: Listing, columns: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> bytes:
    import xlsxwriter

    fields = [all_columns(listing)[name] for name in columns]
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, options)
    decimals = workspace.settings.decimals
    shapes = {
        MoneyField: book.add_format({"num_format": "#,##0" + ("." + "0" * decimals if decimals else "")}),
        Day: book.add_format({"num_format": "yyyy-mm-dd"}),
        Moment: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
    }
    sheet = book.add_worksheet(_(listing.title)[:31])
    head = book.add_format({"bold": True, "bottom": 1})
    for place, field in enumerate(fields):
        sheet.write_string(0, place, _(field.label), head)
        sheet.set_column(place, place, 14 if isinstance(field, Day | Whole | MoneyField) else 24)
    sheet.freeze_panes(1, 1)
    for number, row in enumerate(rows, 1):
        for place, (field, value) in enumerate(zip(fields, row, strict=True)):
            _write_cell(sheet, number, place, _typed(field, value, workspace), shapes.get(type(field)))
    book.close()
    return target.getvalue()


def _typed(field: Any, value: Any, workspace: Workspace) -> str | float | date | datetime | None:
    """A value as a spreadsheet keeps it: numbers as numbers, days as days."""
    if value is None:
        return None
    match field:
        case MoneyField():
            return major(value, workspace.settings.decimals)
        case Whole():
            return int(value)
        case Decimal():
            return float(value)
        case Day():
            return date_of_day(value)
        case Moment():
            return workspace.calendar.local(value).replace(microsecond=0)
        case _:
            return plain(field, value, workspace)


def _write_cell(sheet: Any, row: int, column: int, value: str | float | date | datetime | None, shape: Any) -> None:
    if isinstance(value, str):
        # Of a cell that is marked as text no guard is needed; but one that a text has itself would be taken for one.
        text = guarded(value) if value.startswith("'") else value
        sheet.write_string(row, column, text[:_LONGEST])
    elif isinstance(value, datetime):
        sheet.write_datetime(row, column, value, shape)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime.combine(value, time()), shape)
    elif value is not None:
        sheet.write_number(row, column, value, shape)
