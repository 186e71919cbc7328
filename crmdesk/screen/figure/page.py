"""The page of one figure: what it means, how it was computed, its charts, its parts and its records.

A place names the KPI; its detail names a list (`crmdesk.insight.lists`): another period, a part, one person, a channel
… What it keeps to stands in its head and can be taken away.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from crmdesk.domain.errors import UserError
from crmdesk.domain.wording import number_text, period_text
from crmdesk.insight.lists import link_of
from crmdesk.kpi.base import all_kpis, kpi_of
from crmdesk.kpi.measure import Result
from crmdesk.kpi.records import Behind, Link, link_text
from crmdesk.kpi.remember import keep
from crmdesk.screen.behind import Parts, RecordList, read_parts
from crmdesk.screen.explanation import Explanation
from crmdesk.screen.figure.charts import FigureCharts
from crmdesk.screen.figure.chips import RestrictionChips
from crmdesk.screen.figure.reading import (
    Explained,
    Measured,
    read_explained,
    read_figure,
    restrictions,
    same_period,
)
from crmdesk.screen.figure.tables import Sheet, sheets
from crmdesk.screen.reading import first_period
from crmdesk.text import _
from crmdesk.ui.board import Board
from crmdesk.ui.button import IconButton
from crmdesk.ui.desk import Desk, Page, Place
from crmdesk.ui.face import Samples, face_of
from crmdesk.ui.icons import icon
from crmdesk.ui.jobs import Job
from crmdesk.ui.kept import KeptSplitter
from crmdesk.ui.plain import Label, no_mnemonic, say
from crmdesk.ui.table import Table


class FigurePage(Page):
    """Shows one KPI. Without a detail it follows the period of the window."""

    name = "figure"

    back = Signal()
    step = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget, board: Callable[[], Board | None]) -> None:
        super().__init__(desk, parent)
        self.session, self._board = desk.session, board
        self.link: Link | None = None
        self.result: Result | None = None
        self._window: Board | None = None
        self._explained: Explained | None = None
        self._jobs: list[Job] = []
        self._build_head()
        self.explanation = Explanation(self)
        self.explanation.asked.connect(self.go_to)
        self.charts = FigureCharts(self)
        self.charts.opened.connect(self.go_to)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.list = RecordList(self, desk.session)
        self.list.opened.connect(self.open_record)
        self.list.written.connect(lambda path: desk.notice.tell(_("Saved: {path}").format(path=path)))
        self._arrange()

    @property
    def kpi_id(self) -> str:
        return self.link.kpi if self.link is not None else ""

    def _build_head(self) -> None:
        self.back_button = IconButton(self)
        self.back_button.setIcon(icon("chevron-left"))
        say(self.back_button, _("Back (Esc)"))
        self.back_button.clicked.connect(self.back)
        self.heading = Label("", self, size=1.35, bold=True)
        self.when = Label("", self, muted=True)
        self.chips = RestrictionChips(self)
        self.chips.widened.connect(self.go_to)
        self.value = Label("", self, size=1.6, bold=True, selectable=True)
        self.status = Label("", self)
        self._head = QHBoxLayout()
        for part in (self.back_button, self.heading, self.when, self.chips):
            self._head.addWidget(part)
        self._head.addStretch(1)
        for part in (self.status, self.value):
            self._head.addWidget(part)

    def _arrange(self) -> None:
        right = KeptSplitter(self.desk, Qt.Orientation.Vertical, self)
        right.addWidget(self.charts)
        right.addWidget(self.tabs)
        right.show_as("figure", [260, 340])
        across = KeptSplitter(self.desk, Qt.Orientation.Horizontal, self)
        across.addWidget(self.explanation)
        across.addWidget(right)
        across.show_as("explanation", [430, 900])
        for splitter in (right, across):
            splitter.setHandleWidth(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 6)
        column.addLayout(self._head)
        column.addWidget(across, 1)

    def show_place(self, place: Place) -> None:
        """Shows a figure or a list of it; what the window has not measured yet is read in the background."""
        board = self._window = self._board()
        if place.detail:
            link = self._link_in(place.detail)
        elif board is not None and place.kind in board.results:
            link = self._link_of_window(place.kind, board)
        elif any(place.kind == one.id for one in all_kpis()):
            # A file opens where it was left, before anything is measured.
            link = Link(place.kind, first_period(self.desk.here, self.desk.now()))
        else:
            raise UserError(_("There is no such figure; choose one on the dashboard."))
        self.tabs.setCurrentIndex(0)
        self._show(link)

    def _link_in(self, detail: str) -> Link:
        try:
            return link_of(detail, self.desk.here.settings.fiscal_year_start_month)
        except (ValueError, KeyError, TypeError):
            raise UserError(_("There is no such list; choose the figure on the dashboard.")) from None

    def place(self) -> Place:
        if self.link is None or self._follows():
            return Place(self.name, self.kpi_id)
        return Place(self.name, self.kpi_id, detail=link_text(self.link))

    def go_to(self, link: Link) -> None:
        """Shows another list or figure; Back leads to this one."""
        self.desk.go(Place(self.name, link.kpi, detail=link_text(link)))

    def title(self) -> str:
        return f"{self.heading.text()} · {self.when.text()}"

    def leave(self) -> None:
        self.link = self.result = self._window = self._explained = None

    def open_record(self, record: Behind) -> None:
        """Opens a record behind the figure; those of its kind give “next” and “previous”."""
        alike = [one.id for one in self.list.rows() if one.kind == record.kind]
        self.desk.open_record(record.kind, record.id, alike)

    def show_board(self, board: Board) -> None:
        """The window has measured again, perhaps another period or another part of the business."""
        followed, before, self._window = self._follows(), self._window, board
        if self.link is None:
            return
        if followed:
            self._show(self._link_of_window(self.kpi_id, board))
        elif before is not None and not same_period(before.period, board.period):
            self._show(replace(self.link, period=board.period))
        else:
            self._show(self.link)

    def _show(self, link: Link) -> None:
        """Shows what is known of a link at once, and reads the rest. What the figure cannot keep to is left away."""
        link = replace(link, only=link.only.within(kpi_of(link.kpi).filters))
        board = self._window
        result = board.results[link.kpi] if board is not None and same_period(board.period, link.period) else None
        known = result if result is not None and result.only == link.only else None
        if self.link != link:
            self._explained = None
        self.link = link
        self.heading.setText(_(kpi_of(link.kpi).name))
        self.when.setText(period_text(link.period))
        self.chips.show_restrictions(restrictions(self.desk.here, link))
        if known is not None and board is not None:
            self._show_result(known, board.overview.samples(link.kpi))
        elif self.result is None or (self.result.kpi.id, self.result.only) != (link.kpi, link.only):
            self.value.setText("…")
            self.status.setText("")
        self._read(link)

    def _show_result(self, result: Result, samples: Samples) -> None:
        face = face_of(result, (), samples)
        self.result = result
        running = f" · {_('to date')}" if face.to_date else ""
        self.when.setText(f"{period_text(result.period)}{running}")
        self.value.setText(face.value)
        goal = face.goal
        note = self._window.changed.get(result.kpi.id, "") if self._window and self._follows() else ""
        self.status.setText(" · ".join(part for part in (note, f"{goal.sign} {goal.status}" if goal else "") if part))
        self.setAccessibleName(face.spoken)
        self._explain(result)
        self._show_tables(result)

    def _explain(self, result: Result) -> None:
        self.explanation.show_result(result, self._explained)

    def _follows(self) -> bool:
        """Whether the page shows what the window shows."""
        if self.link is None or self._window is None:
            return False
        return self.link == self._link_of_window(self.kpi_id, self._window)

    @staticmethod
    def _link_of_window(kpi: str, board: Board) -> Link:
        return Link(kpi, board.period, "", board.results[kpi].only)

    def _show_tables(self, result: Result) -> None:
        current = self.tabs.currentIndex()
        while self.tabs.count():
            widget = self.tabs.widget(0)
            self.tabs.removeTab(0)
            if isinstance(widget, Table):
                widget.deleteLater()
        self.tabs.addTab(self.list, "")
        self._name_list(result.figure.n if self.link and not self.link.part else None)
        for sheet in sheets(result):
            self.tabs.addTab(self._table(sheet), no_mnemonic(sheet.title))
        self.tabs.setCurrentIndex(min(max(current, 0), self.tabs.count() - 1))

    def _name_list(self, count: int | None) -> None:
        text = _("Records behind it") if count is None else _("Records behind it ({n})").format(n=number_text(count))
        self.tabs.setTabText(self.tabs.indexOf(self.list), no_mnemonic(text))

    def _table(self, sheet: Sheet) -> Table:
        """A table whose rows lead to their own lists."""
        table = Table(sheet.columns, sheet.title, self.tabs)
        table.show_rows(sheet.rows)
        links = {id(row): link for row, link in zip(sheet.rows, sheet.links, strict=True)}

        def on_activated(index: Any) -> None:
            link = links.get(id(table.rows.rows[index.row()]))
            if link is not None:
                self.go_to(link)

        table.activated.connect(on_activated)
        return table

    def _read(self, link: Link) -> None:
        for job in self._jobs:
            job.cancel()
        now = self._window.now if self._window is not None else self.desk.now()
        self.list.show_waiting()
        self._jobs = []
        self._start(
            _("Reading the records"),
            lambda workspace, _task: read_parts(workspace, link, now),
            partial(self._on_parts, link),
        )
        self._start(_("Measuring 24 months"), partial(read_figure, link=link, now=now), self._on_measured)

    def _start(self, label: str, work: Callable[..., Any], done: Callable[[Any], None]) -> None:
        job = self.session.read(label, work, done)
        self._jobs.append(job)
        job.finished.connect(partial(self._forget, job))

    def _forget(self, job: Job) -> None:
        if job in self._jobs:
            self._jobs.remove(job)

    def _on_parts(self, link: Link, parts: Parts) -> None:
        if self.link == link:
            self.list.show_behind(link, parts, self.desk.here.settings.currency)
            self._name_list(len(parts.lists[parts.first]))

    def _on_measured(self, measured: Measured) -> None:
        if not self.session.writing:
            # Whoever cannot remember measures again next time.
            with contextlib.suppress(UserError):
                keep(self.desk.here, measured.fresh)
        if self.link != measured.link:
            return
        self.charts.show_measured(measured)
        if measured.result != self.result:
            self._show_result(measured.result, measured.overview.samples(measured.link.kpi))
        reading = partial(read_explained, result=measured.result, now=measured.overview.now)
        self._start(_("Looking at the records"), reading, partial(self._on_explained, measured))

    def _on_explained(self, measured: Measured, explained: Explained) -> None:
        if self.link == measured.link:
            self._explained = explained
            self._explain(measured.result)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and self.link is not None:
            self.charts.update()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown) or self.link is None:
            super().keyPressEvent(event)
        elif self._window is None or not same_period(self._window.period, self.link.period):
            period = self.link.period
            earlier = event.key() == Qt.Key.Key_PageUp
            self.go_to(replace(self.link, period=period.before() if earlier else period.after()))
        else:
            self.step.emit(-1 if event.key() == Qt.Key.Key_PageUp else 1)
