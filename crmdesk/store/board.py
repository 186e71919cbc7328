"""The deal board in SQL: the open stages, the first cards of each, and what all deals of a stage are worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from crmdesk.domain.calendar import DAY
from crmdesk.domain.money import Money, rounded
from crmdesk.store.business import business
from crmdesk.store.file import Workspace
from crmdesk.store.query import Query, condition_of

CAP = 100
_MOST_REASONS = 20
_STAGES = """
SELECT id, name, coalesce(probability, '0') FROM stage WHERE coalesce(kind, 'open') = 'open'
ORDER BY position IS NULL, position, id
"""
# What closes soonest stands on top, of those the largest. The facts beside a deal are looked up for those shown alone.
_CARDS = """
SELECT d.id, d.title, d.stage_id, c.name, d.amount, p.name, d.expected_close_on, d.opened_at,
       (SELECT max(at) FROM stage_change WHERE deal_id = d.id),
       (SELECT max(coalesce(done_at, at)) FROM activity WHERE deal_id = d.id),
       task.id, task.subject, task.due_at
FROM (SELECT t.* FROM deal AS t WHERE {condition}
      ORDER BY t.expected_close_on IS NULL, t.expected_close_on, t.amount DESC, t.id LIMIT :most) AS d
LEFT JOIN contact AS c ON c.id = d.contact_id
LEFT JOIN staff AS p ON p.id = d.owner_id
LEFT JOIN activity AS task ON task.id = (
    SELECT id FROM activity WHERE deal_id = d.id AND due_at IS NOT NULL AND done_at IS NULL ORDER BY due_at, id LIMIT 1)
ORDER BY d.expected_close_on IS NULL, d.expected_close_on, d.amount DESC, d.id
"""
# Where a deal has no probability of its own, that of its stage counts.
_TOTALS = """
SELECT t.stage_id, coalesce(t.probability, s.probability, '0'), count(*), coalesce(sum(t.amount), 0)
FROM stage AS s JOIN deal AS t ON t.stage_id = s.id
WHERE coalesce(s.kind, 'open') = 'open' AND {condition}
GROUP BY 1, 2
"""
_REASONS = """
SELECT lost_reason FROM deal WHERE lost_reason IS NOT NULL GROUP BY lost_reason ORDER BY count(*) DESC, lost_reason
LIMIT :most
"""


@dataclass(frozen=True, slots=True)
class OpenStage:
    """A column of the board."""

    id: int
    name: str
    probability: str


@dataclass(frozen=True, slots=True)
class Task:
    """The next open task of a deal."""

    id: int
    subject: str
    due_at: int


@dataclass(frozen=True, slots=True)
class DealCard:
    """What a card of the board tells of a deal. `days` is how long it has been in its stage.

    Overdue: its expected day has passed, or its next task is late. Stale: nothing was done and it did not move for
    longer than the business allows.
    """

    id: int
    title: str
    stage_id: int
    contact: str
    amount: int | None
    owner: str
    expected_on: int | None
    days: int
    task: Task | None
    overdue: bool
    stale: bool


@dataclass(frozen=True, slots=True)
class Worth:
    """All deals of a stage together, those without a card too."""

    deals: int
    amount: Money
    weighted: Money


@dataclass(frozen=True, slots=True)
class Seen:
    """What is read for the board; `more` are the stages that hold deals beyond their cards.

    `ever` says whether there is any deal at all, in whatever stage.
    """

    stages: list[OpenStage]
    cards: dict[int, list[DealCard]]
    more: frozenset[int]
    ever: bool


NOTHING = Worth(0, Money(0), Money(0))


def open_stages(source: Workspace) -> list[OpenStage]:
    """The columns, in the order of the pipeline."""
    return [OpenStage(*row) for row in source.rows(_STAGES)]


def seen(source: Workspace, query: Query, most: Mapping[int, int], now: int) -> Seen:
    """The stages with their first cards; `most` says of which stages more than usual are wanted."""
    stages = open_stages(source)
    limits = {stage.id: most.get(stage.id, CAP) for stage in stages}
    found = {stage: cards(source, query, stage, now, limit + 1) for stage, limit in limits.items()}
    more = frozenset(stage for stage, deals in found.items() if len(deals) > limits[stage])
    shown = {stage: deals[: limits[stage]] for stage, deals in found.items()}
    return Seen(stages, shown, more, bool(source.rows("SELECT 1 FROM deal LIMIT 1")))


def cards(source: Workspace, query: Query, stage: int, now: int, most: int) -> list[DealCard]:
    """The first deals of a stage that the query shows."""
    condition, values = condition_of(source, query, now)
    return _cards(source, f"t.stage_id = :stage AND {condition}", {**values, "stage": stage, "most": most}, now)


def card(source: Workspace, deal: int, now: int) -> DealCard | None:
    """One deal, in whatever stage it is; None where it is not there any more."""
    return next(iter(_cards(source, "t.id = :deal", {"deal": deal, "most": 1}, now)), None)


def worth(source: Workspace, query: Query, now: int) -> dict[int, Worth]:
    """What each open stage holds, exact before it is rounded; a stage without deals is left out."""
    condition, values = condition_of(source, query, now)
    parts: dict[int, list[tuple[Fraction, int, int]]] = {}
    for stage, probability, deals, amount in source.rows(_TOTALS.format(condition=condition), values):
        parts.setdefault(stage, []).append((Fraction(probability), deals, amount))
    return {stage: _added(found) for stage, found in parts.items()}


def reasons(source: Workspace) -> list[str]:
    """Why deals were lost so far, the most frequent reason first."""
    return [str(reason) for (reason,) in source.rows(_REASONS, {"most": _MOST_REASONS})]


def _cards(source: Workspace, condition: str, values: dict[str, Any], now: int) -> list[DealCard]:
    day_of, stale_before = source.calendar.day_of, now - business(source).stale_after_days * DAY
    found = []
    for row in source.rows(_CARDS.format(condition=condition), values):
        id, title, stage, contact, amount, owner, expected, opened, entered, done, *next_task = row
        task = None if next_task[0] is None else Task(next_task[0], next_task[1] or "", next_task[2])
        since = opened if entered is None else entered
        late = (expected is not None and expected < day_of(now)) or (task is not None and task.due_at < now)
        stale = max(since, since if done is None else done) < stale_before
        days = max(day_of(now) - day_of(since), 0)
        about = (contact or "", amount, owner or "", expected)
        found.append(DealCard(id, title or "", stage, *about, days, task, overdue=late, stale=stale))
    return found


def _added(parts: Sequence[tuple[Fraction, int, int]]) -> Worth:
    weighted = sum((probability * amount for probability, _, amount in parts), Fraction(0))
    return Worth(sum(deals for _, deals, _ in parts), Money(sum(amount for *_, amount in parts)), rounded(weighted))
