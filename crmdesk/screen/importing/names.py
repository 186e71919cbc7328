"""The third step: what only a person can know, asked one by one: which day is meant, what a name means here."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QWidget

from crmdesk.domain import typed_date
from crmdesk.domain.calendar import date_of_day
from crmdesk.domain.typed_number import plain_amount
from crmdesk.domain.wording import number_text
from crmdesk.exchange.questions import Question
from crmdesk.screen.importing.walk import Walk
from crmdesk.text import _, n_
from crmdesk.ui.button import ENTER, Button
from crmdesk.ui.desk import Desk
from crmdesk.ui.icons import icon
from crmdesk.ui.panel import Panel
from crmdesk.ui.plain import Label, say
from crmdesk.ui.step import Step
from crmdesk.ui.table import Column, Table

_MOST_LINES = 8
_ANSWER = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about one of the tables."""

    place: int
    table: str
    question: Question


class Options(QListWidget):
    """The answers that there are; Enter or a double click gives the chosen one."""

    given = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Answers"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSpacing(1)
        self.itemDoubleClicked.connect(lambda _item: self.given.emit())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (*ENTER, Qt.Key.Key_Space) and not event.modifiers():
            self.given.emit()
        else:
            super().keyPressEvent(event)

    def show_options(self, question: Question) -> None:
        """Shows the answers of a question; the one that was given, or is probably right, is chosen."""
        self.clear()
        for option in question.options:
            probable = option.answer == question.suggested and not question.answer
            text = _("{answer} (probably)").format(answer=option.title) if probable else option.title
            item = QListWidgetItem(text, self)
            item.setData(_ANSWER, option.answer)
        answers = [option.answer for option in question.options]
        wanted = question.answer or question.suggested
        self.setCurrentRow(answers.index(wanted) if wanted in answers else 0)
        lines = min(max(self.count(), 1), _MOST_LINES)
        self.setFixedHeight((max(self.sizeHintForRow(0), 1) + 2) * lines + 2 * self.frameWidth() + 4)
        self.setVisible(bool(answers))

    def answer(self) -> str:
        """The answer that is chosen."""
        return str(self.currentItem().data(_ANSWER)) if self.currentRow() >= 0 else ""


class Card(Panel):
    """One question in full. `answered` carries the answer."""

    answered = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", parent, wrap=True)
        self.question: Question | None = None
        self.why = Label("", self, muted=True, wrap=True)
        self.options = Options(self)
        self.options.given.connect(lambda: self.answered.emit(self.options.answer()))
        self.typed = QLineEdit(self)
        self.typed.returnPressed.connect(self._on_typed)
        self.give = Button(icon("check"), _("Use this answer"), self)
        self.give.clicked.connect(self._on_give)
        row = QHBoxLayout()
        row.addWidget(self.give)
        row.addWidget(self.typed, 1)
        row.addStretch(1)
        for part in (self.why, self.options):
            self.body.addWidget(part)
        self.body.addLayout(row)

    def show_question(self, question: Question) -> None:
        """Shows a question with its answers."""
        self.question = question
        self.title.setText(question.text)
        about = n_("It is about {n} row.", "It is about {n} rows.", question.count)
        said = about.format(n=number_text(question.count)) if question.count else ""
        self.why.setText(" ".join(part for part in (question.why, said) if part))
        self.why.setVisible(bool(self.why.text()))
        self.options.show_options(question)
        self.options.setAccessibleName(question.text)
        known = {option.answer for option in question.options}
        own = question.answer if question.answer not in known else ""
        self.typed.setText(own or (question.suggested if question.suggested not in known else ""))
        words = _PLACEHOLDERS if question.options else _ALONE
        self.typed.setPlaceholderText(words[question.typed]() if question.typed in words else "")
        self.typed.setVisible(bool(question.typed))
        say(self.typed, question.text)

    def begin(self) -> None:
        """The keys go to the answers."""
        (self.options if self.options.isVisibleTo(self) else self.typed).setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_typed(self) -> None:
        if self.typed.text().strip():
            self.answered.emit(self.typed.text().strip())

    def _on_give(self) -> None:
        typed = self.typed.text().strip() if self.typed.isVisibleTo(self) else ""
        self.answered.emit(typed or self.options.answer())


_PLACEHOLDERS = {
    "date": lambda: _("or type a date"),
    "number": lambda: _("or type a number"),
    "text": lambda: _("or type something else"),
}
# Where there is nothing to choose from.
_ALONE = {"date": lambda: _("Type a date"), "number": lambda: _("Type a number"), "text": lambda: _("Type it")}


class NamesStep(Step):
    """`answered` carries the place of the table, the question's id and the answer; `all_wanted`: take all proposals.

    `left_out` carries the place of a table that is not to be brought in.
    """

    answered = Signal(int, str, str)
    all_wanted = Signal()
    left_out = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        hint = _("Nothing is guessed where two things can be meant. Enter gives the chosen answer and asks the next.")
        super().__init__(desk, parent, _("Questions and names"), hint)
        columns = (
            Column(_("Question"), lambda one: str(one.question.text)),
            Column(_("Answer"), lambda one: answer_text(one.question)),
            Column(_("Table"), lambda one: str(one.table)),
        )
        self.card = Card(self)
        self.card.answered.connect(self._on_answer)
        self.table = Table(columns, _("Questions"), self)
        self.table.setSortingEnabled(False)
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _then: self._on_row())
        self.table.activated.connect(lambda _index: self.card.begin())
        self.none = Label(_("There is nothing to ask: everything in the files is clear."), self, wrap=True)
        self.all = Button(icon("check"), _("Accept all suggestions"), self)
        say(self.all, _("Accept all suggestions"), _("Answers every open question with what is probably right"))
        self.all.clicked.connect(self.all_wanted)
        self.without = Button(icon("x"), _("Leave this table out"), self)
        self.without.clicked.connect(self._leave_out)
        row = QHBoxLayout()
        row.addWidget(self.all)
        row.addWidget(self.without)
        row.addStretch(1)
        self.column.addWidget(self.none)
        self.column.addWidget(self.card)
        self.column.addLayout(row)
        self.column.addWidget(self.table, 1)
        self.column.addStretch()

    def show_walk(self, walk: Walk) -> None:
        """Shows the questions of all tables; the one that was shown stays, unless it is answered and others are not."""
        shown, focus = self._current(), QApplication.focusWidget()
        had_keys = focus is not None and self.card.isAncestorOf(focus)
        rows = [
            Asked(place, item.name, question)
            for place, item in enumerate(walk.items)
            if item.taken and item.draft is not None
            for question in item.draft.questions
        ]
        self.table.selectionModel().blockSignals(True)
        self.table.show_rows(rows)
        if rows:
            self.table.setCurrentIndex(self.table.rows.index(_next_place(rows, shown), 0))
        self.table.selectionModel().blockSignals(False)
        self.table.setColumnHidden(2, len({one.place for one in rows}) < 2)
        self._on_row()
        for part in (self.card, self.table):
            part.setVisible(bool(rows))
        self.none.setVisible(not rows)
        self.without.setVisible(bool(rows) and len(walk.taken) > 1)
        still = [one for one in rows if one.question.is_open]
        self.all.setVisible(any(one.question.suggested for one in still))
        text = n_("{n} open question", "{n} open questions", len(still)).format(n=number_text(len(still)))
        self.tell(text if still else _("all answered") if rows else _("nothing to ask"), open_=bool(still))
        if had_keys and still:
            self.card.begin()

    def first(self) -> QWidget | None:
        return self.card.options if self.card.isVisibleTo(self) else None

    def _current(self) -> Asked | None:
        rows, row = self.table.rows.rows, self.table.currentIndex().row()
        return rows[row] if 0 <= row < len(rows) else None

    def _on_row(self) -> None:
        if (one := self._current()) is not None and one.question != self.card.question:
            self.card.show_question(one.question)

    def _leave_out(self) -> None:
        if (one := self._current()) is not None:
            self.left_out.emit(one.place)

    def _on_answer(self, answer: str) -> None:
        one = self._current()
        if one is None:
            return
        try:
            meant = self._meant(one.question, answer)
        except ValueError as problem:
            self.desk.notice.tell(_("“{text}” {problem}.").format(text=answer, problem=problem))
            return
        if one.question.takes(meant):
            self.answered.emit(one.place, one.question.id, meant)
        else:
            self.desk.notice.tell(_("Choose one of the answers."))

    def _meant(self, question: Question, answer: str) -> str:
        """What was typed as a file would say it. Raises ValueError with the end of a sentence."""
        if any(option.answer == answer for option in question.options):
            return answer
        here = self.desk.here
        if question.typed == "date":
            today = here.calendar.day_of(self.desk.now())
            return date_of_day(typed_date.parse(answer, today, ahead=False).day).isoformat()
        return plain_amount(answer, here.settings.currency) if question.typed == "number" else answer


def answer_text(question: Question) -> str:
    """The answer that was given, as it reads."""
    named = {option.answer: option.title for option in question.options}
    return named.get(question.answer, question.answer)


def _next_place(rows: list[Asked], before: Asked | None) -> int:
    """The row of the question that was shown; where that is answered now, of the next that is open."""
    keys = [(one.place, one.question.id) for one in rows]
    at = keys.index((before.place, before.question.id)) if before and (before.place, before.question.id) in keys else 0
    if rows[at].question.is_open or (before is not None and not before.question.is_open):
        return at
    behind = (*range(at, len(rows)), *range(at))
    return next((place for place in behind if rows[place].question.is_open), at)
