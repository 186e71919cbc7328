"""The filters of a list as chips, each a sentence: a click changes one, its cross takes it away, one button all."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crmdesk.store.listing import LISTINGS
from crmdesk.store.query import Filter
from crmdesk.text import _
from crmdesk.ui.button import Button, IconButton
from crmdesk.ui.desk import Desk
from crmdesk.ui.filter_dialog import FilterDialog
from crmdesk.ui.flow import Flow
from crmdesk.ui.icons import icon
from crmdesk.ui.plain import no_mnemonic, say
from crmdesk.ui.query_words import sentence


class Chips(QWidget):
    """The filters of a listing. `changed` carries all of them, a tuple, after each change by hand."""

    changed = Signal(object)
    cleared = Signal()

    def __init__(self, desk: Desk, listing: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk, self.listing = desk, listing
        self.filters: tuple[Filter, ...] = ()
        self.chips: list[Chip] = []
        # The control from which Tab leads to the chips.
        self.before: QWidget | None = None
        self.add = Button(icon("plus"), _("Filter"), self)
        say(self.add, _("Add a filter"))
        self.add.clicked.connect(lambda: self.ask(None))
        self.clear = Button(icon("x"), _("Show all"), self)
        say(self.clear, _("Take all filters away"))
        self.clear.clicked.connect(self.cleared)
        self.flow = Flow(self)
        self.show_filters((), clearable=False)

    def show_filters(self, filters: tuple[Filter, ...], *, clearable: bool) -> None:
        """Shows these filters; `clearable` where something is to be taken away, if only words or a preset."""
        self.filters = filters
        self.clear.setVisible(clearable)
        for chip in self.chips:
            chip.hide()
            chip.deleteLater()
        while self.flow.takeAt(0) is not None:
            continue
        self.chips = [self._chip(number) for number in range(len(filters))]
        for part in (*self.chips, self.add, self.clear):
            self.flow.addWidget(part)
        buttons = [button for chip in self.chips for button in (chip.change, chip.away)]
        follow([*([self.before] if self.before else []), *buttons, self.add, self.clear])

    def ask(self, number: int | None) -> FilterDialog:
        """Opens the dialog for a filter, or for a new one."""
        given = None if number is None else self.filters[number]
        dialog = FilterDialog(self.desk, self.listing, given, lambda one: self._put(number, one), self)
        dialog.open()
        return dialog

    def take_away(self, number: int) -> None:
        self.changed.emit(self.filters[:number] + self.filters[number + 1 :])

    def _put(self, number: int | None, one: Filter) -> None:
        if number is None:
            self.changed.emit((*self.filters, one))
        else:
            self.changed.emit((*self.filters[:number], one, *self.filters[number + 1 :]))

    def _chip(self, number: int) -> Chip:
        text = sentence(LISTINGS[self.listing], self.filters[number], self.desk.here)
        chip = Chip(text, self)
        chip.change.clicked.connect(lambda: self.ask(number))
        chip.away.clicked.connect(lambda: self.take_away(number))
        return chip


def follow(controls: Sequence[QWidget]) -> None:
    """Tab leads from each control to the next."""
    for one, after in pairwise(controls):
        QWidget.setTabOrder(one, after)


class Chip(QWidget):
    """One filter: its sentence, and a cross."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.text = text
        short = text if len(text) <= 80 else f"{text[:79]}…"
        self.change = Button(no_mnemonic(short), self)
        say(self.change, _("Change the filter “{text}”").format(text=text))
        self.away = IconButton(self)
        self.away.setIcon(icon("x"))
        say(self.away, _("Take the filter “{text}” away").format(text=text))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.change)
        row.addWidget(self.away)
        self.show()
