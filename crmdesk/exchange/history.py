"""Deals and tickets with their histories: the rows of the history are the truth, and the record must agree with them.

A record without rows gets the history that follows from its columns. A record that comes again has its history
replaced, if it differs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from crmdesk.exchange.ids import Ids
from crmdesk.exchange.parsed import Parsed
from crmdesk.exchange.writing import insert
from crmdesk.store.base import Record, own_fields, table_of
from crmdesk.store.field import Dialect, Moment
from crmdesk.store.journal import Tx
from crmdesk.store.way import Event, Ladder, deal_events, deal_state, ticket_event, ticket_events, ticket_state
from crmdesk.text import _


@dataclass(frozen=True, slots=True)
class Way:
    """How the histories of one kind of record work.

    `reference` names the record in a history row; `made_up` makes a history from a record's columns; `state` tells
    what the columns must be, in the order in which they are compared; `complete` adds what a history cannot lack.
    """

    record: type[Record]
    events: type[Record]
    reference: str
    made_up: Callable[[Event], list[Event]]
    state: Callable[[list[Event]], dict[str, Any]]
    complete: Callable[[Event, list[Event]], list[Event]]
    fault: Callable[[Event], tuple[str, str] | None]


def reopen(deals: Parsed, ladder: Ladder) -> None:
    """A deal that comes again in an open stage is closed no more, also where its file has no column that says so."""
    closings = deals.columns["closed_at"]
    for i in deals.standing():
        if closings[i] is None or "closed_at" in deals.said[i]:
            continue
        if ladder.kinds.get(deals.columns["stage_id"][i]) == "open":
            closings[i] = None
            deals.said[i] |= {"closed_at"}


def deal_way(record: type[Record], events: type[Record], ladder: Ladder) -> Way:
    """Deals and their stage changes."""

    def fault(deal: Event) -> tuple[str, str] | None:
        if ladder.is_closed(deal["stage_id"]) and deal["closed_at"] is None:
            return "closed_at", _("is empty, but the deal's stage is won or lost")
        if not ladder.is_closed(deal["stage_id"]) and deal["closed_at"] is not None:
            return "closed_at", _("is filled in, but the deal's stage is open")
        return None

    made_up, state = partial(deal_events, ladder=ladder), partial(deal_state, ladder=ladder)
    return Way(record, events, "deal_id", made_up, state, lambda _deal, way: way, fault)


def ticket_way(record: type[Record], events: type[Record]) -> Way:
    """Tickets and their events."""

    def complete(ticket: Event, way: list[Event]) -> list[Event]:
        if any(event["kind"] == "received" for event in way):
            return way
        return sorted([ticket_event(ticket, "received", ticket["opened_at"]), *way], key=lambda event: event["at"])

    return Way(record, events, "ticket_id", ticket_events, ticket_state, complete, lambda _ticket: None)


class Histories:
    """The histories of one import: which rows belong to which record, judged together with it."""

    def __init__(self, way: Way, records: Parsed, events: Parsed, ids: Ids, dialect: Dialect) -> None:
        self._way, self._records, self._events, self._ids, self._dialect = way, records, events, ids, dialect
        self._names = [name for name in way.events.columns if name != way.reference]
        self._of: dict[str, list[int]] = {}
        references = events.columns[way.reference]
        moments = events.columns["at"]
        for i in sorted(events.standing(), key=lambda place: (moments[place], place)):
            self._of.setdefault(references[i], []).append(i)

    def judge(self) -> None:
        """Refuses records that disagree with their history, and the history of every record that was refused."""
        records, way = self._records, self._way
        for i in records.standing():
            columns = self._row(records, i, records.columns)
            if found := way.fault(columns):
                records.refuse(i, found[0], self._shown(i, found[0], columns[found[0]]), found[1])
            elif places := self._of.get(records.external[i] or ""):
                self._compare(i, columns, way.complete(columns, self._events_at(places)))

    def refuse_orphans(self, known: Mapping[str, int]) -> None:
        """Refuses the rows of records that are not there, and of records that were refused in this import."""
        fallen = {self._records.external[i] for i in self._records.refused}
        for name, places in list(self._of.items()):
            if name in known and name not in fallen:
                continue
            reason = (
                _("belongs to a record that was refused") if name in fallen else _("names a record that is not there")
            )
            for i in places:
                self._events.refuse(i, self._way.reference, name, reason)
            del self._of[name]

    def write(self, tx: Tx, first_new: int) -> tuple[int, int]:
        """Writes the histories; answers how many of the files' rows are new and how many stood there already."""
        known = self._ids.of(self._way.record)
        unnamed = self._write_records(tx, known, first_new)
        self._append(tx, unnamed)
        # Histories of records that are in the workspace, while only their history came.
        together = set(self._records.external)
        for name in [name for name in self._of if name not in together]:
            self._replace_alone(tx, known[name], self._of[name])
        return self._new, self._same

    _new = 0
    _same = 0

    def _write_records(self, tx: Tx, known: Mapping[str, int], first_new: int) -> list[tuple[int, list[Event]]]:
        """Replaces histories that differ; answers those of new records."""
        fresh: list[tuple[int, list[Event]]] = []
        numbers = self._numbers(known, first_new)
        before = self._stored(tx, [number for number in numbers.values() if number < first_new])
        for i, number in numbers.items():
            places = self._of.get(self._records.external[i] or "", [])
            row = self._row(self._records, i, self._records.columns)
            way = self._way.complete(row, self._events_at(places)) if places else self._way.made_up(row)
            if number >= first_new:
                fresh.append((number, way))
                self._new += len(places)
            elif self._differs(before.get(number, []), way):
                self._drop(tx, number)
                fresh.append((number, way))
                self._new += len(places)
            else:
                self._same += len(places)
        return fresh

    def _numbers(self, known: Mapping[str, int], first_new: int) -> dict[int, int]:
        """The row number of each standing record: new ones without an id were numbered in their order."""
        numbers: dict[int, int] = {}
        following = first_new
        for i in self._records.standing():
            name = self._records.external[i]
            number = following if name is None else known[name]
            numbers[i] = number
            if number == following:
                following += 1
        return numbers

    def _append(self, tx: Tx, ways: Sequence[tuple[int, list[Event]]]) -> None:
        names = [*self._names, "custom"]
        columns: dict[str, list[Any]] = {self._way.reference: [], **{name: [] for name in names}}
        for number, way in ways:
            for event in way:
                columns[self._way.reference].append(number)
                for name in names:
                    columns[name].append(event.get(name))
        insert(tx, self._way.events, columns, range(len(columns["at"])))

    def _replace_alone(self, tx: Tx, number: int, places: Sequence[int]) -> None:
        way = self._way.complete(self._stored_record(tx, number), self._events_at(places))
        if not self._differs(self._stored(tx, [number]).get(number, []), way):
            self._same += len(places)
            return
        self._drop(tx, number)
        self._append(tx, [(number, way)])
        tx.update(self._way.record, number, self._way.state(way))
        self._new += len(places)

    def _stored_record(self, tx: Tx, number: int) -> Event:
        names = [name for name in self._way.record.columns if name != "id"]
        (values,) = tx.rows(f"SELECT {', '.join(names)} FROM {table_of(self._way.record)} WHERE id = ?", (number,))
        return dict(zip(names, values, strict=True))

    def _stored(self, tx: Tx, numbers: Sequence[int]) -> dict[int, list[tuple[Any, ...]]]:
        found: dict[int, list[tuple[Any, ...]]] = {}
        names = ", ".join([self._way.reference, *self._names, "custom"])
        for start in range(0, len(numbers), 500):
            some = list(numbers[start : start + 500])
            sql = (
                f"SELECT {names} FROM {table_of(self._way.events)} WHERE {self._way.reference}"
                f" IN ({', '.join('?' * len(some))}) ORDER BY at, id"
            )
            for number, *row in tx.rows(sql, some):
                found.setdefault(number, []).append(tuple(row))
        return found

    def _differs(self, before: list[tuple[Any, ...]], way: list[Event]) -> bool:
        names = [*self._names, "custom"]
        return before != [tuple(event.get(name) for name in names) for event in way]

    def _drop(self, tx: Tx, number: int) -> None:
        tx.rows(f"DELETE FROM {table_of(self._way.events)} WHERE {self._way.reference} = ?", (number,))

    def _events_at(self, places: Sequence[int]) -> list[Event]:
        events = self._events
        return [{**self._row(events, i, self._names), "custom": events.custom[i]} for i in places]

    def _row(self, parsed: Parsed, i: int, names: Any) -> Event:
        return {name: parsed.columns[name][i] for name in names}

    def _compare(self, i: int, columns: Event, way: list[Event]) -> None:
        for name, value in self._way.state(way).items():
            if columns[name] != value:
                text = _("does not agree with {file}").format(file=f"{self._way.events.plural}.csv")
                self._records.refuse(i, name, self._shown(i, name, columns[name]), text)
                return

    def _shown(self, i: int, name: str, value: Any) -> str:
        """What the record's file says in a cell, or, where it does not speak of it, what stands in the workspace."""
        stored = own_fields(self._way.record)[name]
        is_known = value is not None and isinstance(stored, Moment)
        return self._records.quoted(i, name, stored.text(value, self._dialect) if is_known else "")
