"""Two contacts side by side: the fields in which they differ, and whose value each of them gets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QVBoxLayout, QWidget

from crmdesk.store.base import own_fields, references_of
from crmdesk.store.contact import Contact
from crmdesk.store.merging import CUSTOM, Choices, Difference, Side, differences
from crmdesk.store.row import name_of, row
from crmdesk.text import _
from crmdesk.ui import fields
from crmdesk.ui.desk import Desk
from crmdesk.ui.plain import Label
from crmdesk.ui.table import Column, Table

_KEYS = {
    Qt.Key.Key_Left: Side.OURS,
    Qt.Key.Key_Right: Side.THEIRS,
    Qt.Key.Key_Plus: Side.BOTH,
}
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier, Qt.KeyboardModifier.ShiftModifier)
_SIDES = {1: Side.OURS, 2: Side.THEIRS}
_JOINED = ("tags", "notes")


@dataclass(slots=True)
class Line:
    """A field in words, with the value of the contact that stays and of the one that goes, and which is kept."""

    column: str
    label: str
    ours: str
    theirs: str
    side: Side

    @property
    def key(self) -> tuple[str, str, str]:
        """By what it is known again."""
        return self.column, self.ours, self.theirs

    def cell(self, side: Side) -> str:
        """What stands in the column of a contact; what is kept has a sign."""
        text = " ".join((self.ours if side is Side.OURS else self.theirs).split()) or "–"
        return f"✓ {text}" if self.side in (side, Side.BOTH) else text


class Comparison(QWidget):
    """The table of the differences of two contacts; arrow keys and clicks choose between them."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self.keep = self.gone = 0
        self.table = _Table((), _("Fields that differ"), self)
        self.table.chosen = self.choose
        self.table.clicked.connect(self._on_clicked)
        self.hint = Label("", self, muted=True, wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)
        column.addWidget(self.hint)
        self.setFocusProxy(self.table)

    def show_pair(self, keep: int, gone: int) -> None:
        """Shows two contacts, the first of which is to stay; nothing where one of them is not there.

        What is proposed is chosen, or what was chosen before where the same two are shown again.
        """
        here = self.desk.here
        ours, theirs = row(here, Contact, keep), row(here, Contact, gone)
        if ours is None or theirs is None:
            self.clear()
            return
        chosen = {line.key: line.side for line in self.table.rows.rows} if (keep, gone) == self.pair else {}
        place = self.table.currentIndex().row() if chosen else 0
        self.keep, self.gone = keep, gone
        names = name_of(here, Contact, keep), name_of(here, Contact, gone)
        self.table.set_columns(
            (
                Column(_("Field"), lambda line: str(line.label)),
                Column(_("Stays: {name}").format(name=names[0]), lambda line: str(line.cell(Side.OURS))),
                Column(_("Goes: {name}").format(name=names[1]), lambda line: str(line.cell(Side.THEIRS))),
            )
        )
        wide(self.table, 1, 2)
        found = differences(ours, theirs)
        lines = [self._line(one) for one in found]
        for line in lines:
            line.side = chosen.get(line.key, line.side)
        self.table.show_rows(lines)
        if found:
            self.table.selectRow(min(max(place, 0), len(found) - 1))
        keys = _("✓ is kept. ← and → choose, + keeps both where both can be kept.")
        self.hint.setText(keys if found else _("They do not differ in any field."))

    @property
    def pair(self) -> tuple[int, int]:
        """The contact that stays and the one that goes."""
        return self.keep, self.gone

    def clear(self) -> None:
        """Shows nothing."""
        self.keep = self.gone = 0
        self.table.show_rows(())
        self.hint.setText("")

    def choices(self) -> Choices:
        """Whose value each field gets."""
        return {line.column: line.side for line in self.table.rows.rows}

    def choose(self, side: Side) -> None:
        """The chosen field gets the value of that side."""
        index = self.table.currentIndex()
        if index.isValid():
            line: Line = self.table.rows.rows[index.row()]
            line.side = line.side if side is Side.BOTH and line.column not in _JOINED else side
            self.table.viewport().update()

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.column() in _SIDES:
            self.choose(_SIDES[index.column()])

    def _line(self, one: Difference) -> Line:
        ours, theirs = self._text(one, one.ours), self._text(one, one.theirs)
        return Line(one.column, label_of(one.column), ours, theirs, one.proposed)

    def _text(self, one: Difference, value: Any) -> str:
        if one.column.startswith(CUSTOM):
            return "" if value is None else str(value)
        if value is not None and one.column in references_of(Contact):
            value = (value, name_of(self.desk.here, references_of(Contact)[one.column], value))
        return fields.shown(own_fields(Contact)[one.column], value, self.desk.here)


def wide(table: Table, *columns: int) -> None:
    """These columns share the room, the others are as wide as what is in them."""
    header = table.horizontalHeader()
    for column in range(len(table.rows.columns)):
        mode = QHeaderView.ResizeMode.Stretch if column in columns else QHeaderView.ResizeMode.ResizeToContents
        header.setSectionResizeMode(column, mode)


def label_of(column: str) -> str:
    """The name of a field, one of one's own too."""
    if column.startswith(CUSTOM):
        return column.removeprefix(CUSTOM)
    return _(own_fields(Contact)[column].label)


class _Table(Table):
    """Arrow keys to the sides choose a side."""

    chosen: Any

    def __init__(self, columns: tuple[Column, ...], name: str, parent: QWidget) -> None:
        super().__init__(columns, name, parent)
        self.setSortingEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        side = _KEYS.get(Qt.Key(event.key()))
        if side is not None and event.modifiers() in _PLAIN:
            self.chosen(side)
        else:
            super().keyPressEvent(event)
