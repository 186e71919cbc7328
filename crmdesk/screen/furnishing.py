"""Puts into the empty window what stands in it: the pages, the sidebar, the menus, and what works in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crmdesk.screen.bars import Bars
from crmdesk.screen.caring import Caring
from crmdesk.screen.catching_up import CatchingUp
from crmdesk.screen.commands import handlers_of
from crmdesk.screen.dashboard import Dashboard
from crmdesk.screen.filing import Filing
from crmdesk.screen.measuring import Measuring
from crmdesk.screen.navigation import Navigator, focus_in
from crmdesk.screen.opening import Opening
from crmdesk.screen.reminding import Reminding
from crmdesk.screen.sample_line import SampleLine
from crmdesk.screen.sidebar import Sidebar
from crmdesk.screen.undoing import Undoing
from crmdesk.screen.warming_up import WarmingUp
from crmdesk.screen.who_works import WhoWorks
from crmdesk.ui import actions
from crmdesk.ui.desk import Desk
from crmdesk.ui.icons import icon
from crmdesk.ui.jobs import Jobs
from crmdesk.ui.notice import Notice
from crmdesk.ui.rest import Rest
from crmdesk.ui.session import Session
from crmdesk.ui.theme import Look, Theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from crmdesk.domain.clock import Clock
    from crmdesk.screen.figure.page import FigurePage
    from crmdesk.screen.main_window import MainWindow
    from crmdesk.screen.print_preview import PrintPreview
    from crmdesk.screen.today.page import TodayPage


def furnish(window: MainWindow, app: QApplication, clock: Clock | None, *, at_once: bool) -> None:
    """All of it; `at_once`: jobs are done in place, before whoever starts them goes on."""
    window.setWindowIcon(icon("chart-bar"))
    memory = window.memory
    window.theme = Theme(app)
    window.theme.choose(Look(memory.look) if memory.look in list(Look) else Look.SYSTEM, memory.zoom)
    window.jobs = Jobs(window, at_once=at_once)
    window.session = Session(window, window.jobs, clock)
    window.notice = Notice(window)
    window.desk = Desk(window, window.session, window.notice)
    _build_pages(window)
    window.measuring = Measuring(window)
    window.filing, window.undoing = Filing(window), Undoing(window)
    window.rest = Rest(window)
    window.catching_up = CatchingUp(window, window.session, window.rest)
    window.warming_up = WarmingUp(window, window.session)
    window.bars = Bars(window, handlers_of(window))
    window.filing.add_recent(window.bars.menus[actions.FILE], window.bars.actions["close"])
    window.opening = Opening(window)
    _arrange(window)
    _connect(window)
    window.bars.show_look(window.theme.look)
    window.sidebar.fold(memory.folded)
    window.bars.actions["sidebar"].setChecked(not memory.folded)
    # In a window that is seen already, these would come one after the other.
    for part in (window.menuBar(), window.statusBar()):
        part.show()
    # The first sight has the title already of what is opened next.
    window.bars.enable(set(), "")


def _build_pages(window: MainWindow) -> None:
    window.stack = QStackedWidget(window)
    window.dashboard = Dashboard(window.desk, window.stack)
    # Until it is gone to it is no page of the stack, and must not stand in front of the one that is shown.
    window.dashboard.hide()
    makers = {
        "today": lambda: _today(window),
        "dashboard": lambda: window.dashboard,
        "figure": lambda: _figure(window),
        "preview": lambda: _preview(window),
    }
    window.navigator = Navigator(window.desk, window.stack, makers)
    window.sidebar = Sidebar(window.desk, window)
    window.sample = SampleLine(window)
    window.who = WhoWorks(window.desk, window)
    window.sidebar.foot.addWidget(window.who)
    window.reminding = Reminding(window)
    window.caring = Caring(window)


def _today(window: MainWindow) -> TodayPage:
    from crmdesk.screen.first_steps import FirstSteps
    from crmdesk.screen.today.page import TodayPage
    from crmdesk.screen.watched_hint import WatchedHint

    page = TodayPage(window.desk, window.stack)
    page.room.addWidget(FirstSteps(window))
    page.room.addWidget(WatchedHint(window.desk, page))
    return page


def _figure(window: MainWindow) -> FigurePage:
    from crmdesk.screen.figure.page import FigurePage

    page = FigurePage(window.desk, window.stack, lambda: window.measuring.board)
    page.back.connect(window.go_back)
    page.step.connect(window.measuring.step)
    window.measuring.measured.connect(page.show_board)
    return page


def _preview(window: MainWindow) -> PrintPreview:
    from crmdesk.screen.print_preview import PrintPreview

    return PrintPreview(window.desk, window.stack, window)


def _arrange(window: MainWindow) -> None:
    right = QVBoxLayout()
    right.setContentsMargins(0, 0, 0, 0)
    right.setSpacing(0)
    right.addWidget(window.sample)
    right.addLayout(window.reminding.room)
    right.addWidget(window.stack, 1)
    # Below the page: what one is about to click must not move when something is told.
    right.addWidget(window.notice)
    middle = QWidget(window)
    row = QHBoxLayout(middle)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    row.addWidget(window.sidebar)
    row.addLayout(right, 1)
    window.setCentralWidget(middle)
    middle.show()


def _connect(window: MainWindow) -> None:
    window.notice.left.connect(lambda: focus_in(window.page))
    window.jobs.started.connect(window.bars.follow)
    window.jobs.idle.connect(window.bars.busy.done)
    window.jobs.fault.connect(window.tell_fault)
    window.navigator.made.connect(window.bars.add_page)
    window.desk.looked.connect(window.refresh)
    window.dashboard.chart_wanted.connect(window.want_chart)
    window.dashboard.area_changed.connect(lambda place: setattr(window.memory, "area", place))
    window.sample.own_wanted.connect(window.filing.ask_new)
    window.sample.away_wanted.connect(window.filing.remove_sample)
    window.setAcceptDrops(True)
