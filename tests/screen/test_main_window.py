"""The window as a person drives it, with keys alone and with the mouse."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QMessageBox, QWidget

from crmdesk.domain.calendar import Calendar
from crmdesk.domain.period import parse_period
from crmdesk.screen.areas import PAGES
from crmdesk.screen.new_workspace import NewWorkspace
from crmdesk.screen.quick_add import QuickAdd
from crmdesk.screen.start import begin
from crmdesk.store.campaign import Campaign
from crmdesk.store.contact import Contact
from crmdesk.store.file import create, open_workspace
from crmdesk.store.search import find
from crmdesk.store.search_index import behind
from crmdesk.ui.card import Card
from crmdesk.ui.desk import Place
from crmdesk.ui.theme import Look
from tests.screen.driving import PLAIN, focused, press, settle, texts, wait
from tests.settings import write_settings

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def test_it_begins_with_the_last_complete_month_and_the_first_card(window):
    assert window.measuring.period.label == "2026-10"
    assert isinstance(focused(), Card)
    assert "Shop.crmdesk" in window.windowTitle()
    assert "Kaffeekontor Spree GmbH" in window.windowTitle()
    assert "Data to " in window.bars.data_to.text()
    assert str(window.session.here.path) == window.bars.where.text()


def test_eight_headlines_two_charts_and_two_lists_fit_a_small_laptop_without_scrolling(window):
    window.resize(1366, 700)
    QTest.qWait(20)
    page = window.dashboard.page
    assert len(page.cards) == 8
    assert len(page.charts) == 2
    assert page.goals.lines
    assert page.strip.buttons
    assert page.grid.columns == 4
    scroll = window.dashboard._scrolls[0]
    assert scroll.verticalScrollBar().maximum() == 0


def test_a_narrow_window_has_two_columns(window):
    window.resize(900, 700)
    QTest.qWait(20)
    assert window.dashboard.page.grid.columns == 2


def test_areas_of_the_dashboard_answer_to_alt_and_a_number(window):
    for number, page in enumerate(PAGES):
        press(Qt.Key(Qt.Key.Key_1.value + number), keys=ALT)
        assert window.dashboard.tabs.currentIndex() == number
        assert window.dashboard.tabs.tabText(number) == str(page.title)


def test_arrow_keys_walk_over_the_cards_and_enter_and_escape_go_in_and_out(window):
    first = focused()
    press(Qt.Key.Key_Right)
    second = focused()
    assert isinstance(second, Card) and second is not first
    press(Qt.Key.Key_Down)
    below = focused()
    assert window.dashboard.page.cards.index(below) == 5
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Left)
    assert focused() is first
    press(Qt.Key.Key_Left)
    assert focused() is first
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Return)
    settle(window)
    assert window.page.kpi_id == second.kpi_id
    press(Qt.Key.Key_Escape)
    assert window.page is window.dashboard
    assert focused() is second
    press(Qt.Key.Key_Space)
    settle(window)
    assert window.page.kpi_id == second.kpi_id
    press(Qt.Key.Key_Left, keys=ALT)
    assert window.page is window.dashboard


def test_page_up_and_alt_down_step_through_the_periods_on_both_pages(window):
    press(Qt.Key.Key_PageUp)
    settle(window)
    assert window.measuring.period.label == "2026-09"
    assert window.dashboard.board.period.label == "2026-09"
    press(Qt.Key.Key_PageDown)
    press(Qt.Key.Key_Down, keys=ALT)
    settle(window)
    assert window.measuring.period.label == "2026-11"
    press(Qt.Key.Key_Return)
    settle(window)
    press(Qt.Key.Key_Up, keys=ALT)
    settle(window)
    assert window.page.result.period.label == "2026-10"
    window.page.setFocus()
    press(Qt.Key.Key_PageUp, window.page)
    settle(window)
    assert window.page.result.period.label == "2026-09"
    assert "September 2026" in texts(window.page)


def test_a_running_month_says_to_date(window):
    press(Qt.Key.Key_PageDown)
    settle(window)
    face = window.dashboard.page.cards[0].face
    assert face.to_date
    assert "to date" in face.spoken
    press(Qt.Key.Key_Return)
    settle(window)
    assert "to date" in window.page.when.text()


def test_a_period_can_be_typed(window):
    press(Qt.Key.Key_G, keys=CTRL)
    QTest.keyClicks(focused(), "2026-Q3")
    press(Qt.Key.Key_Return)
    settle(window)
    assert window.measuring.period.label == "2026-Q3"
    assert window.dashboard.picker.text.currentText() == "Q3 2026"
    press(Qt.Key.Key_G, keys=CTRL)
    QTest.keyClicks(focused(), "the day before yesterday")
    press(Qt.Key.Key_Return)
    assert "is not a period" in window.notice.text.text()
    assert window.measuring.period.label == "2026-Q3"


def test_tab_reaches_every_control_and_all_of_them_have_a_name(window):
    seen: list[QWidget] = []
    for _step in range(80):
        here = focused()
        if here in seen:
            break
        seen.append(here)
        press(Qt.Key.Key_Tab)
    assert set(window.dashboard.page.cards) <= set(seen)
    assert {chart.switch for chart in window.dashboard.page.charts} <= set(seen)
    assert window.dashboard.tabs in seen
    for control in window.findChildren(QAbstractButton) + window.findChildren(QComboBox):
        if control.isVisible() and control.focusPolicy() != Qt.FocusPolicy.NoFocus:
            assert control.accessibleName() or control.text(), control


def test_a_chart_turns_into_the_table_of_its_numbers(window):
    chart = window.dashboard.page.charts[0]
    chart.switch.setFocus()
    press(Qt.Key.Key_Return)
    assert chart.stack.currentWidget() is chart.table
    # A year and the same month again, and the month to come.
    assert chart.table.rows.rowCount() == 14
    assert chart.table.rows.index(12, 1).data() == window.dashboard.board.results["revenue"].text
    window.measuring.step(-1)
    assert chart.table.rows.index(12, 1).data() == window.dashboard.board.results["revenue"].text
    assert "Sep 2026" in chart.view.accessibleName()
    press(Qt.Key.Key_Return)
    assert chart.stack.currentWidget() is chart.view


def test_a_goal_opens_its_figure(window):
    line = window.dashboard.page.goals.lines[0]
    assert line.accessibleName()
    line.setFocus()
    press(Qt.Key.Key_Return)
    settle(window)
    assert window.page.result.target is not None


def test_a_period_without_goals_says_so(window):
    window.measuring.show_period(parse_period("2019-02"))
    settle(window)
    goals = window.dashboard.page.goals
    assert not goals.lines
    assert "No goals are set for" in goals.none.text()
    goals.set_one.click()
    assert window.dashboard.findChild(QuickAdd).form.editor("period").value() == "2019-02"
    assert window.dashboard.page.cards[0].face.why


def test_light_dark_and_larger_letters_are_remembered(window, make_window):
    window.choose_look(Look.DARK)
    assert window.theme.is_dark()
    window.choose_zoom(150)
    assert window.sidebar.width() > window.sidebar.list.sizeHintForColumn(0)
    window.choose_zoom(500)
    assert window.theme.zoom == 200
    window.bars.actions["usual"].trigger()
    window.bars.actions["larger"].trigger()
    window.close()
    other = make_window()
    assert other.theme.is_dark()
    assert other.theme.zoom == 110
    other.choose_look(Look.LIGHT)
    other.choose_zoom(100)
    assert not other.theme.is_dark()


def test_the_last_workspace_opens_again_and_its_figures_are_there_at_once(window, make_window, book):
    window.close()
    other = make_window(at_once=False)
    begin(other, None)
    assert other.session.here.path == book
    assert other.dashboard.board is not None
    assert other.dashboard.page.cards[0].face is not None
    settle(other)


def test_without_a_workspace_the_welcome_page_stands(make_window):
    window = make_window()
    begin(window, None)
    wait(window.page.demo.hasFocus)
    assert not window.bars.actions["preview"].isEnabled()
    assert window.bars.actions["new"].isEnabled()


def test_a_file_that_is_no_workspace_is_refused_in_words(make_window, tmp_path):
    path = tmp_path / "letter.crmdesk"
    path.write_text("Dear Sir")
    window = make_window(path)
    box = window.findChild(QMessageBox)
    assert "is not a crmdesk workspace" in box.text()
    assert window.session.workspace is None
    box.close()


def test_a_workspace_that_is_open_elsewhere_may_be_looked_at(make_window, book):
    with open_workspace(book):
        window = make_window(book)
        box = window.findChild(QMessageBox)
        assert "is open" in box.text()
        next(button for button in box.buttons() if "reading" in button.text()).click()
        settle(window)
        assert window.session.here.read_only
        assert "reading only" in window.notice.text.text()
        assert not window.bars.actions["undo"].isEnabled()
        assert window.dashboard.page.cards[0].face is not None


def test_a_business_with_markup_in_its_name_shows_it_literally(make_window, book):
    name = "<b>x</b> & <img src=/etc/passwd>"
    with open_workspace(book) as workspace:
        write_settings(workspace, {"business_name": name}, label="Settings")
        with workspace.operation("Rename") as tx:
            tx.rows("UPDATE campaign SET name = ?", (name,))
    window = make_window(book)
    assert name in window.windowTitle()
    window.show_area(2)
    chart = window.dashboard.page.charts[1]
    assert chart.table.rows.rows[0][0] == name
    window.show_figure("marketing_roi")
    settle(window)
    table = window.page.tabs.widget(1)
    assert table.rows.index(0, 0).data() == name


def test_data_that_ended_long_ago_opens_on_its_last_month(make_window, book):
    window = make_window(book, moment=Calendar("Europe/Berlin").parse("2031-05-05T12:00:00"))
    assert window.measuring.period.label == "2026-11"


def test_closing_while_a_job_runs_ends_the_job(make_window, book):
    window = make_window(at_once=False)
    window.open(book)
    window.measuring.measure()
    assert window.jobs.running
    window.close()
    assert not window.jobs.running
    assert window.session.workspace is None


def test_shortcuts_and_about_are_dialogs_that_go(window):
    press(Qt.Key.Key_F1)
    wait(lambda: any("Help" in one.windowTitle() for one in QApplication.topLevelWidgets()))
    dialog = next(one for one in QApplication.topLevelWidgets() if "Help" in one.windowTitle())
    assert dialog.table.rows.rowCount() > 25
    dialog.close()
    window.bars.actions["about"].trigger()
    box = window.findChild(QMessageBox)
    assert "MIT" in box.text()
    box.close()


def test_a_fault_of_crmdesk_is_told_and_written_down(window, crmdesk_home: Path):
    window.tell_fault(ValueError("surprise"))
    box = window.findChild(QMessageBox)
    assert "Your data is safe" in box.text()
    report = next((crmdesk_home / "reports").iterdir())
    assert "surprise" in report.read_text()
    box.close()


def test_sample_data_says_so_and_leads_to_ones_own(window, make_window, tmp_path):
    assert window.sample.isVisible()
    window.sample.own.click()
    dialog = window.findChild(NewWorkspace)
    assert dialog is not None
    dialog.close()
    create(tmp_path / "Own.crmdesk", {"currency": "EUR", "timezone": "Europe/Berlin"}).close()
    window.open(tmp_path / "Own.crmdesk")
    settle(window)
    assert not window.sample.isVisible()


def dropping(window, *paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    left, copy = Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(5, 5), copy, data, left, PLAIN)
    enter.ignore()
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(window, QDropEvent(QPointF(5, 5), copy, data, left, PLAIN))
        QTest.qWait(1)
    return enter.isAccepted()


def test_a_folder_that_is_dropped_on_the_window_is_brought_in(window):
    before = window.session.here.rows("SELECT count(*) FROM deal")[0][0]
    assert dropping(window, GOLDEN / "06-funnel-and-win-rate")
    settle(window)
    assert window.shows() == "import"
    window.page.foot.next.click()
    settle(window)
    assert window.session.here.rows("SELECT count(*) FROM deal")[0][0] > before


def test_a_workspace_that_is_dropped_is_opened(make_window, book):
    window = make_window()
    assert dropping(window, book)
    settle(window)
    assert window.session.here.path == book


def test_a_letter_that_is_dropped_is_no_table_and_changes_nothing(window, tmp_path):
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.4 Dear Sir")
    before = window.session.here.journal.steps()
    assert dropping(window, tmp_path / "letter.pdf")
    settle(window)
    for box in window.findChildren(QMessageBox):
        box.close()
    assert window.session.here.journal.steps() == before


def test_without_a_workspace_a_dropped_folder_makes_one(make_window):
    window = make_window()
    assert dropping(window, GOLDEN / "06-funnel-and-win-rate")
    settle(window)
    window.page.foot.next.click()
    settle(window)
    assert window.session.here.rows("SELECT count(*) FROM deal")[0][0] > 0


def test_the_search_catches_up_while_nothing_else_goes_on(window):
    wait(lambda: behind(window.session.here) == 0)
    with window.session.here.operation("Add") as tx:
        tx.insert(Contact, {"name": "Żaneta", "kind": "person"})
    wait(lambda: behind(window.session.here) == 0)
    assert find(window.session.here, "zaneta")


def test_escape_puts_the_notice_away(window):
    window.notice.tell("Something")
    press(Qt.Key.Key_Escape)
    assert not window.notice.isVisible()
    assert window.page is window.dashboard


@pytest.mark.parametrize(("page", "record"), [("contacts", Contact), ("campaigns", Campaign)])
def test_the_kind_to_add_is_the_one_of_the_page(window, page, record):
    window.desk.go(Place(page))
    settle(window)
    press(Qt.Key.Key_N, window, CTRL)
    wait(lambda: window.findChild(QuickAdd) is not None)
    form = window.findChild(QuickAdd)
    assert form.kind.record is record
    form.close()


def test_measuring_again_gives_the_same(window):
    before = [card.face for card in window.dashboard.page.cards]
    press(Qt.Key.Key_F5)
    settle(window)
    assert [card.face for card in window.dashboard.page.cards] == before


@pytest.mark.parametrize("place", ["contacts", "record", "today"])
def test_a_notice_that_goes_while_it_has_the_keys_gives_them_back_to_the_page(window, place):
    window.desk.go(Place(place, "contact", 1) if place == "record" else Place(place))
    settle(window)
    before = focused()
    window.desk.tell_done("Done.")
    window.notice.button.setFocus()
    window.notice.away.click()
    assert focused() is before
