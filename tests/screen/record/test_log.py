"""Writing down what was done and what is to be done, on the page of a record."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from crmdesk.domain.calendar import DAY
from crmdesk.screen.record.page import ACTS
from crmdesk.store.activity import Activity
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.ticket import Ticket
from tests.screen.driving import NOON, press
from tests.screen.record.driving import CONTROL, newest_activity, one, row_of, texts, type_into, value_of


@pytest.mark.parametrize("number", range(1, 6))
@pytest.mark.parametrize("record", [Contact, Deal, Ticket], ids=lambda one: one.kind)
def test_something_is_logged_by_a_key_a_line_and_control_enter(host, record, number):
    kind = ("call", "email", "meeting", "note", "task")[number - 1]
    id = row_of(host, record)
    host.desk.open_record(record.kind, id)
    act = next(act for act in ACTS if act.keys == (f"Alt+{number}",))
    host.page.handlers()[act.id]()
    type_into("Talked about mills")
    press(Qt.Key.Key_Return, keys=CONTROL)
    newest = newest_activity(host)
    assert (newest["kind"], newest["subject"], newest[f"{record.kind}_id"]) == (kind, "Talked about mills", id)
    if kind != "task":
        assert host.page.timeline.list.events.events[0].title == "Talked about mills"
    else:
        assert (
            "Talked about mills" in {line.todo.subject for line in host.page.todo.lines} or host.page.todo.rest.text()
        )
    assert host.page.log.text.toPlainText() == ""
    host.notice.button.click()
    assert one(host, "SELECT count(*) FROM activity WHERE subject = 'Talked about mills'") == 0


def test_minutes_and_direction_go_with_a_call_and_a_date_in_words_with_a_task(host):
    id = row_of(host, Contact)
    host.desk.open_record("contact", id)
    log = host.page.log
    log.begin("call")
    log.way.setCurrentIndex(log.way.findData("in"))
    log.minutes.setText("12")
    log.text.setPlainText("Wants a mill\nsoon")
    log.button.click()
    newest = newest_activity(host)
    assert (newest["direction"], newest["minutes"], newest["subject"]) == ("in", 12, "Wants a mill")
    log.begin("task")
    log.due.setText("tomorrow 15:00")
    log.text.setPlainText("Send the offer")
    log.button.click()
    newest = newest_activity(host)
    assert newest["due_at"] == NOON + DAY + 3 * DAY // 24


def test_a_task_with_its_date_is_planned_by_keys_as_one_thinks_of_it(host):
    host.desk.open_record("contact", row_of(host, Contact))
    host.page.handlers()["log_task"]()
    type_into("Send the offer")
    press(Qt.Key.Key_Tab)
    type_into("tomorrow 15:00")
    press(Qt.Key.Key_Return)
    newest = newest_activity(host)
    assert (newest["subject"], newest["due_at"]) == ("Send the offer", NOON + DAY + 3 * DAY // 24)


def test_what_cannot_be_logged_is_told_under_the_line(host):
    host.desk.open_record("contact", row_of(host, Contact))
    log = host.page.log
    log.save()
    assert "Write a few words first." in log.fault.text()
    log.begin("task")
    log.text.setPlainText("Call")
    log.due.setText("the day after never")
    log.save()
    assert "“the day after never”" in log.fault.text()
    assert log.text.toPlainText() == "Call"


def test_a_half_written_line_is_there_again_with_its_record(host):
    contacts = [id for (id,) in host.session.here.rows("SELECT id FROM contact LIMIT 2")]
    host.desk.open_record("contact", contacts[0])
    host.page.log.begin("note")
    type_into("Half a")
    host.desk.open_record("contact", contacts[1])
    assert host.page.log.text.toPlainText() == ""
    host.desk.open_record("contact", contacts[0])
    assert (host.page.log.text.toPlainText(), host.page.log.kind) == ("Half a", "note")
    host.page.leave()
    host.desk.open_record("contact", contacts[0])
    host.page.log.begin("note")
    type_into(" sentence")
    assert host.page.log.text.toPlainText() == "Half a sentence"
    host.page.log.save()
    host.desk.open_record("contact", contacts[1])
    host.desk.open_record("contact", contacts[0])
    assert host.page.log.text.toPlainText() == ""


@pytest.fixture
def task(host) -> tuple[int, int]:
    """A contact with one open task."""
    with host.session.here.operation("Task") as tx:
        contact = tx.insert(Contact, {"name": "Pete", "kind": "person"})
        values = {"kind": "task", "subject": "Send <b>offer</b>", "at": NOON, "due_at": NOON, "contact_id": contact}
        return contact, tx.insert(Activity, values)


def test_after_a_finished_task_the_next_step_is_asked_for(host, task):
    contact, activity = task
    host.desk.open_record("contact", contact)
    [line] = host.page.todo.lines
    line.done.setFocus()
    press(Qt.Key.Key_Return)
    assert value_of(host, Activity, activity, "done_at") == NOON
    assert host.page.todo.lines == []
    assert host.page.log.kind == "task"
    assert QApplication.focusWidget() is host.page.log.text
    assert "next step" in host.page.log.text.placeholderText()
    type_into("Ask again")
    press(Qt.Key.Key_Return, keys=CONTROL)
    assert [line.todo.subject for line in host.page.todo.lines] == ["Ask again"]


def test_a_task_is_finished_in_the_timeline_too(host, task):
    contact, activity = task
    host.desk.open_record("contact", contact)
    host.page.timeline.list.setFocus()
    press(Qt.Key.Key_Space)
    assert value_of(host, Activity, activity, "done_at") == NOON


def test_a_task_is_put_off_to_the_morning_of_another_day(host, task):
    contact, activity = task
    host.desk.open_record("contact", contact)
    [line] = host.page.todo.lines
    line.later.menu().actions()[2].trigger()
    due = host.session.here.calendar.local(value_of(host, Activity, activity, "due_at"))
    assert f"{due:%Y-%m-%d %H:%M}" == "2026-11-23 09:00"
    host.notice.button.click()
    assert value_of(host, Activity, activity, "due_at") == NOON


def test_the_page_of_a_task_finishes_it(host, task):
    _contact, activity = task
    host.desk.open_record("activity", activity)
    bar = host.page.bars["activity"]
    assert "Due today, 12:00" in texts(bar)
    next(button for button in bar.buttons if button.text() == "Done").click()
    assert "Done on 16 Nov 2026, 12:00" in texts(bar)
    host.desk.open_record("activity", row_of(host, Activity))
    assert not bar.isVisible()
