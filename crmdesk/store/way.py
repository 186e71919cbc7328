"""The ways of deals and tickets: their events are the truth, and the record's own columns must say the same.

Here stands what follows from what: the columns from the events, and the events of a record that came without any.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crmdesk.store.base import Record, table_of
from crmdesk.store.journal import Tx
from crmdesk.store.row import Source
from crmdesk.store.stage import LOST, OPEN, WON

Event = dict[str, Any]
CLOSED = (WON, LOST)
_KNOWN_MOMENTS = (("received", "opened_at"), ("replied", "first_response_at"), ("resolved", "resolved_at"))
_LAST = float("inf")


@dataclass(frozen=True, slots=True)
class Ladder:
    """The stages in their order: the kind of each, and the first open one."""

    kinds: Mapping[int, str]
    first_open: int | None

    def is_closed(self, stage: int) -> bool:
        return self.kinds[stage] in CLOSED

    def first(self, kind: str) -> int | None:
        """The first stage of a kind."""
        return next((stage for stage, its_kind in self.kinds.items() if its_kind == kind), None)


def ladder_of(source: Source) -> Ladder:
    """The stages as they are in the workspace."""
    rows = source.rows(f"SELECT id, coalesce(kind, '{OPEN}') FROM stage ORDER BY position IS NULL, position, id")
    return Ladder(dict(rows), next((stage for stage, kind in rows if kind == OPEN), None))


def deal_events(deal: Mapping[str, Any], ladder: Ladder) -> list[Event]:
    """The stage changes of a deal that has none: opened in the first open stage, closed in its own."""
    stage = deal["stage_id"]
    if not ladder.is_closed(stage):
        return [_stage_change(deal, stage, deal["opened_at"])]
    opened_in = ladder.first_open or stage
    return [_stage_change(deal, opened_in, deal["opened_at"]), _stage_change(deal, stage, deal["closed_at"])]


def deal_state(events: Sequence[Event], ladder: Ladder) -> dict[str, Any]:
    """What a deal's columns must be after these stage changes."""
    last = events[-1]
    closed_at = last["at"] if ladder.is_closed(last["stage_id"]) else None
    return {"stage_id": last["stage_id"], "closed_at": closed_at, "opened_at": events[0]["at"]}


def ticket_events(ticket: Mapping[str, Any]) -> list[Event]:
    """The events of a ticket that has none, as its columns tell them."""
    known = [(kind, ticket[column]) for kind, column in _KNOWN_MOMENTS if ticket[column] is not None]
    return sorted((ticket_event(ticket, kind, at) for kind, at in known), key=lambda event: event["at"])


def ticket_event(ticket: Mapping[str, Any], kind: str, at: int) -> Event:
    """One event by the ticket's owner."""
    return {"kind": kind, "at": at, "staff_id": ticket["owner_id"], "note": None}


def ticket_state(events: Sequence[Event]) -> dict[str, Any]:
    """What a ticket's columns must be after these events."""
    outcomes = [event for event in events if event["kind"] in ("resolved", "reopened")]
    resolved = outcomes[-1]["at"] if outcomes and outcomes[-1]["kind"] == "resolved" else None
    return {
        "opened_at": next((event["at"] for event in events if event["kind"] == "received"), None),
        "first_response_at": next((event["at"] for event in events if event["kind"] == "replied"), None),
        "resolved_at": resolved,
    }


def events_of(source: Source, record: type[Record], reference: str, row_id: int) -> list[Event]:
    """The events of one record in their order, with their row ids."""
    names = ["id", *(name for name in record.columns if name != reference)]
    sql = f"SELECT {', '.join(names)} FROM {table_of(record)} WHERE {reference} = ? ORDER BY at, id"
    return [dict(zip(names, values, strict=True)) for values in source.rows(sql, (row_id,))]


def in_order(events: Sequence[Event]) -> list[Event]:
    """Events as they will follow each other once they are stored: new ones come last among those of one moment."""
    return sorted(events, key=lambda event: (event["at"], event.get("id", _LAST)))


def write_events(
    tx: Tx, record: type[Record], owner: tuple[str, int], before: Sequence[Event], after: Sequence[Event]
) -> None:
    """Makes the stored events of the record that `owner` names (column, row id) those of `after`."""
    stored = {event["id"]: event for event in before if "id" in event}
    for row_id in stored.keys() - {event.get("id") for event in after}:
        tx.delete(record, row_id)
    for event in after:
        if "id" not in event:
            tx.insert(record, {owner[0]: owner[1], **event})
        elif changed := {name: value for name, value in event.items() if stored[event["id"]][name] != value}:
            tx.update(record, event["id"], changed)


def _stage_change(deal: Mapping[str, Any], stage: int, at: int) -> Event:
    return {"stage_id": stage, "at": at, "staff_id": deal["owner_id"]}
