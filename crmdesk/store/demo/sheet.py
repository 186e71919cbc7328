"""The pages that the story is written on: rows of each table, brought into the file month by month in order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from crmdesk.store.base import Record, fields_of, moments_of
from crmdesk.store.demo.almanac import OPENS, Almanac
from crmdesk.store.demo.chance import Chance
from crmdesk.store.journal import Tx

# What the journal needs for taking back a portion grows faster than the portion: many small ones are quicker.
_PORTION = 500
_VERSIONS = (0x7 << 76) | (0x2 << 62)


class Sheet:
    """The rows of one table. A row is the values of the record's interchange columns after the id, in their order."""

    def __init__(self, record: type[Record], prefix: str, tx: Tx, almanac: Almanac, chance: Chance) -> None:
        self.record, self._prefix, self._tx, self._almanac = record, prefix, tx, almanac
        self.names = [name for name in (*record.columns, *record.optional) if name != "id"]
        self._moments = [
            (self.names.index(name), day) for name, day in moments_of(record).items() if name in self.names
        ]
        # A fact was recorded when it happened, which is its only moment.
        self._recorded = "recorded_at" in fields_of(record)
        self._next = self._first = tx.next_id(record)
        # Ascending uids of RFC 9562, version 7, that come from the seed.
        self._uids = ((almanac.at(almanac.days[0], OPENS) // 1000) << 80 | _VERSIONS | chance.bits(61)) - self._first
        self._ready: list[tuple[int, tuple[Any, ...]]] = []
        self._waiting: dict[int, list[tuple[int, tuple[Any, ...]]]] = {}

    @property
    def count(self) -> int:
        """How many rows there are so far."""
        return self._next - self._first

    def add(self, **values: Any) -> int:
        """A row that others refer to: its id is known at once."""
        row: list[Any] = [None] * len(self.names)
        for name, value in values.items():
            row[self.names.index(name)] = value
        self._ready.append((self._next, tuple(row)))
        self._next += 1
        return self._next - 1

    def later(self, at: int, *values: Any) -> None:
        """A row that nothing refers to; it takes its place among the others of its month. Dropped if still to come."""
        if at < self._almanac.now:
            month = self._almanac.month_at(at)
            self._waiting.setdefault(month, []).append((at, values))

    def write(self, through: int) -> None:
        """Brings everything up to a month into the file."""
        due = [row for month in sorted(self._waiting) if month <= through for row in self._waiting.pop(month)]
        due.sort(key=lambda row: row[0])
        self._ready += enumerate((values for _, values in due), self._next)
        self._next += len(due)
        columns = self._columns()
        for start in range(0, len(self._ready), _PORTION):
            self._tx.insert_many(self.record, columns, self._whole(self._ready[start : start + _PORTION]))
        self._ready = []

    def _columns(self) -> list[str]:
        outer = ["id", "uid", "external_id"] if self._prefix else ["id", "uid"]
        recorded = ["recorded_at", "recorded_day"] if self._recorded else []
        return [*outer, *self.names, *(day for _, day in self._moments), *recorded]

    def _whole(self, rows: Iterable[tuple[int, tuple[Any, ...]]]) -> list[tuple[Any, ...]]:
        day_of, places, recorded = self._almanac.day_of, [place for place, _ in self._moments], self._recorded
        prefix, uids, whole = self._prefix, self._uids, []
        for number, values in rows:
            name = (f"{prefix}{number:04d}",) if prefix else ()
            days = [None if values[place] is None else day_of(values[place]) for place in places]
            tail = (values[places[0]], days[0]) if recorded else ()
            whole.append((number, (uids + number).to_bytes(16, "big"), *name, *values, *days, *tail))
        return whole
