"""One value for many records at once, under the same rules as for one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from crmdesk.domain.errors import FieldErrors, UserError
from crmdesk.store.base import Record, moments_of, table_of
from crmdesk.store.editing import made, save
from crmdesk.store.journal import Tx
from crmdesk.store.making import Missing
from crmdesk.store.row import Source, name_of
from crmdesk.store.rules import checked_value, stands_alone
from crmdesk.text import _

_BATCH = 500


def count(source: Source, record: type[Record], ids: Sequence[int], column: str, value: Any) -> int:
    """How many of these records have another value in the column."""
    if isinstance(value, Missing):
        return len(ids)
    return sum(len(some) for some in _differing(source, record, ids, column, value))


def apply(tx: Tx, record: type[Record], ids: Sequence[int], column: str, value: Any) -> int:
    """Puts the value into the column of each record and returns how many changed.

    Raises UserError that names the first record which refuses it; then none is changed.
    """
    value = checked_value(tx, record, column, made(tx, value))
    changed = 0
    for some in _differing(tx, record, ids, column, value):
        changed += len(some)
        if stands_alone(record, column):
            _write(tx, record, some, column, value)
            continue
        for row_id in some:
            try:
                save(tx, record, row_id, {column: value})
            except FieldErrors as fault:
                text = _("“{name}” cannot be changed like this: {reason} Nothing was changed.")
                raise UserError(text.format(name=name_of(tx, record, row_id), reason=fault)) from None
    return changed


def _write(tx: Tx, record: type[Record], ids: Sequence[int], column: str, value: Any) -> None:
    """One statement for many rows, where no rule looks at the rest of the row."""
    day_name = moments_of(record).get(column)
    if day_name is None:
        tx.update_many(record, [column], [(value, row_id) for row_id in ids])
        return
    day = None if value is None else tx.calendar.day_of(value)
    tx.update_many(record, [column, day_name], [(value, day, row_id) for row_id in ids])


def _differing(
    source: Source, record: type[Record], ids: Sequence[int], column: str, value: Any
) -> Iterator[list[int]]:
    for start in range(0, len(ids), _BATCH):
        some = list(ids[start : start + _BATCH])
        marks = ", ".join("?" * len(some))
        sql = f"SELECT id FROM {table_of(record)} WHERE id IN ({marks}) AND {column} IS NOT ? ORDER BY id"
        yield [row_id for (row_id,) in source.rows(sql, [*some, value])]
