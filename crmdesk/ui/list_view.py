"""A list as a table: rows chosen, sorted by the heads of its columns, edited in place, copied for a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from crmdesk.store import editing
from crmdesk.store.field import Choice, Day, Decimal, Email, LongText, Moment, MoneyField, Phone, Ref, Text, Whole
from crmdesk.store.making import Missing
from crmdesk.store.query import Query
from crmdesk.store.row import name_of
from crmdesk.text import _
from crmdesk.ui.cell_editing import CellEditing
from crmdesk.ui.desk import Desk
from crmdesk.ui.list_model import ListModel
from crmdesk.ui.table import by_rows, tell_whole

# As many chosen rows find their way back into a list that was read anew.
_KEPT = 2000
# How many letters most values of a field have.
_LETTERS: tuple[tuple[type, int], ...] = (
    *((LongText, 30), (Email, 20), (Ref, 20), (Moment, 20), (MoneyField, 17)),
    *((Day, 14), (Choice, 12), (Whole, 10), (Decimal, 10)),
)
# Columns of words may be cut, and get what others leave; these are texts that never are longer.
_WORDS, _SHORT = (Text, Ref), (Choice, Decimal, Phone)
_NUMBERS = (MoneyField, Whole, Decimal)
# Of their width as much as this, if then no column is left out of sight.
_GIVEN = 0.3
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ListView(QTableView):
    """Shows a `ListModel`. `opened` carries the id of a record; `sort_wanted` the name of a column."""

    opened = Signal(object)
    sort_wanted = Signal(str)
    chosen_changed = Signal()
    columns_changed = Signal()
    menu_wanted = Signal(object)

    def __init__(self, desk: Desk, listing: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self.rows = ListModel(desk, listing, self)
        self.widths: dict[str, int] = {}
        # How wide the numbers are that were seen.
        self._numbers: dict[str, int] = {}
        # Set while a cell of this list is written: its row stays where it is.
        self.writing = False
        # Other rows were asked for: they are shown from the top, once they are known.
        self._asked_anew = False
        self._kept: tuple[list[int], int, int, int] = ([], 0, 0, 0)
        self._awaited = 0
        self._look()
        self.cells = CellEditing(desk, self.write, self)
        self.setItemDelegate(self.cells)
        self.cells.entered.connect(self._on_entered)
        self.cells.closeEditor.connect(self.rows.release, Qt.ConnectionType.QueuedConnection)
        self.rows.held = lambda: self.state() == QAbstractItemView.State.EditingState
        self.rows.modelAboutToBeReset.connect(self._keep)
        self.setModel(self.rows)
        self.rows.modelReset.connect(self._bring_back)
        self.rows.arrived.connect(self._on_arrived)
        self.rows.dataChanged.connect(self._measure_numbers)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen_changed.emit())
        self.doubleClicked.connect(self._on_double_clicked)
        self.verticalScrollBar().valueChanged.connect(self._measure_numbers)

    def _look(self) -> None:
        self.setAccessibleName(_(self.rows.listing.title))
        by_rows(self, 1.6)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.sectionClicked.connect(lambda section: self.sort_wanted.emit(self.rows.columns[section]))
        header.sectionMoved.connect(lambda *_: self.columns_changed.emit())
        header.sectionResized.connect(self._on_resized)
        header.setResizeContentsPrecision(0)

    def show_query(self, query: Query, columns: Sequence[str] | None = None) -> None:
        """Shows the rows of a query; what is being typed in a cell is kept first."""
        self.cells.end()
        self._keep()
        self._asked_anew = True
        self.rows.show_query(query, columns)
        names = self.rows.columns
        way = Qt.SortOrder.DescendingOrder if query.descending else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(names.index(query.sort) if query.sort in names else -1, way)

    def show_columns(self, columns: Sequence[str], widths: dict[str, int] | None = None) -> None:
        """Shows other columns, in this order."""
        self.widths = dict(widths or self.widths)
        self.rows.show_columns(columns)

    def shown_columns(self) -> list[str]:
        """The columns as they stand from left to right."""
        header = self.horizontalHeader()
        return [self.rows.columns[header.logicalIndex(place)] for place in range(len(self.rows.columns))]

    def chosen(self) -> list[int]:
        """The ids of the chosen rows, from top to bottom."""
        ids = [self.rows.id_at(row) for first, last in self._spans() for row in range(first, last + 1)]
        return [row_id for row_id in ids if row_id]

    def chosen_count(self) -> int:
        return sum(last - first + 1 for first, last in self._spans())

    def current_id(self) -> int:
        """The record of the row where the cursor is, 0 where there is none."""
        return self.rows.id_at(self.currentIndex().row()) if self.currentIndex().isValid() else 0

    def current_column(self) -> str:
        index = self.currentIndex()
        return self.rows.columns[index.column() if index.isValid() else 0]

    def choose(self, ids: Sequence[int]) -> None:
        """Chooses the rows of these records, as far as they are in the list."""
        chosen = QItemSelection()
        for row in self.rows.rows_of(ids):
            index = self.rows.index(row, 0)
            chosen.merge(QItemSelection(index, index), QItemSelectionModel.SelectionFlag.Select)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(chosen, flags.ClearAndSelect | flags.Rows)

    def go_to(self, row_id: int, column: str = "") -> bool:
        """Puts the cursor on a record; returns whether it is in the list."""
        row = self.rows.row_of(row_id)
        if row >= 0:
            place = self.rows.columns.index(column) if column in self.rows.columns else 0
            index = self.rows.index(row, place)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(index)
        return row >= 0

    def await_row(self, row_id: int) -> None:
        """Chooses the row of a record as soon as it is in the list."""
        self._awaited = row_id
        self._go_to_awaited()

    def _go_to_awaited(self) -> None:
        if self.rows.row_of(self._awaited) >= 0:
            self.choose([self._awaited])
            self.go_to(self._awaited)
            self._awaited = 0

    def write(self, row_id: int, column: str, value: Any) -> None:
        """Stores a value in a record; its row stays where it is until the list is read again."""
        record, label = self.rows.listing.record, _(self.rows.fields[column].label)

        def act() -> None:
            name = name_of(self.desk.here, record, row_id)
            with self.desk.operation(_("{field} of {name}").format(field=label, name=name)) as tx:
                editing.save(tx, record, row_id, {column: value})
            self.desk.tell_done(_("{field} of “{name}” was changed.").format(field=label, name=name))

        # One that is made on the spot may be a row of this list.
        self.writing = not isinstance(value, Missing)
        try:
            self.desk.attempt(act)
        finally:
            self.writing = False

    def edit_current(self) -> None:
        """Begins editing where the cursor is."""
        index = self.currentIndex()
        if not index.isValid() or self.state() == QAbstractItemView.State.EditingState:
            return
        if not self.rows.flags(index) & Qt.ItemFlag.ItemIsEditable:
            self.desk.notice.tell(_("This is calculated, or cannot be changed in the list; open the record."))
            return
        self.setFocus()
        self.edit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and self.state() != QAbstractItemView.State.EditingState:
            if row_id := self.current_id():
                self.opened.emit(row_id)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # The right button must not take away what was chosen before.
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.RightButton or not self.selectionModel().isSelected(index):
            super().mousePressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        return tell_whole(self, event) or super().viewportEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frames the cell that F2 would edit: of a chosen row, all cells look alike."""
        super().paintEvent(event)
        index = self.currentIndex()
        if not (index.isValid() and self.hasFocus()):
            return
        palette, roles = self.palette(), QPalette.ColorRole
        chosen = self.selectionModel().isSelected(index)
        painter = QPainter(self.viewport())
        painter.setPen(QPen(palette.color(roles.HighlightedText if chosen else roles.Highlight), 2))
        painter.drawRect(self.visualRect(index).adjusted(1, 1, -2, -2))
        painter.end()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        place = QPoint(event.pos()) if by_mouse else self.visualRect(self.currentIndex()).bottomLeft()
        self.menu_wanted.emit(self.viewport().mapToGlobal(place))

    def _spans(self) -> list[tuple[int, int]]:
        """First and last of the chosen rows that stand together; asking for each row would take long in long lists."""
        return sorted((span.top(), span.bottom()) for span in self.selectionModel().selection().toList())

    def _keep(self) -> None:
        if self._asked_anew:
            # It was kept when the others were asked for; the first of these are not all.
            return
        chosen = self.chosen() if self.chosen_count() <= _KEPT else []
        index = self.currentIndex()
        self._kept = (chosen, self.current_id(), max(index.column(), 0), self.verticalScrollBar().value())

    def _bring_back(self) -> None:
        chosen, current, column, scrolled = self._kept
        self._set_widths()
        self.choose(chosen)
        self.verticalScrollBar().setValue(scrolled)
        # In rows that were asked for anew, only one that was chosen is looked for again.
        followed = bool(current) and (current in chosen or not self._asked_anew)
        if not (followed and self.go_to(current, self._column(column))):
            self._begin_at_top()
        self._go_to_awaited()

    def _begin_at_top(self) -> None:
        """The cursor waits in the first row, so that the first key does something that can be seen."""
        scrolled = self.verticalScrollBar().value()
        flag = QItemSelectionModel.SelectionFlag.NoUpdate
        # The first row of a grouped list is the head of its first group.
        self.selectionModel().setCurrentIndex(self.rows.index(1 if self.rows.groups else 0, 0), flag)
        self.verticalScrollBar().setValue(0 if self._asked_anew else scrolled)

    def _on_arrived(self) -> None:
        """Chooses again what the first rows did not hold, unless somebody has chosen others meanwhile."""
        chosen, current, column, _scrolled = self._kept
        if self._asked_anew and chosen and not self.chosen_count():
            self.choose(chosen)
            self.go_to(current if current in chosen else chosen[0], self._column(column))
        self._asked_anew = False
        self._measure_numbers()

    def _column(self, place: int) -> str:
        return self.rows.columns[min(place, len(self.rows.columns) - 1)]

    def _set_widths(self) -> None:
        header = self.horizontalHeader()
        header.blockSignals(True)
        for place in range(len(self.rows.columns)):
            header.moveSection(header.visualIndex(place), place)
        header.blockSignals(False)
        self._numbers = {}
        self._measure_numbers()
        self._fill_room()

    def _measure_numbers(self, *_where: object) -> None:
        """A number that is cut off is another number: its column grows with what is in sight."""
        numbers = {
            name: self.sizeHintForColumn(place) + 1
            for place, name in enumerate(self.rows.columns)
            if isinstance(self.rows.fields[name], _NUMBERS)
        }
        wider = {name: wide for name, wide in numbers.items() if wide > self._numbers.get(name, 0)}
        if wider:
            self._numbers |= wider
            self._fill_room()

    def _fill_room(self) -> None:
        """Columns as wide as they were made by hand, else as usual; those of words share what is left or lacking."""
        widths = {name: self.widths.get(name) or self._usual_width(name) for name in self.rows.columns}
        room = self._room() - sum(widths.values())
        words = [name for name in widths if name not in self.widths and self._holds_words(name)]
        whole = sum(widths[name] for name in words)
        # Where they cannot give enough for all columns to be seen, one scrolls sideways and they stay readable.
        if words and room >= -whole * _GIVEN:
            widths |= {name: widths[name] + room * widths[name] // whole for name in words}
        header = self.horizontalHeader()
        header.blockSignals(True)
        for place, column in enumerate(self.rows.columns):
            header.resizeSection(place, widths[column])
        header.blockSignals(False)

    def _holds_words(self, name: str) -> bool:
        field = self.rows.fields[name]
        return isinstance(field, _WORDS) and not isinstance(field, _SHORT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fill_room()

    def _room(self) -> int:
        """How wide all columns may be before they have to be scrolled."""
        return self.width() - 2 * self.frameWidth() - self.verticalScrollBar().sizeHint().width()

    def _usual_width(self, name: str) -> int:
        """Wide enough for most values of such a field."""
        field = self.rows.fields[name]
        is_name = name == self.rows.listing.record.name_field
        letters = 30 if is_name else next((wide for kind, wide in _LETTERS if isinstance(field, kind)), 17)
        metrics = self.fontMetrics()
        needs = [metrics.horizontalAdvance(_(field.label)) + 34, letters * metrics.averageCharWidth() + 12]
        needs.append(self._numbers.get(name, 0))
        if isinstance(field, Choice):
            needs += [metrics.horizontalAdvance(_(word)) + 14 for word in field.words.values()]
        return max(needs)

    def _on_resized(self, section: int, _old: int, new: int) -> None:
        if section < len(self.rows.columns):
            self.widths[self.rows.columns[section]] = new
            self.columns_changed.emit()

    def _on_entered(self) -> None:
        index = self.currentIndex()
        below = self.rows.index(index.row() + 1, index.column())
        if below.isValid():
            self.setCurrentIndex(below)

    def _on_double_clicked(self, index: QModelIndex) -> None:
        if row_id := self.rows.id_at(index.row()):
            self.opened.emit(row_id)
