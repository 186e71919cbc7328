"""Cells under a stated format. Nothing is guessed."""

from datetime import timedelta

import pytest

from crmdesk.exchange import cell
from crmdesk.exchange.cell import Canonical, CellError
from crmdesk.exchange.rules import NumberRule

ENGLISH, GERMAN = NumberRule(".", ","), NumberRule(",", ".")
FRENCH, SWISS = NumberRule(",", " "), NumberRule(".", "'")
PLAIN = NumberRule()


@pytest.mark.parametrize(
    ("text", "rule", "value"),
    [
        ("1,234.56", ENGLISH, "1234.56"),
        ("1.234,56", GERMAN, "1234.56"),
        ("1.000", GERMAN, "1000"),
        ("1.000", ENGLISH, "1.000"),
        ("1 234,56", FRENCH, "1234.56"),
        ("1\u202f234\u00a0567,5", FRENCH, "1234567.5"),
        ("1'234.56", SWISS, "1234.56"),
        ("1’234.56", SWISS, "1234.56"),
        ("12,34,567", ENGLISH, "1234567"),
        ("1234,5", GERMAN, "1234.5"),
        ("(5)", PLAIN, "-5"),
        ("( 420.81 )", PLAIN, "-420.81"),
        ("5-", PLAIN, "-5"),
        ("-5", PLAIN, "-5"),
        ("−5", PLAIN, "-5"),
        ("+5", PLAIN, "5"),
        ("-0", PLAIN, "0"),
        ("-0.00", PLAIN, "0.00"),
        (".5", PLAIN, "0.5"),
        ("5.", PLAIN, "5"),
        ("007", PLAIN, "7"),
        ("€5", PLAIN, "5"),
        ("5 €", PLAIN, "5"),
        ("5 EUR", PLAIN, "5"),
        ("EUR 5", PLAIN, "5"),
        ("-€5", PLAIN, "-5"),
        ("€-5", PLAIN, "-5"),
        ("$ 1,000.50", ENGLISH, "1000.50"),
        ("USD $5", PLAIN, "5"),
        ("123456789012.345", PLAIN, "123456789012.345"),
        ("50 %", NumberRule(percent=True), "0.5"),
        ("27.78", NumberRule(percent=True), "0.2778"),
        ("12345", NumberRule(divide_by=100), "123.45"),
        (Canonical("1054.5"), GERMAN, "1054.5"),
        ("10k", PLAIN, "10000"),
        ("1,5 Mio. €", GERMAN, "1500000.0"),
        ("$2.5M", PLAIN, "2500000.0"),
        ("(3 Tsd.)", GERMAN, "-3000"),
        ("1,2", NumberRule(",", ".", times=1000), "1200.0"),
    ],
)
def test_numbers_are_read_as_stated(text, rule, value):
    assert cell.number(text, rule) == value


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("1,2", ENGLISH),
        ("1,2345", ENGLISH),
        (",234", ENGLISH),
        ("1.234,56", ENGLISH),
        ("1,234", PLAIN),
        ("1.2.3", PLAIN),
        ("", PLAIN),
        ("-", PLAIN),
        ("--5", PLAIN),
        ("(-5)", PLAIN),
        ("()", PLAIN),
        ("١٢٣", PLAIN),
        ("²", PLAIN),
        ("0x10", PLAIN),
        ("1_000", PLAIN),
        ("NaN", PLAIN),
        ("inf", PLAIN),
        ("five", PLAIN),
    ],
)
def test_what_is_no_number_is_refused(text, rule):
    with pytest.raises(CellError, match="not a number with"):
        cell.number(text, rule)


@pytest.mark.parametrize("text", ["1e5", "1E+5", "1e1000000", "6,17E+025", "4.9E+11"])
def test_exponents_are_refused_at_once(text):
    with pytest.raises(CellError, match="exponent"):
        cell.number(text, PLAIN)


def test_amounts_of_more_than_15_digits_are_refused():
    assert cell.number("0" * 50 + "1", PLAIN) == "1"
    with pytest.raises(CellError, match="more than 15 digits"):
        cell.number("9" * 30, PLAIN)


def test_a_percent_sign_where_none_is_stated_is_refused():
    with pytest.raises(CellError, match="percentage"):
        cell.number("50%", PLAIN)


@pytest.mark.parametrize(
    ("text", "form", "value"),
    [
        ("19970101", "%Y%m%d", "1997-01-01"),
        (Canonical("19970101"), "%Y%m%d", "1997-01-01"),
        ("01/02/03", "%m/%d/%y", "2003-01-02"),
        ("01/02/03", "%d/%m/%y", "2003-02-01"),
        ("1.6.2026", "%d.%m.%Y", "2026-06-01"),
        ("Jun 09, 2018 09:30 pm", "%b %d, %Y %I:%M %p", "2018-06-09T21:30:00"),
        ("2026-10-03", "iso", "2026-10-03"),
        ("2026-10-03 09:15", "iso", "2026-10-03T09:15:00"),
        ("2026-10-03T09:15:00Z", "iso", "2026-10-03T09:15:00+00:00"),
        ("2010-01-13 08:40:25+00:00", "iso", "2010-01-13T08:40:25+00:00"),
        ("2010-01-13 08:40:25 +02:00", "iso", "2010-01-13T08:40:25+02:00"),
        ("29.02.2024", "%d.%m.%Y", "2024-02-29"),
        ("0001-01-01", "iso", "0001-01-01"),
        ("9999-12-31", "iso", "9999-12-31"),
        (Canonical("2026-10-03"), "%d.%m.%Y", "2026-10-03"),
        ("45000", "excel", "2023-03-15"),
        ("45000.5", "excel", "2023-03-15T12:00:00"),
        ("1", "excel", "1900-01-01"),
        ("61", "excel", "1900-03-01"),
        ("2958465", "excel", "9999-12-31"),
        ("43538", "excel1904", "2023-03-15"),
    ],
)
def test_moments_are_read_as_stated(text, form, value):
    assert cell.moment(text, form) == value
    assert cell.day(text, form) == value[:10]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("31.02.2025", "%d.%m.%Y"),
        ("29.02.2023", "%d.%m.%Y"),
        ("2026-10-03x", "iso"),
        ("20261003", "iso"),
        ("2026-W01-1", "iso"),
        ("10000-01-01", "iso"),
        ("2026-13-01", "iso"),
        ("2026-10-03T25:00", "iso"),
        ("0000-01-01", "iso"),
        ("yesterday", "iso"),
        ("5", "iso"),
        ("May", "iso"),
        ("5", "%d.%m.%Y"),
        ("2958466", "excel"),
        ("-1", "excel"),
        ("1e5", "excel"),
        ("9999999", "excel1904"),
        ("2958465", "excel1904"),
    ],
)
def test_what_is_no_date_as_stated_is_refused(text, form):
    with pytest.raises(CellError, match="not a date written as"):
        cell.moment(text, form)


def test_a_stated_zone_is_added_to_times_without_one():
    assert cell.moment("2026-07-01 09:00", "iso", "Europe/Berlin") == "2026-07-01T09:00:00+02:00"
    assert cell.moment("2026-07-01", "iso", "Europe/Berlin") == "2026-07-01T00:00:00+02:00"
    assert cell.moment("2026-07-01T09:00Z", "iso", "Europe/Berlin") == "2026-07-01T09:00:00+00:00"


def test_a_time_that_does_not_exist_takes_the_offset_before_the_change():
    assert cell.moment("2026-03-29 02:30", "iso", "Europe/Berlin") == "2026-03-29T02:30:00+01:00"


def test_a_time_that_occurs_twice_is_the_first_of_the_two():
    assert cell.moment("2026-10-25 02:30", "iso", "Europe/Berlin") == "2026-10-25T02:30:00+02:00"


def test_moments_are_put_in_order_across_zones():
    earlier, later = cell.instant("2026-01-01T12:00:00+02:00"), cell.instant("2026-01-01T11:00:00")
    assert later - earlier == timedelta(hours=1)
    assert cell.instant("2026-01-01") < earlier
