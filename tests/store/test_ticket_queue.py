"""The tickets to work on, in the order in which they are due."""

from crmdesk.store.contact import Contact
from crmdesk.store.staff import Staff
from crmdesk.store.ticket_queue import open_queue, resolved_lately
from tests.store.test_ticket_targets import ticket


def ids(found):
    return [one.id for one in found]


def test_what_is_due_first_is_on_top_and_what_waits_for_the_customer_last(book):
    low = ticket(book, "low", received="10-20T09:00")
    waiting = ticket(book, "urgent", received="10-19T09:00", replied="10-19T09:10", waiting="10-19T09:20")
    urgent = ticket(book, "urgent", received="10-26T09:00")
    late = ticket(book, "normal", received="10-05T09:00")
    ticket(book, "urgent", received="10-19T09:00", resolved="10-19T10:00")
    now = book.calendar.parse("2026-10-26T09:30")
    assert ids(open_queue(book, now)) == [late, low, urgent, waiting]
    assert ids(open_queue(book, now, most=1)) == [late]


def test_a_waiting_ticket_that_was_never_answered_is_still_due(book):
    low = ticket(book, "low", received="10-26T09:00")
    asked = ticket(book, "urgent", received="10-26T09:00", waiting="10-26T09:10")
    assert ids(open_queue(book, book.calendar.parse("2026-10-26T09:30"))) == [asked, low]


def test_the_last_resolved_is_first(book):
    one = ticket(book, None, received="10-19T09:00", resolved="10-20T10:00")
    two = ticket(book, None, received="10-19T09:30", resolved="10-19T10:00")
    ticket(book, None, received="10-19T09:00")
    now = book.calendar.parse("2026-10-26T09:30")
    assert ids(resolved_lately(book, now)) == [one, two]
    assert resolved_lately(book, now)[0].standing.resolution.done


def test_a_ticket_names_who_asked_and_who_helps(book):
    row = ticket(book, "high", received="10-20T09:00")
    with book.operation("Name") as tx:
        contact = tx.insert(Contact, {"kind": "person", "name": "Zoë"})
        owner = tx.insert(Staff, {"name": "Iris"})
        tx.rows(
            "UPDATE ticket SET contact_id = ?, owner_id = ?, category = 'Billing' WHERE id = ?", (contact, owner, row)
        )
    (one,) = open_queue(book, book.calendar.parse("2026-10-26T09:30"))
    assert (one.contact, one.owner) == ((contact, "Zoë"), (owner, "Iris"))
    assert one.search_text == "Printer Billing Zoë Iris"
