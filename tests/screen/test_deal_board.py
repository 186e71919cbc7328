"""The deal board, used by mouse and keys as a person would."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from crmdesk.domain.calendar import DAY
from crmdesk.screen.deal_card import LINES, height_of, tip_of
from crmdesk.screen.deal_closing import Later, Lost, Won
from crmdesk.screen.deal_page import ACTS, DealPage
from crmdesk.screen.quick_add import QuickAdd
from crmdesk.store import board
from crmdesk.store.deal import Deal
from crmdesk.store.editing import save
from crmdesk.store.file import create
from crmdesk.store.query import Filter, Query
from crmdesk.store.stage import Stage
from crmdesk.ui.desk import Place
from crmdesk.ui.theme import DARK, Look, colours_of
from tests.screen.driving import NOON, focused, press, settle
from tests.screen.one_page import OnePage

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def make(qapp, qtbot):
    """Makes windows around the page, and closes them after the test."""
    made = []

    def window(path, look=Look.LIGHT):
        one = OnePage(qapp, DealPage, path, look)
        made.append(one)
        one.show()
        qtbot.waitExposed(one)
        one.activateWindow()
        one.page.show_place(Place("deals"))
        one.settle()
        return one

    yield window
    for one in made:
        one.session.close()
        one.close()
        one.deleteLater()


@pytest.fixture
def desk_window(make, book):
    return make(book)


@pytest.fixture
def page(desk_window):
    return desk_window.page


@pytest.fixture
def empty(make, tmp_path):
    """A window on a workspace without stages and deals."""
    create(tmp_path / "Empty.crmdesk", {"currency": "EUR", "timezone": "Europe/Berlin"}).close()
    return make(tmp_path / "Empty.crmdesk")


def column(page, place):
    return page.board.columns[place].list


def titles(page, place):
    return [face.deal.id for face in column(page, place).cards.faces]


def state(window, deal):
    return window.session.here.rows(
        "SELECT s.name, s.kind, d.lost_reason, d.expected_close_on FROM deal d JOIN stage s ON s.id = d.stage_id"
        " WHERE d.id = ?",
        (deal,),
    )[0]


def first(page, place):
    """Gives the keys to the first card of a column, and answers its deal."""
    cards = column(page, place)
    cards.setFocus()
    cards.choose(0)
    return cards.face().deal


def centre(cards, row):
    return cards.visualRect(cards.cards.index(row)).center()


def drag(cards, row, *places):
    """Presses a card and moves over places of the screen, without letting go."""
    QTest.mousePress(cards.viewport(), LEFT, pos=centre(cards, row))
    for place in places:
        QTest.mouseMove(cards.viewport(), cards.viewport().mapFromGlobal(place))
        QApplication.processEvents()


def drop(cards, place):
    QTest.mouseRelease(cards.viewport(), LEFT, pos=cards.viewport().mapFromGlobal(place))


def middle(widget):
    return widget.mapToGlobal(widget.rect().center())


def dialog(page, kind):
    QApplication.processEvents()
    found = [one for one in page.findChildren(kind) if one.isVisible()]
    assert len(found) == 1
    return found[0]


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
    sale = desk_window.session.here.rows("SELECT amount, contact_id FROM sale WHERE deal_id = ?", (deal.id,))
    assert sale == [(deal.amount, deal.contact_id)]
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
    assert "fits this filter" in page.none.said.text() and page.none.button.isVisible()
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
