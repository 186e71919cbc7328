"""Editing a record by hand: what a new one starts with, and saving what was typed, with all that follows from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from crmdesk.domain.calendar import date_of_day
from crmdesk.store import deal_moves, pipeline, tasks, ticket_steps
from crmdesk.store.base import Record
from crmdesk.store.deal import Deal
from crmdesk.store.journal import Tx
from crmdesk.store.making import Missing
from crmdesk.store.row import Source, person_of, present
from crmdesk.store.rules import checked
from crmdesk.store.stage import OPEN
from crmdesk.store.way import ladder_of

Values = Mapping[str, Any]


def defaults(source: Source, record: type[Record], now: int, person: int | None) -> dict[str, Any]:
    """What a new record starts with, by column name."""
    make = _DEFAULTS.get(record.kind)
    return make(source, now, person) if make else {}


def save(tx: Tx, record: type[Record], row_id: int | None, values: Values) -> int:
    """Stores values by column name in a record (None: a new one) and returns its number. Raises FieldErrors.

    Columns that are not named stay as they are; a `Missing` record is made first. Deals and tickets get the
    history that follows from their values.
    """
    before = None if row_id is None else present(tx, record, row_id)
    wanted = {name: made(tx, value) for name, value in values.items()}
    if record is Deal and before is None:
        wanted = _with_stage(tx, wanted)
    changed = checked(tx, record, before, wanted)
    if record.kind in _PUTTING:
        return _PUTTING[record.kind](tx, before, changed)
    if before is None:
        return tx.insert(record, changed)
    tx.update(record, before["id"], changed)
    return int(before["id"])


def made(tx: Tx, value: Any) -> Any:
    """The id of a record that is made on the spot; every other value as it is."""
    if not isinstance(value, Missing):
        return value
    usual = defaults(tx, value.record, tx.at, person_of(tx))
    return save(tx, value.record, None, {**usual, **value.values, value.record.name_field: value.name})


def _with_stage(tx: Tx, values: dict[str, Any]) -> dict[str, Any]:
    """A business that has no stages yet gets the usual ones with its first deal, which is in the first of them."""
    if values.get("stage_id") is not None or ladder_of(tx).kinds:
        return values
    return {**values, "stage_id": pipeline.start_pipeline(tx)[0]}


_PUTTING: dict[str, Callable[[Tx, Values | None, Values], int]] = {
    "deal": deal_moves.put,
    "ticket": ticket_steps.put,
    "activity": tasks.put,
    "stage": pipeline.put,
}


def _contact(_source: Source, now: int, person: int | None) -> dict[str, Any]:
    return {"kind": "person", "owner_id": person, "created_at": now}


def _deal(source: Source, now: int, person: int | None) -> dict[str, Any]:
    return {"stage_id": ladder_of(source).first_open, "owner_id": person, "opened_at": now}


def _ticket(_source: Source, now: int, person: int | None) -> dict[str, Any]:
    return {"priority": "normal", "owner_id": person, "opened_at": now}


def _activity(_source: Source, now: int, person: int | None) -> dict[str, Any]:
    return {"kind": "call", "direction": "out", "at": now, "staff_id": person}


def _campaign(source: Source, now: int, _person: int | None) -> dict[str, Any]:
    return {"started_on": source.calendar.day_of(now)}


def _expense(source: Source, now: int, person: int | None) -> dict[str, Any]:
    return {"spent_on": source.calendar.day_of(now), "category": "marketing", "staff_id": person}


def _sale(_source: Source, now: int, person: int | None) -> dict[str, Any]:
    return {"sold_at": now, "staff_id": person}


def _survey(_source: Source, now: int, _person: int | None) -> dict[str, Any]:
    return {"kind": "csat", "answered_at": now}


def _goal(source: Source, now: int, _person: int | None) -> dict[str, Any]:
    return {"period": f"{date_of_day(source.calendar.day_of(now)):%Y-%m}"}


def _stage(_source: Source, _now: int, _person: int | None) -> dict[str, Any]:
    return {"kind": OPEN}


_DEFAULTS: dict[str, Callable[[Source, int, int | None], dict[str, Any]]] = {
    "contact": _contact,
    "deal": _deal,
    "ticket": _ticket,
    "activity": _activity,
    "campaign": _campaign,
    "expense": _expense,
    "sale": _sale,
    "survey": _survey,
    "goal": _goal,
    "stage": _stage,
}
