"""Rows of a file that could not be read as records: shown as they stand in the file, and mended there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from crmdesk.exchange.found import Found
from crmdesk.exchange.table import Rows, Table
from crmdesk.store.file import Workspace
from crmdesk.ui.jobs import Task

Line = tuple[str, int]
"""A row of a file: the name of its table, and the line."""
Mended = Mapping[Line, Mapping[str, str]]
"""Cells that were typed anew, by row and column."""


@dataclass(frozen=True, slots=True)
class Raw:
    """A row as it stands in its file."""

    line: Line
    cells: Mapping[str, str]


def raw_row(_workspace: Workspace, task: Task, founds: Sequence[Found], line: Line) -> Raw | None:
    """The row of a file that could not be read as a record; None where it is no row of a table."""
    for found in founds:
        table = found.read()
        if table.name != line[0]:
            continue
        for number, cells in table.rows():
            task.check()
            if number == line[1]:
                return Raw(line, dict(zip(table.columns, cells, strict=True)))
    return None


def with_mended(found: Found, mended: Mended) -> Found:
    """The table with the cells that were typed anew."""
    return replace(found, read=partial(_mended, found.read, mended)) if mended else found


def _mended(read: Callable[[], Table], mended: Mended) -> Table:
    table = read()
    places = {column: at for at, column in enumerate(table.columns)}

    def rows() -> Rows:
        for line, cells in table.rows():
            for column, text in mended.get((table.name, line), {}).items():
                cells[places[column]] = text
            yield line, cells

    made = rows()
    return Table(
        table.name,
        table.columns,
        made,
        notices=table.notices,
        rejected=table.rejected,
        is_sparse=table.is_sparse,
        source=table.source,
    )
