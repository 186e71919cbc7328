"""The first page: the workspaces that were open before, a new one, the demo business, or data to bring in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.text import _
from crmdesk.ui.button import Button, ShortButton
from crmdesk.ui.icons import icon
from crmdesk.ui.panel import Panel, Scroll
from crmdesk.ui.plain import Label, no_mnemonic, say

if TYPE_CHECKING:
    from crmdesk.screen.main_window import MainWindow


# A long path is cut rather than making the page wider.
_NARROW = 120


class Welcome(QWidget):
    """Three ways to begin, and the way back to what there is."""

    def __init__(self, parent: QWidget, window: MainWindow) -> None:
        super().__init__(parent)
        self._window = window
        self.recent: list[Button] = []
        area = Scroll(self)
        inside = QWidget(area)
        column = QVBoxLayout(inside)
        column.addStretch(1)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addLayout(self._content(), 6)
        middle.addStretch(1)
        column.addLayout(middle)
        column.addStretch(2)
        area.hold(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        self.refresh()

    def refresh(self) -> None:
        """Looks again which workspaces are still there."""
        for button in self.recent:
            button.setParent(None)
            button.deleteLater()
        self.recent = []
        present, gone = self._window.memory.present(), self._window.memory.gone()
        self.recent = [*map(self._recent_button, present), *map(self._gone_button, gone)]
        self._list.setVisible(bool(self.recent))
        first = self.recent[0] if present else self.demo
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _content(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(14)
        column.addWidget(Label("crmdesk", self, size=2.2, bold=True))
        text = _(
            "The numbers of your business, in one file on this computer: sales, marketing and service, every month."
        )
        column.addWidget(Label(text, self, muted=True, wrap=True))
        row = QGridLayout()
        row.setSpacing(12)
        demo = _("Look around in an invented business with two years of data.")
        self.demo = self._way(row, 0, "chart-bar", _("Open the demo business"), demo, self._window.filing.open_demo)
        new = _("Name, currency and time zone are all that it needs.")
        self.new = self._way(row, 1, "plus", _("New workspace"), new, self._window.filing.ask_new)
        bring = _("Spreadsheets, address books, bank files, exports of other programs, into a new workspace.")
        self.bring = self._way(row, 2, "file-import", _("Bring in your data"), bring, self._ask_import)
        column.addLayout(row)
        self._list = Panel(_("Workspaces you had open"), self)
        column.addWidget(self._list)
        column.addLayout(self._more())
        return column

    def _more(self) -> QHBoxLayout:
        """What fewer people come for."""
        self.open = Button(icon("folder-open"), _("Open a workspace…"), self)
        self.open.clicked.connect(self._window.filing.ask_open)
        self.restore = Button(icon("history"), _("Restore a backup…"), self)
        self.restore.clicked.connect(self._window.filing.ask_restore)
        row = QHBoxLayout()
        row.addWidget(self.open)
        row.addWidget(self.restore)
        row.addStretch(1)
        return row

    def _way(self, row: QGridLayout, place: int, name: str, title: str, text: str, act: Callable[[], None]) -> Button:
        panel = Panel("", self)
        panel.title.hide()
        button = Button(icon(name), title, panel)
        button.setIconSize(QSize(22, 22))
        button.clicked.connect(lambda _checked=False: act())
        say(button, f"{title}. {text}")
        panel.body.addWidget(button)
        panel.body.addWidget(Label(text, panel, muted=True, wrap=True), 1)
        row.addWidget(panel, 0, place)
        row.setColumnStretch(place, 1)
        return button

    def _recent_button(self, path: Path) -> Button:
        button = self._line("database", path.stem, path)
        say(button, _("Open {name}").format(name=path.stem), str(path))
        button.clicked.connect(partial(self._window.open, path))
        return button

    def _gone_button(self, path: Path) -> Button:
        text = _("{name} is not there now").format(name=path.stem)
        button = self._line("alert-triangle", text, path)
        say(button, text, str(path))
        button.clicked.connect(lambda: self._window.filing.restoring.tell_gone(path))
        return button

    def _line(self, name: str, text: str, path: Path) -> Button:
        button = ShortButton(icon(name), no_mnemonic(f"{text}   –   {path.parent}"), self._list)
        button.setStyleSheet("text-align: left;")
        button.setMinimumWidth(_NARROW)
        button.setMinimumHeight(button.sizeHint().height())
        self._list.body.addWidget(button)
        return button

    def _ask_import(self) -> None:
        from crmdesk.screen.first_import import FirstImport

        FirstImport(self._window).begin()
