"""What is asked when a deal leaves the board: the sale of a deal that is won, why it was lost, when to take it up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crmdesk.domain.calendar import date_of_day
from crmdesk.domain.wording import date_text, weekday_name
from crmdesk.store.base import fields_of
from crmdesk.store.deal import Deal
from crmdesk.store.file import Workspace
from crmdesk.store.sale import Sale
from crmdesk.text import _
from crmdesk.ui import fields
from crmdesk.ui.button import Button
from crmdesk.ui.dialog import Dialog
from crmdesk.ui.plain import Label, no_mnemonic, say

_SOLD: Any = fields_of(Sale)["amount"]
_CLOSE: Any = fields_of(Deal)["expected_close_on"]


class Closing(Dialog):
    """One question with one line to answer it. `chosen` carries the answer; Esc asks nothing more and does nothing."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget, title: str, question: str, line: QWidget, name: str, done: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.line = line
        say(line, name)
        self.hint = Label("", self, wrap=True, muted=True)
        self.done_button = Button(no_mnemonic(done), self)
        self.done_button.setDefault(True)
        self.done_button.setProperty("primary", True)
        self.done_button.clicked.connect(self.answer)
        cancel = Button(_("Cancel"), self)
        cancel.clicked.connect(self.reject)
        self.buttons = QHBoxLayout()
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.done_button)
        self.buttons.addWidget(cancel)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addWidget(Label(question, self, wrap=True))
        column.addWidget(line)
        column.addWidget(self.hint)
        column.addLayout(self.buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 60)
        line.setFocus(Qt.FocusReason.OtherFocusReason)

    def value(self) -> Any:
        """The answer. Raises ValueError with a sentence where the line holds none."""
        raise NotImplementedError

    def answer(self) -> None:
        """Takes the answer, or says what is wrong with it."""
        try:
            found = self.value()
        except ValueError as fault:
            self.tell(str(fault), bad=True)
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.finish(found)

    def finish(self, found: Any) -> None:
        """Hands the answer over and closes."""
        self.accept()
        self.chosen.emit(found)

    def tell(self, text: str, *, bad: bool = False) -> None:
        """Says something under the line."""
        self.hint.setText(text)
        self.hint.setAccessibleName(text)
        self.hint.setProperty("bad", bad)
        self.hint.style().polish(self.hint)


class Won(Closing):
    """Offers to record the sale; returns its amount, or None for “not yet”."""

    def __init__(self, parent: QWidget, deal: str, amount: int | None, workspace: Workspace, now: int) -> None:
        self._workspace, self._now = workspace, now
        currency = workspace.settings.currency
        self.amount = QLineEdit(fields.written(_SOLD, amount, workspace))
        self.amount.selectAll()
        question = _("“{deal}” is won. Which amount was sold, in {currency}?").format(deal=deal, currency=currency)
        super().__init__(parent, _("Deal won"), question, self.amount, _("Amount sold"), _("Record the sale"))
        self.not_yet = Button(_("&Not yet"), self)
        self.not_yet.clicked.connect(lambda: self.finish(None))
        say(self.not_yet, _("Not yet"), _("The deal is won; the sale is recorded later"))
        self.buttons.insertWidget(2, self.not_yet)
        self.tell(_("The sale counts as revenue from now on. “Not yet” wins the deal without it."))

    def value(self) -> int:
        amount = _read(_SOLD, self.amount.text(), self._workspace, self._now)
        if amount is None:
            raise ValueError(_("Type the amount, or choose “Not yet”."))
        return amount


class Lost(Closing):
    """Asks for the reason; earlier ones are proposed."""

    def __init__(self, parent: QWidget, deal: str) -> None:
        self.reason = QComboBox()
        self.reason.setEditable(True)
        self.reason.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        super().__init__(
            parent, _("Deal lost"), _("Why was “{deal}” lost?").format(deal=deal), self.reason, _("Reason"), _("Lost")
        )
        self.tell(_("The reasons show up beside the win rate; the same words are counted together."))

    def propose(self, reasons: Sequence[str]) -> None:
        """Offers reasons, and leaves alone what was typed meanwhile."""
        typed = self.reason.currentText()
        self.reason.clear()
        self.reason.addItems(list(reasons))
        self.reason.setCurrentIndex(-1)
        self.reason.setEditText(typed)

    def value(self) -> str:
        return self.reason.currentText().strip()


class Later(Closing):
    """Asks for the day on which the deal is taken up again."""

    def __init__(self, parent: QWidget, deal: str, workspace: Workspace, now: int) -> None:
        self._workspace, self._now = workspace, now
        self.day = QLineEdit(_("+2w"))
        self.day.selectAll()
        question = _("When should “{deal}” be taken up again?").format(deal=deal)
        super().__init__(parent, _("Later"), question, self.day, _("Day"), _("Postpone"))
        self.day.textChanged.connect(self._read_again)
        self._read_again()

    def value(self) -> int:
        day = _read(_CLOSE, self.day.text(), self._workspace, self._now)
        if day is None or day <= self._workspace.calendar.day_of(self._now):
            raise ValueError(_("Choose a day that is still to come."))
        return day

    def _read_again(self) -> None:
        """Shows which day is meant while it is typed."""
        try:
            day = self.value()
        except ValueError:
            self.tell(_("For example: tomorrow, fri, +2w, 31 Oct"))
            return
        name = weekday_name(date_of_day(day).weekday())
        self.tell(_("{weekday}, {day}").format(weekday=name, day=date_text(day)))


def _read(field: Any, text: str, workspace: Workspace, now: int) -> int | None:
    """What was typed. Raises ValueError with a whole sentence."""
    try:
        found: int | None = fields.typed(field, text, workspace, now)
    except ValueError as fault:
        raise ValueError(_("“{text}” {fault}.").format(text=text, fault=fault)) from None
    return found
