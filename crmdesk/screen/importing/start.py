"""Where bringing in begins: files are dropped or chosen, what is new in watched folders, what came in lately."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.domain.wording import moment_text
from crmdesk.screen.importing.acts import FILTERS
from crmdesk.screen.importing.memory import Came, came_in
from crmdesk.screen.watched_hint import WatchedHint
from crmdesk.text import _
from crmdesk.ui.ask_file import ask_folder, ask_several
from crmdesk.ui.button import Button
from crmdesk.ui.desk import Desk, Place
from crmdesk.ui.icons import icon
from crmdesk.ui.panel import Panel
from crmdesk.ui.plain import Label
from crmdesk.ui.table import Column, Table

_MOST = 50


class StartPart(QWidget):
    """`chosen` carries the files; `undo_wanted` the step of an import that is to be taken back."""

    chosen = Signal(object)
    undo_wanted = Signal(int)
    result_wanted = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._drop_panel())
        column.addWidget(WatchedHint(desk, self))
        self.past = self._past_panel()
        column.addWidget(self.past, 3)
        column.addStretch(1)
        self.setFocusProxy(self.choose)

    def _drop_panel(self) -> Panel:
        panel = Panel(_("Drop files anywhere on this window"), self)
        text = _(
            "Tables from a spreadsheet or another program, address books, calendars, bank files, mails: what they are "
            "is found out, you see what would happen, and one click undoes it."
        )
        panel.body.addWidget(Label(text, panel, muted=True, wrap=True))
        self.choose = Button(_("Choose files…"), panel)
        self.choose.setProperty("primary", True)
        self.choose.clicked.connect(self.ask_files)
        self.whole = Button(icon("folder-open"), _("Choose a folder…"), panel)
        self.whole.clicked.connect(self.ask_folder)
        self.watch = Button(icon("settings"), _("Watched folders…"), panel)
        self.watch.clicked.connect(lambda: self.desk.go(Place("settings", detail="watched")))
        row = QHBoxLayout()
        for button in (self.choose, self.whole, self.watch):
            row.addWidget(button)
        row.addStretch(1)
        panel.body.addLayout(row)
        return panel

    def _past_panel(self) -> Panel:
        panel = Panel(_("Imported recently"), self)
        columns = (
            Column(_("File"), lambda one: str(one.name)),
            Column(_("When"), lambda one: moment_text(self.desk.here.calendar.local(one.at))),
            Column(_("What"), lambda one: str(one.label)),
        )
        self.table = Table(columns, _("Imported recently"), panel)
        self.table.setSortingEnabled(False)
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _then: self._enable())
        self.back = Button(icon("arrow-back-up"), _("Undo the import…"), panel)
        self.back.clicked.connect(self._take_back)
        self.result = Button(icon("download"), _("Save its result file…"), panel)
        self.result.clicked.connect(self._save_result)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addWidget(self.result)
        row.addStretch(1)
        panel.body.addWidget(self.table, 1)
        panel.body.addLayout(row)
        return panel

    def show_past(self) -> None:
        """Shows what came in lately."""
        rows: Sequence[Came] = came_in(self.desk.here, _MOST)
        self.table.show_rows(rows)
        if rows:
            self.table.setCurrentIndex(self.table.rows.index(0, 0))
        self.past.setVisible(bool(rows))
        self._enable()

    def leave(self) -> None:
        """The workspace is being closed."""
        self.table.show_rows(())

    def ask_files(self) -> None:
        """Asks which files to bring in."""
        ask_several(self, _("Bring in files"), [_(one) for one in FILTERS], Path.home(), self._take)

    def ask_folder(self) -> None:
        """Asks for a folder, all of whose files are brought in."""
        ask_folder(self, _("Bring in a folder"), Path.home(), lambda path: self._take([path]))

    def _take(self, paths: Sequence[Path]) -> None:
        self.chosen.emit(tuple(paths))

    def _current(self) -> Came | None:
        rows, row = self.table.rows.rows, self.table.currentIndex().row()
        return rows[row] if 0 <= row < len(rows) else None

    def _enable(self) -> None:
        one = self._current()
        here = self.desk.session.workspace
        writable = here is not None and not here.read_only
        self.choose.setEnabled(writable)
        self.whole.setEnabled(writable)
        self.back.setEnabled(one is not None and writable)
        self.result.setEnabled(one is not None and bool(one.result))

    def _take_back(self) -> None:
        if (one := self._current()) is not None:
            self.undo_wanted.emit(one.step)

    def _save_result(self) -> None:
        if (one := self._current()) is not None and one.result:
            self.result_wanted.emit(one)

    def first(self) -> QWidget:
        """Where the keys go."""
        return self.choose if self.choose.isEnabled() else self.table
