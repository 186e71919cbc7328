"""Text from data shows as it is written."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from crmdesk.ui.plain import Label, ask, message, no_mnemonic, say

NASTY = "<b>x</b> & <img src='/etc/passwd'> &lt;i&gt;"


@pytest.fixture
def parent(qtbot):
    """A window to hang things on."""
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_a_label_shows_tags_as_text(parent):
    label = Label(NASTY, parent)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == NASTY
    plain = Label("x", parent)
    assert label.sizeHint().width() > plain.sizeHint().width() * 10


def test_a_label_of_several_lines_is_as_high_as_they_are(parent):
    parent.resize(600, 400)
    column = QVBoxLayout(parent)
    label = Label("Words that go on. " * 20, parent, wrap=True)
    column.addWidget(label)
    column.addWidget(QWidget(parent), 1)
    label.show()
    QApplication.processEvents()
    assert label.height() == label.heightForWidth(label.width())


def test_a_tooltip_is_markup_that_says_the_text(parent):
    button = QPushButton(parent)
    say(button, "Name", f"{NASTY}\nsecond line")
    assert button.accessibleName() == "Name"
    assert "<b>" not in button.toolTip().removeprefix("<span>")
    assert "&lt;b&gt;x&lt;/b&gt; &amp;" in button.toolTip()
    assert "<br>second line" in button.toolTip()
    say(button, "")
    assert button.toolTip() == ""


def test_an_ampersand_is_no_mnemonic():
    assert no_mnemonic("Smith & Sons") == "Smith && Sons"


def test_a_message_shows_tags_as_text_and_goes_when_closed(parent):
    box = message(parent, "Title", NASTY, fault=True, detail="line")
    assert box.textFormat() == Qt.TextFormat.PlainText
    assert box.text() == NASTY
    assert box.testAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.close()


@pytest.mark.parametrize(("text", "key"), [("One", "one"), ("Two", "two")])
def test_an_answer_is_the_key_of_its_button(parent, text, key):
    answers = []
    box = ask(parent, "Title", NASTY, {"one": "One", "two": "Two"}, answers.append)
    next(button for button in box.buttons() if button.text() == text).click()
    assert answers == [key]


@pytest.mark.parametrize(("away", "key"), [("", "two"), ("one", "one")])
def test_closing_a_question_means_what_was_agreed(parent, away, key):
    answers = []
    box = ask(parent, "Title", NASTY, {"one": "One", "two": "Two"}, answers.append, away=away, detail="more")
    box.close()
    assert answers == [key]


def test_a_word_that_is_longer_than_a_line_is_broken_and_stays_what_it_is(qtbot):
    address = "https://example.com/" + "a" * 80
    label = Label(address, wrap=True)
    qtbot.addWidget(label)
    assert label.text() == address
    assert label.minimumSizeHint().width() < label.fontMetrics().horizontalAdvance(address) / 2
    assert label.heightForWidth(220) > 2 * label.fontMetrics().height()
