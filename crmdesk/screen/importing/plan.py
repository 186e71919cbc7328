"""The fourth step: what would happen, row by row, before anything does; filters, choices, and the way to mend cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import overload

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.domain.wording import number_text
from crmdesk.exchange.plan import Plan, PlannedRow
from crmdesk.exchange.policy import OUTCOMES, WAYS, Choice, Choices, Outcome, Policy
from crmdesk.screen.importing.row import RowPart
from crmdesk.screen.importing.words import OUTCOME_WORDS, title_of
from crmdesk.text import N_, _, n_
from crmdesk.ui.button import Button
from crmdesk.ui.choice import PickBox
from crmdesk.ui.desk import Desk
from crmdesk.ui.flow import Flow
from crmdesk.ui.kept import KeptSplitter
from crmdesk.ui.plain import Label, no_mnemonic, say
from crmdesk.ui.step import Step
from crmdesk.ui.table import Column, Table

_NOTICES = 4
_WIDEST = 260
FILLS = {
    "blanks": N_("only what is empty is filled in"),
    "overwrite": N_("what the file says replaces what is there"),
    "letter": N_("they become what the file says, empty cells too"),
}
WAY_WORDS = {
    "id": N_("its id"),
    "email": N_("e-mail"),
    "phone": N_("phone"),
    "domain": N_("web address"),
    "name": N_("name and address"),
}


class PlanStep(Step):
    """`policy_wanted` carries how known records are found and changed; `choice_wanted` a row and what to do with it.

    `raw_wanted` carries the file and line of a row that could not be read, `mended` these and cells typed anew.
    """

    policy_wanted = Signal(object)
    choice_wanted = Signal(object, object)
    record_wanted = Signal(str, int)
    raw_wanted = Signal(object)
    mended = Signal(object, object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        hint = _("Nothing is written yet. Choose a row to see what changes and to decide otherwise.")
        super().__init__(desk, parent, _("The plan"), hint)
        self.plan: Plan | None = None
        self.outcome: Outcome | None = None
        self._choices: Choices = {}
        self._silent = False
        self.notices = Label("", self, wrap=True)
        self.filters = Flow()
        self.buttons: dict[Outcome | None, Button] = {}
        self.rows = Rows(self._columns(), _("Rows of the plan"), self)
        self.rows.setSortingEnabled(False)
        self.rows.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.rows.selectionModel().currentRowChanged.connect(lambda _now, _then: self._on_row())
        self.part = RowPart(desk, self)
        self.part.choice_wanted.connect(self._on_choice)
        self.part.record_wanted.connect(self.record_wanted)
        self.part.raw_wanted.connect(self.raw_wanted)
        self.part.mended.connect(self._on_mended)
        self.rows.activated.connect(lambda _index: self.part.begin())
        self.parts = KeptSplitter(desk, Qt.Orientation.Horizontal, self)
        self.parts.addWidget(self.rows)
        self.parts.addWidget(self.part)
        self.parts.show_as("import plan", [620, 460])
        self.column.addLayout(self._policy_rows())
        self.column.addLayout(self.filters)
        self.column.addWidget(self.notices)
        self.column.addWidget(self.parts, 1)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(_("Record"), _named),
            Column(_("Kind"), lambda row: title_of(row.kind)),
            Column(_("What happens"), lambda row: _(OUTCOME_WORDS[row.outcome])),
            Column(_("Why"), lambda row: str(row.reason)),
            Column(_("Line"), lambda row: number_text(row.line), number=True),
        )

    def _policy_rows(self) -> QVBoxLayout:
        self.fill = PickBox(self)
        say(self.fill, _("Records that exist already"))
        self.fill.show_choices([(_(text), key) for key, text in FILLS.items()], 0)
        self.fill.activated.connect(lambda _place: self._on_policy())
        self.ways = {way: QCheckBox(no_mnemonic(_(WAY_WORDS[way])), self) for way in WAYS}
        label = Label(_("For records that exist already"), self)
        label.setBuddy(self.fill)
        for way, box in self.ways.items():
            say(box, _("Matched by {way}").format(way=_(WAY_WORDS[way])))
            box.toggled.connect(lambda _on: self._on_policy())
        rows = QVBoxLayout()
        for parts in ((label, self.fill), (Label(_("Matched by"), self), *self.ways.values())):
            row = QHBoxLayout()
            for part in parts:
                row.addWidget(part)
            row.addStretch(1)
            rows.addLayout(row)
        return rows

    # What is shown

    def show_policy(self, policy: Policy) -> None:
        """Shows how known records are found and changed."""
        self._silent = True
        self.fill.setCurrentIndex(self.fill.findData(policy.fill))
        for way, box in self.ways.items():
            box.setChecked(way in policy.match)
        self._silent = False

    def show_waiting(self) -> None:
        """The plan is being made."""
        self.notices.setText(_("Comparing with what is there…"))
        self.notices.show()
        self.tell(_("being made…"), open_=False)

    def show_fault(self, text: str) -> None:
        """No plan can be made."""
        self.leave()
        self.notices.setText(text)
        self.notices.show()
        self.tell(_("cannot be made"), open_=True)

    def leave(self) -> None:
        """Forgets the plan."""
        self.plan, self.outcome = None, None
        self._show_rows(())
        self.part.show_row(None, Choice())

    def show_plan(self, plan: Plan, choices: Choices) -> None:
        """Shows a plan; the filter and the row that were chosen stay so."""
        row = self.rows.currentIndex().row()
        self.plan, self._choices = plan, choices
        counts = {one: plan.count(one) for one in OUTCOMES}
        self._show_filters(counts)
        if self.outcome is not None and not counts[self.outcome]:
            self.outcome = None
        self.buttons[self.outcome].setChecked(True)
        self._fill_rows(max(row, 0))
        self.notices.setText("\n".join(first_of(plan.notices)))
        self.notices.setVisible(bool(plan.notices))
        coming = counts["created"] + counts["updated"]
        said = n_("{n} record to write", "{n} records to write", coming).format(n=number_text(coming))
        doubt = counts["doubtful"] + counts["rejected"]
        more = n_("{n} row to look at", "{n} rows to look at", doubt).format(n=number_text(doubt))
        self.tell(more if doubt else said, open_=bool(doubt))

    def first(self) -> QWidget | None:
        return self.rows if self.rows.rows.rowCount() else None

    # Inside

    def _show_filters(self, counts: dict[Outcome, int]) -> None:
        every: list[tuple[Outcome | None, int]] = [(None, sum(counts.values())), *counts.items()]
        for key, count in every:
            if key not in self.buttons:
                button = Button(self)
                button.setCheckable(True)
                button.setAutoExclusive(True)
                button.clicked.connect(partial(self.show_outcome, key))
                self.buttons[key] = button
                self.filters.addWidget(button)
            title = _(OUTCOME_WORDS[key]) if key else _("All rows")
            self.buttons[key].setText(_("{title}: {n}").format(title=title, n=number_text(count)))
            self.buttons[key].setVisible(not key or bool(count))

    def show_outcome(self, outcome: Outcome | None) -> None:
        """Shows only the rows of which that becomes; None: all."""
        self.outcome = outcome
        self._fill_rows(0)

    def _fill_rows(self, row: int) -> None:
        if self.plan is None:
            return
        every = self.plan.rows
        found = every if self.outcome is None else _Some(every, self.plan.places(outcome=self.outcome))
        self._show_rows(found)
        if found:
            self.rows.setCurrentIndex(self.rows.rows.index(min(row, len(found) - 1), 0))
        self._on_row()

    def _show_rows(self, rows: Sequence[PlannedRow]) -> None:
        self.rows.selectionModel().blockSignals(True)
        self.rows.show_lazily(rows)
        self.rows.selectionModel().blockSignals(False)
        self.rows.setColumnHidden(1, self.plan is None or len(self.plan.counts) < 2)

    def _on_row(self) -> None:
        at, rows = self.rows.currentIndex().row(), self.rows.rows.rows
        row = rows[at] if 0 <= at < len(rows) else None
        choice = self._choices.get(row.key) if row is not None and row.key is not None else None
        self.part.show_row(row, choice or Choice())

    def _on_policy(self) -> None:
        if not self._silent:
            match = tuple(way for way, box in self.ways.items() if box.isChecked())
            self.policy_wanted.emit(Policy(self.fill.currentData(), match))

    def _on_mended(self, cells: Mapping[str, str]) -> None:
        if (row := self.part.row) is not None:
            self.mended.emit((row.file, row.line), cells)

    def _on_choice(self, choice: Choice) -> None:
        if (row := self.part.row) is not None and row.key is not None:
            self.choice_wanted.emit(row.key, choice)


def _named(row: PlannedRow) -> str:
    """The name of a row's record; of what could not be read, the cell that is to blame."""
    return row.name or (_("{column}: {value}").format(column=row.column, value=row.value) if row.column else "")


def first_of(notices: Sequence[str]) -> list[str]:
    """The first of many things to know; all of them stand beside the result."""
    shown = list(notices[:_NOTICES])
    more = len(notices) - len(shown)
    return [*shown, _("… and {n} more").format(n=number_text(more))] if more else shown


class Rows(Table):
    """The rows of the plan; reasons may be long, and are read whole beside it."""

    def __init__(self, columns: Sequence[Column], name: str, parent: QWidget) -> None:
        super().__init__(columns, name, parent)
        self.horizontalHeader().setMaximumSectionSize(_WIDEST)


class _Some(Sequence[PlannedRow]):
    """Some rows of a plan, each read when it is asked for."""

    def __init__(self, rows: Sequence[PlannedRow], places: Sequence[int]) -> None:
        self._rows, self._places = rows, places

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, place: int) -> PlannedRow: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[PlannedRow]: ...

    def __getitem__(self, place: int | slice) -> PlannedRow | Sequence[PlannedRow]:
        if isinstance(place, slice):
            return [self._rows[one] for one in self._places[place]]
        return self._rows[self._places[place]]
