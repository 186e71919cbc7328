"""A large chart is zoomed and moved, and its marks stay what they are."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from crmdesk.chart import detail
from crmdesk.chart.detail import DetailView
from crmdesk.chart.hit import centre, marks_of
from crmdesk.domain.plot_panels import Small, multiples
from crmdesk.domain.plot_zoom import WHOLE, View
from crmdesk.drawing.base import Drawn
from crmdesk.ui.theme import inks_for
from tests.chart.drawn import ITEMS, LINKS, lying, months

Key = Qt.Key


@pytest.fixture
def view(parent):
    detail.load()
    made = DetailView(parent, inks_for)
    made.resize(600, 300)
    made.show_drawn(months(), "Revenue")
    made.show()
    made.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    return made


def stage(view):
    return view._stage.viewport()


def wheel(view, at, steps):
    for _ in range(abs(steps)):
        turned = QPoint(0, 120 if steps > 0 else -120)
        where = stage(view).mapToGlobal(at)
        event = QWheelEvent(
            QPointF(at),
            QPointF(where),
            QPoint(),
            turned,
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(stage(view), event)


def test_the_wheel_zooms_along_the_time_and_stays_within_the_whole(view):
    plain = view.grab().toImage()
    wheel(view, QPoint(300, 150), 3)
    assert 0 < view.view.left < view.view.right < 1 and (view.view.bottom, view.view.top) == (0, 1)
    assert view.grab().toImage() != plain
    wheel(view, QPoint(300, 150), -9)
    assert view.view == WHOLE
    wheel(view, QPoint(300, 150), 99)
    assert view.view.right - view.view.left >= 1 / 25


def test_bars_that_lie_are_zoomed_along_their_lines(view):
    view.show_drawn(lying(), "Revenue")
    wheel(view, QPoint(300, 150), 3)
    assert (view.view.left, view.view.right) == (0, 1) and view.view.top - view.view.bottom < 1


def test_pictures_side_by_side_are_not_zoomed(view):
    small = [Small("Anna", [1, 2], "2", [0, 1]), Small("Ben", [1, 3], "3", [2, 3])]
    view.show_drawn(Drawn(multiples(small), ITEMS), "By person")
    wheel(view, QPoint(300, 150), 3)
    QTest.keyClick(view, Key.Key_Plus)
    QTest.keyClick(view, Key.Key_End)
    assert view.view == WHOLE and view.walked == 3


def test_keys_zoom_around_the_mark_and_walking_moves_the_part(view):
    for _ in range(4):
        QTest.keyClick(view, Key.Key_Plus)
    assert 0 < view.view.left < 1 / 6 < view.view.right < 0.5
    QTest.keyClick(view, Key.Key_End)
    assert view.view.right > 5 / 6 - 1e-6
    QTest.keyClick(view, Key.Key_Home)
    assert view.view.left < 0.17
    QTest.keyClick(view, Key.Key_Minus)
    QTest.keyClick(view, Key.Key_0)
    assert view.view == WHOLE


def test_walking_moves_lying_bars_too(view):
    view.show_drawn(lying(), "Revenue")
    view.see(View(bottom=0.7))
    QTest.keyClick(view, Key.Key_End)
    assert view.view.bottom < 0.2
    view.walked = -1
    view.zoom(0.5)
    assert view.view.top - view.view.bottom == pytest.approx(0.15)


def test_dragging_moves_the_part_that_is_seen(view):
    view.see(View(0.4, 0.7))
    QTest.mousePress(stage(view), Qt.MouseButton.LeftButton, pos=QPoint(400, 100))
    for x in range(400, 250, -25):
        QTest.mouseMove(stage(view), QPoint(x, 100))
        QTest.qWait(12)
    QTest.mouseRelease(stage(view), Qt.MouseButton.LeftButton, pos=QPoint(275, 100))
    assert view.view.left > 0.41


def test_pointing_and_clicking_work_in_the_part_too(view):
    opened: list[object] = []
    view.opened.connect(opened.append)
    view.see(View(0.5, 1.0))
    x, y = centre(marks_of(view.laid(), 2))
    at = QPoint(round(x), round(view.height() - y))
    QTest.mouseMove(stage(view), at)
    QTest.mouseClick(stage(view), Qt.MouseButton.LeftButton, pos=at)
    assert opened == [LINKS[2]] and view.item == ITEMS[2]
    QApplication.sendEvent(stage(view), QEvent(QEvent.Type.Leave))
    assert view.pointed == -1


def test_the_menu_is_that_of_the_chart(view):
    QApplication.sendEvent(stage(view), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(5, 5), QPoint(9, 9)))
    menu = view.findChildren(QMenu)[-1]
    actions = {action.text(): action for action in menu.actions()}
    assert "Copy the picture" in actions
    actions["Larger"].trigger()
    assert view.view != WHOLE
    actions["Smaller"].trigger()
    actions["Larger"].trigger()
    actions["Show all of it"].trigger()
    assert view.view == WHOLE
    menu.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def test_a_mark_outside_the_part_says_nothing(view):
    view.see(View(0.7, 1.0))
    shown = view.grab().toImage()
    view.walked = -1
    view.refresh()
    assert view.grab().toImage() == shown


def test_other_colours_paint_it_anew(view):
    QApplication.sendEvent(view, QEvent(QEvent.Type.PaletteChange))
    assert not view.grab().isNull()
