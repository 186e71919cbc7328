"""One row of a plan in full: what it becomes and why, field by field what is there and what comes, and its cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from crmdesk.exchange.plan import PlannedRow
from crmdesk.exchange.policy import Choice, Do
from crmdesk.screen.importing.mending import Raw
from crmdesk.screen.importing.words import OUTCOME_WORDS, field_title, value_words
from crmdesk.store.registry import record_type
from crmdesk.store.row import name_of
from crmdesk.text import _
from crmdesk.ui.button import Button
from crmdesk.ui.choice import PickBox
from crmdesk.ui.desk import Desk
from crmdesk.ui.icons import icon
from crmdesk.ui.plain import Label, as_tip, no_mnemonic, say
from crmdesk.ui.table import by_rows
from crmdesk.ui.theme import colours_of

_LINES = 1.55
_PAIR = 2
_KEY = Qt.ItemDataRole.UserRole


class Grid(QTableWidget):
    """A small table some of whose cells can be typed in or ticked."""

    def __init__(self, titles: tuple[str, ...], name: str, parent: QWidget) -> None:
        super().__init__(0, len(titles), parent)
        self.setHorizontalHeaderLabels(titles)
        self.setAccessibleName(name)
        by_rows(self, _LINES)
        self.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectItems)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if len(titles) > _PAIR:
            # What is ticked needs no more room than its box.
            last = len(titles) - 1
            self.horizontalHeader().setSectionResizeMode(last, QHeaderView.ResizeMode.ResizeToContents)

    def add(self, row: int, column: int, text: str, *, edit: bool = False) -> QTableWidgetItem:
        """Puts a text in a cell."""
        item = QTableWidgetItem(text)
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        item.setFlags(flags | Qt.ItemFlag.ItemIsEditable if edit else flags)
        item.setData(Qt.ItemDataRole.ToolTipRole, as_tip(text))
        self.setItem(row, column, item)
        return item


class RowPart(QWidget):
    """`choice_wanted` carries what a person decided about the row; `record_wanted` the record that it is.

    A row that could not be read as a record is asked for with `raw_wanted`, which carries its file and line; `mended`
    carries the cells of it that were typed anew.
    """

    choice_wanted = Signal(object)
    mended = Signal(object)
    raw_wanted = Signal(object)
    record_wanted = Signal(str, int)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self.row: PlannedRow | None = None
        self.choice = Choice()
        self._raw: Raw | None = None
        self._silent = False
        self.name = Label("", self, bold=True, wrap=True)
        self.reason = Label("", self, muted=True, wrap=True)
        self.does = PickBox(self)
        say(self.does, _("What to do with this row"))
        self.does.activated.connect(lambda _place: self.choice_wanted.emit(self.does.currentData()))
        self.open = Button(icon("arrow-up-right"), _("Open the record"), self)
        self.open.clicked.connect(self._on_open)
        self.changes = Grid((_("Field"), _("Current value"), _("In the file"), _("Take")), _("What changes"), self)
        self.changes.itemChanged.connect(self._on_taken)
        self.cells = Grid((_("Column"), _("Value")), _("Cells of the row"), self)
        self.cells.itemChanged.connect(self._on_cell)
        self.cells_head = Label(_("How it comes in; cells can be corrected here"), self, muted=True, wrap=True)
        label = Label(_("What to do"), self)
        label.setBuddy(self.does)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self.does)
        row.addWidget(self.open)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.name)
        column.addWidget(self.reason)
        column.addLayout(row)
        column.addWidget(self.changes, 2)
        column.addWidget(self.cells_head)
        column.addWidget(self.cells, 3)
        column.addStretch()
        self.show_row(None, self.choice)

    def begin(self) -> None:
        """The keys go to what can be decided."""
        self.does.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_row(self, row: PlannedRow | None, choice: Choice) -> None:
        """Shows a row and what was decided about it; None: nothing."""
        self.row, self.choice, self._raw = row, choice, None
        for part in (self.name, self.reason, self.does, self.open, self.changes, self.cells_head, self.cells):
            part.setVisible(row is not None)
        if row is None:
            return
        self._silent = True
        self.name.setText(row.name)
        self.reason.setText(" – ".join(part for part in (_(OUTCOME_WORDS[row.outcome]), row.reason) if part))
        self.open.setVisible(bool(row.row_id) and row.outcome in ("updated", "unchanged"))
        self._show_choices(row)
        self._show_changes(row)
        self._show_cells(row)
        self._silent = False
        if row.key is None:
            self.raw_wanted.emit((row.file, row.line))

    def show_raw(self, raw: Raw, typed: Mapping[str, str]) -> None:
        """Shows the cells of a row that could not be read as a record, as they stand in the file."""
        if self.row is None or (self.row.file, self.row.line) != raw.line:
            return
        self._silent = True
        self._raw = raw
        self._fill_cells({**raw.cells, **typed}, {column: column for column in raw.cells}, self.row)
        self._silent = False

    def _show_choices(self, row: PlannedRow) -> None:
        here, record = self.desk.here, record_type(row.kind)
        planned = _("decide later: nothing is written") if row.outcome == "doubtful" else _("as planned")
        ways: list[tuple[str, Do, int]] = [(planned, "", 0)]
        ways += [(_("it is {name}").format(name=name_of(here, record, one)), "update", one) for one in row.candidates]
        ways += [(_("make a new record"), "create", 0), (_("leave it out"), "skip", 0)]
        choices = [(text, replace(self.choice, do=do, record=of)) for text, do, of in ways]
        chosen = next((at for at, (_text, one) in enumerate(choices) if one == self.choice), 0)
        self.does.show_choices([(no_mnemonic(text), one) for text, one in choices], chosen)
        self.does.setEnabled(row.key is not None)

    def _show_changes(self, row: PlannedRow) -> None:
        self.changes.setRowCount(len(row.changes))
        self.changes.setVisible(bool(row.changes))
        for at, change in enumerate(row.changes):
            self.changes.add(at, 0, field_title(row.kind, change.field)).setData(_KEY, change.field)
            self.changes.add(at, 1, value_words(row.kind, change.field, change.old))
            self.changes.add(at, 2, value_words(row.kind, change.field, change.new))
            tick = self.changes.add(at, 3, "")
            tick.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            tick.setCheckState(Qt.CheckState.Checked if change.taken else Qt.CheckState.Unchecked)

    def _show_cells(self, row: PlannedRow) -> None:
        every = {**(row.cells or {}), **self.choice.cells}
        cells = {column: text for column, text in every.items() if text or column == row.column}
        self._fill_cells(cells, {column: field_title(row.kind, column) for column in cells}, row)

    def _fill_cells(self, cells: Mapping[str, str], titles: Mapping[str, str], row: PlannedRow) -> None:
        self.cells.setVisible(bool(cells))
        self.cells_head.setVisible(bool(cells))
        self.cells.setRowCount(len(cells))
        for at, (column, text) in enumerate(cells.items()):
            self.cells.add(at, 0, titles[column]).setData(_KEY, column)
            item = self.cells.add(at, 1, text, edit=True)
            if column == row.column or column in row.column.split(" + "):
                item.setForeground(QBrush(QColor(colours_of(self).bad)))
                item.setIcon(icon("alert-triangle"))
                item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, row.reason)
                self.cells.setCurrentItem(item)

    def _on_taken(self, item: QTableWidgetItem) -> None:
        if self._silent or self.row is None or item.column() != 3:
            return
        field = _key(self.changes, item)
        on = item.checkState() == Qt.CheckState.Checked
        take = self.choice.take | {field} if on else self.choice.take - {field}
        keep = self.choice.keep - {field} if on else self.choice.keep | {field}
        self.choice_wanted.emit(replace(self.choice, take=take, keep=keep))

    def _on_cell(self, item: QTableWidgetItem) -> None:
        if self._silent or self.row is None or item.column() != 1:
            return
        column = _key(self.cells, item)
        if self._raw is not None:
            self.mended.emit({column: item.text()})
            return
        cells = {**self.choice.cells, column: item.text()}
        self.choice_wanted.emit(replace(self.choice, cells=cells))

    def _on_open(self) -> None:
        if self.row is not None and self.row.row_id:
            self.record_wanted.emit(record_type(self.row.kind).kind, self.row.row_id)


def _key(grid: Grid, item: QTableWidgetItem) -> str:
    """The field of a row of the grid, which its first cell knows."""
    first = grid.item(item.row(), 0)
    return "" if first is None else str(first.data(_KEY))
