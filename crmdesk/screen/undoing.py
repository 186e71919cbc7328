"""Undo and redo: small steps at once, large ones in a job."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from crmdesk.store.file import Workspace
from crmdesk.text import _
from crmdesk.ui.desk import Place
from crmdesk.ui.jobs import Task
from crmdesk.ui.plain import no_mnemonic

if TYPE_CHECKING:
    from crmdesk.screen.main_window import MainWindow

# So many changed rows are written back while a key is still down.
_AT_ONCE = 2_000
# What the journal notes as the source of an import.
_IMPORT = "import"


class Undoing(QObject):
    """Takes steps of the journal back."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window, self.session, self.desk = window, window.session, window.desk
        self.desk.undo_with(self.undo, self.take_back)

    def handlers(self) -> dict[str, Callable[[], None]]:
        """For the table of actions."""
        return {
            "undo": self.undo_told,
            "redo": self.redo,
            "steps": lambda: self.desk.go(Place("steps")),
            "bin": lambda: self.desk.go(Place("bin")),
            "doubles": lambda: self.desk.go(Place("doubles")),
        }

    def name_steps(self, actions: Mapping[str, QAction]) -> None:
        """Says in the menu what undo and redo would do."""
        journal = self.session.here.journal
        for id, plain, step in (
            ("undo", _("&Undo"), journal.next_undo()),
            ("redo", _("&Redo"), journal.next_redo()),
        ):
            name = journal.plain_label(step) if step is not None else ""
            actions[id].setText(f"{plain}: {no_mnemonic(name)}" if name else plain)
            actions[id].setEnabled(step is not None)

    def undo_told(self) -> None:
        """Takes back what the notice says was done, whether or not it was a step of the journal; else the last step."""
        if not self.window.notice.take(_("Undo")):
            self.undo()

    def undo(self) -> None:
        """Takes back the last step that stands."""
        if (step := self.session.here.journal.next_undo()) is not None:
            self.take_back(step.id)

    def redo(self) -> None:
        """Takes back the last undo, if nothing was done since."""
        if (step := self.session.here.journal.next_redo()) is not None:
            self.take_back(step.id)

    def take_back(self, operation: int) -> None:
        """Takes a step back, and says so with the way to do it again."""
        if self.session.here.journal.find(operation).source == _IMPORT and not self.session.writing:
            from crmdesk.screen.importing.undo import UndoImport

            UndoImport(self.window, self._tell).begin(operation)
            return
        staff = self.desk.person

        def work(workspace: Workspace, _task: Task) -> int:
            return workspace.journal.undo(operation, staff=staff)

        if self.session.here.journal.weight(operation, _AT_ONCE) < _AT_ONCE and not self.session.writing:
            self.desk.attempt(lambda: self._tell(self.session.here.journal.undo(operation, staff=staff)))
        else:
            self.desk.attempt(lambda: self.session.write(_("Undoing the import"), work, self._tell))

    def _tell(self, operation: int) -> None:
        journal = self.session.here.journal
        step = journal.find(operation)
        back, act = (_("Undo"), self.undo) if journal.is_redo(step) else (_("Redo"), self.redo)
        self.window.notice.tell(_("{what}.").format(what=step.label), back, act)
