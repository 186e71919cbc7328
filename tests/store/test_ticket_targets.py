"""How tickets stand against what was promised, in working hours."""

import pytest

from crmdesk.domain.calendar import HOUR
from crmdesk.store.file import Workspace
from crmdesk.store.ticket import Ticket
from crmdesk.store.ticket_event import TicketEvent
from crmdesk.store.ticket_targets import DEFAULTS, Countdown, Standing, Target, standing, targets_of
from tests.settings import write_settings

ROWS = "SELECT id, priority, opened_at, first_response_at, resolved_at FROM ticket ORDER BY id"


def ticket(book: Workspace, priority: str | None, **events: str) -> int:
    """A ticket with events at local times of 2026, named `kind` or `kind_2`; it keeps what they come to."""
    at = {name: book.calendar.parse(f"2026-{text}") for name, text in events.items()}
    replied = at.get("replied")
    with book.operation("Ticket") as tx:
        row = tx.insert(
            Ticket,
            {
                "subject": "Printer",
                "priority": priority,
                "opened_at": at["received"],
                "first_response_at": replied,
                "resolved_at": at.get("resolved") if "reopened" not in at else at.get("resolved_2"),
            },
        )
        for name, moment in sorted(at.items(), key=lambda one: one[1]):
            tx.insert(TicketEvent, {"ticket_id": row, "kind": name.partition("_")[0], "at": moment})
    return row


def found(book: Workspace, now: str) -> list[Standing]:
    return list(standing(book, book.rows(ROWS), book.calendar.parse(f"2026-{now}")).values())


def due(book: Workspace, one: Countdown) -> str:
    return book.calendar.local(one.due).strftime("%m-%dT%H:%M") if one.due is not None else ""


def test_no_tickets_stand_nowhere(book):
    assert standing(book, [], 0) == {}


def test_a_fresh_ticket_has_its_working_hours_left(book):
    # Friday afternoon: an hour was worked, 7 more for the answer end on Monday afternoon.
    ticket(book, None, received="10-23T16:00")
    (one,) = found(book, "10-24T12:00")
    assert one.response.left == 7 * HOUR and due(book, one.response) == "10-26T16:00"
    assert one.resolution.left == 39 * HOUR and due(book, one.resolution) == "10-30T16:00"
    assert one.due == one.response.due and not one.over and not one.waiting


def test_an_unanswered_ticket_goes_over_its_target(book):
    ticket(book, "urgent", received="10-26T09:00")
    (one,) = found(book, "10-26T11:30")
    assert one.response.left == round(-1.5 * HOUR) and one.response.over and one.over
    assert due(book, one.response) == "10-26T10:00" and due(book, one.resolution) == "10-26T17:00"


def test_what_is_done_in_the_very_last_moment_is_in_time(book):
    ticket(book, "urgent", received="10-26T09:00", replied="10-26T10:00")
    (one,) = found(book, "10-26T12:00")
    assert one.response == Countdown(0, None, done=True) and not one.response.over


def test_a_late_answer_is_remembered_but_no_longer_due(book):
    ticket(book, "urgent", received="10-26T09:00", replied="10-26T11:00")
    (one,) = found(book, "10-26T12:00")
    assert one.response == Countdown(-HOUR, None, done=True) and one.response.over
    assert not one.over and due(book, one.resolution) == "10-26T17:00" and one.due == one.resolution.due


def test_the_clock_stands_still_while_the_customer_is_waited_for(book):
    ticket(book, "urgent", received="10-26T09:00", replied="10-26T09:30", waiting="10-26T10:00")
    (one,) = found(book, "10-28T12:00")
    assert one.waiting and one.resolution == Countdown(7 * HOUR, None, done=False) and one.due is None


def test_the_clock_goes_on_when_the_customer_came_back(book):
    ticket(book, "urgent", received="10-26T09:00", waiting="10-26T10:00", resumed="10-28T09:00")
    (one,) = found(book, "10-28T12:00")
    assert not one.waiting and one.resolution.left == 4 * HOUR and due(book, one.resolution) == "10-28T16:00"


def test_a_resolved_ticket_is_done_and_keeps_how_it_stood(book):
    ticket(book, "urgent", received="10-26T09:00", resolved="10-27T11:00")
    (one,) = found(book, "11-01T12:00")
    assert one.response.done and one.resolution == Countdown(-2 * HOUR, None, done=True)
    assert not one.over and not one.waiting and one.due is None


def test_a_reopened_ticket_counts_the_time_before_and_after(book):
    ticket(
        book,
        "urgent",
        received="10-26T09:00",
        replied="10-26T09:10",
        resolved="10-26T12:00",
        reopened="10-29T09:00",
    )
    (one,) = found(book, "10-29T11:00")
    assert one.resolution.left == 3 * HOUR and due(book, one.resolution) == "10-29T14:00"
    ticket(
        book, "urgent", received="10-26T09:00", resolved="10-26T12:00", reopened="10-29T09:00", resolved_2="10-29T10:00"
    )
    assert found(book, "10-30T09:00")[1].resolution == Countdown(4 * HOUR, None, done=True)


def test_what_is_dated_after_now_has_not_happened(book):
    ticket(book, "urgent", received="10-27T09:00", waiting="10-27T10:00")
    (one,) = found(book, "10-26T09:00")
    assert one.response.left == HOUR and one.resolution.left == 8 * HOUR and not one.over


def test_events_before_the_receiving_count_from_it(book):
    row = ticket(book, "urgent", received="10-26T09:00")
    with book.operation("Odd") as tx:
        early = {"ticket_id": row, "kind": "waiting", "at": book.calendar.parse("2026-10-25T09:00")}
        tx.insert(TicketEvent, early)
    (one,) = found(book, "10-26T12:00")
    assert one.waiting and one.resolution.left == 8 * HOUR


def test_holidays_are_no_working_time(book):
    write_settings(book, {"holidays": [f"2026-10-{day}" for day in range(26, 31)]}, label="Week off")
    ticket(book, "low", received="10-23T16:00")
    (one,) = found(book, "10-23T17:00")
    assert due(book, one.response) == "11-03T16:00" and one.resolution.due is not None


@pytest.mark.parametrize("settings", [{"working_days": []}, {"ticket_targets": {"normal": Target(None, None)}}])
def test_without_working_time_or_a_promise_nothing_is_due(book, settings):
    with book.operation("Settings") as tx:
        from crmdesk.store.business import change

        change(tx, book.settings, settings)
    ticket(book, "normal", received="10-23T16:00")
    (one,) = found(book, "10-30T17:00")
    assert one == Standing(Countdown(), Countdown()) and not one.over and one.due is None


def test_a_workspace_without_targets_has_the_usual_ones():
    assert targets_of({}) == DEFAULTS == targets_of({"ticket_targets": {"low": "soon"}})
