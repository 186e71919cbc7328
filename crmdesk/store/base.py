"""What every record type has: a row number, an immutable uid, the external id, custom fields, days of moments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from peewee import SQL, Model

from crmdesk.store.declared import fields_of, moments_of, references_of, table_of
from crmdesk.store.field import IdField, LocalDay, Ref, Stored, Text, UidField

__all__ = ["Record", "fields_of", "moments_of", "own_fields", "partial_index", "references_of", "table_of"]


class Record(Model):
    """A row of the workspace. Subclasses declare fields, list columns and search fields, and nothing of windows."""

    id = IdField()
    uid = UidField()
    external_id = Text("Id", help="The name of this record in the file that it came from")
    custom = Text("Other fields", help="Columns that crmdesk has no field for, as a JSON object")

    kind: ClassVar[str]
    plural: ClassVar[str]
    title: ClassVar[str]
    list_columns: ClassVar[tuple[str, ...]] = ()
    search_fields: ClassVar[tuple[str, ...]] = ()
    name_field: ClassVar[str] = "name"
    # The version of the schema that brought it, and those that brought single columns later.
    since: ClassVar[int] = 1
    added: ClassVar[Mapping[str, int]] = {}
    # The fields of the interchange file, in its order; `id` stands for the external id. Optional ones stand in the
    # file only where a record has them filled in.
    columns: ClassVar[tuple[str, ...]] = ()
    optional: ClassVar[tuple[str, ...]] = ()

    class Meta:
        strict_tables = True
        legacy_table_names = False


def partial_index(table: str, column: str) -> SQL:
    """An index, for `Meta.indexes`, of only those rows that have the column filled in."""
    return SQL(f"CREATE INDEX {table}_{column} ON {table} ({column}) WHERE {column} IS NOT NULL")


def own_fields(record: type[Record]) -> dict[str, Any]:
    """The fields that a person fills in, by column name: no keys and no derived days."""
    hidden = {"id", "uid", "external_id", "custom"}
    return {
        name: field
        for name, field in fields_of(record).items()
        if name not in hidden and not isinstance(field, LocalDay) and isinstance(field, Stored | Ref)
    }
