"""A chart on screen is pointed at, walked, opened and copied."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QEnterEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from crmdesk.chart.bubble import in_lines, words_of
from crmdesk.chart.hit import centre, marks_of
from crmdesk.chart.paint import letters_of
from crmdesk.chart.picture import COPY_PICTURE, ChartView
from crmdesk.drawing.base import Drawn
from crmdesk.ui.theme import DARK, inks, inks_for
from tests.chart.drawn import ITEMS, LINKS, lying, months

Key = Qt.Key


@pytest.fixture
def view(parent):
    made = ChartView(parent, inks_for)
    made.resize(400, 240)
    made.show_drawn(months(), "Revenue")
    made.show()
    return made


@pytest.fixture
def opened(view):
    found: list[object] = []
    view.opened.connect(found.append)
    return found


def place_of(view, number) -> QPoint:
    x, y = centre(marks_of(view.laid(), number))
    return QPoint(round(x), round(view.height() - y))


def enter(view):
    view.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()


def test_the_chart_is_said_in_a_sentence(view):
    assert view.accessibleName().startswith("Chart: Revenue. Aug 2026, 12,400 EUR; ")
    view.show_drawn(Drawn((), empty="No sale yet."), "Revenue")
    assert view.accessibleName() == "Chart: Revenue. No sale yet."
    assert view.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_pointing_at_a_mark_shows_its_value_and_clicking_opens_its_list(view, opened):
    plain = view.grab().toImage()
    QTest.mouseMove(view, place_of(view, 1))
    assert view.item == ITEMS[1] and view.cursor().shape() == Qt.CursorShape.PointingHandCursor
    assert view.grab().toImage() != plain
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=place_of(view, 1))
    assert opened == [LINKS[1]]
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert view.item is None or view.hasFocus()


def test_a_mark_without_a_list_is_shown_and_opens_nothing(view, opened):
    box = marks_of(view.laid(), 3)[0]
    at = QPoint(round(box.x + box.width - 1), round(view.height() - box.y - box.height + 2))
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)
    assert view.item == ITEMS[3] and view.cursor().shape() == Qt.CursorShape.ArrowCursor
    assert opened == []


def test_a_press_that_is_let_go_elsewhere_opens_nothing(view, opened):
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=place_of(view, 0))
    QTest.mouseMove(view, place_of(view, 1))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=place_of(view, 1))
    assert opened == []


def test_marks_are_walked_and_opened_with_keys(view, opened):
    enter(view)
    assert view.item == ITEMS[0] and view.accessibleDescription() == "Aug 2026: 12,400 EUR"
    walked = []
    for key in (Key.Key_Right, Key.Key_Right, Key.Key_Left, Key.Key_End, Key.Key_End, Key.Key_Right, Key.Key_Home):
        QTest.keyClick(view, key)
        walked.append(view.walked)
    assert walked == [1, 2, 1, 3, 3, 3, 0]
    QTest.keyClick(view, Key.Key_Return)
    QTest.keyClick(view, Key.Key_End)
    QTest.keyClick(view, Key.Key_Space)
    assert opened == [LINKS[0]]


def test_lines_of_bars_are_walked_up_and_down(view):
    view.show_drawn(lying(), "Revenue")
    enter(view)
    QTest.keyClick(view, Key.Key_Home)
    walked = []
    for key in (Key.Key_Down, Key.Key_Down, Key.Key_Down, Key.Key_Up):
        QTest.keyClick(view, key)
        walked.append(view.walked)
    assert walked == [1, 2, 2, 1]


def test_without_focus_nothing_is_marked_and_the_same_chart_again_keeps_the_place(view, parent):
    enter(view)
    QTest.keyClick(view, Key.Key_End)
    view.show_drawn(months(), "Revenue")
    assert view.walked == 3
    view.show_drawn(months(2), "Revenue")
    assert view.walked == -1
    view.clearFocus()
    assert view.item is None
    enter(view)
    assert view.walked == 0


def test_keys_of_the_page_are_left_to_the_page(view):
    enter(view)
    walked = view.walked
    for key, held in (
        (Key.Key_PageDown, Qt.KeyboardModifier.NoModifier),
        (Key.Key_Right, Qt.KeyboardModifier.AltModifier),
    ):
        QTest.keyClick(view, key, held)
    assert view.walked == walked


def test_the_numbers_are_copied_as_a_table_and_the_picture_twice_as_fine(view):
    enter(view)
    QTest.keyClick(view, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().splitlines() == [
        "Month\tRevenue",
        "Aug 2026\t12,400 EUR",
        "Sep 2026\t9,100 EUR",
        "Oct 2026\t15,000 EUR",
    ]
    QTest.keyClick(view, Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    image = QGuiApplication.clipboard().image()
    assert image.width() > 2 * view.width() and image.height() > 2 * view.height()
    assert image.pixelColor(1, 1).name() == "#ffffff"


def test_the_menu_offers_what_the_keys_do(view, opened):
    asked: list[bool] = []
    view.table_asked.connect(lambda: asked.append(True))
    enter(view)
    for reason in (QContextMenuEvent.Reason.Keyboard, QContextMenuEvent.Reason.Mouse):
        QApplication.sendEvent(view, QContextMenuEvent(reason, QPoint(5, 5), view.mapToGlobal(QPoint(5, 5))))
        menu = view.findChildren(QMenu)[-1]
        actions = {action.text(): action for action in menu.actions() if action.text()}
        assert list(actions) == ["Show the records", "Copy the picture", "Copy the numbers", "Show as a table"]
        assert actions["Copy the picture"].shortcut() == COPY_PICTURE
        for name in ("Show the records", "Show as a table"):
            actions[name].trigger()
        menu.close()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert opened == [LINKS[0]] * 2 and asked == [True] * 2
    QTest.keyClick(view, Key.Key_End)
    QApplication.sendEvent(view, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), QPoint(9, 9)))
    menu = view.findChildren(QMenu)[-1]
    assert "Show the records" not in [action.text() for action in menu.actions()]
    menu.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def test_the_chart_is_laid_out_again_in_another_size(view):
    first = view.laid()
    assert view.laid() is first
    view.resize(300, 200)
    assert view.laid() is not first
    assert view.minimumSizeHint().width() < 200


def test_a_chart_without_marks_says_why(view):
    with_marks = view.grab().toImage()
    view.show_drawn(Drawn((), empty="No sale yet."), "Revenue")
    QApplication.sendEvent(view, QEnterEvent(QPointF(9, 9), QPointF(9, 9), QPointF(9, 9)))
    QTest.mouseMove(view, QPoint(50, 50))
    assert view.item is None
    assert view.grab().toImage() != with_marks


def test_the_colours_of_the_copy_are_those_that_are_on(parent):
    view = ChartView(parent, lambda _widget: inks(DARK))
    view.resize(300, 200)
    view.show_drawn(months(), "Revenue")
    view.copy_picture()
    assert QGuiApplication.clipboard().image().pixelColor(1, 1).name() == DARK.panel.lower()


def test_a_long_note_is_shown_whole_in_lines(qapp):
    letters = letters_of(QApplication.font())
    name, value = words_of(ITEMS[3])
    assert value == "16,000 EUR" and words_of(ITEMS[0])[1] == "12,400 EUR  (n = 31)"
    lines = in_lines(name, 120, letters, strong=False)
    assert len(lines) > 1 and " ".join(lines) == name
    assert all(letters.width(line, strong=False) <= 120 for line in lines)
    assert in_lines("Donaudampfschifffahrtsgesellschaft", 60, letters, strong=True)[0].endswith("…")


@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize("size", [(400, 240), (160, 90)], ids=str)
def test_every_note_stays_in_the_chart(view, number, size):
    view.resize(*size)
    enter(view)
    QTest.keyClick(view, Key.Key_Home)
    for _ in range(number):
        QTest.keyClick(view, Key.Key_Right)
    assert view.item == ITEMS[number]
    assert not view.grab().isNull()
