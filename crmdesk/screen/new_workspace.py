"""Asks for what a new workspace needs: the name of the business, its currency and its time zone."""

from __future__ import annotations

from zoneinfo import available_timezones

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QGridLayout, QLineEdit, QWidget

from crmdesk.domain.errors import FieldError, UserError
from crmdesk.store.setting import checked, system_settings
from crmdesk.text import _
from crmdesk.ui.button import Button
from crmdesk.ui.dialog import Dialog
from crmdesk.ui.plain import Label, say

CURRENCIES = (
    "EUR USD GBP CHF SEK NOK DKK PLN CZK HUF RON BGN ISK TRY UAH CAD AUD NZD JPY CNY INR KRW SGD HKD THB IDR MYR PHP"
    " VND AED SAR ILS EGP MAD TND NGN KES ZAR BRL MXN ARS CLP COP PEN"
).split()


class NewWorkspace(Dialog):
    """Emits `wanted` with checked settings."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("New workspace"))
        usual = system_settings()
        self.name = QLineEdit(self)
        say(self.name, _("Name of the business"))
        self.currency = _choice(self, CURRENCIES, str(usual["currency"]), _("Currency"))
        self.zone = _choice(self, sorted(available_timezones()), str(usual["timezone"]), _("Time zone"))
        self.fault = Label("", self, wrap=True)
        self.fault.setProperty("bad", True)
        self.fault.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(_("Cancel"))
        self.make = Button(_("Make the workspace"), self)
        self.make.setProperty("primary", True)
        self.make.setDefault(True)
        buttons.addButton(self.make, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        grid = QGridLayout(self)
        for row, (text, control) in enumerate(
            ((_("Name of the business"), self.name), (_("Currency"), self.currency), (_("Time zone"), self.zone))
        ):
            grid.addWidget(Label(text, self), row, 0)
            grid.addWidget(control, row, 1)
        hint = _("The workspace is one file in your data folder; only you can read it.")
        grid.addWidget(Label(hint, self, muted=True, wrap=True), 3, 0, 1, 2)
        grid.addWidget(self.fault, 4, 0, 1, 2)
        grid.addWidget(buttons, 5, 0, 1, 2)
        grid.setColumnStretch(1, 1)
        self.setMinimumWidth(460)

    def _on_accepted(self) -> None:
        given = {
            "business_name": self.name.text().strip(),
            "currency": self.currency.currentText().strip(),
            "timezone": self.zone.currentText().strip(),
        }
        try:
            if not given["business_name"]:
                raise FieldError("business_name", _("is missing; it also names the file"))
            settings = checked(given)
        except FieldError as fault:
            self._refuse(f"{_LABELS[fault.field]()} {fault}.")
            return
        except UserError as fault:
            self._refuse(str(fault))
            return
        self.accept()
        self.wanted.emit(settings)

    def _refuse(self, text: str) -> None:
        self.fault.setText(text)
        self.fault.show()


_LABELS = {
    "business_name": lambda: _("The name"),
    "currency": lambda: _("The currency"),
    "timezone": lambda: _("The time zone"),
}


def _choice(parent: QWidget, items: list[str], chosen: str, name: str) -> QComboBox:
    """A list in which one can type."""
    box = QComboBox(parent)
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    box.addItems(items if chosen in items else [chosen, *items])
    box.setCurrentText(chosen)
    say(box, name)
    return box
