"""Logging what was done and planning what is to be done."""

import pytest

from crmdesk.domain.errors import FieldErrors, UserError
from crmdesk.store import deal_moves, tasks
from crmdesk.store.activity import Activity
from crmdesk.store.contact import Contact
from crmdesk.store.editing import save
from tests.store.rows import NOON


def answered(shop):
    return shop.row(Contact, shop.contact)["first_response_at"]


@pytest.mark.parametrize(
    ("text", "subject", "body"),
    [
        ("  Called back \n", "Called back", None),
        ("Called\nback at noon", "Called", "Called\nback at noon"),
        ("x" * 120, "x" * 120, None),
        ("x" * 130, "x" * 119 + "…", "x" * 130),
        ("", None, None),
    ],
)
def test_the_first_line_is_the_subject(shop, text, subject, body):
    found = shop.row(Activity, shop.do(tasks.log, "note", text, contact_id=shop.contact))
    assert (found["subject"], found["body"], found["at"], found["staff_id"]) == (subject, body, NOON, shop.ann)


def test_what_is_logged_at_a_deal_or_ticket_belongs_to_its_contact_too(shop):
    of_deal = shop.row(Activity, shop.do(tasks.log, "call", "x", deal_id=shop.deal, minutes=5, at=NOON - 1))
    of_ticket = shop.row(Activity, shop.do(tasks.log, "call", "x", ticket_id=shop.ticket, staff=shop.ann))
    assert (of_deal["contact_id"], of_deal["minutes"], of_deal["at"]) == (shop.contact, 5, NOON - 1)
    assert (of_ticket["contact_id"], of_ticket["ticket_id"]) == (shop.contact, shop.ticket)


def test_the_first_time_that_one_reaches_out_to_a_lead_answers_it(shop):
    for kind, direction, at in (("note", None, NOON), ("call", "in", NOON), ("email", "out", NOON - 10**9)):
        shop.do(tasks.log, kind, "x", contact_id=shop.contact, direction=direction, at=at)
        assert answered(shop) is None
    shop.do(tasks.log, "email", "x")
    shop.do(tasks.log, "email", "x", contact_id=shop.contact, at=NOON + 1)
    shop.do(tasks.log, "call", "x", contact_id=shop.contact, at=NOON + 2)
    assert answered(shop) == NOON + 1


def test_reaching_out_at_the_moment_at_which_a_lead_comes_in_answers_it(shop):
    came = shop.row(Contact, shop.contact)["lead_at"]
    shop.do(tasks.log, "call", "x", contact_id=shop.contact, at=came - 1)
    assert answered(shop) is None
    shop.do(tasks.log, "call", "x", contact_id=shop.contact, at=came)
    assert answered(shop) == came


def test_a_planned_call_answers_the_lead_when_it_is_done(shop):
    task = shop.do(tasks.add_task, "Call", NOON + 5, kind="call", contact_id=shop.contact)
    assert answered(shop) is None
    shop.book.clock.at = NOON + 3
    shop.do(tasks.finish, task)
    assert answered(shop) == NOON + 3
    assert shop.row(Activity, task)["done_at"] == NOON + 3


def test_tasks_are_finished_once_and_put_off(shop):
    task = shop.do(tasks.add_task, "Send offer", None, deal_id=shop.deal)
    shop.do(tasks.finish, task)
    shop.book.clock.at = NOON + 9
    shop.do(tasks.finish, task)
    assert shop.row(Activity, task)["done_at"] == NOON
    shop.do(tasks.snooze, task, NOON + 7)
    found = shop.row(Activity, task)
    assert (found["done_at"], found["due_at"], found["kind"]) == (NOON, NOON + 7, "task")


def test_a_task_without_words_or_of_an_unknown_kind_is_refused(shop):
    with pytest.raises(UserError, match="words"):
        shop.do(tasks.add_task, "  ", NOON)
    with pytest.raises(FieldErrors, match="one of"):
        shop.do(tasks.log, "telegram", "x")


def test_work_begins_when_the_settings_say_so_else_at_nine(shop):
    day = shop.book.calendar.day_of(NOON)
    nine = shop.do(tasks.begin_of_work, day)
    with shop.book.operation("Hours") as tx:
        tx.rows(
            "INSERT INTO setting (uid, key, value) VALUES (randomblob(16), 'working_hours', '[\"07:30\", \"12:00\"]')"
        )
    assert nine - shop.do(tasks.begin_of_work, day) == 90 * 60_000_000


def test_activities_saved_by_a_form_answer_leads_too(shop):
    shop.do(shop.new, Activity, contact_id=shop.contact)
    assert answered(shop) == NOON
    shop.do(save, Activity, 1, {"subject": "y"})


def test_a_finished_task_wants_a_next_one_where_nothing_more_is_planned(shop):
    alone = shop.do(tasks.add_task, "Tidy up", NOON)
    of_contact = shop.do(tasks.add_task, "Call", NOON, contact_id=shop.contact)
    of_deal = shop.do(tasks.add_task, "Send offer", NOON, deal_id=shop.deal)
    shop.do(tasks.finish, of_deal)
    assert tasks.without_next(shop.book, alone) == {}
    assert tasks.without_next(shop.book, of_contact) == {}
    shop.do(tasks.log, "note", "No plan for anything", deal_id=shop.deal)
    assert tasks.without_next(shop.book, of_deal) == {"contact_id": shop.contact, "deal_id": shop.deal}
    shop.do(tasks.finish, of_contact)
    assert tasks.without_next(shop.book, of_contact) == {"contact_id": shop.contact}


def test_a_closed_deal_wants_no_next_task(shop):
    task = shop.do(tasks.add_task, "Sign", NOON, deal_id=shop.deal)
    shop.do(tasks.finish, task)
    shop.do(deal_moves.win, shop.deal, sale=None)
    assert tasks.without_next(shop.book, task) == {}
