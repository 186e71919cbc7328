"""Every action of the table can be done by its key, or from its menu, on its page: with records and without."""

from collections.abc import Iterable, Iterator

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QLineEdit

from crmdesk.kpi.base import all_kpis
from crmdesk.screen.action_table import WINDOW, page_acts
from crmdesk.screen.main_window import MainWindow
from crmdesk.store.campaign import Campaign
from crmdesk.ui.actions import WORKSPACE, WRITABLE, Act
from crmdesk.ui.desk import RECORD, Page, Place
from tests.screen.driving import settle, wait
from tests.screen.one_window import DEMO, EMPTY, clear, one_window, others

pytestmark = pytest.mark.slow

ENDING = ("close", "quit")
# Nobody is asked who works where nobody is in the team.
NEED_RECORDS = ("who",)
EVERYWHERE = [act for act in WINDOW if not act.page and act.id not in ENDING]
KINDS = ("contact", "deal", "ticket")
PAGES = {
    **{page: Place(page) for page in page_acts() if page not in (RECORD, "figure")},
    **{f"{RECORD} {kind}": Place(RECORD, kind, 1) for kind in KINDS},
    "figure": Place("figure", all_kpis()[0].id),
}


@pytest.fixture
def full(qapp, left_at, tmp_path) -> Iterator[MainWindow]:
    with one_window(qapp, tmp_path, DEMO, left_at("contacts")) as window:
        yield window


@pytest.fixture
def empty(qapp, demo_file, tmp_path) -> Iterator[MainWindow]:
    with one_window(qapp, tmp_path, EMPTY, demo_file) as window:
        yield window


class Faults(QObject):
    """What the window had to say of jobs that failed."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.found: list[str] = []
        window.jobs.fault.connect(lambda fault: self.found.append(repr(fault)))


def go(window: MainWindow, place: Place) -> None:
    """Shows a page, with the cursor on its first row."""
    window.activateWindow()
    wait(window.isActiveWindow)
    window.notice.hide()
    if window.navigator.here() != place:
        window.desk.go(place)
    settle(window)
    if isinstance(focus := QApplication.focusWidget(), QLineEdit):
        # A line in which one types keeps some keys for itself.
        focus.clearFocus()
        window.page.setFocus()
    assert window.shows() == place.page
    for view in window.page.findChildren(QAbstractItemView):
        model = view.model()
        if view.isVisible() and not isinstance(view, QHeaderView) and model.rowCount() > 0:
            view.setCurrentIndex(model.index(0, 0))
            break
    QApplication.processEvents()


def prepare(window: MainWindow, act: Act) -> None:
    """Makes a step that can be taken back, or one that was taken back, for the actions that need one."""
    if act.id in ("undo", "redo"):
        with window.desk.operation("Step") as tx:
            tx.insert(Campaign, {"name": "Fair"})
    if act.id == "redo":
        window.bars.actions["undo"].trigger()
        settle(window)


def close_menus() -> None:
    """Closes a menu: one that waits in a loop of its own would wait for ever."""
    if (menu := QApplication.activePopupWidget()) is not None:
        menu.close()


def do(window: MainWindow, act: Act, keys: str) -> None:
    """Presses the keys of an action, or chooses it where it has none, and sees that it was done."""
    prepare(window, act)
    action: QAction = window.bars.actions[act.id]
    assert action.isVisible()
    # A page says what is of no use with what it shows now, and then it cannot be chosen.
    of_use = act in WINDOW or not isinstance(window.page, Page) or window.page.can(act.id)
    assert action.isEnabled() == of_use
    if not of_use:
        return
    done, faults = [], Faults(window)

    def note(_checked: bool) -> None:
        done.append(act.id)

    action.triggered.connect(note)
    closing = QTimer(window, interval=20)
    closing.timeout.connect(close_menus)
    closing.start()
    try:
        if keys:
            combination = QKeySequence(keys)[0]
            QTest.keyClick(QApplication.focusWidget() or window, combination.key(), combination.keyboardModifiers())
        else:
            action.trigger()
        wait(lambda: done)
        settle(window)
        QApplication.processEvents()
    finally:
        action.triggered.disconnect(note)
        closing.stop()
        closing.deleteLater()
        clear(window)
    settle(window)
    assert faults.found == []
    assert others(window) == []
    assert window.session.workspace is not None


def each(acts: Iterable[Act]) -> list[tuple[Act, str]]:
    """An action with each of its keys."""
    return [(act, keys) for act in acts for keys in act.keys or ("",)]


# The actions of a page are done one after the other in one window: making a window for each takes ten times as long.


def test_every_action_of_the_window_is_done_by_its_keys(full):
    for act, keys in each(EVERYWHERE):
        go(full, PAGES["contacts"])
        do(full, act, keys)


@pytest.mark.parametrize("page", PAGES)
def test_every_action_of_a_page_is_done_by_its_keys(full, page):
    for act, keys in each(page_acts()[PAGES[page].page]):
        go(full, PAGES[page])
        do(full, act, keys)


def test_every_action_of_the_window_can_be_done_without_any_record(empty):
    for act in EVERYWHERE:
        go(empty, PAGES["contacts"])
        if act.id in NEED_RECORDS:
            assert not empty.bars.actions[act.id].isEnabled()
        else:
            do(empty, act, act.keys[0] if act.keys else "")


@pytest.mark.parametrize("page", [page for page, place in PAGES.items() if not place.kind])
def test_every_action_of_a_page_can_be_done_without_any_record(empty, page):
    for act in page_acts()[PAGES[page].page]:
        go(empty, PAGES[page])
        do(empty, act, act.keys[0] if act.keys else "")


@pytest.mark.parametrize("id", ENDING)
def test_the_workspace_and_the_window_are_closed_by_their_keys(qapp, demo_file, tmp_path, id):
    with one_window(qapp, tmp_path, DEMO, demo_file) as window:
        act = next(one for one in WINDOW if one.id == id)
        combination = QKeySequence(act.keys[0])[0]
        QTest.keyClick(window, combination.key(), combination.keyboardModifiers())
        wait(lambda: window.session.workspace is None)
        assert window.isVisible() == (id == "close")


@pytest.mark.parametrize("have", [set(), {WORKSPACE}, {WORKSPACE, WRITABLE}], ids=len)
def test_what_cannot_be_done_now_is_switched_off(full, have):
    full.bars.enable(have, "contacts")
    for act in full.bars.acts:
        assert full.bars.actions[act.id].isEnabled() == act.offered(have, "contacts"), act.id
    full.refresh()
