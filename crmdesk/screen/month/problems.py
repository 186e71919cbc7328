"""The first step: what is wrong with the data, how many records have it, and the way to each of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from crmdesk.domain.wording import number_text
from crmdesk.insight.health import weakened
from crmdesk.screen.month.reading import Trouble
from crmdesk.text import _, n_
from crmdesk.ui.desk import Desk
from crmdesk.ui.plain import Label
from crmdesk.ui.step import Step
from crmdesk.ui.table import Column, Table


class ProblemsStep(Step):
    """Kinds of problems above, the records that have the chosen one below."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        hint = _("Figures are as good as the records behind them. Enter on a record opens it; Back leads here again.")
        super().__init__(desk, parent, _("Data problems"), hint)
        self.kinds = Table(
            (
                Column(_("Problem"), lambda one: _(one.check.title)),
                Column(_("Records"), lambda one: number_text(one.count), lambda one: one.count, number=True),
                Column(_("Weakens"), lambda one: weakened(one.check.kind)),
            ),
            _("Data problems"),
            self,
        )
        self.kinds.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.records = Table(
            (Column(_("Record"), lambda one: str(one.name)), Column(_("Contact"), lambda one: str(one.contact))),
            _("Records with this problem"),
            self,
        )
        self.kinds.selectionModel().currentRowChanged.connect(lambda _now, _then: self._on_kind())
        self.kinds.activated.connect(lambda _index: self.records.setFocus(Qt.FocusReason.OtherFocusReason))
        self.records.activated.connect(lambda index: self._open(index.row()))
        self.none = Label(_("Nothing is missing: every record has what the figures need."), self, wrap=True)
        self.none.hide()
        self.parts = QSplitter(Qt.Orientation.Vertical, self)
        self.parts.setChildrenCollapsible(False)
        self.parts.addWidget(self.kinds)
        self.parts.addWidget(self.records)
        self.column.addWidget(self.none)
        self.column.addWidget(self.parts, 1)
        self.column.addStretch()

    def show_troubles(self, troubles: Sequence[Trouble]) -> None:
        """Shows what is wrong now; the kind that was chosen stays so."""
        chosen, record = self._chosen(), self.records.currentIndex().row()
        self.kinds.show_rows(troubles)
        kinds = [one.check.kind for one in troubles]
        if troubles:
            row = kinds.index(chosen.check.kind) if chosen is not None and chosen.check.kind in kinds else 0
            self.kinds.setCurrentIndex(self.kinds.rows.index(row, 0))
        self._on_kind()
        self._choose_record(record)
        count = sum(one.count for one in troubles)
        self.parts.setVisible(bool(count))
        self.none.setVisible(not count)
        text = n_("{n} record to look at", "{n} records to look at", count).format(n=number_text(count))
        self.tell(text if count else _("nothing is wrong"), open_=bool(count))

    def first(self) -> QWidget | None:
        return self.kinds if self.kinds.rows.rows else None

    def _chosen(self) -> Trouble | None:
        rows, row = self.kinds.rows.rows, self.kinds.currentIndex().row()
        return rows[row] if 0 <= row < len(rows) else None

    def _on_kind(self) -> None:
        chosen = self._chosen()
        rows: Sequence[Any] = chosen.records if chosen is not None else ()
        if list(rows) != self.records.rows.rows:
            self.records.show_rows(rows)
            self._choose_record(0)

    def _choose_record(self, row: int) -> None:
        if count := len(self.records.rows.rows):
            self.records.setCurrentIndex(self.records.rows.index(min(max(row, 0), count - 1), 0))

    def _open(self, row: int) -> None:
        chosen = self._chosen()
        if chosen is not None:
            ids = [one.id for one in self.records.rows.rows]
            self.desk.open_record(chosen.check.record, ids[row], ids)
