"""Possible doubles are told with their reason, and nothing else is."""

import pytest

from crmdesk.store import search
from crmdesk.store.alike import Alike, alike
from crmdesk.store.campaign import Campaign
from crmdesk.store.contact import Contact
from crmdesk.store.registry import RECORD_TYPES

PEOPLE = (
    ("person", "Anna Schmidt", "Anna.Schmidt@example.com", "+49 30 20930"),
    ("person", "Bernd Schulz", "bs@example.com", "030 5559"),
    ("company", "Żółw GmbH", None, None),
    ("company", "Total Office Supplies", None, "+44 20 7946 0958"),
)


@pytest.fixture
def anna(book):
    """The row id of the first of these people."""
    with book.operation("People") as tx:
        ids = [
            tx.insert(Contact, {"kind": kind, "name": name, "email": email, "phone": phone})
            for kind, name, email, phone in PEOPLE
        ]
        tx.insert(Campaign, {"name": "Spring fair"})
    search.catch_up(book, 1000)
    return ids[0]


def reasons(book, **values):
    return [(one.name, one.reason) for one in alike(book, Contact, values)]


@pytest.mark.parametrize(
    ("values", "name", "reason"),
    [
        ({"email": " anna.schmidt@EXAMPLE.com "}, "Anna Schmidt", "the same e-mail address"),
        ({"phone": "030/209 30"}, "Anna Schmidt", "the same phone number"),
        ({"phone": "+442079460958"}, "Total Office Supplies", "the same phone number"),
        ({"name": "schmidt, ANNA"}, "Anna Schmidt", "the same name"),
        ({"name": "Zolw"}, "Żółw GmbH", "the same name"),
        ({"name": "Zołw Ltd"}, "Żółw GmbH", "the same name"),
        ({"name": "Anna Schmitd"}, "Anna Schmidt", "a similar name"),
        ({"name": "Total Office Suplies"}, "Total Office Supplies", "a similar name"),
    ],
)
def test_a_double_is_told_with_its_reason(book, anna, values, name, reason):
    assert reasons(book, **values) == [(name, reason)]


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"name": "An"},
        {"name": "Anna"},
        {"name": "Anna Weber"},
        {"name": "GmbH"},
        {"email": "schmidt@example.com"},
        {"email": "@"},
        {"phone": "030 20931"},
        {"phone": "12"},
        {"name": "<b>'\"; DROP TABLE contact; --", "email": "'", "phone": "\U0001f600"},
    ],
)
def test_others_are_not_doubles(book, anna, values):
    assert reasons(book, **values) == []


def test_the_surest_reason_counts_and_a_record_is_no_double_of_itself(book, anna):
    values = {"name": "Anna Schmidt", "email": "anna.schmidt@example.com", "phone": "030 20930"}
    assert alike(book, Contact, values) == [Alike(anna, "Anna Schmidt", "the same e-mail address")]
    assert alike(book, Contact, {**values, "id": anna}) == []
    assert alike(book, Contact, values, limit=0) == []


def test_whatever_has_a_name_has_doubles(book, anna):
    assert [one.name for one in alike(book, Campaign, {"name": "spring FAIR"})] == ["Spring fair"]


@pytest.mark.parametrize("record", RECORD_TYPES, ids=lambda record: record.kind)
def test_every_kind_of_record_can_be_asked_for(book, anna, record):
    assert isinstance(alike(book, record, {"name": "Anna Schmidt", "title": "x", "note": "y"}), list)
