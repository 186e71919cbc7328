"""The summary as it will be printed, with what it is asked to be beside it; and summaries that were kept."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.domain.period import Period, parse_period
from crmdesk.domain.wording import moment_text, period_text
from crmdesk.screen import printing
from crmdesk.screen.paper_making import Paper, PaperMaking, keep_options, kept_options
from crmdesk.screen.paper_options import PaperOptions
from crmdesk.screen.who_works import people_of
from crmdesk.store.journal import Change
from crmdesk.text import _, n_
from crmdesk.ui.ask_file import ask_save
from crmdesk.ui.button import Button, IconButton
from crmdesk.ui.desk import Desk, Page, Place
from crmdesk.ui.icons import icon
from crmdesk.ui.jobs import Task
from crmdesk.ui.kept import KeptSplitter
from crmdesk.ui.paper import PAPERS
from crmdesk.ui.paper_view import PaperView
from crmdesk.ui.period_picker import PeriodPicker
from crmdesk.ui.plain import Label, ShortLabel, say
from crmdesk.ui.sheets import Leaf, leaves_of

if TYPE_CHECKING:
    from crmdesk.screen.main_window import MainWindow
    from crmdesk.store.file import Workspace

_VIEW, _OPTIONS = 880, 290
_MARGINS = 32


class PrintPreview(Page):
    """Makes the summary in the background and shows its pages; a place with a number is a summary that was kept."""

    name = "preview"

    def __init__(self, desk: Desk, parent: QWidget, window: MainWindow) -> None:
        super().__init__(desk, parent)
        self._window = window
        self.period: Period | None = None
        # The number of the closing whose summary is shown; 0 while a new one is.
        self.kept = 0
        self.paper: Paper | None = None
        self.making = PaperMaking(desk, self)
        self.view = PaperView(desk, self, "pages")
        self.options = PaperOptions(self)
        self.options.changed.connect(self._on_options)
        self.parts = KeptSplitter(desk, Qt.Orientation.Horizontal, self)
        self.parts.addWidget(self.view)
        self.parts.addWidget(self.options)
        self.parts.setStretchFactor(0, 1)
        self.parts.show_as("preview options", (_VIEW, _OPTIONS))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 6)
        self._top = self._head()
        column.addLayout(self._top)
        column.addWidget(self.parts, 1)

    def _head(self) -> QBoxLayout:
        back = IconButton(self)
        back.setIcon(icon("chevron-left"))
        say(back, _("Back (Esc)"))
        back.clicked.connect(self._window.go_back)
        self.heading = Label(_("Print preview"), self, size=1.35, bold=True)
        self.picker = PeriodPicker(self)
        self.picker.chosen.connect(self.show_period)
        self.picker.refused.connect(self.desk.notice.tell)
        self.state = ShortLabel("", self, muted=True)
        self.print = Button(icon("printer"), _("Print…"), self)
        self.save = Button(icon("file-type-pdf"), _("Save as PDF…"), self)
        self.sheet = Button(icon("table"), _("Spreadsheet…"), self)
        self.print.clicked.connect(self.ask_print)
        self.save.clicked.connect(self.ask_save)
        self.sheet.clicked.connect(self._window.printing.ask_sheet)
        left, right = QHBoxLayout(), QHBoxLayout()
        for part in (back, self.heading, self.picker):
            left.addWidget(part)
        left.addWidget(self.state, 1)
        right.addStretch(1)
        for control in (self.view.zoom, self.print, self.save, self.sheet):
            right.addWidget(control)
        head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        head.addLayout(left, 1)
        head.addLayout(right)
        return head

    # Page

    def show_place(self, place: Place) -> None:
        self.kept = place.id
        for part in (self.picker, self.options, self.sheet):
            part.setVisible(not self.kept)
        if self.kept:
            self._show_kept(place.id)
            return
        fiscal_start = self.desk.here.settings.fiscal_year_start_month
        self.heading.setText(_("Print preview"))
        self._show_options()
        label = place.detail or self._window.printing.period.label
        self.show_period(parse_period(label, fiscal_start))

    def place(self) -> Place:
        return Place(self.name, id=self.kept, detail=self.period.label if self.period and not self.kept else "")

    def title(self) -> str:
        return self.heading.text()

    def refresh(self, change: Change | None) -> None:
        if self.kept == 0 and self.period is not None and (change is None or change.tables - {"printed"}):
            self._show_options()
            self.show_period(self.period)

    def leave(self) -> None:
        self.making.cancel()
        self.period, self.paper, self.kept = None, None, 0
        self.view.clear()

    # The paper

    def show_period(self, period: Period) -> None:
        """Makes the summary of a period and shows it."""
        self.period = period
        self.picker.show_period(period)
        self._make()

    def _show_options(self) -> None:
        self.options.show_people(people_of(self.desk.here))
        self.options.show_options(kept_options(self.desk.here, self._window.printing.paper))

    def _make(self) -> None:
        if self.period is not None:
            self._wait(_("being made…"))
            options, ratio = self.options.options(), self.devicePixelRatioF()
            self.making.make(self.period, options, ratio, self._on_made, self._on_fault)

    def _wait(self, text: str) -> None:
        self.state.setText(text)
        for button in (self.print, self.save):
            button.setEnabled(False)

    def _on_options(self) -> None:
        options = self.options.options()
        self.desk.attempt(lambda: keep_options(self.desk.here, options))
        if options.paper in PAPERS:
            self._window.memory.paper = options.paper
        self._make()

    def _on_made(self, paper: Paper) -> None:
        self.paper = paper
        self._show(paper.made.data, paper.leaves)

    def _on_fault(self, sentence: str) -> None:
        self.paper = None
        self.view.clear()
        self.state.setText(sentence)

    def _show(self, pdf: bytes, leaves: list[Leaf], kept: str = "") -> None:
        self.view.show_pdf(pdf, leaves)
        pages = n_("{n} page", "{n} pages", len(leaves)).format(n=len(leaves))
        self.state.setText(f"{pages} · {kept}" if kept else pages)
        for button in (self.print, self.save):
            button.setEnabled(True)

    def _show_kept(self, closing: int) -> None:
        """Shows the pages that were kept when a period was closed."""
        from crmdesk.store.closing import pdf_of

        here = self.desk.here
        pdf = pdf_of(here, closing)
        ((label, at),) = here.rows("SELECT period, closed_at FROM closing WHERE id = ?", (closing,))
        self.period = parse_period(label, here.settings.fiscal_year_start_month)
        self.heading.setText(_("Summary of {period}").format(period=period_text(self.period)))
        kept = _("as it was kept on {when}").format(when=moment_text(here.calendar.local(at)))
        self._wait(kept)
        ratio = self.devicePixelRatioF()

        def work(_workspace: Workspace, task: Task) -> list[Leaf]:
            return leaves_of(pdf, task, ratio)

        done = partial(self._show, pdf, kept=kept)
        self.desk.session.read(_("Drawing the pages"), work, done)

    def ask_print(self) -> None:
        """Asks for the printer, then prints what is shown and remembers that it was."""
        if self.view.pdf and self.period is not None:
            name = printing.file_name(self.desk.here, self.period.label, ".pdf").stem
            printing.ask_printer(self.desk, self.view.pdf, name, self, self.remember)

    def ask_save(self) -> None:
        """Asks for a file, then writes what is shown and remembers that it was."""
        if self.view.pdf and self.period is not None:
            name = printing.file_name(self.desk.here, self.period.label, ".pdf")
            save = partial(printing.save_pdf, self.desk, self.view.pdf, then=self.remember)
            ask_save(self, _("Save summary as PDF"), "PDF (*.pdf)", name, save)

    def remember(self) -> None:
        """What was kept is remembered already."""
        if self.paper is not None and not self.kept:
            printing.remember(self.desk, self.paper.made.results)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One line of controls where there is room for them, else two."""
        super().resizeEvent(event)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        sides = (self._top.itemAt(side) for side in range(2))
        needed = sum(side.sizeHint().width() for side in sides if side is not None)
        self._top.setDirection(across if self.width() - _MARGINS >= needed else down)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown) or event.text() in ("+", "=", "-"):
            self.view.keyPressEvent(event)
        else:
            super().keyPressEvent(event)
