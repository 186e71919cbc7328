"""What every record type has: a row number, an immutable uid, the external id, custom fields, days of moments."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any, ClassVar

from peewee import SQL, Field, Model

from crmdesk.domain.clock import Clock
from crmdesk.store.field import IdField, LocalDay, Moment, Ref, Stored, Text, UidField


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


def table_of(record: type[Record]) -> str:
    """The name of its table."""
    name: str = record._meta.table_name
    return name


def partial_index(table: str, column: str) -> SQL:
    """An index, for `Meta.indexes`, of only those rows that have the column filled in."""
    return SQL(f"CREATE INDEX {table}_{column} ON {table} ({column}) WHERE {column} IS NOT NULL")


def fields_of(record: type[Record]) -> dict[str, Field]:
    """Every column of the table by its name in SQL, in order."""
    columns: dict[str, Field] = record._meta.columns
    return columns


def own_fields(record: type[Record]) -> dict[str, Any]:
    """The fields that a person fills in, by column name: no keys and no derived days."""
    hidden = {"id", "uid", "external_id", "custom"}
    return {
        name: field
        for name, field in fields_of(record).items()
        if name not in hidden and not isinstance(field, LocalDay) and isinstance(field, Stored | Ref)
    }


def moments_of(record: type[Record]) -> dict[str, str]:
    """Each moment column with the column of its local day."""
    return {name: field.day_name for name, field in fields_of(record).items() if isinstance(field, Moment)}


def references_of(record: type[Record]) -> dict[str, type[Record]]:
    """Each reference column with the record type it points to."""
    return {name: field.rel_model for name, field in fields_of(record).items() if isinstance(field, Ref)}


def make_uids(count: int, clock: Clock) -> list[bytes]:
    """That many new uids, ascending (RFC 9562 version 7: milliseconds, then chance), made before the write."""
    at, version, variant = clock.now() // 1000, 0x7, 0x2
    # The lower number starts in the lower half of its 62 bits, so that counting never reaches the variant.
    start = (at << 80) | (version << 76) | (secrets.randbits(12) << 64) | (variant << 62) | secrets.randbits(61)
    return [number.to_bytes(16, "big") for number in range(start, start + count)]
