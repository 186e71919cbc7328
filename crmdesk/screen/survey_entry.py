"""Entering what a customer answered: a score at one key, and what was said beside it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialogButtonBox, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from crmdesk.report.survey_sheet import ANSWERS
from crmdesk.store.editing import save
from crmdesk.store.row import name_of
from crmdesk.store.survey import SCALES, Survey
from crmdesk.store.ticket import Ticket
from crmdesk.text import _
from crmdesk.ui.button import ENTER, Button
from crmdesk.ui.desk import Desk
from crmdesk.ui.dialog import Dialog
from crmdesk.ui.plain import Label, no_mnemonic, say

_WIDTH = 560
_SUBJECT = """
SELECT contact_id, coalesce(
    (SELECT staff_id FROM ticket_event WHERE ticket_id = ticket.id AND kind = 'resolved' ORDER BY at DESC, id DESC),
    owner_id) FROM ticket WHERE id = ?
"""


class SurveyEntry(Dialog):
    """How satisfied a customer was with a ticket, 1 to 5. Emits `added` with the row of the answer."""

    added = Signal(object)

    def __init__(self, desk: Desk, ticket: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Satisfaction answer"))
        self._desk, self._ticket = desk, ticket
        self.score = 0
        subject = name_of(desk.here, Ticket, ticket)
        title = Label(_("How satisfied is the customer with “{ticket}”?").format(ticket=subject), self, wrap=True)
        self.buttons = [self._button(score) for score in range(SCALES["csat"][0], SCALES["csat"][1] + 1)]
        self.comment = QPlainTextEdit(self)
        self.comment.setTabChangesFocus(True)
        self.comment.setPlaceholderText(_("What the customer said (may stay empty)"))
        say(self.comment, _("Comment"))
        self.fault = Label("", self, wrap=True)
        self.fault.setProperty("bad", True)
        ends = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        ends.button(QDialogButtonBox.StandardButton.Cancel).setText(_("Cancel"))
        self.save_button = Button(_("Save the answer"), self)
        self.save_button.setProperty("primary", True)
        ends.addButton(self.save_button, QDialogButtonBox.ButtonRole.AcceptRole)
        ends.accepted.connect(self.save)
        ends.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(title)
        row = QHBoxLayout()
        for button in self.buttons:
            row.addWidget(button)
        column.addLayout(row)
        column.addWidget(Label(_("Keys 1 to 5 choose, Ctrl+Enter saves."), self, muted=True))
        column.addWidget(self.comment, 1)
        column.addWidget(self.fault)
        column.addWidget(ends)
        self.resize(max(_WIDTH, self.sizeHint().width()), self.sizeHint().height())
        self.buttons[-1].setFocus()

    def _button(self, score: int) -> Button:
        button = Button(no_mnemonic(f"{score}\n{_(ANSWERS[score - 1])}"), self)
        button.setCheckable(True)
        button.setAutoExclusive(True)
        button.setAutoDefault(False)
        say(button, _("{score} of 5: {meaning}").format(score=score, meaning=_(ANSWERS[score - 1])))
        button.clicked.connect(partial(self.choose, score))
        return button

    def choose(self, score: int) -> None:
        """Takes a score, and goes on to the comment."""
        self.score = score
        self.fault.setText("")
        self.buttons[score - 1].setChecked(True)
        self.comment.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in ENTER and control:
            self.save()
        elif Qt.Key.Key_1 <= event.key() <= Qt.Key.Key_5 and not control:
            self.choose(event.key() - Qt.Key.Key_0)
        else:
            super().keyPressEvent(event)

    def save(self) -> None:
        """Keeps the answer as one step."""
        if not self.score:
            self.fault.setText(_("Choose how satisfied the customer is first: 1 to 5."))
            return
        if self._desk.attempt(self._write):
            self._desk.tell_done(_("Answer {score} of 5 is saved.").format(score=self.score))
            self.accept()

    def _write(self) -> None:
        contact, helper = self._desk.here.rows(_SUBJECT, (self._ticket,))[0]
        values = {
            "kind": "csat",
            "answered_at": self._desk.now(),
            "score": self.score,
            "contact_id": contact,
            "ticket_id": self._ticket,
            "staff_id": helper,
            "comment": self.comment.toPlainText().strip() or None,
        }
        with self._desk.operation(_("Satisfaction answer")) as tx:
            row = save(tx, Survey, None, values)
        self.added.emit(row)
