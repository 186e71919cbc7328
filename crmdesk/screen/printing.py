"""The summary on paper and as files, from the window: preview, printer, PDF, spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from crmdesk.domain.errors import UserError
from crmdesk.domain.period import Period
from crmdesk.kpi.measure import Result
from crmdesk.screen.paper_making import Paper, PaperMaking, kept_options
from crmdesk.store.file import Workspace
from crmdesk.text import _, n_, speaking
from crmdesk.ui.ask_file import ask_save
from crmdesk.ui.desk import Desk, Place
from crmdesk.ui.jobs import Task

if TYPE_CHECKING:
    from crmdesk.screen.main_window import MainWindow
    from crmdesk.screen.print_preview import PrintPreview


class Printing(QObject):
    """The window's dealings with paper: what the preview shows, if it is seen, else the period of the dashboard."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window, self.session = window, window.session
        self.making = PaperMaking(window.desk, self)

    @property
    def paper(self) -> str:
        """The paper that was chosen last, else the usual one here."""
        from crmdesk.ui.paper import PAPERS, usual_paper

        chosen = self.window.memory.paper
        return chosen if chosen in PAPERS else usual_paper()

    def preview(self) -> None:
        """Shows the summary of the period as it would be printed; where it is shown already, prints it."""
        if (shown := self._shown()) is not None:
            shown.ask_print()
        else:
            self.window.desk.go(Place("preview", detail=self.period.label))

    def ask_pdf(self) -> None:
        """Asks for a file for the summary; of a preview, for what it shows, which may be one that was kept."""
        if (shown := self._shown()) is not None:
            shown.ask_save()
            return
        ask_save(self.window, _("Save summary as PDF"), "PDF (*.pdf)", self._proposal(".pdf"), self.save_pdf)

    def save_pdf(self, path: Path) -> None:
        """Writes the summary, and remembers what left the house."""
        options = kept_options(self.session.here, self.paper)
        self.making.make(self.period, options, 1.0, partial(self._on_made, path), self.window.notice.tell)

    def _on_made(self, path: Path, paper: Paper) -> None:
        save_pdf(self.window.desk, paper.made.data, path, partial(remember, self.window.desk, paper.made.results))

    def ask_sheet(self) -> None:
        filters = _("Spreadsheets (*.xlsx)")
        ask_save(self.window, _("Save as spreadsheet"), filters, self._proposal(".xlsx"), self.save_sheet)

    def save_sheet(self, path: Path) -> None:
        """Writes the spreadsheet twin of the summary."""
        period, now, options = self.period, self.session.now(), kept_options(self.session.here, self.paper)

        def work(workspace: Workspace, _task: Task) -> Path:
            from crmdesk.report.material import gather
            from crmdesk.report.spreadsheet import workbook
            from crmdesk.store.atomic import write_bytes

            with speaking(options.language):
                write_bytes(path, workbook(gather(workspace, period, now), options))
            return path

        self.session.read(_("Writing the spreadsheet"), work, partial(_tell_saved, self.window.desk))

    def _shown(self) -> PrintPreview | None:
        """The preview, if it is seen."""
        if self.window.shows() != "preview":
            return None
        from crmdesk.screen.print_preview import PrintPreview

        return self.window.page if isinstance(self.window.page, PrintPreview) else None

    @property
    def period(self) -> Period:
        """The period of the preview if that is seen, else of the dashboard. Raises UserError without a workspace."""
        shown = getattr(self.window.page, "period", None) if self.window.shows() == "preview" else None
        period = shown or self.window.measuring.period
        if period is None:
            raise UserError(_("No workspace is open; open one first."))
        return period

    def _proposal(self, ending: str) -> Path:
        return file_name(self.session.here, self.period.label, ending)


def file_name(workspace: Workspace, label: str, ending: str) -> Path:
    """What a file of a period is called, if nobody says otherwise."""
    name = f"{workspace.path.stem} {label}".replace("/", "-").replace("..", " ")
    return Path.home() / f"{name}{ending}"


def save_pdf(desk: Desk, pdf: bytes, path: Path, then: Callable[[], None] | None = None) -> None:
    """Writes a PDF, and says so; `then` is done when it is written."""

    def work(_task: Task) -> Path:
        from crmdesk.store.atomic import write_bytes

        write_bytes(path, pdf)
        return path

    def done(written: Path) -> None:
        if then is not None:
            then()
        _tell_saved(desk, written)

    desk.session.jobs.start(_("Writing the summary"), work, done)


def ask_printer(desk: Desk, pdf: bytes, title: str, parent: QWidget, then: Callable[[], None] | None = None) -> None:
    """Asks for the printer, and prints a PDF; `then` is done when the pages are on their way."""
    from crmdesk.ui.to_printer import printer_for

    printer = printer_for(pdf, title)
    dialog = QPrintDialog(printer, parent)
    dialog.accepted.connect(lambda: print_on(desk, pdf, printer, then))
    dialog.finished.connect(dialog.deleteLater)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.show()


def print_on(desk: Desk, pdf: bytes, printer: QPrinter, then: Callable[[], None] | None = None) -> None:
    """Prints a PDF as the dialog of the printer was answered."""
    from crmdesk.ui.to_printer import print_pdf

    def done(pages: int) -> None:
        if then is not None:
            then()
        desk.notice.tell(n_("{n} page sent to the printer.", "{n} pages sent to the printer.", pages).format(n=pages))

    desk.session.jobs.start(_("Printing"), lambda _task: print_pdf(pdf, printer), done)


def remember(desk: Desk, results: Mapping[str, Result]) -> None:
    """Notes the figures of what was printed, so that a later change can be told."""
    from crmdesk.report import printed

    desk.attempt(lambda: printed.remember(desk.here, results, desk.now()))


def _tell_saved(desk: Desk, path: Path) -> None:
    desk.notice.tell(_("Saved: {path}").format(path=path))
