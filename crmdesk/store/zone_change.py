"""When the business moves to another time zone, the local day of every moment is written again."""

from __future__ import annotations

from crmdesk.domain.calendar import Calendar
from crmdesk.store.base import moments_of, table_of
from crmdesk.store.journal import Tx
from crmdesk.store.registry import ALL_TYPES


def write_local_days(tx: Tx, timezone: str) -> Calendar:
    """Writes the days of a time zone beside all moments, inside an operation; returns its calendar."""
    calendar = Calendar(timezone)
    for record in ALL_TYPES:
        for name, day_name in moments_of(record).items():
            rows = tx.rows(f"SELECT id, {name}, {day_name} FROM {table_of(record)} WHERE {name} IS NOT NULL")
            moved = [(day, row_id) for row_id, at, before in rows if (day := calendar.day_of(at)) != before]
            if moved:
                tx.update_many(record, [day_name], moved)
    return calendar
