"""How soon tickets are to be answered and resolved, by priority, and how each stands against it in working hours.

The clock of the resolution stands still while a ticket waits for the customer, as in the KPI about it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from crmdesk.domain.calendar import HOUR
from crmdesk.domain.errors import FieldError
from crmdesk.domain.hours import OpeningHours
from crmdesk.domain.priority import PRIORITIES
from crmdesk.store.file import Workspace
from crmdesk.text import _

KEY = "ticket_targets"
MOST_HOURS = 10_000
# A ticket without a priority is one of the usual ones.
USUAL = "normal"
_EVENTS = """
SELECT ticket_id, at, kind FROM ticket_event
WHERE ticket_id IN (SELECT value FROM json_each(?)) AND at <= ? AND kind NOT IN ('received', 'replied')
ORDER BY ticket_id, at, id
"""


@dataclass(frozen=True, slots=True)
class Target:
    """What is promised for a priority, in working hours; None: nothing."""

    first_response_hours: float | None
    resolution_hours: float | None


DEFAULTS: Mapping[str, Target] = {
    "urgent": Target(1, 8),
    "high": Target(4, 16),
    "normal": Target(8, 40),
    "low": Target(16, 80),
}


@dataclass(frozen=True, slots=True)
class Countdown:
    """How a ticket stands against one target.

    `left` is working time in microseconds, negative where it is over; None without a target. `due` is when the time
    is up, None where the clock stands still: the thing is done, or the ticket waits for the customer.
    """

    left: int | None = None
    due: int | None = None
    done: bool = False

    @property
    def over(self) -> bool:
        return self.left is not None and self.left < 0


@dataclass(frozen=True, slots=True)
class Standing:
    """How a ticket stands: its first answer, its resolution, and whether it waits for the customer."""

    response: Countdown
    resolution: Countdown
    waiting: bool = False

    @property
    def due(self) -> int | None:
        """When the next of the two times is up."""
        return min((one.due for one in (self.response, self.resolution) if one.due is not None), default=None)

    @property
    def over(self) -> bool:
        """Whether something that is still to be done is late."""
        return any(one.over and not one.done for one in (self.response, self.resolution))


def targets_of(stored: Mapping[str, Any]) -> dict[str, Target]:
    """The targets of a workspace from its stored settings; what makes no sense there counts as not there."""
    try:
        kept = checked_targets(KEY, stored.get(KEY) or {})
    except FieldError:
        kept = {}
    return {**DEFAULTS, **{priority: Target(**one) for priority, one in kept.items()}}


def checked_targets(name: str, given: Any) -> dict[str, dict[str, float | None]]:
    """Targets as they are stored: whole objects by priority. Raises FieldError."""
    if not isinstance(given, Mapping) or any(priority not in PRIORITIES for priority in given):
        raise FieldError(name, _("must name targets for the priorities low, normal, high and urgent"))
    found = {}
    for priority, value in given.items():
        one = asdict(value) if isinstance(value, Target) else value
        if not isinstance(one, Mapping) or set(one) != {"first_response_hours", "resolution_hours"}:
            raise FieldError(name, _("must hold hours for the first answer and for the resolution"))
        found[priority] = {key: _hours(name, hours) for key, hours in one.items()}
    return found


def _hours(name: str, value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= MOST_HOURS:
        raise FieldError(name, _("must be hours above 0 and up to {most}").format(most=f"{MOST_HOURS:,}"))
    return value


def standing(workspace: Workspace, rows: Iterable[Sequence[Any]], now: int) -> dict[int, Standing]:
    """How tickets stand at a moment.

    Each row begins with the ticket's id, priority, opened_at, first_response_at and resolved_at.
    """
    tickets = [tuple(row[:5]) for row in rows]
    if not tickets:
        return {}
    targets = targets_of(workspace.stored_settings)
    hours = _opening(workspace, min(ticket[2] for ticket in tickets), now, targets)
    events = workspace.rows(_EVENTS, (json.dumps([ticket[0] for ticket in tickets]), now))
    ways = {ticket: list(way) for ticket, way in groupby(events, itemgetter(0))}
    return {
        ticket[0]: _standing(ticket, ways.get(ticket[0], []), targets[ticket[1] or USUAL], hours, now)
        for ticket in tickets
    }


def _standing(
    ticket: tuple[Any, ...], way: list[tuple[Any, ...]], target: Target, hours: OpeningHours, now: int
) -> Standing:
    _id, _priority, opened, answered, resolved = ticket
    settled = [at for at in (answered, resolved) if at is not None]
    spans, running = _active(opened, now if resolved is None else resolved, way)
    worked = sum(hours.between(start, end) for start, end in spans)
    waited = hours.between(opened, max(min([*settled, now]), opened)) if opened < now else 0
    return Standing(
        _countdown(target.first_response_hours, waited, hours, now, done=bool(settled), running=True),
        _countdown(target.resolution_hours, worked, hours, now, done=resolved is not None, running=running),
        waiting=resolved is None and not running,
    )


def _active(opened: int, until: int, way: list[tuple[Any, ...]]) -> tuple[list[tuple[int, int]], bool]:
    """When the business was at it, up to a moment, and whether it still is."""
    spans = []
    begun: int | None = opened
    for _ticket, moment, kind in way:
        at = min(max(moment, opened), until)
        if kind in ("waiting", "resolved"):
            if begun is not None:
                spans.append((begun, at))
            begun = None
        elif begun is None:
            begun = at
    if begun is not None and begun < until:
        spans.append((begun, until))
    return spans, begun is not None


def _countdown(
    promised: float | None, spent: int, hours: OpeningHours, now: int, *, done: bool, running: bool
) -> Countdown:
    if promised is None or not hours.any:
        return Countdown(done=done)
    left = round(promised * HOUR) - spent
    due = hours.moment_of(hours.until((now,))[0] + left) if running and not done else None
    return Countdown(left, due, done)


def _opening(workspace: Workspace, first: int, now: int, targets: Mapping[str, Target]) -> OpeningHours:
    """The opening hours from the first ticket until every target that is promised is surely up."""
    working, calendar = workspace.settings.working_time, workspace.calendar
    promised = [hours or 0 for one in targets.values() for hours in (one.first_response_hours, one.resolution_hours)]
    # In each week there is one working day at least; those that are holidays come on top.
    weeks = max(promised) * 60 / max(working.closes - working.opens, 1) + len(working.holidays) + 2
    return OpeningHours(calendar, working, calendar.day_of(min(first, now)), calendar.day_of(now) + round(7 * weeks))
