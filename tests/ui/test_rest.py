"""Whether the person rests: keys, clicks and the wheel are commands, a mouse that is moved is none."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from crmdesk.ui.rest import Rest


@pytest.fixture
def window(qtbot):
    found = QWidget()
    qtbot.addWidget(found)
    found.rest = Rest(found)
    found.rest.watch()
    found.show()
    found.rest.watch()
    QTest.qWait(30)
    return found


def test_whoever_presses_a_key_or_a_button_does_not_rest(window):
    for command in (
        lambda: QTest.keyClick(window.windowHandle(), Qt.Key.Key_A),
        lambda: QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton),
    ):
        QTest.qWait(30)
        before = window.rest.milliseconds
        command()
        assert window.rest.milliseconds < before


def test_a_mouse_that_is_moved_is_no_command(window):
    before = window.rest.milliseconds
    QTest.mouseMove(window.windowHandle(), QPoint(3, 3))
    QTest.qWait(5)
    assert window.rest.milliseconds >= before
