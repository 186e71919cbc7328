"""Tasks, meetings and notes as a calendar file (iCalendar), for the calendars and task lists of other programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from crmdesk import __version__
from crmdesk.domain.calendar import MINUTE, Calendar
from crmdesk.exchange.readers.content_lines import escaped, line, quoted
from crmdesk.store.atomic import write_bytes
from crmdesk.store.file import Workspace

_UTC = Calendar("UTC")
# What each kind of activity is in a calendar, while it is planned and when it was done. Calls and e-mails that are
# over are no appointments.
_PLANNED = {"task": "VTODO", "call": "VTODO", "email": "VTODO", "note": "VTODO", "meeting": "VEVENT"}
_DONE = {"task": "VTODO", "meeting": "VEVENT", "note": "VJOURNAL"}
_COLUMNS = ("kind", "subject", "body", "at", "due_at", "done_at", "minutes", "name", "email", "id")
_ROWS = """
SELECT a.kind, a.subject, a.body, a.at, a.due_at, a.done_at, a.minutes, c.name, c.email,
       coalesce(a.external_id, lower(hex(a.uid)))
FROM activity AS a LEFT JOIN contact AS c ON c.id = a.contact_id
"""
Lines = Iterator[tuple[str, str]]


def export_calendar(workspace: Workspace, target: Path, ids: Sequence[int] | None = None) -> int:
    """Writes tasks, meetings and notes, all of them or some activities, into one file; returns how many.

    Raises UserError.
    """
    some = "" if ids is None else " WHERE a.id IN (SELECT value FROM json_each(?))"
    rows = workspace.rows(f"{_ROWS}{some} ORDER BY a.id", () if ids is None else (json.dumps(list(ids)),))
    now = workspace.clock.now()
    entries = [made for row in rows if (made := entry(dict(zip(_COLUMNS, row, strict=True)), now))]
    head = (("BEGIN", "VCALENDAR"), ("VERSION", "2.0"), ("PRODID", f"-//crmdesk//crmdesk {__version__}//EN"))
    lines = [line(name, value) for name, value in head]
    write_bytes(target, b"".join([*lines, *entries, line("END", "VCALENDAR")]), private=True)
    return len(entries)


def entry(values: Mapping[str, Any], now: int) -> bytes:
    """One activity by its columns; nothing where it is none that calendars know."""
    is_planned = values["due_at"] is not None
    kind = (_PLANNED if is_planned else _DONE).get(values["kind"], "")
    begin = values["due_at"] if is_planned else values["at"]
    if not kind or (kind == "VEVENT" and begin is None):
        return b""
    parts = chain(
        (("BEGIN", kind), ("UID", escaped(values["id"])), ("DTSTAMP", _moment(now))),
        _said(values),
        _times(kind, values, begin),
        (("END", kind),),
    )
    return b"".join(line(name, value) for name, value in parts)


def _said(values: Mapping[str, Any]) -> Lines:
    subject = values["subject"] or next(iter((values["body"] or "").split("\n")), "")
    yield "SUMMARY", escaped(subject)
    if values["body"]:
        yield "DESCRIPTION", escaped(values["body"])
    if values["email"] and _is_address(values["email"]):
        yield f"ATTENDEE;CN={quoted(values['name'])}", f"mailto:{values['email']}"
    elif values["name"]:
        yield "CONTACT", escaped(values["name"])


def _times(kind: str, values: Mapping[str, Any], begin: int | None) -> Lines:
    done = values["done_at"]
    if kind == "VTODO":
        for name, at in (("CREATED", values["at"]), ("DUE", values["due_at"]), ("COMPLETED", done)):
            if at is not None:
                yield name, _moment(at)
        yield "STATUS", "NEEDS-ACTION" if done is None else "COMPLETED"
    elif begin is not None:
        yield "DTSTART", _moment(begin)
        if kind == "VEVENT" and values["minutes"]:
            yield "DTEND", _moment(begin + values["minutes"] * MINUTE)


def _moment(at: int) -> str:
    """A moment in UTC, so that no calendar has to know the time zone."""
    return _UTC.text(at)[:19].replace("-", "").replace(":", "") + "Z"


def _is_address(text: str) -> bool:
    return text.isascii() and text.isprintable() and " " not in text
