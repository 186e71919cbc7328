"""Numbers as people type them, and as they are shown, in English and in another language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.period import parse_period
from crmdesk.domain.typed_number import plain_amount, plain_number
from crmdesk.domain.wording import (
    compact_text,
    decimal_text,
    exact_money_text,
    number_text,
    short_date_text,
    short_period_text,
    weekday_name,
)
from tests.domain.languages import speak_german


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,234.50", "1234.5"),
        ("1.234,50", "1234.5"),
        ("1234,5", "1234.5"),
        ("12,5", "12.5"),
        ("1,234", "1234"),
        ("1.234", "1.234"),
        ("12,345,678", "12345678"),
        ("12.345.678", "12345678"),
        ("1,23,456.7", "123456.7"),
        ("-5", "-5"),
        ("−5", "-5"),
        ("+5", "5"),
        ("5.", "5"),
        (".5", "0.5"),
        ("1'234.5", "1234.5"),
        ("1 234,5", "1234.5"),
        ("1\u202f234,5", "1234.5"),
        ("12k", "12000"),
        ("1.5M", "1500000"),
        ("0.0005k", "0.5"),
        ("١٢", "12"),
    ],
)
def test_numbers_in_either_notation(text, number):
    assert plain_number(text) == number


@pytest.mark.parametrize(("text", "number"), [("1.234", "1234"), ("1,234", "1.234"), ("1.234,5", "1234.5")])
def test_what_can_be_read_in_two_ways_is_read_as_the_language_writes_it(monkeypatch, text, number):
    speak_german(monkeypatch)
    assert plain_number(text) == number


@pytest.mark.parametrize(
    "text", ["", "abc", "1.2.3", "1,2,3", "1,2.3,4", "1.2,3.4", "--5", "1e5", "5 %", "," * 9, "9" * 50]
)
def test_what_is_no_number_is_refused_in_words(text):
    with pytest.raises(ValueError, match=r"^is not a number, such as 1,234\.5$"):
        plain_number(text)


@pytest.mark.parametrize("text", ["€ 1,200", "1200 EUR", "eur 1,200.00", "1.200,00€", "1.2k"])
def test_an_amount_may_carry_its_currency(text):
    assert plain_amount(text, "EUR") == "1200"


def test_another_currency_is_refused():
    with pytest.raises(ValueError, match="is not in EUR"):
        plain_amount("£5", "EUR")
    with pytest.raises(ValueError, match="is not a number"):
        plain_amount("5 USD", "EUR")
    assert plain_amount("$5", "CAD") == "5"


@given(st.integers(-(10**15), 10**15), st.integers(0, 6))
def test_every_number_is_read_as_it_is_shown(units, decimals):
    sign, digits = "-" if units < 0 else "", str(abs(units)).rjust(decimals + 1, "0")
    text = f"{sign}{digits[: len(digits) - decimals]}.{digits[len(digits) - decimals :]}"
    number = plain_number(text)
    # Three decimals after the mark between thousands are thousands, so zeros at the end are not shown.
    assert plain_number(decimal_text(number)) == number


def test_an_amount_is_shown_to_its_last_decimal():
    assert exact_money_text(1_240_050, "EUR") == "12,400.50 EUR"
    assert exact_money_text(-5, "JPY") == "−5 JPY"
    assert decimal_text("-1234.5") == "−1,234.5"


def test_numbers_and_dates_follow_the_language(monkeypatch):
    speak_german(monkeypatch)
    assert number_text(-1234.5, 1) == "−1.234,5"
    assert compact_text(48_200) == "48,2 Tsd."
    assert compact_text(48_000) == "48 Tsd."
    assert decimal_text("0.225") == "0,225"
    assert exact_money_text(1_240_050, "EUR") == "12.400,50 EUR"
    assert short_date_text(20_757) == "31. Okt 2026"
    assert weekday_name(0) == "Montag"
    assert short_period_text(parse_period("2026-10-01..2026-10-15")) == "1. Okt – 15. Okt 2026"
    assert short_period_text(parse_period("2025-12-01..2026-10-15")) == "1. Dez 2025 – 15. Okt 2026"
