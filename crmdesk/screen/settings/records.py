"""Settings that are records of their own: a list of them, and below it the form of the one that is chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from crmdesk.domain.errors import FieldErrors, UserError
from crmdesk.screen.settings.form import Section
from crmdesk.store import editing
from crmdesk.store.base import Record
from crmdesk.store.journal import Tx
from crmdesk.store.row import row as row_of
from crmdesk.text import _
from crmdesk.ui.button import Button
from crmdesk.ui.desk import Desk
from crmdesk.ui.form import Form
from crmdesk.ui.plain import Label, no_mnemonic

_ID = Qt.ItemDataRole.UserRole


class RecordSection(Section):
    """A list of records and the form of one; the form of a new one is empty."""

    record: ClassVar[type[Record]]
    columns: ClassVar[tuple[str, ...]]

    def __init__(self, desk: Desk, parent: QWidget, title: str, hint: str) -> None:
        super().__init__(desk, parent, title)
        self.column.addWidget(Label(hint, self, muted=True, wrap=True))
        self.row_id: int | None = None
        self.list = QListWidget(self)
        self.list.setAccessibleName(title)
        self.list.setSpacing(2)
        self.list.currentRowChanged.connect(self._on_row)
        self.heading = Label("", self, bold=True)
        self.form = Form(self.record, self.columns, desk, self)
        self.form.changed.connect(self._on_changed)
        self.save_button = Button(no_mnemonic(_("Save (Ctrl+Enter)")), self)
        self.save_button.setProperty("primary", True)
        self.save_button.clicked.connect(self.save)
        self.back_button = Button(_("Revert to what is saved"), self)
        self.back_button.clicked.connect(lambda: self.show_record(self.row_id))
        self.add_button = Button(no_mnemonic(self.add_words()), self)
        self.add_button.clicked.connect(self.start_new)
        self.none = Label(self.none_words(), self)
        self.column.addWidget(self.none)
        self.column.addWidget(self.list, 1)
        self.column.addLayout(self._row((self.add_button, *self.more_buttons())))
        self.column.addWidget(self.heading)
        self.column.addWidget(self.form)
        self.column.addLayout(self._row((self.save_button, self.back_button)))
        self.column.addStretch()

    # What a subclass says

    def add_words(self) -> str:
        """The text of the button that adds one."""
        raise NotImplementedError

    def none_words(self) -> str:
        """What stands in the place of an empty list; nothing where it never is."""
        return ""

    def more_buttons(self) -> Sequence[Button]:
        """Further buttons below the list."""
        return ()

    def rows(self) -> list[tuple[int, str]]:
        """The records in their order: row and what the list says of it."""
        raise NotImplementedError

    # The list

    @staticmethod
    def _row(buttons: Sequence[QWidget]) -> QHBoxLayout:
        row = QHBoxLayout()
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        return row

    def load(self) -> None:
        self.show_list()
        known = [self.list.item(place).data(_ID) for place in range(self.list.count())]
        self.show_record(self.row_id if self.row_id in known else next(iter(known), None))

    def show_list(self) -> None:
        """Shows the records afresh; the one in the form stays chosen."""
        self.list.blockSignals(True)
        self.list.clear()
        for row_id, words in self.rows():
            item = QListWidgetItem(words)
            item.setData(_ID, row_id)
            self.list.addItem(item)
            if row_id == self.row_id:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        is_empty = bool(self.none.text()) and not self.list.count()
        self.none.setVisible(is_empty)
        self.list.setVisible(not is_empty)

    def ids(self) -> list[int]:
        """The records as they stand in the list."""
        return [self.list.item(place).data(_ID) for place in range(self.list.count())]

    def _on_row(self, place: int) -> None:
        """Another record is chosen: what was typed for the one before is kept first, or it stays."""
        wanted = self.list.item(place).data(_ID) if place >= 0 else None
        if wanted is None or wanted == self.row_id:
            return
        if self.dirty and not self.save():
            self.show_list()
            return
        self.show_record(wanted)

    # The form

    @property
    def dirty(self) -> bool:
        return self.form.dirty

    def show_record(self, row_id: int | None) -> None:
        """Shows a record in the form; None: an empty one."""
        self.row_id = row_id
        values: dict[str, Any] = {}
        if self.desk.session.workspace is not None:
            found = row_of(self.desk.here, self.record, row_id) if row_id is not None else None
            values = found or editing.defaults(self.desk.here, self.record, self.desk.now(), self.desk.person)
        self.form.show_values(values)
        name = values.get(self.record.name_field) or ""
        self.heading.setText(self.add_words() if row_id is None else name)
        self.show_list()
        self._on_changed()

    def start_new(self) -> None:
        """Shows an empty form for one more."""
        if not self.dirty or self.save():
            self.show_record(None)
            self.form.editor(self.columns[0]).setFocus()

    def _on_changed(self) -> None:
        self.save_button.setEnabled(self.dirty)
        self.back_button.setEnabled(self.dirty)
        self.changed.emit()

    def save(self) -> bool:
        if not self.dirty:
            return True
        try:
            values = self.form.values()
            kept = self._write(values)
        except FieldErrors as faults:
            for fault in self.form.show_faults(faults.faults):
                self.desk.notice.tell(str(fault))
            return False
        except UserError as fault:
            self.desk.notice.tell(str(fault))
            return False
        self.show_record(kept)
        self.desk.tell_done(_("“{name}” is saved.").format(name=values.get(self.record.name_field)))
        return True

    def _write(self, values: dict[str, Any]) -> int:
        with self.desk.operation(_("Settings: {section}").format(section=self.title)) as tx:
            return editing.save(tx, self.record, self.row_id, values)

    def attempt(self, act: Callable[[Tx], object], done: str) -> None:
        """Does something with the list as one step, and says so."""
        before = self.desk.here.versions()
        if self.desk.attempt(partial(self._step, act)):
            self.load()
            if self.desk.here.versions() != before:
                self.desk.tell_done(done)

    def _step(self, act: Callable[[Tx], object]) -> None:
        with self.desk.operation(_("Settings: {section}").format(section=self.title)) as tx:
            act(tx)
