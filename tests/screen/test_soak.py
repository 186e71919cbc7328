"""The window lives all day: many calls and many redraws leave nothing behind."""

import gc
import sys

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from crmdesk.screen.due_today import DueToday
from tests.screen.driving import settle, wait

pytestmark = pytest.mark.slow


def test_a_hundred_thousand_calls_that_answer_nothing_keep_the_interpreter_whole(qtbot):
    label = QLabel()
    qtbot.addWidget(label)
    # From Python 3.12 on nothing can end None, however it is counted: it need only survive.
    most = 1_000 if sys.version_info < (3, 12) else 200_000
    before = sys.getrefcount(None)
    for _turn in range(50_000):
        label.update()
        label.setEnabled(True)
    assert abs(sys.getrefcount(None) - before) < most


def test_two_hundred_redraws_of_the_dashboard_grow_nothing(window):
    boards = [window.dashboard.board]
    window.measuring.show_period(window.measuring.period.before())
    settle(window)
    boards.append(window.dashboard.board)
    for turn in range(20):
        window.dashboard.show_board(boards[turn % 2])
        window.dashboard.grab()
        QTest.qWait(0)
    gc.collect()
    before = len(gc.get_objects())
    for turn in range(200):
        window.dashboard.show_board(boards[turn % 2])
        window.dashboard.grab()
        QTest.qWait(0)
    gc.collect()
    assert len(gc.get_objects()) - before < 2_000


def test_going_in_and_out_of_figures_leaves_no_widget_behind(window):
    def visit():
        for card in window.dashboard.page.cards:
            window.show_figure(card.kpi_id)
            settle(window)
            window.go_back()
        QTest.qWait(10)

    def count() -> int:
        # What was closed goes when the window next has time, on a busy machine later than on an idle one.
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return len(window.findChildren(QObject))

    # Some parts of a page are made when its first months arrive, the day of the dashboard a little later.
    visit()
    visit()
    (day,) = window.dashboard.page.findChildren(DueToday)
    wait(lambda: day.lines)
    settle(window)
    before = count()
    for _turn in range(3):
        visit()
    wait(lambda: count() <= before)
