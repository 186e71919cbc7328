"""The rows of a list for a table: the first at once, all their ids from a job, cells by the page when they are seen."""

from __future__ import annotations

import contextlib
from array import array
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate, islice
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject, Qt, Signal
from PySide6.QtGui import QFont

from crmdesk.store.field import Ref, Text
from crmdesk.store.file import Workspace
from crmdesk.store.listing import LISTINGS, all_columns
from crmdesk.store.query import Group, Query, cells, cells_at_once, first_ids, grouped, row_ids
from crmdesk.text import _
from crmdesk.ui.desk import Desk
from crmdesk.ui.fields import alignment, shown
from crmdesk.ui.jobs import Task
from crmdesk.ui.table import ROOT, Index

PAGE = 64
_FIRST = 2 * PAGE
_PAGES_KEPT = 64
# As many steps of SQLite as the window may wait for: some ten milliseconds. Texts are folded at each step, in Python.
_STEPS = 150_000
# Written by crmdesk itself, never by hand.
_FIXED = {"recorded_at", "external_id"}
# Views ask for these all the time: as plain numbers, and put together once.
_TEXT, _SIDE = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.TextAlignmentRole)
_ANSWERED = {_TEXT, _SIDE, int(Qt.ItemDataRole.FontRole)}
_READ = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_WRITTEN = _READ | Qt.ItemFlag.ItemIsEditable
Found = tuple["array[int]", list[Group]]


class ListModel(QAbstractTableModel):
    """The rows of one listing. `arrived` is emitted when all of them are known, after each query and each change.

    With a grouped query a head stands above each group: `group_at` tells which, and its `id_at` is 0.
    """

    arrived = Signal()

    def __init__(self, desk: Desk, listing: str, parent: QObject | None) -> None:
        super().__init__(parent)
        self.listing = LISTINGS[listing]
        self.fields = all_columns(self.listing)
        self._fixed = {one.name for one in self.listing.derived} | _FIXED
        self.query = Query(listing)
        self.columns: tuple[str, ...] = self.listing.columns
        self.ids: array[int] = array("q")
        self.groups: list[Group] = []
        self.complete = False
        # While a cell is edited the rows must not change under it.
        self.held: Callable[[], bool] = lambda: False
        self._waiting: Found | None = None
        self._desk = desk
        self._heads: list[int] = []
        self._pages: dict[int, list[tuple[Any, ...] | None]] = {}
        self._task: Task | None = None
        self._asked = 0

    def show_query(self, query: Query, columns: Sequence[str] | None = None) -> None:
        """Shows the rows of a query, and other columns if they are named.

        Where not even the first rows can be had at once, those of before stay until all are known.
        """
        first = self._first(query)
        self.query = query
        if first is not None or columns is not None:
            self.beginResetModel()
            self.columns = tuple(columns or self.columns)
            self._adopt((array("q", first or ()), []))
            self.endResetModel()
        self.complete = first is not None and len(first) < _FIRST
        if self.complete:
            self._stop()
            self.arrived.emit()
        else:
            self._ask()

    def _first(self, query: Query) -> list[int] | None:
        """The first rows, if they can be had at once: a search and groups take a job."""
        workspace, listing = self._desk.here, self.listing.id
        if query.listing != listing:
            raise ValueError(f"the list of {listing} does not show {query.listing}")
        if query.group or query.text.strip():
            return None
        steps = _STEPS // 10 if isinstance(self.fields.get(query.sort), Text | Ref) else _STEPS
        return first_ids(workspace, query, self._desk.now(), _FIRST, steps=steps)

    def show_columns(self, columns: Sequence[str]) -> None:
        """Shows other columns of the same rows."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self._pages.clear()
        self.endResetModel()

    def reload(self) -> None:
        """Reads everything again; the rows stay as they are until they are known anew."""
        self.reload_cells()
        self._ask()

    def reload_cells(self) -> None:
        """Reads the cells again, the rows stay where they are."""
        self._pages.clear()
        self._repaint()

    def _repaint(self) -> None:
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def release(self) -> None:
        """Shows what arrived while a cell was edited."""
        if self._waiting is not None and not self.held():
            self._arrive(self._waiting)

    def forget(self) -> None:
        """The workspace is being closed."""
        self._stop()
        self.beginResetModel()
        self._adopt((array("q"), []))
        self.complete = False
        self.endResetModel()

    def id_at(self, row: int) -> int:
        """The record in a row; 0 for the head of a group."""
        place = self._place(row)
        return self.ids[place] if place is not None else 0

    def group_at(self, row: int) -> Group | None:
        """The group whose head stands in a row."""
        number = bisect_right(self._heads, row) - 1
        return self.groups[number] if number >= 0 and self._heads[number] == row else None

    def row_of(self, row_id: int) -> int:
        """The row of a record, -1 where it is not in the list."""
        return next(iter(self.rows_of([row_id])), -1)

    def rows_of(self, ids: Sequence[int]) -> list[int]:
        """The rows of those records that are in the list, from top to bottom: one walk through it for all of them."""
        wanted = set(ids) - {0}
        places: list[int] = []
        if len(wanted) == 1:
            with contextlib.suppress(ValueError):
                places.append(self.ids.index(wanted.pop()))
        elif wanted:
            found = (place for place, row_id in enumerate(self.ids) if row_id in wanted)
            places = list(islice(found, len(wanted)))
        ends = list(accumulate(group.count for group in self.groups))
        return [place + bisect_right(ends, place) + 1 for place in places] if ends else places

    def cell(self, row: int, column: str) -> Any:
        """The stored value in a cell of a shown column; a reference is (id, name)."""
        found = self._cells(row)
        return found[self.columns.index(column)] if found is not None else None

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.ids) + len(self.groups)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in _ANSWERED or not index.isValid():
            return None
        group = self.group_at(index.row()) if self.groups else None
        if group is not None:
            return self._head(group, index.column(), role)
        if role == _TEXT:
            return self.text(index.row(), self.columns[index.column()])
        return alignment(self.fields[self.columns[index.column()]]) if role == _SIDE else None

    def text(self, row: int, column: str) -> str:
        """What a cell shows, on one line."""
        unit = getattr(self.fields[column], "beside", "")
        beside = self.cell(row, unit) if unit in self.columns else None
        return self.words(column, self.cell(row, column), beside)

    def words(self, column: str, value: Any, beside: Any = None) -> str:
        """A value of a column as its cells show it; `beside` says its unit, where it has one."""
        return "" if value is None else shown(self.fields[column], value, self._desk.here, beside).replace("\n", " ")

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.groups and self.group_at(index.row()) is not None:
            return Qt.ItemFlag.ItemIsEnabled
        return _WRITTEN if self.may_edit(self.columns[index.column()]) else _READ

    def may_edit(self, column: str) -> bool:
        """Whether a column is written by hand: no worked-out ones, and none in a file that may only be read."""
        return column not in self._fixed and not self._desk.here.read_only

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(self.columns):
            field = self.fields[self.columns[section]]
            if role == Qt.ItemDataRole.DisplayRole:
                return _(field.label)
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return alignment(field)
        return None

    def _head(self, group: Group, column: int, role: int) -> Any:
        """A head says in the first column which group it is and how many it has, in those of money their sums."""
        name = self.columns[column]
        if role == Qt.ItemDataRole.FontRole:
            bold = QFont()
            bold.setBold(True)
            return bold
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(self.fields[name if column else "external_id"])
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if column == 0:
            field = self.fields[self.query.group]
            value = _("(none)") if group.cell is None else shown(field, group.cell, self._desk.here)
            return _("{value}: {count}").format(value=value, count=f"{group.count:,}")
        return shown(self.fields[name], group.sums[name], self._desk.here) if name in group.sums else ""

    def _place(self, row: int) -> int | None:
        """Which of the ids stands in a row."""
        before = bisect_right(self._heads, row)
        if before and self._heads[before - 1] == row:
            return None
        return row - before if 0 <= row - before < len(self.ids) else None

    def _cells(self, row: int) -> tuple[Any, ...] | None:
        place = self._place(row)
        if place is None:
            return None
        number, within = divmod(place, PAGE)
        if number not in self._pages:
            self._read(number)
        page = self._pages.get(number, [])
        return page[within] if within < len(page) else None

    def _read(self, number: int) -> None:
        """Reads the cells of a page; what takes longer to work out comes from a job."""
        ids = self.ids[number * PAGE : (number + 1) * PAGE]
        self._pages[number], whole = [None] * len(ids), True

        def read() -> None:
            nonlocal whole
            self._pages[number], whole = cells_at_once(self._desk.here, self.listing, self.columns, ids, _STEPS)

        self._desk.attempt(read)
        if len(self._pages) > _PAGES_KEPT:
            del self._pages[next(iter(self._pages))]
        if not whole:
            self._read_in_job(number, ids)

    def _read_in_job(self, number: int, ids: array[int]) -> None:
        columns, listing = self.columns, self.listing

        def done(found: list[tuple[Any, ...] | None]) -> None:
            if columns == self.columns and ids == self.ids[number * PAGE : (number + 1) * PAGE]:
                self._pages[number] = found
                self._repaint()

        self._desk.session.read(_("Reading the list"), lambda book, _task: cells(book, listing, columns, ids), done)

    def _ask(self) -> None:
        """Reads all ids in a job; what was asked before is wanted no more."""
        self._stop()
        self._waiting = None
        self._asked += 1
        asked, query, now = self._asked, self.query, self._desk.now()

        def work(workspace: Workspace, _task: Task) -> Found:
            return _found(workspace, query, now)

        def done(found: Found) -> None:
            if asked == self._asked:
                self._arrive(found)

        self._task = self._desk.session.read(_("Reading the list"), work, done).task

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _arrive(self, found: Found) -> None:
        """Rows that were already shown stay where they are, chosen as they were."""
        if self.held():
            self._waiting = found
            return
        ids, groups = found
        self.complete, self._waiting = True, None
        known = len(self.ids)
        if not groups and not self.groups and ids[:known] == self.ids:
            if len(ids) > known:
                self.beginInsertRows(ROOT, known, len(ids) - 1)
                self.ids = ids
                self._pages.pop(known // PAGE, None)
                self.endInsertRows()
        elif ids != self.ids or groups != self.groups:
            self.beginResetModel()
            self._adopt(found)
            self.endResetModel()
        self.arrived.emit()

    def _adopt(self, found: Found) -> None:
        self.ids, self.groups = found
        self._pages.clear()
        starts = accumulate((group.count for group in self.groups), initial=0)
        self._heads = [start + number for number, start in enumerate(starts)][: len(self.groups)]


def _found(workspace: Workspace, query: Query, now: int) -> Found:
    groups = grouped(workspace, query, query.group, now) if query.group else []
    return row_ids(workspace, query, now), groups
