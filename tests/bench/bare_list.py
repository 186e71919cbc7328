"""The floor of a list: the plainest table that shows texts which are all in memory."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QTableView, QWidget

_ROOT = QModelIndex()


class BareModel(QAbstractTableModel):
    """So many rows, whose texts are those of the first rows again and again."""

    def __init__(self, heads: list[str], texts: list[list[str]], rows: int) -> None:
        super().__init__()
        self._heads, self._texts, self._rows = heads, texts, rows

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts[index.row() % len(self._texts)][index.column()]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._heads[section]
        return None


def bare_view(like: QTableView, parent: QWidget | None = None) -> QTableView:
    """A table as large as another one, with columns and rows of the same size."""
    view = QTableView(parent)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(like.verticalHeader().defaultSectionSize())
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setHorizontalScrollMode(like.horizontalScrollMode())
    view.resize(like.size())
    return view
