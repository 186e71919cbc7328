"""What to do about a workspace that cannot be opened as it is: look at it, or put a copy of it in its place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from crmdesk.domain.errors import Busy, Damaged, DamagedFile, UserError
from crmdesk.store import backup_list, copy_name
from crmdesk.store.file import SUFFIX, can_be_read
from crmdesk.text import _
from crmdesk.ui.ask_file import ask_save
from crmdesk.ui.home import folder_of, free_name, home
from crmdesk.ui.jobs import Task
from crmdesk.ui.plain import ask

if TYPE_CHECKING:
    from crmdesk.screen.main_window import MainWindow


class Restoring(QObject):
    """Shows what there is to restore, and restores it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window, self.session = window, window.session

    def ask(self) -> None:
        """Asks which copy is to come in the place of the open workspace, else of one that was open before."""
        here = self.session.workspace
        if here is None:
            self.show_copies([Path(name) for name in self.window.memory.recent])
        elif here.read_only or self.session.writing:
            # Another window writes it, or a job of this one.
            self.window.notice.tell(
                _("“{file}” cannot be replaced now: it is being written.").format(file=here.path.name)
            )
        else:
            self.show_copies([here.path])

    def show_copies(self, targets: Sequence[Path], why: str = "") -> None:
        """Shows the copies of the first of these files, and what is wrong with it; once, however often that is told."""
        from crmdesk.screen.restore_dialog import RestoreDialog

        if any(one.isVisible() for one in self.window.findChildren(RestoreDialog)):
            return
        dialog = RestoreDialog(self.window, targets, why)
        dialog.wanted.connect(self._put)
        dialog.open()

    def tell_unopened(self, path: Path, fault: UserError) -> None:
        """Says why a file could not be opened, and what can be done: look at it, or restore a copy of it."""
        if not path.is_file() and str(path.absolute()) in self.window.memory.recent:
            self.tell_gone(path)
        elif isinstance(fault, DamagedFile):
            self.tell_damaged(fault)
        elif isinstance(fault, Damaged) and backup_list.known(path, folder_of(path)):
            self.show_copies([path], str(fault))
        elif can_be_read(path):
            self._ask_to_look(path, fault)
        else:
            self.window.tell_fault(fault)

    def tell_damaged(self, fault: DamagedFile) -> None:
        """Shows the copies of a workspace that cannot be read."""
        text = _(
            "“{file}” is damaged. Go on from one of its copies; what can still be saved of the damaged file is kept."
        )
        self.show_copies([fault.path], text.format(file=fault.path.name))

    def _ask_to_look(self, path: Path, fault: UserError) -> None:
        def answered(key: str) -> None:
            if key == "look":
                self.window.open(path, read_only=True)

        buttons = {"look": _("Open for reading only"), "cancel": _("Cancel")}
        title = _("The workspace is in use") if isinstance(fault, Busy) else _("The workspace cannot be changed here")
        ask(self.window, title, str(fault), buttons, answered)

    def tell_gone(self, path: Path) -> None:
        """Says that a workspace is not where it was, and offers its copies."""
        text = _(
            "“{file}” is not in {folder} any more. If it is on a USB stick or another computer, connect that and try "
            "again; if it was moved, open it from where it is now."
        )
        buttons = {"again": _("Try again"), "restore": _("Restore a backup…"), "forget": _("Take it off the list")}
        if not backup_list.known(path, folder_of(path)):
            del buttons["restore"]

        def answered(key: str) -> None:
            if key == "again":
                self.window.open(path)
            elif key == "restore":
                self.show_copies([path])
            elif key == "forget":
                self.window.forget(path)

        text = text.format(file=path.name, folder=path.parent)
        ask(self.window, _("The workspace is not there"), text, {**buttons, "cancel": _("Cancel")}, answered)

    def restore(self, source: Path, target: Path) -> None:
        """Puts a copy in the place of a workspace, and keeps what it replaces."""

        def work(_task: Task) -> Path | None:
            from crmdesk.store.backup import restore

            return restore(source, target, self.session.clock, home())

        def done(kept: Path | None) -> None:
            self.window.open(target)
            where = _("What was there before is kept in {path}.").format(path=kept) if kept else ""
            self.window.notice.tell(f"{_('The backup was restored.')} {where}".strip())

        here = self.session.workspace
        try:
            if here is not None and here.path == target:
                self.session.replace(_("Restoring"), work, done)
            else:
                self.window.leave_workspace()
                self.session.put_in_place(_("Restoring"), target, work, done)
        except UserError as fault:
            self.window.tell_fault(fault)

    def _put(self, source: Path, target: Path | None) -> None:
        if target is None:
            proposal = free_name(copy_name.name_of(source))
            ask_save(self.window, _("Restore as"), f"crmdesk (*{SUFFIX})", proposal, partial(self.restore, source))
        elif target.parent.is_dir():
            self.restore(source, target)
        else:
            # The folder went with the stick that it was on.
            self.restore(source, free_name(target.stem))
