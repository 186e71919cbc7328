"""Bringing files in: what they are, what their columns mean, which names mean what, the plan, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crmdesk.domain.errors import UserError
from crmdesk.exchange.drafts.draft import with_empty, with_field, with_rule
from crmdesk.exchange.plan import Plan
from crmdesk.screen.importing import acts as import_acts
from crmdesk.screen.importing.acts import DONE, NAMES, PAGE, PLAN, STEPS, WHAT, paths_of
from crmdesk.screen.importing.columns import ColumnsStep
from crmdesk.screen.importing.done import DoneStep
from crmdesk.screen.importing.foot import ImportFoot
from crmdesk.screen.importing.memory import Came, result_name, result_of
from crmdesk.screen.importing.names import NamesStep
from crmdesk.screen.importing.plan import PlanStep
from crmdesk.screen.importing.results import ask_to_save, list_of
from crmdesk.screen.importing.start import StartPart
from crmdesk.screen.importing.walk import Walk
from crmdesk.screen.importing.what import WhatStep
from crmdesk.screen.importing.work import ImportWork
from crmdesk.store.import_undo import in_part
from crmdesk.store.journal import Change
from crmdesk.text import _
from crmdesk.ui.desk import Desk, Page, Place
from crmdesk.ui.jobs import Job
from crmdesk.ui.plain import Label, ShortLabel
from crmdesk.ui.step import Step
from crmdesk.ui.step_way import StepWay

ACTS = import_acts.ACTS


class ImportPage(Page):
    """Walks through the steps; what was decided stays when one goes back, or to another page."""

    name = PAGE

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.work = ImportWork(desk, self)
        # Whether the keys go to the plan as soon as it is there.
        self._waits = False
        self.what, self.columns, self.names = WhatStep(desk, self), ColumnsStep(desk, self), NamesStep(desk, self)
        self.plan, self.done = PlanStep(desk, self), DoneStep(desk, self)
        self.steps: dict[str, Step] = dict(
            zip(STEPS, (self.what, self.columns, self.names, self.plan, self.done), strict=True)
        )
        self._build()
        self._connect()
        self._connect_steps()

    def _build(self) -> None:
        self.start = StartPart(self.desk, self)
        self.foot = ImportFoot(self)
        self.way = StepWay(self.steps, self.foot, self)
        self.modes = QStackedWidget(self)
        self.modes.addWidget(self.start)
        self.modes.addWidget(self.way)
        self.heading = Label(_("Bring in files"), self, size=1.35, bold=True)
        self.files = ShortLabel("", self, muted=True)
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
        self.way.moved.connect(self._on_moved)
        self.foot.before.clicked.connect(self.step_before)
        self.foot.next.clicked.connect(self.step_next)
        self.foot.anew.clicked.connect(self.begin_anew)
        work = self.work
        work.looked.connect(self._on_looked)
        work.unreadable.connect(self._on_unreadable)
        work.changed.connect(self._show_walk)
        work.planning.connect(self._on_planning)
        work.planned.connect(self._on_planned)
        work.unplanned.connect(lambda fault: self.plan.show_fault(str(fault)))
        work.row_read.connect(self.plan.part.show_raw)
        work.begun.connect(self._on_begun)
        work.done.connect(self._on_done)
        work.given_up.connect(self._on_given_up)
        work.failed.connect(self._on_failed)

    def _connect_steps(self) -> None:
        work = self.work
        self.what.item_wanted.connect(work.look_at)
        self.what.kind_wanted.connect(work.understand)
        self.what.rule_wanted.connect(work.read_again)
        self.what.taken_wanted.connect(work.take_table)
        self.columns.item_wanted.connect(work.look_at)
        self.columns.field_wanted.connect(partial(work.redraft, with_field))
        self.columns.rule_wanted.connect(partial(work.redraft, with_rule))
        self.columns.empty_wanted.connect(partial(work.redraft, with_empty))
        self.names.answered.connect(work.answer)
        self.names.all_wanted.connect(self._answer_all)
        self.names.left_out.connect(lambda place: work.take_table(place, on=False))
        self.plan.policy_wanted.connect(work.follow_policy)
        self.plan.choice_wanted.connect(work.choose)
        self.plan.record_wanted.connect(self.desk.open_record)
        self.plan.raw_wanted.connect(work.read_row)
        self.plan.mended.connect(work.mend)
        self.done.undo_wanted.connect(lambda: self._undo(work.batch))
        self.done.result_wanted.connect(self._save_last_result)
        self.done.more_wanted.connect(self.begin_anew)
        self.done.list_wanted.connect(self._open_list)
        self.done.figures_wanted.connect(lambda: self.desk.go(Place("dashboard")))

    # Page

    def show_place(self, place: Place) -> None:
        paths = paths_of(place)
        # Files that came in, or that were not looked at to the end, are looked at again.
        again = self.work.did is not None or not self._walks
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
        batch = self.work.batch
        if not self._walks:
            self.start.show_past()
        elif self.step == DONE and batch and self.desk.here.journal.find(batch).undone:
            self.done.show_undone()
        elif self.step == DONE and batch and in_part(self.desk.here, batch):
            self.done.show_undone(is_whole=False)
        elif self.step == PLAN and change is not None:
            # What is there is not what the plan was made for.
            self.work.make_plan()

    def leave(self) -> None:
        self._put_away()
        self.start.leave()

    # Where one is

    @property
    def walk(self) -> Walk:
        """What is brought in, as far as it is decided."""
        return self.work.walk

    @property
    def step(self) -> str:
        """The step that is shown."""
        return self.way.step

    @property
    def _walks(self) -> bool:
        return self.modes.currentWidget() is self.way

    def take(self, paths: Sequence[Path], folder: int = 0) -> None:
        """Looks at files: what they are, and how they would come in."""
        self._put_away()
        self.files.setText(", ".join(path.name for path in paths))
        self.work.take(paths, folder)

    def begin_anew(self) -> None:
        """Puts the present files away, for others."""
        if self.desk.session.writing:
            return
        self._put_away()
        self._show_start()
        self._begin()

    def _put_away(self) -> None:
        self.work.put_away()
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
        self.way.show_step(STEPS[wanted])
        self._begin()

    def step_next(self) -> None:
        """Goes to the next step; from the plan it is carried out."""
        if not self._walks or self.desk.session.writing:
            return
        if self.step == PLAN:
            self.carry_out()
        elif self.step != DONE:
            self.show_step(self.way.after())

    def step_before(self) -> None:
        if self._walks and not self.desk.session.writing:
            self.show_step(self.way.before())

    def _on_moved(self) -> None:
        if self.step == PLAN and self.work.plan is None:
            self.work.make_plan()
        self._show_foot()
        self.desk.looked.emit()

    def _begin(self) -> None:
        """The keys go to where one begins: in the step that is shown, or with the choice of files."""
        if self._walks:
            self.way.begin()
        else:
            self.start.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_foot(self) -> None:
        leads_to = "" if self.step == DONE else _("Bring it in") if self.step == PLAN else _("Next: {step}")
        after = self.steps[self.way.after()].title
        first = self.step == WHAT or (self.walk.source is not None and self.step == PLAN)
        said = self.walk.lacking() if self.step not in (PLAN, DONE) else ""
        can = not self.desk.session.writing and (self.step != PLAN or self.work.plan is not None)
        self.foot.show_step(first=first, leads_to=leads_to.format(step=after), said=said, can=can)

    # What there is to be shown

    def _on_looked(self) -> None:
        self.modes.setCurrentWidget(self.way)
        self._show_walk()
        self.plan.show_policy(self.walk.policy)
        self.way.show_step(WHAT)
        self.show_step(PLAN if self.walk.source is not None else WHAT)
        self._show_foot()
        self.desk.looked.emit()

    def _on_unreadable(self, fault: Exception) -> None:
        self._put_away()
        self._show_start()
        if isinstance(fault, UserError):
            self.desk.notice.tell(str(fault))
        else:
            self.desk.session.jobs.fault.emit(fault)

    def _show_walk(self) -> None:
        self.what.show_walk(self.walk, self.work.at)
        self.columns.show_walk(self.walk, self.work.at)
        self.names.show_walk(self.walk)
        self._show_foot()

    def _answer_all(self) -> None:
        self.work.answer_all()
        self._begin()

    def _on_planning(self) -> None:
        # A button that is switched off while it has the keys would give them to whatever comes next in the window.
        focus = QApplication.focusWidget()
        chosen = focus is self.way.rail or (focus is not None and self.plan.isAncestorOf(focus))
        self._waits = self.step == PLAN and not chosen
        if self._waits:
            self.way.rail.setFocus(Qt.FocusReason.OtherFocusReason)
        self.plan.show_waiting()
        self._show_foot()

    def _on_planned(self, plan: Plan) -> None:
        self.plan.show_plan(plan, self.walk.choices)
        self._show_foot()
        if self.step == PLAN and self._waits:
            self._begin()
        self._waits = False

    # Bringing in

    def carry_out(self) -> None:
        """Does what the plan says, as one step that can be undone."""
        if not self.work.is_planned:
            self.desk.notice.tell(_("The plan is being made; bring it in when you have seen it."))
            return
        self.way.show_step(DONE)
        if not self.work.carry_out():
            self.way.show_step(PLAN)
        self._show_foot()
        self._begin()

    def _on_begun(self, job: Job) -> None:
        self.done.follow(job, job.label)

    def _on_done(self, plan: Plan) -> None:
        self.done.show_plan(plan, has_result=self.walk.source is None)
        self.way.show_step(DONE)
        self._show_foot()
        self._begin()

    def _on_given_up(self) -> None:
        self.done.show_cancelled()
        self._show_foot()
        self._begin()

    def _on_failed(self) -> None:
        self.done.show_nothing()
        self.way.show_step(PLAN)
        self._show_foot()

    def _undo(self, step: int) -> None:
        if step:
            self.desk.take_back(step)

    def _save_last_result(self) -> None:
        if self.walk.paths:
            self.work.make_result(partial(ask_to_save, self.desk, self, result_name(self.walk.paths[0].name)))

    def _save_result(self, one: Came) -> None:
        name = result_name(one.name)
        self.desk.attempt(lambda: ask_to_save(self.desk, self, name, result_of(self.desk.here, one.result)))

    def _open_list(self, kind: str) -> None:
        """Shows the records of a kind that came in, or those of its page."""
        if (place := list_of(kind)) is not None:
            self.desk.go(place)
