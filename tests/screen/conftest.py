"""A window on a copy of the demo business, as of a fixed moment."""

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from crmdesk.domain.clock import Clock, FixedClock
from crmdesk.domain.errors import UserError
from crmdesk.kpi.remember import keep
from crmdesk.screen import reading
from crmdesk.screen.listing.page import ListPage
from crmdesk.screen.main_window import MainWindow
from crmdesk.screen.navigation import HOME, place_text
from crmdesk.store import demo, note
from crmdesk.store.file import open_workspace
from crmdesk.store.query import Query
from crmdesk.ui.desk import Place
from crmdesk.ui.jobs import Task
from tests.screen.driving import NOON, settle, wait
from tests.screen.one_page import ReadWindow


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo business, small, made once; tests copy it."""
    path = tmp_path_factory.mktemp("demo") / "demo.crmdesk"
    clock = FixedClock(NOON)
    demo.make(path, scale=0.25, clock=clock)
    with open_workspace(path, clock=clock) as workspace:
        # Figures that are remembered need not be measured in every test.
        period = reading.first_period(workspace, NOON)
        keep(workspace, reading.measured_board(workspace, Task(lambda _told: None), period=period, now=NOON).fresh)
    return path


@pytest.fixture
def begins_at() -> str:
    """The page on which the window opens; tests that look elsewhere name one that is made sooner than the dashboard."""
    return HOME.page


@pytest.fixture(scope="session")
def left_at(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """`left_at("contacts")` is the demo business as somebody left it on that page."""

    @cache
    def file(page: str) -> Path:
        if page == HOME.page:
            return demo_file
        path = Path(shutil.copy(demo_file, tmp_path_factory.mktemp("left") / "demo.crmdesk"))
        with open_workspace(path, clock=FixedClock(NOON)) as workspace:
            note.keep(workspace, "place", place_text(Place(page)))
        return path

    return file


@pytest.fixture
def book(left_at: Callable[[str], Path], begins_at: str, tmp_path: Path) -> Path:
    """A copy of the demo business for one test."""
    return Path(shutil.copy(left_at(begins_at), tmp_path / "Shop.crmdesk"))


@pytest.fixture
def make_window(qapp, qtbot) -> Iterator[Callable[..., MainWindow]]:
    """Makes windows, and closes them after the test, in which no job may have made a mistake."""
    made: list[MainWindow] = []
    mistakes: list[BaseException] = []

    def collect(fault: BaseException) -> None:
        if not isinstance(fault, UserError):
            mistakes.append(fault)

    def make(
        path: Path | None = None, *, at_once: bool = True, moment: int = NOON, clock: Clock | None = None
    ) -> MainWindow:
        window = MainWindow(qapp, clock or FixedClock(moment), at_once=at_once)
        made.append(window)
        window.jobs.fault.connect(collect)
        window.resize(1366, 740)
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        wait(window.isActiveWindow)
        if path is not None:
            window.open(path)
            settle(window)
        else:
            window.leave_workspace()
        return window

    yield make
    for window in made:
        window.close()
        window.deleteLater()
    assert mistakes == []


@pytest.fixture
def window(make_window, book: Path) -> MainWindow:
    """A window on the demo business."""
    return make_window(book)


@pytest.fixture
def make_page(window):
    """Makes the page of a listing, shown in a window of its own beside the main one's desk."""
    made = []

    def make(listing: str, query: Query | None = None) -> ListPage:
        holder = ReadWindow()
        page = ListPage(window.desk, listing, holder)
        page.resize(1100, 600)
        holder.resize(1100, 600)
        holder.show()
        holder.activateWindow()
        wait(holder.isActiveWindow)
        page.show_place(Place(listing, detail=query.as_json() if query else ""))
        window.session.changed.connect(page.refresh)
        made.append(holder)
        settle(window)
        return page

    yield make
    for holder in made:
        holder.close()
        holder.deleteLater()


@pytest.fixture
def contacts(make_page) -> ListPage:
    return make_page("contacts")
