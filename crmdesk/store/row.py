"""One record by its number: its values, and the name by which people know it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from crmdesk.domain.calendar import Calendar
from crmdesk.domain.errors import UserError
from crmdesk.store.base import Record, fields_of, references_of, table_of
from crmdesk.store.journal import Tx
from crmdesk.text import N_, _

_NAME_LENGTH = 80
# What stands for the name of a record that has none, by the column that is asked for it first.
_STAND_INS = {
    "activity": ("subject", "body"),
    "sale": ("note",),
    "survey": ("comment",),
    "expense": ("note", "channel"),
}
_UNNAMED = {
    "staff": N_("Person {number} of the team"),
    "campaign": N_("Campaign {number}"),
    "contact": N_("Contact {number}"),
    "stage": N_("Stage {number}"),
    "deal": N_("Deal {number}"),
    "stage_change": N_("Stage change {number}"),
    "ticket": N_("Ticket {number}"),
    "ticket_event": N_("Ticket event {number}"),
    "activity": N_("Activity {number}"),
    "expense": N_("Expense {number}"),
    "sale": N_("Sale {number}"),
    "survey": N_("Answer {number}"),
    "goal": N_("Goal {number}"),
    "closing": N_("Closed period {number}"),
}


class Source(Protocol):
    """Whatever reads the workspace: the workspace itself, or an operation as far as it has come."""

    @property
    def calendar(self) -> Calendar: ...

    def rows(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> list[tuple[Any, ...]]: ...


def row(source: Source, record: type[Record], row_id: int) -> dict[str, Any] | None:
    """Every column of a record by its name, or None where it is not there (any more)."""
    names = list(fields_of(record))
    found = source.rows(f"SELECT {', '.join(names)} FROM {table_of(record)} WHERE id = ?", (row_id,))
    return dict(zip(names, found[0], strict=True)) if found else None


def present(source: Source, record: type[Record], row_id: int) -> dict[str, Any]:
    """Every column of a record that is expected to be there. Raises UserError where it was deleted."""
    values = row(source, record, row_id)
    if values is None:
        raise UserError(_("This record is not there any more; somebody deleted it. Look for it in the bin."))
    return values


def person_of(tx: Tx) -> int | None:
    """The person of the team who takes this step."""
    found: int | None = tx.rows("SELECT staff_id FROM operation WHERE id = ?", (tx.operation,))[0][0]
    return found


def name_of(source: Source, record: type[Record], row_id: int) -> str:
    """The name of a record in one line; one without a name is told by its number."""
    values = row(source, record, row_id) or {}
    target = references_of(record).get(record.name_field)
    if target is not None and values:
        return name_of(source, target, values[record.name_field])
    return name_in(record, values, row_id)


def name_in(record: type[Record], values: Mapping[str, Any], row_id: int) -> str:
    """The name that is in a record's values, whether it is still there or not."""
    for column in _STAND_INS.get(record.kind, (record.name_field,)):
        words = " ".join(str(values.get(column) or "").split())
        if words:
            return words if len(words) <= _NAME_LENGTH else f"{words[: _NAME_LENGTH - 1]}…"
    return _(_UNNAMED.get(record.kind, N_("Record {number}"))).format(number=row_id)
