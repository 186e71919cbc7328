"""The files of a record: dropped on its page or chosen, kept inside the workspace, opened from a private copy."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.domain.errors import UserError
from crmdesk.domain.wording import number_text, short_date_text
from crmdesk.screen.record.related import Row
from crmdesk.store.atomic import write_bytes
from crmdesk.store.attachment import Attachment, attach, content_of
from crmdesk.store.related import File
from crmdesk.text import _, n_
from crmdesk.ui.ask_file import ask_open, ask_save
from crmdesk.ui.button import IconButton
from crmdesk.ui.desk import Desk
from crmdesk.ui.icons import icon
from crmdesk.ui.plain import Label, ask, say

ATTACHED = ("contact", "deal", "ticket")
# What a system runs instead of showing it: opened by mistake, a file that a stranger sent could do anything.
_RUNS = frozenset(
    "app bat bash cmd com command cpl csh desktop dll dmg exe hta inf ins jar js jse jnlp ksh lnk msc msi msp mst pif"
    " pkg ps1 py pyw reg run scr sct sh shb sys url vb vbe vbs wsc wsf wsh xll zsh appimage deb rpm scf".split()
)
_UNSAFE = re.compile(r'[\0-\x1f<>:"/\\|?*]')


class FileList(QWidget):
    """The files of a record; Enter opens one, beside it are saving and deleting."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self.kind, self.id = "", 0
        self._folder: Path | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(2)
        self.add = IconButton(self)
        self.add.setIcon(icon("paperclip"))
        say(self.add, _("Add a file…"), _("Add a file, or drop it anywhere on this page"))
        self.add.clicked.connect(self.choose)
        head = QHBoxLayout()
        self.title = Label("", self, bold=True)
        head.addWidget(self.title, 1)
        head.addWidget(self.add)
        self.column.addLayout(head)
        self.lines: list[QWidget] = []
        self.rows: list[Row] = []

    def show_files(self, kind: str, id: int, files: Sequence[File]) -> None:
        """Shows the files of a record."""
        self.kind, self.id = kind, id
        self.setVisible(kind in ATTACHED)
        self.add.setEnabled(not self.desk.here.read_only)
        self.title.setText(_("Files ({n})").format(n=number_text(len(files))))
        for line in self.lines:
            line.setParent(None)
            line.deleteLater()
        self.rows = []
        self.lines = [self._line(file) for file in files]
        for line in self.lines:
            self.column.addWidget(line)

    def _line(self, file: File) -> QWidget:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        when = short_date_text(self.desk.here.calendar.day_of(file.added_at))
        name = Row(file.name, " · ".join((size_text(file.size), when)), line)
        name.clicked.connect(lambda: self.desk.attempt(partial(self.open, file)))
        self.rows.append(name)
        row.addWidget(name, 1)
        for picture, text, act in (
            ("download", _("Save a copy: {file}"), self.save),
            ("trash", _("Delete: {file}"), self.delete),
        ):
            button = IconButton(line)
            button.setIcon(icon(picture))
            button.setAutoRaise(True)
            say(button, text.format(file=file.name))
            button.clicked.connect(partial(act, file))
            row.addWidget(button)
        return line

    def choose(self) -> None:
        """Asks for a file to add."""
        if self.kind in ATTACHED:
            ask_open(self, _("Add a file"), _("All files (*)"), Path.home(), lambda path: self.take([path]))

    def take(self, paths: Sequence[Path]) -> None:
        """Adds files in one step."""

        def write() -> None:
            names = n_("Added “{file}”", "Added {n} files", len(paths)).format(file=paths[0].name, n=len(paths))
            with self.desk.operation(names) as tx:
                for path in paths:
                    attach(tx, path, **{f"{self.kind}_id": self.id})
            self.desk.tell_done(_("{what}.").format(what=names))

        if paths and self.kind in ATTACHED:
            self.desk.attempt(write)

    def open(self, file: File) -> None:
        """Shows a file in the system's viewer, as a copy: changes to it are not kept. Raises UserError."""
        if Path(file.name).suffix.lower().lstrip(".") in _RUNS:
            self._warn(file)
            return
        copy = self._private_copy(file)
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy))):
            raise UserError(_("No program here opens “{file}”; save a copy of it instead.").format(file=file.name))

    def _warn(self, file: File) -> None:
        text = _("“{file}” is a program, or can act like one. crmdesk does not run it.").format(file=file.name)
        answers = {"save": _("Save a copy…"), "away": _("Cancel")}
        ask(self, _("Files"), text, answers, lambda key: self.save(file) if key == "save" else None)

    def save(self, file: File) -> None:
        """Asks where to, and writes the file there."""
        proposal = Path.home() / safe_name(file.name)

        def write(path: Path) -> None:
            if self.desk.attempt(lambda: write_bytes(path, content_of(self.desk.here, file.id))):
                self.desk.notice.tell(_("“{file}” was saved.").format(file=path.name))

        ask_save(self, _("Save a copy"), _("All files (*)"), proposal, write)

    def delete(self, file: File) -> None:
        """Moves a file to the bin."""

        def write() -> None:
            label = _("Deleted “{file}”").format(file=file.name)
            with self.desk.operation(label) as tx:
                tx.delete(Attachment, file.id)
            self.desk.tell_done(_("{what}.").format(what=label))

        self.desk.attempt(write)

    def _private_copy(self, file: File) -> Path:
        content = content_of(self.desk.here, file.id)
        try:
            if self._folder is None:
                self._folder = Path(tempfile.mkdtemp(prefix="crmdesk-"))
            place = self._folder / str(file.id)
            place.mkdir(exist_ok=True, mode=0o700)
            copy = place / safe_name(file.name)
            copy.unlink(missing_ok=True)
            copy.write_bytes(content)
            # Whoever edits the copy should be told by the viewer that it is none to edit.
            copy.chmod(0o400)
        except OSError as fault:
            text = _("“{file}” cannot be opened ({reason}); save a copy of it instead.")
            raise UserError(text.format(file=file.name, reason=fault.strerror)) from None
        return copy

    def leave(self) -> None:
        """The workspace is being closed: no copy of its files stays behind."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None


def size_text(size: int) -> str:
    """How large a file is."""
    for unit, text in ((1_000_000, _("{n} MB")), (1000, _("{n} kB"))):
        if size >= unit:
            return text.format(n=number_text(size / unit, 1 if size < 10 * unit else 0))
    return n_("{n} byte", "{n} bytes", size).format(n=number_text(size))


def safe_name(name: str) -> str:
    """A name that every system takes for a file of one folder."""
    text = _UNSAFE.sub("_", name).strip(" .") or "file"
    return text[-120:]


def dropped(urls: Sequence[QUrl]) -> list[Path]:
    """The files among what was dropped."""
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    return [path for path in paths if path.is_file()]
