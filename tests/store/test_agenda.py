"""What waits to be done, and for whom."""

from crmdesk.domain.calendar import DAY, HOUR
from crmdesk.store import deal_moves, tasks, ticket_steps
from crmdesk.store.agenda import DEALS, DUE, LATE, LEADS, TICKETS, agenda, tasks_between
from crmdesk.store.contact import Contact
from crmdesk.store.staff import Staff
from tests.store.rows import NOON
from tests.store.shop import MINUTE


def parts(shop, now=NOON, **asked):
    return {part.id: part for part in agenda(shop.book, now, **asked)}


def names(shop, id, now=NOON, **asked):
    return [line.name for line in parts(shop, now, **asked)[id].lines]


def test_tasks_are_late_or_due_today_and_those_of_tomorrow_wait(shop):
    for subject, due in (("Call", -HOUR), ("Write", HOUR), ("Sleep", DAY), ("Long ago", -9 * DAY)):
        shop.do(tasks.add_task, subject, NOON + due, contact_id=shop.contact)
    shop.do(tasks.finish, shop.do(tasks.add_task, "Done already", NOON - HOUR))
    assert names(shop, LATE) == ["Long ago", "Call"]
    assert names(shop, DUE) == ["Write"]
    assert parts(shop)[DUE].lines[0].who == "Żółw"
    assert parts(shop, most=1)[LATE].count == 2
    assert len(parts(shop, most=1)[LATE].lines) == 1
    assert [line.name for line in tasks_between(shop.book, NOON, NOON + 2 * HOUR)] == ["Write"]


def test_a_person_sees_what_is_hers_and_what_is_nobodys(shop):
    with shop.book.operation("Bob comes") as tx:
        bob = tx.insert(Staff, {"name": "Bob"})
    shop.do(tasks.add_task, "Ann's", NOON - HOUR, staff=shop.ann)
    shop.do(tasks.add_task, "Bob's", NOON - HOUR, staff=bob)
    assert names(shop, LATE, person=bob) == ["Bob's"]
    assert names(shop, LATE) == ["Ann's", "Bob's"]
    assert parts(shop, person=bob)[LEADS].count == 0
    later = NOON + 90 * DAY
    assert parts(shop, later)[DEALS].count == parts(shop, later, person=shop.ann)[DEALS].count == 1
    assert parts(shop, later, person=bob)[DEALS].count == 0


def test_the_lead_that_waits_longest_is_first_and_an_answered_one_is_gone(shop):
    with shop.book.operation("Another") as tx:
        shop.new(tx, Contact, name="Early", lead_at=NOON - DAY)
        shop.new(tx, Contact, name="Not a lead any more", lead_at=NOON - DAY, disqualified_at=NOON)
    assert names(shop, LEADS) == ["Early", "Żółw"]
    shop.do(tasks.log, "call", "Called", contact_id=shop.contact, direction="out")
    assert names(shop, LEADS) == ["Early"]


def test_a_ticket_over_its_target_is_named_until_it_is_resolved_or_waits_for_the_customer(shop):
    assert parts(shop)[TICKETS].count == 0
    late = NOON + 10 * DAY
    line = parts(shop, late)[TICKETS].lines[0]
    assert (line.kind, line.name, line.who) == ("ticket", "Leak", "Żółw")
    with shop.book.operation("Ours") as tx:
        bob = tx.insert(Staff, {"name": "Bob"})
    assert parts(shop, late, person=bob)[TICKETS].count == 0
    shop.do(ticket_steps.wait, shop.ticket)
    assert parts(shop, late)[TICKETS].count == 0


def test_an_open_deal_with_which_nothing_happened_for_a_month_is_named(shop):
    assert names(shop, DEALS) == []
    late = NOON + 31 * DAY
    assert names(shop, DEALS, late) == ["Roof"]
    assert parts(shop, late)[DEALS].lines[0].at == NOON
    shop.book.clock.at = NOON + MINUTE
    shop.do(deal_moves.lose, shop.deal, "Too dear")
    assert names(shop, DEALS, late) == []
