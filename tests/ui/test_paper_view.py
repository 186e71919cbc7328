"""Pages on the screen: small beside large, turned by keys, at any zoom."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from crmdesk.domain.clock import FixedClock
from crmdesk.ui.desk import Desk
from crmdesk.ui.jobs import Jobs, Task
from crmdesk.ui.notice import Notice
from crmdesk.ui.paper_view import PaperView
from crmdesk.ui.session import Session
from crmdesk.ui.sheets import WHOLE, WIDTH, leaves_of
from tests.screen.driving import press, wait
from tests.ui.blank_pages import blank

PDF = blank(9)


@pytest.fixture
def view(qapp):
    window = QMainWindow()
    jobs = Jobs(window, at_once=True)
    session = Session(window, jobs, FixedClock(0))
    desk = Desk(window, session, Notice(window))
    made = PaperView(desk, window, "pages")
    window.setCentralWidget(made)
    window.resize(1000, 700)
    window.show()
    window.activateWindow()
    wait(window.isActiveWindow)
    made.show_pdf(PDF, leaves_of(PDF, Task(lambda _told: None), 1.0))
    QApplication.processEvents()
    yield made
    window.close()
    window.deleteLater()


def drawn(view):
    return {page for page, _width in view.area.sheets._drawn}


def test_every_page_is_there_small_and_the_seen_ones_are_drawn_large(view):
    assert view.small.count() == 9 and view.small.currentRow() == 0
    wait(lambda: 0 in drawn(view))
    assert 8 not in drawn(view)
    assert view.small.item(2).data(Qt.ItemDataRole.AccessibleTextRole) == "Page 3"
    assert view.area.accessibleName() == "Preview of 9 pages"


def test_page_down_turns_the_page_in_both(view):
    view.area.setFocus()
    for page in (1, 2, 3):
        press(Qt.Key.Key_PageDown, view)
        assert (view.small.currentRow(), view.area.page) == (page, page)
    press(Qt.Key.Key_PageUp, view)
    assert view.area.page == 2
    wait(lambda: 2 in drawn(view))
    press(Qt.Key.Key_End, view.area)
    assert view.area.page == 8
    press(Qt.Key.Key_Home, view.area)
    assert view.area.page == 0


def test_scrolling_chooses_the_small_page_that_is_seen(view):
    view.area.verticalScrollBar().setValue(view.area.verticalScrollBar().maximum())
    assert view.small.currentRow() >= 7
    top = view.area.verticalScrollBar().value()
    press(Qt.Key.Key_Up, view.area)
    assert view.area.verticalScrollBar().value() < top


def test_no_more_large_pages_are_kept_than_needed(view):
    for _page in range(8):
        press(Qt.Key.Key_PageDown, view)
        QApplication.processEvents()
    wait(lambda: 8 in drawn(view))
    assert len(view.area.sheets._drawn) <= 6


def test_pages_fit_the_window_or_are_as_large_as_was_chosen(view):
    view.turn(4)
    sizes = []
    for zoom in (WHOLE, WIDTH, 200):
        view.zoom.setCurrentIndex(view.zoom.findData(zoom))
        view.zoom.activated.emit(0)
        box = view.area.sheets.boxes()[4]
        sizes.append(box.width())
        assert view.area.page == 4
        if zoom == WHOLE:
            assert box.height() <= view.area.viewport().height()
    assert sizes == sorted(sizes)
    press(Qt.Key.Key_Minus, view)
    assert view.zoom.currentText() == "150 %"
    press(Qt.Key.Key_Plus, view)
    assert view.zoom.currentText() == "200 %"


def test_ctrl_and_the_wheel_are_left_to_the_window(view):
    at = QPointF(300, 300)
    turn = QPoint(0, -240)
    for keys in (Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier):
        before = view.area.verticalScrollBar().value()
        event = QWheelEvent(at, at, QPoint(), turn, Qt.MouseButton.NoButton, keys, Qt.ScrollPhase.NoScrollPhase, False)
        QApplication.sendEvent(view.area.viewport(), event)
        moved = view.area.verticalScrollBar().value() != before
        assert moved is (keys == Qt.KeyboardModifier.NoModifier)


def test_another_pdf_with_fewer_pages_shows_its_last_one(view):
    view.turn(8)
    two = blank(2)
    view.show_pdf(two, leaves_of(two, Task(lambda _told: None), 1.0))
    assert (view.small.count(), view.area.page, view.small.currentRow()) == (2, 1, 1)
    view.clear()
    assert view.small.count() == 0 and not view.area.grab().isNull()
