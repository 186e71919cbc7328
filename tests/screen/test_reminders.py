"""What is due comes up by itself."""

import pytest

from crmdesk.domain.calendar import DAY, HOUR
from crmdesk.store import tasks
from crmdesk.store.file import put_settings
from crmdesk.ui.desk import Place
from tests.screen.driving import settle

MINUTE = 60_000_000


@pytest.fixture
def begins_at():
    return "contacts"


@pytest.fixture
def reminders(window):
    """The reminders of a window, all that was late before put away."""
    window.reminding.begin()
    window.reminding.line.put_away()
    return window.reminding.line


def plan(window, subject, due):
    with window.desk.operation("Plan") as tx:
        return tasks.add_task(tx, subject, window.session.now() + due)


def later(window, microseconds):
    """The clock of the window goes on."""
    window.session.clock = type(window.session.clock)(window.session.now() + microseconds)


def test_a_task_comes_up_when_it_falls_due_and_not_before(window, reminders):
    plan(window, "Call <b>Ann</b>", HOUR)
    reminders.look()
    assert not reminders.isVisible()
    later(window, HOUR + MINUTE)
    reminders.look()
    assert reminders.isVisible()
    assert reminders.text.text() == "Due 13:00: Call <b>Ann</b>"


def test_it_is_done_from_there_and_undo_brings_it_back(window, reminders):
    row = plan(window, "Call Ann", -MINUTE)
    reminders._seen = window.session.now() - HOUR
    later(window, 1)
    reminders.look()
    reminders.done.click()
    assert not reminders.isVisible()
    done = "SELECT done_at IS NOT NULL FROM activity WHERE id = ?"
    assert window.session.here.rows(done, (row,)) == [(1,)]
    window.undoing.undo()
    assert window.session.here.rows(done, (row,)) == [(0,)]


@pytest.mark.parametrize(("button", "wait"), [("later", 10 * MINUTE), ("hour", HOUR)])
def test_it_is_put_off_and_comes_again(window, reminders, button, wait):
    plan(window, "Call Ann", MINUTE)
    later(window, 2 * MINUTE)
    reminders.look()
    getattr(reminders, button).click()
    assert not reminders.isVisible()
    # What is put off is due by the clock of the file, which stands two minutes behind the window's.
    later(window, wait)
    reminders.look()
    assert reminders.isVisible()


def test_several_come_one_after_the_other_and_open_leads_to_the_day(window, reminders):
    for subject in ("One", "Two"):
        plan(window, subject, MINUTE)
    later(window, HOUR)
    reminders.look()
    assert reminders.text.text() == "Due 12:01: One  (and 1 more)"
    reminders.open_it.click()
    settle(window)
    assert window.shows() == "today"
    assert not reminders.isVisible()


def test_a_single_one_opens_its_record(window, reminders):
    row = plan(window, "One", MINUTE)
    later(window, HOUR)
    reminders.look()
    reminders.open_it.click()
    settle(window)
    assert window.page.place() == Place("record", "activity", row)


def test_what_fell_due_while_the_program_was_closed_comes_up_at_the_start_as_far_as_it_is_news(window, reminders):
    plan(window, "Two days ago", -2 * DAY)
    plan(window, "A month ago", -30 * DAY)
    reminders.open()
    assert [line.name for line in reminders.waiting][-1] == "Two days ago"
    assert "A month ago" not in {line.name for line in reminders.waiting}


def test_a_task_that_is_done_elsewhere_is_reminded_of_no_more(window, reminders):
    row = plan(window, "One", MINUTE)
    later(window, HOUR)
    reminders.look()
    with window.desk.operation("Done") as tx:
        tasks.finish(tx, row)
    assert not reminders.isVisible()


def test_reminders_can_be_switched_off(window, reminders):
    with window.desk.operation("Quiet") as tx:
        put_settings(tx, {"reminders": False})
    plan(window, "One", MINUTE)
    later(window, HOUR)
    reminders.look()
    assert not reminders.isVisible()


def test_the_tray_is_told_only_where_that_is_switched_on(window, reminders):
    told: list[str] = []
    reminders.told.connect(told.append)
    plan(window, "One", MINUTE)
    later(window, HOUR)
    reminders.look()
    assert told == []
    with window.desk.operation("Loud") as tx:
        put_settings(tx, {"reminders_tray": True})
    plan(window, "Two", 2 * HOUR)
    later(window, 3 * HOUR)
    reminders.look()
    assert told == ["Two"]
