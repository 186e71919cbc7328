"""What a customer is at a glance, and what points to it leaving."""

import pytest

from crmdesk.domain.calendar import DAY
from crmdesk.store.activity import Activity
from crmdesk.store.contact import Contact
from crmdesk.store.customer import Risk, strip
from crmdesk.store.deal import Deal
from crmdesk.store.sale import Sale
from crmdesk.store.stage import Stage
from crmdesk.store.survey import Survey
from crmdesk.store.ticket import Ticket
from tests.settings import write_settings
from tests.store.rows import NOON


def ago(days: int) -> int:
    return NOON - days * DAY


@pytest.fixture
def firm(book):
    """A company of two people."""
    with book.operation("Firm") as tx:
        firm = tx.insert(Contact, {"kind": "company", "name": "Firm"})
        for name in ("Pete", "Ann"):
            tx.insert(Contact, {"kind": "person", "name": name, "company_id": firm})
    return firm


def add(book, record, *rows):
    with book.operation("Add") as tx:
        return [tx.insert(record, row) for row in rows]


def buy(book, contact, *days, amount=1000):
    add(book, Sale, *({"contact_id": contact, "sold_at": ago(days), "amount": amount} for days in days))


def talk(book, contact, days=1, kind="call"):
    add(book, Activity, {"kind": kind, "contact_id": contact, "at": ago(days)})


def limit(book, days):
    write_settings(book, {"inactive_after_days": days}, label="Days")


def test_nobody_has_no_strip(book):
    assert strip(book, 99, NOON) is None


def test_somebody_who_bought_nothing_has_no_risk(book, firm):
    found = strip(book, firm, NOON)
    assert (found.worth, found.purchases, found.last_sold_day, found.risk, found.reasons) == (0, 0, None, None, ())
    assert found.days_since_contact is None


def test_a_company_and_its_people_are_one_account(book, firm):
    buy(book, firm, 40)
    buy(book, firm + 1, 30)
    buy(book, firm + 2, 20, amount=-300)
    found = strip(book, firm, NOON)
    assert (found.worth, found.purchases) == (1700, 2)
    assert found.last_sold_day == book.calendar.day_of(ago(30))
    assert [strip(book, member, NOON) for member in (firm + 1, firm + 2)] == [found, found]
    assert found.account == firm


def test_a_sale_of_a_deal_is_one_of_its_contact(book, firm):
    [stage] = add(book, Stage, {"name": "Won", "kind": "won"})
    values = {"title": "Mill", "contact_id": firm + 1, "stage_id": stage, "opened_at": ago(9)}
    [deal] = add(book, Deal, values)
    add(book, Sale, {"deal_id": deal, "sold_at": ago(5), "amount": 70})
    assert strip(book, firm, NOON).worth == 70


def test_what_lies_in_the_future_does_not_count(book, firm):
    buy(book, firm, -1)
    talk(book, firm, -1)
    add(book, Ticket, {"subject": "Later", "contact_id": firm, "opened_at": ago(-1)})
    add(book, Survey, {"kind": "csat", "score": 1, "contact_id": firm, "answered_at": ago(-1)})
    found = strip(book, firm, NOON)
    assert (found.worth, found.open_tickets, found.csat_answers) == (0, 0, 0)


def test_open_tickets_answers_and_days_since_contact_are_counted(book, firm):
    add(
        book,
        Ticket,
        {"subject": "Open", "contact_id": firm + 1, "opened_at": ago(3)},
        {"subject": "Done", "contact_id": firm, "opened_at": ago(9), "resolved_at": ago(8)},
    )
    scores = (("csat", 5), ("csat", 4), ("csat", 3), ("nps", 9))
    add(
        book,
        Survey,
        *({"kind": kind, "score": score, "contact_id": firm, "answered_at": ago(9)} for kind, score in scores),
    )
    talk(book, firm, 12)
    talk(book, firm + 2, 4, "email")
    talk(book, firm, 1, "note")
    found = strip(book, firm, NOON)
    assert (found.open_tickets, found.csat_answers, found.csat_good) == (1, 3, 2)
    assert found.days_since_contact == 4


def test_a_happy_customer_is_no_risk(book, firm):
    limit(book, 365)
    buy(book, firm, 90, 60, 30)
    talk(book, firm)
    found = strip(book, firm, NOON)
    assert (found.risk, found.reasons) == (Risk.NONE, ())


def test_a_customer_that_said_it_stops_is_lost(book, firm):
    buy(book, firm, 30)
    with book.operation("End") as tx:
        tx.update(Contact, firm + 1, {"ended_on": book.calendar.day_of(ago(3))})
    found = strip(book, firm, NOON)
    assert (found.risk, found.reasons) == (Risk.LOST, ("Said that it stops on 28 Oct 2026.",))
    buy(book, firm, 1)
    assert strip(book, firm, NOON).risk is not Risk.LOST


def test_an_ending_yet_to_come_does_not_count(book, firm):
    buy(book, firm, 30)
    with book.operation("End") as tx:
        tx.update(Contact, firm, {"ended_on": book.calendar.day_of(ago(-3))})
    assert strip(book, firm, NOON).risk is not Risk.LOST


def test_a_customer_that_bought_too_long_ago_is_lost(book, firm):
    limit(book, 100)
    buy(book, firm, 100)
    found = strip(book, firm, NOON)
    text = "Has bought nothing for 100 days; after 100 days without a purchase a customer counts as lost."
    assert (found.risk, found.reasons) == (Risk.LOST, (text,))
    buy(book, firm, 99)
    assert strip(book, firm, NOON).risk is not Risk.LOST


def test_each_sign_is_named(book, firm):
    limit(book, 100)
    buy(book, firm, 80)
    talk(book, firm, 95)
    add(book, Ticket, {"subject": "Open", "contact_id": firm, "opened_at": ago(8)})
    add(book, Survey, {"kind": "csat", "score": 2, "contact_id": firm, "answered_at": ago(10)})
    found = strip(book, firm, NOON)
    assert found.risk is Risk.HIGH
    assert found.reasons == (
        "Last bought 80 days ago; after 100 days a customer counts as lost.",
        "Was not satisfied on 21 Oct 2026: 2 of 5.",
        "A ticket has been open for 8 days.",
        "Nobody has called, written or met for 95 days.",
    )


@pytest.mark.parametrize(
    ("bought", "talked", "ticket", "said"),
    [
        ((74,), 1, 1, ()),
        ((75,), 1, 1, ("Last bought 75 days ago",)),
        ((1,), 89, 1, ()),
        ((1,), 90, 1, ("Nobody has called, written or met for 90 days",)),
        ((1,), 1, 6, ()),
        ((1,), 1, 7, ("A ticket has been open for 7 days",)),
        # Of somebody who buys every three days a week without a purchase says nothing yet.
        ((20, 17, 14), 1, 1, ()),
        ((21, 18, 15), 1, 1, ("Usually buys every 3 days, and last bought 15 days ago",)),
    ],
)
def test_signs_begin_on_their_day(book, firm, bought, talked, ticket, said):
    limit(book, 100)
    buy(book, firm, *bought)
    talk(book, firm, talked)
    add(book, Ticket, {"subject": "Open", "contact_id": firm, "opened_at": ago(ticket)})
    found = strip(book, firm, NOON).reasons
    assert len(found) == len(said)
    assert all(reason.startswith(words) for reason, words in zip(found, said, strict=True))


@pytest.mark.parametrize(("gaps", "risk"), [((80, 70, 60), Risk.SOME), ((160, 110, 60), Risk.NONE)])
def test_a_customer_that_is_late_by_its_own_habit_is_a_risk(book, firm, gaps, risk):
    limit(book, None)
    buy(book, firm, *gaps)
    talk(book, firm)
    found = strip(book, firm, NOON)
    assert found.risk is risk
    assert found.reasons == (("Usually buys every 10 days, and last bought 60 days ago.",) if risk else ())


def test_the_latest_answer_counts_while_it_is_fresh(book, firm):
    limit(book, None)
    buy(book, firm, 5)
    talk(book, firm)
    add(book, Survey, {"kind": "nps", "score": 3, "contact_id": firm, "answered_at": ago(200)})
    assert strip(book, firm, NOON).reasons == ()
    add(book, Survey, {"kind": "nps", "score": 6, "contact_id": firm, "answered_at": ago(20)})
    assert strip(book, firm, NOON).reasons == ("Would not recommend the business on 11 Oct 2026: 6 of 10.",)
    add(book, Survey, {"kind": "nps", "score": 9, "contact_id": firm, "answered_at": ago(2)})
    assert strip(book, firm, NOON).reasons == ()


def test_a_customer_that_nobody_ever_spoke_to_is_a_risk(book, firm):
    limit(book, None)
    buy(book, firm, 5)
    found = strip(book, firm, NOON)
    assert (found.risk, found.reasons) == (Risk.SOME, ("Nobody has called, written or met so far.",))
