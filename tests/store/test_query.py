"""The lists as declared, and what their queries find."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from crmdesk.domain.calendar import DAY
from crmdesk.store import search
from crmdesk.store.activity import Activity
from crmdesk.store.base import own_fields, table_of
from crmdesk.store.campaign import Campaign
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.engine import RawError
from crmdesk.store.expense import Expense
from crmdesk.store.field import Choice, Day, Decimal, Moment, MoneyField, Ref, Text, Whole
from crmdesk.store.file import Workspace, open_workspace
from crmdesk.store.listing import LISTINGS, Listing, all_columns
from crmdesk.store.query import (
    AnyOf,
    Filter,
    Query,
    cells,
    cells_at_once,
    count,
    first_ids,
    grouped,
    query_of,
    row_ids,
)
from crmdesk.store.query_sql import operations
from crmdesk.store.sale import Sale
from crmdesk.store.staff import Staff
from crmdesk.store.stage import Stage
from crmdesk.store.stage_change import StageChange
from crmdesk.store.ticket import Ticket
from tests.store.rows import CLOCK, NOON, one_of_each

ALL = list(LISTINGS.values())
TODAY = 20_757  # 2026-10-31


def of(listing: Listing) -> str:
    return listing.id


@pytest.fixture
def full(book: Workspace) -> Workspace:
    """A row of each kind with every field filled in, and one of each with as little as may be."""
    with book.operation("Fill") as tx:
        one_of_each(tx)
        stage = tx.insert(Stage, {"name": "Won", "kind": "won", "position": 9})
        contact = tx.insert(Contact, {"kind": "company", "name": "ß & Co", "lead_at": NOON})
        deal = tx.insert(Deal, {"title": None, "stage_id": stage, "opened_at": NOON, "contact_id": contact})
        tx.insert(Ticket, {"opened_at": NOON, "contact_id": contact})
        tx.insert(Activity, {"deal_id": deal})
        tx.insert(Staff, {"name": "Ann"})
        tx.insert(Campaign, {"name": "Fair"})
        tx.insert(Sale, {"sold_at": NOON, "amount": 5, "deal_id": deal})
        tx.insert(Expense, {"spent_on": TODAY, "amount": 7, "category": "sales"})
    return book


@pytest.mark.parametrize("listing", ALL, ids=of)
def test_a_list_declares_columns_and_presets_that_there_are(listing: Listing):
    known = all_columns(listing)
    assert set(listing.columns) <= set(known)
    assert set(own_fields(listing.record)) <= set(known)
    assert listing.default_sort in {"", *known}
    assert all(preset.sort in {"", *known} for preset in listing.presets)
    assert listing.preset("none such") is None
    assert len({preset.id for preset in listing.presets}) == len(listing.presets)


@pytest.mark.parametrize("listing", ALL, ids=of)
def test_every_preset_counts_the_rows_that_it_shows(listing: Listing, full: Workspace):
    for preset in ("", *(one.id for one in listing.presets)):
        query = Query(listing.id, preset=preset)
        ids = list(row_ids(full, query, NOON))
        assert len(ids) == len(set(ids)) == count(full, query, NOON)
        assert first_ids(full, query, NOON, 100) == ids


@pytest.mark.parametrize("listing", ALL, ids=of)
def test_sorting_by_any_column_keeps_every_row_and_puts_empty_ones_last(listing: Listing, full: Workspace):
    everything = count(full, Query(listing.id), NOON)
    for column in all_columns(listing):
        for descending in (False, True):
            ids = list(row_ids(full, Query(listing.id, sort=column, descending=descending), NOON))
            assert len(ids) == everything
            empty = [row is None or row[0] is None for row in cells(full, listing, [column], ids)]
            assert empty == sorted(empty), column


@pytest.mark.parametrize("listing", ALL, ids=of)
def test_groups_stand_together_and_make_up_the_list(listing: Listing, full: Workspace):
    for column in all_columns(listing):
        groups = grouped(full, Query(listing.id), column, NOON)
        ids = row_ids(full, Query(listing.id, group=column), NOON)
        found = [row[0] for row in cells(full, listing, [column], ids) if row is not None]
        assert [group.cell for group in groups for _ in range(group.count)] == found, column


@pytest.mark.parametrize("listing", ALL, ids=of)
def test_any_column_can_be_asked_all_that_it_offers(listing: Listing, full: Workspace):
    everything = set(row_ids(full, Query(listing.id), NOON))
    for column, field in all_columns(listing).items():
        offered = operations(field)
        for op in offered:
            value = _value(field, op)
            ids = set(row_ids(full, Query(listing.id, (Filter(column, op, value),)), NOON))
            assert ids <= everything
            opposite = {"empty": "filled", "is": "is_not"}.get(op)
            if opposite in offered:
                others = set(row_ids(full, Query(listing.id, (Filter(column, opposite, value),)), NOON))
                assert others == everything - ids, (column, op)


def _value(field, op):
    if op in ("empty", "filled"):
        return None
    match field:
        case Day() | Moment():
            return (-7, 0) if op == "within" else TODAY
        case Ref() if op != "contains":
            return (1, 2)
        case Choice():
            return tuple(field.words)[:1]
        case Decimal():
            return "0.25"
        case Whole() | MoneyField():
            return 3
        case _:
            return "ß"


@pytest.mark.parametrize("listing", ALL, ids=of)
def test_a_text_is_looked_for_without_a_fault_whatever_it_is(listing: Listing, full: Workspace):
    for text in ("ß", "50%_off\\", "'; --", '"', "*", "(", "nothing has this", "Łódź “x”"):
        query = Query(listing.id, text=text)
        assert count(full, query, NOON) == len(row_ids(full, query, NOON))


@pytest.mark.parametrize("listing", ALL, ids=of)
def test_cells_come_in_the_order_that_was_asked_for_and_none_for_rows_that_are_gone(listing, full: Workspace):
    ids = list(row_ids(full, Query(listing.id), NOON))
    columns = list(all_columns(listing))
    found = cells(full, listing, columns, [*reversed(ids), 99_999])
    assert found[-1] is None
    assert found[:-1] == list(reversed(cells(full, listing, columns, ids)))
    assert all(row and len(row) == len(columns) for row in found[:-1])


def test_a_query_survives_being_kept_as_text():
    query = Query("deals", (Filter("stage_id", "is", (1, 2)), Filter("amount", "more", 5)), "ß", "open", "amount", True)
    assert query_of(query.as_json()) == query
    for wrong in ("", "5", "[]", "{}", '{"listing": "a", "filters": [{}]}', '{"listing": "a", "filters": [], "x": 1}'):
        with pytest.raises(ValueError, match="is not a query"):
            query_of(wrong)


def test_of_alternatives_one_is_enough_and_all_else_still_holds(full: Workspace):
    everything = set(row_ids(full, Query("contacts"), NOON))

    def asked(*filters) -> set[int]:
        query = Query("contacts", filters)
        assert query_of(query.as_json()) == query
        assert count(full, query, NOON) == len(row_ids(full, query, NOON))
        return set(row_ids(full, query, NOON))

    company, lead, sharp = Filter("kind", "is", "company"), Filter("lead_at", "filled"), Filter("name", "contains", "ß")
    assert asked(AnyOf((company, lead))) == asked(company) | asked(lead)
    assert asked(AnyOf((company, lead)), sharp) == (asked(company) | asked(lead)) & asked(sharp)
    assert asked(AnyOf((company, Filter("kind", "is_not", "company")))) == everything
    assert Query("contacts", (AnyOf((company, lead)), sharp)).columns() == {"kind", "lead_at", "name"}


@pytest.mark.parametrize("listing", ALL, ids=of)
def test_any_columns_can_be_alternatives_of_each_other(listing: Listing, full: Workspace):
    empty = AnyOf(tuple(Filter(column, "empty") for column in all_columns(listing)))
    filled = tuple(Filter(column, "filled") for column in all_columns(listing))
    some = set(row_ids(full, Query(listing.id, (empty,)), NOON))
    assert some == set(row_ids(full, Query(listing.id), NOON)) - set(row_ids(full, Query(listing.id, filled), NOON))


def test_alternatives_without_any_are_no_query_and_a_single_one_is_a_filter():
    one = Filter("amount", "more", 5)
    assert query_of(Query("deals", (AnyOf((one,)),)).as_json()) == Query("deals", (one,))
    with pytest.raises(ValueError, match="is not a query"):
        query_of(Query("deals", (AnyOf(()),)).as_json())


def test_a_query_kept_before_there_were_groups_is_read():
    kept = json.loads(Query("deals", text="x").as_json())
    del kept["group"]
    assert query_of(json.dumps(kept)) == Query("deals", text="x")


def test_a_reference_is_shown_by_its_name_or_by_its_number(full: Workspace):
    ((deal, activity),) = full.rows("SELECT (SELECT max(id) FROM deal), max(id) FROM activity")
    (row,) = cells(full, LISTINGS["activities"], ["deal_id", "contact_id"], [activity])
    assert row == ((deal, f"#{deal}"), None)


def test_what_a_filter_cannot_ask_is_refused(full: Workspace):
    with pytest.raises(ValueError, match="cannot be asked"):
        count(full, Query("deals", (Filter("amount", "contains", "5"),)), NOON)
    with pytest.raises(KeyError):
        count(full, Query("deals", (Filter("nothing", "is", "5"),)), NOON)


def test_days_and_moments_are_compared_by_the_local_day(book: Workspace):
    evening = book.calendar.at_time(TODAY, 23 * 60 + 30)
    with book.operation("Add") as tx:
        one, other = (
            tx.insert(Ticket, {"subject": "x", "opened_at": evening}),
            tx.insert(Ticket, {"subject": "y", "opened_at": evening + DAY}),
        )

    def asked(op, value):
        return list(row_ids(book, Query("tickets", (Filter("opened_at", op, value),), sort="opened_at"), NOON))

    assert asked("is", TODAY) == [one]
    assert asked("before", TODAY + 1) == [one]
    assert asked("after", TODAY) == [other]
    assert asked("within", (0, 0)) == [one]
    assert asked("within", (0, 1)) == [one, other]


def test_numbers_and_shares_are_compared_as_numbers(book: Workspace):
    with book.operation("Add") as tx:
        for number, share in enumerate(("0.5", "0.25", "1")):
            tx.insert(Stage, {"name": f"S{number}", "probability": share, "position": number})
    names = [
        row[0]
        for row in cells(
            book,
            LISTINGS["stages"],
            ["name"],
            row_ids(book, Query("stages", (Filter("probability", "more", "0.3"),), sort="probability"), NOON),
        )
    ]
    assert names == ["S0", "S2"]


def test_customers_are_accounts_that_paid_also_by_their_people_and_their_deals(book: Workspace):
    with book.operation("Add") as tx:
        stage = tx.insert(Stage, {"name": "Open", "kind": "open"})
        company = tx.insert(Contact, {"kind": "company", "name": "Company"})
        person = tx.insert(Contact, {"kind": "person", "name": "Person", "company_id": company})
        alone = tx.insert(Contact, {"kind": "person", "name": "Alone"})
        none = tx.insert(Contact, {"kind": "person", "name": "None"})
        deal = tx.insert(Deal, {"title": "D", "stage_id": stage, "opened_at": NOON, "contact_id": alone, "amount": 9})
        tx.insert(Sale, {"sold_at": NOON, "amount": 100, "contact_id": person})
        tx.insert(Sale, {"sold_at": NOON, "amount": 50, "deal_id": deal})
        tx.insert(Sale, {"sold_at": NOON, "amount": -5, "contact_id": none})
    assert set(row_ids(book, Query("contacts", preset="customers"), NOON)) == {company, alone}
    assert set(row_ids(book, Query("contacts", preset="prospects"), NOON)) == {none}
    columns = ["revenue", "open_deals", "open_tickets"]
    assert cells(book, LISTINGS["contacts"], columns, [company, person, alone, none]) == [
        (100, None, None),
        (100, None, None),
        (50, 1, None),
        (-5, None, None),
    ]


def test_campaigns_earn_what_the_figures_say_they_earn(book: Workspace):
    with book.operation("Add") as tx:
        stage = tx.insert(Stage, {"name": "Open", "kind": "open"})
        fair, mail = tx.insert(Campaign, {"name": "Fair"}), tx.insert(Campaign, {"name": "Mail"})
        company = tx.insert(Contact, {"kind": "company", "name": "C", "campaign_id": fair})
        person = tx.insert(Contact, {"kind": "person", "name": "P", "company_id": company, "lead_at": NOON})
        deal = tx.insert(
            Deal, {"title": "D", "stage_id": stage, "opened_at": NOON, "contact_id": person, "campaign_id": mail}
        )
        tx.insert(Sale, {"sold_at": NOON, "amount": 1, "contact_id": person})
        tx.insert(Sale, {"sold_at": NOON, "amount": 10, "deal_id": deal})
        tx.insert(Sale, {"sold_at": NOON, "amount": 100, "contact_id": person, "campaign_id": mail})
        tx.insert(Expense, {"spent_on": TODAY, "amount": 7, "category": "marketing", "campaign_id": mail})
    found = cells(book, LISTINGS["campaigns"], ["spent", "leads", "revenue"], [fair, mail])
    assert found == [(None, 1, 1), (7, None, 110)]


def test_deals_say_what_is_next_and_since_when_they_stand_where_they_stand(book: Workspace):
    with book.operation("Add") as tx:
        stage = tx.insert(Stage, {"name": "Open", "kind": "open", "probability": "0.5"})
        deals = [
            tx.insert(Deal, {"title": name, "stage_id": stage, "opened_at": NOON - 60 * DAY, "amount": 101})
            for name in ("planned", "forgotten")
        ]
        for deal in deals:
            tx.insert(StageChange, {"deal_id": deal, "stage_id": stage, "at": NOON - 60 * DAY})
        tx.insert(Activity, {"kind": "task", "deal_id": deals[0], "at": NOON - DAY, "due_at": NOON + DAY})
    columns = ["stage_since", "next_step", "last_activity", "weighted"]
    assert cells(book, LISTINGS["deals"], columns, deals) == [
        (NOON - 60 * DAY, NOON + DAY, NOON - DAY, 51),
        (NOON - 60 * DAY, None, None, 51),
    ]
    assert list(row_ids(book, Query("deals", preset="no_next_step"), NOON)) == [deals[1]]
    assert list(row_ids(book, Query("deals", preset="stale"), NOON)) == [deals[1]]


def test_groups_carry_sums_of_money(book: Workspace):
    with book.operation("Add") as tx:
        for category, amount in (("sales", 5), ("sales", 6), ("other", 7)):
            tx.insert(Expense, {"spent_on": TODAY, "amount": amount, "category": category})
    found = grouped(book, Query("expenses"), "category", NOON)
    assert [(one.cell, one.count, one.sums) for one in found] == [
        ("sales", 2, {"amount": 11}),
        ("other", 1, {"amount": 7}),
    ]
    assert grouped(book, Query("expenses"), "category", NOON, [])[0].sums == {}


def test_what_takes_too_long_is_not_waited_for(book: Workspace):
    with book.operation("Add") as tx:
        for number in range(400):
            tx.insert(Campaign, {"name": f"Campaign {number}"})
    query, listing = Query("campaigns", sort="revenue"), LISTINGS["campaigns"]
    assert first_ids(book, query, NOON, 5, steps=50) is None
    assert len(first_ids(book, query, NOON, 5, steps=10_000_000) or ()) == 5
    ids = first_ids(book, query, NOON, 400) or []
    assert cells_at_once(book, listing, ["name", "leads"], ids, 10_000_000)[1]
    found, whole = cells_at_once(book, listing, ["name", "leads"], ids, 50)
    assert not whole
    assert found[0] == (f"Campaign {ids[0] - 1}", None)


def test_a_file_that_cannot_be_read_is_told_and_not_taken_for_a_long_wait(book: Workspace):
    book.rows("PRAGMA query_only=ON")
    with pytest.raises(RawError):
        book.engine.numbers("SELECT nothing FROM nowhere")
    with pytest.raises(RawError):
        first_ids(_Broken(book), Query("deals"), NOON, 5)  # type: ignore[arg-type]  # it stands for a workspace that breaks


class _Broken:
    """A workspace whose tables are gone."""

    def __init__(self, book: Workspace) -> None:
        self._book = book
        self.engine, self.calendar, self.settings = book.engine, book.calendar, book.settings
        self.stored_settings = book.stored_settings

    def rows(self, sql, parameters=()):
        return self._book.rows(sql.replace("FROM deal", "FROM gone"), parameters)


@pytest.fixture
def book_again(book_file: Path) -> Iterator[Workspace]:
    with open_workspace(book_file, read_only=True, clock=CLOCK) as workspace:
        yield workspace


def test_a_file_open_for_reading_only_is_listed_too(book_again: Workspace):
    assert all(count(book_again, Query(name), NOON) == 0 for name in LISTINGS)


def test_every_searched_field_is_text():
    for listing in ALL:
        fields = own_fields(listing.record)
        assert all(isinstance(fields[name], Text) for name in listing.record.search_fields), table_of(listing.record)


@pytest.fixture
def shop(book: Workspace) -> Workspace:
    """A contact with accents and one ticket of hers, indexed, and a contact that is not indexed yet."""
    with book.operation("Add") as tx:
        tx.insert(Staff, {"name": "Łukasz", "email": "l@example.com"})
        zoe = tx.insert(Contact, {"kind": "person", "name": "Zoë Müller", "phone": "+493023125207", "city": "Łódź"})
        tx.insert(Ticket, {"subject": "Lamp is broken", "opened_at": NOON, "contact_id": zoe})
    while not search.catch_up(book):
        continue
    with book.operation("Add") as tx:
        tx.insert(Contact, {"kind": "person", "name": "Zora"})
    return book


@pytest.mark.parametrize(
    ("listing", "text", "found"),
    [
        ("contacts", "zoe muller", ["Zoë Müller"]),
        ("contacts", "LODZ", ["Zoë Müller"]),
        ("contacts", "Mülelr", ["Zoë Müller"]),
        ("contacts", "zo", ["Zora", "Zoë Müller"]),
        ("contacts", "030 23125207", ["Zoë Müller"]),
        ("contacts", "zora muller", []),
        ("contacts", "-- ' \" *", []),
        ("tickets", "lamp müller", ["Lamp is broken"]),
        ("tickets", "lamp zora", []),
        ("staff", "lukasz", ["Łukasz"]),
    ],
)
def test_words_are_found_with_accents_and_slips_forgiven_and_in_the_contacts_name(shop, listing, text, found):
    ids = row_ids(shop, Query(listing, text=text), NOON)
    name = LISTINGS[listing].record.name_field
    assert sorted(row[0] for row in cells(shop, LISTINGS[listing], [name], ids) if row) == sorted(found)


def test_before_the_index_knows_the_rows_their_letters_are_looked_for(book: Workspace):
    with book.operation("Add") as tx:
        for number in range(2100):
            tx.insert(Contact, {"kind": "person", "name": f"Person {number}"})
        tx.insert(Ticket, {"subject": "Lamp", "opened_at": NOON, "contact_id": 7})
        tx.insert(Stage, {"name": "Offer"})
    assert count(book, Query("contacts", text="erson 209"), NOON) == 12
    assert count(book, Query("tickets", text="lamp person"), NOON) == 1
    assert count(book, Query("stages", text="ffe"), NOON) == 1
    assert count(book, Query("contacts", text="%"), NOON) == 0


def test_names_are_sorted_as_people_read_them(book):
    with book.operation("Names") as tx:
        for name in ("Zoë", "öztürk", "Otto", "Ángel", "peter", "Łukasz", "Lukas 2"):
            tx.insert(Contact, {"kind": "person", "name": name})
    ids = row_ids(book, Query("contacts", sort="name"), NOON)
    names = [cell[0] for cell in cells(book, LISTINGS["contacts"], ["name"], ids) if cell]
    assert names == ["Ángel", "Lukas 2", "Łukasz", "Otto", "öztürk", "peter", "Zoë"]
