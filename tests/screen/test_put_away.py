"""What is typed while no workspace is open does not reach a page that has none behind it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from crmdesk.ui.desk import Place
from tests.screen.driving import settle


def typed_a_search(window):
    """A list whose search field holds words that were not looked for yet."""
    window.desk.go(Place("contacts"))
    settle(window)
    page = window.page
    page.search.setFocus()
    page.search.setText("something else")
    return page


def press_enter(window):
    """Enter, as the system tells it: to the window, wherever the keyboard is."""
    handle = window.windowHandle()
    QTest.keyPress(handle, Qt.Key.Key_Return)
    QTest.keyRelease(handle, Qt.Key.Key_Return)


def test_after_closing_with_another_window_in_front(window, qtbot):
    page = typed_a_search(window)
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)
    window.leave_workspace()
    press_enter(window)
    assert not page.search.hasFocus()
    assert window.focusWidget() is not page.search


def test_while_a_backup_is_put_in_its_place(make_window, book, tmp_path):
    window = make_window(book, at_once=False)
    window.filing.backup(tmp_path)
    settle(window)
    (copy,) = tmp_path.glob("*.crmdesk-backup")
    page = typed_a_search(window)
    window.filing.restore(copy)
    assert window.session.workspace is None
    press_enter(window)
    window.resize(1300, 700)
    settle(window)
    assert "restored" in window.notice.text.text()
    assert window.page is page and page.isEnabled()
    page.search.setFocus()
    press_enter(window)
    assert page.query.text == "something else"
