"""The window: one page at a time, the sidebar and the menus, and the way from a workspace to what is shown of it."""

from __future__ import annotations

import contextlib
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from crmdesk.domain.clock import Clock
from crmdesk.domain.errors import DamagedFile, UserError
from crmdesk.screen import pages
from crmdesk.screen.bars import Bars
from crmdesk.screen.caring import Caring
from crmdesk.screen.catching_up import CatchingUp
from crmdesk.screen.commands import handlers_of
from crmdesk.screen.dashboard import Dashboard
from crmdesk.screen.filing import Filing, dropped
from crmdesk.screen.first_steps import is_new
from crmdesk.screen.measuring import Measuring
from crmdesk.screen.navigation import Navigator, place_of, place_text
from crmdesk.screen.reminding import Reminding
from crmdesk.screen.sample_line import SampleLine
from crmdesk.screen.sidebar import SHOWN, Sidebar
from crmdesk.screen.undoing import Undoing
from crmdesk.screen.warming_up import WarmingUp
from crmdesk.screen.who_works import WhoWorks
from crmdesk.store import note
from crmdesk.store.file import is_older
from crmdesk.store.note import DRAFTS
from crmdesk.text import _
from crmdesk.ui import actions, home, window_place
from crmdesk.ui.desk import Desk, Page, Place
from crmdesk.ui.faults import words_for
from crmdesk.ui.icons import icon
from crmdesk.ui.jobs import Job, Jobs
from crmdesk.ui.notice import Notice
from crmdesk.ui.plain import message
from crmdesk.ui.rest import Rest
from crmdesk.ui.session import Session
from crmdesk.ui.theme import Look, Theme

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from crmdesk.screen.figure import FigurePage
    from crmdesk.screen.print_preview import PrintPreview
    from crmdesk.screen.printing import Printing
    from crmdesk.screen.today_page import TodayPage
    from crmdesk.screen.welcome import Welcome
    from crmdesk.store.file import Workspace
    from crmdesk.store.journal import Change

HOME = Place("dashboard")


class MainWindow(QMainWindow):
    """The one window of the program."""

    def __init__(self, app: QApplication, clock: Clock | None = None, *, at_once: bool = False) -> None:
        super().__init__()
        self.setWindowIcon(icon("chart-bar"))
        # Whether it was closed for another window to come in its place.
        self.again = False
        self.memory = home.recall()
        self.theme = Theme(app)
        self.theme.choose(Look(self.memory.look) if self.memory.look in list(Look) else Look.SYSTEM, self.memory.zoom)
        self.jobs = Jobs(self, at_once=at_once)
        self.session = Session(self, self.jobs, clock)
        self.notice = Notice(self)
        self.desk = Desk(self, self.session, self.notice)
        self._build_pages()
        self.measuring = Measuring(self)
        self.filing, self.undoing = Filing(self), Undoing(self)
        self.rest = Rest(self)
        self.catching_up = CatchingUp(self, self.session, self.rest)
        self.warming_up = WarmingUp(self, self.session)
        self.bars = Bars(self, handlers_of(self))
        self.filing.add_recent(self.bars.menus[actions.FILE], self.bars.actions["close"])
        self._arrange()
        self._connect()
        self._show_look()
        self.sidebar.fold(self.memory.folded)
        self.bars.actions["sidebar"].setChecked(not self.memory.folded)
        self.refresh()

    @cached_property
    def printing(self) -> Printing:
        """What prints, loaded when it is first needed."""
        from crmdesk.screen.printing import Printing

        return Printing(self)

    def _build_pages(self) -> None:
        self.stack = QStackedWidget(self)
        self.dashboard = Dashboard(self.desk, self.stack)
        # Until it is gone to it is no page of the stack, and must not stand in front of the one that is shown.
        self.dashboard.hide()
        makers = {
            "today": self._make_today,
            "dashboard": lambda: self.dashboard,
            "figure": self._make_figure,
            "preview": self._make_preview,
        }
        self.navigator = Navigator(self.desk, self.stack, makers)
        self.sidebar = Sidebar(self.desk, self)
        self.sample = SampleLine(self)
        self.who = WhoWorks(self.desk, self)
        self.sidebar.foot.addWidget(self.who)
        self.reminding = Reminding(self)
        self.caring = Caring(self)
        self._welcome: Welcome | None = None

    def _make_today(self) -> TodayPage:
        from crmdesk.screen.first_steps import FirstSteps
        from crmdesk.screen.today_page import TodayPage
        from crmdesk.screen.watched_hint import WatchedHint

        page = TodayPage(self.desk, self.stack)
        page.room.addWidget(FirstSteps(self))
        page.room.addWidget(WatchedHint(self.desk, page))
        return page

    def _make_figure(self) -> FigurePage:
        from crmdesk.screen.figure import FigurePage

        page = FigurePage(self.desk, self.stack, lambda: self.measuring.board)
        page.back.connect(self.go_back)
        page.step.connect(self.measuring.step)
        self.measuring.measured.connect(page.show_board)
        return page

    def _make_preview(self) -> PrintPreview:
        from crmdesk.screen.print_preview import PrintPreview

        return PrintPreview(self.desk, self.stack, self)

    def _arrange(self) -> None:
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.sample)
        right.addLayout(self.reminding.room)
        right.addWidget(self.stack, 1)
        # Below the page: what one is about to click must not move when something is told.
        right.addWidget(self.notice)
        middle = QWidget(self)
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addLayout(right, 1)
        self.setCentralWidget(middle)
        self.setMinimumSize(640, 480)
        window_place.put_back(self, self.memory)

    def _connect(self) -> None:
        self.jobs.started.connect(self._on_job)
        self.jobs.idle.connect(self.bars.busy.done)
        self.jobs.fault.connect(self.tell_fault)
        self.session.opened.connect(self._on_opened)
        self.session.changed.connect(self._on_changed)
        self.session.lost.connect(self.leave_workspace)
        self.navigator.made.connect(self.bars.add_page)
        self.navigator.gone.connect(self._on_gone)
        self.desk.looked.connect(self.refresh)
        self.dashboard.chart_wanted.connect(self._want_chart)
        self.dashboard.area_changed.connect(lambda place: setattr(self.memory, "area", place))
        self.measuring.data.connect(self._on_data)
        self.sample.own_wanted.connect(self.filing.ask_new)
        self.sample.away_wanted.connect(self.filing.remove_sample)
        self.setAcceptDrops(True)

    # Pages

    @property
    def page(self) -> QWidget:
        """The page that is shown."""
        return self.stack.currentWidget() or self.dashboard

    def shows(self) -> str:
        """The name of the page that is shown; empty where it is no page of a workspace."""
        return self.page.name if isinstance(self.page, Page) and self.session.workspace is not None else ""

    def show_figure(self, kpi_id: str) -> None:
        """The page of a figure, for the period of the dashboard."""
        self.dashboard.open_figure(kpi_id)

    def _want_chart(self, chart: str) -> None:
        page = cast("FigurePage", self.navigator.page_of("figure"))
        page.charts.wanted = chart

    def show_area(self, place: int) -> None:
        """An area of the dashboard, from wherever one is."""
        self.desk.go(Place("dashboard", detail=str(place)))

    def go_back(self) -> None:
        """Where one was before."""
        if self.session.workspace is not None and not self.navigator.step(-1) and self.shows() != HOME.page:
            self.desk.go(HOME)

    def escape(self) -> None:
        """From what a section led to, back to it; in a section, what was told is put away."""
        if self.shows() and not pages.section_of(self.shows()):
            self.go_back()
        else:
            self.notice.hide()

    def type_period(self) -> None:
        if self.page is not self.dashboard:
            self.desk.go(HOME)
        self.dashboard.picker.type_here()

    # The workspace

    def open(self, path: Path, *, read_only: bool = False) -> None:
        """Opens a workspace; tells in words what stands against it. One that is open already stays so.

        The file of an older crmdesk is upgraded first, in a job, with the welcome page before one.
        """
        here = self.session.workspace
        if here is not None and not here.read_only and path.exists() and path.samefile(here.path):
            return
        if not read_only and is_older(path):
            self._upgrade(path, here.path if here is not None else None)
        else:
            self._open(path, read_only=read_only)

    def _open(self, path: Path, *, read_only: bool = False) -> None:
        try:
            self.change_workspace(partial(self.session.open, path, read_only=read_only))
        except UserError as fault:
            self.filing.restoring.tell_unopened(path, fault)

    def _upgrade(self, path: Path, before: Path | None) -> None:
        """Opens the file of an older crmdesk; where it cannot be upgraded, the one that was open before again."""

        def failed(fault: Exception | None) -> None:
            if before is not None:
                self._open(before)
            if isinstance(fault, UserError):
                self.filing.restoring.tell_unopened(path, fault)
            elif fault is not None:
                self.tell_fault(fault)

        try:
            self.session.require_idle()
            self.leave_workspace()
            self.session.upgrade(path, partial(self._open, path), failed)
        except UserError as fault:
            self.filing.restoring.tell_unopened(path, fault)
        self.refresh()

    def change_workspace(self, change: Callable[[], None]) -> None:
        """Opens another workspace, or none: every page first keeps and forgets what belongs to the present one.

        Raises UserError where the change cannot be made; one is then where one was.
        """
        place = self.navigator.here()
        self._leave_pages()
        try:
            change()
        except UserError:
            if place is not None and self.session.workspace is not None:
                self.desk.go(place)
            raise

    def leave_workspace(self) -> None:
        """Closes the workspace and shows the welcome page."""
        try:
            self.change_workspace(self.session.close)
        except UserError as fault:
            self.notice.tell(str(fault))
            return
        self.measuring.leave()
        self.catching_up.stop()
        self.reminding.leave()
        self.who.leave()
        self.sidebar.leave()
        self.sample.show_for(None)
        self.bars.data_to.setText("")
        self.bars.where.setText("")
        self.notice.hide()
        self.show_welcome()
        self.refresh()

    def show_welcome(self) -> None:
        """Shows the page for when no workspace is open, with the files that there are now."""
        if self._welcome is None:
            from crmdesk.screen.welcome import Welcome

            self._welcome = Welcome(self.stack, self)
            self.stack.addWidget(self._welcome)
        self.stack.setCurrentWidget(self._welcome)
        self._welcome.refresh()

    def forget(self, path: Path) -> None:
        """Takes a workspace off the list of those that were open before."""
        self.memory.forget(path)
        home.keep(self.memory)
        if self._welcome is not None:
            self._welcome.refresh()

    def _on_opened(self, workspace: Any) -> None:
        try:
            self._show_opened(workspace)
        except DamagedFile as fault:
            # It begins as a workspace does; what it holds cannot be read.
            self.leave_workspace()
            self.filing.restoring.tell_damaged(fault)

    def _show_opened(self, workspace: Workspace) -> None:
        self.memory.opened(workspace.path)
        self.notice.hide()
        self.bars.data_to.setText("")
        self.bars.where.setText(str(workspace.path))
        self.measuring.open(workspace)
        self.sidebar.open()
        self.who.open()
        self.reminding.open()
        self.caring.open()
        self.sample.show_for(workspace)
        place = place_of(note.recall(workspace, "place")) or (Place("today") if is_new(workspace) else HOME)
        if place.page == HOME.page:
            self.measuring.recall()
        self.desk.go(place)
        if self.navigator.history.here is None:
            self.measuring.recall()
            self.desk.go(HOME)
        self.measuring.due()
        if workspace.read_only:
            self.notice.tell(_("“{file}” is open for reading only.").format(file=workspace.path.name))
        elif note.keys(workspace, DRAFTS):
            from crmdesk.screen.quick_add import offer_draft

            offer_draft(self.desk, self)

    def _leave_pages(self) -> None:
        """Notes with the file where one is, so that it opens there again; no page holds anything of it any more."""
        place = self.navigator.here()
        if self.session.writing:
            return
        # Where the file is gone or damaged these habits are lost; it can be left all the same.
        with contextlib.suppress(UserError):
            if place is not None and self.session.workspace is not None:
                note.keep(self.session.here, "place", place_text(place))
                self.sidebar.keep()
            self.caring.leave()
        self.navigator.leave()

    def _on_changed(self, change: Change | None) -> None:
        if change is None or change.tables & SHOWN:
            self.sidebar.fill()
        if change is None or "staff" in change.tables:
            self.who.refresh()
        self.sample.show_for(self.session.workspace)
        self.reminding.refresh(change)
        self.refresh()
        self.measuring.due()

    def _on_gone(self, place: Place) -> None:
        self.sidebar.show_place(place)
        self.refresh()
        self.measuring.look()

    def _on_data(self, text: str) -> None:
        self.bars.data_to.setText(text)
        home.keep(self.memory)

    def read_again(self) -> None:
        """Reads anew what is shown."""
        if isinstance(self.page, Page):
            self.page.refresh(None)
        self.measuring.measure()

    # What is said around the page

    def tell_fault(self, fault: BaseException) -> None:
        """Says what went wrong; where it is the open workspace, offers its copies."""
        workspace = self.session.workspace
        if isinstance(fault, DamagedFile) and workspace is not None and fault.path == workspace.path:
            self.filing.restoring.tell_damaged(fault)
            return
        title, text = words_for(fault, self.session.clock)
        message(self, title, text, fault=True)

    def _on_job(self, job: Job) -> None:
        self.bars.busy.follow(job)
        self.refresh()

    def refresh(self) -> None:
        """The title, and what can be done now."""
        have = set()
        workspace = self.session.workspace
        if workspace is not None:
            have.add(actions.WORKSPACE)
            if not workspace.read_only and not self.session.writing:
                have.add(actions.WRITABLE)
        self.bars.enable(have, self.shows())
        self.bars.actions["who"].setEnabled(len(self.who.people) > 1)
        if actions.WRITABLE in have:
            self.undoing.name_steps(self.bars.actions)
        self.bars.show_title()

    def toggle_sidebar(self) -> None:
        """Shows the words beside the icons of the sidebar, or the icons alone."""
        self.sidebar.fold(not self.sidebar.folded)
        self.memory.folded = self.sidebar.folded
        self.bars.actions["sidebar"].setChecked(not self.sidebar.folded)

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
            self.bars.actions[f"look_{look.value}"].setChecked(look is self.theme.look)

    def start_again(self) -> None:
        """Closes the window; another one comes in its place, in the language that was chosen."""
        self.again = True
        self.again = self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Whatever has a use for Esc gets it first; what nobody took arrives here.
        if event.key() == Qt.Key.Key_Escape:
            self.escape()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = dropped(event.mimeData())
        if paths:
            event.acceptProposedAction()
            # The program that the file comes from waits until the drop is over.
            QTimer.singleShot(0, self, partial(self.filing.take, paths))

    def closeEvent(self, event: QCloseEvent) -> None:
        try:
            self.change_workspace(self.session.close)
        except UserError as fault:
            self.notice.tell(str(fault))
            event.ignore()
            return
        self.measuring.stop()
        self.catching_up.stop()
        self.warming_up.stop()
        self.reminding.leave()
        window_place.note(self, self.memory)
        home.keep(self.memory)
        super().closeEvent(event)
