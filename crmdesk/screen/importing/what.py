"""The first step of bringing files in: which tables they hold, what each is and why, and how it is written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from crmdesk.domain.wording import moment_text, number_text, percent_text
from crmdesk.exchange.guessing import KINDS_OF_FILES
from crmdesk.screen.importing.preview import Preview
from crmdesk.screen.importing.walk import Item, Walk
from crmdesk.screen.importing.words import title_of
from crmdesk.text import _, n_
from crmdesk.ui.choice import PickBox
from crmdesk.ui.desk import Desk
from crmdesk.ui.plain import Label, no_mnemonic, say
from crmdesk.ui.step import Step
from crmdesk.ui.table import Column, Table

AS_BEFORE = "as before"
_LINES = 9


class Tables(Table):
    """The tables that were found; Space says whether one is brought in."""

    toggled = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        columns = (
            Column(_("Table"), lambda item: str(item.name)),
            Column(_("What it is"), what_it_is),
            Column(_("Columns"), lambda item: number_text(len(item.found.columns)) if item.found else "", number=True),
            Column(_("Brought in"), _state),
        )
        super().__init__(columns, _("Tables in the files"), parent)
        self.setSortingEnabled(False)
        self.setSelectionMode(Table.SelectionMode.SingleSelection)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.toggled.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)


class WhatStep(Step):
    """`kind_wanted` carries a guess, a kind or AS_BEFORE; `rule_wanted` how the file is to be read.

    `taken_wanted` carries whether the table is brought in, `item_wanted` the place of the table to be looked at.
    """

    kind_wanted = Signal(object)
    rule_wanted = Signal(object)
    taken_wanted = Signal(int, bool)
    item_wanted = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        hint = _("What the files are, as far as can be told from their headings and contents. Anything can be changed.")
        super().__init__(desk, parent, _("What it is"), hint)
        self._item: Item | None = None
        self._shown: object = None
        self.tables = Tables(self)
        self.tables.selectionModel().currentRowChanged.connect(self._on_row)
        self.tables.toggled.connect(lambda row: self.taken_wanted.emit(row, not self.tables.rows.rows[row].taken))
        self.kind = PickBox(self)
        say(self.kind, _("What it is"))
        self.kind.activated.connect(lambda _place: self.kind_wanted.emit(self.kind.currentData()))
        self.taken = QCheckBox(_("Bring it in"), self)
        self.taken.toggled.connect(self._on_taken)
        self.reasons = Label("", self, muted=True, wrap=True)
        self.fault = Label("", self, wrap=True)
        self.fault.setProperty("bad", True)
        self.preview = Preview(self)
        self.preview.written.changed.connect(self.rule_wanted)
        label = Label(_("This is"), self)
        label.setBuddy(self.kind)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self.kind)
        row.addWidget(self.taken)
        row.addStretch(1)
        self.column.addWidget(self.tables)
        self.column.addLayout(row)
        self.column.addWidget(self.fault)
        self.column.addWidget(self.reasons)
        self.column.addWidget(self.preview, 1)
        self._named = (label, self.kind, self.taken, self.reasons, self.preview)

    def show_walk(self, walk: Walk, place: int) -> None:
        """Shows the tables, and one of them in full."""
        self.tables.setVisible(len(walk.items) > 1)
        self.tables.selectionModel().blockSignals(True)
        self.tables.show_rows(walk.items)
        lines = min(len(walk.items), _LINES)
        self.tables.setMaximumHeight(self.tables.verticalHeader().defaultSectionSize() * (lines + 1) + 8)
        if walk.items:
            self.tables.setCurrentIndex(self.tables.rows.index(place, 0))
        self.tables.selectionModel().blockSignals(False)
        self.tables.viewport().update()
        if walk.items:
            self._show_item(walk.items[place])
        count = len(walk.taken)
        text = n_("{n} table to bring in", "{n} tables to bring in", count).format(n=number_text(count))
        self.tell(text if count else _("nothing to bring in"), open_=not count)

    def first(self) -> QWidget | None:
        return self.tables if self.tables.isVisible() else self.kind

    def _show_item(self, item: Item) -> None:
        self._item = item
        for part in self._named:
            part.setVisible(item.found is not None)
        self.fault.setText(item.fault)
        self.fault.setVisible(bool(item.fault))
        choices = _choices(item)
        chosen = next((at for at, (_text, data) in enumerate(choices) if data == _chosen(item)), 0)
        self.kind.show_choices([(no_mnemonic(text), data) for text, data in choices], chosen)
        self.taken.blockSignals(True)
        self.taken.setChecked(item.taken)
        self.taken.blockSignals(False)
        self.reasons.setText(" ".join((*_reasons(item), *self._came(item))))
        if item.found is not None and item.found is not self._shown:
            # Reading the first rows again for a change of kind would scroll the preview back.
            self._shown = item.found
            self.preview.show_table(item.found, item.sample, item.fault)

    def _came(self, item: Item) -> tuple[str, ...]:
        """Whether this very file came in before."""
        if item.came_at is None:
            return ()
        when = moment_text(self.desk.here.calendar.local(item.came_at))
        return (_("This very file came in on {when}: only what is not there yet is added.").format(when=when),)

    def _on_row(self) -> None:
        if (row := self.tables.currentIndex().row()) >= 0:
            self.item_wanted.emit(row)

    def _on_taken(self, on: bool) -> None:
        rows: Sequence[Item] = self.tables.rows.rows
        place = next((at for at, one in enumerate(rows) if one is self._item), 0)
        self.taken_wanted.emit(place, on)


def what_it_is(item: Item) -> str:
    """What a table is, in words: as the last time, the source that was recognised, or the kind of its records."""
    if item.found is None:
        return _("cannot be read")
    if item.draft is None or not item.draft.kind:
        return _("unknown")
    if item.before:
        return _("{kind}, as last time").format(kind=title_of(item.draft.kind))
    return item.guess.known.title if item.guess is not None else title_of(item.draft.kind)


def _state(item: Item) -> str:
    if item.fault:
        return str(item.fault)
    return _("yes") if item.taken else _("no")


def _choices(item: Item) -> list[tuple[str, object]]:
    """As the last time, the sources that it may be of with how sure that is, then every kind of records."""
    found: list[tuple[str, object]] = [(_("as last time"), AS_BEFORE)] if item.before else []
    for guess in item.guesses:
        text = _("{source} ({share} sure)").format(source=guess.known.title, share=percent_text(guess.score, 0))
        found.append((text, guess))
    return found + [(_("A list of: {kind}").format(kind=title_of(kind)), kind) for kind in KINDS_OF_FILES]


def _chosen(item: Item) -> object:
    if item.before:
        return AS_BEFORE
    if item.draft is None:
        return None
    return item.guess or item.draft.kind


def _reasons(item: Item) -> tuple[str, ...]:
    if item.found is not None and not item.sample:
        return (_("There is no row below the headings."),)
    if item.before:
        return (_("Tables with these headings were understood so before."),)
    return tuple(item.draft.reasons) if item.draft is not None else ()
