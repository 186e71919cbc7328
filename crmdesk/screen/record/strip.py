"""The strip above a customer: worth, last purchase, tickets, satisfaction, contact, risk of leaving and its reasons."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.domain.wording import money_text, number_text, percent_text, short_date_text
from crmdesk.store.customer import Risk, Strip
from crmdesk.text import N_, _, n_
from crmdesk.ui.panel import Panel
from crmdesk.ui.plain import Label, say

_RISKS = {
    None: N_("Not a customer yet"),
    Risk.NONE: N_("Low"),
    Risk.SOME: N_("Some"),
    Risk.HIGH: N_("High"),
    Risk.LOST: N_("Lost"),
}


class Cell(QWidget):
    """A figure with its name above it."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.title = title
        self.value = Label("", self, bold=True, size=1.15)
        self.note = Label("", self, muted=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Label(title, self, muted=True))
        column.addWidget(self.value)
        column.addWidget(self.note)

    def show_text(self, value: str, note: str = "", *, bad: bool = False) -> None:
        self.value.setText(value)
        if bool(self.value.property("bad")) != bad:
            self.value.setProperty("bad", bad)
            self.value.style().polish(self.value)
            # The style has put its own letters on.
            QCoreApplication.sendEvent(self.value, QEvent(QEvent.Type.StyleChange))
        self.note.setText(note)
        say(self.value, ": ".join((self.title, " ".join(filter(None, (value, note))))))


class CustomerStrip(Panel):
    """The figures of an account in a row, the risk last, with everything that points to it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", parent)
        self.title.hide()
        self.worth = Cell(_("Net sales so far"), self)
        self.last = Cell(_("Last purchase"), self)
        self.tickets = Cell(_("Open tickets"), self)
        self.csat = Cell(_("Satisfied"), self)
        self.contacted = Cell(_("Last contact"), self)
        self.risk = Cell(_("Risk of leaving"), self)
        self.reasons = Label("", self, wrap=True, selectable=True)
        row = QHBoxLayout()
        row.setSpacing(24)
        for cell in (self.worth, self.last, self.tickets, self.csat, self.contacted, self.risk):
            row.addWidget(cell)
        row.addWidget(self.reasons, 1)
        self.body.addLayout(row)

    def show_strip(self, strip: Strip | None, company: str, currency: str, today: int) -> None:
        """Shows the figures of an account, which for somebody of a company is the company; None hides the strip."""
        self.setVisible(strip is not None)
        self.title.setText(_("{company} with all its people").format(company=company))
        self.title.setVisible(bool(company))
        if strip is None:
            return
        count = n_("{n} purchase", "{n} purchases", strip.purchases).format(n=number_text(strip.purchases))
        self.worth.show_text(money_text(strip.worth, currency), count)
        self.last.show_text(*_day(strip.last_sold_day, today))
        self.tickets.show_text(number_text(strip.open_tickets))
        self.csat.show_text(*_csat(strip))
        day = None if strip.days_since_contact is None else today - strip.days_since_contact
        self.contacted.show_text(*_day(day, today))
        self.risk.show_text(_(_RISKS[strip.risk]), bad=strip.risk in (Risk.HIGH, Risk.LOST))
        self.reasons.setText("\n".join(strip.reasons))
        self.reasons.setAccessibleName("\n".join(strip.reasons))


def _day(day: int | None, today: int) -> tuple[str, str]:
    if day is None:
        return "–", ""
    n = today - day
    ago = _("today") if not n else n_("{n} day ago", "{n} days ago", n).format(n=number_text(n))
    return ago, short_date_text(day)


def _csat(strip: Strip) -> tuple[str, str]:
    if not strip.csat_answers:
        return "–", ""
    note = n_("{n} answer", "{n} answers", strip.csat_answers).format(n=number_text(strip.csat_answers))
    return percent_text(strip.csat_good / strip.csat_answers, 0), note
