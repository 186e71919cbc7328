"""Strings that break programs are typed, kept, left alone and shown as they are, in every kind of editor."""

import json

import pytest

from crmdesk.store import editing
from crmdesk.store.alike import alike
from crmdesk.store.base import own_fields
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.row import row as row_of
from crmdesk.store.rules import clean
from crmdesk.ui import fields
from crmdesk.ui.editors import editor_for
from crmdesk.ui.links import SCHEMES, link_of
from tests.store.rows import NOON

TEXTS = ("name", "notes", "tags", "channel", "phone", "website", "email")


@pytest.fixture
def naughty(data_dir):
    """Those that are not blank."""
    found = json.loads((data_dir("naughty-strings") / "blns.json").read_text(encoding="utf-8"))
    return [text for text in found if text.strip()]


@pytest.mark.parametrize("column", TEXTS)
def test_what_stands_in_a_record_is_not_changed_by_showing_it(desk, parent, naughty, column):
    editor = editor_for(own_fields(Contact)[column], desk, parent)
    for text in naughty:
        editor.set_value(text)
        assert editor.value() == text and not editor.touched


@pytest.mark.parametrize("column", ["name", "notes"])
def test_what_is_typed_is_kept(desk, parent, naughty, column):
    field = own_fields(Contact)[column]
    editor = editor_for(field, desk, parent)
    rows = {}
    with desk.operation("All of them") as tx:
        for text in naughty:
            editor.set_value(None)
            editor.set_text(text)
            value = editor.value()
            # Qt drops marks for the order of bytes, and has one sign for the end of a paragraph.
            plain = text.lstrip("\ufeff\ufffe")
            assert (value or "") == (plain.strip() if column == "name" else plain.replace("\u2029", "\n").rstrip("\n"))
            if not value or not clean(Contact, {column: value})[column]:
                continue
            rows[editing.save(tx, Contact, None, {"kind": "person", "name": "x", column: value})] = value
    for row_id, value in rows.items():
        stored = row_of(desk.here, Contact, row_id)
        assert stored[column] == clean(Contact, {column: value})[column]
        assert fields.shown(field, stored[column], desk.here) == stored[column]


@pytest.mark.parametrize("column", ["amount", "probability", "expected_close_on", "opened_at", "contact_id"])
def test_what_is_no_value_is_refused_in_words(desk, naughty, column):
    for text in naughty:
        try:
            fields.typed(own_fields(Deal)[column], text, desk.here, NOON)
        except ValueError as fault:
            assert str(fault).split()[0] in ("is", "has", "lies"), text  # noqa: PT017 - most of them are values


def test_none_of_them_is_opened_as_anything_but_an_address(naughty):
    for text in naughty:
        link = link_of(text)
        assert not link or link.split(":")[0].lower() in SCHEMES


def test_doubles_are_looked_for_whatever_is_typed(desk, naughty):
    for text in naughty:
        assert alike(desk.here, Contact, {"name": text, "email": text, "phone": text}) == []
