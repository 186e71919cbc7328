"""What is being brought in and how far that is: the files, what is decided about them, the plan, and what was done.

It knows no control of its page: whatever takes time is done in jobs, and signals say what there is to be shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from crmdesk.domain.errors import UserError
from crmdesk.exchange.drafts.draft import KIND, Draft, answered, with_suggestions
from crmdesk.exchange.plan import Plan
from crmdesk.exchange.policy import Choice, Policy, RowKey
from crmdesk.exchange.questions import NOTHING
from crmdesk.exchange.recognise import Guess
from crmdesk.exchange.rules import TableRule
from crmdesk.screen.importing import bringing as import_bringing
from crmdesk.screen.importing import walk as import_walk
from crmdesk.screen.importing.mending import Line, Raw, raw_row
from crmdesk.screen.importing.walk import Item, Walk
from crmdesk.screen.importing.what import AS_BEFORE
from crmdesk.store import watched
from crmdesk.store.file import Workspace
from crmdesk.text import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.jobs import Job, Task
from crmdesk.ui.readings import Readings

# A plan of more rows than these is not made anew at every decision.
_MANY, _SOON_MS = 20_000, 1_200


class ImportWork(QObject):
    """Changes `walk` as is decided, and brings it in.

    `looked`: the files were looked at; `unreadable`: why they could not be. `changed`: a table is understood otherwise,
    or another one is looked at. `planning`, `planned`, `unplanned`: a plan is being made, is there, cannot be made.
    `row_read`: a row as it stands in its file, with what was mended in it. `begun`: the job that brings it in; `done`,
    `given_up`, `failed`: how it ended.
    """

    looked = Signal()
    unreadable = Signal(object)
    changed = Signal()
    planning = Signal()
    planned = Signal(object)
    unplanned = Signal(object)
    row_read = Signal(object, object)
    begun = Signal(object)
    done = Signal(object)
    given_up = Signal()
    failed = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self.desk = desk
        self.walk = Walk()
        # The table that is looked at.
        self.at = 0
        # The plan as of the latest decision; what was done last, and as which step of the journal.
        self.plan: Plan | None = None
        self.did: Plan | None = None
        self.batch = 0
        self._is_beginning = False
        self._readings = Readings(desk.session, self)
        self._later = QTimer(self, interval=_SOON_MS, singleShot=True)
        self._later.timeout.connect(self.make_plan)
        desk.session.jobs.started.connect(self._on_job)

    def put_away(self) -> None:
        """Forgets the present files."""
        self._readings.cancel()
        self._later.stop()
        self.walk, self.at, self.plan, self.did, self.batch = Walk(), 0, None, None, 0

    # Looking at files

    def take(self, paths: Sequence[Path], folder: int = 0) -> None:
        """Looks at files: what they are, and how they would come in."""
        self.put_away()
        self.walk = Walk(tuple(paths), folder)
        work = partial(import_walk.look, paths=tuple(paths), folder=folder)
        self._readings.start("look", _("Looking at the files"), work, self._on_looked, self.unreadable.emit)

    def _on_looked(self, walk: Walk) -> None:
        self.walk = walk
        self._leave(walk.unreadable())
        self.looked.emit()

    def _leave(self, files: Sequence[Path]) -> None:
        """What was looked at and brings nothing is no news of a watched folder any more, until it changes."""
        if self.walk.folder and files:
            watched.leave(self.desk.here, self.walk.folder, files)

    def look_at(self, place: int) -> None:
        """Looks at another table."""
        self.at = min(place, max(len(self.walk.items) - 1, 0))
        self.changed.emit()

    def _set_item(self, place: int, item: Item) -> None:
        self.walk, self.plan = self.walk.with_item(place, item), None
        # What was said of an open question does not outlive its answer.
        self.desk.notice.hide()
        self.changed.emit()

    def _item(self, place: int) -> Item | None:
        """A table; None where there is none: a field tells what was typed even when the page has been put away."""
        return self.walk.items[place] if place < len(self.walk.items) else None

    def understand(self, wanted: object) -> None:
        """Understands the table that is looked at otherwise."""
        place, item, here = self.at, self._item(self.at), self.walk.here
        if item is None or here is None:
            return

        def work(workspace: Workspace, task: Task) -> Item:
            if wanted == AS_BEFORE:
                return import_walk.as_before(workspace, task, item, here) or item
            return import_walk.understood(task, item, here, wanted if isinstance(wanted, Guess | str) else None)

        self._readings.start("item", _("Looking at the table"), work, partial(self._set_item, place))

    def read_again(self, rule: TableRule) -> None:
        """Reads the table that is looked at as a person says that it is written."""
        place, item, here = self.at, self._item(self.at), self.walk.here
        if item is not None and here is not None:
            work = partial(import_walk.look_again, item=item, rule=rule, here=here)
            self._readings.start("item", _("Looking at the table"), work, partial(self._set_item, place))

    def take_table(self, place: int, on: bool) -> None:
        """Takes a table along, or leaves it out."""
        item = self._item(place)
        if item is not None:
            self._set_item(place, replace(item, taken=on and item.draft is not None))

    # Deciding

    def redraft(self, change: Callable[..., Draft], *wanted: Any) -> None:
        """Changes how a column of the table that is looked at is understood."""
        item = self._item(self.at)
        if item is not None and item.draft is not None:
            self._set_item(self.at, replace(item, draft=change(item.draft, *wanted), before=False))

    def answer(self, place: int, question: str, answer: str) -> None:
        """Answers a question about a table."""
        item = self._item(place)
        if item is not None and item.draft is not None:
            try:
                self._set_item(place, replace(item, draft=answered(item.draft, question, answer)))
            except UserError as fault:
                self.desk.notice.tell(str(fault))

    def answer_all(self) -> None:
        """Takes what is probable as the answer of every open question."""
        for place, item in enumerate(self.walk.items):
            if item.taken and item.draft is not None:
                self.walk = self.walk.with_item(place, replace(item, draft=_as_suggested(item.draft)))
        self.plan = None
        self.changed.emit()

    # Planning

    def make_plan(self) -> None:
        """Plans what would become of each row."""
        self._later.stop()
        self.planning.emit()
        work = partial(import_bringing.plan_of, walk=self.walk)
        self._readings.start("plan", _("Making the plan"), work, self._on_planned, self._on_unplanned)

    def _on_planned(self, plan: Plan) -> None:
        self.plan = plan
        self.planned.emit(plan)

    def _on_unplanned(self, fault: Exception) -> None:
        self.unplanned.emit(fault)
        if not isinstance(fault, UserError):
            self.desk.session.jobs.fault.emit(fault)

    def follow_policy(self, policy: Policy) -> None:
        """Plans by other rules; what was chosen row by row was chosen by the old ones."""
        self.walk = replace(self.walk, policy=policy, choices={})
        self.make_plan()

    def choose(self, key: RowKey, choice: Choice) -> None:
        """Chooses what becomes of one row."""
        choices = {one: made for one, made in self.walk.choices.items() if one != key}
        self.walk = replace(self.walk, choices={**choices, key: choice} if choice != Choice() else choices)
        self._plan_soon()

    def read_row(self, line: Line) -> None:
        """Reads a row that could not be taken as a record as it stands in its file."""

        def shown(raw: Raw | None) -> None:
            if raw is not None:
                self.row_read.emit(raw, self.walk.mended.get(line, {}))

        founds = [item.found for item in self.walk.taken if item.found is not None]
        work = partial(raw_row, founds=founds, line=line)
        self._readings.start("raw", _("Looking at the file"), work, shown)

    def mend(self, line: Line, cells: Mapping[str, str]) -> None:
        """Mends cells of a row."""
        before = self.walk.mended.get(line, {})
        self.walk = replace(self.walk, mended={**self.walk.mended, line: {**before, **cells}})
        self._plan_soon()

    def _plan_soon(self) -> None:
        """Makes the plan anew: of many rows only when nothing more is decided for a moment."""
        if self.plan is not None and len(self.plan.rows) > _MANY:
            self._later.start()
        else:
            self.make_plan()

    # Doing

    @property
    def is_planned(self) -> bool:
        """Whether there is a plan, and no later decision waits to be planned."""
        return self.plan is not None and not self._later.isActive()

    def carry_out(self) -> bool:
        """Does what the plan says, as one step that can be undone; returns whether it could begin."""
        work = partial(import_bringing.carry_out_walk, walk=self.walk, staff=self.desk.person)
        self._is_beginning = True
        has_begun = self.desk.attempt(lambda: self.desk.session.write(self.walk.label(), work, self._on_done))
        self._is_beginning = False
        return has_begun

    def _on_job(self, job: Job) -> None:
        """Follows the job of the import. It starts, and may even end, before whoever asked for it gets an answer."""
        if self._is_beginning:
            self._is_beginning = False
            self.begun.emit(job)
            job.cancelled.connect(self.given_up)
            job.failed.connect(self.failed)

    def _on_done(self, plan: Plan) -> None:
        self.batch, self.plan, self.did = plan.report.batch or 0, None, plan
        if not self.batch:
            self._leave(self.walk.files())
        self.done.emit(plan)

    def make_result(self, made: Callable[[Any], None]) -> None:
        """Makes the result file of what was done last anew: a large one is not kept in the workspace."""
        if (done := self.did) is not None:
            work = partial(import_bringing.result_of, walk=self.walk, done=done)
            self._readings.start("result", _("Making the result file"), work, made)


def _as_suggested(draft: Draft) -> Draft:
    """The draft with what is probable as every answer. What the rows are is what they were taken for all along."""
    if any(one.id == KIND and one.is_open for one in draft.questions):
        draft = answered(draft, KIND, NOTHING if draft.same_as else draft.kind)
    return with_suggestions(draft)
