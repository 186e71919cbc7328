"""What the values of a record must keep, whoever types them."""

import pytest

from crmdesk.domain.errors import FieldErrors
from crmdesk.store.base import own_fields
from crmdesk.store.campaign import Campaign
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.editing import save
from crmdesk.store.engine import IntegrityError
from crmdesk.store.field import Text
from crmdesk.store.goal import Goal
from crmdesk.store.registry import RECORD_TYPES
from crmdesk.store.row import row
from crmdesk.store.rules import checked_value, faults, stands_alone
from crmdesk.store.sale import Sale
from crmdesk.store.staff import Staff
from crmdesk.store.stage import Stage
from crmdesk.store.survey import Survey
from crmdesk.store.ticket import Ticket
from tests.store.rows import NOON, full_row, one_of_each

SURVEY = {"kind": "csat", "answered_at": NOON, "score": 5}
GOAL = {"kpi": "revenue", "period": "2026-10", "target": "5"}


def refused(book, record, values, row_id=None):
    with pytest.raises(FieldErrors) as told, book.operation("x") as tx:
        save(tx, record, row_id, values)
    assert all(str(fault).endswith(".") for fault in told.value.faults)
    return [fault.field for fault in told.value.faults]


@pytest.mark.parametrize("record", RECORD_TYPES, ids=lambda record: record.kind)
def test_what_is_required_is_asked_for_by_name(book, record):
    fields = own_fields(record)
    asked = {name for name, field in fields.items() if field.required and name != "recorded_at"}
    assert {fault.field for fault in faults(book, record, {})} == asked
    told = " ".join(str(fault) for fault in faults(book, record, {}))
    assert all(f"“{fields[name].label}”" in told for name in asked)


@pytest.mark.parametrize("record", RECORD_TYPES, ids=lambda record: record.kind)
def test_a_full_row_of_every_kind_has_no_fault(book, record):
    with book.operation("One of each") as tx:
        ids = one_of_each(tx)
    values = {**(row(book, record, ids[record]) or {}), **full_row(record, ids)}
    wanted = {"company_id", "kpi", "period"} if record is Contact else {"period"}
    assert {fault.field for fault in faults(book, record, values)} <= wanted


@pytest.mark.parametrize(
    ("record", "values", "column"),
    [
        (Staff, {"name": "A", "started_on": 5, "left_on": 4}, "left_on"),
        (Staff, {"name": "A", "role": "king"}, "role"),
        (Staff, {"name": " \n "}, "name"),
        (Staff, {"name": "A", "started_on": -99_999}, "started_on"),
        (Campaign, {"name": "A", "started_on": 5, "ended_on": 4}, "ended_on"),
        (Campaign, {"name": "A", "budget": 10**15}, "budget"),
        (Contact, {"kind": "person", "name": "A", "company_id": 9}, "company_id"),
        (Contact, {"kind": "person", "name": "A", "notes": "x" * 1_000_001}, "notes"),
        (Contact, {"kind": "person", "name": "A", "lead_at": 10**17}, "lead_at"),
        (Stage, {"name": "A", "probability": "1.5"}, "probability"),
        (Stage, {"name": "A", "probability": "much"}, "probability"),
        (Stage, {"name": "A", "position": 10**10}, "position"),
        (Deal, {"opened_at": NOON, "stage_id": 1, "closed_at": NOON - 1}, "closed_at"),
        (Ticket, {"opened_at": NOON, "resolved_at": NOON - 1}, "resolved_at"),
        (Sale, {"sold_at": NOON}, "amount"),
        (Survey, {**SURVEY, "score": 0}, "score"),
        (Survey, {**SURVEY, "score": 6}, "score"),
        (Survey, {**SURVEY, "kind": "nps", "score": 11}, "score"),
        (Goal, {**GOAL, "period": "October"}, "period"),
        (Goal, {**GOAL, "target": "lots"}, "target"),
    ],
)
def test_a_wrong_value_is_refused_beside_its_field(book, record, values, column):
    assert column in refused(book, record, values)


def test_a_contact_belongs_to_no_circle(book):
    with book.operation("Companies") as tx:
        a = save(tx, Contact, None, {"kind": "company", "name": "A"})
        b = save(tx, Contact, None, {"kind": "company", "name": "B", "company_id": a})
    assert refused(book, Contact, {"company_id": a}, a) == ["company_id"]
    assert refused(book, Contact, {"company_id": b}, a) == ["company_id"]


def test_a_circle_that_was_imported_is_no_reason_to_refuse_another_edit(book):
    with book.operation("As imported") as tx:
        a = tx.insert(Contact, {"kind": "company", "name": "A"})
        b = tx.insert(Contact, {"kind": "company", "name": "B", "company_id": a})
        tx.update(Contact, a, {"company_id": b})
        c = save(tx, Contact, None, {"kind": "person", "name": "C", "company_id": a})
        save(tx, Contact, a, {"phone": "1"})
    assert row(book, Contact, a)["phone"] == "1" and row(book, Contact, c)["company_id"] == a


def test_there_is_one_goal_for_a_kpi_and_period(book):
    with book.operation("Goal") as tx:
        goal = save(tx, Goal, None, GOAL)
        save(tx, Goal, goal, {"target": "6"})
    assert refused(book, Goal, GOAL) == ["period"]


def test_a_person_and_a_channel_have_goals_of_their_own(book):
    with book.operation("Goals") as tx:
        ada = save(tx, Staff, None, {"name": "Ada"})
        whose: list[dict[str, object]] = [
            {},
            {"staff_id": ada},
            {"channel": "web"},
            {"staff_id": ada, "channel": "web"},
        ]
        goals = [save(tx, Goal, None, {**GOAL, **one}) for one in whose]
    assert all(refused(book, Goal, {**GOAL, **one}) == ["period"] for one in whose)
    assert refused(book, Goal, {"channel": None}, goals[2]) == ["period"]
    assert refused(book, Goal, {"staff_id": ada + 1}, goals[0]) == ["staff_id"]
    with pytest.raises(IntegrityError), book.operation("Past the rules") as tx:
        tx.insert(Goal, {**GOAL, "channel": "web"})


def test_texts_are_stored_as_every_file_can_hold_them(book):
    with book.operation("Text") as tx:
        contact = save(
            tx, Contact, None, {"kind": "person", "name": "a\0\x1bb", "notes": "1\r\n2\r3\ud800", "city": " "}
        )
    found = row(book, Contact, contact)
    assert (found["name"], found["notes"], found["city"]) == ("ab", "1\n2\n3", None)


def test_a_single_value_is_checked_without_its_record(book):
    assert checked_value(book, Contact, "city", " Köln") == " Köln"
    with pytest.raises(FieldErrors):
        checked_value(book, Contact, "kind", "dog")
    assert not stands_alone(Deal, "stage_id") and not stands_alone(Ticket, "opened_at")
    assert stands_alone(Contact, "city") and isinstance(own_fields(Contact)["city"], Text)


def test_what_was_wrong_before_does_not_let_another_fault_of_the_same_field_in(book):
    with book.operation("A goal for no period, and another one") as tx:
        goal = tx.insert(Goal, {**GOAL, "period": "soon"})
        tx.insert(Goal, GOAL)
        save(tx, Goal, goal, {"target": "6"})
    assert refused(book, Goal, {"period": GOAL["period"]}, goal) == ["period"]
