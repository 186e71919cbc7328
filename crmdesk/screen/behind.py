"""The list behind a figure: the records of its numerator and of its denominator, as a table that can be saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.domain.calendar import Calendar
from crmdesk.domain.formulas import guarded
from crmdesk.domain.money import decimals_of, money_text
from crmdesk.domain.wording import moment_text, number_text
from crmdesk.domain.wording import money_text as money_words
from crmdesk.insight.lists import rows_behind
from crmdesk.insight.record_words import name_of
from crmdesk.kpi.base import DENOMINATOR, NUMERATOR, Kpi, kpi_of
from crmdesk.kpi.records import Behind, Link
from crmdesk.report.listed import csv_of
from crmdesk.screen.figure.reading import part_title
from crmdesk.store.atomic import write_bytes
from crmdesk.store.file import Workspace
from crmdesk.text import N_, _, n_
from crmdesk.ui.ask_file import ask_save
from crmdesk.ui.button import Button
from crmdesk.ui.choice import ChoiceBox
from crmdesk.ui.icons import icon
from crmdesk.ui.jobs import Task
from crmdesk.ui.plain import Label, say
from crmdesk.ui.session import Session
from crmdesk.ui.table import Column, Table

KINDS = {
    "contact": N_("Contact"),
    "deal": N_("Deal"),
    "ticket": N_("Ticket"),
    "sale": N_("Sale"),
    "expense": N_("Expense"),
    "survey": N_("Answer"),
    "staff": N_("Person"),
    "activity": N_("Activity"),
}
# Of each kind of record the contact that it is about, and what stands for a name where it has none of its own.
_WHOSE = {
    "deal": "SELECT t.id, c.name, NULL FROM deal t JOIN contact c ON c.id = t.contact_id",
    "ticket": "SELECT t.id, c.name, NULL FROM ticket t JOIN contact c ON c.id = t.contact_id",
    "survey": "SELECT t.id, c.name, NULL FROM survey t JOIN contact c ON c.id = t.contact_id",
    "activity": "SELECT t.id, c.name, NULL FROM activity t JOIN contact c ON c.id = t.contact_id",
    "sale": "SELECT t.id, c.name, d.title FROM sale t LEFT JOIN deal d ON d.id = t.deal_id"
    " LEFT JOIN contact c ON c.id = coalesce(t.contact_id, d.contact_id)",
    "expense": "SELECT t.id, NULL, c.name FROM expense t JOIN campaign c ON c.id = t.campaign_id",
}
_CHUNK = 5000


Names = Mapping[tuple[str, int], tuple[str | None, str | None]]


@dataclass(frozen=True, slots=True)
class Parts:
    """The lists behind a figure, the one that was asked for first, and what each holds.

    `names` are, by kind and number of a record, its contact and what may stand for its own name.
    """

    lists: dict[str, list[Behind]]
    titles: dict[str, str]
    calendar: Calendar
    names: Names

    @property
    def first(self) -> str:
        return next(iter(self.lists))


def read_parts(workspace: Workspace, link: Link, now: int) -> Parts:
    """Reads the list of a link, those that n counts and, where these are others, those of the other side."""
    kpi = kpi_of(link.kpi)
    other = NUMERATOR if kpi.counted == DENOMINATOR else DENOMINATOR
    lists = {
        part: rows_behind(workspace, replace(link, part=part), now)
        for part in dict.fromkeys((link.part or kpi.counted, kpi.counted, other))
    }
    if other != link.part and lists[other] == lists[kpi.counted]:
        del lists[other]
    alone = len(lists) == 1
    titles = {part: _title(workspace, kpi, replace(link, part=part), alone=alone) for part in lists}
    every = [row for rows in lists.values() for row in rows]
    return Parts(lists, titles, workspace.calendar, names_for(workspace, every))


def _title(workspace: Workspace, kpi: Kpi, link: Link, *, alone: bool) -> str:
    if link.part in (NUMERATOR, DENOMINATOR):
        return part_text(kpi, link.part, alone=alone)
    return part_title(workspace, link)


def names_for(workspace: Workspace, rows: Sequence[Behind]) -> Names:
    """Whom records are about."""
    found: dict[tuple[str, int], tuple[str | None, str | None]] = {}
    for kind, sql in _WHOSE.items():
        ids = sorted({row.id for row in rows if row.kind == kind})
        for start in range(0, len(ids), _CHUNK):
            some = ids[start : start + _CHUNK]
            marks = ", ".join("?" * len(some))
            for row_id, contact, own in workspace.rows(f"{sql} WHERE t.id IN ({marks})", some):
                found[kind, row_id] = contact, own
    return found


class RecordList(QWidget):
    """The table of records, which part of the figure it shows, and a way to save it.

    `opened` carries the record that is to be opened, `written` the file to which the list was saved.
    """

    opened = Signal(object)
    written = Signal(object)

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent)
        self._session = session
        self._link: Link | None = None
        self._currency = ""
        self._parts: Parts | None = None
        self.part = ChoiceBox(self)
        say(self.part, _("Which records of the figure"))
        self.part.activated.connect(self._on_part)
        self.count = Label("", self, muted=True)
        self.save = Button(icon("file-export"), _("Save this list…"), self)
        say(self.save, _("Save this list as a CSV file"))
        self.save.clicked.connect(self._on_save)
        self.table = Table((), _("Records behind the figure"), self)
        self.table.activated.connect(lambda index: self.opened.emit(self.rows()[index.row()]))
        head = QHBoxLayout()
        head.addWidget(self.part)
        head.addWidget(self.count)
        head.addStretch(1)
        head.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        self.show_waiting()

    def show_waiting(self) -> None:
        """While the records are being read, the list before them stays."""
        self.save.setEnabled(False)

    def show_behind(self, link: Link, parts: Parts, currency: str) -> None:
        """Shows the list that was asked for; the others can be chosen."""
        again = self._link is not None and (self._link.kpi, self._link.part) == (link.kpi, link.part)
        kept = self.part.currentData() if again else None
        self._link, self._parts, self._currency = link, parts, currency
        choices = [(title, part) for part, title in parts.titles.items()]
        self.part.show_choices(choices, list(parts.lists).index(kept) if kept in parts.lists else 0)
        self.part.setVisible(len(parts.lists) > 1)
        self._on_part()

    def rows(self) -> list[Behind]:
        """The records that are shown."""
        return list(self.table.rows.rows)

    def current(self) -> Behind | None:
        """The record that is chosen."""
        rows, row = self.rows(), self.table.currentIndex().row()
        return rows[row] if 0 <= row < len(rows) else None

    def write(self, path: Path) -> None:
        """Writes the shown records, in the order in which they are shown."""
        if self._parts is None:
            return
        rows, parts, currency = self.rows(), self._parts, self._currency

        def work(_task: Task) -> None:
            write_bytes(path, saved(rows, parts.calendar, currency, parts.names), private=True)

        self._session.jobs.start(_("Saving the list"), work, lambda _done: self.written.emit(path))

    def _on_part(self) -> None:
        if self._parts is None:
            return
        rows = self._parts.lists[self.part.currentData() or self._parts.first]
        before = self.current()
        self.table.set_columns(columns_for(rows, self._parts.calendar, self._currency, self._parts.names))
        self.table.show_rows(rows)
        if before in rows:
            self.table.selectRow(self.rows().index(before))
        self.count.setText(n_("{n} record", "{n} records", len(rows)).format(n=number_text(len(rows))))
        self.save.setEnabled(bool(rows))

    def _on_save(self) -> None:
        if self._link is not None:
            name = f"{self._link.kpi} {self._link.period.label}.csv".replace("/", "-").replace("..", " ")
            ask_save(self, _("Save this list"), "CSV (*.csv)", Path.home() / name, self.write)


def part_text(kpi: Kpi, part: str, *, alone: bool = False) -> str:
    """What a part of a figure is, in the words of its formula."""
    left, sign, right = _(kpi.formula).partition("÷")
    if alone or not sign or "÷" in right:
        return _("What it counts") if part == kpi.counted else _("What it is divided by or made of")
    words = (left if part == NUMERATOR else right).removesuffix("× 100").strip()
    return words.removeprefix("(").removesuffix(")") if words.count("(") == words.count(")") == 1 else words


def columns_for(rows: list[Behind], calendar: Calendar, currency: str, names: Names) -> tuple[Column, ...]:
    """The columns that these records fill."""
    columns = [
        Column(_("Record"), lambda row: _label(row, names)),
        Column(_("Kind"), lambda row: _(KINDS.get(row.kind, row.kind))),
    ]
    if any(_contact(row, names) for row in rows):
        columns.append(Column(_("Contact"), lambda row: _contact(row, names)))
    if any(row.at is not None for row in rows):
        when = Column(_("When"), lambda row: _moment(row, calendar), lambda row: row.at)
        columns.append(when)
    if any(row.amount is not None for row in rows):
        amount = Column(_("Amount"), lambda row: _amount(row, currency), lambda row: row.amount, number=True)
        columns.append(amount)
    columns.append(Column(_("Id"), lambda row: row.external_id or ""))
    return tuple(columns)


def saved(rows: list[Behind], calendar: Calendar, currency: str, names: Names) -> bytes:
    """Records as CSV, under the titles of the table: days and amounts as other programs read them."""
    decimals = decimals_of(currency)
    heads = [_("Record"), _("Kind"), _("Contact"), _("When"), _("Amount"), _("Id")]
    lines = (
        (
            guarded(_label(row, names)),
            _(KINDS.get(row.kind, row.kind)),
            guarded(_contact(row, names)),
            "" if row.at is None else f"{calendar.local(row.at):%Y-%m-%d %H:%M}",
            "" if row.amount is None else money_text(row.amount, decimals),
            guarded(row.external_id or ""),
        )
        for row in rows
    )
    return csv_of(heads, lines)


def _contact(row: Behind, names: Names) -> str:
    return names.get((row.kind, row.id), (None, None))[0] or ""


def _label(row: Behind, names: Names) -> str:
    """The record's own name; one that has none is called by what it belongs to."""
    contact, own = names.get((row.kind, row.id), (None, None))
    if row.label in (f"#{row.id}", row.external_id):
        return own or contact or row.label
    return name_of(row)


def _moment(row: Behind, calendar: Calendar) -> str:
    return "" if row.at is None else moment_text(calendar.local(row.at))


def _amount(row: Behind, currency: str) -> str:
    return "" if row.amount is None else money_words(row.amount, currency)
