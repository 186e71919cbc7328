"""What is asked when a deal leaves the board, by drop, by key and by menu."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from crmdesk.screen.deal.closing import Later, Lost, Won
from crmdesk.store import board
from tests.screen.deal.driving import (
    CONTROL,
    SHIFT,
    centre,
    column,
    dialog,
    drag,
    drop,
    first,
    middle,
    state,
    titles,
)
from tests.screen.driving import NOON, focused, press


@pytest.mark.parametrize("way", ["key", "drop", "menu"])
def test_a_won_deal_offers_its_sale_and_enter_accepts(desk_window, page, way):
    cards = column(page, 1)
    deal = first(page, 1)
    if way == "key":
        press(Qt.Key.Key_W, keys=CONTROL | SHIFT)
    elif way == "drop":
        zone = page.board.zones.zones["won"]
        drag(cards, 0, middle(page.board.columns[2]), middle(page.board))
        drag_to = middle(zone)
        QTest.mouseMove(cards.viewport(), cards.viewport().mapFromGlobal(drag_to))
        assert zone.lit
        page.grab()
        drop(cards, drag_to)
    else:
        press(Qt.Key.Key_M)
        menu = next(one for one in page.board.findChildren(QMenu) if one.isVisible())
        next(one for one in menu.actions() if "Won" in one.text()).trigger()
        menu.close()
    won = dialog(page, Won)
    assert focused() is won.amount
    press(Qt.Key.Key_Return)
    QApplication.processEvents()
    assert state(desk_window, deal.id)[1] == "won"
    here = desk_window.session.here
    ((contact,),) = here.rows("SELECT contact_id FROM deal WHERE id = ?", (deal.id,))
    assert here.rows("SELECT amount, contact_id FROM sale WHERE deal_id = ?", (deal.id,)) == [(deal.amount, contact)]
    assert "sale is recorded" in desk_window.said() and deal.id not in titles(page, 1)
    desk_window.notice.button.click()
    assert deal.id in titles(page, 1)
    assert not desk_window.session.here.rows("SELECT 1 FROM sale WHERE deal_id = ?", (deal.id,))


def test_not_yet_wins_without_a_sale_and_another_amount_can_be_typed(desk_window, page):
    deal = first(page, 1)
    press(Qt.Key.Key_W, keys=CONTROL | SHIFT)
    dialog(page, Won).not_yet.click()
    assert state(desk_window, deal.id)[1] == "won"
    assert not desk_window.session.here.rows("SELECT 1 FROM sale WHERE deal_id = ?", (deal.id,))
    desk_window.activateWindow()
    QApplication.processEvents()
    other = first(page, 1)
    press(Qt.Key.Key_W, keys=CONTROL | SHIFT)
    won = dialog(page, Won)
    QTest.keyClicks(won.amount, "many")
    press(Qt.Key.Key_Return)
    assert won.isVisible() and "“many” is not" in won.hint.text()
    won.amount.clear()
    press(Qt.Key.Key_Return)
    assert "Not yet" in won.hint.text()
    QTest.keyClicks(won.amount, "1200")
    press(Qt.Key.Key_Return)
    sale = desk_window.session.here.rows("SELECT amount FROM sale WHERE deal_id = ?", (other.id,))
    assert sale == [(120000,)]


def test_a_lost_deal_asks_for_a_reason_and_proposes_earlier_ones(desk_window, page):
    deal = first(page, 0)
    press(Qt.Key.Key_L, keys=CONTROL | SHIFT)
    lost = dialog(page, Lost)
    assert lost.reason.itemText(0) == board.reasons(desk_window.session.here)[0]
    assert lost.reason.currentText() == "" and focused().window() is lost
    QTest.keyClicks(focused(), "Moved away")
    press(Qt.Key.Key_Return)
    assert state(desk_window, deal.id)[1:3] == ("lost", "Moved away")
    desk_window.notice.button.click()
    assert state(desk_window, deal.id)[1:3] == ("open", None)


def test_later_asks_for_a_day_in_words_and_leaves_a_task(desk_window, page):
    deal = first(page, 0)
    press(Qt.Key.Key_P, keys=CONTROL | SHIFT)
    later = dialog(page, Later)
    assert later.hint.text() == "Monday, 30 November 2026"
    QTest.keyClicks(later.day, "yesterday")
    press(Qt.Key.Key_Return)
    assert later.isVisible() and "still to come" in later.hint.text()
    later.day.selectAll()
    QTest.keyClicks(later.day, "whenever")
    assert "For example" in later.hint.text()
    press(Qt.Key.Key_Return)
    assert "“whenever” is not a date" in later.hint.text()
    later.day.selectAll()
    QTest.keyClicks(later.day, "+3w")
    press(Qt.Key.Key_Return)
    today = desk_window.session.here.calendar.day_of(NOON)
    assert state(desk_window, deal.id)[1::2] == ("open", today + 21)
    assert page.board.columns[0].list.cards.faces
    face = next(face for face in column(page, 0).cards.faces if face.deal.id == deal.id)
    assert face.deal.task is not None and "Dec 2026" in face.step


def test_escape_in_a_dialog_changes_nothing(desk_window, page):
    deal = first(page, 0)
    press(Qt.Key.Key_W, keys=CONTROL | SHIFT)
    dialog(page, Won)
    press(Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert state(desk_window, deal.id)[1] == "open" and not desk_window.said()


def test_the_menu_moves_a_card_to_any_stage(desk_window, page):
    deal = first(page, 0)
    cards = column(page, 0)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, centre(cards, 0), middle(cards))
    QApplication.sendEvent(cards.viewport(), event)
    menu = next(one for one in page.board.findChildren(QMenu) if one.isVisible())
    entries = [one.text() for one in menu.actions() if one.text()]
    assert entries[:-3] == [one.stage.name for one in page.board.columns]
    assert not menu.actions()[0].isEnabled()
    menu.actions()[3].trigger()
    menu.close()
    assert deal.id in titles(page, 3)
