"""Taking an import back: the records that were changed since are listed, and each stays as it is or goes back too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.domain.wording import moment_text, number_text
from crmdesk.screen.importing.words import field_title, title_of
from crmdesk.store.file import Workspace
from crmdesk.store.import_edits import HISTORY, Edited, Key, edited_since
from crmdesk.store.import_undo import undo_import
from crmdesk.text import _, n_
from crmdesk.ui.button import ENTER, Button
from crmdesk.ui.desk import Desk
from crmdesk.ui.dialog import Dialog
from crmdesk.ui.jobs import Task
from crmdesk.ui.plain import Label, say
from crmdesk.ui.table import Column, Table

if TYPE_CHECKING:
    from crmdesk.screen.main_window import MainWindow


class UndoImport(QObject):
    """Takes an import back in a job, once it is said what becomes of the records that were changed since."""

    def __init__(self, window: MainWindow, told: Callable[[int], None]) -> None:
        super().__init__(window)
        self._window, self._told = window, told

    def begin(self, step: int) -> None:
        """Looks whether anything was changed since; asks where it was."""

        def work(workspace: Workspace, _task: Task) -> list[Edited]:
            return edited_since(workspace, step)

        def looked(edited: list[Edited]) -> None:
            if not edited:
                self.take_back(step, ())
                return
            dialog = UndoDialog(self._window.desk, edited, self._window)
            dialog.chosen.connect(lambda keep: self.take_back(step, keep))
            dialog.open()

        session = self._window.session
        self._window.desk.attempt(session.require_idle)
        session.read(_("Looking for later changes"), work, looked)

    def take_back(self, step: int, keep: Sequence[Key]) -> None:
        """Takes the import back; these records stay as they are."""
        staff = self._window.desk.person

        def work(workspace: Workspace, _task: Task) -> int:
            return undo_import(workspace, step, keep=keep, staff=staff)

        session = self._window.session
        self._window.desk.attempt(lambda: session.write(_("Undoing the import"), work, self._told))


class Choices(Table):
    """The records that were changed since; Space or Enter changes what becomes of one."""

    toggled = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (*ENTER, Qt.Key.Key_Space) and self.currentIndex().isValid():
            self.toggled.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)


class UndoDialog(Dialog):
    """`chosen` carries the records that stay as they are."""

    chosen = Signal(object)

    def __init__(self, desk: Desk, edited: Sequence[Edited], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Undo the import"))
        self.desk, self.edited = desk, edited
        self.staying: set[Key] = {one.key for one in edited}
        text = n_(
            "{n} record of this import was changed since. What was typed since stays, unless you say otherwise.",
            "{n} records of this import were changed since. What was typed since stays, unless you say otherwise.",
            len(edited),
        )
        self.table = Choices(self._columns(), _("Records that were changed since"), self)
        self.table.setSortingEnabled(False)
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.table.show_rows(edited)
        self.table.setCurrentIndex(self.table.rows.index(0, 0))
        self.table.toggled.connect(self.toggle)
        self.table.doubleClicked.connect(lambda index: self.toggle(index.row()))
        column = QVBoxLayout(self)
        column.addWidget(Label(text.format(n=number_text(len(edited))), self, wrap=True))
        column.addWidget(Label(_("Space changes what becomes of the chosen record."), self, muted=True))
        column.addWidget(self.table, 1)
        column.addLayout(self._buttons())
        self.resize(820, 420)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(_("Record"), lambda one: f"{title_of(one.kind)}: {one.name}"),
            Column(_("Changed since"), _fields),
            Column(_("By"), lambda one: ", ".join(one.by)),
            Column(_("When"), lambda one: moment_text(self.desk.here.calendar.local(one.at))),
            Column(_("What happens"), self._fate),
        )

    def _buttons(self) -> QHBoxLayout:
        self.take_back = Button(_("Undo the import"), self)
        self.take_back.setProperty("primary", True)
        self.take_back.clicked.connect(self._on_done)
        self.none = Button(_("All go back too"), self)
        say(self.none, _("All go back too"), _("What was typed since is given up, except for what later records need"))
        self.none.clicked.connect(lambda: self._set(set()))
        self.every = Button(_("All stay as they are"), self)
        self.every.clicked.connect(lambda: self._set({one.key for one in self.edited}))
        self.away = Button(_("Cancel"), self)
        self.away.clicked.connect(self.reject)
        row = QHBoxLayout()
        for button in (self.every, self.none):
            row.addWidget(button)
        row.addStretch(1)
        for button in (self.away, self.take_back):
            row.addWidget(button)
        for button in (self.every, self.none, self.away, self.take_back):
            button.setAutoDefault(False)
        return row

    def toggle(self, row: int) -> None:
        """Changes what becomes of a record."""
        self._set(self.staying ^ {self.edited[row].key})

    def _set(self, staying: set[Key]) -> None:
        self.staying = staying | {one.key for one in self.edited if one.is_needed}
        self.table.viewport().update()

    def _fate(self, one: Edited) -> str:
        if one.is_needed:
            return _("stays: later records need it")
        if one.key in self.staying:
            return _("stays as it is")
        return _("is deleted again") if one.is_new else _("goes back to what it was")

    def _on_done(self) -> None:
        self.chosen.emit(tuple(sorted(self.staying)))
        self.accept()


def _fields(one: Edited) -> str:
    names = [_("its history") if name == HISTORY else field_title(one.kind, name) for name in one.fields]
    return ", ".join(names)
