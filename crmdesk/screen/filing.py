"""Files in and out of the window: opening, making, importing, exporting, backups."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from crmdesk.domain.errors import Busy, UserError
from crmdesk.screen.caring import folder_of
from crmdesk.store.file import SUFFIX, Workspace
from crmdesk.text import _, n_
from crmdesk.ui.ask_file import ask_folder, ask_open, ask_save
from crmdesk.ui.home import bin_of, free_name, home, put_in_bin, take_from_bin
from crmdesk.ui.jobs import Task
from crmdesk.ui.plain import ask, no_mnemonic

if TYPE_CHECKING:
    from crmdesk.exchange.importing import Report
    from crmdesk.screen.main_window import MainWindow
    from crmdesk.screen.put_away import PutAway

WORKSPACES = f"crmdesk (*{SUFFIX})"
_SHOWN = 200


class Filing(QObject):
    """The window's dealings with files."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window, self.session = window, window.session

    def handlers(self) -> dict[str, Callable[[], None]]:
        """For the table of actions."""
        return {
            "new": self.ask_new,
            "open": self.ask_open,
            "close": self.window.leave_workspace,
            "import_folder": self.ask_import_folder,
            "import_zip": self.ask_import_zip,
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
            text = _("The sample data was removed; its file is kept as {path}.").format(path=kept)
            self.window.notice.tell(text, _("Undo"), partial(self._bring_back, kept, path))

        self._try(move)
        self.window.show_welcome()

    def _bring_back(self, kept: Path, path: Path) -> None:
        self._try(lambda: self.window.open(take_from_bin(kept, path)))

    def tell_unopened(self, path: Path, fault: UserError) -> None:
        """Says why a file could not be opened; one that is open elsewhere may be looked at."""
        if not isinstance(fault, Busy):
            self.window.tell_fault(fault)
            return

        def answered(key: str) -> None:
            if key == "look":
                self.window.open(path, read_only=True)

        buttons = {"look": _("Open for reading only"), "cancel": _("Cancel")}
        ask(self.window, _("The workspace is in use"), str(fault), buttons, answered)

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

    # Importing

    def ask_import_folder(self) -> None:
        ask_folder(self.window, _("Import an interchange folder"), Path.home(), self.bring_in)

    def ask_import_zip(self) -> None:
        filters = _("Interchange files (*.zip)")
        ask_open(self.window, _("Import an interchange .zip"), filters, Path.home(), self.bring_in)

    def bring_in(self, path: Path) -> None:
        """Imports a folder or .zip into the open workspace, as one step that can be undone."""
        label = _("Importing {name}").format(name=path.name)
        self._try(lambda: self.session.write(label, partial(import_from, path), self._on_imported))

    def take(self, path: Path) -> None:
        """What was dropped on the window: a workspace is opened, data is brought in."""
        if path.suffix == SUFFIX:
            self.window.open(path)
        elif self.session.workspace is not None:
            self.bring_in(path)
        else:
            from crmdesk.screen.first_import import FirstImport

            FirstImport(self.window).bring_in(path)

    def _on_imported(self, report: Report) -> None:
        from crmdesk.exchange import importing

        self.window.notice.hide()
        lines = [importing.summary(report), *report.notices]
        rejects = [
            f"{one.file}, {_('line')} {one.line}, {one.column} {f'“{one.value}”' if one.value else ''}: {one.reason}"
            for one in report.rejected[:_SHOWN]
        ]
        if len(report.rejected) > _SHOWN:
            rejects.append(_("… and {n} more").format(n=len(report.rejected) - _SHOWN))
        if rejects:
            left_out = n_(
                "{n} row was left out; the details say why.",
                "{n} rows were left out; the details say why.",
                len(report.rejected),
            )
            lines.append(left_out.format(n=len(report.rejected)))
        buttons = {"ok": _("Keep"), "undo": _("Undo the import")} if report.batch else {"ok": _("Close")}

        def answered(key: str) -> None:
            if key == "undo" and report.batch is not None:
                self.window.undoing.take_back(report.batch)

        # Closing the message must not undo what was just brought in.
        title, text, detail = _("Import finished"), "\n".join(lines), "\n".join(rejects)
        ask(self.window, title, text, buttons, answered, away="ok", detail=detail)

    # Exporting and copies

    def ask_export(self) -> None:
        proposal = Path.home() / f"{self.session.here.path.stem}.zip"
        ask_save(self.window, _("Export everything"), _("Interchange files (*.zip)"), proposal, self.export)

    def export(self, target: Path) -> None:
        """Writes the interchange files."""

        def work(workspace: Workspace, _task: Task) -> list[Path]:
            from crmdesk.exchange import interchange

            return interchange.export(workspace, target)

        def done(_files: list[Path]) -> None:
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
        filters = _("Backups (*.crmdesk-backup *.crmdesk)")
        copies = folder_of(self.session.here.path)
        folder = copies if copies.is_dir() else self._folder()
        ask_open(self.window, _("Restore a backup"), filters, folder, self.restore)

    def restore(self, source: Path) -> None:
        """Puts a backup in the place of the open workspace, and keeps what it replaces."""
        target = self.session.here.path

        def work(_task: Task) -> Path | None:
            from crmdesk.store.backup import restore

            return restore(source, target, self.session.clock)

        def done(kept: Path | None) -> None:
            where = _("What was there before is kept in {path}.").format(path=kept) if kept else ""
            self.window.notice.tell(f"{_('The backup was restored.')} {where}".strip())

        def act() -> None:
            self.session.replace(_("Restoring"), work, done)
            self._away.put_away()

        self._try(act)

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


def dropped(data: QMimeData) -> Path | None:
    """The one folder, .zip or workspace that hangs on the mouse; None where it is something else."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if len(paths) != 1 or not (paths[0].is_dir() or paths[0].suffix.lower() in (".zip", SUFFIX)):
        return None
    return paths[0]


def import_from(path: Path, workspace: Workspace, task: Task) -> Report:
    """Imports an interchange folder or .zip. A workspace without records takes over the settings that come along."""
    from crmdesk.exchange import importing, interchange
    from crmdesk.exchange.source import open_source

    source = open_source(path)
    if source.kind not in ("folder", "zip"):
        raise UserError(_("“{name}” is no interchange folder and no .zip; choose one of these.").format(name=path.name))

    def tables() -> Any:
        for kind, table in interchange.tables_of(source):
            task.progress(0, 0, kind)
            yield kind, table

    return importing.run(
        workspace,
        tables(),
        settings=interchange.settings_of_source(source),
        label=_("Import of {names}").format(names=path.name),
    )
