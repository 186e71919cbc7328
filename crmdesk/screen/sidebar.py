"""The sidebar: the sections, the saved views that were pinned, and the records that were open last."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from crmdesk.screen import pages, recent
from crmdesk.text import _
from crmdesk.ui.button import ENTER
from crmdesk.ui.desk import RECORD, Desk, Place
from crmdesk.ui.icons import icon
from crmdesk.ui.plain import as_tip

_WIDE, _FOLDED = 168, 46
_LETTERS = 28
# The first page is painted before the names of records are read.
_SOON_MS = 600
_PLACE = Qt.ItemDataRole.UserRole
_TEXT = Qt.ItemDataRole.AccessibleTextRole
# The tables whose records are named in the sidebar.
SHOWN = frozenset({"saved_view", *recent.ICONS})


class Sidebar(QFrame):
    """A list to choose from; arrow keys walk, Enter or a click goes. `foot` is the room below it."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.desk = desk
        self.folded = False
        self._shown: Place | None = None
        self._filled: list[tuple[str, str, Place | None, str]] = []
        self.recent = recent.Recent(desk)
        self._soon = QTimer(self, interval=_SOON_MS, singleShot=True)
        self._soon.timeout.connect(self._name_records)
        self.list = _List(self)
        self.list.setObjectName("sidebar")
        self.list.setAccessibleName(_("Sections"))
        self.list.setIconSize(QSize(18, 18))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self.choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.list, 1)
        self.foot = QVBoxLayout()
        column.addLayout(self.foot)
        self.fold(False)

    def open(self) -> None:
        """A workspace was opened: its views and, soon after, its recent records."""
        self.recent.open()
        self._soon.start()
        self._show(self._entries(with_records=False))

    def _name_records(self) -> None:
        if self.desk.session.workspace is not None:
            self.fill()

    def leave(self) -> None:
        """The workspace is being closed."""
        self._soon.stop()
        self.recent.leave()
        self.hide()

    def keep(self) -> None:
        """Notes the recent records with the file."""
        self.recent.keep()

    def fill(self) -> None:
        """Reads anew what stands in the list."""
        self._soon.stop()
        self._show(self._entries())

    def _show(self, entries: list[tuple[str, str, Place | None, str]]) -> None:
        if entries != self._filled:
            self._filled = entries
            self.list.clear()
            for name, sign, place, keys in entries:
                if place is None:
                    self._head(name)
                else:
                    self._add(name, sign, place, keys)
        self._mark(self._shown)
        self.show()

    def _entries(self, *, with_records: bool = True) -> list[tuple[str, str, Place | None, str]]:
        """Name, icon, place and keys of each line; a line without a place is the head of those below."""
        found: list[tuple[str, str, Place | None, str]] = [
            (_(spec.title), spec.icon, Place(spec.id), spec.key) for spec in pages.SECTIONS
        ]
        views = recent.saved_views(self.desk.here)
        records = self.recent.entries() if with_records else []
        if views:
            found += [(_("Views"), "", None, ""), *((name, "bookmark", place, "") for name, place in views)]
        if records:
            found += [(_("Recent"), "", None, ""), *((name, sign, place, "") for name, sign, place in records)]
        return found

    def show_place(self, place: Place) -> None:
        """Marks where one is; a record that was opened is recent."""
        self._shown = place
        if place.page == RECORD:
            self.recent.add(place)
            self.fill()
        else:
            self._mark(place)

    def fold(self, folded: bool) -> None:
        """Icons alone, or icons with words."""
        self.folded = folded
        self._fit()
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setText("" if folded else str(item.data(_TEXT)))

    def _fit(self) -> None:
        """As wide as the names of the sections are long, in letters of any size."""
        wide = max(_WIDE, self.fontMetrics().averageCharWidth() * _LETTERS)
        self.setFixedWidth(_FOLDED if self.folded else wide)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def choose(self, item: QListWidgetItem | None) -> None:
        """Goes where an entry leads."""
        place = item.data(_PLACE) if item is not None else None
        if isinstance(place, Place):
            if place.page == RECORD:
                self.desk.open_record(place.kind, place.id)
            else:
                self.desk.go(place)

    def _add(self, name: str, sign: str, place: Place, keys: str = "") -> None:
        item = QListWidgetItem(icon(sign), "" if self.folded else name)
        item.setData(_PLACE, place)
        item.setData(_TEXT, name)
        item.setData(Qt.ItemDataRole.ToolTipRole, as_tip(f"{name} ({keys})" if keys else name))
        self.list.addItem(item)

    def _head(self, name: str) -> None:
        item = QListWidgetItem("" if self.folded else name)
        item.setData(_TEXT, name)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.addItem(item)

    def _mark(self, place: Place | None) -> None:
        for row in range(self.list.count()):
            found = self.list.item(row).data(_PLACE)
            if place is not None and isinstance(found, Place) and _same(found, place):
                self.list.setCurrentRow(row)
                return
        self.list.setCurrentRow(-1)


class _List(QListWidget):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            cast("Sidebar", self.parent()).choose(self.currentItem())
        else:
            super().keyPressEvent(event)


def _same(entry: Place, place: Place) -> bool:
    """Whether an entry stands for a place: a section for all that it shows, a view or a record for itself."""
    if entry.page == RECORD:
        return (entry.page, entry.kind, entry.id) == (place.page, place.kind, place.id)
    return entry == place if entry.detail else entry.page == place.page
