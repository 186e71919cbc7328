"""The tickets page, used by keys as a person would."""

from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from crmdesk.domain.calendar import HOUR
from crmdesk.screen.survey_entry import SurveyEntry
from crmdesk.screen.ticket.page import ACTS, LIST, QUEUE, TicketPage
from crmdesk.screen.ticket.presets import PRESETS, state_of
from crmdesk.screen.ticket.table import DONE, FINE, OVER, SOON, STILL, countdown_text, working_text
from crmdesk.store.file import create
from crmdesk.store.ticket_steps import state
from crmdesk.store.ticket_targets import Countdown
from crmdesk.ui.desk import Place
from tests.screen.driving import focused, press
from tests.screen.one_page import OnePage

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def desk_window(qapp, qtbot, book):
    window = OnePage(qapp, TicketPage, book)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    window.page.show_place(Place("tickets"))
    window.page.setFocus()
    window.settle()
    yield window
    window.session.close()
    window.close()
    window.deleteLater()


def shown(window: OnePage) -> list[int]:
    return [one.id for one in window.page.queue.table.rows.rows]


def last_event(window: OnePage, ticket: int) -> tuple:
    rows = window.session.here.rows(
        "SELECT kind, note, staff_id FROM ticket_event WHERE ticket_id = ? ORDER BY id DESC LIMIT 1", (ticket,)
    )
    return rows[0]


def test_the_queue_shows_every_open_ticket_and_says_how_many(desk_window):
    (count,) = desk_window.session.here.rows("SELECT count(*) FROM ticket WHERE resolved_at IS NULL")[0]
    assert count > 2 and len(shown(desk_window)) == count
    assert desk_window.page.queue.count.text() == f"{count} tickets"
    assert desk_window.page.title() == "Tickets – Open"
    assert focused() is desk_window.page.queue.table and desk_window.page.queue.table.chosen() == shown(desk_window)[:1]


def test_each_row_says_in_words_how_it_stands(desk_window):
    text = desk_window.page.queue.table.rows.as_text(range(len(shown(desk_window))))
    assert OVER in text and " over" in text and "Waiting for" in text


@pytest.mark.parametrize("key", [Qt.Key.Key_R, Qt.Key.Key_W, Qt.Key.Key_S])
def test_one_key_takes_a_step_and_the_notice_takes_it_back(desk_window, key):
    ticket = shown(desk_window)[0]
    workspace = desk_window.session.here
    before, stood = last_event(desk_window, ticket), state(workspace, [ticket])
    desk_window.desk.person = workspace.rows("SELECT min(id) FROM staff")[0][0]
    press(key)
    kind = {Qt.Key.Key_R: "replied", Qt.Key.Key_W: "waiting", Qt.Key.Key_S: "resolved"}[key]
    assert last_event(desk_window, ticket) == (kind, None, desk_window.desk.person)
    desk_window.settle()
    assert (ticket in shown(desk_window)) == (kind != "resolved")
    assert desk_window.said() and desk_window.notice.button.text() == "Undo"
    desk_window.notice.button.click()
    desk_window.settle()
    assert last_event(desk_window, ticket) == before and state(workspace, [ticket]) == stood
    assert ticket in shown(desk_window)


def test_w_makes_a_ticket_wait_and_takes_it_up_again(desk_window):
    ticket = shown(desk_window)[-1]
    press(Qt.Key.Key_End)
    press(Qt.Key.Key_W)
    assert last_event(desk_window, ticket)[0] == "waiting"
    desk_window.settle()
    assert desk_window.page.queue.table.chosen() == [ticket]
    press(Qt.Key.Key_W)
    assert last_event(desk_window, ticket)[0] == "resumed"


def test_a_note_goes_along_with_the_step(desk_window):
    ticket = shown(desk_window)[0]
    desk_window.page.note.setFocus()
    QTest.keyClicks(focused(), "Wrs <b>called</b>")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_R)
    assert last_event(desk_window, ticket)[:2] == ("replied", "Wrs <b>called</b>") and not desk_window.page.note.text()


def test_several_tickets_are_resolved_in_one_step(desk_window):
    tickets = shown(desk_window)[:3]
    press(Qt.Key.Key_Down, keys=SHIFT)
    press(Qt.Key.Key_Down, keys=SHIFT)
    press(Qt.Key.Key_S)
    desk_window.settle()
    assert desk_window.said() == "Resolved 3 tickets."
    assert not set(tickets) & set(shown(desk_window))
    desk_window.undo()
    desk_window.settle()
    assert set(tickets) <= set(shown(desk_window))


def test_a_resolved_ticket_is_found_among_the_resolved_and_reopened(desk_window):
    page = desk_window.page
    ticket = shown(desk_window)[0]
    press(Qt.Key.Key_O)
    assert desk_window.said() == "Only a resolved ticket can be reopened."
    press(Qt.Key.Key_S)
    page.queue.presets["resolved"].setFocus()
    press(Qt.Key.Key_Space)
    desk_window.settle()
    assert shown(desk_window)[0] == ticket and page.title() == "Tickets – Resolved lately"
    page.queue.table.setFocus()
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_S)
    assert desk_window.said() == "Resolved already; O reopens it."
    press(Qt.Key.Key_O)
    desk_window.settle()
    assert ticket not in shown(desk_window)
    assert last_event(desk_window, ticket)[0] == "reopened"


@pytest.mark.parametrize("preset", [one.id for one in PRESETS])
def test_a_condition_shows_as_many_rows_as_it_says(desk_window, preset):
    button = desk_window.page.queue.presets[preset]
    button.setFocus()
    press(Qt.Key.Key_Return)
    assert button.isChecked() and button.text().endswith(f" {len(shown(desk_window))}")


def test_the_search_narrows_and_esc_empties_it(desk_window):
    page = desk_window.page
    press(Qt.Key.Key_F, keys=CONTROL)
    assert focused() is page.queue.search
    name = next(one.contact[1] for one in page.queue.tickets if one.contact and one.contact[1].isascii())
    QTest.keyClicks(focused(), name.upper())
    assert shown(desk_window) and all(one.contact[1] == name for one in page.queue.table.rows.rows)
    press(Qt.Key.Key_Down)
    assert focused() is page.queue.table
    press(Qt.Key.Key_Slash)
    QTest.keyClicks(focused(), "nobody like that")
    assert page.queue.search.text() == "nobody like that"
    assert page.queue.count.text() == "0 tickets" and page.queue.none.isVisible()
    press(Qt.Key.Key_R, page.queue.table)
    assert desk_window.said() == "Choose a ticket first."
    press(Qt.Key.Key_Escape)
    assert len(shown(desk_window)) == len(page.queue.tickets)
    press(Qt.Key.Key_Return)
    assert focused() is page.queue.table


def test_enter_opens_the_ticket_with_its_neighbours(desk_window):
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert desk_window.gone == [Place("record", "ticket", shown(desk_window)[1])]
    assert list(desk_window.desk.siblings) == shown(desk_window)


def test_a_place_brings_back_condition_and_search(desk_window):
    page = desk_window.page
    page.queue.presets["over"].click()
    page.queue.search.setText("a")
    place, rows = page.place(), shown(desk_window)
    page.queue.presets["open"].click()
    page.queue.search.clear()
    page.show_place(place)
    desk_window.settle()
    assert page.queue.preset == "over" and page.queue.search.text() == "a" and shown(desk_window) == rows
    page.show_place(Place("tickets", detail="no json"))
    assert state_of("[1]") == {} and page.queue.preset == "over"


def test_the_list_shows_the_same_condition_and_its_tickets_are_worked_on_with_the_same_keys(desk_window):
    page = desk_window.page
    page.queue.search.setText("a")
    tickets = shown(desk_window)
    press(Qt.Key.Key_B, keys=CONTROL | SHIFT)
    desk_window.settle()
    listed = page._made_list()
    assert page.view == LIST and (listed.query.preset, listed.query.text) == ("open", "a")
    assert page.title().startswith("Tickets: ")
    assert page.chosen() == [listed.view.current_id()] and all(step.isEnabled() for step in page.steps.values())
    listed.view.choose(tickets[:2])
    assert page.chosen() and all(step.isEnabled() for step in page.steps.values())
    chosen = page.chosen()
    press(Qt.Key.Key_S, listed.view)
    desk_window.settle()
    assert set(state(desk_window.session.here, chosen).values()) == {"resolved"}
    press(Qt.Key.Key_Slash)
    assert focused() is listed.search
    place = page.place()
    page.toggles[QUEUE].click()
    desk_window.settle()
    assert page.view == QUEUE and page.queue.search.text() == "a" and not set(chosen) & set(shown(desk_window))
    page.show_place(place)
    desk_window.settle()
    assert page.view == LIST and page.place() == place
    page.refresh(None)
    page.leave()


def test_an_action_of_lists_does_nothing_in_the_queue(desk_window):
    before = desk_window.session.here.versions()
    press(Qt.Key.Key_Delete)
    assert desk_window.session.here.versions() == before


def test_a_column_keeps_sorting_after_a_change(desk_window):
    table = desk_window.page.queue.table
    table.sortByColumn(6, Qt.SortOrder.AscendingOrder)
    oldest = shown(desk_window)
    press(Qt.Key.Key_R)
    desk_window.settle()
    assert shown(desk_window) == oldest and table.horizontalHeader().sortIndicatorSection() == 6


def test_columns_stay_as_wide_as_they_were_made(desk_window):
    table = desk_window.page.queue.table
    table.setColumnWidth(1, 333)
    desk_window.page.queue.read()
    assert table.columnWidth(1) == 333
    desk_window.page.leave()
    desk_window.page.show_place(Place("tickets"))
    assert table.columnWidth(1) == 333


def answer(window: OnePage) -> SurveyEntry:
    press(Qt.Key.Key_C)
    (dialog,) = window.page.findChildren(SurveyEntry)
    QApplication.processEvents()
    return dialog


def test_a_satisfaction_answer_is_entered_with_the_keys_alone(desk_window):
    ticket = shown(desk_window)[0]
    dialog = answer(desk_window)
    press(Qt.Key.Key_Return, dialog, CONTROL)
    assert "1 to 5" in dialog.fault.text()
    press(Qt.Key.Key_4, dialog)
    assert focused() is dialog.comment
    QTest.keyClicks(focused(), "Quick & <i>kind</i> 5")
    press(Qt.Key.Key_Return, dialog, CONTROL)
    sql = "SELECT kind, score, ticket_id, contact_id, staff_id, comment FROM survey ORDER BY id DESC LIMIT 1"
    contact, owner = desk_window.session.here.rows("SELECT contact_id, owner_id FROM ticket WHERE id = ?", (ticket,))[0]
    kind, score, about, who, helper, comment = desk_window.session.here.rows(sql)[0]
    assert (kind, score, about, who, comment) == ("csat", 4, ticket, contact, "Quick & <i>kind</i> 5")
    assert helper is not None or owner is None
    assert desk_window.said() == "Answer 4 of 5 is saved."
    assert desk_window.focusWidget() is desk_window.page.queue.table


def test_the_answer_can_be_chosen_with_the_mouse_and_given_up(desk_window):
    dialog = answer(desk_window)
    QTest.mouseClick(dialog.buttons[1], Qt.MouseButton.LeftButton)
    assert dialog.score == 2
    (before,) = desk_window.session.here.rows("SELECT count(*) FROM survey")[0]
    press(Qt.Key.Key_Escape, dialog)
    assert desk_window.session.here.rows("SELECT count(*) FROM survey")[0] == (before,)


def test_the_survey_sheet_of_a_ticket_is_printed(desk_window, tmp_path: Path):
    press(Qt.Key.Key_P)
    (dialog,) = desk_window.page.findChildren(QFileDialog)
    path = tmp_path / "sheet.pdf"
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    desk_window.settle()
    assert len(PdfReader(path).pages) == 1 and str(path) in desk_window.said()


def test_too_many_tickets_at_once_are_refused(desk_window, monkeypatch):
    monkeypatch.setattr("crmdesk.screen.ticket.commands.MOST", 1)
    press(Qt.Key.Key_Down, keys=SHIFT)
    press(Qt.Key.Key_S)
    assert desk_window.said() == "Choose at most 1 tickets at a time."


def test_an_empty_business_is_told_what_belongs_here(qapp, qtbot, tmp_path):
    path = tmp_path / "new.crmdesk"
    create(path, {"business_name": "Shop", "timezone": "Europe/Berlin"}).close()
    window = OnePage(qapp, TicketPage, path)
    window.show()
    window.page.show_place(Place("tickets"))
    window.settle()
    none = window.page.queue.none
    assert none.isVisible() and none.text().startswith("There is no open ticket.")
    press(Qt.Key.Key_End, window.page.queue.table)
    window.session.close()
    window.page.queue.read()
    window.close()
    window.deleteLater()


def test_what_needs_one_ticket_says_so(desk_window):
    desk_window.page.queue.table.clearSelection()
    for key in (Qt.Key.Key_C, Qt.Key.Key_P):
        desk_window.notice.hide()
        press(key)
        assert desk_window.said() == "Choose one ticket first."
    assert not any(step.isEnabled() for step in desk_window.page.steps.values())


def test_a_file_that_may_only_be_read_refuses_in_words(desk_window, book):
    desk_window.session.close()
    desk_window.session.open(book, read_only=True)
    press(Qt.Key.Key_R)
    assert "reading only" in desk_window.said()


def test_leaving_forgets_the_tickets(desk_window):
    desk_window.page.queue.search.setText("x")
    desk_window.page.leave()
    assert not shown(desk_window) and not desk_window.page.queue.search.text()
    desk_window.session.close()
    desk_window.page.refresh(None)


def test_every_control_is_named_and_every_action_has_a_key_and_a_handler(desk_window):
    page = desk_window.page
    for control in (page.queue.search, page.note, page.queue.table, *page.steps.values()):
        assert control.accessibleName()
    assert {act.id for act in ACTS} == set(page.handlers()) and all(act.keys for act in ACTS)


@pytest.mark.parametrize(
    ("one", "waiting", "text"),
    [
        (Countdown(), False, "–"),
        (Countdown(3 * HOUR, 1), False, f"{FINE} 3.0 h left"),
        (Countdown(HOUR // 2, 1), False, f"{SOON} 30 min left"),
        (Countdown(3 * HOUR, None), True, f"{STILL} 3.0 h left"),
        (Countdown(-3 * HOUR, 1), False, f"{OVER} 3.0 h over"),
        (Countdown(-3 * HOUR, None, done=True), False, f"{OVER} 3.0 h late"),
        (Countdown(3 * HOUR, None, done=True), False, f"{DONE} in time"),
    ],
)
def test_a_countdown_is_told_in_words_and_a_sign(one, waiting, text):
    assert countdown_text(one, waiting, 8) == text


def test_long_working_times_are_told_in_working_days():
    assert working_text(80, 8) == "10 working days" and working_text(80, 0) == "80.0 h"
