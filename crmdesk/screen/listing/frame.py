"""The controls of a list's page and where they stand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from crmdesk.store.field import Choice, Keyword, Ref
from crmdesk.store.listing import LISTINGS
from crmdesk.text import _
from crmdesk.ui.button import Button
from crmdesk.ui.chips import Chips
from crmdesk.ui.desk import Desk, Page
from crmdesk.ui.icons import icon
from crmdesk.ui.list_view import ListView
from crmdesk.ui.plain import Label, no_mnemonic, say
from crmdesk.ui.preset_bar import PresetBar

# So many letters wide is a page that has room for the words of all its buttons.
_WIDE = 115
_SEARCHED = 36


class ListFrame(Page):
    """A list with what is searched, which filters are on, and what can be done with its rows."""

    def __init__(self, desk: Desk, listing: str, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.listing = LISTINGS[listing]
        self.name, self.makes = listing, self.listing.record.kind
        self._build()

    def _build(self) -> None:
        self.head = Label(_(self.listing.title), self, size=1.35, bold=True)
        self.count = Label("", self, muted=True)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(_("Search… (Ctrl+F or /)"))
        self.search.setClearButtonEnabled(True)
        say(self.search, _("Search the list"))
        self.presets = PresetBar(self.listing, self)
        self.chips = Chips(self.desk, self.listing.id, self)
        self.view = ListView(self.desk, self.listing.id, self)
        self.chosen = Label("", self, muted=True)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.view)
        self.stack.addWidget(self._empty_panel())
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 6)
        column.addLayout(self._top_row())
        column.addWidget(self.presets)
        column.addLayout(self._filter_row())
        column.addWidget(self.stack, 1)
        column.addLayout(self._chosen_row())
        self.setFocusProxy(self.view)

    def _top_row(self) -> QHBoxLayout:
        self.views_button = Button(icon("bookmark"), "", self)
        self.columns_button = Button(icon("table"), "", self)
        self.export_button = Button(icon("file-export"), "", self)
        self.add_button = Button(icon("plus"), "", self)
        say(self.views_button, _("Saved views"))
        say(self.columns_button, _("Choose the columns"))
        say(self.export_button, _("Save what is shown, as CSV or for a spreadsheet"))
        say(self.add_button, _("Add (Ctrl+N)"))
        row = QHBoxLayout()
        row.addWidget(self.head)
        row.addWidget(self.count)
        row.addStretch(1)
        for part in (self.search, self.views_button, self.columns_button, self.export_button, self.add_button):
            row.addWidget(part)
        return row

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """In a narrow place the icons of the buttons are enough."""
        letter = self.fontMetrics().averageCharWidth()
        wide = self.width() >= letter * _WIDE
        self.search.setMinimumWidth(letter * (_SEARCHED if wide else _SEARCHED // 2))
        self.views_button.setText(_("Views") if wide else "")
        self.columns_button.setText(_("Columns") if wide else "")
        self.export_button.setText(_("Save…") if wide else "")
        self.add_button.setText(_("Add") if wide else "")

    def _filter_row(self) -> QHBoxLayout:
        self.group = QComboBox(self)
        self.group.addItem(_("Not grouped"), "")
        for name, field in self.view.rows.fields.items():
            if isinstance(field, Ref | Choice | Keyword):
                self.group.addItem(no_mnemonic(_("By {field}").format(field=_(field.label))), name)
        say(self.group, _("Group the rows"))
        row = QHBoxLayout()
        row.addWidget(self.chips, 1)
        row.addWidget(self.group)
        return row

    def _chosen_row(self) -> QHBoxLayout:
        self.change_button = Button(_("Change…"), self)
        self.copy_button = Button(icon("copy"), _("Copy"), self)
        self.delete_button = Button(icon("trash"), _("Delete"), self)
        say(self.change_button, _("Change the chosen rows"))
        say(self.copy_button, _("Copy the chosen rows"))
        say(self.delete_button, _("Delete the chosen rows"))
        row = QHBoxLayout()
        row.addWidget(self.chosen)
        for part in (self.change_button, self.copy_button, self.delete_button):
            row.addWidget(part)
        row.addStretch(1)
        return row

    def _empty_panel(self) -> QWidget:
        panel = QWidget(self)
        self.empty = Label("", panel, muted=True, wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty_button = Button(panel)
        self.empty_button.setProperty("primary", True)
        column = QVBoxLayout(panel)
        column.addStretch(1)
        column.addWidget(self.empty)
        column.addWidget(self.empty_button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        return panel
