"""What is connected with a record: who refers to it, what is still to be done, which files it has."""

import pytest

from crmdesk.domain.calendar import DAY
from crmdesk.store.activity import Activity
from crmdesk.store.attachment import attach_bytes
from crmdesk.store.base import references_of
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.registry import RECORD_TYPES
from crmdesk.store.related import MOST, files, groups, to_do, with_names
from crmdesk.store.staff import Staff
from crmdesk.store.stage import Stage
from crmdesk.store.ticket import Ticket
from tests.store.rows import NOON, full_row, one_of_each


@pytest.mark.parametrize("record", RECORD_TYPES, ids=lambda one: one.kind)
def test_every_record_that_refers_to_another_is_found_there(book, record):
    with book.operation("All") as tx:
        ids = one_of_each(tx)
    found = {(group.record.kind, group.column) for group in groups(book, record, ids[record])}
    expected = {
        (other.kind, column)
        for other in RECORD_TYPES
        for column, target in references_of(other).items()
        if target is record and other.kind not in ("stage_change", "ticket_event") and column != "company_id"
    }
    if record.kind in ("contact", "deal", "ticket"):
        expected = {one for one in expected if one[0] != "activity"}
    assert found == expected


def test_open_deals_come_before_closed_ones_with_stage_and_amount(book):
    with book.operation("Deals") as tx:
        contact = tx.insert(Contact, {"kind": "person", "name": "Pete"})
        stage = tx.insert(Stage, {"name": "Lead", "kind": "open"})
        deal = {"contact_id": contact, "stage_id": stage, "opened_at": NOON, "amount": 5}
        opened = tx.insert(Deal, deal | {"title": "Open"})
        tx.insert(Deal, deal | {"title": "Closed", "closed_at": NOON})
    [group] = groups(book, Contact, contact)
    assert [one.name for one in group.first] == ["Open", "Closed"]
    assert group.first[0].id == opened
    assert group.first[0].about == {"stage_id": (stage, "Lead"), "amount": 5}


def test_of_many_only_the_first_are_read_and_the_rest_is_counted(book):
    with book.operation("People") as tx:
        firm = tx.insert(Contact, {"kind": "company", "name": "Firm"})
        for number in range(12):
            tx.insert(Contact, {"kind": "person", "name": f"P{number:02}", "company_id": firm})
    [group] = groups(book, Contact, firm, limit=3)
    assert [one.name for one in group.first] == ["P00", "P01", "P02"]
    assert (group.column, group.count) == ("company_id", 12)
    assert group.count < MOST


def test_open_tasks_of_a_company_are_those_of_its_people_too_the_most_urgent_first(book):
    with book.operation("Tasks") as tx:
        anna = tx.insert(Staff, {"name": "Anna"})
        firm = tx.insert(Contact, {"kind": "company", "name": "Firm"})
        pete = tx.insert(Contact, {"kind": "person", "name": "Pete", "company_id": firm})
        ticket = tx.insert(Ticket, {"subject": "Noise", "opened_at": NOON})
        task = {"kind": "task", "contact_id": pete}
        tx.insert(Activity, task | {"subject": "Some day"})
        tx.insert(Activity, task | {"subject": "Tomorrow", "due_at": NOON + DAY, "staff_id": anna})
        tx.insert(Activity, task | {"subject": "Late", "due_at": NOON - DAY, "contact_id": firm, "ticket_id": ticket})
        tx.insert(Activity, task | {"subject": "Done", "due_at": NOON, "done_at": NOON})
    assert [one.subject for one in to_do(book, "contact", firm)] == ["Late", "Tomorrow", "Some day"]
    assert [one.subject for one in to_do(book, "contact", pete)] == ["Tomorrow", "Some day"]
    assert to_do(book, "contact", pete)[0].person == "Anna"
    assert [one.subject for one in to_do(book, "ticket", ticket)] == ["Late"]
    assert to_do(book, "deal", 1) == to_do(book, "staff", anna) == []


def test_files_are_those_of_the_record_the_newest_first(book):
    with book.operation("Files") as tx:
        contact = tx.insert(Contact, {"kind": "person", "name": "Pete"})
        attach_bytes(tx, "a.txt", b"one", contact_id=contact)
        attach_bytes(tx, "b.txt", b"three", contact_id=contact)
    assert [(one.name, one.size) for one in files(book, "contact", contact)] == [("b.txt", 5), ("a.txt", 3)]
    assert files(book, "deal", 1) == files(book, "goal", 1) == []


def test_references_are_told_by_name(book):
    with book.operation("All") as tx:
        ids = one_of_each(tx)
    values = full_row(Deal, ids)
    told = with_names(book, Deal, values | {"campaign_id": None})
    assert told["contact_id"][0] == ids[Contact]
    assert "Łódź" in told["contact_id"][1]
    assert (told["campaign_id"], told["amount"]) == (None, values["amount"])
