"""Closing a period: its summary is kept, its figures are remembered, what is to be done becomes tasks; in one step."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from crmdesk.domain.period import Period
from crmdesk.insight.closing import Draft, NextStep
from crmdesk.report import options as paper
from crmdesk.report import printed
from crmdesk.report.options import Options
from crmdesk.report.write import Made
from crmdesk.store import closing
from crmdesk.store.file import Workspace
from crmdesk.store.journal import Tx
from crmdesk.store.row import person_of
from crmdesk.store.tasks import add_task, begin_of_work


@dataclass(frozen=True, slots=True)
class Agreed:
    """A step that was agreed when a period was closed, and whether its task is done; None where that is gone."""

    text: str
    who: str
    due_on: int | None
    done: bool | None


@dataclass(frozen=True, slots=True)
class Closed:
    """A period that was closed: when, by whom, what was said, and how many pages were kept."""

    id: int
    label: str
    closed_at: int
    printed_at: int
    who: str
    comment: str
    pages: int
    offered: str

    @property
    def sentences(self) -> tuple[str, ...]:
        """The sentences that were accepted."""
        return tuple(one["text"] for one in json.loads(self.offered) if one["accepted"])


def with_words(options: Options, draft: Draft, names: Mapping[int, str]) -> Options:
    """The options of a print that says what the owner has decided to say. Without next steps the rules find some."""
    steps = tuple(paper.NextStep(one.text, names.get(one.who or 0, ""), one.due_on) for one in draft.steps)
    return replace(options, comment=draft.comment, sentences=draft.accepted, next_steps=steps or None)


def close(tx: Tx, period: Period, draft: Draft, options: Options, made: Made, now: int) -> int:
    """Closes a period inside an operation, and returns the number of the closing. `now`: when the paper was made."""
    steps = [[one.text, one.who, one.due_on, _task(tx, one)] for one in draft.steps if one.text.strip()]
    printed.note(tx, made.results, now)
    values: dict[str, Any] = {
        "period": period.label,
        "staff_id": person_of(tx),
        "comment": draft.comment.strip() or None,
        "sentences": _text([{"rule": one.rule, "text": one.text, "accepted": one.accepted} for one in draft.sentences]),
        "steps": _text(steps),
        "options": _text(paper.to_json(options)),
        "printed_at": now,
    }
    return closing.keep(tx, values, made.data, made.pages)


def closings(workspace: Workspace) -> list[Closed]:
    """Every period that was closed, the latest first."""
    rows = workspace.rows(
        "SELECT c.id, c.period, c.closed_at, coalesce(c.printed_at, c.closed_at), coalesce(s.name, ''),"
        " coalesce(c.comment, ''), coalesce(c.pages, 0), coalesce(c.sentences, '[]')"
        " FROM closing c LEFT JOIN staff s ON s.id = c.staff_id ORDER BY c.closed_at DESC, c.id DESC"
    )
    return [Closed(*row) for row in rows]


def agreed(workspace: Workspace, closing_id: int) -> list[Agreed]:
    """What was agreed when a period was closed."""
    found = workspace.rows("SELECT coalesce(steps, '[]') FROM closing WHERE id = ?", (closing_id,))
    names = dict(workspace.rows("SELECT id, name FROM staff"))
    steps = json.loads(found[0][0]) if found else []
    tasks = [task for *_step, task in steps]
    done = dict(
        workspace.rows(
            "SELECT id, done_at IS NOT NULL FROM activity WHERE id IN (SELECT value FROM json_each(?))", (_text(tasks),)
        )
    )
    return [
        Agreed(text, names.get(who, ""), due_on, bool(done[task]) if task in done else None)
        for text, who, due_on, task in steps
    ]


def _task(tx: Tx, step: NextStep) -> int:
    due_at = None if step.due_on is None else begin_of_work(tx, step.due_on)
    return add_task(tx, step.text, due_at, staff=step.who)


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
