"""Tables of rows that were read before: any number of them, text made only for those that are seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QToolTip, QWidget

from crmdesk.ui.plain import as_tip

# The first column is this wide at least, if its texts are; where that lacks room, others of words are this wide.
_FIRST_LETTERS, _OTHER_LETTERS = 22, 26
Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, the text of a row in it, by what it is sorted, and whether it holds numbers."""

    title: str
    text: Callable[[Any], str]
    key: Callable[[Any], Any] | None = None
    number: bool = False


class RowTable(QAbstractTableModel):
    """A model over rows of any kind."""

    def __init__(self, columns: Sequence[Column], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: Sequence[Any] = []

    def set_columns(self, columns: Sequence[Column]) -> None:
        self.beginResetModel()
        self.columns, self.rows = tuple(columns), []
        self.endResetModel()

    def show_rows(self, rows: Sequence[Any]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def show_lazily(self, rows: Sequence[Any]) -> None:
        """Shows rows that are read one by one as they are seen."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def as_text(self, rows: Sequence[int]) -> str:
        """Those rows as tab-separated text with a header, for spreadsheets."""
        lines = [[column.title for column in self.columns]]
        lines += [[column.text(self.rows[row]) for column in self.columns] for row in rows]
        return "\n".join("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in line) for line in lines)

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(self.rows[index.row()])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(self.columns):
            if role == Qt.ItemDataRole.DisplayRole:
                return self.columns[section].title
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(self.columns[section])
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sorts by a column, rows without a value always last; -1 leaves the order as it is."""
        if not 0 <= column < len(self.columns):
            return
        one = self.columns[column]
        key = one.key or (lambda row: one.text(row).casefold())
        self.layoutAboutToBeChanged.emit()
        known = [row for row in self.rows if key(row) is not None]
        known.sort(key=key, reverse=order == Qt.SortOrder.DescendingOrder)
        self.rows = known + [row for row in self.rows if key(row) is None]
        self.layoutChanged.emit()


def by_rows(view: QTableView, lines: float) -> None:
    """How all tables look: whole rows, each so many lines of text tall, no grid, and Tab leaves the table."""
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setAlternatingRowColors(True)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.verticalHeader().hide()
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    view.verticalHeader().setDefaultSectionSize(round(view.fontMetrics().height() * lines))
    view.horizontalHeader().setHighlightSections(False)


def tell_whole(view: QTableView, event: QEvent) -> bool:
    """Shows the whole text of a cell that is cut off while the mouse rests on it; returns whether it did."""
    if event.type() != QEvent.Type.ToolTip:
        return False
    help = cast("QHelpEvent", event)
    index = view.indexAt(help.pos())
    box = view.visualRect(index)
    if not index.isValid() or view.sizeHintForIndex(index).width() <= box.width():
        return False
    QToolTip.showText(help.globalPos(), as_tip(str(index.data() or "")), view.viewport(), box)
    return True


class Table(QTableView):
    """Shows a `RowTable`: fixed row height, whole rows chosen, copied with Ctrl+C."""

    def __init__(self, columns: Sequence[Column], name: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.rows = RowTable(columns, self)
        self.setModel(self.rows)
        self.setAccessibleName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        by_rows(self, 1.55)
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        # The columns that were made wider or narrower by hand, and how wide they are.
        self.widths: dict[int, int] = {}
        self._fitting = False
        # As much as the first column must have; where the others leave less, one scrolls sideways.
        self._first = 0
        # How wide each column would be with its texts in full.
        self._whole: list[int] = []
        header.sectionResized.connect(self._on_resized)
        self.verticalScrollBar().valueChanged.connect(self._widen_numbers)
        self._stretch()

    def viewportEvent(self, event: QEvent) -> bool:
        return tell_whole(self, event) or super().viewportEvent(event)

    def _widen_numbers(self) -> None:
        """A number that is cut off is another number: its column grows with what is in sight."""
        header = self.horizontalHeader()
        self._fitting = True
        header.setResizeContentsPrecision(0)
        for place, column in enumerate(self.rows.columns):
            fixed = place in self.widths or header.sectionResizeMode(place) == QHeaderView.ResizeMode.Stretch
            if column.number and not fixed and (wide := self.sizeHintForColumn(place)) > self.columnWidth(place):
                self.setColumnWidth(place, wide)
        self._fitting = False

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Other columns, and no rows yet."""
        self.widths, self._first = {}, 0
        self.rows.set_columns(columns)
        self._stretch()

    def _on_resized(self, column: int, _before: int, width: int) -> None:
        stretched = self.horizontalHeader().sectionResizeMode(column) == QHeaderView.ResizeMode.Stretch
        if not stretched and not self._fitting and self.isVisible():
            self.widths[column] = width

    def _stretch(self) -> None:
        if self.rows.columns:
            self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Shows rows in their own order, the columns as wide as what is seen first or as they were made by hand."""
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.rows.show_rows(rows)
        self._fit()

    def show_lazily(self, rows: Sequence[Any]) -> None:
        """The same for rows that are read one by one as they are seen; they cannot be sorted."""
        self.rows.show_lazily(rows)
        self._fit()

    def _fit(self) -> None:
        self.horizontalHeader().setResizeContentsPrecision(50)
        self._fitting = True
        stretched = QHeaderView.ResizeMode.Stretch
        for column in range(len(self.rows.columns)):
            if self.horizontalHeader().sectionResizeMode(column) == stretched:
                continue
            if column in self.widths:
                self.setColumnWidth(column, self.widths[column])
            else:
                self.resizeColumnToContents(column)
        self._whole = [self.columnWidth(column) for column in range(len(self.rows.columns))]
        if self.rows.columns:
            header, most = self.horizontalHeader(), self.fontMetrics().averageCharWidth() * _FIRST_LETTERS
            self._first = min(max(self.sizeHintForColumn(0), header.sectionSizeHint(0)), most)
            self._give_first_its_room()
        self._fitting = False

    def _narrow(self, others: Sequence[int]) -> None:
        """Columns of words give what the first one lacks, the widest first, as long as they stay readable."""
        least = self.fontMetrics().averageCharWidth() * _OTHER_LETTERS
        words = [one for one in others if not self.rows.columns[one].number and one not in self.widths]
        for one in words:
            self.setColumnWidth(one, self._whole[one])
        lacking = self._first + sum(self.columnWidth(one) for one in others) - self.viewport().width()
        for one in sorted(words, key=self.columnWidth, reverse=True):
            given = min(lacking, self.columnWidth(one) - least)
            if given > 0:
                self.setColumnWidth(one, self.columnWidth(one) - given)
                lacking -= given

    def _give_first_its_room(self) -> None:
        """The first column takes what the others leave, and its own where that is too little."""
        header, stretched = self.horizontalHeader(), QHeaderView.ResizeMode.Stretch
        others = range(1, len(self.rows.columns))
        if 0 in self.widths or any(header.sectionResizeMode(one) == stretched for one in others):
            return
        self._narrow(others)
        left = self.viewport().width() - sum(header.sectionSize(one) for one in others)
        if left >= self._first:
            header.setSectionResizeMode(0, stretched)
        else:
            header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(0, self._first)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._first:
            self._fitting = True
            self._give_first_its_room()
            self._fitting = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            chosen = sorted({index.row() for index in self.selectionModel().selectedRows()})
            QGuiApplication.clipboard().setText(self.rows.as_text(chosen))
        else:
            super().keyPressEvent(event)


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
