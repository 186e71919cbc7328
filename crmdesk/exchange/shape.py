"""The files of the interchange folder: their names, their columns, what each column holds.

All of it follows from the record types. A mapping is checked against this, and what it makes has these columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from crmdesk.store.base import Record, own_fields, references_of
from crmdesk.store.field import Day, Decimal, Moment, MoneyField, Whole
from crmdesk.store.registry import RECORD_TYPES

Holds = Literal["text", "id", "date", "moment", "money", "number", "reference"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an interchange file. `kind` is the kind of record that a reference names."""

    name: str
    holds: Holds
    kind: str
    is_required: bool


_HELD: tuple[tuple[type[Any], Holds], ...] = (
    (Day, "date"),
    (Moment, "moment"),
    (MoneyField, "money"),
    (Whole, "number"),
    (Decimal, "number"),
)


def _columns(record: type[Record]) -> dict[str, Column]:
    """The columns of a kind, in the order of its file, the optional ones last."""
    fields, references = own_fields(record), references_of(record)
    columns = {}
    for name in (*record.columns, *record.optional):
        if name == "id":
            columns[name] = Column(name, "id", "", True)
        elif name in references:
            columns[name] = Column(name, "reference", references[name].plural, fields[name].required)
        else:
            held: Holds = next((holds for stored, holds in _HELD if isinstance(fields[name], stored)), "text")
            columns[name] = Column(name, held, "", fields[name].required)
    return columns


KINDS: dict[str, dict[str, Column]] = {record.plural: _columns(record) for record in RECORD_TYPES}
"""The columns of each kind, kinds in an order in which references can be followed."""

WORKSPACE = "workspace.json"
FILES = (WORKSPACE, *(f"{kind}.csv" for kind in KINDS))
"""The names of the files of an interchange folder."""
