"""Writing checked rows into the workspace: new ones in bulk, known ones where they differ."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from crmdesk.exchange.ids import Ids, number_rows
from crmdesk.exchange.parsed import Parsed
from crmdesk.store.base import Record, fields_of, moments_of, table_of
from crmdesk.store.journal import Tx
from crmdesk.store.rules import GOAL_KEY

_CHUNK = 10_000
_LOOKED_UP = 500
Columns = Mapping[str, Sequence[Any]]


class Days(dict[int | None, int | None]):
    """The local day of each moment, found out once."""

    def __init__(self, tx: Tx) -> None:
        super().__init__({None: None})
        self._calendar = tx.calendar

    def __missing__(self, at: int) -> int:
        day = self[at] = self._calendar.day_of(at)
        return day


def write(tx: Tx, parsed: Parsed, ids: Ids) -> tuple[int, int, int]:
    """Writes the standing rows; answers how many are new, changed and as they were."""
    record = parsed.record
    if "id" in record.columns:
        new, old, numbers = number_rows(parsed, ids, tx.next_id(record))
    else:
        new, old, numbers = _number_goals(tx, parsed)
    if "company_id" in parsed.columns:
        known = ids.of(record)
        companies = parsed.columns["company_id"]
        parsed.columns["company_id"] = [None if text is None else known.get(text) for text in companies]
    columns = {**parsed.columns, "external_id": parsed.external, "custom": parsed.custom}
    insert(tx, record, columns, new)
    changed = _update(tx, parsed, columns, old, numbers)
    return len(new), changed, len(old) - changed


def insert(tx: Tx, record: type[Record], columns: Columns, places: Sequence[int]) -> None:
    """Adds the rows at these places of the columns, in their order."""
    first = tx.next_id(record)
    names = [*columns, *_day_names(record, columns)]
    recorded = "recorded_at" in fields_of(record)
    if recorded:
        names += ["recorded_at", "recorded_day"]
    stamp = (tx.at, tx.calendar.day_of(tx.at)) if recorded else ()
    days = Days(tx)
    with tx.bulk(record, len(places)):
        for start in range(0, len(places), _CHUNK):
            some = places[start : start + _CHUNK]
            picked = [[values[i] for i in some] for values in columns.values()]
            picked += [[days[at] for at in (columns[name][i] for i in some)] for name in _moments(record, columns)]
            picked += [[value] * len(some) for value in stamp]
            numbers = range(first + start, first + start + len(some))
            tx.insert_many(record, ["id", "uid", *names], list(zip(numbers, tx.uids(len(some)), *picked, strict=True)))


def _moments(record: type[Record], columns: Columns) -> list[str]:
    return [name for name in moments_of(record) if name in columns]


def _day_names(record: type[Record], columns: Columns) -> list[str]:
    return [moments_of(record)[name] for name in _moments(record, columns)]


def keep_unsaid(tx: Tx, parsed: Parsed, ids: Ids) -> None:
    """Takes over, of records that are known, the fields that the files do not speak of. References are row numbers."""
    if "id" not in parsed.record.columns:
        return
    known = ids.of(parsed.record)
    places = {known[name]: i for i in parsed.standing() if (name := parsed.external[i]) is not None and name in known}
    said = frozenset(parsed.columns).intersection(*{parsed.said[i] for i in places.values()})
    names = [name for name in parsed.columns if name not in said and name != "company_id"]
    numbers = list(places) if names else []
    for start in range(0, len(numbers), _LOOKED_UP):
        for number, stored in _stored(tx, parsed.record, names, numbers[start : start + _LOOKED_UP]).items():
            i = places[number]
            for name, value in zip(names, stored, strict=False):
                if name not in parsed.said[i]:
                    parsed.columns[name][i] = value


def _update(tx: Tx, parsed: Parsed, columns: Columns, places: list[int], numbers: list[int]) -> int:
    """Writes what differs of the fields that the files speak of; answers how many rows did."""
    present = frozenset().union(*{parsed.said[i] for i in places})
    names = [name for name in parsed.columns if name in present]
    record, days = parsed.record, Days(tx)
    moments = [name for name in _moments(record, columns) if name in names]
    changed = []
    for start in range(0, len(places), _LOOKED_UP):
        some = places[start : start + _LOOKED_UP]
        stored = _stored(tx, record, names, numbers[start : start + _LOOKED_UP])
        for i, number in zip(some, numbers[start : start + _LOOKED_UP], strict=True):
            *before, custom = stored[number]
            said = parsed.said[i]
            values = [columns[name][i] if name in said else old for name, old in zip(names, before, strict=True)]
            merged = merged_custom(custom, parsed.custom[i], said)
            if values != before or merged != custom:
                local = [days[values[names.index(name)]] for name in moments]
                changed.append([*values, *local, merged, number])
    if changed:
        written = [*names, *(moments_of(record)[name] for name in moments), "custom"]
        tx.update_many(record, written, changed)
    return len(changed)


def _stored(tx: Tx, record: type[Record], names: Sequence[str], numbers: Sequence[int]) -> dict[int, tuple[Any, ...]]:
    marks = ", ".join("?" * len(numbers))
    listed = ", ".join(["id", *names, "custom"])
    rows = tx.rows(f"SELECT {listed} FROM {table_of(record)} WHERE id IN ({marks})", list(numbers))
    return {row[0]: row[1:] for row in rows}


def merged_custom(before: str | None, new: str | None, said: Collection[str]) -> str | None:
    """Custom fields after an import: those of the file, and those that were there and that it does not speak of."""
    if new == before:
        return before
    stood = json.loads(before) if before else {}
    given = json.loads(new) if new else {}
    # A field keeps its place among the others.
    merged = {name: given.get(name, value) for name, value in stood.items() if name in given or name not in said}
    merged |= given
    if merged == stood:
        return before
    return json.dumps(merged, ensure_ascii=False) if merged else None


def _number_goals(tx: Tx, parsed: Parsed) -> tuple[list[int], list[int], list[int]]:
    """A goal is known by its KPI and period, and by whose it is."""
    known = {tuple(key): number for number, *key in tx.rows(f"SELECT id, {', '.join(GOAL_KEY)} FROM goal")}
    keys = list(zip(*(parsed.columns[name] for name in GOAL_KEY), strict=True))
    new = [i for i in parsed.standing() if keys[i] not in known]
    old = [i for i in parsed.standing() if keys[i] in known]
    return new, old, [known[keys[i]] for i in old]
