"""Chooses a period: a step earlier or later, a unit, one from the list, or one that is typed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from crmdesk.domain.calendar import date_of_day
from crmdesk.domain.errors import UserError
from crmdesk.domain.period import MONTH, QUARTER, RANGE, YEAR, Period, day_range, month, parse_period
from crmdesk.domain.wording import period_text, short_period_text
from crmdesk.text import N_, _
from crmdesk.ui.button import IconButton
from crmdesk.ui.icons import icon
from crmdesk.ui.plain import say

KINDS = ((MONTH, N_("Month")), (QUARTER, N_("Quarter")), (YEAR, N_("Year")), (RANGE, N_("Days")))
_LISTED = 26


class PeriodPicker(QWidget):
    """Emits `chosen` with a Period, and `refused` with a sentence where something typed is none."""

    chosen = Signal(object)
    refused = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.period = month(2000, 1)
        self._newest = self.period
        self.earlier = self._arrow("chevron-left", _("The period before (Page Up)"))
        self.later = self._arrow("chevron-right", _("The period after (Page Down)"))
        self.earlier.clicked.connect(self.go_earlier)
        self.later.clicked.connect(self.go_later)
        self.unit = QComboBox(self)
        self.unit.addItems([_(name) for _kind, name in KINDS])
        say(self.unit, _("Length of the period"))
        self.unit.activated.connect(self._on_unit)
        self.text = QComboBox(self)
        self.typed = QLineEdit(self.text)
        self.text.setEditable(True)
        self.text.setLineEdit(self.typed)
        self.text.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.typed.setCompleter(None)  # type: ignore[arg-type]  # the stubs know no None
        self.text.setMinimumContentsLength(16)
        tip = _("Period: choose one, or type 2026-10, October 2026, 2026-Q4, 2026 or 2026-10-01..2026-10-15")
        say(self.text, _("Period"), tip)
        self.text.activated.connect(self._on_listed)
        self.typed.returnPressed.connect(self._on_typed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for part in (self.unit, self.earlier, self.text, self.later):
            row.addWidget(part)

    def show_period(self, period: Period, newest: Period | None = None) -> None:
        """Shows a period without telling anybody; `newest` is the latest that the list offers."""
        self.period = period
        self._newest = newest or self._newest
        self.unit.setCurrentIndex([kind for kind, _name in KINDS].index(period.kind))
        listed = self._listed()
        self.text.blockSignals(True)
        self.text.clear()
        for one in listed:
            self.text.addItem(period_text(one), one)
        self.text.setCurrentIndex(listed.index(period) if period in listed else -1)
        self.text.setEditText(period_text(period) if period.kind != RANGE else short_period_text(period))
        self.text.blockSignals(False)

    def go_earlier(self) -> None:
        self._choose(self.period.before())

    def go_later(self) -> None:
        self._choose(self.period.after())

    def type_here(self) -> None:
        """Puts the cursor where a period is typed."""
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.typed.setText(self.period.label)
        self.typed.selectAll()

    def _listed(self) -> list[Period]:
        """The latest periods of the present unit, the newest first."""
        if self.period.kind == RANGE:
            return [self.period]
        found = [of_kind(self._newest, self.period.kind)]
        while len(found) < _LISTED and date_of_day(found[-1].first).year > 1950:
            found.append(found[-1].before())
        return found if self.period in found else [self.period, *found]

    def _choose(self, period: Period) -> None:
        # Qt tells of one key press twice: to the line, and to the list around it.
        changed = period != self.period
        if 1950 <= date_of_day(period.first).year < 2150:
            self.show_period(period)
            if changed:
                self.chosen.emit(period)

    def _on_unit(self, place: int) -> None:
        kind = KINDS[place][0]
        if kind != RANGE:
            self._choose(of_kind(self.period, kind))
            return
        self._choose(day_range(self.period.first, self.period.end))
        self.type_here()

    def _on_listed(self, place: int) -> None:
        if isinstance(period := self.text.itemData(place), Period):
            self._choose(period)

    def _on_typed(self) -> None:
        try:
            period = read_period(self.typed.text(), self.period.fiscal_start)
        except UserError as fault:
            self.refused.emit(str(fault))
            return
        self._choose(period)

    def _arrow(self, name: str, tip: str) -> IconButton:
        button = IconButton(self)
        button.setIcon(icon(name))
        say(button, tip)
        return button


def of_kind(period: Period, kind: str) -> Period:
    """The month, quarter or year in which a period ends."""
    last = date_of_day(period.end - 1)
    found = month(last.year, last.month, period.fiscal_start)
    if kind == MONTH:
        return found
    into = (last.month - period.fiscal_start) % 12
    year = last.year if last.month >= period.fiscal_start else last.year - 1
    label = f"{year:04d}-Q{into // 3 + 1}" if kind == QUARTER else f"{year:04d}"
    return parse_period(label, period.fiscal_start)


def read_period(text: str, fiscal_start: int = 1) -> Period:
    """A period as people type it: also `October 2026`, `oct 2026`, `Q4 2026`. Raises UserError."""
    words = text.strip().casefold().split()
    if len(words) == 2 and words[1].isascii() and words[1].isdigit() and len(words[1]) == 4:
        year = int(words[1])
        if words[0] in ("q1", "q2", "q3", "q4"):
            return parse_period(f"{year:04d}-{words[0].upper()}", fiscal_start)
        for number in range(1, 13) if year else ():
            one = month(year, number, fiscal_start)
            names = (period_text(one).split()[0], short_period_text(one).split()[0])
            if words[0].rstrip(".") in {name.rstrip(".").casefold() for name in names}:
                return one
    return parse_period(text, fiscal_start)
