"""A setting as it is kept in the workspace."""

from __future__ import annotations

from crmdesk.store.base import Record
from crmdesk.store.field import Text
from crmdesk.text import N_


class Setting(Record):
    """One setting: its key, and its value as JSON."""

    kind, plural, title = "setting", "settings", N_("Settings")
    list_columns = ("key", "value")
    name_field = "key"

    key = Text(N_("Setting"), required=True, unique=True)
    value = Text(N_("Value"), required=True)

    class Meta:
        table_name = "setting"
