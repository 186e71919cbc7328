"""The deal board, used by mouse and keys as a person would."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crmdesk.screen.deal.card import LINES, height_of, tip_of
from crmdesk.screen.deal.closing import Won
from crmdesk.screen.deal.page import ACTS
from crmdesk.store import board
from crmdesk.store.query import Query
from crmdesk.ui.desk import Place
from crmdesk.ui.theme import DARK, Look, colours_of
from tests.screen.deal.driving import (
    CONTROL,
    LEFT,
    centre,
    column,
    drag,
    drop,
    first,
    middle,
    state,
    titles,
)
from tests.screen.driving import NOON, focused, press


def test_each_open_stage_is_a_column_whose_head_counts_all_its_deals(desk_window, page):
    workspace = desk_window.session.here
    stages = board.open_stages(workspace)
    worth = board.worth(workspace, Query("deals"), NOON)
    assert [one.stage for one in page.board.columns] == stages
    for one in page.board.columns:
        assert len(one.list.cards.faces) == worth[one.stage.id].deals
        assert one.total.text().startswith(f"{worth[one.stage.id].deals} deal") and "weighted" in one.weighted.text()
        assert one.stage.name in one.accessibleName()
    assert page.count.text().startswith(f"{sum(one.deals for one in worth.values())} open deals")
    assert focused() is column(page, 0) and page.title() == "Deals – Board"


def test_a_card_says_everything_to_those_who_cannot_see_it(page):
    cards = column(page, 0)
    face = cards.cards.faces[0]
    index = cards.cards.index(0)
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    for part in (face.deal.title, face.amount, face.deal.owner, "in this stage"):
        assert part in spoken and (part in tip_of(face))
    assert index.data() == face.deal.title and "<span>" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert cards.cards.data(index, Qt.ItemDataRole.DecorationRole) is None


@pytest.mark.parametrize("look", [Look.LIGHT, Look.DARK])
def test_cards_are_painted_in_both_palettes(make, book, look):
    page = make(book, look).page
    first(page, 0)
    picture = page.grab().toImage()
    assert (colours_of(page) == DARK) == (look is Look.DARK)
    assert len({picture.pixel(x, y) for x in range(0, 1300, 3) for y in range(60, 300, 7)}) > 20
    assert height_of(page.font()) > LINES * page.fontMetrics().height()


def test_arrows_move_from_card_to_card_and_over_to_the_next_column(page):
    first(page, 0)
    press(Qt.Key.Key_Down)
    assert column(page, 0).currentIndex().row() == 1
    press(Qt.Key.Key_Right)
    assert focused() is column(page, 1) and column(page, 1).currentIndex().row() == 1
    press(Qt.Key.Key_Left)
    press(Qt.Key.Key_Left)
    assert focused() is column(page, 0)
    column(page, 1).cards.show_faces((), more=False)
    press(Qt.Key.Key_Right)
    assert focused() is column(page, 2)


def test_control_and_an_arrow_move_the_card_a_stage_and_the_keys_go_with_it(desk_window, page):
    deal = first(page, 0)
    press(Qt.Key.Key_Right, keys=CONTROL)
    assert state(desk_window, deal.id)[0] == page.board.columns[1].stage.name
    assert deal.id in titles(page, 1) and deal.id not in titles(page, 0)
    assert page.board.current()[1].id == deal.id and "is in" in desk_window.said()
    press(Qt.Key.Key_Right, keys=CONTROL)
    press(Qt.Key.Key_Left, keys=CONTROL)
    assert deal.id in titles(page, 1)
    desk_window.notice.button.click()
    assert deal.id in titles(page, 2)
    moves = desk_window.session.here.rows(
        "SELECT count(*) FROM stage_change WHERE deal_id = ? AND at = ?", (deal.id, NOON)
    )
    assert moves == [(2,)]


def test_a_card_at_the_edge_stays_where_it_is(page):
    deal = first(page, 0)
    press(Qt.Key.Key_Left, keys=CONTROL)
    assert deal.id in titles(page, 0)


def test_enter_and_a_double_click_open_the_deal_with_its_neighbours(desk_window, page):
    deal = first(page, 1)
    press(Qt.Key.Key_Return)
    assert desk_window.gone[-1] == Place("record", "deal", deal.id)
    assert list(desk_window.desk.siblings) == titles(page, 1)
    QTest.mouseDClick(column(page, 1).viewport(), LEFT, pos=centre(column(page, 1), 1))
    assert desk_window.gone[-1] == Place("record", "deal", titles(page, 1)[1])


def test_a_card_is_dragged_to_another_column(desk_window, page):
    cards, target = column(page, 0), page.board.columns[2]
    deal = first(page, 0)
    drag(cards, 0, middle(page.board.columns[1]), middle(target))
    assert target.target and not page.board.columns[1].target
    assert page.board.zones.isVisible() and page.board.drag.ghost.isVisible()
    page.grab()
    drop(cards, middle(target))
    assert deal.id in titles(page, 2) and state(desk_window, deal.id)[0] == target.stage.name
    assert not page.board.zones.isVisible() and not page.board.drag.ghost.isVisible() and not target.target
    assert not page.board.drag.timer.isActive() and page.board.current()[1].id == deal.id


def test_escape_and_letting_go_outside_leave_the_card_where_it_was(page):
    cards, target = column(page, 0), page.board.columns[2]
    deal = first(page, 0)
    drag(cards, 0, middle(target))
    press(Qt.Key.Key_A)
    assert page.board.zones.isVisible()
    press(Qt.Key.Key_Escape)
    assert not page.board.zones.isVisible()
    drop(cards, middle(target))
    assert deal.id in titles(page, 0)
    drag(cards, 0, middle(target))
    drop(cards, page.mapToGlobal(QPoint(-50, -50)))
    drag(cards, 0, middle(target))
    drop(cards, middle(page.board.columns[0]))
    assert deal.id in titles(page, 0)


def test_a_small_movement_is_no_drag(page):
    cards = column(page, 0)
    place = cards.viewport().mapToGlobal(centre(cards, 1))
    drag(cards, 1, place + QPoint(2, 1))
    assert not page.board.zones.isVisible() and not cards.dragging
    drop(cards, place)
    QTest.mouseMove(cards.viewport(), QPoint(3, 3))
    assert cards.currentIndex().row() == 1


def test_a_drag_ends_when_the_page_is_left(page):
    cards = column(page, 0)
    drag(cards, 0, middle(page.board.columns[1]))
    page.hide()
    assert not cards.dragging and not page.board.drag.timer.isActive()


def test_the_board_scrolls_by_itself_when_a_card_is_held_at_its_edge(desk_window, page, qtbot):
    desk_window.resize(700, 600)
    QApplication.processEvents()
    bar = page.board._area.horizontalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    cards, view = column(page, 0), page.board._area.viewport()
    edge = view.mapToGlobal(QPoint(view.width() - 5, 150))
    drag(cards, 0, edge)
    qtbot.waitUntil(lambda: bar.value() == bar.maximum())
    qtbot.waitUntil(lambda: not page.board.drag.timer.isActive())
    drop(cards, edge)
    assert cards.face() is not None


def test_beside_the_zones_the_nearest_one_is_meant_and_never_the_column_behind_them(page):
    cards, zones = column(page, 0), page.board.zones
    drag(cards, 0, middle(page.board.columns[2]))
    for name, place in (("won", QPoint(2, 2)), ("later", QPoint(zones.width() - 2, zones.height() - 2))):
        assert page.board.drag.target(zones.mapToGlobal(place)) == name
        assert [zone.name for zone in zones.zones.values() if zone.lit] == [name]
    assert page.board.drag.target(zones.mapToGlobal(QPoint(20, -5))) == page.board.columns[0].stage.id
    press(Qt.Key.Key_Escape, cards)


def test_a_stage_with_many_deals_shows_the_first_and_more_on_demand(desk_window, page, monkeypatch):
    monkeypatch.setattr(board, "CAP", 1)
    page.read()
    shown = max(page.board.columns, key=lambda one: page.worth[one.stage.id].deals)
    cards, all_of_them = shown.list, page.worth[shown.stage.id].deals
    assert len(cards.cards.faces) == 1 < all_of_them and cards.cards.rowCount() == 2
    assert cards.cards.index(1).data(Qt.ItemDataRole.AccessibleTextRole) == "Show more deals"
    assert shown.total.text().startswith(f"{all_of_them} deals")
    cards.setFocus()
    press(Qt.Key.Key_End)
    assert page.board.current() is None
    page.grab()
    press(Qt.Key.Key_Return)
    assert len(cards.cards.faces) == 2 and cards.currentIndex().row() == 1
    QTest.mouseClick(cards.viewport(), LEFT, pos=centre(cards, 2))
    assert len(cards.cards.faces) == 3


def test_keys_without_a_card_do_nothing(desk_window, page):
    page.filter.text.setFocus()
    for act in ACTS:
        if act.id in ("deal_next", "deal_previous", "deal_menu", "deal_win", "deal_lose", "deal_later"):
            desk_window.actions_by_id[act.id].trigger()
    assert not page.findChildren(Won) and not desk_window.said()
    QApplication.sendEvent(page.filter.text, QEvent(QEvent.Type.None_))


def test_the_numbers_of_the_board_are_copied_as_a_table(desk_window, page):
    desk_window.actions_by_id["deal_copy"].trigger()
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    assert lines[0] == ["Stage", "Deals", "Amount", "Weighted amount"]
    assert [line[0] for line in lines[1:]] == [one.stage.name for one in page.board.columns]
    assert sum(int(line[1]) for line in lines[1:]) == sum(one.deals for one in page.worth.values())
