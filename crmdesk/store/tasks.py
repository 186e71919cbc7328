"""What was done with a contact, and what is to be done: logging, planning, finishing, putting off."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from crmdesk.domain.errors import UserError
from crmdesk.store.activity import Activity
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.journal import Tx
from crmdesk.store.row import Source, person_of, present, row
from crmdesk.store.rules import checked
from crmdesk.store.setting import Settings
from crmdesk.store.ticket import Ticket
from crmdesk.text import _

TASK = "task"
# By these a business reaches out to somebody, unless they came in.
_REACHING_OUT = ("call", "email", "meeting")
_SUBJECT_LENGTH = 120


def log(
    tx: Tx,
    kind: str,
    text: str,
    *,
    contact_id: int | None = None,
    deal_id: int | None = None,
    ticket_id: int | None = None,
    at: int | None = None,
    minutes: int | None = None,
    staff: int | None = None,
    direction: str | None = None,
) -> int:
    """Notes what was done: the first line of the text is the subject. Returns the number of the activity."""
    subject, body = _told(text)
    values = {
        "kind": kind,
        "subject": subject,
        "body": body,
        "at": tx.at if at is None else at,
        "minutes": minutes,
        "direction": direction,
        "staff_id": person_of(tx) if staff is None else staff,
        **_with_contact(tx, contact_id, deal_id, ticket_id),
    }
    return put(tx, None, checked(tx, Activity, None, values))


def add_task(
    tx: Tx,
    subject: str,
    due_at: int | None,
    *,
    kind: str = TASK,
    contact_id: int | None = None,
    deal_id: int | None = None,
    ticket_id: int | None = None,
    staff: int | None = None,
) -> int:
    """Plans something; without a moment it is due at no certain time. Returns the number of the activity."""
    brief, body = _told(subject)
    if not brief:
        raise UserError(_("A task needs a few words that say what is to be done."))
    values = {
        "kind": kind,
        "subject": subject,
        "body": body,
        "at": tx.at,
        "due_at": due_at,
        "staff_id": person_of(tx) if staff is None else staff,
        **_with_contact(tx, contact_id, deal_id, ticket_id),
    }
    return put(tx, None, checked(tx, Activity, None, values))


def finish(tx: Tx, activity_id: int) -> None:
    """The task is done. One that is done already stays as it is."""
    before = present(tx, Activity, activity_id)
    if before["done_at"] is None:
        put(tx, before, {"done_at": tx.at})


def snooze(tx: Tx, activity_id: int, until: int) -> None:
    """Puts a task off."""
    before = present(tx, Activity, activity_id)
    put(tx, before, checked(tx, Activity, before, {"due_at": until}))


def without_next(source: Source, done: int) -> dict[str, int]:
    """What a finished task belonged to, by column, where nothing more is planned for it.

    Empty where it belonged to no contact and no deal, where the deal is closed, and where there is a next task.
    """
    contact_id, deal_id = source.rows("SELECT contact_id, deal_id FROM activity WHERE id = ?", (done,))[0]
    column, owner = ("deal_id", deal_id) if deal_id is not None else ("contact_id", contact_id)
    if owner is None:
        return {}
    planned = f"SELECT 1 FROM activity WHERE {column} = ? AND due_at IS NOT NULL AND done_at IS NULL LIMIT 1"
    closed = "SELECT 1 FROM deal WHERE id = ? AND closed_at IS NOT NULL"
    if source.rows(planned, (owner,)) or (deal_id is not None and source.rows(closed, (deal_id,))):
        return {}
    return {name: id for name, id in (("contact_id", contact_id), ("deal_id", deal_id)) if id is not None}


def put(tx: Tx, before: Mapping[str, Any] | None, changed: Mapping[str, Any]) -> int:
    """Writes checked values of an activity. What reaches out to a lead that waits for an answer is the answer."""
    after = {**(before or {}), **changed}
    if before is None:
        row_id = tx.insert(Activity, changed)
        if after.get("due_at") is None:
            _answer(tx, after, after.get("at"))
        return row_id
    tx.update(Activity, before["id"], changed)
    if before["due_at"] is not None and before["done_at"] is None:
        _answer(tx, after, after["done_at"])
    return int(before["id"])


def begin_of_work(source: Source, day: int) -> int:
    """The moment at which the business opens on a day."""
    found = source.rows("SELECT value FROM setting WHERE key = 'working_hours'")
    opens = json.loads(found[0][0])[0] if found else Settings().working_hours[0]
    hour, minute = opens.split(":")
    return source.calendar.at_time(day, int(hour) * 60 + int(minute))


def _told(text: str) -> tuple[str | None, str | None]:
    """Subject and text of what was typed: one line is a subject, longer texts are kept whole beside it."""
    lines = text.strip().splitlines()
    first = " ".join(lines[0].split()) if lines else ""
    if len(lines) == 1 and len(first) <= _SUBJECT_LENGTH:
        return first, None
    subject = first if len(first) <= _SUBJECT_LENGTH else f"{first[: _SUBJECT_LENGTH - 1]}…"
    return subject or None, text.strip() or None


def _with_contact(tx: Tx, contact_id: int | None, deal_id: int | None, ticket_id: int | None) -> dict[str, int | None]:
    """What an activity belongs to; with a deal or a ticket also to its contact."""
    for record, row_id in ((Deal, deal_id), (Ticket, ticket_id)):
        if contact_id is None and row_id is not None:
            contact_id = (row(tx, record, row_id) or {}).get("contact_id")
    return {"contact_id": contact_id, "deal_id": deal_id, "ticket_id": ticket_id}


def _answer(tx: Tx, activity: Mapping[str, Any], at: int | None) -> None:
    reaches_out = activity.get("kind") in _REACHING_OUT and activity.get("direction") != "in"
    if not reaches_out or at is None or activity.get("contact_id") is None:
        return
    contact = present(tx, Contact, activity["contact_id"])
    if contact["first_response_at"] is None and contact["lead_at"] is not None and contact["lead_at"] <= at:
        tx.update(Contact, contact["id"], {"first_response_at": at})
