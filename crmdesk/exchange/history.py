"""Deals and tickets with their histories: the rows of the history are the truth, and the record must agree with them.

A record without rows gets the history that follows from its columns. A record that comes again has its history
replaced, if it differs. What another program says of a deal and of its way is brought to agree: its days are typed by
people, its way is noted as it happens.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from crmdesk.domain.calendar import DAY
from crmdesk.exchange.bringing import Bringing
from crmdesk.exchange.deciding import note_change
from crmdesk.exchange.ids import lead_nowhere
from crmdesk.exchange.parsed import Parsed
from crmdesk.exchange.policy import CREATED, UNCHANGED, UPDATED
from crmdesk.exchange.writing import insert
from crmdesk.store.base import Record, own_fields, table_of
from crmdesk.store.field import Moment
from crmdesk.store.journal import Tx
from crmdesk.store.stage import OPEN
from crmdesk.store.way import Event, Ladder, deal_events, deal_state, ticket_event, ticket_events, ticket_state
from crmdesk.text import _

"""Microseconds: a deal is often noted a moment after the hour at which it says that it was opened."""
_STAGES = f"SELECT id, position, coalesce(kind, '{OPEN}') FROM stage"


@dataclass(frozen=True, slots=True)
class Way:
    """How the histories of one kind of record work.

    `reference` names the record in a history row; `made_up` makes a history from a record's columns; `state` tells
    what the columns must be, in the order in which they are compared; `complete` adds what a history cannot lack.
    `is_rough`: the columns follow from the history, and what stands twice in it is passed over.
    """

    record: type[Record]
    events: type[Record]
    reference: str
    made_up: Callable[[Event], list[Event]]
    state: Callable[[list[Event]], dict[str, Any]]
    complete: Callable[[Event, list[Event]], list[Event]]
    fault: Callable[[Event], tuple[str, str] | None]
    is_rough: bool = False


def ladder_with(here: Bringing) -> Ladder:
    """The stages as they will be: those of the workspace and those that this import brings."""
    stages = {row_id: (position, kind) for row_id, position, kind in here.source.rows(_STAGES)} | here.stages
    order = sorted(stages, key=lambda one: (stages[one][0] is None, stages[one][0] or 0, one))
    kinds = {one: stages[one][1] for one in order}
    return Ladder(kinds, next((one for one, kind in kinds.items() if kind == OPEN), None))


def reopen(deals: Parsed, ladder: Ladder, here: Bringing) -> None:
    """A deal that comes again in an open stage is closed no more, also where its file has no column that says so."""
    closings = deals.columns["closed_at"]
    for i in deals.standing():
        if closings[i] is None or "closed_at" in deals.said[i]:
            continue
        if ladder.kinds.get(deals.columns["stage_id"][i]) == OPEN:
            note_change(deals, i, "closed_at", closings[i], None, here)
            closings[i] = None
            deals.said[i] |= {"closed_at"}


def deal_way(record: type[Record], events: type[Record], ladder: Ladder, *, is_rough: bool = False) -> Way:
    """Deals and their stage changes. `is_rough`: as another program wrote both."""

    def fault(deal: Event) -> tuple[str, str] | None:
        if ladder.is_closed(deal["stage_id"]) and deal["closed_at"] is None:
            return "closed_at", _("is empty, but the deal's stage is won or lost")
        if not ladder.is_closed(deal["stage_id"]) and deal["closed_at"] is not None:
            return "closed_at", _("is filled in, but the deal's stage is open")
        return None

    made_up, state = partial(deal_events, ladder=ladder), partial(deal_state, ladder=ladder)
    complete = partial(_whole_way, ladder=ladder) if is_rough else lambda _deal, way: way
    return Way(record, events, "deal_id", made_up, state, complete, fault, is_rough)


def _whole_way(deal: Event, way: list[Event], ladder: Ladder) -> list[Event]:
    """The way of a deal from the day it was opened to the stage it is in, where a program noted only a part of it."""
    begun, *_rest = way
    if deal["opened_at"] is not None and begun["at"] - deal["opened_at"] > DAY:
        if ladder.first_open in (None, begun["stage_id"]):
            way = [{**begun, "at": deal["opened_at"]}, *way[1:]]
        else:
            opening = {**begun, "stage_id": ladder.first_open, "at": deal["opened_at"], "staff_id": deal["owner_id"]}
            way = [{**opening, "custom": None}, *way]
    last = way[-1]
    if deal["stage_id"] != last["stage_id"]:
        at = max(deal["closed_at"] or last["at"], last["at"])
        end = {**last, "stage_id": deal["stage_id"], "at": at, "staff_id": deal["owner_id"], "custom": None}
        way = [*way, end]
    return way


def ticket_way(record: type[Record], events: type[Record]) -> Way:
    """Tickets and their events."""

    def complete(ticket: Event, way: list[Event]) -> list[Event]:
        if any(event["kind"] == "received" for event in way):
            return way
        return sorted([ticket_event(ticket, "received", ticket["opened_at"]), *way], key=lambda event: event["at"])

    return Way(record, events, "ticket_id", ticket_events, ticket_state, complete, lambda _ticket: None)


class Histories:
    """The histories of one import: which rows belong to which record, judged together with it."""

    def __init__(self, way: Way, events: Parsed, here: Bringing) -> None:
        self._way, self._events, self._here = way, events, here
        self._names = [name for name in way.events.columns if name != way.reference]
        self._fallen: set[str] = set()
        self._of: dict[str, list[int]] = {}
        self._alone: dict[int, list[Event]] = {}
        self._ways: dict[int, list[Event]] = {}
        references = events.columns.get(way.reference, [])
        moments = events.columns.get("at", [])
        for i in sorted(events.standing(), key=lambda place: (moments[place], place)):
            self._of.setdefault(references[i], []).append(i)

    def reconcile(self, records: Parsed) -> None:
        """Takes the columns of records from their history, where another program wrote both."""
        if not self._way.is_rough:
            return
        for i in records.standing():
            name = records.external[i] or ""
            if name not in self._of:
                continue
            places = self._of[name] = self._moving(self._of[name])
            row = self._row(records, i, records.columns)
            for column, value in self._way.state(self._way.complete(row, self._events_at(places))).items():
                records.columns[column][i] = value
                records.said[i] |= {column}

    def _moving(self, places: list[int]) -> list[int]:
        """The rows in which a deal comes into another stage; programs note other changes among them."""
        stages, events = self._events.columns["stage_id"], self._events
        kept: list[int] = []
        for i in places:
            if kept and stages[i] == stages[kept[-1]]:
                events.left_out.add(i)
                events.reasons[i] = _("the stage stays the same")
            else:
                kept.append(i)
        return kept

    def judge(self, records: Parsed) -> None:
        """Refuses records that disagree with their history, and notes whose histories do not count."""
        way = self._way
        for i in list(records.standing()):
            columns = self._row(records, i, records.columns)
            if found := way.fault(columns):
                records.refuse(i, found[0], self._shown(records, i, found[0], columns[found[0]]), found[1])
            elif (places := self._told(records, i)) and not self._stays(records, i):
                self._compare(records, i, columns, way.complete(columns, self._events_at(places)))
        self._fallen.update(records.fallen())
        held = [name for i in (*records.doubts, *records.left_out) if (name := records.external[i]) is not None]
        self._here.ids.hold(way.record, held)

    def refuse_orphans(self, coming: Collection[str]) -> None:
        """Refuses the rows of records that are not there, and of records that were refused in this import."""
        ids, record = self._here.ids, self._way.record
        for name, places in list(self._of.items()):
            if name not in self._fallen and (name in coming or ids.find(record, name)):
                continue
            for i in places:
                if ids.is_held(record, name):
                    lead_nowhere(self._events, i, self._way.reference, name, record, ids)
                elif name in self._fallen:
                    self._events.refuse(i, self._way.reference, name, _("belongs to a record that was refused"))
                else:
                    self._events.refuse(i, self._way.reference, name, _("names a record that is not there"))
            del self._of[name]

    def settle(self, records: Parsed, new: Collection[int]) -> None:
        """Finds out whose history is replaced, and what becomes of the rows of it."""
        old = [i for i in records.standing() if i not in new and not self._stays(records, i)]
        before = self._stored([records.numbers[i] for i in old])
        for i in records.standing():
            self._decide(self._told(records, i), CREATED if i in new else UNCHANGED)
        for i in old:
            number = records.numbers[i]
            way = self._continued(records, i, before.get(number, [])) or self._way_of(records, i)
            differs = self._differs(before.get(number, []), way)
            if differs:
                records.replaced.add(i)
                self._ways[number] = way
                if not self._told(records, i):
                    # No row of a history says that it is another one now.
                    records.fates[i] = UPDATED
            self._decide(self._told(records, i), CREATED if differs else UNCHANGED)

    def settle_alone(self, together: Collection[str]) -> None:
        """The same for records of which only the history came."""
        for name in [name for name in self._of if name not in together]:
            number = self._here.ids.find(self._way.record, name) or 0
            places = self._of[name] = self._moving(self._of[name]) if self._way.is_rough else self._of[name]
            way = self._way.complete(self._stored_record(number), self._events_at(places))
            if self._here.policy.fill != "blanks" and self._differs(self._stored([number]).get(number, []), way):
                self._alone[number] = way
                self._decide(self._of[name], CREATED)
            else:
                self._decide(self._of[name], UNCHANGED)

    def drop_replaced(self, tx: Tx, records: Parsed) -> None:
        """Takes away the histories that others come for, while they can still be found quickly."""
        for i in records.replaced:
            self._drop(tx, records.numbers[i])

    def write(self, tx: Tx, records: Parsed, new: Collection[int]) -> None:
        """Writes the histories of a piece of records."""
        places = sorted({*new, *records.replaced})
        self._append(
            tx, [(number := records.numbers[i], self._ways.get(number) or self._way_of(records, i)) for i in places]
        )

    def write_alone(self, tx: Tx) -> None:
        """Writes the histories of records of which nothing else came."""
        for number, way in self._alone.items():
            self._drop(tx, number)
            self._append(tx, [(number, way)])
            tx.update(self._way.record, number, self._way.state(way))

    def _told(self, records: Parsed, i: int) -> list[int]:
        """The rows of the files that tell a record's history."""
        return self._of.get(records.external[i] or "", [])

    def _stays(self, records: Parsed, i: int) -> bool:
        """Whether a known record keeps the history that it has."""
        fill = self._here.policy.fill
        if fill == "letter" or not records.numbers[i] or i in records.moved:
            return False
        return fill == "blanks" or not self._told(records, i)

    def _way_of(self, records: Parsed, i: int) -> list[Event]:
        row = self._row(records, i, records.columns)
        places = self._told(records, i)
        return self._way.complete(row, self._events_at(places)) if places else self._way.made_up(row)

    def _continued(self, records: Parsed, i: int, before: list[tuple[Any, ...]]) -> list[Event] | None:
        """The history that a known record has, with what its columns say beyond it; None where a new one is told."""
        if self._here.policy.fill == "letter" or self._told(records, i):
            return None
        row = self._row(records, i, records.columns)
        way = [dict(zip([*self._names, "custom"], values, strict=True)) for values in before]
        for event in self._way.made_up(row)[1:] or self._moved_on(row, way):
            if not any({**event, "staff_id": None}.items() <= {**one, "staff_id": None}.items() for one in way):
                way.append({"custom": None, **event})
        way.sort(key=lambda event: int(event["at"]))
        agrees = bool(way) and all(row[name] == value for name, value in self._way.state(way).items())
        return way if agrees else None

    def _moved_on(self, row: Event, way: list[Event]) -> list[Event]:
        """The step of an open deal into another stage, of which no file says when it was."""
        if not way or row.get("stage_id") in (None, way[-1].get("stage_id")):
            return []
        at = way[-1]["at"] if self._here.tx is None else max(self._here.tx.at, way[-1]["at"])
        return [{**self._way.made_up(row)[0], "at": at}]

    def _decide(self, places: Sequence[int], fate: int) -> None:
        for i in places:
            self._events.fates[i] = fate

    def _append(self, tx: Tx, ways: Sequence[tuple[int, list[Event]]]) -> None:
        names = [*self._names, "custom"]
        columns: dict[str, list[Any]] = {self._way.reference: [], **{name: [] for name in names}}
        for number, way in ways:
            for event in way:
                columns[self._way.reference].append(number)
                for name in names:
                    columns[name].append(event.get(name))
        insert(tx, self._way.events, columns, range(len(columns["at"])))

    def _stored_record(self, number: int) -> Event:
        names = [name for name in self._way.record.columns if name != "id"]
        sql = f"SELECT {', '.join(names)} FROM {table_of(self._way.record)} WHERE id = ?"
        (values,) = self._here.source.rows(sql, (number,))
        return dict(zip(names, values, strict=True))

    def _stored(self, numbers: Sequence[int]) -> dict[int, list[tuple[Any, ...]]]:
        found: dict[int, list[tuple[Any, ...]]] = {}
        names = ", ".join([self._way.reference, *self._names, "custom"])
        for start in range(0, len(numbers), 500):
            some = list(numbers[start : start + 500])
            sql = (
                f"SELECT {names} FROM {table_of(self._way.events)} WHERE {self._way.reference}"
                f" IN ({', '.join('?' * len(some))}) ORDER BY at, id"
            )
            for number, *row in self._here.source.rows(sql, some):
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

    def _compare(self, records: Parsed, i: int, columns: Event, way: list[Event]) -> None:
        for name, value in self._way.state(way).items():
            if columns[name] != value:
                text = _("does not agree with {file}").format(file=f"{self._way.events.plural}.csv")
                records.refuse(i, name, self._shown(records, i, name, columns[name]), text)
                return

    def _shown(self, records: Parsed, i: int, name: str, value: Any) -> str:
        """What the record's file says in a cell, or, where it does not speak of it, what stands in the workspace."""
        stored = own_fields(self._way.record)[name]
        is_known = value is not None and isinstance(stored, Moment)
        return records.quoted(i, name, stored.text(value, self._here.dialect) if is_known else "")
