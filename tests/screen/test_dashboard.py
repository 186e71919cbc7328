"""The dashboard as a person arranges, filters and compares it, with mouse and keys."""

import csv

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu

from crmdesk.kpi.base import all_kpis, kpi_of
from crmdesk.kpi.measure import measure
from crmdesk.kpi.only import EVERYTHING, only
from crmdesk.screen import arrangement, said_before, tile_commands
from crmdesk.screen.area_page import sayings_of
from crmdesk.screen.areas import PAGES
from crmdesk.screen.arrangement import Arrangement
from crmdesk.screen.choosing import Chooser
from crmdesk.screen.due_today import tasks_of
from crmdesk.screen.goal.tile import GoalLine
from crmdesk.screen.quick_add import QuickAdd
from crmdesk.store.campaign import Campaign
from crmdesk.store.goal import Goal
from crmdesk.ui.card import Card
from crmdesk.ui.desk import Place
from crmdesk.ui.face import Compare
from tests.screen.driving import NOON, focused, press, settle, wait
from tests.screen.one_window import DEMO, clear, one_window

LEFT = Qt.MouseButton.LeftButton
ALT_SHIFT = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
USUAL = PAGES[0].usual


@pytest.fixture(autouse=True)
def _nothing_of_qt_left():
    """One window lives through all tests of this file."""


@pytest.fixture(scope="module")
def opened(qapp, demo_file, tmp_path_factory):
    with one_window(qapp, tmp_path_factory.mktemp("dashboard"), DEMO, demo_file) as window:
        yield window


@pytest.fixture
def window(opened):
    """The window on the overview as it was made, of the whole business."""
    clear(opened)
    opened.resize(1366, 740)
    opened.desk.go(Place("dashboard", detail="0"))
    board = opened.dashboard
    board.bar.end()
    board.filter.clear()
    board._take(Arrangement())
    settle(opened)
    opened.activateWindow()
    wait(opened.isActiveWindow)
    board.focus_card()
    wait(card(opened, "revenue").hasFocus)
    return opened


def shown(window):
    return [tile.name for tile in window.dashboard.page.tiles]


def tile(window, name):
    return next(one for one in window.dashboard.page.tiles if one.name == name)


def card(window, kpi):
    return tile(window, f"card:{kpi}").widget


def choose(window, part, place):
    window.dashboard.filter.boxes[part].list.setCurrentIndex(place)
    settle(window)


# Arranging


def test_alt_shift_and_an_arrow_move_the_tile_that_has_the_keys(window):
    first, second, *rest = USUAL
    press(Qt.Key.Key_Right, keys=ALT_SHIFT)
    assert shown(window) == [second, first, *rest]
    assert focused() is card(window, "revenue")
    press(Qt.Key.Key_Left, keys=ALT_SHIFT)
    press(Qt.Key.Key_Left, keys=ALT_SHIFT)
    assert shown(window) == list(USUAL)


def test_tab_follows_the_tiles_as_they_were_moved(window):
    press(Qt.Key.Key_Right, keys=ALT_SHIFT)
    assert shown(window)[:2] == ["card:pipeline_value", "card:revenue"]
    window.dashboard.focus_card("pipeline_value")
    press(Qt.Key.Key_Tab)
    assert focused() is card(window, "revenue")
    press(Qt.Key.Key_Tab)
    assert focused() is window.dashboard.page.tiles[2].widget


def test_the_key_of_undo_takes_back_what_was_just_told_and_no_step_before_it(window):
    with window.desk.operation("Step") as tx:
        tx.insert(Campaign, {"name": "Fair"})
        step = tx.operation
    settle(window)
    press(Qt.Key.Key_A, keys=CTRL_SHIFT)
    press(Qt.Key.Key_Delete)
    assert shown(window) == list(USUAL[1:])
    press(Qt.Key.Key_Z, keys=Qt.KeyboardModifier.ControlModifier)
    assert shown(window) == list(USUAL)
    assert not window.session.here.journal.find(step).undone


def test_while_arranging_arrows_walk_delete_takes_away_and_p_pins(window):
    press(Qt.Key.Key_A, keys=CTRL_SHIFT)
    bar = window.dashboard.bar
    assert bar.isVisible() and len(bar.covers) == len(USUAL)
    press(Qt.Key.Key_Right)
    assert focused() is bar.covers[1]
    press(Qt.Key.Key_Delete)
    assert shown(window) == [USUAL[0], *USUAL[2:]]
    assert focused() is bar.covers[1]
    press(Qt.Key.Key_P)
    assert shown(window)[0] == USUAL[2]
    assert window.dashboard.arrangement.pinned == (USUAL[2],)
    press(Qt.Key.Key_Right, keys=ALT_SHIFT)
    press(Qt.Key.Key_Escape)
    assert not bar.isVisible() and not bar.covers
    assert isinstance(focused(), Card)
    window.show_area(1)
    assert shown(window)[0] == USUAL[2]
    window.show_area(0)
    window.bars.actions["dash_usual"].trigger()
    assert all(one.isEnabled() for one in window.dashboard.page.cards)


def test_a_tile_is_dragged_to_another_place(window):
    window.dashboard.arrange_button.click()
    bar, grid = window.dashboard.bar, window.dashboard.page.grid
    cover = bar.covers[0]
    there = cover.mapFrom(grid, bar.covers[3].geometry().center() + QPoint(20, 0))
    QTest.mousePress(cover, LEFT, pos=QPoint(40, 60))
    QTest.mouseMove(cover, QPoint(80, 60))
    QTest.mouseMove(cover, there)
    assert bar.mark.isVisible()
    QTest.mouseRelease(cover, LEFT, pos=there)
    assert shown(window)[:4] == [*USUAL[1:4], USUAL[0]]
    assert not bar.mark.isVisible()


def test_a_drag_that_is_given_up_moves_nothing(window):
    window.dashboard.arrange_button.click()
    cover = window.dashboard.bar.covers[0]
    QTest.mousePress(cover, LEFT, pos=QPoint(40, 60))
    QTest.mouseMove(cover, QPoint(600, 60))
    QTest.keyClick(cover, Qt.Key.Key_Escape)
    QTest.mouseRelease(cover, LEFT, pos=QPoint(600, 60))
    assert shown(window) == list(USUAL)
    assert window.dashboard.bar.arranging


def test_what_was_taken_away_is_put_back_by_the_notice(window):
    window.dashboard.take_away("card:clv")
    assert "card:clv" not in shown(window)
    assert "was removed" in window.notice.text.text()
    window.notice.button.click()
    assert shown(window) == list(USUAL)


def test_as_it_was_made_takes_every_change_of_the_area_back(window):
    window.dashboard.take_away("card:clv")
    window.dashboard.pin("card:nps")
    window.bars.actions["dash_usual"].trigger()
    assert shown(window) == list(USUAL)


def test_cards_and_charts_are_chosen_by_name(window):
    window.bars.actions["dash_choose"].trigger()
    dialog = window.findChild(Chooser)
    dialog.box.setText("score detractors")
    items = dialog.items()
    assert [name for name, item in items.items() if not item.isHidden()] == ["chart:nps.groups"]
    dialog.box.clear()
    for name, state in (
        ("chart:nps.groups", Qt.CheckState.Checked),
        ("card:nps", Qt.CheckState.Checked),
        ("card:clv", Qt.CheckState.Unchecked),
    ):
        items[name].setCheckState(0, state)
    dialog.ok.click()
    kept = [name for name in USUAL if name != "card:clv"]
    cards = [name for name in kept if name.startswith("card:")]
    assert shown(window) == [*cards, "card:nps", *kept[len(cards) :], "chart:nps.groups"]
    assert card(window, "nps").face is not None


def test_an_area_is_never_left_without_anything(window):
    window.dashboard.choose()
    dialog = window.findChild(Chooser)
    for item in dialog.items().values():
        item.setCheckState(0, Qt.CheckState.Unchecked)
    assert not dialog.ok.isEnabled()
    dialog.reject()


def test_the_arrangement_is_kept_with_the_file(window):
    window.dashboard.pin("card:nps")
    window.dashboard.compare_with(Compare.YEAR)
    assert arrangement.recall(window.session.here) == window.dashboard.arrangement
    window.dashboard.arrangement = Arrangement()
    window.measuring.open(window.session.here)
    window.measuring.recall()
    settle(window)
    assert window.dashboard.arrangement.pinned == ("card:nps",)
    assert window.dashboard.switch.compare is Compare.YEAR


# Filters and comparisons


def test_a_person_restricts_what_can_be_told_of_one(window):
    choose(window, "staff", 1)
    key = window.dashboard.filter.boxes["staff"].key
    part = only(staff=key)
    assert window.dashboard.board.only == part
    kpis = [kpi_of(one.kpi_id) for one in window.dashboard.page.cards]
    results = measure(window.session.here, kpis, [window.measuring.period], NOON, only=part)[0]
    for one in window.dashboard.page.cards:
        assert one.face.value == results[one.kpi_id].text
        told = "staff" in kpi_of(one.kpi_id).filters
        assert one.face.aside == ("" if told else "not by person")
    assert "Only " in window.windowTitle()
    assert any("not by person" in one.face.spoken for one in window.dashboard.page.cards)


def test_a_cross_and_an_action_take_filters_away(window):
    choose(window, "staff", 1)
    box = window.dashboard.filter.boxes["staff"]
    assert box.away.isVisible() and box.list.words.startswith("Only ")
    box.away.click()
    assert not box.away.isVisible() and window.measuring.only == EVERYTHING
    choose(window, "channel", 1)
    choose(window, "campaign", 1)
    window.bars.actions["dash_everything"].trigger()
    settle(window)
    assert window.dashboard.board.only == EVERYTHING


def test_charts_that_cannot_be_filtered_say_so(window):
    window.show_area(2)
    choose(window, "staff", 1)
    chart = next(one for one in window.dashboard.page.charts if one.chart.id == "cac.channel")
    assert chart.about.text().startswith("not by person")


def test_sentences_and_tasks_keep_to_the_filter_or_say_that_they_cannot(window):
    choose(window, "staff", 1)
    due = next(one.widget for one in window.dashboard.page.tiles if one.name == "list:today")
    wait(due.aside.isVisible)
    assert due.aside.text() == "including unassigned"
    person, board = window.dashboard.filter.boxes["staff"].key, window.dashboard.board
    told = [("staff" in one.link.only.names, "not by person" in one.text) for one in sayings_of(board)]
    assert all(kept != said for kept, said in told) and told == sorted(told, reverse=True)
    count = sum(part.count for part in tasks_of(window.session.here, now=window.desk.now(), person=person))
    assert due.title.text().endswith(f"({count})")
    window.dashboard.filter.clear()
    choose(window, "channel", 1)
    goals = window.dashboard.page.goals.lines
    results = window.dashboard.board.results.values()
    assert len(goals) == sum(one.target is not None for one in results)
    assert all("not by channel" in one.accessibleName() for one in goals)
    wait(lambda: due.aside.text() == "not by channel")


def test_a_card_opens_its_figure_of_the_same_part_of_the_business(window):
    choose(window, "staff", 1)
    value = card(window, "revenue").face.value
    QTest.mouseClick(card(window, "revenue"), LEFT)
    settle(window)
    assert window.page.value.text() == value
    assert window.page.list.table.rows.rowCount() == window.page.result.figure.n
    press(Qt.Key.Key_Escape, window.page)
    assert window.dashboard.filter.only


def test_the_goal_of_a_person_counts_while_the_person_is_chosen(window):
    window.show_area(1)
    key = window.dashboard.filter.boxes["staff"].list.itemData(1)
    with window.session.here.operation("Goal") as tx:
        tx.rows("DELETE FROM goal WHERE staff_id IS NOT NULL")
        tx.insert(Goal, {"kpi": "revenue", "period": "2026-10", "target": "7777", "staff_id": key})
    choose(window, "staff", 1)
    assert "7,777" in card(window, "revenue").face.goal.text
    choose(window, "staff", 2)
    assert card(window, "revenue").face.goal is None


def test_the_switch_says_what_figures_are_held_against(window):
    revenue = card(window, "revenue")
    assert "Sep 2026" in revenue.face.deltas[0].since
    press(Qt.Key.Key_M, keys=CTRL_SHIFT)
    assert window.dashboard.arrangement.compare is Compare.YEAR
    assert "Oct 2025" in revenue.face.deltas[0].since
    window.dashboard.switch.buttons[Compare.GOAL].click()
    assert "goal" in revenue.face.deltas[0].since
    assert card(window, "clv").face.deltas[0].text == "no goal"


def test_another_month_is_remembered_of_the_same_part(window):
    choose(window, "staff", 1)
    window.measuring.step(-1)
    settle(window)
    board = window.dashboard.board
    assert (board.period.label, bool(board.only)) == ("2026-09", True)
    window.measuring.measure_ahead()
    settle(window)
    window.measuring.step(1)
    assert window.dashboard.board.period.label == "2026-10"
    settle(window)


# What stands out, and where it leads


def test_what_stands_out_opens_the_records_that_it_is_about(window):
    strip = window.dashboard.page.strip
    assert 0 < len(strip.buttons) <= 3
    saying = strip.buttons[0].saying
    strip.buttons[0].setFocus()
    press(Qt.Key.Key_Return)
    settle(window)
    assert (window.shows(), window.page.kpi_id) == ("figure", saying.link.kpi)
    window.go_back()


def test_an_area_says_only_what_concerns_it(window):
    for place, area in enumerate(PAGES):
        window.show_area(place)
        strip = window.dashboard.page.strip
        if area.area is not None:
            assert all(kpi_of(one.saying.link.kpi).area is area.area for one in strip.buttons)
            assert strip.isVisible() == bool(strip.buttons)


def test_what_stood_out_is_read_at_once_the_next_time(window):
    period = window.measuring.period
    said = said_before.recall(window.session.here, period, EVERYTHING)
    texts = [one.text for one in window.dashboard.board.said]
    assert [one.text for one in said] == texts
    assert said_before.recall(window.session.here, period.before().before(), only(staff=99)) is None


def test_a_mark_of_a_chart_opens_its_records(window):
    chart = window.dashboard.page.charts[0]
    chart.view.setFocus(Qt.FocusReason.TabFocusReason)
    item = chart.view.item
    press(Qt.Key.Key_Return)
    settle(window)
    assert window.shows() == "figure"
    assert window.page.list.table.rows.rowCount() == item.n
    window.go_back()


def test_arrow_keys_lead_from_the_cards_to_the_charts(window):
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    assert focused() is window.dashboard.page.charts[0].view


# The menu of a tile


def test_the_menu_key_shows_what_can_be_done_with_a_tile(window):
    revenue = card(window, "revenue")
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), revenue.mapToGlobal(QPoint(5, 5)))
    QApplication.sendEvent(revenue, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    names = [entry.text() for entry in menu.actions() if entry.text()]
    assert {"How it is computed, and the records", "Copy the numbers", "Set a goal…", "Pin to every area"} <= set(names)
    assert not {"Numbers or chart", "Show it large"} & set(names)
    menu.close()


def test_the_button_of_a_card_is_there_for_the_mouse(window):
    revenue = card(window, "revenue")
    assert revenue.more.isVisible()
    QTest.mouseClick(revenue.more, LEFT)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    next(entry for entry in menu.actions() if entry.text() == "Remove from here").trigger()
    menu.close()
    assert "card:revenue" not in shown(window)


@pytest.mark.parametrize("name", ["card:revenue", "chart:revenue", "list:goals"])
def test_a_tile_is_copied_as_a_picture(window, name):
    QApplication.clipboard().clear()
    tile_commands.copy_picture(window.dashboard, tile(window, name))
    image = QApplication.clipboard().image()
    assert image.width() >= tile(window, name).widget.width()
    assert "was copied" in window.notice.text.text()


@pytest.mark.parametrize("name", ["card:revenue", "chart:revenue"])
def test_the_numbers_of_a_tile_are_copied_and_saved(window, name, tmp_path):
    board = window.dashboard.board
    tile_commands.copy_data(window.dashboard, tile(window, name))
    lines = [line.split("\t") for line in QApplication.clipboard().text().split("\n")]
    assert board.results["revenue"].text in {cell for line in lines for cell in line}
    tile_commands.save_csv(window.dashboard, tile(window, name), tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == lines


def test_numbers_that_cannot_be_written_are_told(window, tmp_path):
    (tmp_path / "a.csv").mkdir()
    tile_commands.save_csv(window.dashboard, tile(window, "chart:revenue"), tmp_path / "a.csv")
    assert "a.csv" in window.notice.text.text()


def test_no_cell_of_saved_numbers_is_a_formula(window, tmp_path):
    with window.session.here.operation("Rename") as tx:
        tx.rows("UPDATE stage SET name = '＝1+1' WHERE kind = 'open'")
    settle(window)
    name = "chart:stage_conversion.stage"
    tile_commands.save_csv(window.dashboard, tile(window, name), tmp_path / "a.csv")
    assert "'＝1+1" in (tmp_path / "a.csv").read_text("utf-8-sig")


def test_where_to_save_is_asked(window):
    tile_commands.ask_csv(window.dashboard, tile(window, "chart:revenue"))
    dialog = window.findChild(QFileDialog)
    assert dialog.selectedFiles()[0].endswith("revenue 2026-10.csv")
    dialog.reject()


def test_a_goal_is_set_from_the_menu_of_a_card(window):
    tile_commands.set_goal(window.dashboard, tile(window, "card:csat"))
    form = window.dashboard.findChild(QuickAdd).form
    assert (form.editor("kpi").value(), form.editor("period").value()) == ("csat", "2026-10")


def test_a_chart_shows_its_numbers_from_the_menu(window):
    chart = tile(window, "chart:revenue")
    menu = window.dashboard.ask_menu(chart, QPoint(10, 10))
    next(entry for entry in menu.actions() if entry.text() == "Numbers or chart").trigger()
    menu.close()
    assert chart.widget.switch.isChecked()
    chart.widget.switch.toggle()


def test_a_chart_is_shown_large_on_the_page_of_its_figure(window):
    tile_commands.expand(window.dashboard, tile(window, "chart:stage_conversion.stage"))
    settle(window)
    assert window.page.charts.current().id == "stage_conversion.stage"
    window.go_back()
    tile_commands.explain(window.dashboard, tile(window, "card:csat"))
    settle(window)
    assert window.page.kpi_id == "csat"
    window.go_back()


def test_the_chart_of_goals_leads_to_the_goals(window):
    window.dashboard.put_up(["card:revenue", "chart:goals"])
    tile_commands.explain(window.dashboard, tile(window, "chart:goals"))
    settle(window)
    assert window.shows() == "goals"


# What is due


def test_what_is_due_is_opened_and_done_in_place(window):
    due = tile(window, "list:today").widget
    wait(lambda: due.lines)
    settle(window)
    first = due.lines[0]
    first.setFocus()
    press(Qt.Key.Key_Down)
    assert focused() is due.lines[1]
    press(Qt.Key.Key_Up)
    name, count = first.name.text(), len(due.lines)
    press(Qt.Key.Key_T)
    wait(lambda: not due.lines or due.lines[0] is not first)
    assert name in window.notice.text.text()
    assert len(due.lines) <= count
    due.lines[0].buttons[0].click()
    settle(window)
    clear(window)
    wait(lambda: due.lines)
    due.lines[0].setFocus()
    press(Qt.Key.Key_Return)
    settle(window)
    assert window.shows() == "record"
    window.go_back()
    due.all.click()
    assert window.shows() == "today"


# Widths


@pytest.mark.parametrize(("width", "columns"), [(1366, 4), (1000, 2), (650, 1)])
def test_cards_stand_in_four_two_or_one_column_and_nothing_lies_over_anything(window, width, columns):
    window.resize(width, 740)
    QTest.qWait(20)
    page = window.dashboard.page
    assert page.grid.columns == columns
    boxes = [one.widget.geometry() for one in page.tiles]
    assert all(not one.intersects(other) for place, one in enumerate(boxes) for other in boxes[:place])
    assert all(page.grid.rect().contains(box) for box in boxes)
    heads = [window.dashboard.picker, window.dashboard.switch, window.dashboard.arrange_button]
    assert all(part.geometry().right() <= window.dashboard.width() for part in heads)


@pytest.mark.parametrize("place", range(len(PAGES)))
def test_every_area_fits_a_small_laptop_without_scrolling(window, place):
    window.show_area(place)
    QTest.qWait(10)
    assert window.dashboard._scrolls[place].verticalScrollBar().maximum() == 0


def test_every_figure_can_be_put_up_as_a_card_and_a_chart(window):
    names = [f"{kind}:{one.id}" for kind in ("card", "chart") for one in all_kpis()]
    window.dashboard.put_up(names)
    assert shown(window) == names
    assert all(one.face is not None for one in window.dashboard.page.cards)


def test_the_name_of_a_goal_takes_as_many_lines_as_it_needs(window):
    lines = {line.accessibleName().split(":")[0]: line for line in window.findChildren(GoalLine)}
    long, short = lines["Customer service resolution time"], lines["Win rate"]
    assert long.heightForWidth(190) > short.heightForWidth(190)
    assert long.heightForWidth(500) == short.heightForWidth(500)
    assert all(line.height() >= line.heightForWidth(line.width()) for line in lines.values())
