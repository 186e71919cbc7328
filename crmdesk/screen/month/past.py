"""Periods that were closed: each with its summary as it was kept, and its figures beside those of today."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.domain.period import Period, parse_period
from crmdesk.domain.wording import moment_text, number_text, period_text, short_period_text
from crmdesk.kpi.records import Link, link_text
from crmdesk.report.closing import Closed
from crmdesk.screen import printing
from crmdesk.screen.changed_table import ChangedTable
from crmdesk.screen.month.reading import Past, past
from crmdesk.screen.month.words import agreed_text
from crmdesk.store.closing import pdf_of
from crmdesk.text import _, n_
from crmdesk.ui.ask_file import ask_save
from crmdesk.ui.button import Button
from crmdesk.ui.desk import Desk, Place
from crmdesk.ui.icons import icon
from crmdesk.ui.kept import KeptSplitter
from crmdesk.ui.plain import Label
from crmdesk.ui.readings import Readings
from crmdesk.ui.table import Column, Table

_LIST, _DETAIL = 350, 830


class PastSummaries(QWidget):
    """The closed periods on the left, the chosen one on the right. `chosen`: another one was chosen."""

    chosen = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self._readings = Readings(desk.session, self)
        self.table = Table(self._columns(), _("Past summaries"), self)
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _then: self._on_chosen())
        self.table.activated.connect(lambda _index: self.open())
        self.none = Label(_("No period has been closed yet. Summaries that are kept stand here."), self, wrap=True)
        self.head = Label("", self, size=1.15, bold=True)
        self.said = Label("", self, wrap=True, selectable=True)
        self.differ = Label("", self, bold=True, wrap=True)
        self.figures = ChangedTable(desk, self, _("Figures as they were printed and as they are today"), periods=False)
        self.figures.figure_opened.connect(self._open_figure)
        self.look = Button(icon("printer"), _("Open the summary"), self)
        self.save = Button(icon("file-type-pdf"), _("Save as PDF…"), self)
        self.print = Button(_("Print…"), self)
        self.look.clicked.connect(self.open)
        self.save.clicked.connect(self.ask_save)
        self.print.clicked.connect(self.ask_print)
        self._arrange()

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(_("Period"), lambda one: short_period_text(self._period(one)), lambda one: self._period(one).first),
            Column(_("Closed"), lambda one: self._moment(one.closed_at), lambda one: one.closed_at),
            Column(_("By"), lambda one: one.who),
        )

    def _arrange(self) -> None:
        left, right = QWidget(self), QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.none)
        column.addWidget(self.table, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.head, 1)
        for button in (self.look, self.print, self.save):
            buttons.addWidget(button)
        column = QVBoxLayout(right)
        column.setContentsMargins(8, 0, 0, 0)
        column.addLayout(buttons)
        column.addWidget(self.said)
        column.addWidget(self.differ)
        column.addWidget(self.figures, 1)
        parts = KeptSplitter(self.desk, Qt.Orientation.Horizontal, self)
        parts.addWidget(left)
        parts.addWidget(right)
        parts.setStretchFactor(1, 1)
        parts.show_as("past summaries", (_LIST, _DETAIL))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(parts)

    def show_closings(self, closings: Sequence[Closed], chosen: int = 0) -> None:
        """Shows the closed periods; the one of a number is chosen, else the one that was, else the latest."""
        before = self.current()
        wanted = chosen or (before.id if before is not None else 0)
        self.none.setVisible(not closings)
        # What is chosen in between is not looked at.
        with QSignalBlocker(self.table.selectionModel()):
            self.table.show_rows(closings)
            if closings:
                row = next((place for place, one in enumerate(closings) if one.id == wanted), 0)
                self.table.setCurrentIndex(self.table.rows.index(row, 0))
        self.table.viewport().update()
        self._on_chosen()

    def current(self) -> Closed | None:
        """The closing that is chosen."""
        rows, row = self.table.rows.rows, self.table.currentIndex().row()
        return rows[row] if 0 <= row < len(rows) else None

    def leave(self) -> None:
        """The workspace is being closed."""
        self._readings.cancel()
        self.table.show_rows(())
        self.figures.rows.show_rows(())

    def open(self) -> None:
        """Shows the summary as it was kept."""
        if (one := self.current()) is not None:
            self.desk.go(Place("preview", id=one.id))

    def ask_save(self) -> None:
        """Asks where the summary is to be saved as it was kept."""
        if (one := self.current()) is not None:
            name = printing.file_name(self.desk.here, one.label, ".pdf")
            ask_save(self, _("Save summary as PDF"), "PDF (*.pdf)", name, partial(self._save, one.id))

    def ask_print(self) -> None:
        """Prints the summary as it was kept."""
        if (one := self.current()) is not None:
            title = _("Summary of {period}").format(period=period_text(self._period(one)))
            desk = self.desk
            desk.attempt(lambda: printing.ask_printer(desk, pdf_of(desk.here, one.id), title, self))

    def _save(self, closing: int, path: Path) -> None:
        desk = self.desk
        desk.attempt(lambda: printing.save_pdf(desk, pdf_of(desk.here, closing), path))

    def _on_chosen(self) -> None:
        one = self.current()
        for button in (self.look, self.print, self.save):
            button.setEnabled(one is not None and one.pages > 0)
        for part in (self.head, self.said, self.differ, self.figures):
            part.setVisible(one is not None)
        self._readings.cancel()
        if one is None or self.desk.session.workspace is None:
            return
        self.head.setText(_("Summary of {period}").format(period=period_text(self._period(one))))
        self._say(one)
        self.differ.setText(_("Comparing with today…"))
        self.figures.rows.show_rows(())
        work = partial(past, closed=one, period=self._period(one), now=self.desk.now())
        self._readings.start("past", _("Comparing with today"), work, self._on_read)
        self.chosen.emit()

    def _on_read(self, read: Past) -> None:
        one = self.current()
        if one is None or one.id != read.closed.id:
            return
        differing = [figure for figure in read.figures if figure.differs]
        text = n_("{n} of {all} figures differs today.", "{n} of {all} figures differ today.", len(differing))
        some = text.format(n=number_text(len(differing)), all=number_text(len(read.figures)))
        self.differ.setText(some if differing else _("Every figure is the same today."))
        self.figures.show_figures([*differing, *(figure for figure in read.figures if not figure.differs)])
        self._say(one, read)

    def _say(self, one: Closed, read: Past | None = None) -> None:
        """What was said when the period was closed."""
        lines = [_("“{text}”").format(text=text) for text in one.sentences]
        if one.comment:
            lines.append(one.comment)
        lines += [_("Next step: {step}").format(step=agreed_text(step)) for step in (read.agreed if read else ())]
        self.said.setText("\n".join(lines))
        self.said.setVisible(bool(lines))

    def _open_figure(self, link: Link) -> None:
        self.desk.go(Place("figure", link.kpi, detail=link_text(link)))

    def _period(self, one: Closed) -> Period:
        return period_of(self.desk, one.label)

    def _moment(self, at: int) -> str:
        return moment_text(self.desk.here.calendar.local(at))


def period_of(desk: Desk, label: str) -> Period:
    """The period of a label as this business counts its years."""
    return parse_period(label, desk.here.settings.fiscal_year_start_month)
