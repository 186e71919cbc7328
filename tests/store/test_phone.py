"""Telephone numbers: one spelling in the file, the usual one for people."""

import locale

import pytest

from crmdesk.store import phone
from tests.settings import write_settings


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("030 2093 0", "+49 30 20930", "030 20930"),
        ("+49 (30) 2093-0", "+49 30 20930", "030 20930"),
        ("0049 30 20930", "+49 30 20930", "030 20930"),
        ("+44 20 7946 0958", "+44 20 7946 0958", "+44 20 7946 0958"),
        ("030 20930 ext. 12", "+49 30 20930 ext. 12", "030 20930 ext. 12"),
        ("ask for Bob", "ask for Bob", "ask for Bob"),
        ("0800 FLOWERS", "0800 FLOWERS", "0800 FLOWERS"),
        ("123", "123", "123"),
        ("9" * 80, "9" * 80, "9" * 80),
    ],
)
def test_a_number_is_kept_internationally_and_shown_nationally(typed, kept, shown):
    assert phone.normal(typed, "DE") == kept
    assert phone.shown(kept, "DE") == shown


def test_without_a_country_only_international_numbers_are_read():
    assert phone.normal("030 20930", "") == "030 20930"
    assert phone.normal("+493020930", "") == "+49 30 20930"
    assert phone.shown("+49 30 20930", "") == "+49 30 20930"


@pytest.mark.parametrize(
    ("text", "dialled"), [("030 20930", "+493020930"), ("*100#", "*100#"), ("ext 5 only", "5"), ("nobody", "")]
)
def test_what_is_dialled(text, dialled):
    assert phone.dialled(text, "DE") == dialled


@pytest.mark.parametrize(
    ("text", "digits"), [("+49 30 20930", "3020930"), ("030 20930", "3020930"), ("0012", "12"), ("nobody", "")]
)
def test_what_every_spelling_of_a_number_has(text, digits):
    assert phone.significant(text, "DE") == digits


def test_the_country_is_what_the_business_says_else_where_its_clock_or_the_computer_stands(book, monkeypatch):
    assert phone.country_of(book) == "DE"
    write_settings(book, {"timezone": "UTC"}, label="No zone")
    monkeypatch.setattr(locale, "getlocale", lambda: ("pl_PL", "UTF-8"))
    assert phone.country_of(book) == "PL"
    write_settings(book, {"country": "AT"}, label="Country")
    assert phone.country_of(book) == "AT"
