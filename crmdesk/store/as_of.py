"""The workspace as it was after a step of the journal, for reading.

The journal keeps what every row looked like before it was changed. Temporary views with the names of the tables show
those images in the place of the rows, so that whatever reads tables, such as a KPI, reads them as they were.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from crmdesk.domain.calendar import Calendar
from crmdesk.store.base import fields_of, table_of
from crmdesk.store.file import Workspace
from crmdesk.store.registry import ALL_TYPES
from crmdesk.store.setting import Settings, settings_of

_COLUMNS = {table_of(record): list(fields_of(record)) for record in ALL_TYPES}
# The first change of each row since a step; rows that came in many at once are looked at apart.
_FIRST = (
    "SELECT row_id, act, before, min(id) FROM change WHERE operation_id > ? AND tbl = ? AND through_id IS NULL"
    " GROUP BY row_id"
)
_IN_BULK = "SELECT min(row_id) FROM change WHERE operation_id > ? AND tbl = ? AND through_id IS NOT NULL"


@dataclass(frozen=True, slots=True)
class AsOf:
    """A workspace to read from, as it was."""

    settings: Settings
    calendar: Calendar
    _now: Workspace

    def rows(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a reading query."""
        return self._now.rows(sql, parameters)


@contextmanager
def as_of(workspace: Workspace, operation: int) -> Iterator[AsOf]:
    """Within it the workspace reads as it was when this operation was the last one.

    For a connection that only reads: nothing can be written to the views.
    """
    if not workspace.read_only:
        raise ValueError("a workspace that may be written has no views in the place of its tables")
    covered: list[str] = []
    try:
        for (table,) in workspace.rows("SELECT DISTINCT tbl FROM change WHERE operation_id > ?", (operation,)):
            covered.append(table)
            _cover(workspace, table, operation)
        stored = {key: json.loads(value) for key, value in workspace.rows("SELECT key, value FROM setting")}
        settings = settings_of(stored)
        yield AsOf(settings, Calendar(settings.timezone), workspace)
    finally:
        for table in covered:
            _uncover(workspace, table)


def _cover(workspace: Workspace, table: str, operation: int) -> None:
    """Lays the former rows of a table over it."""
    names = _COLUMNS[table]
    columns = ", ".join(names)
    first_in_bulk = workspace.rows(_IN_BULK, (operation, table))[0][0]
    touched, images = [], []
    for row_id, act, before, _place in workspace.rows(_FIRST, (operation, table)):
        touched.append((row_id,))
        # Numbers are never used again: a row of a bulk, or one that came after it, was not there before.
        if act != "insert" and (first_in_bulk is None or row_id < first_in_bulk):
            image = json.loads(before)
            images.append(tuple({**image, "uid": bytes.fromhex(image["uid"])}.get(name) for name in names))
    workspace.rows(f"CREATE TEMP TABLE touched_{table} (id INTEGER PRIMARY KEY)")
    workspace.rows(f"CREATE TEMP TABLE former_{table} AS SELECT {columns} FROM main.{table} WHERE 0")
    workspace.engine.many(f"INSERT INTO temp.touched_{table} VALUES (?)", touched)
    marks = ", ".join("?" * len(names))
    workspace.engine.many(f"INSERT INTO temp.former_{table} VALUES ({marks})", images)
    newest = "" if first_in_bulk is None else f"id < {int(first_in_bulk)} AND "
    workspace.rows(
        f"CREATE TEMP VIEW {table} AS SELECT {columns} FROM main.{table}"
        f" WHERE {newest}id NOT IN (SELECT id FROM temp.touched_{table})"
        f" UNION ALL SELECT {columns} FROM temp.former_{table}"
    )


def _uncover(workspace: Workspace, table: str) -> None:
    workspace.rows(f"DROP VIEW IF EXISTS temp.{table}")
    workspace.rows(f"DROP TABLE IF EXISTS temp.touched_{table}")
    workspace.rows(f"DROP TABLE IF EXISTS temp.former_{table}")
