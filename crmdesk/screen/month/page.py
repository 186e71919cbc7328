"""Closing a month: six steps that the owner walks through, the last of which keeps the summary; and past summaries."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from crmdesk.domain.errors import UserError
from crmdesk.domain.period import Period
from crmdesk.domain.wording import number_text, period_text
from crmdesk.insight.closing import Draft, as_json, draft_of, with_sayings
from crmdesk.kpi.remember import keep
from crmdesk.report.closing import close, closings, with_words
from crmdesk.report.compared import Compared
from crmdesk.report.options import Options
from crmdesk.screen import reading
from crmdesk.screen.month import acts as month_acts
from crmdesk.screen.month.acts import PAGE, STEPS
from crmdesk.screen.month.changed import ChangedStep
from crmdesk.screen.month.finish import FinishStep
from crmdesk.screen.month.foot import MonthFoot
from crmdesk.screen.month.goals import GoalsStep
from crmdesk.screen.month.head import MonthHead
from crmdesk.screen.month.past import PastSummaries, period_of
from crmdesk.screen.month.problems import ProblemsStep
from crmdesk.screen.month.reading import Review, changed_figures, review
from crmdesk.screen.month.sentences import SentencesStep
from crmdesk.screen.month.words import WordsStep
from crmdesk.screen.who_works import people_of
from crmdesk.store import note
from crmdesk.store.journal import Change
from crmdesk.text import _, n_
from crmdesk.ui.desk import Desk, Page, Place
from crmdesk.ui.readings import Readings
from crmdesk.ui.step import Step
from crmdesk.ui.step_way import StepWay

if TYPE_CHECKING:
    from crmdesk.screen.paper_making import Paper

ACTS = month_acts.ACTS
_PAST = "past"
_WAIT_MS = 400
_DRAFT = "closing:"


class MonthPage(Page):
    """Walks through the steps; what is decided on the way is kept with the file until the period is closed."""

    name = PAGE

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.period: Period | None = None
        self.review: Review | None = None
        self._draft = Draft()
        self._readings = Readings(desk.session, self)
        # Whether the keys wait for what the step that is shown has yet to read.
        self._waits = False
        self._stale = False
        self._seen = QTimer(self, interval=0, singleShot=True)
        self._seen.timeout.connect(self._look)
        self._later = QTimer(self, interval=_WAIT_MS, singleShot=True)
        self._later.timeout.connect(self._keep_draft)
        self.problems, self.changed = ProblemsStep(desk, self), ChangedStep(desk, self)
        self.goals = GoalsStep(desk, self)
        self.sentences, self.words = SentencesStep(desk, self), WordsStep(desk, self)
        self.finish = FinishStep(desk, self, self._with_words)
        self.steps: dict[str, Step] = dict(
            zip(STEPS, (self.problems, self.changed, self.goals, self.sentences, self.words, self.finish), strict=True)
        )
        self.past = PastSummaries(desk, self)
        self._build()
        for step in self.steps.values():
            step.changed.connect(self._on_decided)

    def _build(self) -> None:
        self.foot = MonthFoot(self)
        self.way = StepWay(self.steps, self.foot, self)
        self.way.moved.connect(self._on_moved)
        self.foot.before.clicked.connect(self.step_before)
        self.foot.next.clicked.connect(self.step_next)
        self.foot.close_and_print.clicked.connect(lambda: self.close_period(printing_too=True))
        self.head = MonthHead(self)
        self.head.picker.chosen.connect(self.show_period)
        self.head.picker.refused.connect(self.desk.notice.tell)
        self.head.to_past.clicked.connect(lambda on: self._show_mode(past=on))
        self.modes = QStackedWidget(self)
        self.modes.addWidget(self.way)
        self.modes.addWidget(self.past)
        page = QVBoxLayout(self)
        page.setContentsMargins(12, 6, 12, 6)
        page.addWidget(self.head)
        page.addWidget(self.modes, 1)

    # Page

    def show_place(self, place: Place) -> None:
        label, _sign, step = place.detail.partition(" ")
        newest = reading.newest_period(self.desk.here, self.desk.now())
        self.head.picker.show_period(self.period or newest, newest)
        if label == _PAST:
            self.show_past(int(step) if step.isdecimal() else 0)
            return
        period = period_of(self.desk, label) if label else self.period
        if period is None:
            period = reading.first_period(self.desk.here, self.desk.now())
        if step in STEPS:
            self.way.show_step(step)
        self._show_walk()
        self.show_period(period)
        self._begin()

    def place(self) -> Place:
        if self.shows_past:
            chosen = self.past.current()
            return Place(self.name, detail=f"{_PAST} {chosen.id if chosen is not None else 0}")
        return Place(self.name, detail=f"{self.period.label} {self.step}" if self.period is not None else "")

    def title(self) -> str:
        if self.shows_past or self.period is None:
            return self.head.heading.text()
        return _("Close {period}").format(period=period_text(self.period))

    def handlers(self) -> dict[str, Callable[[], None]]:
        return {
            "month_next": self.step_next,
            "month_before": self.step_before,
            "month_past": lambda: self._show_mode(past=not self.shows_past),
            **{f"month_{id}": partial(self.show_step, id) for id in STEPS},
        }

    def refresh(self, change: Change | None) -> None:
        if self.desk.session.workspace is None:
            return
        if self.shows_past:
            self.past.show_closings(closings(self.desk.here))
        self._stale = True
        # What closes the period shows the past next, and nobody looks at the steps then.
        self._seen.start()

    def leave(self) -> None:
        self._keep_draft()
        self._readings.cancel()
        for table in (self.problems.kinds, self.problems.records, self.changed.table, self.goals.table):
            table.show_rows(())
        self.past.leave()
        self.finish.leave()
        self.period, self.review, self._draft = None, None, Draft()

    # The walk

    @property
    def step(self) -> str:
        """The step that is shown."""
        return self.way.step

    @property
    def shows_past(self) -> bool:
        return self.modes.currentWidget() is self.past

    def show_step(self, id: str) -> None:
        """Goes to a step."""
        self._show_mode(past=False)
        self.way.show_step(id)
        self._begin()

    def step_next(self) -> None:
        """Goes to the next step; from the last one the period is closed."""
        if self.shows_past:
            self._show_mode(past=False)
        elif self.step != STEPS[-1]:
            self.show_step(self.way.after())
        else:
            self.close_period()

    def step_before(self) -> None:
        if not self.shows_past:
            self.show_step(self.way.before())

    def show_past(self, closing: int = 0) -> None:
        """The past summaries, one of them chosen."""
        self._show_mode(past=True, closing=closing)

    def _show_mode(self, *, past: bool, closing: int = 0) -> None:
        if past:
            self.modes.setCurrentWidget(self.past)
            self.head.show_mode(past=True)
            self.past.show_closings(closings(self.desk.here), closing)
            self.past.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._show_walk()
            self.show_period(self.period or reading.first_period(self.desk.here, self.desk.now()))
        self.desk.looked.emit()

    def _show_walk(self) -> None:
        self.modes.setCurrentWidget(self.way)
        self.head.show_mode(past=False)

    def _on_moved(self) -> None:
        # Before the review is read nobody knows what is to be said.
        if self.step == "finish" and self.review is not None:
            self.finish.make()
        self._name_buttons()
        self.desk.looked.emit()

    def _begin(self) -> None:
        """The keys go to the step that is shown, or to what leads on from it."""
        self._waits = not self.way.begin()

    def _name_buttons(self) -> None:
        is_last = self.step == STEPS[-1]
        here = self.desk.session.workspace
        period = period_text(self.period) if self.period is not None else ""
        self.foot.show_step(
            first=self.step == STEPS[0],
            last=is_last,
            leads_to=period if is_last else self.steps[self.way.after()].title,
            writable=here is not None and not here.read_only,
        )

    # Reading

    def show_period(self, period: Period) -> None:
        """Another period is to be closed."""
        if period != self.period:
            self._keep_draft()
            self.period, self.review = period, None
            self._draft = draft_of(note.recall(self.desk.here, _DRAFT + period.label))
            self.words.show_people(people_of(self.desk.here))
            self.words.show_words(self._draft.comment, self._draft.steps)
            self.sentences.show_sentences(self._draft.sentences)
            self.finish.options.show_people(people_of(self.desk.here))
            self.finish.show_period(period)
            self.changed.show_waiting()
            self._stale = True
        self.head.picker.show_period(period)
        self._name_buttons()
        self.desk.looked.emit()
        self._look()

    def _look(self) -> None:
        """Reads what the steps show, if it may be other than what they show and somebody looks at them."""
        if self._stale and not self.shows_past:
            self.read()

    def read(self) -> None:
        """Reads anew what the steps show."""
        if self.period is None or self.desk.session.workspace is None or self.desk.session.writing:
            return
        self._stale = False
        now = self.desk.now()
        look, compare = partial(review, period=self.period, now=now), partial(changed_figures, now=now)
        self._readings.start("review", _("Looking at the period"), look, self._on_review)
        self._readings.start("changed", _("Comparing with what was printed"), compare, self._on_changed)

    def _on_review(self, found: Review) -> None:
        if found.period != self.period:
            return
        self.review = found
        if not self.desk.session.writing:
            # Whoever cannot remember measures again next time.
            with suppress(UserError):
                keep(self.desk.here, found.fresh)
        self.problems.show_troubles(found.troubles)
        self.goals.show_standings(found.standings, found.period, found.next_goals)
        self.sentences.show_sentences(with_sayings(self.draft(), found.sayings).sentences)
        self.words.show_agreed(found.agreed)
        self.words.show_proposals(found.proposals)
        self.head.show_state(found, self.desk.here.calendar)
        if self.step == "finish":
            self.finish.make()
        if self.step != "changed":
            self._begin_late()

    def _on_changed(self, figures: list[Compared]) -> None:
        self.changed.show_figures(figures)
        if self.step == "changed":
            self._begin_late()

    def _begin_late(self) -> None:
        """What was read late takes the keys, if they have waited for it."""
        if self._waits and self.foot.next.hasFocus() and not self.shows_past:
            self._begin()
        self._waits = False

    # Deciding

    def draft(self) -> Draft:
        """What is decided so far."""
        return Draft(self.sentences.sentences(), self.words.words(), self.words.steps())

    def _on_decided(self) -> None:
        self._later.start()

    def _keep_draft(self) -> None:
        """Keeps what was decided with the file."""
        if not self._later.isActive():
            return
        self._later.stop()
        if self.period is not None and self.desk.session.workspace is not None:
            key, kept = _DRAFT + self.period.label, as_json(self.draft())
            self.desk.attempt(lambda: note.keep(self.desk.here, key, kept))

    def _with_words(self, options: Options) -> Options:
        names = dict(self.desk.here.rows("SELECT id, name FROM staff"))
        return with_words(options, self.draft(), names)

    def close_period(self, *, printing_too: bool = False) -> None:
        """Closes the period in one step of the journal, as soon as its summary is made."""
        if fault := self.words.refused():
            self.show_step("words")
            self.desk.notice.tell(fault)
        elif self.finish.paper is None or self.finish.paper.options != self._with_words(self.finish.options.options()):
            self.finish.make()
            self.desk.notice.tell(_("The summary is being made; close the period when you have seen it."))
        else:
            self.desk.attempt(partial(self._close, self.finish.paper, printing_too=printing_too))

    def _close(self, paper: Paper, *, printing_too: bool) -> None:
        draft, period = self.draft(), paper.period
        label = _("Close {period}").format(period=period_text(period))
        with self.desk.operation(label, source="closing") as tx:
            closing = close(tx, period, draft, paper.options, paper.made, self.desk.now())
        self._later.stop()
        note.forget(self.desk.here, _DRAFT + period.label)
        self.show_past(closing)
        count = len(draft.steps)
        tasks = n_("{period} is closed; {n} task was made.", "{period} is closed; {n} tasks were made.", count)
        text = tasks if count else _("{period} is closed.")
        self.desk.tell_done(text.format(period=period_text(period), n=number_text(count)))
        if printing_too:
            self.past.ask_print()
