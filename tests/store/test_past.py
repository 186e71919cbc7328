"""The history of a record, the bin, and bringing back what lies in it."""

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.store import editing, ticket_steps
from crmdesk.store.activity import Activity
from crmdesk.store.attachment import attach_bytes, content_of
from crmdesk.store.base import fields_of, own_fields, references_of, table_of
from crmdesk.store.check import integrity
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.deleting import delete
from crmdesk.store.field import LocalDay
from crmdesk.store.past import Delta, bin, bring_back, history  # noqa: A004 - what it is called everywhere
from crmdesk.store.registry import ALL_TYPES, RECORD_TYPES
from crmdesk.store.sale import Sale
from crmdesk.store.staff import Staff
from crmdesk.store.stage import Stage
from crmdesk.store.stage_change import StageChange
from crmdesk.store.ticket import Ticket
from crmdesk.store.ticket_event import TicketEvent
from tests.settings import write_settings
from tests.store.rows import dump, one_of_each

RECORDS = pytest.mark.parametrize("record", ALL_TYPES, ids=table_of)


def add(book, *names, **values):
    with book.operation("Add") as tx:
        return [tx.insert(Contact, {"kind": "person", "name": name, **values}) for name in names]


def remove(book, record, *ids, label="Delete"):
    with book.operation(label) as tx:
        delete(tx, record, ids)
    return tx.operation


def names(book, **options):
    return [(one.record.kind, one.name) for one in bin(book, **options)]


def customer(book):
    """A contact with a deal, its way, a call about it, a sale and a file."""
    with book.operation("Add") as tx:
        stage = tx.insert(Stage, {"name": "Open", "kind": "open"})
        contact = tx.insert(Contact, {"kind": "person", "name": "Ada", "external_id": "C1"})
        deal = tx.insert(Deal, {"title": "Loom", "contact_id": contact, "stage_id": stage, "opened_at": tx.at})
        tx.insert(StageChange, {"deal_id": deal, "stage_id": stage, "at": tx.at})
        tx.insert(Activity, {"kind": "call", "at": tx.at, "contact_id": contact, "deal_id": deal})
        tx.insert(Sale, {"sold_at": tx.at, "amount": 100, "contact_id": contact, "deal_id": deal})
        attach_bytes(tx, "plan.txt", b"plan", deal_id=deal)
    return contact, deal


@RECORDS
def test_the_history_of_every_kind_of_record_tells_each_column_before_and_after(book, record):
    with book.operation("One of each", staff=None) as tx:
        row_id = one_of_each(tx)[record]
    for name, field in own_fields(record).items():
        if not field.null or references_of(record).get(name) is record:
            continue
        with book.operation(f"Change {name}", staff=1) as tx:
            tx.update(record, row_id, {name: None})
        step = history(book, record, row_id)[0]
        assert (step.label, step.act, step.staff_id) == (f"Change {name}", "update", 1)
        assert name in {change.column for change in step.changes}
        assert all(change.old != change.new for change in step.changes)
        book.journal.undo(tx.operation)
    steps = history(book, record, row_id)
    assert (steps[-1].act, steps[-1].label) == ("insert", "One of each")
    present = book.rows(f"SELECT {', '.join(fields_of(record))} FROM {table_of(record)} WHERE id = ?", (row_id,))
    columns = {
        name
        for name, value, field in zip(fields_of(record), present[0], fields_of(record).values(), strict=True)
        if value is not None and name not in ("id", "uid") and not isinstance(field, LocalDay)
    }
    assert {change.column for change in steps[-1].changes} == columns


def test_a_history_is_told_from_the_latest_to_the_first_step(book):
    (one,) = add(book, "Ada")
    for name in ("Bea", "Cem"):
        with book.operation(f"Rename to {name}") as tx:
            tx.update(Contact, one, {"name": name})
    remove(book, Contact, one)
    book.journal.undo(book.journal.next_undo().id)
    told = [(step.label, step.act, step.changes[0]) for step in history(book, Contact, one) if step.act == "update"]
    assert told == [
        ("Rename to Cem", "update", Delta("name", "Bea", "Cem")),
        ("Rename to Bea", "update", Delta("name", "Ada", "Bea")),
    ]
    assert [step.act for step in history(book, Contact, one)] == ["insert", "delete", "update", "update", "insert"]
    assert history(book, Contact, one + 1) == []


def test_the_history_of_a_deleted_record_ends_with_its_deletion(book):
    (one,) = add(book, "Ada")
    remove(book, Contact, one)
    last = history(book, Contact, one)[0]
    assert last.act == "delete" and Delta("name", "Ada", None) in last.changes


def test_what_came_in_with_many_others_knows_its_beginning(book):
    for first in (1, 21):
        with book.operation(f"Import {first}") as tx:
            rows = [(first + i, uid, "person", f"Name {first + i}") for i, uid in enumerate(tx.uids(20))]
            tx.insert_many(Contact, ("id", "uid", "kind", "name"), rows)
    remove(book, Contact, 30)
    for row_id, label in ((1, "Import 1"), (20, "Import 1"), (21, "Import 21"), (40, "Import 21")):
        (step,) = history(book, Contact, row_id)
        assert (step.label, step.act) == (label, "insert") and Delta("name", None, f"Name {row_id}") in step.changes
    assert [step.act for step in history(book, Contact, 30)] == ["delete", "insert"]


def test_days_counted_anew_in_another_time_zone_are_no_change(book):
    (one,) = add(book, "Ada", created_at=1_793_487_000_000_000)
    write_settings(book, {"timezone": "Asia/Tokyo"}, label="Move")
    assert [step.label for step in history(book, Contact, one)] == ["Add"]


def test_steps_of_a_way_that_was_changed_are_not_in_the_bin(book):
    with book.operation("Ticket") as tx:
        ticket = editing.save(tx, Ticket, None, {"subject": "Leak", "priority": "high", "opened_at": tx.at})
        ticket_steps.reply(tx, ticket)
    with book.operation("It was no answer") as tx:
        editing.save(tx, Ticket, ticket, {"first_response_at": None})
    assert book.rows("SELECT count(*) FROM ticket_event") == [(1,)] and bin(book) == []
    assert integrity(book) == "ok"


WAYS = (StageChange, TicketEvent)


@pytest.mark.parametrize("record", [one for one in RECORD_TYPES if one not in (Stage, *WAYS)], ids=table_of)
def test_a_record_of_any_kind_comes_back_as_it_was(book, record):
    with book.operation("One of each") as tx:
        row_id = one_of_each(tx)[record]
        for kind in ALL_TYPES:
            for column, target in references_of(kind).items():
                if target is record and fields_of(kind)[column].null:
                    tx.rows(f"UPDATE {table_of(kind)} SET {column} = NULL")
    before = dump(book)
    with book.operation("Delete") as tx:
        for kind in reversed(ALL_TYPES):
            if any(target is record and not fields_of(kind)[name].null for name, target in references_of(kind).items()):
                tx.rows(f"DELETE FROM {table_of(kind)}")
        tx.delete(record, row_id)
    (one,) = [one for one in bin(book) if one.record is record]
    assert one.row_id == row_id and one.name and "\n" not in one.name and one.label == "Delete"
    assert bring_back(book, one, staff=None) >= 1
    assert dump(book) == before and not [one for one in bin(book) if one.record is record]


def test_what_an_undo_took_away_is_not_in_the_bin_however_often_it_was_done_again(book):
    with book.operation("Ada") as tx:
        editing.save(tx, Contact, None, {"kind": "person", "name": "Ada"})
    for _turn in range(5):
        book.journal.undo(book.journal.latest(1)[0].id)
        assert bin(book) == []


def test_a_ticket_that_comes_back_for_the_sake_of_a_call_has_its_way_again(book):
    with book.operation("Begin") as tx:
        ada, ben = (editing.save(tx, Contact, None, {"kind": "person", "name": name}) for name in ("Ada", "Ben"))
        ticket = editing.save(
            tx, Ticket, None, {"subject": "Leak", "contact_id": ben, "priority": "high", "opened_at": 1}
        )
        tx.insert(Activity, {"kind": "call", "contact_id": ada, "ticket_id": ticket, "at": tx.at})
    before = dump(book)
    with book.operation("Delete") as tx:
        delete(tx, Contact, [ada, ben])
    assert bring_back(book, next(one for one in bin(book) if one.name == "Ada")) >= 3
    assert integrity(book) == "ok"
    assert dump(book)["ticket_event"] == before["ticket_event"]


def test_a_customer_comes_back_with_all_that_was_deleted_with_it(book):
    contact, deal = customer(book)
    before = dump(book)
    remove(book, Contact, contact)
    assert names(book) == [("contact", "Ada")]
    (one,) = bin(book)
    assert bring_back(book, one) == 6
    assert dump(book) == before and bin(book) == [] and integrity(book) == "ok"
    assert content_of(book, 1) == b"plan"
    assert book.journal.next_undo().label == "Bring back “Ada”"
    assert history(book, Deal, deal)[0].label == "Bring back “Ada”"


def test_what_only_lost_its_reference_gets_it_again_unless_it_has_another(book):
    contact, deal = customer(book)
    (other,) = add(book, "Bea")
    before = dump(book)
    remove(book, Deal, deal)
    assert book.rows("SELECT deal_id FROM sale") == [(None,)]
    (one,) = bin(book)
    with book.operation("Elsewhere") as tx:
        tx.update(Activity, 1, {"contact_id": other})
    bring_back(book, one)
    assert book.rows("SELECT deal_id, contact_id FROM sale") == [(deal, contact)]
    assert book.rows("SELECT deal_id, contact_id FROM activity") == [(deal, other)]
    assert dump(book)["deal"] == before["deal"]


def test_people_of_a_deleted_company_belong_to_it_again(book):
    (company,) = add(book, "Works")
    people = add(book, "Ada", "Bea", company_id=company)
    remove(book, Contact, company)
    with book.operation("Gone too") as tx:
        tx.delete(Contact, people[1])
    bring_back(book, bin(book)[1])
    assert book.rows("SELECT id, company_id FROM contact ORDER BY id") == [(company, None), (people[0], company)]


def test_of_many_that_were_deleted_at_once_each_comes_back_by_itself(book):
    contacts = add(book, "Ada", "Bea", "Cem")
    remove(book, Contact, *contacts)
    assert names(book) == [("contact", "Cem"), ("contact", "Bea"), ("contact", "Ada")]
    assert bring_back(book, bin(book)[1]) == 1
    assert names(book) == [("contact", "Cem"), ("contact", "Ada")]


def test_the_latest_comes_first_and_no_more_than_asked_for(book):
    for name in ("Ada", "Bea", "Cem"):
        remove(book, Contact, *add(book, name), label=f"Delete {name}")
    assert [one.label for one in bin(book)] == ["Delete Cem", "Delete Bea", "Delete Ada"]
    assert names(book, limit=2) == [("contact", "Cem"), ("contact", "Bea")]


def test_a_record_lies_in_the_bin_once_however_often_it_was_deleted(book):
    (one,) = add(book, "Ada")
    for name in ("Bea", "Cem"):
        with book.operation("Rename") as tx:
            tx.update(Contact, one, {"name": name})
        remove(book, Contact, one)
        if name == "Bea":
            bring_back(book, bin(book)[0])
    assert names(book) == [("contact", "Cem")]


def test_what_an_undo_took_away_is_not_in_the_bin_but_what_a_redo_deleted_is(book):
    (one,) = add(book, "Ada")
    step = remove(book, Contact, one)
    undone = book.journal.undo(step)
    assert bin(book) == []
    book.journal.undo(undone)
    assert names(book) == [("contact", "Ada")]
    book.journal.undo(book.journal.next_redo().id) if book.journal.next_redo() else None
    add(book, "Bea")
    book.journal.undo(book.journal.next_undo().id)
    assert ("contact", "Bea") not in names(book)


def test_settings_and_printed_figures_are_not_in_the_bin(book):
    with book.operation("One of each") as tx:
        one_of_each(tx)
    with book.operation("Delete") as tx:
        tx.rows("DELETE FROM printed")
        tx.rows("DELETE FROM setting")
    assert bin(book) == []


def test_what_is_back_already_cannot_come_back_again(book):
    remove(book, Contact, *add(book, "Ada"))
    (one,) = bin(book)
    bring_back(book, one)
    with pytest.raises(UserError, match="“Ada” is not in the bin any more"):
        bring_back(book, one)


def test_a_record_whose_number_was_given_to_another_stays_in_the_bin(book):
    remove(book, Contact, *add(book, "Ada", external_id="C1"))
    add(book, "Bea", external_id="C1")
    before = dump(book)
    with pytest.raises(UserError, match=r"“Ada” cannot be brought back: another record has the same number"):
        bring_back(book, bin(book)[0])
    assert dump(book) == before and names(book) == [("contact", "Ada")]


def test_without_its_owner_a_record_comes_back_alone_if_it_can_be_alone(book):
    contact, deal = customer(book)
    remove(book, Deal, deal)
    remove(book, Contact, contact)
    gone, lone = bin(book)
    assert (gone.name, lone.name) == ("Ada", "Loom")
    bring_back(book, lone)
    assert book.rows("SELECT id, contact_id FROM deal") == [(deal, None)]


def test_a_record_that_cannot_be_without_another_waits_for_it(book):
    _contact, deal = customer(book)
    remove(book, Deal, deal)
    with book.operation("No stage") as tx:
        tx.rows("DELETE FROM stage")
    with pytest.raises(UserError, match="“Loom” belongs to a record that was deleted too; bring that one back first"):
        bring_back(book, next(one for one in bin(book) if one.record is Deal))


def test_an_owner_that_was_deleted_in_the_same_step_comes_with_it(book):
    with book.operation("Add") as tx:
        company = tx.insert(Contact, {"kind": "company", "name": "Works"})
        person = tx.insert(Contact, {"kind": "person", "name": "Ada", "company_id": company})
    remove(book, Contact, company, person)
    (one,) = [one for one in bin(book) if one.name == "Ada"]
    assert bring_back(book, one) == 2
    assert book.rows("SELECT name FROM contact ORDER BY id") == [("Works",), ("Ada",)]


def test_bringing_back_can_be_taken_back(book):
    contact, _deal = customer(book)
    remove(book, Contact, contact)
    before = dump(book)
    bring_back(book, bin(book)[0], staff=None)
    book.journal.undo(book.journal.next_undo().id)
    assert dump(book) == before


def test_a_team_member_that_was_deleted_is_named(book):
    with book.operation("Add") as tx:
        one = tx.insert(Staff, {"name": "Zoë\nZeh"})
    remove(book, Staff, one)
    assert names(book) == [("staff", "Zoë Zeh")]
