"""A card is a button that shows a figure."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtTest import QTest

from crmdesk.domain.figure import Figure, Reason, missing
from crmdesk.ui.card import Card
from crmdesk.ui.face import face_of
from tests.screen.driving import wait
from tests.ui.test_face import churn, result


@pytest.fixture
def card(qtbot):
    """A card, and how often it was pressed."""
    made = Card("churn_rate", "Churn", None)
    qtbot.addWidget(made)
    made.resize(320, 140)
    made.show()
    made.pressed_times = []
    made.clicked.connect(lambda: made.pressed_times.append(1))
    return made


def picture(card) -> QImage:
    return card.grab().toImage()


def test_click_enter_and_space_press_it(card):
    QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        QTest.keyClick(card, key)
    QTest.keyClick(card, Qt.Key.Key_X)
    assert len(card.pressed_times) == 4


def test_it_waits_in_words_then_says_its_figure(card):
    assert "being measured" in card.accessibleName()
    waiting = picture(card)
    card.show_face(face_of(churn(0.05, previous=0.04, target=0.05, status="on track")))
    assert "5.0 %" in card.accessibleName()
    assert "how it is computed" in card.toolTip()
    assert picture(card) != waiting
    card.show_face(None)
    assert "being measured" in card.accessibleName()


def test_a_missing_figure_and_a_note_are_painted(card):
    card.show_face(face_of(result("nps", missing(Reason.TOO_FEW))))
    few = picture(card)
    card.show_face(face_of(result("nps", Figure(3.0, None, 4, 1, 4)), note="changed since printed"))
    assert picture(card) != few
    assert "changed since printed" in card.accessibleName()


def test_focus_is_seen(card):
    card.show_face(face_of(churn(0.05)))
    card.clearFocus()
    plain = picture(card)
    card.activateWindow()
    card.setFocus()
    wait(card.hasFocus)
    assert picture(card) != plain


def test_a_long_figure_gets_smaller_letters_in_a_narrow_card(card):
    card.resize(160, 140)
    card.show_face(face_of(result("sales_productivity", Figure(12_345_678_901_200, None, 9))))
    assert not picture(card).isNull()
    assert card.minimumSizeHint().width() <= 200
    assert card.sizeHint().height() == card.minimumSizeHint().height()


def test_the_button_for_the_mouse_is_there_while_the_pointer_or_the_keys_are(card):
    asked = []
    card.menu_wanted.connect(asked.append)
    card.activateWindow()
    card.setFocus()
    wait(card.hasFocus)
    assert card.more.isVisible()
    QTest.mouseClick(card.more, Qt.MouseButton.LeftButton)
    assert len(asked) == 1 and not card.pressed_times


def test_alt_and_an_arrow_are_left_to_the_page(card):
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    card.keyPressEvent(event)
    assert not event.isAccepted()


@pytest.mark.parametrize("width", [160, 220, 280, 400])
def test_a_status_gives_way_to_the_title(card, width):
    card.resize(width, 140)
    face = face_of(churn(0.05, now="2026-10-10", target=0.05, status="on track"))
    card.show_face(face)
    assert not picture(card).isNull()
    assert "on track" in card.accessibleName()
