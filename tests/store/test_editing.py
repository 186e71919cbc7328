"""What new records start with, and saving what was typed."""

from typing import Any

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.editing import defaults, save
from crmdesk.store.kept_setting import Setting
from crmdesk.store.making import Missing
from crmdesk.store.registry import RECORD_TYPES, record_type
from crmdesk.store.row import name_of, row
from crmdesk.store.sale import Sale
from crmdesk.store.stage_change import StageChange
from tests.store.rows import NOON

KINDS = [record.kind for record in RECORD_TYPES if record.kind not in ("stage_change", "ticket_event")]
# The least that a person types beside what a new record starts with.
TYPED: dict[str, dict[str, Any]] = {
    **{kind: {"name": "A"} for kind in ("staff", "campaign", "contact", "stage")},
    "expense": {"amount": 500},
    "sale": {"amount": 500},
    "survey": {"score": 4},
    "goal": {"kpi": "revenue", "target": "5"},
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_made_with_two_fields_at_most(shop, kind):
    record, typed = record_type(kind), TYPED.get(kind, {})
    assert len(typed) <= 2
    with shop.book.operation("New") as tx:
        row_id = save(tx, record, None, {**defaults(tx, record, NOON, shop.ann), **typed})
    assert name_of(shop.book, record, row_id)
    assert row(shop.book, record, row_id)["id"] == row_id


@pytest.mark.parametrize("kind", KINDS)
def test_the_editing_of_nothing_is_no_step(shop, kind):
    record = record_type(kind)
    with shop.book.operation("New") as tx:
        row_id = save(tx, record, None, {**defaults(tx, record, NOON, None), **TYPED.get(kind, {})})
    before = len(shop.book.journal.steps())
    shop.do(save, record, row_id, shop.row(record, row_id))
    assert len(shop.book.journal.steps()) == before


def test_only_what_is_named_changes(shop):
    shop.do(save, Contact, shop.contact, {"phone": "1"})
    found = shop.row(Contact, shop.contact)
    assert (found["phone"], found["name"]) == ("1", "Żółw")


def test_a_record_that_is_gone_says_so(shop):
    assert row(shop.book, Contact, 99) is None
    with pytest.raises(UserError, match="bin"):
        shop.do(save, Contact, 99, {"phone": "1"})


def test_a_record_without_a_name_is_told_by_its_number(shop):
    assert name_of(shop.book, Deal, shop.deal) == "Roof"
    assert name_of(shop.book, StageChange, 1) == "Roof"
    shop.do(save, Deal, shop.deal, {"title": "x" * 200})
    assert name_of(shop.book, Deal, shop.deal) == "x" * 79 + "…"
    sale = shop.do(shop.new, Sale, amount=1)
    assert name_of(shop.book, Sale, sale) == f"Sale {sale}"
    assert name_of(shop.book, StageChange, 99) == "Stage change 99"
    assert name_of(shop.book, Setting, 99) == "Record 99"


def test_a_record_that_is_missing_is_made_on_the_spot(shop):
    friend = shop.do(shop.new, Contact, name="Ann", company_id=Missing(Contact, "Oak", {"kind": "company"}))
    company = shop.row(Contact, shop.row(Contact, friend)["company_id"])
    assert (company["name"], company["kind"], company["created_at"]) == ("Oak", "company", NOON)


def test_the_first_deal_of_a_business_without_stages_brings_the_usual_ones(book):
    with book.operation("First deal") as tx:
        deal = save(tx, Deal, None, {**defaults(tx, Deal, NOON, None), "title": "Roof"})
    assert book.rows("SELECT count(*) FROM stage") == [(6,)]
    assert book.rows("SELECT name FROM stage WHERE id = ?", (row(book, Deal, deal)["stage_id"],)) == [("Lead",)]
    book.journal.undo(book.journal.next_undo().id)
    assert book.rows("SELECT count(*) FROM stage") == [(0,)]
