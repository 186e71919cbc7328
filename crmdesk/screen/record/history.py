"""Who changed what in a record, and when: every change with the value before and after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crmdesk.domain.wording import moment_text
from crmdesk.store.base import Record, own_fields, references_of
from crmdesk.store.past import Step, history
from crmdesk.store.row import name_of
from crmdesk.store.staff import Staff
from crmdesk.text import N_, _
from crmdesk.ui import fields
from crmdesk.ui.button import Button
from crmdesk.ui.desk import Desk
from crmdesk.ui.dialog import Dialog
from crmdesk.ui.plain import Label
from crmdesk.ui.table import Column, Table

_ACTS = {"insert": N_("Added"), "delete": N_("Deleted"), "update": N_("Changed")}


@dataclass(frozen=True, slots=True)
class Line:
    """One column that a step changed; a step that added or deleted the record has no column."""

    at: int
    when: str
    who: str
    what: str
    field: str
    old: str
    new: str


class HistoryTable(Table):
    """The changes of a record, the newest first."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        columns = (
            Column(_("What was done"), lambda line: line.what),
            Column(_("Field"), lambda line: line.field),
            Column(_("Before"), lambda line: _one_line(line.old)),
            Column(_("After"), lambda line: _one_line(line.new)),
            Column(_("When"), lambda line: line.when, lambda line: line.at),
            Column(_("By"), lambda line: line.who),
        )
        super().__init__(columns, _("History of changes"), parent)
        self.desk = desk

    def show_record(self, record: type[Record], id: int) -> None:
        """Shows the changes of a record."""
        self.show_rows(lines_of(self.desk, record, id))


class HistoryDialog(Dialog):
    """The changes of a record in a window of their own."""

    def __init__(self, desk: Desk, record: type[Record], id: int, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("History"))
        self.table = HistoryTable(desk, self)
        self.table.show_record(record, id)
        close = Button(_("Close"), self)
        close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.addWidget(Label(_("What was done with “{name}”").format(name=name), self, bold=True, wrap=True))
        column.addWidget(self.table, 1)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.resize(900, 460)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def lines_of(desk: Desk, record: type[Record], id: int) -> list[Line]:
    """The changes of a record in words."""
    here, lines = desk.here, []
    for step in history(here, record, id):
        who = name_of(here, Staff, step.staff_id) if step.staff_id is not None else ""
        when = moment_text(here.calendar.local(step.at))
        told = [(name, old, new) for name, old, new in _changes(step, record) if step.act == "update"]
        for column, old, new in told or [("", None, None)]:
            label = _(own_fields(record)[column].label) if column else _(_ACTS[step.act])
            texts = (_text(desk, record, column, old), _text(desk, record, column, new)) if column else ("", "")
            lines.append(Line(step.at, when, who, step.label, label, *texts))
    return lines


def _changes(step: Step, record: type[Record]) -> list[tuple[str, Any, Any]]:
    """The columns that people know."""
    return [(one.column, one.old, one.new) for one in step.changes if one.column in own_fields(record)]


def _text(desk: Desk, record: type[Record], column: str, value: Any) -> str:
    if value is not None and column in references_of(record):
        value = (value, name_of(desk.here, references_of(record)[column], value))
    return fields.shown(own_fields(record)[column], value, desk.here)


def _one_line(text: str) -> str:
    return " ".join(text.split())
