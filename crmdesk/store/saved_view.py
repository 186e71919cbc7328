"""Saved views: a list with its filters, its order and its columns, under a name."""

from __future__ import annotations

from crmdesk.store.base import Record
from crmdesk.store.field import Text, Whole
from crmdesk.text import N_


class SavedView(Record):
    """One view of a listing. `query` is what `store.query` writes, `columns` a JSON array of column names."""

    kind, plural, title, since = "saved_view", "saved_views", N_("Saved views"), 2
    list_columns = ("listing", "name", "position")

    listing = Text(N_("List"), required=True)
    name = Text(N_("Name"), required=True)
    query = Text(N_("Filters"), required=True)
    columns_text = Text(N_("Columns"), column_name="columns")
    position = Whole(N_("Position"))

    class Meta:
        table_name = "saved_view"
