"""A form: the fields of a record one below the other, each with its name, its editor and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QGridLayout, QWidget

from crmdesk.domain.errors import FieldError, FieldErrors
from crmdesk.store.base import Record, own_fields
from crmdesk.text import _
from crmdesk.ui import fields
from crmdesk.ui.desk import Desk
from crmdesk.ui.editor import Editor
from crmdesk.ui.editors import editor_for
from crmdesk.ui.plain import Label

# Makes the editor of a field in place of the usual one.
Make = Callable[[fields.Field, Desk, QWidget], Editor]
_NUMBER_LETTERS = 18
_SHOWN_LETTERS = 60


class Form(QWidget):
    """The editors of some columns of a record.

    `changed`: something was typed or chosen; `grown`: it needs another height than before.
    """

    changed = Signal()
    grown = Signal()

    def __init__(
        self,
        record: type[Record],
        columns: Sequence[str],
        desk: Desk,
        parent: QWidget,
        makers: Mapping[str, Make] | None = None,
    ) -> None:
        super().__init__(parent)
        self.record = record
        self._desk, self._makers = desk, dict(makers or {})
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self.lines: dict[str, _Line] = {}
        self.add(columns)

    def add(self, columns: Sequence[str], values: Mapping[str, Any] | None = None) -> None:
        """Adds the lines of more columns at the end, and shows their values."""
        known = own_fields(self.record)
        for name in columns:
            self.lines[name] = line = _Line(known[name], self._desk, self, self._makers.get(name, editor_for))
            line.place(self._grid, 2 * len(self.lines))
            line.editor.set_value((values or {}).get(name))
            line.editor.changed.connect(line.look)
            line.editor.changed.connect(self.changed)
            line.editor.committed.connect(line.look)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.grown.emit()
        return done

    def editor(self, column: str) -> Editor:
        return self.lines[column].editor

    def show_values(self, values: Mapping[str, Any]) -> None:
        """Shows stored values by column; columns that are not named are empty."""
        for name, line in self.lines.items():
            line.editor.set_value(values.get(name))
            line.tell("")

    def values(self) -> dict[str, Any]:
        """The values to store by column. Raises FieldErrors for what cannot be read, and shows it."""
        found: dict[str, Any] = {}
        faults: list[FieldError] = []
        for name, line in self.lines.items():
            try:
                found[name] = line.editor.value()
            except ValueError as fault:
                faults.append(FieldError(name, refusal(line.editor.text(), fault)))
        self.show_faults(faults)
        if faults:
            raise FieldErrors(faults)
        return found

    def readable(self) -> dict[str, Any]:
        """The values that can be read already, while others are still being typed."""
        found = {}
        for name, line in self.lines.items():
            with suppress(ValueError):
                found[name] = line.editor.value()
        return found

    def show_faults(self, faults: Sequence[FieldError]) -> list[FieldError]:
        """Shows what is wrong beside each field and goes to the first; returns what belongs to no field here."""
        texts = {fault.field: str(fault) for fault in faults}
        for name, line in self.lines.items():
            if name in texts:
                line.tell(texts[name], fault=True)
            else:
                line.look()
        first = next((line for name, line in self.lines.items() if name in texts), None)
        if first is not None:
            first.editor.setFocus()
        return [fault for fault in faults if fault.field not in self.lines]

    @property
    def dirty(self) -> bool:
        """Whether something differs from the values that were shown."""
        return any(line.editor.touched for line in self.lines.values())

    def state(self) -> dict[str, Any]:
        """What was typed, right or wrong, by column: all that a draft keeps."""
        return {name: line.editor.state() for name, line in self.lines.items() if line.editor.touched}

    def bring_back(self, state: Mapping[str, Any]) -> None:
        """Puts back what `state` returned."""
        for name, kept in state.items():
            if name in self.lines:
                self.lines[name].editor.bring_back(kept)
                self.lines[name].look()


def refusal(text: str, fault: ValueError) -> str:
    """The sentence about a text that an editor could not read."""
    shown = text if len(text) <= _SHOWN_LETTERS else f"{text[:_SHOWN_LETTERS]}…"
    return _("“{text}” {problem}.").format(text=" ".join(shown.split()), problem=fault)


class _Line:
    """The name of a field, its editor, and below it a line for what is wrong or what was understood."""

    def __init__(self, field: fields.Field, desk: Desk, form: QWidget, make: Make) -> None:
        self.name = Label(_(field.label), form, bold=field.required)
        self.editor = make(field, desk, form)
        if fields.is_number(field):
            letters = QFontMetricsF(form.font()).averageCharWidth()
            self.editor.setFixedWidth(round(letters * _NUMBER_LETTERS))
        self.name.setBuddy(self.editor.control)
        self.name.setContentsMargins(0, 4, 8, 0)
        self.note = Label("", form, wrap=True)
        self.note.hide()

    def place(self, grid: QGridLayout, row: int) -> None:
        grid.addWidget(self.name, row, 0, Qt.AlignmentFlag.AlignTop)
        side = Qt.AlignmentFlag.AlignLeft if fields.is_number(self.editor.field) else Qt.AlignmentFlag(0)
        grid.addWidget(self.editor, row, 1, side)
        grid.addWidget(self.note, row + 1, 1)
        # A layout shows what it gets only later, and Tab passes over what is not shown.
        self.name.show()
        self.editor.show()

    def look(self) -> None:
        """Says what is meant by what was typed, where that is not plain to see."""
        self.tell(self.editor.hint())

    def tell(self, text: str, *, fault: bool = False) -> None:
        self.note.setText(text)
        self.note.setProperty("bad", fault)
        self.note.setProperty("muted", not fault)
        self.note.style().unpolish(self.note)
        self.note.style().polish(self.note)
        self.note.setVisible(bool(text))
        self.editor.control.setAccessibleDescription(text)
