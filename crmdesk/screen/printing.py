"""The summary on paper and as files, from the window: preview, PDF, spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from crmdesk.domain.errors import UserError
from crmdesk.domain.period import Period
from crmdesk.store.file import Workspace
from crmdesk.text import _
from crmdesk.ui.ask_file import ask_save
from crmdesk.ui.desk import Place
from crmdesk.ui.jobs import Task

if TYPE_CHECKING:
    from crmdesk.screen.main_window import MainWindow


class Printing(QObject):
    """The window's dealings with paper."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window, self.session = window, window.session

    def handlers(self) -> dict[str, Callable[[], None]]:
        """For the table of actions."""
        return {"preview": self.preview, "pdf": self.ask_pdf, "sheet": self.ask_sheet}

    @property
    def paper(self) -> str:
        """The paper that was chosen last, else the usual one here."""
        from crmdesk.ui.paper import PAPERS, usual_paper

        chosen = self.window.memory.paper
        return chosen if chosen in PAPERS else usual_paper()

    def preview(self) -> None:
        """Shows the summary of the period as it would be printed."""
        self.window.desk.go(Place("preview"))

    def ask_pdf(self) -> None:
        ask_save(self.window, _("Save summary as PDF"), "PDF (*.pdf)", self._proposal(".pdf"), self.save_pdf)

    def save_pdf(self, path: Path) -> None:
        """Writes the summary, and remembers what left the house."""
        period, now, paper = self.period, self.session.now(), self.paper

        def work(workspace: Workspace, _task: Task) -> Path:
            from crmdesk.report.options import Options
            from crmdesk.report.write import write

            write(workspace, period, now, path, Options(paper=paper))
            return path

        read_only = self.session.here.read_only
        begin = self.session.read if read_only else self.session.write
        self.window.desk.attempt(lambda: begin(_("Writing the summary"), work, self._on_saved))

    def ask_sheet(self) -> None:
        filters = _("Spreadsheets (*.xlsx)")
        ask_save(self.window, _("Save as spreadsheet"), filters, self._proposal(".xlsx"), self.save_sheet)

    def save_sheet(self, path: Path) -> None:
        """Writes the spreadsheet twin of the summary."""
        period, now = self.period, self.session.now()

        def work(workspace: Workspace, _task: Task) -> Path:
            from crmdesk.report.material import gather
            from crmdesk.report.spreadsheet import workbook
            from crmdesk.store.atomic import write_bytes

            write_bytes(path, workbook(gather(workspace, period, now)))
            return path

        self.session.read(_("Writing the spreadsheet"), work, self._on_saved)

    def remember(self, period: Period) -> None:
        """Notes the figures of what was printed, so that a later change can be told."""
        now = self.session.now()

        def work(workspace: Workspace, _task: Task) -> bool:
            from crmdesk.kpi.base import all_kpis
            from crmdesk.kpi.measure import measure
            from crmdesk.report.printed import remember

            return remember(workspace, measure(workspace, all_kpis(), [period], now)[0], now)

        if not self.session.here.read_only:
            label = _("Noting what was printed")
            self.window.desk.attempt(lambda: self.session.write(label, work, lambda _noted: None))

    def _on_saved(self, path: Path) -> None:
        self.window.notice.tell(_("Saved: {path}").format(path=path))

    @property
    def period(self) -> Period:
        """What the dashboard shows. Raises UserError where no workspace is open."""
        if self.window.measuring.period is None:
            raise UserError(_("No workspace is open; open one first."))
        return self.window.measuring.period

    def _proposal(self, ending: str) -> Path:
        name = f"{self.session.here.path.stem} {self.period.label}".replace("/", "-").replace("..", " ")
        return Path.home() / f"{name}{ending}"
