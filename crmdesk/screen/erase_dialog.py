"""Asks whether a person is to be erased for good: what goes, what stays, what one has to look at oneself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from crmdesk.domain.wording import number_text
from crmdesk.store.contact import Contact
from crmdesk.store.erasing import Outlook
from crmdesk.store.file import Workspace
from crmdesk.store.registry import record_type
from crmdesk.store.row import name_of
from crmdesk.text import N_, _, n_
from crmdesk.ui.button import Button
from crmdesk.ui.desk import Desk
from crmdesk.ui.dialog import Dialog
from crmdesk.ui.home import folder_of, home
from crmdesk.ui.jobs import Job, Task
from crmdesk.ui.plain import Label, ask, say

_SHOWN = 200


@dataclass(frozen=True, slots=True)
class _Found:
    """What erasing would do, the uids of the contact, and the copies that know it."""

    outlook: Outlook
    uids: tuple[bytes, ...]
    copies: tuple[Path, ...]


class EraseDialog(Dialog):
    """Tells what erasing a contact would do; the name has to be typed, and one more question answered."""

    help = N_(
        "Erasing removes a person from records, notes, history, kept summaries and, if you wish, backups. It cannot be"
        " undone; the figures stay what they were. To take a contact out of the lists only, delete it: it goes to the"
        " bin and can be brought back."
    )

    def __init__(self, desk: Desk, contact: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Erase for good"))
        self.desk, self.contact = desk, contact
        self.name = " ".join(name_of(desk.here, Contact, contact).split())
        self.found: _Found | None = None
        self._looking: Job | None = None
        self._build()
        self.look()

    def _build(self) -> None:
        self.told = QPlainTextEdit(self)
        self.told.setReadOnly(True)
        self.told.setTabChangesFocus(True)
        say(self.told, _("What erasing does"))
        self.also = QLineEdit(self)
        say(self.also, _("Other words that mean the person, such as a nickname; several with commas"))
        self.also.returnPressed.connect(self.look)
        again = Button(_("Look again"), self)
        again.clicked.connect(self.look)
        self.copies = QCheckBox(_("Also erase in the backups that contain the person"), self)
        self.copies.setChecked(True)
        self.copies.hide()
        self.typed = QLineEdit(self)
        say(self.typed, _("The name, typed to confirm"))
        self.typed.textChanged.connect(self._enable)
        self.erase = Button(_("Erase for good…"), self)
        self.erase.setAutoDefault(False)
        self.erase.clicked.connect(self.ask)
        away = Button(_("Cancel"), self)
        away.setAutoDefault(False)
        again.setAutoDefault(False)
        away.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        title = _("Erase “{name}” for good? This cannot be undone.").format(name=self.name)
        column.addWidget(Label(title, self, bold=True, wrap=True))
        column.addWidget(self.told, 1)
        hint = _("Also erase these words wherever they stand (a nickname, a surname alone), several with commas:")
        column.addWidget(Label(hint, self, wrap=True))
        column.addLayout(_row(self.also, again))
        column.addWidget(self.copies)
        column.addWidget(Label(_("Type the name to go on: {name}").format(name=self.name), self, wrap=True))
        column.addWidget(self.typed)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(away)
        row.addWidget(self.erase)
        column.addLayout(row)
        self.resize(640, 560)
        self._enable()
        self.told.setFocus(Qt.FocusReason.OtherFocusReason)

    # Looking

    def look(self) -> None:
        """Reads what erasing would do."""
        if self._looking is not None:
            self._looking.cancel()
        contact, also = self.contact, self.words()
        self.found = None
        self.told.setPlainText(_("Looking…"))
        self._enable()

        def work(workspace: Workspace, _task: Task) -> _Found:
            from crmdesk.store import erasing, erasing_copies

            uids = tuple(uid for (uid,) in workspace.rows("SELECT uid FROM contact WHERE id = ?", (contact,)))
            copies = erasing_copies.copies_of(workspace.path, folder_of(workspace.path))
            return _Found(erasing.look(workspace, contact, also), uids, tuple(erasing_copies.knowing(copies, uids)))

        self._looking = self.desk.session.read(_("Looking for the person"), work, self._show)

    def done(self, result: int) -> None:
        """The dialog closes: nobody waits for what is still being read."""
        if self._looking is not None:
            self._looking.cancel()
        super().done(result)

    def words(self) -> list[str]:
        """The other words that mean the person."""
        return [word.strip() for word in self.also.text().split(",") if word.strip()]

    def _show(self, found: _Found) -> None:
        self.found = found
        self.told.setPlainText("\n".join(_sentences(found)))
        self.copies.setVisible(bool(found.copies))
        self._enable()

    def _enable(self) -> None:
        self.erase.setEnabled(self._is_confirmed())

    def _is_confirmed(self) -> bool:
        return self.found is not None and " ".join(self.typed.text().split()).casefold() == self.name.casefold()

    # Erasing

    def ask(self) -> None:
        """The second question; Enter and Esc mean no."""
        if self.found is None or not self._is_confirmed():
            return
        text = _("“{name}” will be gone for good: no Undo, no bin and no backup brings the person back.")

        def answered(key: str) -> None:
            if key == "erase":
                self.erase_now()

        buttons = {"keep": _("Keep"), "erase": _("Erase for good")}
        ask(self, _("Erase for good"), text.format(name=self.name), buttons, answered, away="keep")

    def erase_now(self) -> None:
        """Erases, while nobody else has the file open."""
        if self.found is None:
            return
        desk, contact, also, staff = self.desk, self.contact, self.words(), self.desk.person
        path, clock = desk.here.path, desk.session.clock
        uids, copies = self.found.uids, self.found.copies if self.copies.isChecked() else ()

        def work(_task: Task) -> list[str]:
            from crmdesk.store import erased, erasing
            from crmdesk.store.file import open_workspace

            with open_workspace(path, clock=clock) as workspace:
                erasing.erase(workspace, contact, also, staff=staff)
            # Whichever of its backups is restored on this computer, wherever to, knows.
            erased.add_beside(home() / path.name, uids)
            return _erase_in_copies(copies, uids, path, desk)

        def done(failed: list[str]) -> None:
            told = [_("The person was erased for good; the figures are what they were."), *failed]
            desk.notice.tell(" ".join(told))

        self.accept()
        desk.attempt(lambda: desk.session.replace(_("Erasing for good"), work, done))


def _erase_in_copies(copies: Sequence[Path], uids: Sequence[bytes], path: Path, desk: Desk) -> list[str]:
    """Erases in backups too; returns what stood against it."""
    from crmdesk.domain.errors import UserError
    from crmdesk.store.erasing_copies import erase_in

    failed = []
    for copy in copies:
        try:
            erase_in(copy, uids, desk.session.clock, path)
        except UserError as fault:
            failed.append(str(fault))
    return failed


def _sentences(found: _Found) -> list[str]:
    """What happens, in plain words."""
    outlook, copies = found.outlook, found.copies
    own = sum(outlook.counts.values())
    text = n_(
        "{n} record stays for the figures and says nothing of the person any more: no name, no text, no files.",
        "{n} records stay for the figures and say nothing of the person any more: no name, no text, no files.",
        own,
    )
    lines = [text.format(n=number_text(own))]
    count = len(outlook.mentions)
    if count:
        text = n_(
            "{n} other text names the person; the name is taken out:",
            "{n} other texts name the person; the name is taken out:",
            count,
        )
        lines += ["", text.format(n=number_text(count))]
        lines += [f"  {_(record_type(one.kind).title)}, {one.name}: {one.text}" for one in outlook.mentions[:_SHOWN]]
    for word, times in outlook.alone:
        text = n_(
            "“{word}” alone is in {n} other text and stays; write it below if it means the person.",
            "“{word}” alone is in {n} other texts and stays; write it below if it means the person.",
            times,
        )
        lines += ["", text.format(word=word, n=number_text(times))]
    for head, texts in (
        (_("Kept summaries that name the person are deleted; print these periods again:"), outlook.summaries),
        (_("Result files of imports that name the person are deleted:"), outlook.results),
        (_("Files of other records that name the person stay; check them yourself:"), outlook.files),
        (_("What also belongs to somebody else stays with them:"), outlook.shared),
        (_("Backups that contain the person:"), [str(path) for path in copies]),
    ):
        if texts:
            lines += ["", head, *(f"  {one}" for one in texts)]
    others = _("crmdesk does not know of copies and printouts that you made elsewhere.")
    return [*lines, "", others]


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    for widget in widgets:
        row.addWidget(widget)
    return row
