"""Asks which copy is to come in the place of which workspace: the copies that are known, and what is in each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QVBoxLayout

from crmdesk.domain.calendar import Calendar
from crmdesk.domain.errors import UserError
from crmdesk.domain.wording import moment_text, number_text
from crmdesk.screen.record.files import size_text
from crmdesk.store import backup_list
from crmdesk.store.backup_list import Copy, Inside
from crmdesk.store.registry import record_type
from crmdesk.store.setting import system_settings
from crmdesk.text import N_, _
from crmdesk.ui.ask_file import ask_open
from crmdesk.ui.button import Button
from crmdesk.ui.choice import ChoiceBox
from crmdesk.ui.dialog import Dialog
from crmdesk.ui.home import folder_of, home
from crmdesk.ui.jobs import Job, Task
from crmdesk.ui.plain import Label, say
from crmdesk.ui.table import Column, Table

if TYPE_CHECKING:
    from crmdesk.screen.main_window import MainWindow


class RestoreDialog(Dialog):
    """`wanted` carries the copy, and the file in whose place it comes; None: a file of its own."""

    help = N_(
        "Up and down choose a copy; what is in it is shown below. Restoring puts it in place of the file, which is kept"
        " beside it. “Another file” takes a copy from elsewhere, such as a USB stick."
    )

    wanted = Signal(object, object)

    def __init__(self, window: MainWindow, targets: Sequence[Path], why: str = "") -> None:
        """`targets` are the workspaces that may be replaced; `why` says what is wrong with the first."""
        super().__init__(window)
        self.setWindowTitle(_("Restore a backup"))
        workspace = window.session.workspace
        self._calendar = workspace.calendar if workspace else Calendar(system_settings()["timezone"])
        self._jobs, self._alone = window.jobs, workspace is None
        self._looking: Job | None = None
        self.inside: Inside | None = None
        self._build(targets, why)
        self._list_copies()

    def _build(self, targets: Sequence[Path], why: str) -> None:
        self.target = ChoiceBox(self)
        say(self.target, _("In the place of"))
        choices: list[tuple[str, object]] = [(f"{one.stem}  –  {one.parent}", one) for one in targets]
        self.target.show_choices([*choices, (_("a file of its own"), None)] if self._alone else choices, 0)
        self.target.setEnabled(self.target.count() > 1)
        self.target.activated.connect(lambda _place: self._list_copies())
        columns = (
            Column(_("Made on"), lambda one: moment_text(self._calendar.local(one.at)), lambda one: one.at),
            Column(_("File"), lambda one: one.path.name),
            Column(_("Size"), lambda one: size_text(one.size), lambda one: one.size, number=True),
        )
        self.table = Table(columns, _("Copies of this file"), self)
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._look())
        self.table.activated.connect(lambda _index: self._on_restore())
        self.told = Label("", self, wrap=True)
        self.told.setMinimumHeight(3 * self.fontMetrics().lineSpacing())
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.kept = Label(
            _("What is there now is kept beside it, under a name of its own."), self, muted=True, wrap=True
        )
        column = QVBoxLayout(self)
        if why:
            column.addWidget(Label(why, self, bold=True, wrap=True))
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(Label(_("In the place of"), self), self.target)
        column.addLayout(form)
        column.addWidget(self.table, 1)
        column.addWidget(self.told)
        column.addWidget(self.kept)
        column.addLayout(self._buttons())
        self.resize(680, 460)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _buttons(self) -> QHBoxLayout:
        other, away = Button(_("Another file…"), self), Button(_("Cancel"), self)
        self.restore = Button(_("Restore"), self)
        self.restore.setProperty("primary", True)
        self.restore.setDefault(True)
        for button, act in ((other, self.ask_other), (away, self.reject), (self.restore, self._on_restore)):
            button.setAutoDefault(button is self.restore)
            button.clicked.connect(act)
        row = QHBoxLayout()
        row.addWidget(other)
        row.addStretch(1)
        row.addWidget(away)
        row.addWidget(self.restore)
        return row

    # The copies

    def _list_copies(self) -> None:
        target: Path | None = self.target.currentData()
        self._show(backup_list.known(target, folder_of(target)) if target is not None else [])

    def _show(self, copies: Sequence[Copy]) -> None:
        """Shows these copies, the first of them chosen."""
        self.table.show_rows(copies)
        target: Path | None = self.target.currentData()
        self.kept.setVisible(target is not None and target.exists())
        if copies:
            self.table.selectRow(0)
        else:
            self._look()

    def ask_other(self) -> None:
        """Asks for a copy that lies elsewhere."""
        target: Path | None = self.target.currentData()
        folder = folder_of(target) if target is not None else home() / "backups"
        filters = _("Backups (*.crmdesk-backup *.crmdesk)")
        ask_open(self, _("Restore a backup"), filters, folder if folder.is_dir() else home(), self.take)

    def take(self, path: Path) -> None:
        """Puts a file before the copies that are known."""
        known = [one for one in self.table.rows.rows if one.path != path]
        try:
            self._show([backup_list.copy_at(path), *known])
        except OSError as fault:
            self.told.setText(str(fault.strerror))

    # What is in the chosen one

    def chosen(self) -> Path | None:
        """The copy that is chosen."""
        row = self.table.currentIndex().row()
        return self.table.rows.rows[row].path if 0 <= row < len(self.table.rows.rows) else None

    def _look(self) -> None:
        """Opens the chosen copy in a job, and says what is in it or why it is of no use."""
        self._give_up()
        self.inside = None
        self.restore.setEnabled(False)
        path = self.chosen()
        if path is None:
            self.told.setText(_("crmdesk knows of no copy of this file; choose one with “Another file…”."))
            return
        self.told.setText(_("Looking…"))
        work = partial(_look_into, path)
        self._looking = self._jobs.start(_("Looking into the backup"), work, self._tell, failed=self._tell_fault)

    def _tell(self, found: Inside) -> None:
        self.inside = found
        counts = [f"{_(record_type(kind).title)}: {number_text(count)}" for kind, count in found.counts.items()]
        lines = [found.business, " · ".join(counts)]
        if found.at is not None:
            when = moment_text(self._calendar.local(found.at))
            lines.append(_("Last step: {step}, {when}").format(step=found.step, when=when))
        self.told.setText("\n".join(line for line in lines if line))
        self.restore.setEnabled(True)

    def _tell_fault(self, fault: Exception) -> None:
        if isinstance(fault, UserError):
            self.told.setText(str(fault))
        else:
            self._jobs.fault.emit(fault)

    def _give_up(self) -> None:
        if self._looking in self._jobs.running:
            self._looking.cancel()
        self._looking = None

    def done(self, result: int) -> None:
        """The dialog closes: nobody waits for what is still being read."""
        self._give_up()
        super().done(result)

    def _on_restore(self) -> None:
        path = self.chosen()
        if path is not None and self.inside is not None:
            target = self.target.currentData()
            self.accept()
            self.wanted.emit(path, target)


def _look_into(path: Path, _task: Task) -> Inside:
    return backup_list.look_into(path)
