"""The page of one figure: what it means, how it was computed, its months, its parts and its records."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from crmdesk.domain.errors import UserError
from crmdesk.domain.figure import Row
from crmdesk.domain.period import Period
from crmdesk.domain.wording import figure_text, number_text, period_text
from crmdesk.kpi.base import Kpi, kpi_of
from crmdesk.kpi.measure import Result, measure
from crmdesk.kpi.records import Behind
from crmdesk.kpi.units import months_up_to
from crmdesk.screen.behind import Parts, RecordList, read_parts
from crmdesk.screen.charts import cell, label_of, months_rows
from crmdesk.screen.explanation import Explanation
from crmdesk.store.file import Workspace
from crmdesk.text import N_, _
from crmdesk.ui.board import Board
from crmdesk.ui.button import IconButton
from crmdesk.ui.desk import Desk, Page, Place
from crmdesk.ui.face import face_of
from crmdesk.ui.icons import icon
from crmdesk.ui.jobs import Job
from crmdesk.ui.kept import KeptSplitter
from crmdesk.ui.panel import ChartPanel
from crmdesk.ui.plain import Label, no_mnemonic, say
from crmdesk.ui.table import Column, Table

MONTHS = 24
SPLITS = {
    "staff": N_("By person"),
    "channel": N_("By channel"),
    "campaign": N_("By campaign"),
    "stage": N_("By stage"),
    "priority": N_("By priority"),
    "category": N_("By category"),
    "owner": N_("By owner"),
}


class FigurePage(Page):
    """Shows one KPI of one board. Its places name the KPI as their kind."""

    name = "figure"

    back = Signal()
    step = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget, board: Callable[[], Board | None]) -> None:
        super().__init__(desk, parent)
        self.session, self._board = desk.session, board
        self.kpi_id = ""
        self.result: Result | None = None
        self._jobs: list[Job] = []
        self._months: list[Result] = []
        self._build_head()
        self.explanation = Explanation(self)
        self.chart = ChartPanel(_("24 months"), self)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.list = RecordList(self, desk.session)
        self.list.opened.connect(self.open_record)
        right = KeptSplitter(desk, Qt.Orientation.Vertical, self)
        right.addWidget(self.chart)
        right.addWidget(self.tabs)
        right.show_as("figure", [260, 340])
        across = KeptSplitter(desk, Qt.Orientation.Horizontal, self)
        across.addWidget(self.explanation)
        across.addWidget(right)
        across.show_as("explanation", [430, 900])
        for splitter in (right, across):
            splitter.setHandleWidth(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 6)
        column.addLayout(self._head)
        column.addWidget(across, 1)

    def _build_head(self) -> None:
        self.back_button = IconButton(self)
        self.back_button.setIcon(icon("chevron-left"))
        say(self.back_button, _("Back (Esc)"))
        self.back_button.clicked.connect(self.back)
        self.heading = Label("", self, size=1.35, bold=True)
        self.when = Label("", self, muted=True)
        self.value = Label("", self, size=1.6, bold=True, selectable=True)
        self.status = Label("", self)
        self._head = QHBoxLayout()
        for part in (self.back_button, self.heading, self.when):
            self._head.addWidget(part)
        self._head.addStretch(1)
        for part in (self.status, self.value):
            self._head.addWidget(part)

    def show_place(self, place: Place) -> None:
        """Shows a KPI of the board, and reads in the background what the board does not hold."""
        board = self._board()
        if board is None or place.kind not in board.results:
            raise UserError(_("This figure is not measured yet; wait for the dashboard."))
        self.kpi_id = place.kind
        self.tabs.setCurrentIndex(0)
        self.show_board(board)

    def place(self) -> Place:
        return Place(self.name, self.kpi_id)

    def title(self) -> str:
        return f"{self.heading.text()} · {self.when.text()}"

    def leave(self) -> None:
        self.kpi_id, self.result, self._months = "", None, []

    def open_record(self, record: Behind) -> None:
        """Opens a record behind the figure; those of its kind give “next” and “previous”."""
        alike = [one.id for one in self.list.rows() if one.kind == record.kind]
        self.desk.open_record(record.kind, record.id, alike)

    def show_board(self, board: Board) -> None:
        """The same KPI of another board: another period, or measured again."""
        if not self.kpi_id:
            return
        self.result = board.results[self.kpi_id]
        self._show_head(board)
        self.explanation.show_result(self.result)
        self._show_splits(self.result)
        self._read(self.result.kpi, board.period, board.now)

    def _show_head(self, board: Board) -> None:
        result, face = board.results[self.kpi_id], board.face(self.kpi_id)
        self.heading.setText(face.title)
        running = f" · {_('to date')}" if face.to_date else ""
        self.when.setText(f"{period_text(board.period)}{running}")
        self.value.setText(face.value)
        goal = face.goal
        self.status.setText(
            " · ".join(part for part in (face.note, f"{goal.sign} {goal.status}" if goal else "") if part)
        )
        self.setAccessibleName(face_of(result).spoken)

    def _show_splits(self, result: Result) -> None:
        current = self.tabs.currentIndex()
        while self.tabs.count():
            widget = self.tabs.widget(0)
            self.tabs.removeTab(0)
            if isinstance(widget, Table):
                widget.deleteLater()
        self.tabs.addTab(self.list, no_mnemonic(_("Records behind it ({n})").format(n=number_text(result.figure.n))))
        for name in result.kpi.split:
            rows = result.figure.by.get(name, ())
            table = Table(_split_columns(result, name), _(SPLITS.get(name, name)), self.tabs)
            table.show_rows(rows)
            self.tabs.addTab(table, no_mnemonic(_(SPLITS.get(name, name.capitalize()))))
        self.tabs.setCurrentIndex(min(max(current, 0), self.tabs.count() - 1))

    def _read(self, kpi: Kpi, period: Period, now: int) -> None:
        for job in self._jobs:
            job.cancel()
        self.list.show_waiting()
        self._jobs = [
            self.session.read(
                _("Reading the records"),
                lambda workspace, _task: read_parts(workspace, kpi, period, now),
                partial(self._on_behind, kpi, period),
            ),
            self.session.read(
                _("Measuring 24 months"),
                lambda workspace, _task: read_months(workspace, kpi, period, now),
                partial(self._on_months, kpi),
            ),
        ]
        for job in self._jobs:
            job.finished.connect(partial(self._forget, job))

    def _forget(self, job: Job) -> None:
        if job in self._jobs:
            self._jobs.remove(job)

    def _on_behind(self, kpi: Kpi, period: Period, behind: Parts) -> None:
        if self.result is not None and (kpi, period) == (self.result.kpi, self.result.period):
            self.list.show_behind(self.result, behind)

    def _on_months(self, kpi: Kpi, months: list[Result]) -> None:
        if kpi.id != self.kpi_id:
            return
        from crmdesk.screen.history import history_of, look_of

        if self.chart.stack.count() == 0:
            from crmdesk.chart.history import HistoryChart

            self._drawing = HistoryChart(self.chart)
            self.chart.hold(self._drawing)
        heads, rows = months_rows(months)
        columns = [Column(head, cell(place), number=place > 0) for place, head in enumerate(heads)]
        self.chart.show_rows(columns, rows)
        history, hint = history_of(months)
        self.chart.hint.setText(hint)
        spoken = _("Chart of {name}: {numbers}").format(
            name=_(kpi.name), numbers="; ".join(f"{row[0]} {row[1]}" for row in rows)
        )
        self._drawing.show_history(history, look_of(self), spoken)
        self._months = months

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and self.kpi_id and self._months:
            self._on_months(kpi_of(self.kpi_id), self._months)
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.step.emit(-1 if event.key() == Qt.Key.Key_PageUp else 1)
        else:
            super().keyPressEvent(event)


def read_months(workspace: Workspace, kpi: Kpi, period: Period, now: int) -> list[Result]:
    """The months up to the end of a period; meanwhile the library that draws them is loaded."""
    from crmdesk.chart import history

    history.load()
    months = months_up_to(period, workspace.calendar, now, MONTHS)
    return [results[kpi.id] for results in measure(workspace, [kpi], months, now)]


def _split_columns(result: Result, name: str) -> tuple[Column, ...]:
    def value(row: Row) -> str:
        return figure_text(row.value, result.kpi.unit, result.currency, None)

    return (
        Column(_(SPLITS.get(name, name.capitalize())).removeprefix(_("By ")).capitalize(), label_of),
        Column(_(result.kpi.name), value, lambda row: row.value, number=True),
        Column(_("n"), lambda row: number_text(row.n), lambda row: row.n, number=True),
    )
