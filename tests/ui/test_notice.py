"""A notice tells and may offer one thing."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from crmdesk.ui.button import Button, IconButton
from crmdesk.ui.icons import icon
from crmdesk.ui.notice import Notice


def test_it_tells_and_does_and_goes(qtbot):
    owner = QWidget()
    qtbot.addWidget(owner)
    notice, done = Notice(owner), []
    owner.show()
    notice.tell("Three <b>things</b>", "Smith & Sons", lambda: done.append(1))
    assert notice.text.text() == "Three <b>things</b>"
    assert notice.button.text() == "Smith && Sons"
    QTest.keyClick(notice.button, Qt.Key.Key_Return)
    assert done == [1]
    assert notice.isHidden()
    notice.tell("Only told")
    assert notice.button.isHidden()
    notice.away.click()
    assert notice.isHidden()
    notice.button.click()


def test_enter_presses_buttons_and_icons(qtbot):
    for kind in (Button, IconButton):
        button, done = kind(), []
        qtbot.addWidget(button)
        button.clicked.connect(lambda _checked=False, done=done: done.append(1))
        for key in (Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_A):
            QTest.keyClick(button, key)
        assert done == [1, 1]


def test_an_icon_is_drawn_at_every_size(qapp):
    drawing = icon("printer")
    for size in (16, 64):
        image = drawing.pixmap(size, size).toImage()
        assert any(image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(image.height()))
    assert not drawing.isNull()
