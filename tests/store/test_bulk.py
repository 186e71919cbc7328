"""One value for many records."""

import pytest

from crmdesk.domain.errors import FieldErrors, UserError
from crmdesk.store import bulk
from crmdesk.store.campaign import Campaign
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.editing import save
from crmdesk.store.making import Missing
from tests.store.rows import NOON, dump


@pytest.fixture
def crowd(shop):
    with shop.book.operation("Crowd") as tx:
        shop.ids = [shop.new(tx, Contact, name=str(i), city="Köln" if i % 2 else None) for i in range(700)]
    return shop


def test_the_count_and_the_change_are_the_same_number(crowd):
    assert bulk.count(crowd.book, Contact, crowd.ids, "city", "Köln") == 350
    assert crowd.do(bulk.apply, Contact, crowd.ids, "city", "Köln") == 350
    assert bulk.count(crowd.book, Contact, crowd.ids, "city", "Köln") == 0
    assert crowd.book.rows("SELECT count(*) FROM contact WHERE city = 'Köln'") == [(700,)]
    assert crowd.do(bulk.apply, Contact, crowd.ids, "city", " ") == 700


def test_moments_are_written_with_their_days(crowd):
    assert crowd.do(bulk.apply, Contact, crowd.ids[:3], "qualified_at", NOON) == 3
    day = crowd.book.calendar.day_of(NOON)
    assert crowd.book.rows("SELECT DISTINCT qualified_day FROM contact WHERE qualified_at IS NOT NULL") == [(day,)]
    crowd.do(bulk.apply, Contact, crowd.ids[:3], "qualified_at", None)
    assert crowd.book.rows("SELECT count(*) FROM contact WHERE qualified_day IS NOT NULL") == [(0,)]


def test_deals_that_are_moved_together_have_each_their_history(shop):
    with shop.book.operation("Deals") as tx:
        ids = [shop.new(tx, Deal, title=str(i)) for i in range(3)]
    assert shop.do(bulk.apply, Deal, ids, "stage_id", shop.won) == 3
    assert {len(shop.moves(deal)) for deal in ids} == {2}


def test_a_record_that_refuses_is_named_and_nothing_is_changed(shop):
    with shop.book.operation("Campaigns") as tx:
        ids = [save(tx, Campaign, None, {"name": name, "started_on": day}) for name, day in (("A", 1), ("B", 50))]
    before = dump(shop.book)
    with pytest.raises(UserError, match="“B”"):
        shop.do(bulk.apply, Campaign, ids, "ended_on", 20)
    with pytest.raises(FieldErrors):
        shop.do(bulk.apply, Campaign, ids, "name", "")
    assert dump(shop.book) == before


def test_what_is_chosen_may_be_made_on_the_spot(crowd):
    oak = Missing(Contact, "Oak", {"kind": "company"})
    assert bulk.checked_value(crowd.book, Contact, "company_id", oak) is oak
    assert bulk.count(crowd.book, Contact, crowd.ids, "company_id", oak) == 700
    assert crowd.do(bulk.apply, Contact, crowd.ids[:20], "company_id", oak) == 20
    sql = "SELECT count(*) FROM contact WHERE company_id = (SELECT id FROM contact WHERE name = 'Oak')"
    assert crowd.book.rows(sql) == [(20,)]
