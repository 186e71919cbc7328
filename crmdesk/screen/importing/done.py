"""The last step of bringing files in: how far it is, with pause and cancel; then what came of it, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QProgressBar, QVBoxLayout, QWidget

from crmdesk.domain.wording import number_text
from crmdesk.exchange import importing
from crmdesk.exchange.plan import Plan
from crmdesk.exchange.policy import OUTCOMES, Outcome
from crmdesk.screen.importing.words import OUTCOME_WORDS, title_of
from crmdesk.text import _, n_
from crmdesk.ui.button import Button
from crmdesk.ui.desk import Desk
from crmdesk.ui.icons import icon
from crmdesk.ui.jobs import Job
from crmdesk.ui.plain import Label, say
from crmdesk.ui.step import Step
from crmdesk.ui.table import Column, Table

_NOTICES = 200
# So many kinds of records are seen without scrolling.
_KINDS = 8


@dataclass(frozen=True, slots=True)
class Line:
    """A kind of records, and how many of its rows became what."""

    kind: str
    counts: Mapping[Outcome, int]


class DoneStep(Step):
    """`undo_wanted`, `result_wanted`, `more_wanted`; `list_wanted` carries the kind of records to be shown."""

    undo_wanted = Signal()
    result_wanted = Signal()
    more_wanted = Signal()
    list_wanted = Signal(str)
    figures_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(
            desk, parent, _("Result"), _("All of it is one step: it can be undone as a whole at any time.")
        )
        self.job: Job | None = None
        self.said = Label(_("Nothing has been brought in yet."), self, size=1.1, bold=True, wrap=True)
        self.column.addWidget(self.said)
        self.column.addWidget(self._progress_part())
        self.column.addWidget(self._result_part(), 1)
        self.column.addStretch()
        self.show_nothing()

    def _progress_part(self) -> QWidget:
        self.working = QWidget(self)
        self.bar = QProgressBar(self.working)
        say(self.bar, _("Progress"))
        self.where = Label("", self.working, muted=True)
        self.pause = Button(_("Pause"), self.working)
        self.pause.setCheckable(True)
        self.pause.toggled.connect(self._on_pause)
        self.cancel = Button(icon("x"), _("Cancel"), self.working)
        say(self.cancel, _("Cancel"), _("Stop, and leave everything as it was"))
        self.cancel.clicked.connect(self._on_cancel)
        row = QHBoxLayout()
        row.addWidget(self.pause)
        row.addWidget(self.cancel)
        row.addStretch(1)
        column = QVBoxLayout(self.working)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.bar)
        column.addWidget(self.where)
        column.addLayout(row)
        return self.working

    def _result_part(self) -> QWidget:
        self.result = QWidget(self)
        columns = (
            Column(_("Records"), lambda line: title_of(line.kind)),
            *(Column(_(OUTCOME_WORDS[one]), _count(one), _number(one), number=True) for one in OUTCOMES),
        )
        self.table = Table(columns, _("What came of it"), self.result)
        self.table.setSortingEnabled(False)
        self.table.activated.connect(lambda index: self.list_wanted.emit(self.table.rows.rows[index.row()].kind))
        self.notices = QPlainTextEdit(self.result)
        self.notices.setReadOnly(True)
        self.notices.setTabChangesFocus(True)
        say(self.notices, _("Good to know"))
        self.open_list = Button(icon("table"), _("Show the records"), self.result)
        self.open_list.clicked.connect(self._on_open)
        self.figures = Button(icon("chart-bar"), _("See the figures"), self.result)
        self.figures.clicked.connect(self.figures_wanted)
        self.save = Button(icon("download"), _("Save the result file…"), self.result)
        say(self.save, _("Save the result file…"), _("Your columns, and what became of each row and why"))
        self.save.clicked.connect(self.result_wanted)
        self.undo = Button(icon("arrow-back-up"), _("Undo the import"), self.result)
        self.undo.clicked.connect(self.undo_wanted)
        self.more = Button(icon("file-import"), _("Bring in more"), self.result)
        self.more.clicked.connect(self.more_wanted)
        row = QHBoxLayout()
        for button in (self.open_list, self.figures, self.save, self.undo):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.more)
        column = QVBoxLayout(self.result)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        column.addWidget(self.notices, 1)
        column.addLayout(row)
        column.addStretch()
        return self.result

    # What is shown

    def show_nothing(self) -> None:
        """Nothing was done yet."""
        self.job = None
        self.is_empty = True
        self._show(working=False, result=False)
        self.said.setText(_("Nothing has been brought in yet."))
        self.tell(_("not yet"), open_=False)

    def follow(self, job: Job, text: str) -> None:
        """Shows how far the work is."""
        self.job, self.is_empty = job, False
        self.pause.setChecked(False)
        self.bar.setRange(0, 0)
        self.where.setText("")
        self._show(working=True, result=False)
        self.said.setText(text)
        self.tell(_("working"), open_=True)
        job.progressed.connect(self._on_progressed)

    def show_cancelled(self) -> None:
        """It was cancelled, and nothing was changed."""
        self.show_nothing()
        self.said.setText(_("Cancelled: everything is as it was."))

    def show_plan(self, plan: Plan, *, has_result: bool) -> None:
        """Shows what came of it."""
        self.job, self.is_empty = None, False
        self._show(working=False, result=True)
        written = plan.count("created") + plan.count("updated")
        self.said.setText(importing.summary(plan.report) if written else _("Nothing was new: everything is as it was."))
        lines = [Line(kind, counts) for kind, counts in plan.counts.items()]
        self.table.show_rows(lines)
        if lines:
            self.table.setCurrentIndex(self.table.rows.index(0, 0))
        tall = self.table.verticalHeader().defaultSectionSize()
        self.table.setFixedHeight(tall * (min(max(len(lines), 1), _KINDS) + 1) + 12)
        for at, outcome in enumerate(OUTCOMES, 1):
            self.table.setColumnHidden(at, not plan.count(outcome))
        self._show_notices([*plan.notices, *_refusals(plan)])
        self.save.setVisible(has_result)
        self.undo.setEnabled(plan.report.batch is not None)
        self.tell(n_("{n} record written", "{n} records written", written).format(n=number_text(written)), open_=False)

    def _show_notices(self, notices: Sequence[str]) -> None:
        shown = list(notices[:_NOTICES])
        if len(notices) > _NOTICES:
            shown.append(_("… and {n} more").format(n=number_text(len(notices) - _NOTICES)))
        self.notices.setPlainText("\n".join(shown))
        self.notices.setVisible(bool(shown))

    def show_undone(self, *, is_whole: bool = True) -> None:
        """The import was taken back; if not wholly, what was changed since stays."""
        self.undo.setEnabled(False)
        rest = _("The import was undone, except for what was changed since.")
        self.said.setText(_("The import was undone.") if is_whole else rest)
        self.tell(_("undone"), open_=False)

    def first(self) -> QWidget | None:
        if self.working.isVisible():
            return self.cancel
        return self.open_list if self.result.isVisible() else None

    # Inside

    def _show(self, *, working: bool, result: bool) -> None:
        self.working.setVisible(working)
        self.result.setVisible(result)

    def _on_progressed(self, progress: object) -> None:
        done, total, what = cast("tuple[int, int, str]", progress)
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        count = _("{done} of {total}").format(done=number_text(done), total=number_text(total)) if total else ""
        self.where.setText(" · ".join(part for part in (what, count) if part))

    def _on_pause(self, on: bool) -> None:
        self.pause.setText(_("Go on") if on else _("Pause"))
        if self.job is None:
            return
        if on:
            self.job.task.pause()
        else:
            self.job.task.go_on()

    def _on_cancel(self) -> None:
        if self.job is not None:
            self.job.cancel()

    def _on_open(self) -> None:
        row = self.table.currentIndex().row()
        if 0 <= row < len(self.table.rows.rows):
            self.list_wanted.emit(self.table.rows.rows[row].kind)


def _count(outcome: Outcome) -> Callable[[Line], str]:
    return lambda line: number_text(line.counts[outcome]) if line.counts.get(outcome) else ""


def _number(outcome: Outcome) -> Callable[[Line], int]:
    return lambda line: line.counts.get(outcome, 0)


def _refusals(plan: Plan) -> list[str]:
    """The rows that were refused, the first of them, each with its line and reason."""
    rows = (plan.rows[place] for place in islice(plan.places(outcome="rejected"), _NOTICES))
    text = _("{file}, line {line}: {reason}")
    return [text.format(file=row.file, line=number_text(row.line), reason=row.reason) for row in rows]
