"""What one import works with: where it reads and writes, how it decides, whom it tells how far it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crmdesk.exchange.ids import Ids
from crmdesk.exchange.parsed import plain_id
from crmdesk.exchange.policy import LETTER, Choice, Choices, Policy
from crmdesk.store.base import Record, own_fields, references_of, table_of
from crmdesk.store.field import Dialect
from crmdesk.store.journal import Tx
from crmdesk.store.row import Source, name_of

if TYPE_CHECKING:
    from crmdesk.exchange.match import Matcher

Tell = Callable[[int, int, str], None]
"""Takes how many rows are done, of how many (0: nobody knows), and with what. What it raises ends the import."""

_NAMES_KEPT = 50_000


def silent(_done: int, _total: int, _what: str) -> None:
    """Tells nobody."""


@dataclass(slots=True)
class Bringing:
    """One import on its way. Without `tx` it only plans: nothing is written, and new rows get numbers on trial."""

    source: Source
    tx: Tx | None
    dialect: Dialect
    ids: Ids
    policy: Policy = LETTER
    choices: Choices = field(default_factory=dict)
    tell: Tell = silent
    matcher: Matcher | None = None
    is_noting: bool = False
    stages: dict[int, tuple[int | None, str]] = field(default_factory=dict)
    _following: dict[str, int] = field(default_factory=dict)
    _new: dict[str, range] = field(default_factory=dict)
    _new_names: dict[tuple[str, int], str] = field(default_factory=dict)
    _names: dict[tuple[str, int], str] = field(default_factory=dict)

    def choice(self, record: type[Record], number: int) -> Choice | None:
        """What a person decided about a row of a kind."""
        return self.choices.get((record.plural, number)) if self.choices else None

    def mended(self, record: type[Record]) -> Mapping[int, Mapping[str, str]]:
        """The cells of a kind that a person mended, by row."""
        return {
            number: one.cells for (kind, number), one in self.choices.items() if kind == record.plural and one.cells
        }

    def next_number(self, record: type[Record]) -> int:
        """The number that the next new row will get."""
        table = table_of(record)
        if table not in self._following:
            found = self.source.rows("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,))
            self._following[table] = int(found[0][0]) + 1 if found else 1
        return self._following[table]

    def take_numbers(self, record: type[Record], count: int) -> range:
        """The numbers of new rows."""
        first = self.next_number(record)
        self._following[table_of(record)] = first + count
        begun = self._new.get(table_of(record), range(first, first)).start
        self._new[table_of(record)] = range(begun, first + count)
        return range(first, first + count)

    def shown(self, record: type[Record], name: str, value: Any) -> str:
        """A value as people read it; a reference by the name of the record."""
        if value is None:
            return ""
        target = references_of(record).get(name)
        if target is None:
            return str(own_fields(record)[name].text(value, self.dialect))
        if isinstance(value, str):
            return plain_id(value)
        return self._name(target, value)

    def note_new(self, record: type[Record], row_id: int, name: str) -> None:
        """Notes the name of a new record, which a plan cannot find in the workspace."""
        if len(self._new_names) < _NAMES_KEPT:
            self._new_names[table_of(record), row_id] = name

    def _name(self, record: type[Record], row_id: int) -> str:
        key = (table_of(record), row_id)
        if key in self._new_names or row_id in self._new.get(key[0], ()):
            return self._new_names.get(key, f"{row_id}")
        if key not in self._names:
            if len(self._names) > _NAMES_KEPT:
                self._names.clear()
            self._names[key] = name_of(self.source, record, row_id)
        return self._names[key]
