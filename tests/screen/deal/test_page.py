"""The deals under one filter: the board, the list, and what is said where there are none."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from crmdesk.domain.calendar import DAY
from crmdesk.screen.deal.closing import Lost, Won
from crmdesk.screen.quick_add import QuickAdd
from crmdesk.store.deal import Deal
from crmdesk.store.editing import save
from crmdesk.store.query import Filter, Query
from crmdesk.store.stage import Stage
from crmdesk.ui.desk import Place
from tests.screen.deal.driving import CONTROL, SHIFT, column, dialog, first, state, titles
from tests.screen.driving import NOON, focused, press, settle


def test_the_filter_narrows_cards_and_totals_and_can_be_cleared(desk_window, page):
    before = page.count.text()
    owner = page.filter.owner
    QTest.keyClick(page.filter.text, Qt.Key.Key_A)
    page.filter.text.clear()
    owner.setCurrentIndex(1)
    owner.activated.emit(1)
    name = owner.currentText()
    shown = [face.deal for one in page.board.columns for face in one.list.cards.faces]
    assert shown and {deal.owner for deal in shown} == {name} and page.count.text() != before
    assert name in page.title()
    press(Qt.Key.Key_F, page, CONTROL)
    assert focused() is page.filter.text
    QTest.keyClicks(page.filter.text, "zzzz")
    press(Qt.Key.Key_Return)
    assert "matches this filter" in page.none.said.text() and page.none.button.isVisible()
    page.none.button.click()
    assert page.count.text() == before and page.query == Query("deals") and not page.none.isVisible()


def test_typing_in_the_search_reads_the_board_after_a_pause(page, qtbot):
    deal = column(page, 0).cards.faces[0].deal
    QTest.keyClicks(page.filter.text, deal.title)
    qtbot.waitUntil(lambda: page.query.text == deal.title)
    shown = [face.deal.title for one in page.board.columns for face in one.list.cards.faces]
    assert shown and all(deal.title in title for title in shown)


def test_the_place_brings_back_the_filter(page):
    page.filter.closes.setCurrentIndex(1)
    page.filter.closes.activated.emit(1)
    place, count = page.place(), page.count.text()
    page.filter.show_all()
    assert page.count.text() != count
    page.show_place(place)
    assert page.count.text() == count and page.filter.closes.currentIndex() == 1
    for nonsense in ("board {nonsense", "board " + Query("deals", (Filter("colour", "is", 1),)).as_json()):
        page.show_place(Place("deals", detail=nonsense))
        assert page.count.text() == count


def test_the_list_has_the_same_deals_and_the_same_filter(desk_window, page):
    page.filter.closes.setCurrentIndex(1)
    page.filter.closes.activated.emit(1)
    on_board = sum(len(one.list.cards.faces) for one in page.board.columns)
    press(Qt.Key.Key_B, page, CONTROL | SHIFT)
    desk_window.settle()
    shown = page._made_list()
    assert page.view == "list" and page.title().startswith("Deals – List")
    assert len(shown.view.rows.ids) == on_board
    press(Qt.Key.Key_F, page, CONTROL)
    assert focused() is shown.search
    desk_window.actions_by_id["deal_list_clear"].trigger()
    assert shown.query == Query("deals")
    shown.query = Query("deals", (Filter("expected_close_on", "within", (-36500, -1)),), preset="open")
    place = page.place()
    page.refresh(None)
    shown.query = Query("deals", (Filter("amount", "more", 100000),), preset="won")
    page.toggles["board"].click()
    assert page.query == Query("deals", (Filter("amount", "more", 100000),))
    assert page.view == "board" and page.filter.isVisible()
    page.show_place(place)
    assert page.view == "list" and shown.query.filters == (Filter("expected_close_on", "within", (-36500, -1)),)
    page.show_place(Place("deals", detail=Query("deals", preset="lost").as_json()))
    assert shown.query.preset == "lost"


def test_a_deal_of_the_list_is_moved_with_the_same_keys(desk_window, page):
    page.toggles["list"].click()
    desk_window.settle()
    view = page._made_list().view
    deal = titles(page, 0)[0]
    view.go_to(deal)
    view.setFocus()
    press(Qt.Key.Key_Right, keys=CONTROL)
    assert state(desk_window, deal)[0] == page.board.columns[1].stage.name
    view.go_to(deal)
    press(Qt.Key.Key_M)
    menu = next(one for one in page.board.findChildren(QMenu) if one.isVisible())
    menu.actions()[3].trigger()
    menu.close()
    assert state(desk_window, deal)[0] == page.board.columns[3].stage.name
    desk_window.activateWindow()
    view.go_to(deal)
    view.setFocus()
    press(Qt.Key.Key_L, keys=CONTROL | SHIFT)
    dialog(page, Lost).done_button.click()
    assert state(desk_window, deal)[1] == "lost"
    desk_window.activateWindow()
    QApplication.processEvents()
    page._made_list().query = Query("deals", preset="lost")
    desk_window.settle()
    view.go_to(deal)
    view.setFocus()
    press(Qt.Key.Key_W, keys=CONTROL | SHIFT)
    assert "closed" in desk_window.said() and not page.findChildren(Won)


def test_whoever_may_only_look_cannot_move_a_card(make, book):
    from crmdesk.store.file import open_workspace

    window = make(book)
    with_path = window.session.here.path
    window.session.close()
    with open_workspace(with_path):
        window.session.open(with_path, read_only=True)
        window.activateWindow()
        QApplication.processEvents()
        window.page.show_place(Place("deals"))
        deal = first(window.page, 0)
        press(Qt.Key.Key_Right, keys=CONTROL)
        assert "reading only" in window.said() and deal.id in titles(window.page, 0)
        press(Qt.Key.Key_M)
        assert not [one for one in window.page.board.findChildren(QMenu) if one.isVisible()]
        press(Qt.Key.Key_W, keys=CONTROL | SHIFT)
        assert not window.page.findChildren(Won)
        window.session.close()


def test_without_stages_the_first_deal_brings_the_usual_ones(empty):
    assert "brings the usual ones" in empty.page.none.said.text()
    empty.page.none.button.click()
    form = empty.page.findChild(QuickAdd)
    form.form.editor("title").set_value("Tea machine")
    assert form.save()
    assert [one.stage.name for one in empty.page.board.columns][:2] == ["Lead", "Qualified"]
    assert not empty.page.none.isVisible()


def test_without_an_open_stage_the_page_says_where_to_make_one(empty):
    with empty.session.here.operation("stages") as tx:
        tx.insert(Stage, {"name": "Won", "kind": "won", "position": 1})
    assert "no open stage" in empty.page.none.said.text()
    empty.page.none.button.click()
    assert empty.gone[-1] == Place("settings", detail="stages")
    assert not empty.page.board.focus_somewhere()


def test_the_board_follows_what_is_changed_elsewhere(empty):
    page, workspace = empty.page, empty.session.here
    with workspace.operation("stages") as tx:
        talk = tx.insert(Stage, {"name": "Talk", "kind": "open", "position": 2, "probability": "0.5"})
        tx.insert(Stage, {"name": "Won", "kind": "won", "position": 3})
    assert [one.stage.name for one in page.board.columns] == ["Talk"] and "belong here" in page.none.said.text()
    with workspace.operation("deal") as tx:
        deal = save(tx, Deal, None, {"title": "<b>Roof & Sons</b>", "stage_id": talk, "opened_at": NOON - 3 * DAY})
    assert titles(page, 0) == [deal] and not page.none.isVisible()
    face = column(page, 0).cards.faces[0]
    assert (face.amount, face.age, face.mark) == ("no amount", "3 days in this stage", "")
    with workspace.operation("stages") as tx:
        early = tx.insert(Stage, {"name": "Early", "kind": "open", "position": 1, "probability": "0.1"})
        tx.update(Stage, talk, {"name": "Talks"})
    assert [one.stage.name for one in page.board.columns] == ["Early", "Talks"]
    first(page, 1)
    press(Qt.Key.Key_W, keys=CONTROL | SHIFT)
    assert dialog(page, Won).amount.text() == ""
    dialog(page, Won).not_yet.click()
    assert page.none.said.text() == "All deals are closed." and early
    page.leave()
    assert not page.board.columns and page.query == Query("deals")


def test_the_keys_go_to_the_first_card_at_the_first_look(window):
    press(Qt.Key.Key_5, window, CONTROL)
    settle(window)
    first = next(column for column in window.page.board.columns if column.list.cards.faces)
    assert focused() is first.list
    assert window.page.current() == first.list.cards.faces[0].deal
