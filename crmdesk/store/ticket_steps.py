"""Working on tickets: each step is an event, and the ticket's own columns say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crmdesk.domain.errors import FieldError, FieldErrors, UserError
from crmdesk.store.base import own_fields
from crmdesk.store.journal import Tx
from crmdesk.store.row import Source, person_of, present
from crmdesk.store.rules import checked
from crmdesk.store.ticket import Ticket
from crmdesk.store.ticket_event import TicketEvent
from crmdesk.store.way import Event, events_of, in_order, ticket_events, ticket_state, write_events
from crmdesk.text import _

OPEN, WAITING, RESOLVED = "open", "waiting", "resolved"
_BATCH = 500
Values = Mapping[str, Any]


def reply(tx: Tx, ticket_id: int, *, note: str = "", staff: int | None = None, at: int | None = None) -> None:
    """The business answered the customer."""
    _add(tx, ticket_id, "replied", note, staff, at)


def wait(tx: Tx, ticket_id: int, *, note: str = "", staff: int | None = None, at: int | None = None) -> None:
    """From now on the ticket waits for the customer."""
    _require(tx, ticket_id, {WAITING: _("This ticket waits for the customer already."), RESOLVED: _is_resolved()})
    _add(tx, ticket_id, "waiting", note, staff, at)


def resume(tx: Tx, ticket_id: int, *, note: str = "", staff: int | None = None, at: int | None = None) -> None:
    """The customer answered; the ticket waits for the business again."""
    _require(tx, ticket_id, {OPEN: _("This ticket does not wait for the customer."), RESOLVED: _is_resolved()})
    _add(tx, ticket_id, "resumed", note, staff, at)


def resolve(tx: Tx, ticket_id: int, *, note: str = "", staff: int | None = None, at: int | None = None) -> None:
    """The ticket is resolved."""
    _require(tx, ticket_id, {RESOLVED: _("This ticket is resolved already.")})
    _add(tx, ticket_id, "resolved", note, staff, at)


def reopen(tx: Tx, ticket_id: int, *, note: str = "", staff: int | None = None, at: int | None = None) -> None:
    """The ticket was not resolved after all."""
    is_open = _("This ticket is open; there is nothing to reopen.")
    _require(tx, ticket_id, {OPEN: is_open, WAITING: is_open})
    _add(tx, ticket_id, "reopened", note, staff, at)


def state(source: Source, ticket_ids: Sequence[int]) -> dict[int, str]:
    """Whether each ticket is open, waiting (for the customer) or resolved."""
    found: dict[int, str] = {}
    for start in range(0, len(ticket_ids), _BATCH):
        some = list(ticket_ids[start : start + _BATCH])
        marks = ", ".join("?" * len(some))
        rows = source.rows(
            "SELECT id, resolved_at IS NOT NULL, (SELECT kind FROM ticket_event WHERE ticket_id = ticket.id"
            " AND kind NOT IN ('received', 'replied') ORDER BY at DESC, id DESC LIMIT 1)"
            f" FROM ticket WHERE id IN ({marks})",
            some,
        )
        for ticket_id, is_resolved, last in rows:
            found[ticket_id] = RESOLVED if is_resolved else WAITING if last == "waiting" else OPEN
    return found


def put(tx: Tx, before: Values | None, changed: Values) -> int:
    """Writes checked values of a ticket, and the events that follow from them. Raises FieldErrors."""
    if before is None:
        ticket = {**dict.fromkeys(own_fields(Ticket)), **changed}
        row_id = tx.insert(Ticket, ticket)
        by = {**ticket, "owner_id": person_of(tx)}
        write_events(tx, TicketEvent, ("ticket_id", row_id), [], ticket_events(by))
        return row_id
    events = _events(tx, before)
    edited = _edited(tx, events, before, changed)
    told = ticket_state(in_order(edited))
    for name in told.keys() & changed.keys():
        if told[name] != changed[name]:
            text = _("This does not agree with the other events of the ticket; look at its history.")
            raise FieldErrors([FieldError(name, text)])
    tx.update(Ticket, before["id"], changed)
    write_events(tx, TicketEvent, ("ticket_id", before["id"]), events, edited)
    return int(before["id"])


def _edited(tx: Tx, events: Sequence[Event], before: Values, changed: Values) -> list[Event]:
    """The events as the new values want them."""
    edited = list(events)
    if "opened_at" in changed:
        edited = _moved(tx, edited, "received", changed["opened_at"], first=True)
    if "first_response_at" in changed:
        at = changed["first_response_at"]
        edited = (
            [*edited, _event(tx, "replied", at)]
            if before["first_response_at"] is None
            else _moved(tx, edited, "replied", at, first=True)
        )
    if "resolved_at" in changed:
        at = changed["resolved_at"]
        if before["resolved_at"] is None:
            edited.append(_event(tx, "resolved", at))
        elif at is None:
            edited.append(_event(tx, "reopened", max(tx.at, _latest(edited))))
        else:
            edited = _moved(tx, edited, "resolved", at, first=False)
    return edited


def _moved(tx: Tx, events: list[Event], kind: str, at: int | None, *, first: bool) -> list[Event]:
    """The events with the first or last of a kind at another moment, or without it; a missing one is added."""
    places = [i for i, event in enumerate(events) if event["kind"] == kind]
    if not places:
        return events if at is None else [*events, _event(tx, kind, at)]
    place = places[0 if first else -1]
    changed = [] if at is None else [{**events[place], "at": at}]
    return [*events[:place], *changed, *events[place + 1 :]]


def _add(tx: Tx, ticket_id: int, kind: str, note: str, staff: int | None, at: int | None) -> None:
    ticket = present(tx, Ticket, ticket_id)
    events = _events(tx, ticket)
    last = _latest(events)
    if at is not None and at < last:
        raise UserError(_("Something happened with this ticket after that moment already; choose a later one."))
    event = _event(tx, kind, max(tx.at, last) if at is None else at)
    if staff is not None:
        event["staff_id"] = staff
    event["note"] = checked(tx, TicketEvent, None, {**event, "ticket_id": ticket_id, "note": note})["note"]
    after = [*events, event]
    told = ticket_state(in_order(after))
    write_events(tx, TicketEvent, ("ticket_id", ticket_id), events, after)
    tx.update(Ticket, ticket_id, {name: value for name, value in told.items() if ticket[name] != value})


def _latest(events: Sequence[Event]) -> int:
    return max(int(event["at"]) for event in events)


def _event(tx: Tx, kind: str, at: int) -> Event:
    return {"kind": kind, "at": at, "staff_id": person_of(tx), "note": None}


def _events(tx: Tx, ticket: Values) -> list[Event]:
    """The events of a ticket; one that has none gets those that follow from its columns."""
    return events_of(tx, TicketEvent, "ticket_id", ticket["id"]) or ticket_events(ticket)


def _require(tx: Tx, ticket_id: int, refusals: Mapping[str, str]) -> None:
    present(tx, Ticket, ticket_id)
    now = state(tx, [ticket_id])[ticket_id]
    if now in refusals:
        raise UserError(refusals[now])


def _is_resolved() -> str:
    return _("This ticket is resolved; reopen it first.")
