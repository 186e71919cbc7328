"""Steps of tickets are events; the ticket's columns say what they say."""

import pytest

from crmdesk.domain.errors import FieldErrors, UserError
from crmdesk.store import ticket_steps
from crmdesk.store.editing import save
from crmdesk.store.ticket import Ticket
from crmdesk.store.ticket_event import TicketEvent
from tests.store.rows import NOON


def step(shop, act, clock, **options):
    shop.book.clock.at = NOON + clock
    shop.do(act, shop.ticket, **options)


def state(shop):
    return ticket_steps.state(shop.book, [shop.ticket])[shop.ticket]


def moments(shop):
    found = shop.row(Ticket, shop.ticket)
    return tuple(
        None if found[name] is None else found[name] - NOON
        for name in ("opened_at", "first_response_at", "resolved_at")
    )


def test_a_ticket_goes_its_way(shop):
    told = []
    for at, act in enumerate(("reply", "wait", "resume", "reply", "resolve", "reopen", "resolve"), start=1):
        step(shop, getattr(ticket_steps, act), at)
        told.append(state(shop))
    assert told == ["open", "waiting", "open", "open", "resolved", "open", "resolved"]
    assert moments(shop) == (0, 1, 7)
    assert [kind for kind, _at, who in shop.events(shop.ticket)[1:] if who == shop.ann] == [
        *("replied", "waiting", "resumed", "replied", "resolved", "reopened", "resolved")
    ]


def test_a_step_may_be_taken_at_the_moment_of_the_last_one(shop):
    step(shop, ticket_steps.reply, 5, at=NOON)
    assert moments(shop) == (0, 0, None)


def test_of_a_ticket_that_was_resolved_twice_the_last_time_is_changed(shop):
    for at, act in enumerate(("resolve", "reopen", "resolve"), start=1):
        step(shop, getattr(ticket_steps, act), at)
    shop.do(save, Ticket, shop.ticket, {"resolved_at": NOON + 9})
    assert [(kind, at) for kind, at, _who in shop.events(shop.ticket)[1:]] == [
        *(("resolved", 1), ("reopened", 2), ("resolved", 9))
    ]


@pytest.mark.parametrize(
    ("first", "then", "words"),
    [
        ((), "resume", "does not wait"),
        ((), "reopen", "nothing to reopen"),
        (("wait",), "wait", "already"),
        (("wait",), "reopen", "nothing to reopen"),
        (("resolve",), "resolve", "already"),
        (("resolve",), "wait", "reopen it first"),
        (("resolve",), "resume", "reopen it first"),
    ],
)
def test_steps_that_mean_nothing_are_refused_with_the_reason(shop, first, then, words):
    for act in first:
        step(shop, getattr(ticket_steps, act), 1)
    with pytest.raises(UserError, match=words):
        step(shop, getattr(ticket_steps, then), 2)


def test_a_note_and_a_person_can_be_told(shop):
    step(shop, ticket_steps.reply, 1, note="Sent the manual", staff=shop.ann, at=NOON + 1)
    sql = "SELECT note, staff_id FROM ticket_event WHERE kind = 'replied'"
    assert shop.book.rows(sql) == [("Sent the manual", shop.ann)]


def test_a_step_before_the_last_one_is_refused_and_a_slow_clock_forgiven(shop):
    with pytest.raises(UserError, match="after that moment"):
        step(shop, ticket_steps.reply, 0, at=NOON - 1)
    step(shop, ticket_steps.reply, -5)
    assert moments(shop) == (0, 0, None)


def test_state_of_many_is_told_together(shop):
    assert ticket_steps.state(shop.book, []) == {}
    assert ticket_steps.state(shop.book, list(range(1, 1200))) == {shop.ticket: "open"}


def test_a_ticket_without_events_gets_those_that_follow_from_its_columns(shop):
    with shop.book.operation("As of an old file") as tx:
        ticket = tx.insert(Ticket, {"opened_at": NOON - 9, "first_response_at": NOON - 8})
    shop.do(ticket_steps.resolve, ticket)
    assert [event[:2] for event in shop.events(ticket)] == [("received", -9), ("replied", -8), ("resolved", 0)]


def test_edits_of_moments_move_the_events_with_them(shop):
    shop.do(save, Ticket, shop.ticket, {"first_response_at": NOON + 3, "resolved_at": NOON + 5})
    shop.do(save, Ticket, shop.ticket, {"opened_at": NOON - 2, "first_response_at": NOON + 1, "resolved_at": NOON + 8})
    assert [event[:2] for event in shop.events(shop.ticket)] == [("received", -2), ("replied", 1), ("resolved", 8)]
    shop.do(save, Ticket, shop.ticket, {"first_response_at": None, "resolved_at": None})
    assert [event[:2] for event in shop.events(shop.ticket)] == [("received", -2), ("resolved", 8), ("reopened", 8)]
    assert moments(shop) == (-2, None, None)


def test_edits_that_disagree_with_other_events_are_refused(shop):
    step(shop, ticket_steps.reply, 1)
    step(shop, ticket_steps.reply, 4)
    with pytest.raises(FieldErrors) as told:
        shop.do(save, Ticket, shop.ticket, {"first_response_at": NOON + 6})
    assert [fault.field for fault in told.value.faults] == ["first_response_at"]
    shop.do(save, Ticket, shop.ticket, {"subject": "Drip"})


@pytest.mark.parametrize(("name", "kind"), [("first_response_at", "replied"), ("resolved_at", "resolved")])
def test_a_moment_of_which_the_history_of_another_program_says_nothing_is_changed_all_the_same(shop, name, kind):
    with shop.book.operation("Import") as tx:
        ticket = tx.insert(Ticket, {"subject": "Old", "opened_at": NOON, name: NOON + 1})
        tx.insert(TicketEvent, {"ticket_id": ticket, "kind": "received", "at": NOON})
    shop.do(save, Ticket, ticket, {name: NOON + 3})
    assert shop.row(Ticket, ticket)[name] == NOON + 3
    assert (kind, 3, shop.ann) in shop.events(ticket)


def test_a_first_reply_of_which_there_is_no_history_is_taken_away(shop):
    with shop.book.operation("Import") as tx:
        ticket = tx.insert(Ticket, {"subject": "Old", "opened_at": NOON, "first_response_at": NOON + 1})
        tx.insert(TicketEvent, {"ticket_id": ticket, "kind": "received", "at": NOON})
    shop.do(save, Ticket, ticket, {"first_response_at": None})
    assert shop.row(Ticket, ticket)["first_response_at"] is None
