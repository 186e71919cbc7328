"""The first sight is the dashboard as it will stand there a moment later, dot by dot, and never another one."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QCursor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from crmdesk.domain.clock import FixedClock
from crmdesk.screen import first_sight
from crmdesk.screen.first_sight import Sight
from crmdesk.screen.main_window import MainWindow
from crmdesk.screen.start import speak
from crmdesk.store.file import open_workspace
from crmdesk.store.first_sight import KEY
from crmdesk.ui import home
from crmdesk.ui.desk import Place
from crmdesk.ui.theme import Look
from tests.screen.driving import NOON, settle

DAY = 86_400_000_000
SIZE = (780, 700)
AWAY = (5_000, 5_000)


@pytest.fixture
def book(book) -> Path:
    """The demo business under a name for which the line below has no room: the smallest shift would show there."""
    return Path(book).rename(book.with_name(f"{'shop ' * 30}.crmdesk"))


@pytest.fixture
def begin(qapp, qtbot) -> Iterator[Callable[..., tuple[MainWindow, Sight | None]]]:
    """Starts the window as the program does, up to where its events would be seen to; it is closed after the test."""
    made: list[MainWindow] = []
    spoken = QLocale()
    # What the mouse is on looks different, and tests before this one may have left it anywhere.
    QCursor.setPos(*AWAY)

    def start(path: Path, moment: int = NOON) -> tuple[MainWindow, Sight | None]:
        for window in made:
            window.close()
        sights: list[Sight | None] = []

        def before(window: MainWindow) -> None:
            sights.append(first_sight.show(window, path, moment))
            speak(window.memory.language)

        window = MainWindow(qapp, FixedClock(moment), at_once=True, before=before)
        made.append(window)
        window.show()
        window.open(path)
        return window, sights[0]

    yield start
    for window in made:
        window.close()
        window.theme.choose(Look.SYSTEM)
        window.deleteLater()
    speak("en")
    QLocale.setDefault(spoken)


@pytest.fixture
def leave(begin, book) -> Callable[..., None]:
    """Works with the window for a while, and closes it."""

    def work(*commands: Callable[[MainWindow], object], moment: int = NOON, **memory) -> None:
        remember(**memory)
        window, _sight = begin(book, moment)
        first_sight.end(window)
        settle(window)
        for command in commands:
            command(window)
            settle(window)
        window.close()

    return work


def remember(**memory) -> None:
    kept = home.recall()
    for name, value in ({"size": list(SIZE)} | memory).items():
        setattr(kept, name, value)
    home.keep(kept)


def dots(widget) -> QImage:
    for _round in range(6):
        QApplication.sendPostedEvents()
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


@pytest.mark.parametrize(
    "memory",
    [{}, {"look": "dark", "language": "de"}, {"zoom": 130, "folded": True}],
    ids=["light", "dark and German", "large letters"],
)
def test_it_is_dot_by_dot_what_stands_there_a_moment_later(leave, begin, book, memory):
    leave(**memory)
    window, sight = begin(book)
    assert sight is not None and sight.seen
    seen, title = dots(sight), window.windowTitle()
    first_sight.end(window)
    assert dots(window) == seen
    assert sight.accessibleName() == title == window.windowTitle()


def test_what_was_looked_at_meanwhile_is_not_on_it(leave, begin, book):
    def look_around(window: MainWindow) -> None:
        window.desk.open_record("contact", 1)
        window.navigator.go_home()
        window.dashboard.page.charts[0].switch.toggle()
        window.dashboard.page.charts[1].view.setFocus()

    leave(look_around)
    window, sight = begin(book)
    seen = dots(sight)
    first_sight.end(window)
    assert dots(window) == seen


def test_each_area_has_its_own(leave, begin, book):
    leave(lambda window: window.show_area(3))
    window, sight = begin(book)
    seen = dots(sight)
    first_sight.end(window)
    assert window.dashboard.tabs.currentIndex() == 3
    assert dots(window) == seen


def test_what_was_changed_in_the_window_is_on_the_next_one(leave, begin, book):
    def double(window: MainWindow) -> None:
        with window.desk.operation("Double") as tx:
            tx.rows("UPDATE sale SET amount = amount * 2")

    leave()
    before = dots(begin(book)[1])
    leave(double)
    window, sight = begin(book)
    seen = dots(sight)
    first_sight.end(window)
    assert dots(window) == seen != before


def test_on_another_day_it_leaves_out_what_may_be_another_then(leave, begin, book):
    leave()
    today = dots(begin(book)[1])
    window, sight = begin(book, NOON + DAY)
    blanks = [*sight.blanks]
    tomorrow = dots(sight)
    assert tomorrow != today and len(blanks) >= 2
    first_sight.end(window)
    live = dots(window)
    for one in (tomorrow, live):
        fill(one, blanks)
    assert tomorrow == live


def test_after_an_edit_by_another_program_it_is_not_shown(leave, begin, book):
    leave()
    with open_workspace(book, clock=FixedClock(NOON)) as workspace, workspace.operation("Other") as tx:
        tx.rows("UPDATE sale SET amount = amount * 2")
    window, sight = begin(book)
    assert sight is None and window.shows() == "dashboard"


@pytest.mark.parametrize(
    "memory",
    [{"look": "dark"}, {"language": "de"}, {"zoom": 110}, {"folded": True}, {"size": [700, 600]}, {"maximized": True}],
    ids=str,
)
def test_a_window_that_will_look_otherwise_does_not_show_it(leave, begin, book, memory):
    leave()
    remember(**memory)
    assert begin(book)[1] is None


def test_a_maximized_window_has_its_own(leave, begin, book):
    leave()
    remember(maximized=True)
    assert begin(book)[1] is None
    leave(lambda window: window.showMaximized())
    window, sight = begin(book)
    seen = dots(sight)
    assert sight.seen and window.isMaximized()
    first_sight.end(window)
    assert dots(window) == seen


def test_a_picture_of_another_size_shows_no_figure(leave, begin, book):
    leave()
    window, sight = begin(book)
    window.resize(700, 650)
    sight.resize(window.size())
    found = dots(sight)
    assert len({found.pixel(x, y) for x in range(0, 700, 5) for y in range(0, 650, 5)}) == 1


@pytest.mark.parametrize(
    "command",
    [
        lambda window: window.desk.go(Place("contacts")),
        lambda window: window.measuring.step(-1),
        lambda window: window.notice.tell("Something that was told"),
        lambda window: window.measuring.due(),
        lambda window: window.showFullScreen(),
    ],
    ids=["another page", "another month", "a notice", "figures that are not measured", "the whole screen"],
)
def test_a_window_that_is_left_otherwise_than_it_begins_leaves_none(begin, book, command):
    remember()
    window, _sight = begin(book)
    first_sight.end(window)
    settle(window)
    command(window)
    window.close()
    with open_workspace(book, read_only=True) as workspace:
        assert not workspace.rows("SELECT 1 FROM remembered WHERE key = ?", (KEY,))


def test_a_file_that_is_only_looked_at_keeps_none(begin, book):
    remember()
    window, _sight = begin(book)
    window.open(book.with_name("other.crmdesk"))
    window.leave_workspace()
    window.open(book, read_only=True)
    window.notice.hide()
    settle(window)
    window.close()
    with open_workspace(book, read_only=True) as workspace:
        assert not workspace.rows("SELECT 1 FROM remembered WHERE key = ?", (KEY,))


def test_a_running_month_is_not_shown_on_another_day(leave, begin, book):
    with open_workspace(book, clock=FixedClock(NOON)) as workspace, workspace.operation("Young") as tx:
        tx.rows("DELETE FROM sale WHERE sold_day < ?", (workspace.calendar.day_of(NOON) - 15,))
    leave()
    assert begin(book, NOON + 1)[1] is not None
    assert begin(book, NOON + 40 * DAY)[1] is None


def fill(image: QImage, areas) -> None:
    painter = QPainter(image)
    for area in areas:
        painter.fillRect(area, Qt.GlobalColor.red)
    painter.end()
