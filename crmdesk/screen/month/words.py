"""The fifth step: the owner's comment, what was agreed the last time, and what is to be done next, by whom, by when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crmdesk.domain.wording import number_text, short_date_text
from crmdesk.insight.closing import NextStep
from crmdesk.report.closing import Agreed
from crmdesk.screen.month.sentences import Words
from crmdesk.store.base import own_fields
from crmdesk.store.field import TEXT_LIMIT
from crmdesk.store.goal import Goal
from crmdesk.text import _, n_
from crmdesk.ui.button import Button, IconButton
from crmdesk.ui.desk import Desk
from crmdesk.ui.editors import DateEditor
from crmdesk.ui.flow import Flow
from crmdesk.ui.icons import icon
from crmdesk.ui.panel import Scroll
from crmdesk.ui.plain import Label, no_mnemonic, say
from crmdesk.ui.step import Step

_COMMENT_LINES = 5
# A field that holds a day to come.
_DAY = own_fields(Goal)["due_on"]


class WordsStep(Step):
    """Comment above, next steps below; an empty line for one more is always there."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        hint = _("Both are printed. Each next step becomes a task of whoever does it when the period is closed.")
        super().__init__(desk, parent, _("Comment and next steps"), hint)
        self._people: Mapping[int, str] = {}
        self._silent = False
        self.comment = Words(self, _COMMENT_LINES)
        say(self.comment, _("Comment"))
        self.comment.setPlaceholderText(_("What the figures do not say"))
        self.comment.textChanged.connect(self._on_changed)
        self.agreed = Label("", self, muted=True, wrap=True)
        self.lines: list[StepLine] = []
        self.area = Scroll(self)
        inside = QWidget(self.area)
        self._lines = QVBoxLayout(inside)
        self._lines.setContentsMargins(0, 0, 8, 0)
        self._lines.addStretch(1)
        self._inside = inside
        self.area.hold(inside)
        self.column.addWidget(Label(_("Comment"), self, bold=True))
        self.column.addWidget(self.comment)
        self.column.addWidget(self.agreed)
        self.column.addWidget(Label(_("Next steps: what, who, by when"), self, bold=True))
        self.column.addWidget(self.area, 1)
        self.proposed = Label(_("Proposed, as the records say:"), self, muted=True)
        self.proposals: list[Button] = []
        self._flow = Flow()
        self.column.addWidget(self.proposed)
        self.column.addLayout(self._flow)

    def show_people(self, people: Mapping[int, str]) -> None:
        """Who can be asked to do something."""
        self._people = people

    def show_words(self, comment: str, steps: Sequence[NextStep]) -> None:
        """Shows what was typed before."""
        self._silent = True
        self.comment.setPlainText(comment)
        for line in self.lines:
            line.hide()
            line.setParent(None)
            line.deleteLater()
        self.lines = []
        for step in (*steps, NextStep("")):
            self._add(step)
        self._silent = False
        self._tell()

    def show_proposals(self, texts: Sequence[str]) -> None:
        """Shows what could be done next; a press makes it a step, whose name and day are then to be filled in."""
        if [one.accessibleName() for one in self.proposals] == [_proposal(text) for text in texts]:
            return
        for button in self.proposals:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.proposals = [self._offer(text) for text in texts]
        self.proposed.setVisible(bool(texts))

    def _offer(self, text: str) -> Button:
        button = Button(icon("plus"), no_mnemonic(text), self)
        say(button, _proposal(text))
        button.clicked.connect(lambda: self.take(text))
        self._flow.addWidget(button)
        return button

    def take(self, text: str) -> None:
        """Makes a proposal the next step, in the line that is still empty."""
        line = self.lines[-1]
        line.what.setText(text)
        self._on_changed()
        line.who.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_agreed(self, agreed: Sequence[Agreed]) -> None:
        """Shows what was agreed the last time, and what of it is done."""
        said = "; ".join(agreed_text(one) for one in agreed)
        self.agreed.setText(_("Agreed last time: {steps}").format(steps=said) if said else "")
        self.agreed.setVisible(bool(said))

    def words(self) -> str:
        """The comment."""
        return self.comment.toPlainText()

    def steps(self) -> tuple[NextStep, ...]:
        """The next steps; lines without a word are none."""
        found = (line.step() for line in self.lines)
        return tuple(one for one in found if one.text)

    def refused(self) -> str:
        """What cannot be read of a next step, as a sentence; empty where all can."""
        return next((fault for line in self.lines if (fault := line.fault())), "")

    def first(self) -> QWidget | None:
        return self.comment

    def _add(self, step: NextStep) -> None:
        line = StepLine(self.desk, step, self._people, len(self.lines) + 1, self._inside)
        line.changed.connect(self._on_changed)
        line.away.clicked.connect(lambda: self._take_away(line))
        self._lines.insertWidget(len(self.lines), line)
        self.lines.append(line)
        line.show()

    def _take_away(self, line: StepLine) -> None:
        place = self.lines.index(line)
        self.lines.remove(line)
        line.setParent(None)
        line.deleteLater()
        self._on_changed()
        self.lines[min(place, len(self.lines) - 1)].what.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_changed(self) -> None:
        if self._silent:
            return
        if not self.lines or self.lines[-1].step().text:
            self._add(NextStep(""))
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        count = len(self.steps())
        text = n_("{n} next step", "{n} next steps", count)
        if self.words().strip():
            text = n_("comment, {n} next step", "comment, {n} next steps", count) if count else _("comment")
        nothing = not count and not self.words().strip()
        self.tell(_("nothing yet") if nothing else text.format(n=number_text(count)), open_=False)


class StepLine(QWidget):
    """What is to be done, by whom, by when."""

    changed = Signal()

    def __init__(self, desk: Desk, step: NextStep, people: Mapping[int, str], number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.what = QLineEdit(step.text, self)
        self.what.setMaxLength(TEXT_LIMIT)
        self.what.setPlaceholderText(_("What is to be done"))
        say(self.what, _("Next step {n}: what").format(n=number))
        self.who = QComboBox(self)
        self.who.addItem("–", None)
        for person, name in people.items():
            self.who.addItem(name, person)
        self.who.setCurrentIndex(max(self.who.findData(step.who), 0))
        self.who.setMinimumContentsLength(14)
        say(self.who, _("Next step {n}: who").format(n=number))
        self.when = DateEditor(_DAY, desk, self)
        self.when.set_value(step.due_on)
        say(self.when.line, _("Next step {n}: by when").format(n=number), _("By when: tomorrow, fri, +2w, 30 Nov"))
        self.away = IconButton(self)
        self.away.setIcon(icon("x"))
        say(self.away, _("Remove next step {n}").format(n=number))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for part, share in ((self.what, 6), (self.who, 2), (self.when, 2), (self.away, 0)):
            row.addWidget(part, share)
        self.what.textEdited.connect(self.changed)
        self.who.activated.connect(self.changed)
        self.when.changed.connect(self.changed)
        self.when.committed.connect(self.changed)

    def step(self) -> NextStep:
        """The next step; a day that cannot be read is none."""
        due = None
        with suppress(ValueError):
            due = self.when.value()
        return NextStep(" ".join(self.what.text().split()), self.who.currentData(), due)

    def fault(self) -> str:
        """What cannot be read of it."""
        if not self.what.text().strip():
            return ""
        try:
            self.when.value()
        except ValueError as fault:
            sentence = _("The day of “{step}” cannot be read: “{text}” {problem}.")
            return sentence.format(step=self.what.text(), text=self.when.text(), problem=fault)
        return ""


def _proposal(text: str) -> str:
    return _("Add as next step: {step}").format(step=text)


def agreed_text(one: Agreed) -> str:
    """What was agreed, by whom and by when, and whether it is done."""
    due = short_date_text(one.due_on) if one.due_on is not None else ""
    state = {True: _("done"), False: _("open", "task"), None: _("given up")}[one.done]
    about = ", ".join(part for part in (one.who, due, state) if part)
    return _("{step} ({about})").format(step=one.text, about=about)
