"""Choosing the columns of a list, and their order: by ticks, by dragging, and by keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from crmdesk.store.listing import Listing, all_columns
from crmdesk.text import N_, _
from crmdesk.ui.button import Button
from crmdesk.ui.dialog import Dialog
from crmdesk.ui.icons import icon
from crmdesk.ui.ok_cancel import OkCancel
from crmdesk.ui.plain import Label, say

_NAME = Qt.ItemDataRole.UserRole


class ColumnChooser(Dialog):
    """Calls `answered` with the columns that are to be shown, from left to right."""

    help = N_("Space shows or hides the chosen column; the buttons below the list move it, or drag it.")

    def __init__(
        self, listing: Listing, shown: Sequence[str], answered: Callable[[list[str]], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Columns"))
        self.resize(380, 460)
        self._answered = answered
        self.list = QListWidget(self)
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        say(self.list, _("Columns"), _("Ticked columns are shown; drag a column to put it elsewhere."))
        self.fields = all_columns(listing)
        self.up = Button(icon("arrow-up"), _("Move &up"), self)
        self.down = Button(icon("arrow-down"), _("Move &down"), self)
        self.usual = Button(_("&Reset to default"), self)
        self.up.clicked.connect(lambda: self.shift(-1))
        self.down.clicked.connect(lambda: self.shift(1))
        self.usual.clicked.connect(lambda: self.show_columns(listing.columns))
        self._lay_out()
        self.show_columns(shown)

    def _lay_out(self) -> None:
        buttons = OkCancel(self, _("Show these"))
        self.ok = buttons.ok
        self.list.itemChanged.connect(lambda: self.ok.setEnabled(bool(self.chosen())))
        row = QHBoxLayout()
        for button in (self.up, self.down, self.usual):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.addWidget(Label(_("Ticked columns are shown, in this order."), self, muted=True, wrap=True))
        column.addWidget(self.list, 1)
        column.addLayout(row)
        column.addWidget(buttons)

    def show_columns(self, shown: Sequence[str]) -> None:
        """Ticks these columns and puts them first."""
        self.list.clear()
        rest = sorted(set(self.fields) - set(shown), key=lambda name: _(self.fields[name].label).casefold())
        for name in (*shown, *rest):
            item = QListWidgetItem(_(self.fields[name].label))
            item.setData(_NAME, name)
            item.setCheckState(Qt.CheckState.Checked if name in shown else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def chosen(self) -> list[str]:
        """The ticked columns in their order."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return [item.data(_NAME) for item in items if item.checkState() == Qt.CheckState.Checked]

    def shift(self, by: int) -> None:
        """Puts the present column further up or down."""
        row = self.list.currentRow()
        if 0 <= row + by < self.list.count():
            self.list.insertItem(row + by, self.list.takeItem(row))
            self.list.setCurrentRow(row + by)

    def accept(self) -> None:
        super().accept()
        self._answered(self.chosen())
