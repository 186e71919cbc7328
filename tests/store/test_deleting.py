"""Deleting takes what belongs to a record alone, and unlinks the rest."""

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.store import deal_moves
from crmdesk.store.activity import Activity
from crmdesk.store.campaign import Campaign
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.deleting import delete, parts
from crmdesk.store.editing import save
from crmdesk.store.expense import Expense
from crmdesk.store.sale import Sale
from crmdesk.store.staff import Staff
from crmdesk.store.stage import Stage
from crmdesk.store.stage_change import StageChange
from crmdesk.store.survey import Survey
from crmdesk.store.ticket import Ticket
from tests.store.rows import NOON, dump


@pytest.fixture
def full(shop):
    """The shop with something of every kind at its contact, deal and ticket, and another contact's beside it."""
    with shop.book.operation("More") as tx:
        shop.campaign = save(tx, Campaign, None, {"name": "Fair"})
        save(tx, Deal, shop.deal, {"campaign_id": shop.campaign})
        shop.friend = shop.new(tx, Contact, name="Friend", company_id=shop.contact)
        shop.sale = save(tx, Sale, None, {"sold_at": NOON, "amount": 5, "deal_id": shop.deal})
        shop.other_sale = save(
            tx, Sale, None, {"sold_at": NOON, "amount": 7, "deal_id": shop.deal, "contact_id": shop.friend}
        )
        shop.call = save(tx, Activity, None, {"kind": "call", "at": NOON, "ticket_id": shop.ticket})
        shop.survey = save(
            tx, Survey, None, {"kind": "csat", "score": 5, "answered_at": NOON, "ticket_id": shop.ticket}
        )
    return shop


def test_a_contact_goes_with_all_that_is_its_own(full):
    wanted = {"deal": 1, "stage_change": 1, "ticket": 1, "ticket_event": 1, "sale": 1, "activity": 1, "survey": 1}
    before = dump(full.book)
    assert parts(full.book, Contact, [full.contact]) == wanted
    assert full.do(delete, Contact, [full.contact]) == wanted
    other = full.row(Sale, full.other_sale)
    assert (other["deal_id"], other["campaign_id"], other["contact_id"]) == (None, full.campaign, full.friend)
    assert full.row(Contact, full.friend)["company_id"] is None
    full.book.journal.undo(full.book.journal.next_undo().id)
    assert dump(full.book) == before


def test_contacts_that_go_together_take_no_notice_of_each_other(full):
    assert full.do(delete, Contact, [full.friend, full.contact])["sale"] == 2
    assert full.book.rows("SELECT 1 FROM contact") == []


def test_a_deal_leaves_its_sales_what_it_said_about_them(full):
    assert full.do(delete, Deal, [full.deal]) == {"stage_change": 1}
    found = full.row(Sale, full.sale)
    assert (found["deal_id"], found["contact_id"], found["campaign_id"]) == (None, full.contact, full.campaign)
    assert full.row(Sale, full.other_sale)["contact_id"] == full.friend


def test_a_ticket_leaves_its_answers_and_calls(full):
    assert full.do(delete, Ticket, [full.ticket]) == {"ticket_event": 1}
    for record, row_id in ((Activity, full.call), (Survey, full.survey)):
        found = full.row(record, row_id)
        assert (found["ticket_id"], found["contact_id"]) == (None, full.contact)


@pytest.mark.parametrize("kind", ["staff", "campaign", "stage", "history"])
def test_what_others_stand_on_stays_and_the_way_out_is_told(full, kind):
    record, row_id, words = {
        "staff": (Staff, full.ann, "on which this person left"),
        "campaign": (Campaign, full.campaign, "on which it ended"),
        "stage": (Stage, full.lead, "choose the stage to which they go"),
        "history": (StageChange, 1, "undo it instead"),
    }[kind]
    before = dump(full.book)
    with pytest.raises(UserError, match=words):
        full.do(delete, record, [row_id])
    if kind != "stage":
        with pytest.raises(UserError, match=words):
            parts(full.book, record, [row_id])
    assert dump(full.book) == before


def test_what_nobody_refers_to_is_simply_deleted(full):
    with full.book.operation("More") as tx:
        staff = save(tx, Staff, None, {"name": "Bob"})
        expense = save(tx, Expense, None, {"spent_on": 20_000, "amount": 5, "category": "other"})
    for record, row_id in ((Staff, staff), (Expense, expense), (Stage, full.proposal)):
        assert full.do(delete, record, [row_id]) == {}
        assert not full.row(record, row_id)


def test_deleting_many_goes_by_batches(full):
    with full.book.operation("Many") as tx:
        ids = [full.new(tx, Contact, name=str(i)) for i in range(1001)]
        for contact in ids[::100]:
            deal = full.new(tx, Deal, contact_id=contact)
            deal_moves.win(tx, deal, sale=1)
    assert full.do(delete, Contact, ids) == {"deal": 11, "stage_change": 22, "sale": 11}


def test_somebody_named_only_where_the_first_look_passes_by_is_found_all_the_same(book):
    with book.operation("Expenses") as tx:
        ann = tx.insert(Staff, {"name": "Ann"})
        for row_id, staff in ((300, ann), (20_000, None)):
            told = {"id": row_id, "spent_on": 20_000, "amount": 100, "category": "other", "staff_id": staff}
            tx.insert(Expense, told)
    with pytest.raises(UserError, match="Ann"), book.operation("Delete") as tx:
        delete(tx, Staff, [ann])
