"""Merging makes one contact of two, and separating them again leaves what was done since as it is."""

import json

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.store.activity import Activity
from crmdesk.store.attachment import attach_bytes
from crmdesk.store.base import references_of, table_of
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.editing import save
from crmdesk.store.import_memory import KnownAs
from crmdesk.store.merging import (
    Side,
    ask_again,
    differences,
    keep_apart,
    kept_apart,
    merge,
    merged_into,
    merged_to,
    survivor,
)
from crmdesk.store.past import bin as deleted
from crmdesk.store.registry import ALL_TYPES
from crmdesk.store.sale import Sale
from crmdesk.store.unmerging import Merged, merged_with, unmerge
from tests.store.rows import NOON, dump, full_row, one_of_each

HOUR = 3_600_000_000


@pytest.fixture
def two(shop):
    """The contact of the shop and another one that is the same, with records of its own."""
    with shop.book.operation("A double") as tx:
        shop.other = shop.new(tx, Contact, name="Zolw", email="z@example.com", tags="fair; big", notes="Likes tea")
        shop.sale = save(tx, Sale, None, {"sold_at": NOON, "amount": 5, "contact_id": shop.other})
        shop.file = attach_bytes(tx, "a.txt", b"a", contact_id=shop.other)
        tx.insert(KnownAs, {"record": "contact", "row": shop.other, "source": "zoho", "elsewhere": "z1"})
        tx.update(Contact, shop.other, {"external_id": "C-2", "custom": '{"Size": "M", "Shoe": "44"}'})
        tx.update(Contact, shop.contact, {"custom": '{"Size": "L"}', "tags": "big;old"})
    return shop


def merged(shop, keep, gone, choices=None):
    """Merges in one step and answers what can be separated again."""
    with shop.book.operation("Merge", source="merge") as tx:
        merge(tx, keep, gone, choices)
    return merged_with(shop.book, keep)[0]


def test_the_one_that_stays_takes_over_what_it_lacks(two):
    merged(two, two.contact, two.other)
    kept = two.row(Contact, two.contact)
    assert (kept["name"], kept["email"], kept["tags"], kept["notes"]) == (
        "Żółw",
        "z@example.com",
        "big;old;fair",
        "Likes tea",
    )
    assert json.loads(kept["custom"]) == {"Size": "L", "Shoe": "44"}
    assert two.row(Contact, two.other) == {}


def test_somebody_may_choose_field_by_field(two):
    choices = {"name": Side.THEIRS, "email": Side.OURS, "tags": Side.THEIRS, "custom:Size": Side.THEIRS}
    merged(two, two.contact, two.other, choices)
    kept = two.row(Contact, two.contact)
    assert (kept["name"], kept["email"], kept["tags"]) == ("Zolw", None, "fair; big")
    assert json.loads(kept["custom"]) == {"Size": "M", "Shoe": "44"}


def test_the_fields_that_differ_are_named_with_what_is_proposed(two):
    found = {one.column: one for one in differences(two.row(Contact, two.contact), two.row(Contact, two.other))}
    assert (found["email"].ours, found["email"].theirs, found["email"].proposed) == (None, "z@example.com", Side.THEIRS)
    assert found["tags"].proposed is Side.BOTH
    assert found["custom:Size"].proposed is Side.OURS
    assert list(found)[-1].startswith("custom:")
    assert "city" not in found


def test_notes_of_both_are_kept(two):
    with two.book.operation("Notes") as tx:
        save(tx, Contact, two.contact, {"notes": "Rings at noon"})
    merged(two, two.contact, two.other)
    assert two.row(Contact, two.contact)["notes"] == "Rings at noon\n\nLikes tea"


@pytest.mark.parametrize("custom", [None, '{"Size": "L", "Shoe": "44"}'])
def test_fields_of_ones_own_stay_as_they_are_where_nothing_is_added(two, custom):
    with two.book.operation("Own fields") as tx:
        tx.update(Contact, two.contact, {"custom": custom})
        tx.update(Contact, two.other, {"custom": None})
    merged(two, two.contact, two.other)
    assert two.row(Contact, two.contact)["custom"] == custom


@pytest.mark.parametrize(
    ("ours", "theirs", "wanted"),
    [
        ((None, None, None, None), (1, 2, 3, None), (1, 2, 3, None)),
        ((5, None, None, None), (1, 6, 7, None), (5, 6, 7, None)),
        ((5, None, None, None), (1, 2, None, 3), (5, None, None, None)),
        ((5, None, None, 8), (1, 6, 7, None), (5, 6, None, 8)),
        ((5, None, None, None), (1, 5, 5, None), (5, 5, 5, None)),
    ],
    ids=["never a lead", "goes on there", "before it began", "settled already", "at the very moment"],
)
def test_the_way_of_a_lead_stays_whole(two, ours, theirs, wanted):
    names = ("lead_at", "first_response_at", "qualified_at", "disqualified_at")
    with two.book.operation("Leads") as tx:
        for contact, hours in ((two.contact, ours), (two.other, theirs)):
            tx.update(Contact, contact, {n: h and NOON + h * HOUR for n, h in zip(names, hours, strict=True)})
    merged(two, two.contact, two.other)
    kept = two.row(Contact, two.contact)
    assert tuple(kept[name] for name in names) == tuple(h and NOON + h * HOUR for h in wanted)


def test_of_two_customers_of_which_one_goes_on_the_customer_goes_on(two):
    with two.book.operation("Ended") as tx:
        save(tx, Contact, two.other, {"ended_on": 20_000})
    merged(two, two.contact, two.other)
    assert two.row(Contact, two.contact)["ended_on"] is None


def test_nothing_refers_to_the_one_that_is_gone(book):
    with book.operation("All kinds") as tx:
        gone = one_of_each(tx)[Contact]
        keep = tx.insert(Contact, {"kind": "company", "name": "Stays"})
        tx.insert(Contact, {"kind": "person", "name": "Member", "company_id": gone})
        tx.insert(KnownAs, {"record": "contact", "row": gone, "source": "zoho", "elsewhere": "z1"})
    before = dump(book)
    named = sum(len(book.rows(f"SELECT 1 FROM {table} WHERE {column} = ?", (gone,))) for table, column in naming())
    assert named >= len(set(naming()))
    with book.operation("Merge", source="merge") as tx:
        merge(tx, keep, gone)
    for table, column in naming():
        assert book.rows(f"SELECT 1 FROM {table} WHERE {column} = ?", (gone,)) == [], (table, column)
    assert book.rows("SELECT 1 FROM known_as WHERE record = 'contact' AND row = ?", (gone,)) == []
    unmerge(book, merged_with(book, keep)[0])
    assert dump(book) == before


def naming():
    return [
        (table_of(record), column)
        for record in ALL_TYPES
        for column, target in references_of(record).items()
        if target is Contact and (record is not Contact)
    ]


def test_the_journal_takes_a_merge_back_too(two):
    before = dump(two.book)
    one = merged(two, two.contact, two.other)
    two.book.journal.undo(one.operation)
    assert dump(two.book) == before
    assert merged_with(two.book, two.contact) == []


def test_a_contact_that_was_merged_away_does_not_lie_in_the_bin(two):
    merged(two, two.contact, two.other)
    assert deleted(two.book) == []


def test_the_ids_of_the_one_that_is_gone_lead_to_the_one_that_stays(two):
    uid = two.row(Contact, two.other)["uid"].hex()
    merged(two, two.contact, two.other)
    known = set(two.book.rows("SELECT source, elsewhere, row FROM known_as"))
    assert known == {("zoho", "z1", two.contact), ("crmdesk", "C-2", two.contact), ("crmdesk", uid, two.contact)}
    assert merged_into(two.book, [two.contact]) == [two.other]
    assert merged_into(two.book, [two.other]) == []
    assert merged_to(two.book, two.other) == two.contact
    assert merged_to(two.book, two.contact) is None


def test_a_company_and_its_own_member_become_one_that_belongs_to_nobody(shop):
    with shop.book.operation("Family") as tx:
        firm = shop.new(tx, Contact, name="Firm", kind="company")
        middle = shop.new(tx, Contact, name="Branch", kind="company", company_id=firm)
        person = shop.new(tx, Contact, name="Person", company_id=middle)
    before = dump(shop.book)
    one = merged(shop, person, firm)
    assert shop.row(Contact, person)["company_id"] is None
    assert shop.row(Contact, middle)["company_id"] == person
    unmerge(shop.book, one)
    assert dump(shop.book) == before


@pytest.mark.parametrize(
    ("companies", "merges", "order"),
    [
        ({1: 4, 2: 3}, [(2, 3), (2, 1)], [3, 1]),
        ({2: 4, 3: 2}, [(1, 3), (1, 2)], [3, 2]),
        ({1: 2, 3: 2}, [(2, 1), (3, 2)], [1, 2]),
        ({1: 3, 2: 3, 4: 2}, [(4, 1), (2, 3)], [1, 3]),
        ({1: 4, 2: 4, 3: 1}, [(2, 1), (3, 4)], [1, 4]),
        ({3: 5, 5: 2}, [(4, 5), (1, 2)], [5, 2]),
        ({2: 5, 3: 5, 4: 5}, [(1, 2), (3, 5), (3, 4)], [2, 5, 4]),
    ],
)
def test_members_and_companies_that_became_one_crosswise_belong_together_again(shop, companies, merges, order):
    with shop.book.operation("Family") as tx:
        ids = [shop.new(tx, Contact, name=f"One {n}", kind="company") for n in range(6)]
        for member, company in companies.items():
            tx.update(Contact, ids[member], {"company_id": ids[company]})
    before = dump(shop.book)
    for keep, gone in merges:
        merged(shop, ids[keep], ids[gone])
    for gone in order:
        parts = {part.id: part for holder in ids for part in merged_with(shop.book, holder)}
        unmerge(shop.book, parts[ids[gone]])
    assert dump(shop.book) == before


def test_nobody_belongs_to_itself_because_two_were_separated(shop):
    with shop.book.operation("Family") as tx:
        top = shop.new(tx, Contact, name="Top", kind="company")
        firm = shop.new(tx, Contact, name="Firm", kind="company", company_id=top)
        branch = shop.new(tx, Contact, name="Branch", kind="company", company_id=firm)
    one = merged(shop, shop.contact, firm, {"company_id": Side.OURS})
    with shop.book.operation("Sold") as tx:
        save(tx, Contact, top, {"company_id": branch})
    unmerge(shop.book, one)
    assert shop.row(Contact, firm)["company_id"] == top
    assert shop.row(Contact, branch)["company_id"] == shop.contact


def test_nobody_is_merged_with_itself_or_with_somebody_who_is_gone(shop):
    with pytest.raises(UserError, match="itself"):
        merged(shop, shop.contact, shop.contact)
    with pytest.raises(UserError, match="not there any more"):
        merged(shop, shop.contact, 99)


def test_what_was_edited_since_stays_and_the_rest_goes_back(two):
    one = merged(two, two.contact, two.other)
    with two.book.operation("Later") as tx:
        friend = two.new(tx, Contact, name="Friend")
        save(tx, Contact, two.contact, {"email": "new@example.com", "city": "Lodz"})
        save(tx, Sale, two.sale, {"contact_id": friend})
        late = save(tx, Sale, None, {"sold_at": NOON, "amount": 9, "contact_id": two.contact})
    unmerge(two.book, one)
    kept, again = two.row(Contact, two.contact), two.row(Contact, two.other)
    assert (kept["email"], kept["city"], kept["tags"], kept["notes"]) == ("new@example.com", "Lodz", "big;old", None)
    assert (again["name"], again["email"]) == ("Zolw", "z@example.com")
    assert two.row(Sale, two.sale)["contact_id"] == friend
    assert two.row(Sale, late)["contact_id"] == two.contact
    assert two.book.rows("SELECT contact_id FROM attachment") == [(two.other,)]
    assert two.book.rows("SELECT source, row FROM known_as") == [("zoho", two.other)]


def test_what_was_deleted_since_stays_deleted(two):
    one = merged(two, two.contact, two.other)
    with two.book.operation("Delete") as tx:
        tx.delete(Sale, two.sale)
        tx.rows("DELETE FROM known_as WHERE elsewhere = 'C-2'")
    unmerge(two.book, one)
    assert two.row(Sale, two.sale) == {}
    assert two.row(Contact, two.other)["name"] == "Zolw"


def test_of_several_merged_in_one_step_one_alone_is_separated(two):
    with two.book.operation("A third") as tx:
        third = two.new(tx, Contact, name="Zolv", city="Lodz")
        call = save(tx, Activity, None, {"kind": "call", "at": NOON, "contact_id": third})
    before = dump(two.book)
    with two.book.operation("Merge", source="merge") as tx:
        merge(tx, two.contact, two.other)
        merge(tx, two.contact, third)
    found = merged_with(two.book, two.contact)
    assert [one.id for one in found] == [third, two.other]
    unmerge(two.book, found[1])
    assert two.row(Contact, two.contact)["city"] == "Lodz"
    assert two.row(Contact, two.contact)["email"] is None
    assert two.row(Activity, call)["contact_id"] == two.contact
    unmerge(two.book, merged_with(two.book, two.contact)[0])
    assert dump(two.book) == before


def test_of_a_chain_of_merges_each_link_can_be_separated(two):
    with two.book.operation("A third") as tx:
        third = two.new(tx, Contact, name="Zolv")
    merged(two, two.contact, two.other)
    merged(two, third, two.contact)
    assert merged_into(two.book, [third]) == [two.contact, two.other]
    assert [one.name for one in merged_with(two.book, third)] == ["Żółw", "Zolw"]
    unmerge(two.book, merged_with(two.book, third)[1])
    assert two.row(Sale, two.sale)["contact_id"] == two.other
    assert two.row(Deal, two.deal)["contact_id"] == third
    unmerge(two.book, merged_with(two.book, third)[0])
    assert two.row(Deal, two.deal)["contact_id"] == two.contact


def test_of_a_chain_of_merges_the_first_may_be_separated_first_and_leaves_nothing_behind(two):
    with two.book.operation("A third") as tx:
        third = tx.insert(Contact, {"kind": "person", "name": "Zolv", "notes": "Rings at noon", "tags": "new"})
    before = dump(two.book)
    merged(two, two.contact, two.other)
    merged(two, third, two.contact)
    for gone in (two.other, two.contact):
        unmerge(two.book, next(one for one in merged_with(two.book, third) if one.id == gone))
    assert dump(two.book) == before


def test_of_four_that_became_one_each_can_be_separated_in_any_order(two):
    with two.book.operation("Two more") as tx:
        more = [tx.insert(Contact, {"kind": "person", "name": f"Z{n}", "notes": f"Note {n}", "tags": n}) for n in "ab"]
        tx.update(Contact, two.contact, {"notes": "First", "tags": "big;old"})
    before = dump(two.book)
    with two.book.operation("Merge", source="merge") as tx:
        for gone in (two.other, *more):
            merge(tx, two.contact, gone)
    for gone in (more[0], two.other, more[1]):
        unmerge(two.book, next(one for one in merged_with(two.book, two.contact) if one.id == gone))
    assert dump(two.book) == before


def test_what_was_added_to_notes_and_fields_since_stays_and_theirs_goes(two):
    one = merged(two, two.contact, two.other)
    with two.book.operation("Later") as tx:
        tx.update(Contact, two.contact, {"notes": "Likes tea\n\nRang today", "tags": "big;old;fair;vip"})
        tx.update(Contact, two.contact, {"custom": '{"Size": "L", "Shoe": "44", "Hat": "7"}'})
    unmerge(two.book, one)
    kept = two.row(Contact, two.contact)
    assert (kept["notes"], kept["tags"]) == ("Rang today", "big;old;vip")
    assert json.loads(kept["custom"]) == {"Size": "L", "Hat": "7"}


@pytest.mark.parametrize("what", ["merged", "deleted"])
def test_a_member_whose_company_is_gone_meanwhile_can_be_separated(two, what):
    with two.book.operation("Companies") as tx:
        firm, twin = (tx.insert(Contact, {"kind": "company", "name": name}) for name in ("Adler", "Adler AG"))
        tx.update(Contact, two.contact, {"company_id": twin})
        tx.update(Contact, two.other, {"company_id": firm})
    one = merged(two, two.contact, two.other)
    if what == "merged":
        merged(two, twin, firm)
    else:
        with two.book.operation("Delete") as tx:
            tx.delete(Contact, firm)
    unmerge(two.book, one)
    assert two.row(Contact, two.other)["company_id"] == (twin if what == "merged" else None)


def test_what_is_separated_already_is_not_separated_again(two):
    one = merged(two, two.contact, two.other)
    unmerge(two.book, one)
    with pytest.raises(UserError, match="of its own already"):
        unmerge(two.book, one)
    with pytest.raises(UserError, match="of its own already"):
        unmerge(two.book, Merged(two.deal, "?", 0, None, one.operation))


def test_a_merge_may_be_done_undone_and_done_again(two):
    one = merged(two, two.contact, two.other)
    joined = dump(two.book)
    unmerge(two.book, one)
    two.book.journal.undo(two.book.journal.next_undo().id)
    assert dump(two.book) == joined
    assert [again.id for again in merged_with(two.book, two.contact)] == [two.other]
    unmerge(two.book, merged_with(two.book, two.contact)[0])
    merged(two, two.contact, two.other)
    assert [again.id for again in merged_with(two.book, two.contact)] == [two.other]


def test_a_contact_whose_id_another_one_has_by_now_is_not_separated(two):
    one = merged(two, two.contact, two.other)
    with two.book.operation("Import") as tx:
        tx.insert(Contact, {**full_row(Contact, {}), "external_id": "C-2"})
    before = dump(two.book)
    with pytest.raises(UserError, match="has its id by now"):
        unmerge(two.book, one)
    assert dump(two.book) == before


def test_two_with_the_same_ids_as_before_are_known_once(two):
    with two.book.operation("Known") as tx:
        tx.insert(KnownAs, {"record": "contact", "row": two.contact, "source": "crmdesk", "elsewhere": "C-2"})
    merged(two, two.contact, two.other)
    assert two.book.rows("SELECT count(*) FROM known_as WHERE elsewhere = 'C-2'") == [(1,)]


def test_the_one_with_most_records_stays_then_the_fullest_then_the_oldest(two):
    with two.book.operation("More") as tx:
        bare = two.new(tx, Contact, name="Bare")
        same = two.new(tx, Contact, name="Same")
        full = two.new(
            tx,
            Contact,
            name="Full",
            city="Lodz",
            country="PL",
            street="Rynek",
            phone="1",
            tags="x",
            notes="y",
            channel="z",
        )
    assert survivor(two.book, [bare, two.other, full]) == two.other
    assert survivor(two.book, [bare, same, full]) == full
    assert survivor(two.book, [same, bare]) == bare


def test_who_is_not_one_of_two_is_not_what_they_become_until_they_are_separated(two):
    with two.book.operation("A third") as tx:
        third = tx.insert(Contact, {"kind": "person", "name": "Żółw"})
        keep_apart(tx, [(two.other, third)])
    merged(two, two.contact, two.other)
    assert (two.contact, third) in kept_apart(two.book)
    unmerge(two.book, merged_with(two.book, two.contact)[0])
    assert kept_apart(two.book) == {(two.other, third)}


def test_pairs_that_are_no_pairs_are_remembered_until_somebody_asks_again(two):
    with two.book.operation("Not the same") as tx:
        keep_apart(tx, [(two.other, two.contact), (two.contact, two.other)])
        keep_apart(tx, [(two.contact, two.other)])
    assert kept_apart(two.book) == {(two.contact, two.other)}
    with two.book.operation("Ask again") as tx:
        ask_again(tx)
    assert kept_apart(two.book) == set()
