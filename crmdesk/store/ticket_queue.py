"""The tickets to work on, what is due first on top, and those that were resolved lately."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crmdesk.store.file import Workspace
from crmdesk.store.ticket_targets import Standing, standing

MOST = 5_000
MOST_RESOLVED = 500
_ROWS = """
SELECT t.id, t.priority, t.opened_at, t.first_response_at, t.resolved_at, t.subject, t.category,
    t.contact_id, c.name, t.owner_id, s.name
FROM ticket t LEFT JOIN contact c ON c.id = t.contact_id LEFT JOIN staff s ON s.id = t.owner_id
"""
_OPEN = f"{_ROWS} WHERE t.resolved_at IS NULL ORDER BY t.opened_at, t.id LIMIT ?"
_RESOLVED = f"{_ROWS} WHERE t.resolved_at IS NOT NULL ORDER BY t.id DESC LIMIT ?"
Named = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Queued:
    """A ticket of the queue."""

    id: int
    subject: str
    priority: str | None
    category: str
    contact: Named | None
    owner: Named | None
    opened_at: int
    first_response_at: int | None
    resolved_at: int | None
    standing: Standing

    @property
    def search_text(self) -> str:
        """The words by which it is found in the queue."""
        names = (one[1] for one in (self.contact, self.owner) if one)
        return " ".join((self.subject, self.category, *names))


def open_queue(workspace: Workspace, now: int, *, most: int = MOST) -> list[Queued]:
    """The oldest open tickets: what is due first on top, then what has no target, last what waits for the customer."""
    return sorted(_read(workspace, _OPEN, most, now), key=_urgency)


def resolved_lately(workspace: Workspace, now: int, *, most: int = MOST_RESOLVED) -> list[Queued]:
    """The resolved ones among the newest tickets, the last resolved first."""
    return sorted(_read(workspace, _RESOLVED, most, now), key=lambda one: -(one.resolved_at or 0))


def _urgency(one: Queued) -> tuple[Any, ...]:
    due = one.standing.due
    return one.standing.waiting and due is None, due is None, due or 0, one.opened_at, one.id


def _read(workspace: Workspace, sql: str, most: int, now: int) -> list[Queued]:
    rows = workspace.rows(sql, (most,))
    standings = standing(workspace, rows, now)
    return [
        Queued(
            *(id, subject or "", priority, category or "", _named(*contact), _named(*owner)),
            *(opened, answered, resolved, standings[id]),
        )
        for id, priority, opened, answered, resolved, subject, category, *names in rows
        for contact, owner in [(names[:2], names[2:])]
    ]


def _named(row_id: int | None, name: str | None) -> Named | None:
    return None if row_id is None else (row_id, name or "")
