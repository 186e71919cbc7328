"""Letters for Alt on the buttons of a dialog."""

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from crmdesk.ui.button import Button
from crmdesk.ui.dialog import Dialog, lettered


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        (["Save", "Cancel"], ["&Save", "&Cancel"]),
        (["Save", "Save and close", "Show"], ["&Save", "Save &and close", "S&how"]),
        (["Move &up", "Undo"], ["Move &up", "U&ndo"]),
        (["Öffnen", "Übernehmen"], ["Ö&ffnen", "Ü&bernehmen"]),
        (["R&&D", "D && R"], ["&R&&D", "&D && R"]),
        (["a", "A", "保存", "…"], ["&a", "A", "保存", "…"]),
    ],
)
def test_every_button_gets_a_letter_that_no_other_has(texts, wanted):
    assert lettered(texts) == wanted
    assert lettered(wanted) == wanted


@pytest.fixture
def window(qtbot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_a_button_that_says_something_else_has_a_letter_again(window):
    dialog = Dialog(window)
    buttons = [Button(text, dialog) for text in ("Save", "Show")]
    column = QVBoxLayout(dialog)
    for button in buttons:
        column.addWidget(button)
    dialog.show()
    assert [one.text() for one in buttons] == ["&Save", "S&how"]
    buttons[0].setText("Save 3 rows")
    QApplication.processEvents()
    assert [one.text() for one in buttons] == ["&Save 3 rows", "S&how"]
    assert buttons[1].shortcut() == QKeySequence("Alt+H")


def test_a_dialog_that_grows_stays_on_the_screen(window):
    dialog = Dialog(window)
    dialog.show()
    room = dialog.screen().availableGeometry()
    dialog.move(room.left() + 40, room.bottom() - 100)
    dialog.resize(200, 300)
    QApplication.processEvents()
    assert dialog.frameGeometry().bottom() <= room.bottom()
    assert dialog.x() == room.left() + 40
