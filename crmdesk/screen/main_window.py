"""The window: one page at a time, the sidebar and the menus.

What stands in it is put there by `furnishing`, and loaded only then: the first sight (`first_sight`) is shown before.
"""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QMainWindow

from crmdesk.domain.errors import DamagedFile, UserError
from crmdesk.ui import home, window_place

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
    from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

    from crmdesk.domain.clock import Clock
    from crmdesk.screen.bars import Bars
    from crmdesk.screen.caring import Caring
    from crmdesk.screen.catching_up import CatchingUp
    from crmdesk.screen.dashboard import Dashboard
    from crmdesk.screen.figure.page import FigurePage
    from crmdesk.screen.filing import Filing
    from crmdesk.screen.measuring import Measuring
    from crmdesk.screen.navigation import Navigator
    from crmdesk.screen.opening import Opening
    from crmdesk.screen.printing import Printing
    from crmdesk.screen.reminding import Reminding
    from crmdesk.screen.sample_line import SampleLine
    from crmdesk.screen.sidebar import Sidebar
    from crmdesk.screen.undoing import Undoing
    from crmdesk.screen.warming_up import WarmingUp
    from crmdesk.screen.who_works import WhoWorks
    from crmdesk.ui.desk import Desk
    from crmdesk.ui.jobs import Jobs
    from crmdesk.ui.notice import Notice
    from crmdesk.ui.rest import Rest
    from crmdesk.ui.session import Session
    from crmdesk.ui.theme import Look, Theme


class MainWindow(QMainWindow):
    """The one window of the program. `before` is done with it while it is empty and hidden."""

    theme: Theme
    jobs: Jobs
    session: Session
    notice: Notice
    desk: Desk
    stack: QStackedWidget
    dashboard: Dashboard
    navigator: Navigator
    sidebar: Sidebar
    sample: SampleLine
    who: WhoWorks
    reminding: Reminding
    caring: Caring
    measuring: Measuring
    filing: Filing
    undoing: Undoing
    rest: Rest
    catching_up: CatchingUp
    warming_up: WarmingUp
    opening: Opening
    bars: Bars

    def __init__(
        self,
        app: QApplication,
        clock: Clock | None = None,
        *,
        at_once: bool = False,
        before: Callable[[MainWindow], object] | None = None,
    ) -> None:
        super().__init__()
        # Whether it was closed for another window to come in its place.
        self.again = False
        self.memory = home.recall()
        self.setMinimumSize(640, 480)
        window_place.put_back(self, self.memory)
        if before is not None:
            before(self)
        from crmdesk.screen.furnishing import furnish

        furnish(self, app, clock, at_once=at_once)

    @cached_property
    def printing(self) -> Printing:
        """What prints, loaded when it is first needed."""
        from crmdesk.screen.printing import Printing

        return Printing(self)

    # Pages

    @property
    def page(self) -> QWidget:
        """The page that is shown."""
        return self.stack.currentWidget() or self.dashboard

    def shows(self) -> str:
        """The name of the page that is shown; empty where it is no page of a workspace."""
        page = self.navigator.page
        return page.name if page is not None and self.session.workspace is not None else ""

    def show_figure(self, kpi_id: str) -> None:
        """The page of a figure, for the period of the dashboard."""
        self.dashboard.open_figure(kpi_id)

    def want_chart(self, chart: str) -> None:
        """The page of the next figure is to show that chart."""
        page = cast("FigurePage", self.navigator.page_of("figure"))
        page.charts.wanted = chart

    def show_area(self, place: int) -> None:
        """An area of the dashboard, from wherever one is."""
        self.navigator.go_home(str(place))

    def go_back(self) -> None:
        """Where one was before."""
        if self.session.workspace is not None and not self.navigator.step(-1) and self.page is not self.dashboard:
            self.navigator.go_home()

    def escape(self) -> None:
        """From what a section led to, back to it; in a section, what was told is put away."""
        if self.shows() and not self.navigator.in_section:
            self.go_back()
        else:
            self.notice.hide()

    def type_period(self) -> None:
        if self.page is not self.dashboard:
            self.navigator.go_home()
        self.dashboard.picker.type_here()

    # The workspace

    def open(self, path: Path, *, read_only: bool = False) -> None:
        """Opens a workspace; tells in words what stands against it. One that is open already stays so."""
        self.opening.open(path, read_only=read_only)

    def change_workspace(self, change: Callable[[], None]) -> None:
        """Opens another workspace, or none: every page first keeps and forgets what belongs to the present one.

        Raises UserError where the change cannot be made; one is then where one was.
        """
        self.opening.change(change)

    def leave_workspace(self) -> None:
        """Closes the workspace and shows the welcome page."""
        self.opening.leave()

    def show_welcome(self) -> None:
        """Shows the page for when no workspace is open, with the files that there are now."""
        self.opening.show_welcome()

    def forget(self, path: Path) -> None:
        """Takes a workspace off the list of those that were open before."""
        self.opening.forget(path)

    def read_again(self) -> None:
        """Reads anew what is shown."""
        if self.navigator.page is not None:
            self.navigator.page.refresh(None)
        self.measuring.measure()

    # What is said around the page

    def tell_fault(self, fault: BaseException) -> None:
        """Says what went wrong; where it is the open workspace, offers its copies."""
        from crmdesk.ui.faults import words_for
        from crmdesk.ui.plain import message

        workspace = self.session.workspace
        if isinstance(fault, DamagedFile) and workspace is not None and fault.path == workspace.path:
            self.filing.restoring.tell_damaged(fault)
            return
        title, text = words_for(fault, self.session.clock)
        message(self, title, text, fault=True)

    def refresh(self) -> None:
        """The title, and what can be done now."""
        self.bars.refresh()

    def toggle_sidebar(self) -> None:
        """Shows the words beside the icons of the sidebar, or the icons alone."""
        self.sidebar.fold(not self.sidebar.folded)
        self.memory.folded = self.sidebar.folded
        self.bars.actions["sidebar"].setChecked(not self.sidebar.folded)

    def choose_look(self, look: Look) -> None:
        """Light, dark, or like the system."""
        self.memory.look = look.value
        self.theme.choose(look, self.theme.zoom)
        self.bars.show_look(look)

    def choose_zoom(self, zoom: int) -> None:
        self.theme.choose(self.theme.look, zoom)
        self.memory.zoom = self.theme.zoom

    def start_again(self) -> None:
        """Closes the window; another one comes in its place, in the language that was chosen."""
        self.again = True
        self.again = self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        from PySide6.QtCore import Qt

        # Whatever has a use for Esc gets it first; what nobody took arrives here.
        if event.key() == Qt.Key.Key_Escape:
            self.escape()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        from crmdesk.ui import reading_order

        return reading_order.move(self, forward=forward)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        from crmdesk.screen.filing import dropped

        if dropped(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        from PySide6.QtCore import QTimer

        from crmdesk.screen.filing import dropped

        paths = dropped(event.mimeData())
        if paths:
            event.acceptProposedAction()
            # The program that the file comes from waits until the drop is over.
            QTimer.singleShot(0, self, partial(self.filing.take, paths))

    def closeEvent(self, event: QCloseEvent) -> None:
        try:
            self.opening.end()
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
