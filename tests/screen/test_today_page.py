"""The day on one page: read at a glance, worked off with single keys."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crmdesk.domain.calendar import DAY
from crmdesk.screen.quick_add import QuickAdd
from crmdesk.screen.today.commands import COMMANDS
from crmdesk.store import editing, tasks
from crmdesk.store.agenda import DEALS, DUE, LATE, LEADS, TICKETS
from crmdesk.store.contact import Contact
from crmdesk.ui.desk import Place
from tests.screen.driving import focused, press, settle, wait

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def begins_at():
    return "contacts"


@pytest.fixture
def today(window):
    press(Qt.Key.Key_1, window, CONTROL)
    settle(window)
    assert window.shows() == "today"
    return window.page


def _is_closed(question):
    return not question.isVisible()


def line_of(page, part):
    line = page.parts[part].lines[0]
    line.setFocus()
    return line


def counts(page):
    return {id: part.title.text() for id, part in page.parts.items()}


def test_the_day_names_everything_that_waits(today):
    assert today.head.text() == "Monday, 16 November 2026"
    assert all(today.parts[id].lines for id in (LATE, LEADS, TICKETS, DEALS))
    assert today.parts[DUE].none.text() == "Nothing more is due today."
    assert "tasks to do" in today.summary.text()


@pytest.mark.parametrize(
    ("part", "key"),
    [
        (LATE, Qt.Key.Key_D),
        (LATE, Qt.Key.Key_T),
        (LATE, Qt.Key.Key_W),
        (LEADS, Qt.Key.Key_C),
        (LEADS, Qt.Key.Key_E),
        (LEADS, Qt.Key.Key_X),
        (TICKETS, Qt.Key.Key_S),
        (DEALS, Qt.Key.Key_F),
    ],
)
def test_one_key_does_what_is_to_be_done_and_undo_brings_it_back(window, today, part, key):
    before = counts(today)
    line_of(today, part)
    press(key)
    settle(window)
    for question in window.findChildren(QuickAdd):
        press(Qt.Key.Key_Escape)
        wait(partial(_is_closed, question))
    wait(lambda: QApplication.focusWidget() in today.lines())
    assert counts(today)[part] != before[part]
    assert window.notice.isVisible()
    assert focused() in today.lines()
    press(Qt.Key.Key_Z, window, CONTROL)
    settle(window)
    assert counts(today) == before


def test_after_a_task_the_next_step_is_asked_for_with_whom_and_when_filled_in(window, today):
    with window.desk.operation("A task") as tx:
        anna = editing.save(tx, Contact, None, {"name": "Anna", "kind": "person"})
        tasks.add_task(tx, "Call", DAY, contact_id=anna)
    settle(window)
    line_of(today, LATE)
    press(Qt.Key.Key_D)
    settle(window)
    question = window.findChild(QuickAdd)
    assert question.windowTitle() == "Done. What is the next step for “Anna”?"
    question.form.editor("subject").set_value("Ask again")
    assert question.save()
    sql = "SELECT contact_id, due_at > ? FROM activity WHERE subject = 'Ask again'"
    assert window.session.here.rows(sql, (window.session.now(),)) == [(anna, 1)]


def test_a_reply_is_logged_and_the_ticket_stays_until_it_is_resolved(window, today):
    line = line_of(today, TICKETS)
    ticket = today._lines[line].id
    press(Qt.Key.Key_R)
    settle(window)
    sql = "SELECT count(*) FROM ticket_event WHERE ticket_id = ? AND kind = 'replied' AND at >= ?"
    assert window.session.here.rows(sql, (ticket, window.session.now()))[0][0] == 1


def test_every_command_has_its_button_too(window, today):
    for line in today.lines():
        assert [button.text() for button in line.buttons] == [command.text for command in line.commands]
    before = counts(today)
    QTest.mouseClick(today.parts[LATE].lines[0].buttons[0], Qt.MouseButton.LeftButton)
    settle(window)
    assert counts(today)[LATE] != before[LATE]


def test_a_key_that_does_not_fit_the_line_says_so(window, today):
    line_of(today, LEADS)
    press(Qt.Key.Key_S)
    assert window.notice.text.text() == "Choose a line first to which this can be done."


def test_arrows_walk_the_lines_and_enter_opens_the_record(window, today):
    line = line_of(today, LATE)
    press(Qt.Key.Key_Down)
    assert focused() is today.lines()[1]
    press(Qt.Key.Key_Up)
    assert focused() is line
    wanted = today._lines[line]
    press(Qt.Key.Key_Return)
    settle(window)
    assert window.page.place() == Place("record", wanted.kind, wanted.id)


def test_a_click_opens_the_record_and_a_goal_opens_its_figure(window, today):
    QTest.mouseClick(today.parts[DEALS].lines[0], Qt.MouseButton.LeftButton)
    settle(window)
    assert window.shows() == "record"
    press(Qt.Key.Key_1, window, CONTROL)
    settle(window)
    goals = today.parts["goals"].lines
    assert goals
    goals[0].setFocus()
    press(Qt.Key.Key_Space)
    settle(window)
    assert window.shows() == "figure"


@pytest.mark.parametrize(
    ("part", "page"),
    [(LATE, "activities"), (LEADS, "leads"), (TICKETS, "tickets"), (DEALS, "deals"), ("goals", "goals")],
)
def test_all_of_a_part_is_one_step_away(window, today, part, page):
    today.parts[part].all.click()
    settle(window)
    assert window.shows() == page


def test_a_narrow_window_has_one_column(window, today):
    window.resize(700, 600)
    wait(lambda: today.parts[TICKETS].x() == today.parts[LATE].x())


def test_every_command_is_in_the_table_of_actions(window, today):
    assert set(today.handlers()) == {command.act for command in COMMANDS}
    assert all(window.bars.actions[command.act].isEnabled() for command in COMMANDS)


def test_all_of_a_part_is_as_many_as_the_part_says_for_whoever_works(window, today):
    window.who.choose(next(iter(window.who.people)))
    settle(window)
    for part in (LATE, LEADS, DEALS):
        told = today.parts[part].title.text()
        today.parts[part].all.click()
        settle(window)
        listed = window.page._list if window.shows() == "deals" else window.page
        count = listed.view.rows.rowCount()
        assert told.endswith(f"({count})") if count else "(" not in told
        press(Qt.Key.Key_1, window, CONTROL)
        settle(window)
    today.parts[TICKETS].all.click()
    settle(window)
    assert window.page.queue.preset == "over"
