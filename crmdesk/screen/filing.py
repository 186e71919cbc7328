"""Files in and out of the window: opening, making, importing, exporting, backups."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from crmdesk.domain.errors import UserError
from crmdesk.screen.exporting import filters_for_everything, save_everything
from crmdesk.screen.importing.acts import FILTERS, place_for
from crmdesk.store.file import SUFFIX, Workspace
from crmdesk.text import _
from crmdesk.ui.ask_file import ask_folder, ask_open, ask_save, ask_several
from crmdesk.ui.home import bin_of, free_name, home, put_in_bin, take_from_bin
from crmdesk.ui.jobs import Task
from crmdesk.ui.plain import no_mnemonic

if TYPE_CHECKING:
    from crmdesk.screen.main_window import MainWindow
    from crmdesk.screen.put_away import PutAway
    from crmdesk.screen.restoring import Restoring

WORKSPACES = f"crmdesk (*{SUFFIX})"


class Filing(QObject):
    """The window's dealings with files."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window, self.session = window, window.session
        self.session.gone.connect(self._put_away)

    def handlers(self) -> dict[str, Callable[[], None]]:
        """For the table of actions."""
        return {
            "new": self.ask_new,
            "open": self.ask_open,
            "close": self.window.leave_workspace,
            "bring_in": self.ask_bring_in,
            "bring_in_folder": self.ask_bring_in_folder,
            "export": self.ask_export,
            "backup": self.ask_backup,
            "restore": self.ask_restore,
        }

    # Opening and making

    def ask_new(self) -> None:
        from crmdesk.screen.new_workspace import NewWorkspace

        dialog = NewWorkspace(self.window)
        dialog.wanted.connect(self.make_new)
        dialog.open()

    def make_new(self, settings: Mapping[str, Any]) -> None:
        """Makes an empty workspace in the data folder and opens it."""
        path = free_name(settings["business_name"])
        self._try(lambda: self.window.change_workspace(partial(self.session.create, path, settings)))

    def ask_open(self) -> None:
        ask_open(self.window, _("Open a workspace"), WORKSPACES, self._folder(), self.window.open)

    def open_demo(self) -> None:
        """Opens the demo business: the one that is there, or lies in the bin, else a new one."""
        path = home() / f"{_('Demo business')}{SUFFIX}"
        if path.is_file():
            self.window.open(path)
            return
        if bin_of(path.name).is_file():
            self._bring_back(bin_of(path.name), path)
            return
        label = _("Making the demo business")
        if any(job.label == label for job in self.window.jobs.running):
            return

        def work(_task: Task) -> Path:
            from crmdesk.store import demo

            demo.make(path, clock=self.session.clock)
            return path

        self.window.jobs.start(label, work, self.window.open)

    def remove_sample(self) -> None:
        """Closes the demo business and moves its file into the bin, from where it can be brought back."""
        path = self.session.here.path
        self.window.leave_workspace()
        if self.session.workspace is not None:
            return

        def move() -> None:
            kept = put_in_bin(path)
            self.window.memory.forget(path)
            text = _("The sample data was removed; its file is kept as {path}.").format(path=kept)
            self.window.notice.tell(text, _("Undo"), partial(self._bring_back, kept, path))

        self._try(move)
        self.window.show_welcome()

    def _bring_back(self, kept: Path, path: Path) -> None:
        self._try(lambda: self.window.open(take_from_bin(kept, path)))

    def add_recent(self, menu: QMenu, before: QAction) -> None:
        """The menu of workspaces that were open before."""
        recent = QMenu(_("Open re&cent"), menu)
        menu.insertMenu(before, recent)

        def fill() -> None:
            recent.clear()
            for path in self.window.memory.present():
                action = recent.addAction(no_mnemonic(f"{path.stem}  –  {path.parent}"))
                action.triggered.connect(partial(self.window.open, path))
            recent.setEnabled(not recent.isEmpty())

        menu.aboutToShow.connect(fill)

    # Bringing in

    def ask_bring_in(self) -> None:
        """Asks for files, and shows what they are and what they would do."""
        filters = [_(one) for one in FILTERS]
        ask_several(self.window, _("Bring in files"), filters, Path.home(), self.bring_in)

    def ask_bring_in_folder(self) -> None:
        ask_folder(self.window, _("Bring in a folder"), Path.home(), lambda path: self.bring_in([path]))

    def bring_in(self, paths: Sequence[Path]) -> None:
        """Shows what files and folders are and what they would do; without a workspace, in one made for them."""
        if self.session.workspace is not None:
            self.window.desk.go(place_for(paths))
            return
        from crmdesk.screen.first_import import FirstImport

        FirstImport(self.window).bring_in(paths)

    def take(self, paths: Sequence[Path]) -> None:
        """What was dropped on the window: a workspace is opened, data is brought in."""
        if len(paths) == 1 and paths[0].suffix == SUFFIX:
            self.window.open(paths[0])
        else:
            self.bring_in(paths)

    @cached_property
    def restoring(self) -> Restoring:
        """The way back from copies, loaded when it is first needed."""
        from crmdesk.screen.restoring import Restoring

        return Restoring(self.window)

    # Exporting and copies

    def ask_export(self) -> None:
        proposal = Path.home() / f"{self.session.here.path.stem}.zip"
        ask_save(self.window, _("Export everything"), filters_for_everything(), proposal, self.export)

    def export(self, target: Path) -> None:
        """Writes everything, in the form that the name of the file says."""

        def work(workspace: Workspace, _task: Task) -> None:
            save_everything(target, workspace)

        def done(_nothing: None) -> None:
            self.window.notice.tell(_("Everything was exported to {path}.").format(path=target))

        self.session.read(_("Exporting"), work, done)

    def ask_backup(self) -> None:
        ask_folder(self.window, _("Back up into a folder"), self._folder(), self.backup)

    def backup(self, folder: Path) -> None:
        """Writes a verified copy."""

        def work(workspace: Workspace, _task: Task) -> Path:
            from crmdesk.store.backup import backup

            return backup(workspace.engine, folder, self.session.clock)

        def done(path: Path) -> None:
            self.window.notice.tell(_("Copied and verified: {path}").format(path=path))

        self.session.read(_("Backing up"), work, done)

    def ask_restore(self) -> None:
        self.restoring.ask()

    def restore(self, source: Path) -> None:
        """Puts a backup in the place of the open workspace, and keeps what it replaces."""
        self.restoring.restore(source, self.session.here.path)

    def _put_away(self) -> None:
        self._away.put_away()

    @cached_property
    def _away(self) -> PutAway:
        from crmdesk.screen.put_away import PutAway

        return PutAway(self.session, self.window.navigator, self.window.stack)

    def _folder(self) -> Path:
        return self.session.workspace.path.parent if self.session.workspace is not None else home()

    def _try(self, step: Callable[[], object]) -> None:
        try:
            step()
        except UserError as fault:
            self.window.tell_fault(fault)


def dropped(data: QMimeData) -> list[Path]:
    """The files and folders that hang on the mouse; none where it is something else."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
