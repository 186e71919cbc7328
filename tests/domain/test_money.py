"""Money is exact, and nonsense is refused at once."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.money import (
    Money,
    decimals_of,
    major,
    money_text,
    parse_decimal,
    parse_money,
    parse_plain,
    rounded,
)

amounts = st.integers(-(10**15) + 1, 10**15 - 1)
decimals = st.sampled_from([0, 2, 3])


@pytest.mark.parametrize(("currency", "count"), [("EUR", 2), ("USD", 2), ("JPY", 0), ("KWD", 3), ("XXX", 2)])
def test_a_currency_has_its_own_decimals(currency, count):
    assert decimals_of(currency) == count


@given(amounts, decimals)
def test_an_amount_is_read_as_it_was_written(minor, places):
    assert parse_money(money_text(minor, places), places) == minor
    assert Fraction(money_text(minor, places)) * 10**places == minor


@given(amounts, decimals)
def test_the_major_units_are_the_nearest_float(minor, places):
    assert major(minor, places) == float(Fraction(minor, 10**places))


@given(st.lists(amounts, min_size=1), decimals)
def test_many_amounts_mean_what_each_of_them_means(minors, places):
    texts = [money_text(minor, places) for minor in minors]
    assert parse_plain(texts, places) == (minors if places else None)


@pytest.mark.parametrize(
    "other", ["", "1", "1.5", " 1.00", "1.00 ", "+1.00", "1.00\n2.00", "1.000", "1,00", "١.٠٠", "9" * 14 + ".00"]
)
def test_amounts_of_which_one_is_written_otherwise_are_read_one_by_one(other):
    assert parse_plain(["1.00", other, "-0.05"], 2) is None


@pytest.mark.parametrize(
    ("text", "places", "minor"),
    [
        ("1250.50", 2, 125050),
        ("+7", 2, 700),
        ("-0.05", 2, -5),
        ("-0", 2, 0),
        (".5", 2, 50),
        ("5.", 2, 500),
        ("1.5000", 2, 150),
        ("000000000000000000012", 0, 12),
        ("1.234", 3, 1234),
        ("9999999999999.99", 2, 999999999999999),
    ],
)
def test_a_plain_amount_is_read(text, places, minor):
    assert parse_money(text, places) == minor


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            ".",
            "-",
            "+",
            "1e5",
            "1e1000000",
            "NaN",
            "inf",
            "0x10",
            "1,234.56",
            "1.234.56",
            "(5)",
            "5-",
            "€5",
            "5 EUR",
        ),
        *("١٢٣", "１２", " 5", "5 ", "--5", "1_000"),
    ],
)
def test_what_is_no_plain_amount_is_refused(text):
    with pytest.raises(ValueError, match="is not a plain amount"):
        parse_money(text, 2)
    with pytest.raises(ValueError, match="is not a plain number"):
        parse_decimal(text)


@pytest.mark.parametrize(("text", "places"), [("1.005", 2), ("1.5", 0), ("0.0001", 3)])
def test_a_fraction_of_the_smallest_coin_is_refused(text, places):
    with pytest.raises(ValueError, match="decimals, which the currency does not have"):
        parse_money(text, places)


@pytest.mark.parametrize(("text", "places"), [("1" + "0" * 15, 0), ("10000000000000.00", 2), ("9" * 1_000_000, 2)])
def test_an_amount_of_too_many_digits_is_refused(text, places):
    with pytest.raises(ValueError, match="has more than 15 digits"):
        parse_money(text, places)


@given(st.fractions(min_value=-(10**9), max_value=10**9))
def test_rounding_goes_to_the_nearest_and_ties_to_even(value):
    minor = rounded(value)
    assert abs(minor - value) <= Fraction(1, 2)
    assert abs(minor - value) != Fraction(1, 2) or minor % 2 == 0


def test_ties_go_to_even():
    assert [rounded(Fraction(half, 2)) for half in (1, 3, 5, -1, -3)] == [0, 2, 2, 0, -2]


def test_money_is_a_number_that_says_what_it_is():
    assert isinstance(rounded(3), Money) and str(Money(125)) == "125" and Money(2) + 3 == 5


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=9))
def test_a_decimal_keeps_its_value_in_its_shortest_text(value):
    text = parse_decimal(format(value, "f"))
    assert Fraction(text) == Fraction(value)
    assert (parse_decimal(text) == text and not text.endswith(("0", "."))) or "." not in text


@pytest.mark.parametrize(
    ("text", "shortest"),
    [("0.2500", "0.25"), ("-0.0", "0"), ("+.5", "0.5"), ("007", "7"), ("-3.", "-3"), ("0", "0"), ("-0.10", "-0.1")],
)
def test_a_decimal_has_one_text(text, shortest):
    assert parse_decimal(text) == shortest


def test_a_decimal_of_too_many_digits_is_refused():
    with pytest.raises(ValueError, match="is not a plain number"):
        parse_decimal("1" * 31)
