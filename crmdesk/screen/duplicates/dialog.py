"""From the page of a contact: merging it with another one, and separating what was merged into it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.domain.wording import moment_text
from crmdesk.screen.duplicates import commands
from crmdesk.screen.duplicates.compare import Comparison
from crmdesk.screen.past_table import chosen, show_again
from crmdesk.store.alike import alike
from crmdesk.store.attachment import Attachment
from crmdesk.store.base import own_fields
from crmdesk.store.contact import Contact
from crmdesk.store.row import name_of, present
from crmdesk.store.staff import Staff
from crmdesk.store.unmerging import Merged, merged_with
from crmdesk.text import N_, _
from crmdesk.ui.button import Button
from crmdesk.ui.desk import Desk
from crmdesk.ui.dialog import Dialog
from crmdesk.ui.icons import icon
from crmdesk.ui.plain import Label, say
from crmdesk.ui.ref_editor import RefEditor
from crmdesk.ui.table import Column, Table


class MergeDialog(Dialog):
    """Asks for the other contact, the likeliest one proposed, and whose values are kept."""

    help = N_(
        "Choose the contact that is the same person or firm. In the table, left and right choose whose value is kept,"
        " + keeps both where both can be kept. The contact that stays gets all that belonged to both; they can be"
        " separated again from its page."
    )

    def __init__(self, desk: Desk, contact: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Merge with another contact"))
        self.desk, self.contact = desk, contact
        name = name_of(desk.here, Contact, contact)
        self.other = RefEditor(own_fields(Attachment)["contact_id"], desk, self)
        self.other.changed.connect(self._show)
        self.comparison = Comparison(desk, self)
        self.swap = Button(icon("refresh"), _("Keep the other one"), self)
        self.swap.clicked.connect(self.turn)
        self.join = Button(_("Merge"), self)
        self.join.setProperty("primary", True)
        self.join.clicked.connect(self.merge)
        away = Button(_("Cancel"), self)
        away.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(Label(_("Which contact is also “{name}”?").format(name=name), self, bold=True, wrap=True))
        column.addWidget(self.other)
        column.addWidget(self.comparison, 1)
        row = QHBoxLayout()
        row.addWidget(self.swap)
        row.addStretch(1)
        row.addWidget(away)
        row.addWidget(self.join)
        column.addLayout(row)
        self.resize(860, 520)
        found = alike(desk.here, Contact, present(desk.here, Contact, contact), 1)
        self.other.set_value((found[0].id, found[0].name) if found else None)
        self.other.select_all()
        self._show()
        self.other.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        number = self.other.chosen.id if self.other.chosen is not None else 0
        if number in (0, self.contact):
            self.comparison.clear()
        elif number not in (self.comparison.keep, self.comparison.gone):
            self.comparison.show_pair(self.contact, number)
        for button in (self.swap, self.join):
            button.setEnabled(bool(self.comparison.keep))

    def turn(self) -> None:
        """The other one stays."""
        if self.comparison.keep:
            self.comparison.show_pair(self.comparison.gone, self.comparison.keep)

    def merge(self) -> None:
        """Makes one contact of both, and shows the one that stays."""
        keep = self.comparison.keep
        if keep and commands.merge(self.desk, keep, self.comparison.gone, self.comparison.choices()):
            self.accept()
            self.desk.open_record(Contact.kind, keep)


class SeparateDialog(Dialog):
    """The contacts that were merged into one, each to be made one of its own again."""

    help = N_(
        "Up and down choose a contact, Enter makes it one of its own again. It gets back what belonged to it; what was"
        " changed since the merging stays as it is."
    )

    def __init__(self, desk: Desk, contact: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Separate again"))
        self.desk, self.contact = desk, contact
        name = name_of(desk.here, Contact, contact)
        columns = (
            Column(_("Name"), lambda one: str(one.name)),
            Column(_("Merged"), self._when, lambda one: one.at),
            Column(_("By"), self._who),
        )
        self.table = Table(columns, _("Merged contacts"), self)
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.apart = Button(_("Separate"), self)
        self.apart.clicked.connect(self.separate)
        tip = _("It becomes a contact of its own again; what was changed since stays as it is")
        say(self.apart, _("Separate"), tip)
        close = Button(_("Close"), self)
        close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        told = _("These contacts were merged into “{name}”.").format(name=name)
        column.addWidget(Label(told, self, bold=True, wrap=True))
        column.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.apart)
        row.addWidget(close)
        column.addLayout(row)
        self.resize(640, 320)
        self._show()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        found = merged_with(self.desk.here, self.contact)
        show_again(self.table, found)
        self.apart.setEnabled(bool(found))

    def separate(self) -> None:
        """Makes the chosen one a contact of its own again; with the last one the dialog closes."""
        one: Merged | None = chosen(self.table)
        if one is not None and commands.separate(self.desk, one):
            self._show()
            if not self.table.rows.rows:
                self.accept()

    def _when(self, one: Merged) -> str:
        return moment_text(self.desk.here.calendar.local(one.at))

    def _who(self, one: Merged) -> str:
        return name_of(self.desk.here, Staff, one.staff_id) if one.staff_id is not None else ""
