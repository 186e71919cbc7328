"""Writing checked rows into the workspace: new ones in bulk, known ones where they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crmdesk.exchange.ids import Ids
from crmdesk.exchange.parsed import Parsed, plain_id, source_of
from crmdesk.exchange.policy import CREATED
from crmdesk.store.base import Record, fields_of, moments_of, table_of
from crmdesk.store.import_memory import KnownAs
from crmdesk.store.journal import Tx
from crmdesk.store.merging import OWN

Columns = Mapping[str, Sequence[Any]]
_KNOWN_AS = ("id", "uid", "record", "row", "source", "elsewhere")


def write(tx: Tx, parsed: Parsed, new: Sequence[int], ids: Ids) -> None:
    """Writes the rows of a piece: those at the places `new`, whose numbers were given, and those that were changed."""
    external = _own_ids(parsed, ids)
    insert(tx, parsed.record, {**parsed.columns, "external_id": external, "custom": parsed.custom}, new)
    _update(tx, parsed)


def _own_ids(parsed: Parsed, ids: Ids) -> list[str | None]:
    """The ids that the records have in the interchange format: those of other programs where they are free."""
    if not parsed.is_foreign:
        return parsed.external
    known, found = ids.of(parsed.record), list[str | None]()
    for name, number in zip(parsed.external, parsed.numbers, strict=True):
        plain = "" if name is None else plain_id(name)
        found.append(plain if plain and not plain.isdigit() and known.get(plain, number) == number else None)
    return found


def insert(tx: Tx, record: type[Record], columns: Columns, places: Sequence[int]) -> None:
    """Adds the rows at these places of the columns, in their order. Many of them are added within `tx.bulk`."""
    if not places:
        return
    first = tx.next_id(record)
    picked = {name: _at(values, places) for name, values in columns.items()}
    for name in _moments(record, columns):
        picked[moments_of(record)[name]] = tx.calendar.days_of(picked[name])
    if "recorded_at" in fields_of(record):
        picked["recorded_at"] = [tx.at] * len(places)
        picked["recorded_day"] = [tx.calendar.day_of(tx.at)] * len(places)
    filled = {name: values for name, values in picked.items() if values.count(None) < len(places)}
    numbers, uids = range(first, first + len(places)), tx.uids(len(places))
    tx.insert_many(record, ["id", "uid", *filled], list(zip(numbers, uids, *filled.values(), strict=True)))


def _at(values: Sequence[Any], places: Sequence[int]) -> Sequence[Any]:
    """The values at these places, which are in order; mostly it is all of them."""
    return values if len(places) == len(values) else [values[i] for i in places]


def _moments(record: type[Record], columns: Columns) -> list[str]:
    return [name for name in moments_of(record) if name in columns]


def _update(tx: Tx, parsed: Parsed) -> None:
    """Writes the rows that were changed: the fields of which any of them speaks."""
    places = [i for i in parsed.standing() if i in parsed.changed]
    if not places:
        return
    record = parsed.record
    spoken = frozenset().union(*{parsed.said[i] for i in places})
    names = [name for name in parsed.columns if name in spoken]
    changed = {name: _at(parsed.columns[name], places) for name in names}
    for name in _moments(record, changed):
        changed[moments_of(record)[name]] = tx.calendar.days_of(changed[name])
    own = (_at(parsed.custom, places), _at(parsed.numbers, places))
    tx.update_many(record, [*changed, "custom"], list(zip(*changed.values(), *own, strict=True)))


def unknown_names(parsed: Parsed, ids: Ids) -> list[tuple[str, int]]:
    """The ids by which the records of a piece are not known yet, and whose they are.

    A new record of the interchange format has its id in itself; ids of other programs stand beside it.
    """
    if not parsed.is_foreign and not parsed.matched:
        return []
    known = ids.of(parsed.record)
    found = []
    for i in parsed.standing():
        name = parsed.external[i]
        if name is not None and name not in known and (source_of(name) or parsed.fates[i] != CREATED):
            found.append((name, parsed.numbers[i]))
    return found


def write_known_as(tx: Tx, record: type[Record], names: Sequence[tuple[str, int]]) -> None:
    """Remembers by which ids other programs know records, for the next file of theirs."""
    table = table_of(record)
    first = tx.next_id(KnownAs)
    numbers = range(first, first + len(names))
    told = [(table, row, source_of(name) or OWN, plain_id(name)) for name, row in names]
    rows = [(number, uid, *one) for number, uid, one in zip(numbers, tx.uids(len(names)), told, strict=True)]
    tx.insert_many(KnownAs, _KNOWN_AS, rows)


def forget_gone(tx: Tx, record: type[Record]) -> None:
    """Forgets the ids of records that are not there any more, which would be in the way of others."""
    table = table_of(record)
    tx.rows(f"DELETE FROM known_as WHERE record = ? AND row NOT IN (SELECT id FROM {table})", (table,))
