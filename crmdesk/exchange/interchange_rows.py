"""The rows of a kind of record as the interchange folder has them: canonical texts under the names of its columns."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Iterable, Iterator, Sequence

from crmdesk.store.base import Record, own_fields, references_of, table_of
from crmdesk.store.file import Workspace
from crmdesk.store.stage_change import StageChange
from crmdesk.store.ticket_event import TicketEvent

# Histories leave record by record, as they come in, so that a workspace gives the same bytes after a round trip.
_ORDERS: dict[type[Record], str] = {StageChange: "deal_id, at, id", TicketEvent: "ticket_id, at, id"}
_SPREADSHEET_MARK = "\ufeff"
_SOME = " WHERE id IN (SELECT value FROM json_each(?))"
Ids = Collection[int] | None


def csv_bytes(workspace: Workspace, record: type[Record], ids: Ids = None) -> bytes:
    """The rows of a kind, all or some, as an interchange file, custom fields as columns of their own."""
    names, custom = column_names(workspace, record), custom_names(workspace, record, ids)
    return csv_of([*names, *custom], rows_of(workspace, record, names, custom, ids))


class CsvFile:
    """An interchange file that is written row by row."""

    def __init__(self, heads: Sequence[str]) -> None:
        self._out = io.StringIO(newline="")
        self._out.write(_SPREADSHEET_MARK)
        self._writer = csv.writer(self._out, lineterminator="\r\n")
        self.add([heads])

    def add(self, rows: Iterable[Sequence[str]]) -> None:
        self._writer.writerows(rows)

    def data(self) -> bytes:
        # A half of a letter, which a broken program may have written, is none.
        return self._out.getvalue().encode("utf-8", "replace")


def csv_of(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table as an interchange file."""
    file = CsvFile(heads)
    file.add(rows)
    return file.data()


def column_names(workspace: Workspace, record: type[Record]) -> list[str]:
    """The columns of a kind's file: an optional one stands there only where a row has it filled in."""
    used = f"SELECT 1 FROM {table_of(record)} WHERE {{}} IS NOT NULL LIMIT 1"
    return [*record.columns, *(name for name in record.optional if workspace.rows(used.format(name)))]


def rows_of(
    workspace: Workspace, record: type[Record], columns: Sequence[str], custom: Sequence[str], ids: Ids = None
) -> Iterator[list[str]]:
    """The cells of these columns and of these custom fields, for all rows or some."""
    dialect, fields, references = workspace.dialect, own_fields(record), references_of(record)
    names = {target: _public_ids(workspace, target) for target in references.values()}
    listed = ", ".join("coalesce(external_id, lower(hex(uid)))" if name == "id" else name for name in columns)
    order = _ORDERS.get(record, "id")
    sql = f"SELECT {listed}, custom FROM {table_of(record)}{_some(ids)} ORDER BY {order}"
    for *cells, other in workspace.rows(sql, _wanted(ids)):
        row = []
        for name, value in zip(columns, cells, strict=True):
            if value is None:
                row.append("")
            elif name == "id":
                row.append(value)
            elif name in references:
                row.append(names[references[name]][value])
            else:
                row.append(fields[name].text(value, dialect))
        known = json.loads(other) if other else {}
        yield [*row, *(known.get(name, "") for name in custom)]


def custom_names(workspace: Workspace, record: type[Record], ids: Ids = None) -> list[str]:
    """The names of all fields beyond those of crmdesk, in the order in which they came."""
    names: dict[str, None] = {}
    some = f"{_some(ids)} AND" if ids is not None else " WHERE"
    sql = f"SELECT custom FROM {table_of(record)}{some} custom IS NOT NULL ORDER BY id"
    for (text,) in workspace.rows(sql, _wanted(ids)):
        names.update(dict.fromkeys(json.loads(text)))
    return list(names)


def _public_ids(workspace: Workspace, record: type[Record]) -> dict[int, str]:
    return dict(workspace.rows(f"SELECT id, coalesce(external_id, lower(hex(uid))) FROM {table_of(record)}"))


def _some(ids: Ids) -> str:
    return "" if ids is None else _SOME


def _wanted(ids: Ids) -> tuple[str, ...]:
    return () if ids is None else (json.dumps(sorted(ids)),)
