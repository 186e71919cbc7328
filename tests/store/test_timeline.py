"""The timeline of contacts, deals and tickets: everything that happened, newest first, page by page."""

import pytest

from crmdesk.domain.calendar import DAY
from crmdesk.store.activity import Activity
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.registry import RECORD_TYPES
from crmdesk.store.sale import Sale
from crmdesk.store.staff import Staff
from crmdesk.store.stage import Stage
from crmdesk.store.stage_change import StageChange
from crmdesk.store.survey import Survey
from crmdesk.store.ticket import Ticket
from crmdesk.store.ticket_event import TicketEvent
from crmdesk.store.timeline import KINDS, SORTS, sorts_of, timeline
from tests.store.rows import NOON, TEXT


def day(number: int) -> int:
    return NOON - (100 - number) * DAY


@pytest.fixture
def ids(book):
    """A company with a person, and one fact of every sort, a day apart."""
    with book.operation("History") as tx:
        anna = tx.insert(Staff, {"name": "Anna"})
        firm = tx.insert(Contact, {"kind": "company", "name": "Firm"})
        pete = tx.insert(Contact, {"kind": "person", "name": "Pete", "company_id": firm})
        lead, won = (
            tx.insert(Stage, {"name": name, "kind": kind, "position": place})
            for place, (name, kind) in enumerate((("Lead", "open"), ("Won", "won")))
        )
        values = {"title": "Mill", "contact_id": pete, "stage_id": won, "opened_at": day(1), "amount": 500}
        deal = tx.insert(Deal, values | {"closed_at": day(4)})
        tx.insert(StageChange, {"deal_id": deal, "stage_id": lead, "at": day(1), "staff_id": anna})
        call = {"kind": "call", "subject": "Price", "direction": "out", "at": day(2), "minutes": 5, "body": TEXT}
        call = tx.insert(Activity, call | {"contact_id": pete, "deal_id": deal, "staff_id": anna})
        tx.insert(Activity, {"kind": "task", "subject": "Offer", "at": day(3), "due_at": day(9), "deal_id": deal})
        tx.insert(StageChange, {"deal_id": deal, "stage_id": won, "at": day(4)})
        # The deal's sale names no contact: it is its deal's.
        tx.insert(Sale, {"sold_at": day(5), "amount": 500, "deal_id": deal, "note": "Mill"})
        tx.insert(Sale, {"sold_at": day(6), "amount": -100, "contact_id": firm})
        ticket = tx.insert(Ticket, {"subject": "Noise", "contact_id": firm, "opened_at": day(7)})
        tx.insert(TicketEvent, {"ticket_id": ticket, "kind": "received", "at": day(7)})
        tx.insert(TicketEvent, {"ticket_id": ticket, "kind": "replied", "at": day(8), "note": "Oil it"})
        tx.insert(Activity, {"kind": "note", "subject": "Loud", "at": day(8), "ticket_id": ticket, "contact_id": firm})
        values = {"kind": "csat", "score": 4, "answered_at": day(9), "ticket_id": ticket, "contact_id": pete}
        tx.insert(Survey, values)
        undated = {"kind": "meeting", "subject": "Some day", "contact_id": firm}
        tx.insert(Activity, undated)
        tx.insert(Activity, undated | {"subject": "Another day"})
    return {"firm": firm, "pete": pete, "deal": deal, "ticket": ticket, "call": call}


def words(events):
    return [(one.sort, one.title or one.text, one.word) for one in events]


def test_a_company_has_what_happened_with_it_and_with_its_people_newest_first(book, ids):
    found = timeline(book, "contact", ids["firm"])
    assert words(found) == [
        ("survey", "", "csat"),
        ("note", "Loud", ""),
        ("ticket", "Noise", "replied"),
        ("ticket", "Noise", "received"),
        ("sale", "", ""),
        ("sale", "Mill", ""),
        ("deal", "Mill", "won"),
        ("call", "Price", "out"),
        ("deal", "Mill", "opened"),
        ("meeting", "Another day", ""),
        ("meeting", "Some day", ""),
    ]
    assert [one.who for one in found[:3]] == ["Pete", "", ""]


def test_a_person_has_only_what_happened_with_that_person(book, ids):
    found = timeline(book, "contact", ids["pete"])
    assert [one.sort for one in found] == ["survey", "sale", "deal", "call", "deal"]
    assert {one.who for one in found} == {""}


def test_a_deal_has_its_stages_its_activities_and_its_sales(book, ids):
    found = timeline(book, "deal", ids["deal"])
    assert words(found) == [
        ("sale", "Mill", ""),
        ("deal", "Mill", "won"),
        ("task", "Offer", ""),
        ("call", "Price", "out"),
        ("deal", "Mill", "opened"),
    ]
    assert found[2].is_open_task and found[2].due_at == day(9)
    assert not found[3].is_open_task


def test_a_ticket_has_its_events_its_activities_and_its_answers(book, ids):
    found = timeline(book, "ticket", ids["ticket"])
    assert [one.sort for one in found] == ["survey", "note", "ticket", "ticket"]
    assert found[0].score == 4
    assert found[2].text == "Oil it"


def test_an_event_tells_everything_about_itself(book, ids):
    call = next(one for one in timeline(book, "deal", ids["deal"]) if one.sort == "call")
    assert (call.kind, call.id, call.at) == ("activity", ids["call"], day(2))
    assert (call.text, call.minutes, call.person) == (TEXT, 5, "Anna")


@pytest.mark.parametrize("sort", SORTS)
def test_only_the_sorts_that_were_asked_for_are_shown(book, ids, sort):
    for kind in KINDS:
        shown = timeline(book, kind, ids["firm" if kind == "contact" else kind])
        assert timeline(book, kind, ids["firm" if kind == "contact" else kind], sorts=(sort,)) == [
            one for one in shown if one.sort == sort
        ]


@pytest.mark.parametrize("limit", range(1, 7))
def test_pages_of_any_length_hold_every_event_once_and_in_order(book, ids, limit):
    whole = timeline(book, "contact", ids["firm"])
    pages = []
    while page := timeline(book, "contact", ids["firm"], before=pages[-1].key if pages else None, limit=limit):
        assert len(page) <= limit
        pages += page
    assert pages == whole


def test_events_of_one_moment_are_each_on_exactly_one_page(book):
    with book.operation("At once") as tx:
        contact = tx.insert(Contact, {"kind": "person", "name": "Pete"})
        for number in range(7):
            tx.insert(Activity, {"kind": "note", "subject": str(number), "at": NOON, "contact_id": contact})
            tx.insert(Activity, {"kind": "call", "subject": str(number), "at": NOON, "contact_id": contact})
            tx.insert(Sale, {"sold_at": NOON, "amount": number, "contact_id": contact})
    whole = timeline(book, "contact", contact)
    assert len(whole) == 21
    first = timeline(book, "contact", contact, limit=9)
    second = timeline(book, "contact", contact, limit=100, before=first[-1].key)
    assert first + second == whole


def test_other_records_have_no_timeline(book, ids):
    for kind in {record.kind for record in RECORD_TYPES} - set(KINDS):
        assert timeline(book, kind, 1) == []
        assert sorts_of(kind) == ()


def test_each_kind_knows_which_sorts_it_can_have():
    assert set(sorts_of("contact")) == set(SORTS)
    assert set(SORTS) - set(sorts_of("deal")) == {"ticket", "survey"}
    assert set(SORTS) - set(sorts_of("ticket")) == {"deal", "sale"}
