"""Saved views are kept with their list, their filters and their columns."""

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.store.file import Workspace
from crmdesk.store.listing import LISTINGS
from crmdesk.store.query import AnyOf, Filter, Query
from crmdesk.store.saved_view import SavedView
from crmdesk.store.views import delete_view, rename_view, save_view, views_of

BIG = Query("deals", (Filter("amount", "more", 100_000),), sort="amount", descending=True)


def test_a_view_is_found_again_with_its_list_and_undo_takes_it_away(book: Workspace):
    with book.operation("Save") as tx:
        save_view(tx, " Big ones ", BIG, ["title", "amount"])
    (view,) = views_of(book, "deals")
    assert (view.name, view.query, view.columns) == ("Big ones", BIG, ("title", "amount"))
    assert views_of(book, "contacts") == []
    book.journal.undo(book.rows("SELECT max(id) FROM operation")[0][0])
    assert views_of(book, "deals") == []


def test_saving_under_the_same_name_replaces_and_views_keep_their_order(book: Workspace):
    with book.operation("Save") as tx:
        save_view(tx, "One", BIG, ["title"])
        save_view(tx, "Two", BIG, ["title"])
        save_view(tx, "one", Query("deals"), ["amount"])
    assert [(view.name, view.columns) for view in views_of(book, "deals")] == [
        ("one", ("amount",)),
        ("Two", ("title",)),
    ]
    with book.operation("Rename") as tx:
        rename_view(tx, views_of(book, "deals")[1], "Three")
        delete_view(tx, views_of(book, "deals")[0])
    assert [view.name for view in views_of(book, "deals")] == ["Three"]


def test_a_view_may_hold_alternatives_of_columns_that_there_are(book: Workspace):
    known, unknown = Filter("amount", "more", 5), Filter("colour", "is", "blue")
    mixed = Query("deals", (AnyOf((known, Filter("title", "contains", "x"))),))
    with book.operation("Save") as tx:
        save_view(tx, "Mixed", mixed, ["title"])
        save_view(tx, "Strange", Query("deals", (AnyOf((known, unknown)),)), ["title"])
    assert [view.query for view in views_of(book, "deals")] == [mixed]


def test_a_view_needs_a_name(book: Workspace):
    with pytest.raises(UserError, match="needs a name"), book.operation("Save") as tx:
        save_view(tx, "  ", BIG, [])


def test_views_that_a_newer_crmdesk_wrote_are_left_out_and_unknown_columns_too(book: Workspace):
    strange = [
        ("{", "[]"),
        (Query("contacts").as_json(), "[]"),
        (Query("deals", (Filter("colour", "is", "blue"),)).as_json(), "[]"),
        (BIG.as_json(), '["colour"]'),
    ]
    with book.operation("Save") as tx:
        for number, (query, columns) in enumerate(strange):
            values = {"listing": "deals", "name": f"V{number}", "query": query, "columns": columns}
            tx.insert(SavedView, values)
    (view,) = views_of(book, "deals")
    assert (view.name, view.columns) == ("V3", LISTINGS["deals"].columns)
