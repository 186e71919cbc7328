"""The filters of a list as chips, each a sentence: a click changes one, its cross takes it away, one button all.

Of some conditions one is enough: they stand side by side, joined by “or”, and a button behind them adds one more.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crmdesk.store.listing import LISTINGS
from crmdesk.store.query import Condition, Filter, alternatives, either
from crmdesk.text import _
from crmdesk.ui.button import Button, IconButton
from crmdesk.ui.desk import Desk
from crmdesk.ui.filter_dialog import FilterDialog
from crmdesk.ui.flow import Flow
from crmdesk.ui.icons import icon
from crmdesk.ui.plain import no_mnemonic, say
from crmdesk.ui.query_words import filter_sentence, sentence


class Chips(QWidget):
    """The filters of a listing. `changed` carries all of them, a tuple, after each change by hand."""

    changed = Signal(object)
    cleared = Signal()

    def __init__(self, desk: Desk, listing: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk, self.listing = desk, listing
        self.filters: tuple[Condition, ...] = ()
        self.chips: list[Chip] = []
        # Behind the chips of each condition: the button that adds another way for it to hold.
        self.others: list[Button] = []
        self.add = Button(icon("plus"), _("Filter"), self)
        say(self.add, _("Add a filter"))
        self.add.clicked.connect(lambda: self.ask(None))
        self.clear = Button(icon("x"), _("Show all"), self)
        say(self.clear, _("Remove all filters"))
        self.clear.clicked.connect(self.cleared)
        self.flow = Flow(self)
        self.show_filters((), clearable=False)

    def show_filters(self, filters: tuple[Condition, ...], *, clearable: bool) -> None:
        """Shows these filters; `clearable` where something is to be taken away, if only words or a preset."""
        self.filters = filters
        self.clear.setVisible(clearable)
        for old in (*self.chips, *self.others):
            old.hide()
            old.deleteLater()
        while self.flow.takeAt(0) is not None:
            continue
        self.chips, self.others = [], []
        for number, one in enumerate(filters):
            chips = [self._chip(number, place) for place in range(len(alternatives(one)))]
            self.chips += chips
            self.others.append(self._other(number))
            for part in (*chips, self.others[-1]):
                self.flow.addWidget(part)
        for part in (self.add, self.clear):
            self.flow.addWidget(part)

    def ask(self, number: int | None, place: int = 0) -> FilterDialog:
        """Opens the dialog for a filter, for one more beside it where it has fewer, or for a new one."""
        beside = () if number is None else alternatives(self.filters[number])
        given = beside[place] if place < len(beside) else None

        def answered(one: Filter) -> None:
            if number is None:
                self.changed.emit((*self.filters, one))
            else:
                self._put(number, (*beside[:place], one, *beside[place + 1 :]))

        too = "" if given else self._sentence(number)
        dialog = FilterDialog(self.desk, self.listing, given, answered, self, too)
        dialog.open()
        return dialog

    def take_away(self, number: int, place: int = 0) -> None:
        """Takes one filter away; what was another way for the same condition to hold stays."""
        beside = alternatives(self.filters[number])
        self._put(number, beside[:place] + beside[place + 1 :])

    def _put(self, number: int, some: Sequence[Filter]) -> None:
        kept = (either(some),) if some else ()
        self.changed.emit((*self.filters[:number], *kept, *self.filters[number + 1 :]))

    def _sentence(self, number: int | None) -> str:
        return "" if number is None else sentence(LISTINGS[self.listing], self.filters[number], self.desk.here)

    def _chip(self, number: int, place: int) -> Chip:
        one = alternatives(self.filters[number])[place]
        text = filter_sentence(LISTINGS[self.listing], one, self.desk.here)
        chip = Chip(_("or {filter}").format(filter=text) if place else text, self)
        chip.change.clicked.connect(lambda: self.ask(number, place))
        chip.away.clicked.connect(lambda: self.take_away(number, place))
        return chip

    def _other(self, number: int) -> Button:
        button = Button(_("or…"), self)
        say(button, _("Add an alternative: “{filter}”, or…").format(filter=self._sentence(number)))
        button.clicked.connect(lambda: self.ask(number, len(alternatives(self.filters[number]))))
        button.show()
        return button


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
        say(self.away, _("Remove the filter “{text}”").format(text=text))
        self.change.ensurePolished()
        self.away.setFixedHeight(self.change.sizeHint().height())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.change)
        row.addWidget(self.away)
        self.show()
