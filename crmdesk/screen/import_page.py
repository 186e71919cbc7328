"""Bringing files in: what they are, what their columns mean, which names mean what, the plan, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crmdesk.domain.errors import UserError
from crmdesk.exchange.draft import KIND, Draft, answered, derived, with_empty, with_field, with_rule, with_suggestions
from crmdesk.exchange.plan import Plan
from crmdesk.exchange.policy import Choice, Policy, RowKey
from crmdesk.exchange.recognise import Guess
from crmdesk.exchange.rules import TableRule
from crmdesk.screen import import_acts, import_bringing, import_walk
from crmdesk.screen.import_acts import DONE, NAMES, PAGE, PLAN, STEPS, WHAT, paths_of
from crmdesk.screen.import_columns import ColumnsStep
from crmdesk.screen.import_done import DoneStep
from crmdesk.screen.import_foot import ImportFoot
from crmdesk.screen.import_memory import Came, result_name, result_of
from crmdesk.screen.import_mending import Line, Raw, raw_row
from crmdesk.screen.import_names import NamesStep
from crmdesk.screen.import_plan import PlanStep
from crmdesk.screen.import_results import ask_to_save, list_of
from crmdesk.screen.import_start import StartPart
from crmdesk.screen.import_walk import Item, Walk
from crmdesk.screen.import_what import AS_BEFORE, WhatStep
from crmdesk.store.file import Workspace
from crmdesk.store.import_undo import in_part
from crmdesk.store.journal import Change
from crmdesk.text import _
from crmdesk.ui.desk import Desk, Page, Place
from crmdesk.ui.jobs import Job, Task
from crmdesk.ui.plain import Label, ShortLabel
from crmdesk.ui.readings import Readings
from crmdesk.ui.step import Step
from crmdesk.ui.step_rail import StepRail

ACTS = import_acts.ACTS
# A plan of more rows than these is not made anew at every decision.
_MANY, _SOON_MS = 20_000, 1_200


class ImportPage(Page):
    """Walks through the steps; what was decided stays when one goes back, or to another page."""

    name = PAGE

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.walk = Walk()
        # The table that is looked at.
        self.at = 0
        # The plan as of the latest decision, the step of the journal that did it last, and what is being done.
        self._planned: Plan | None = None
        self._batch, self._awaited = 0, ""
        self._did: Plan | None = None
        self._readings = Readings(desk.session, self)
        self._later = QTimer(self, interval=_SOON_MS, singleShot=True)
        self.what, self.columns, self.names = WhatStep(desk, self), ColumnsStep(desk, self), NamesStep(desk, self)
        self.plan, self.done = PlanStep(desk, self), DoneStep(desk, self)
        self.steps: dict[str, Step] = dict(
            zip(STEPS, (self.what, self.columns, self.names, self.plan, self.done), strict=True)
        )
        self._build()
        self._connect()

    def _build(self) -> None:
        self.start = StartPart(self.desk, self)
        self.rail = StepRail(list(self.steps.values()), self)
        self.stack = QStackedWidget(self)
        for step in self.steps.values():
            self.stack.addWidget(step)
        self.foot = ImportFoot(self)
        self.way = QWidget(self)
        row = QHBoxLayout()
        row.addWidget(self.rail)
        row.addWidget(self.stack, 1)
        column = QVBoxLayout(self.way)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row, 1)
        column.addWidget(self.foot)
        self.modes = QStackedWidget(self)
        self.modes.addWidget(self.start)
        self.modes.addWidget(self.way)
        self.heading, self.files = (
            Label(_("Bring in files"), self, size=1.35, bold=True),
            ShortLabel("", self, muted=True),
        )
        head = QHBoxLayout()
        head.addWidget(self.heading)
        head.addWidget(self.files, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(12, 6, 12, 6)
        page.addLayout(head)
        page.addWidget(self.modes, 1)

    def _connect(self) -> None:
        self.start.chosen.connect(lambda paths: self.desk.go(import_acts.place_for(paths)))
        self.start.undo_wanted.connect(self._undo)
        self.start.result_wanted.connect(self._save_result)
        self.rail.currentRowChanged.connect(self._on_rail)
        self.foot.before.clicked.connect(self.step_before)
        self.foot.next.clicked.connect(self.step_next)
        self.foot.anew.clicked.connect(self.begin_anew)
        self.what.item_wanted.connect(self.show_item)
        self.what.kind_wanted.connect(self._understand)
        self.what.rule_wanted.connect(self._read_again)
        self.what.taken_wanted.connect(self._take_item)
        self.columns.item_wanted.connect(self.show_item)
        self.columns.field_wanted.connect(lambda name, field: self._redraft(with_field, name, field))
        self.columns.rule_wanted.connect(lambda name, rule: self._redraft(with_rule, name, rule))
        self.columns.empty_wanted.connect(lambda name, values: self._redraft(with_empty, name, values))
        self.names.answered.connect(self._answer)
        self.names.all_wanted.connect(self._answer_all)
        self.names.left_out.connect(lambda place: self._take_item(place, on=False))
        self.plan.policy_wanted.connect(self._on_policy)
        self.plan.choice_wanted.connect(self._on_choice)
        self.plan.record_wanted.connect(self.desk.open_record)
        self.plan.raw_wanted.connect(self._read_raw)
        self.plan.mended.connect(self._on_mended)
        self._later.timeout.connect(self._make_plan)
        self.done.undo_wanted.connect(lambda: self._undo(self._batch))
        self.done.result_wanted.connect(self._save_last_result)
        self.done.more_wanted.connect(self.begin_anew)
        self.done.list_wanted.connect(self._open_list)
        self.done.figures_wanted.connect(lambda: self.desk.go(Place("dashboard")))
        self.desk.session.jobs.started.connect(self._on_job)

    # Page

    def show_place(self, place: Place) -> None:
        paths = paths_of(place)
        # Files that came in, or that were not looked at to the end, are looked at again.
        again = self._did is not None or not self._walks
        if paths and (again or (paths, place.id) != (self.walk.paths, self.walk.folder)):
            self.take(paths, place.id)
        elif not self.walk.paths:
            self._show_start()
        self._begin()

    def title(self) -> str:
        names = ", ".join(path.name for path in self.walk.paths)
        return _("Bring in {names}").format(names=names) if names else _("Bring in files")

    def handlers(self) -> dict[str, Callable[[], None]]:
        return {
            "import_next": self.step_next,
            "import_before": self.step_before,
            "import_anew": self.begin_anew,
            **{f"import_{id}": partial(self.show_step, id) for id in STEPS},
        }

    def can(self, act: str) -> bool:
        return self._walks and not self.desk.session.writing

    def refresh(self, change: Change | None) -> None:
        if self.desk.session.workspace is None or self.desk.session.writing:
            return
        if not self._walks:
            self.start.show_past()
        elif self.step == DONE and self._batch and self.desk.here.journal.find(self._batch).undone:
            self.done.show_undone()
        elif self.step == DONE and self._batch and in_part(self.desk.here, self._batch):
            self.done.show_undone(is_whole=False)
        elif self.step == PLAN and change is not None:
            # What is there is not what the plan was made for.
            self._make_plan()

    def leave(self) -> None:
        self._readings.cancel()
        self._later.stop()
        self._reset()
        self.start.leave()

    # Where one is

    @property
    def step(self) -> str:
        """The step that is shown."""
        return STEPS[max(self.rail.currentRow(), 0)]

    @property
    def _walks(self) -> bool:
        return self.modes.currentWidget() is self.way

    def begin_anew(self) -> None:
        """Puts the present files away, for others."""
        if self.desk.session.writing:
            return
        self._readings.cancel()
        self._reset()
        self._show_start()
        self._begin()

    def _reset(self) -> None:
        self.walk, self.at, self._planned, self._did, self._batch = Walk(), 0, None, None, 0
        self.plan.leave()
        self.done.show_nothing()
        self.files.setText("")
        self.modes.setCurrentWidget(self.start)

    def _show_start(self) -> None:
        self.modes.setCurrentWidget(self.start)
        self.start.show_past()
        self.desk.looked.emit()

    def show_step(self, id: str) -> None:
        """Goes to a step, as far as what comes before it is decided."""
        if not self._walks:
            return
        wanted = STEPS.index(id)
        if self.walk.source is not None:
            wanted = max(wanted, STEPS.index(PLAN))
        if wanted > STEPS.index(NAMES) and (lacking := self.walk.lacking()):
            self.desk.notice.tell(lacking)
            wanted = STEPS.index(NAMES if self.walk.open_questions() else WHAT)
        if wanted == STEPS.index(DONE) and self.done.is_empty:
            wanted = STEPS.index(PLAN)
        self.rail.setCurrentRow(wanted)
        self._begin()

    def step_next(self) -> None:
        """Goes to the next step; from the plan it is carried out."""
        if not self._walks or self.desk.session.writing:
            return
        if self.step == PLAN:
            self.carry_out()
        elif self.step != DONE:
            self.show_step(STEPS[self.rail.currentRow() + 1])

    def step_before(self) -> None:
        if self._walks and not self.desk.session.writing:
            self.show_step(STEPS[max(self.rail.currentRow() - 1, 0)])

    def _on_rail(self, row: int) -> None:
        self.stack.setCurrentIndex(row)
        if self.step == PLAN and self._planned is None:
            self._make_plan()
        self._show_foot()
        self.desk.looked.emit()

    def _begin(self) -> None:
        """The keys go to the step that is shown, or to what leads on from it."""
        first = self.steps[self.step].first() if self._walks else self.start.first()
        (first or self.foot.next).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_foot(self) -> None:
        row = self.rail.currentRow()
        leads_to = "" if self.step == DONE else _("Bring it in") if self.step == PLAN else _("Next: {step}")
        after = self.steps[STEPS[min(row + 1, len(STEPS) - 1)]].title
        first = row == 0 or (self.walk.source is not None and self.step == PLAN)
        said = self.walk.lacking() if self.step not in (PLAN, DONE) else ""
        can = not self.desk.session.writing and (self.step != PLAN or self._planned is not None)
        self.foot.show_step(first=first, leads_to=leads_to.format(step=after), said=said, can=can)

    # Looking at files

    def take(self, paths: Sequence[Path], folder: int = 0) -> None:
        """Looks at files: what they are, and how they would come in."""
        self._reset()
        self.walk = Walk(tuple(paths), folder)
        self.files.setText(", ".join(path.name for path in paths))
        work = partial(import_walk.look, paths=tuple(paths), folder=folder)
        self._readings.start("look", _("Looking at the files"), work, self._on_looked, self._on_unreadable)

    def _on_looked(self, walk: Walk) -> None:
        self.walk = walk
        self.modes.setCurrentWidget(self.way)
        self._show_walk()
        self.plan.show_policy(walk.policy)
        self.rail.setCurrentRow(0)
        self.show_step(PLAN if walk.source is not None else WHAT)
        self._show_foot()

    def _on_unreadable(self, fault: Exception) -> None:
        self._reset()
        self._show_start()
        if isinstance(fault, UserError):
            self.desk.notice.tell(str(fault))
        else:
            self.desk.session.jobs.fault.emit(fault)

    def show_item(self, place: int) -> None:
        """Looks at another table."""
        self.at = place
        self._show_walk()

    def _show_walk(self) -> None:
        self.at = min(self.at, max(len(self.walk.items) - 1, 0))
        self.what.show_walk(self.walk, self.at)
        self.columns.show_walk(self.walk, self.at)
        self.names.show_walk(self.walk)
        self._show_foot()

    def _set_item(self, place: int, item: Item) -> None:
        self.walk, self._planned = self.walk.with_item(place, item), None
        # What was said of an open question does not outlive its answer.
        self.desk.notice.hide()
        self._show_walk()

    def _item(self, place: int) -> Item | None:
        """A table; None where there is none: a field tells what was typed even when the page has been put away."""
        return self.walk.items[place] if place < len(self.walk.items) else None

    def _understand(self, wanted: object) -> None:
        """Understands the table that is looked at otherwise."""
        place, item, here = self.at, self._item(self.at), self.walk.here
        if item is None or here is None:
            return

        def work(workspace: Workspace, task: Task) -> Item:
            if wanted == AS_BEFORE:
                return import_walk.as_before(workspace, task, item, here) or item
            return import_walk.understood(task, item, here, wanted if isinstance(wanted, Guess | str) else None)

        self._readings.start("item", _("Looking at the table"), work, partial(self._set_item, place))

    def _read_again(self, rule: TableRule) -> None:
        place, item, here = self.at, self._item(self.at), self.walk.here
        if item is not None and here is not None:
            work = partial(import_walk.look_again, item=item, rule=rule, here=here)
            self._readings.start("item", _("Looking at the table"), work, partial(self._set_item, place))

    def _take_item(self, place: int, on: bool) -> None:
        item = self._item(place)
        if item is not None:
            self._set_item(place, replace(item, taken=on and item.draft is not None))

    # Deciding

    def _redraft(self, change: Callable[..., Draft], *wanted: Any) -> None:
        """Changes how a column of the table that is looked at is understood."""
        item = self._item(self.at)
        if item is not None and item.draft is not None:
            self._set_item(self.at, replace(item, draft=change(item.draft, *wanted), before=False))

    def _answer(self, place: int, question: str, answer: str) -> None:
        item = self._item(place)
        if item is not None and item.draft is not None:
            try:
                self._set_item(place, replace(item, draft=answered(item.draft, question, answer)))
            except UserError as fault:
                self.desk.notice.tell(str(fault))

    def _answer_all(self) -> None:
        """Takes what is probable as the answer of every open question."""
        for place, item in enumerate(self.walk.items):
            if item.taken and item.draft is not None:
                self.walk = self.walk.with_item(place, replace(item, draft=_as_suggested(item.draft)))
        self._planned = None
        self._show_walk()
        self._begin()

    # Planning

    def _make_plan(self) -> None:
        self._later.stop()
        self.plan.show_waiting()
        self._show_foot()
        work = partial(import_bringing.plan_of, walk=self.walk)
        self._readings.start("plan", _("Making the plan"), work, self._on_planned, self._on_unplanned)

    def _on_planned(self, plan: Plan) -> None:
        self._planned = plan
        self.plan.show_plan(plan, self.walk.choices)
        self._show_foot()
        if self.step == PLAN and self.foot.next.hasFocus():
            self._begin()

    def _on_unplanned(self, fault: Exception) -> None:
        self.plan.show_fault(str(fault))
        if not isinstance(fault, UserError):
            self.desk.session.jobs.fault.emit(fault)

    def _on_policy(self, policy: Policy) -> None:
        self.walk = replace(self.walk, policy=policy, choices={})
        self._make_plan()

    def _on_choice(self, key: RowKey, choice: Choice) -> None:
        choices = {one: made for one, made in self.walk.choices.items() if one != key}
        self.walk = replace(self.walk, choices={**choices, key: choice} if choice != Choice() else choices)
        self._plan_soon()

    def _read_raw(self, line: Line) -> None:
        """Reads a row that could not be taken as a record as it stands in its file."""

        def shown(raw: Raw | None) -> None:
            if raw is not None:
                self.plan.part.show_raw(raw, self.walk.mended.get(line, {}))

        founds = [item.found for item in self.walk.taken if item.found is not None]
        work = partial(raw_row, founds=founds, line=line)
        self._readings.start("raw", _("Looking at the file"), work, shown)

    def _on_mended(self, line: Line, cells: Mapping[str, str]) -> None:
        before = self.walk.mended.get(line, {})
        self.walk = replace(self.walk, mended={**self.walk.mended, line: {**before, **cells}})
        self._plan_soon()

    def _plan_soon(self) -> None:
        """Makes the plan anew: of many rows only when nothing more is decided for a moment."""
        if self._planned is not None and len(self._planned.rows) > _MANY:
            self._later.start()
        else:
            self._make_plan()

    # Doing

    def carry_out(self) -> None:
        """Does what the plan says, as one step that can be undone."""
        if self._planned is None or self._later.isActive():
            self.desk.notice.tell(_("The plan is being made; bring it in when you have seen it."))
            return
        work = partial(import_bringing.carry_out_walk, walk=self.walk, staff=self.desk.person)
        self._awaited = self.walk.label()
        self.rail.setCurrentRow(STEPS.index(DONE))
        if not self.desk.attempt(lambda: self.desk.session.write(self._awaited, work, self._on_done)):
            self._awaited = ""
            self.rail.setCurrentRow(STEPS.index(PLAN))
        self._show_foot()
        self._begin()

    def _on_job(self, job: Job) -> None:
        if self._awaited and job.label == self._awaited:
            self.done.follow(job, self._awaited)
            job.cancelled.connect(self._on_cancelled)
            job.failed.connect(self._on_failed)

    def _on_done(self, plan: Plan) -> None:
        self._awaited, self._batch, self._planned, self._did = "", plan.report.batch or 0, None, plan
        self.done.show_plan(plan, has_result=self.walk.source is None)
        self.rail.setCurrentRow(STEPS.index(DONE))
        self._show_foot()
        self._begin()

    def _on_cancelled(self) -> None:
        self._awaited = ""
        self.done.show_cancelled()
        self._show_foot()
        self._begin()

    def _on_failed(self, _fault: object) -> None:
        self._awaited = ""
        self.done.show_nothing()
        self.rail.setCurrentRow(STEPS.index(PLAN))
        self._show_foot()

    def _undo(self, step: int) -> None:
        if step:
            self.desk.take_back(step)

    def _save_last_result(self) -> None:
        """The result file of what was just done is made anew: a large one is not kept in the workspace."""
        if (done := self._did) is not None:
            name = result_name(self.walk.paths[0].name)
            work = partial(import_bringing.result_of, walk=self.walk, done=done)
            made = partial(ask_to_save, self.desk, self, name)
            self._readings.start("result", _("Making the result file"), work, made)

    def _save_result(self, one: Came) -> None:
        name = result_name(one.name)
        self.desk.attempt(lambda: ask_to_save(self.desk, self, name, result_of(self.desk.here, one.result)))

    def _open_list(self, kind: str) -> None:
        """Shows the records of a kind that came in, or those of its page."""
        if (place := list_of(kind)) is not None:
            self.desk.go(place)


def _as_suggested(draft: Draft) -> Draft:
    """The draft with what is probable as every answer. What the rows are is what they were taken for all along."""
    if any(one.id == KIND and one.is_open for one in draft.questions):
        draft = derived(replace(draft, answers={**draft.answers, KIND: draft.kind}))
    return with_suggestions(draft)
