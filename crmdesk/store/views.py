"""Saved views of the lists: kept, renamed and taken away again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from crmdesk.domain.errors import UserError
from crmdesk.store.base import table_of
from crmdesk.store.file import Workspace
from crmdesk.store.journal import Tx
from crmdesk.store.listing import LISTINGS, all_columns
from crmdesk.store.query import Query, query_of
from crmdesk.store.saved_view import SavedView
from crmdesk.text import _

_TABLE = table_of(SavedView)


@dataclass(frozen=True, slots=True)
class View:
    """A saved view: its name, its query, and its columns from left to right."""

    id: int
    name: str
    query: Query
    columns: tuple[str, ...]


def views_of(workspace: Workspace, listing: str) -> list[View]:
    """The saved views of a listing in their order; those that a newer crmdesk wrote are left out."""
    rows = workspace.rows(
        f"SELECT id, name, query, columns FROM {_TABLE} WHERE listing = ? ORDER BY position, id", (listing,)
    )
    known = all_columns(LISTINGS[listing])
    found = []
    for row_id, name, text, columns in rows:
        try:
            query = query_of(text)
            chosen = tuple(one for one in json.loads(columns or "[]") if one in known)
        except ValueError:
            continue
        if query.listing == listing and query.columns() <= known.keys():
            found.append(View(row_id, name, query, chosen or LISTINGS[listing].columns))
    return found


def save_view(tx: Tx, name: str, query: Query, columns: Sequence[str]) -> int:
    """Keeps a view under a name; one of that name is replaced. Raises UserError where the name is empty."""
    name = _checked(name)
    values = {"listing": query.listing, "name": name, "query": query.as_json(), "columns": json.dumps(list(columns))}
    sql = f"SELECT id FROM {_TABLE} WHERE listing = ? AND name = ? COLLATE NOCASE"
    if found := tx.rows(sql, (query.listing, name)):
        tx.update(SavedView, found[0][0], values)
        return int(found[0][0])
    ((last,),) = tx.rows(f"SELECT coalesce(max(position), 0) FROM {_TABLE}")
    return tx.insert(SavedView, {**values, "position": last + 1})


def rename_view(tx: Tx, view: View, name: str) -> None:
    """Gives a view another name."""
    tx.update(SavedView, view.id, {"name": _checked(name)})


def delete_view(tx: Tx, view: View) -> None:
    """Forgets a view; the records that it shows stay."""
    tx.delete(SavedView, view.id)


def _checked(name: str) -> str:
    if not name.strip():
        raise UserError(_("A view needs a name; type one."))
    return name.strip()
