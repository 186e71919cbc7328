"""The window: one page at a time, the menus, and the way from a workspace to what is shown of it."""

from __future__ import annotations

import contextlib
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from crmdesk.domain.clock import Clock
from crmdesk.domain.errors import UserError
from crmdesk.domain.period import Period
from crmdesk.kpi.remember import keep
from crmdesk.screen import reading
from crmdesk.screen.dashboard import Dashboard
from crmdesk.screen.filing import Filing
from crmdesk.screen.printing import Printing
from crmdesk.text import _
from crmdesk.ui import actions, home
from crmdesk.ui.faults import words_for
from crmdesk.ui.icons import icon
from crmdesk.ui.jobs import Job, Jobs
from crmdesk.ui.notice import Busy, Notice
from crmdesk.ui.plain import Label, message
from crmdesk.ui.session import Session
from crmdesk.ui.theme import Look, Theme


class MainWindow(QMainWindow):
    """The one window of the program."""

    def __init__(self, app: QApplication, clock: Clock | None = None, *, at_once: bool = False) -> None:
        super().__init__()
        self.setWindowIcon(icon("chart-bar"))
        self.memory = home.recall()
        self.theme = Theme(app)
        self.theme.choose(Look(self.memory.look) if self.memory.look in list(Look) else Look.SYSTEM, self.memory.zoom)
        self.jobs = Jobs(self, at_once=at_once)
        self.session = Session(self, self.jobs, clock)
        self.period: Period | None = None
        self._measuring: Job | None = None
        self._later = QTimer(self, interval=30, singleShot=True)
        self._later.timeout.connect(self.measure)
        self._build_pages()
        self.filing, self.printing = Filing(self), Printing(self)
        self._build_bars()
        self._connect()
        self.show_welcome()

    def _build_pages(self) -> None:
        self.notice = Notice(self)
        self.pages = QStackedWidget(self)
        self.dashboard = Dashboard(self.pages)
        self.pages.addWidget(self.dashboard)
        self._extra: dict[str, Any] = {}
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self.pages, 1)
        self.setCentralWidget(middle)
        width, height = (*self.memory.size, 1280, 720)[:2] if len(self.memory.size) == 2 else (1280, 720)
        self.resize(QSize(width, height))
        self.setMinimumSize(640, 480)

    def _build_bars(self) -> None:
        handlers = {**self._own_handlers(), **self.filing.handlers(), **self.printing.handlers()}
        self.actions_by_id = actions.build(self, handlers)
        self.addActions(list(self.actions_by_id.values()))
        self.menus = actions.fill(self.menuBar(), self.actions_by_id)
        self.filing.add_recent(self.menus[actions.FILE], self.actions_by_id["close"])
        self.data_to, self.where = Label("", self, muted=True), Label("", self, muted=True)
        self.busy = Busy(self)
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.setContentsMargins(10, 0, 10, 0)
        bar.addWidget(self.data_to)
        bar.addWidget(self.busy)
        bar.addPermanentWidget(self.where)
        self._show_look()

    def _own_handlers(self) -> dict[str, Any]:
        areas = {f"area{number}": partial(self.show_area, number - 1) for number in range(1, 7)}
        looks = {f"look_{look.value}": partial(self.choose_look, look) for look in Look}
        return {
            **areas,
            **looks,
            "larger": lambda: self.choose_zoom(self.theme.zoom + 10),
            "smaller": lambda: self.choose_zoom(self.theme.zoom - 10),
            "usual": lambda: self.choose_zoom(100),
            "measure": self.measure,
            "back": self.go_back,
            "earlier": self.dashboard.picker.go_earlier,
            "later": self.dashboard.picker.go_later,
            "period": self.type_period,
            "quit": self.close,
            "shortcuts": self.show_shortcuts,
            "about": self.show_about,
        }

    def _connect(self) -> None:
        self.jobs.started.connect(self._on_job)
        self.jobs.idle.connect(self.busy.done)
        self.jobs.fault.connect(self.tell_fault)
        self.session.opened.connect(self._on_opened)
        self.session.changed.connect(self._on_changed)
        self.session.lost.connect(self.leave_workspace)
        self.dashboard.figure_asked.connect(self.show_figure)
        self.dashboard.area_changed.connect(lambda place: setattr(self.memory, "area", place))
        self.dashboard.picker.chosen.connect(self.show_period)
        self.dashboard.picker.refused.connect(self.notice.tell)

    # Pages

    @property
    def page(self) -> QWidget:
        """The page that is shown."""
        return self.pages.currentWidget() or self.dashboard

    def made(self, name: str) -> Any:
        """A page that is made when it is first needed."""
        if name not in self._extra:
            if name == "welcome":
                from crmdesk.screen.welcome import Welcome

                page: QWidget = Welcome(self.pages, self)
            elif name == "figure":
                from crmdesk.screen.figure import FigurePage

                page = FigurePage(self.pages, self.session)
                page.back.connect(self.go_back)
                page.step.connect(self._on_step)
            else:
                from crmdesk.screen.print_preview import PrintPreview

                page = PrintPreview(self.pages, self)
            self._extra[name] = page
            self.pages.addWidget(page)
        return self._extra[name]

    def show_welcome(self) -> None:
        """The page for when nothing is open."""
        if self.session.workspace is None:
            self._title()
            self._enable()

    def show_figure(self, kpi_id: str) -> None:
        """The page of a figure, for the period of the dashboard."""
        if self.dashboard.board is not None:
            page = self.made("figure")
            page.show_figure(self.dashboard.board, kpi_id)
            self.show_page(page)

    def show_area(self, place: int) -> None:
        """An area of the dashboard, from wherever one is."""
        self.dashboard.show_area(place)
        self.show_page(self.dashboard)
        self.dashboard.focus_card()

    def go_back(self) -> None:
        """From a page to the dashboard, to the card one came from."""
        if self.session.workspace is None or self.page is self.dashboard:
            if self.notice.isVisible():
                self.notice.hide()
            return
        came_from = getattr(self.page, "kpi_id", "")
        self.show_page(self.dashboard)
        self.dashboard.focus_card(came_from)

    def type_period(self) -> None:
        if self.page is not self.dashboard:
            self.show_page(self.dashboard)
        self.dashboard.picker.type_here()

    def show_page(self, page: QWidget) -> None:
        """Shows a page of the window."""
        self.pages.setCurrentWidget(page)
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        self._enable()

    # The workspace

    def open(self, path: Path, *, read_only: bool = False) -> None:
        """Opens a workspace; tells in words what stands against it."""
        try:
            self.session.open(path, read_only=read_only)
        except UserError as fault:
            self.filing.tell_unopened(path, fault)

    def leave_workspace(self) -> None:
        """Closes the workspace and shows the welcome page."""
        try:
            self.session.close()
        except UserError as fault:
            self.notice.tell(str(fault))
            return
        self.dashboard.show_board(None)
        self.period = None
        self.data_to.setText("")
        self.where.setText("")
        self.notice.hide()
        self._title()
        self.show_page(self.made("welcome"))
        self.made("welcome").refresh()

    def _on_opened(self, workspace: Any) -> None:
        self.memory.opened(workspace.path)
        self.notice.hide()
        self._title()
        self.data_to.setText("")
        self.period = reading.first_period(workspace, self.session.now())
        newest = reading.newest_period(workspace, self.session.now())
        self.dashboard.show_board(None)
        self.dashboard.picker.show_period(self.period, newest)
        self.dashboard.show_area(min(max(self.memory.area, 0), 5))
        self.show_page(self.dashboard)
        self._show_status()
        self.dashboard.show_board(reading.remembered_board(workspace, self.period, self.session.now()))
        self.dashboard.focus_card()
        self._later.start()
        if workspace.read_only:
            self.notice.tell(_("“{file}” is open for reading only.").format(file=workspace.path.name))
        elif reading.latest_day(workspace, self.session.now()) is None:
            text = _("There is nothing in this workspace yet. Bring in a folder or a .zip of CSV files.")
            self.notice.tell(text, _("Import a folder…"), self.filing.ask_import_folder)

    def _on_changed(self, _change: object) -> None:
        self._title()
        self._enable()
        self._show_status()
        self._later.start()

    def show_period(self, period: Period) -> None:
        """Shows another period on whatever page one is."""
        self.notice.hide()
        self.period = period
        self.dashboard.picker.show_period(period)
        if self.session.workspace is not None:
            board = reading.remembered_board(self.session.here, period, self.session.now())
            if board is not None:
                self.dashboard.show_board(board)
            self.measure()

    def _on_step(self, step: int) -> None:
        picker = self.dashboard.picker
        (picker.go_earlier if step < 0 else picker.go_later)()

    def measure(self) -> None:
        """Measures the period afresh, off the window's thread; an older measurement is given up."""
        if self.session.workspace is None or self.period is None or self.session.writing:
            return
        if self._measuring is not None:
            self._measuring.cancel()
        period, now = self.period, self.session.now()
        work = partial(reading.measured_board, period=period, now=now)
        self._measuring = self.session.read(_("Measuring"), work, self._on_measured)
        self._measuring.finished.connect(partial(self._forget_job, self._measuring))

    def _forget_job(self, job: Job) -> None:
        if self._measuring is job:
            self._measuring = None

    def _on_measured(self, measured: reading.Measured) -> None:
        board = measured.board
        home.keep(self.memory)
        self.data_to.setText(measured.data)
        if not self.session.writing:
            # Whoever cannot remember measures again next time.
            with contextlib.suppress(UserError):
                keep(self.session.here, measured.fresh)
        if board.period != self.period:
            return
        self.dashboard.show_board(board)
        if self.page is self._extra.get("figure"):
            self._extra["figure"].show_board(board)
        if board.changed and self.page is self.dashboard:
            self.notice.tell(reading.printed_notice(board))

    # What is said around the page

    def tell_fault(self, fault: BaseException) -> None:
        """Says what went wrong."""
        title, text = words_for(fault, self.session.clock)
        message(self, title, text, fault=True)

    def _on_job(self, job: Job) -> None:
        self.busy.follow(job)
        self._enable()

    def _show_status(self) -> None:
        if self.session.workspace is not None:
            self.where.setText(str(self.session.here.path))

    def _title(self) -> None:
        workspace = self.session.workspace
        if workspace is None:
            self.setWindowTitle("crmdesk")
            return
        name = workspace.settings.business_name or workspace.path.stem
        self.setWindowTitle(f"{name} – {workspace.path.name} – crmdesk".replace("[*]", "[ * ]"))

    def _enable(self) -> None:
        have = set()
        workspace = self.session.workspace
        if workspace is not None:
            have.add(actions.WORKSPACE)
            if not workspace.read_only and not self.session.writing:
                have.add(actions.WRITABLE)
        actions.enable(self.actions_by_id, have)
        if actions.WRITABLE in have:
            self.filing.name_steps(self.actions_by_id)

    def choose_look(self, look: Look) -> None:
        """Light, dark, or like the system."""
        self.memory.look = look.value
        self.theme.choose(look, self.theme.zoom)
        self._show_look()

    def choose_zoom(self, zoom: int) -> None:
        self.theme.choose(self.theme.look, zoom)
        self.memory.zoom = self.theme.zoom

    def _show_look(self) -> None:
        for look in Look:
            self.actions_by_id[f"look_{look.value}"].setChecked(look is self.theme.look)

    def show_shortcuts(self) -> None:
        from crmdesk.screen.shortcuts import ShortcutPage

        ShortcutPage(self).open()

    def show_about(self) -> None:
        from crmdesk.screen.shortcuts import about_text

        message(self, _("About crmdesk"), about_text())

    def closeEvent(self, event: QCloseEvent) -> None:
        try:
            self.session.close()
        except UserError as fault:
            self.notice.tell(str(fault))
            event.ignore()
            return
        self._later.stop()
        self.memory.size = [self.width(), self.height()]
        home.keep(self.memory)
        super().closeEvent(event)
