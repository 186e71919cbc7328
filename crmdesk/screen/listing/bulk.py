"""Changing one column of many rows at once, with the number of records that will change told beforehand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QComboBox, QFormLayout, QVBoxLayout, QWidget

from crmdesk.domain.errors import UserError
from crmdesk.domain.wording import number_text
from crmdesk.store import bulk
from crmdesk.store.making import Missing
from crmdesk.store.rules import checked_value
from crmdesk.text import _, n_
from crmdesk.ui.desk import Desk
from crmdesk.ui.dialog import Dialog
from crmdesk.ui.editor import Editor
from crmdesk.ui.editors import editor_for
from crmdesk.ui.list_model import ListModel
from crmdesk.ui.ok_cancel import OkCancel
from crmdesk.ui.plain import Label, say

Answer = Callable[[str, Any], None]


class BulkDialog(Dialog):
    """Asks for a column and a value, and calls `answered` with them."""

    def __init__(
        self, desk: Desk, model: ListModel, ids: Sequence[int], column: str, answered: Answer, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Change the chosen rows"))
        self.setMinimumWidth(440)
        self._desk, self._model, self._ids, self._answered = desk, model, ids, answered
        self.column = QComboBox(self)
        for name, field in model.fields.items():
            if model.may_edit(name):
                self.column.addItem(_(field.label), name)
        say(self.column, _("Column"))
        self.place = QVBoxLayout()
        self.preview = Label("", self, wrap=True)
        self.editor: Editor | None = None
        self._looks, self._over = 0, False
        self._lay_out()
        self.column.setCurrentIndex(max(self.column.findData(column), 0))
        self.column.currentIndexChanged.connect(self._on_column)
        self._on_column()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.addRow(_("Column"), self.column)
        form.addRow(_("New value"), self.place)
        buttons = OkCancel(self, _("Change"))
        self.ok = buttons.ok
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(self.preview)
        column.addWidget(buttons)

    def _on_column(self) -> None:
        if self.editor is not None:
            self.editor.setParent(None)
            self.editor.deleteLater()
        self.editor = editor_for(self._model.fields[self.column.currentData()], self._desk, self)
        self.editor.set_value(None)
        self.editor.changed.connect(self.look)
        self.editor.committed.connect(self.look)
        self.place.addWidget(self.editor)
        self.editor.show()
        if not self.isVisible():
            # The column is that of the cursor already: the value is what is asked for.
            self.editor.setFocus()
        self.look()

    def look(self) -> None:
        """Says how many records will change, or what is wrong with the value."""
        if self._over:
            return
        self.ok.setEnabled(False)
        record, ids, column = self._model.listing.record, self._ids, self.column.currentData()
        try:
            value = checked_value(self._desk.here, record, column, self._value())
        except (ValueError, UserError) as fault:
            typed = self.editor is not None and self.editor.text().strip()
            self.preview.setText(str(fault) if typed else self._asking())
            return
        self._looks += 1
        asked = self._looks

        def tell(number: int) -> None:
            if asked == self._looks:
                told = n_("{n} of {all} records will change.", "{n} of {all} records will change.", number)
                emptied = n_(
                    "{n} of {all} records will be empty here.", "{n} of {all} records will be empty here.", number
                )
                text = (emptied if value is None else told).format(n=number_text(number), all=number_text(len(ids)))
                # Where nothing was typed and nothing stands, nothing is wrong yet.
                self.preview.setText(text if number or value is not None else self._asking())
                self.ok.setEnabled(number > 0)

        self._desk.session.read(_("Counting"), lambda book, _task: bulk.count(book, record, ids, column, value), tell)

    def _asking(self) -> str:
        """Before anything is typed nothing is wrong yet."""
        text = n_(
            "Type what the chosen record is to have here.",
            "Type what the {n} chosen records are to have here.",
            len(self._ids),
        )
        return text.format(n=number_text(len(self._ids)))

    def done(self, result: int) -> None:
        # What is still counted nobody waits for any more; and as it goes, the field tells that it was left.
        self._looks, self._over = self._looks + 1, True
        super().done(result)

    def accept(self) -> None:
        if self.ok.isEnabled():
            super().accept()
            self._answered(self.column.currentData(), self._value())

    def _value(self) -> Any:
        if self.editor is None:
            return None
        try:
            value = self.editor.value()
            if isinstance(value, Missing):
                raise ValueError(_("is not the name of a record here"))
        except ValueError as fault:
            raise ValueError(_("“{text}” {problem}.").format(text=self.editor.text(), problem=fault)) from None
        return value
