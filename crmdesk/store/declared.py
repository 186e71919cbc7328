"""What a record type says of itself: its table, its columns, which of them are moments, and to what it refers.

Record types themselves are loaded when they are first needed; the first sight of the window needs none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from peewee import Field

    from crmdesk.store.base import Record


def table_of(record: type[Record]) -> str:
    """The name of its table."""
    name: str = record._meta.table_name
    return name


def fields_of(record: type[Record]) -> dict[str, Field]:
    """Every column of the table by its name in SQL, in order."""
    columns: dict[str, Field] = record._meta.columns
    return columns


def moments_of(record: type[Record]) -> dict[str, str]:
    """Each moment column with the column of its local day."""
    return {name: field.day_name for name, field in fields_of(record).items() if hasattr(field, "day_name")}


def references_of(record: type[Record]) -> dict[str, Any]:
    """Each reference column with the record type it points to."""
    return {name: field.rel_model for name, field in fields_of(record).items() if hasattr(field, "rel_model")}
