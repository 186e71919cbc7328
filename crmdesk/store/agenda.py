"""What waits to be done: tasks late and due, leads without an answer, tickets over their target, deals gone quiet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from crmdesk.store.file import Workspace
from crmdesk.store.listing import LISTINGS
from crmdesk.store.query import Condition, Filter, Query, cells, count, either, first_ids
from crmdesk.store.ticket_queue import open_queue

LATE, DUE, LEADS, TICKETS, DEALS = "late", "due", "leads", "tickets", "deals"
MOST = 4
STALE_DEALS = Query("deals", preset="stale", sort="amount", descending=True)
_TASKS = """
SELECT a.id, coalesce(a.subject, ''), a.due_at, c.name FROM activity a LEFT JOIN contact c ON c.id = a.contact_id
WHERE a.due_at IS NOT NULL AND a.done_at IS NULL AND a.due_at >= :start AND a.due_at < :end
AND (:person IS NULL OR a.staff_id IS NULL OR a.staff_id = :person) ORDER BY a.due_at, a.id
"""
_LEADS = """
SELECT c.id, c.name, c.lead_at, p.name FROM contact c LEFT JOIN contact p ON p.id = c.company_id
WHERE c.first_response_at IS NULL AND c.lead_at <= :now AND c.qualified_at IS NULL AND c.disqualified_at IS NULL
AND (:person IS NULL OR c.owner_id IS NULL OR c.owner_id = :person) ORDER BY c.lead_at, c.id
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do: the record, its name, whom it is about, and since or until when (microseconds UTC)."""

    kind: str
    id: int
    name: str
    who: str
    at: int | None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the agenda: how many things there are, and the most urgent of them."""

    id: str
    count: int
    lines: tuple[Line, ...]


def agenda(workspace: Workspace, now: int, *, person: int | None = None, most: int = MOST) -> list[Part]:
    """The parts in the order of the day; with a person, what is hers and what is nobody's."""
    tomorrow = workspace.calendar.midnight(workspace.calendar.day_of(now) + 1)
    spans = ((LATE, 0, now), (DUE, now, tomorrow))
    tasks = [
        _part(workspace, id, "activity", _TASKS, {"start": start, "end": end, "person": person}, most)
        for id, start, end in spans
    ]
    leads = _part(workspace, LEADS, "contact", _LEADS, {"now": now, "person": person}, most)
    return [*tasks, leads, _tickets(workspace, now, person, most), _deals(workspace, now, person, most)]


def tasks_between(workspace: Workspace, start: int, end: int, person: int | None = None) -> list[Line]:
    """The open tasks that fall due from one moment to another, the first due first."""
    rows = workspace.rows(_TASKS, {"start": start, "end": end, "person": person})
    return [Line("activity", id, name, who or "", at) for id, name, at, who in rows]


def _part(workspace: Workspace, id: str, kind: str, sql: str, values: dict[str, Any], most: int) -> Part:
    total = workspace.rows(f"SELECT count(*) FROM ({sql})", values)[0][0]
    rows = workspace.rows(f"{sql} LIMIT :most", {**values, "most": most})
    return Part(id, total, tuple(Line(kind, row_id, name, who or "", at) for row_id, name, at, who in rows))


def _tickets(workspace: Workspace, now: int, person: int | None, most: int) -> Part:
    late = [one for one in open_queue(workspace, now) if one.standing.over and not one.standing.waiting]
    own = [one for one in late if person is None or one.owner is None or one.owner[0] == person]
    lines = (
        Line("ticket", one.id, one.subject, one.contact[1] if one.contact else "", one.standing.due) for one in own
    )
    return Part(TICKETS, len(own), tuple(lines)[:most])


def theirs(column: str, person: int) -> Condition:
    """The condition that a record is a person's or nobody's."""
    return either((Filter(column, "is", person), Filter(column, "empty")))


def _deals(workspace: Workspace, now: int, person: int | None, most: int) -> Part:
    query = STALE_DEALS if person is None else replace(STALE_DEALS, filters=(theirs("owner_id", person),))
    ids = first_ids(workspace, query, now, most) or []
    found = cells(workspace, LISTINGS[query.listing], ("title", "contact_id", "last_activity", "opened_at"), ids)
    lines = (
        Line("deal", row_id, cell[0] or "", cell[1][1] if cell[1] else "", cell[2] or cell[3])
        for row_id, cell in zip(ids, found, strict=True)
        if cell is not None
    )
    return Part(DEALS, count(workspace, query, now), tuple(lines))
