"""Months, quarters, years, fiscal years, free ranges: names, neighbours, and how much of them has passed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.calendar import Calendar, day_text, parse_day
from crmdesk.domain.errors import UserError
from crmdesk.domain.period import (
    add_months,
    comparison_of,
    day_range,
    last_complete_month,
    month,
    parse_period,
    span_of,
)

BERLIN = Calendar("Europe/Berlin")
days = st.integers(parse_day("1901-01-01"), parse_day("2198-12-31"))


def shown(period) -> str:
    return f"{period.label}: {day_text(period.first)} to {day_text(period.end)}"


@pytest.mark.parametrize(
    ("text", "fiscal_start", "means"),
    [
        ("2026-10", 1, "2026-10: 2026-10-01 to 2026-11-01"),
        (" 2026-12 ", 4, "2026-12: 2026-12-01 to 2027-01-01"),
        ("2026-Q4", 1, "2026-Q4: 2026-10-01 to 2027-01-01"),
        ("2026-Q4", 4, "2026-Q4: 2027-01-01 to 2027-04-01"),
        ("2026-Q1", 10, "2026-Q1: 2026-10-01 to 2027-01-01"),
        ("2026", 1, "2026: 2026-01-01 to 2027-01-01"),
        ("2026", 4, "2026/27: 2026-04-01 to 2027-04-01"),
        ("2026/27", 4, "2026/27: 2026-04-01 to 2027-04-01"),
        ("2099/00", 12, "2099/00: 2099-12-01 to 2100-12-01"),
        ("2026-10-01..2026-10-15", 1, "2026-10-01..2026-10-15: 2026-10-01 to 2026-10-16"),
        ("2024-02-29 .. 2024-02-29", 1, "2024-02-29..2024-02-29: 2024-02-29 to 2024-03-01"),
    ],
)
def test_a_period_is_read(text, fiscal_start, means):
    assert shown(parse_period(text, fiscal_start)) == means


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("October", "is not a period"),
        ("2026-13", "is not a period"),
        ("2026-Q5", "is not a period"),
        ("1899", "The period “1899” lies outside the years 1900 to 2199"),
        ("2200-01", "lies outside the years 1900 to 2199"),
        ("2026-10/27", "is not a period"),
        ("2026/28", "is not a period"),
        ("2026/27", "is not a period"),
        ("", "is not a period"),
        ("2026-02-30..2026-03-01", "does not exist"),
        ("2026-10-15..2026-10-01", "ends before it starts"),
    ],
)
def test_a_period_that_is_none_is_refused_in_words(text, reason):
    with pytest.raises(UserError, match=reason):
        parse_period(text)


@pytest.mark.parametrize(
    ("text", "fiscal_start", "before", "after", "year_before"),
    [
        ("2026-01", 1, "2025-12", "2026-02", "2025-01"),
        ("2026-Q1", 1, "2025-Q4", "2026-Q2", "2025-Q1"),
        ("2026-Q1", 4, "2025-Q4", "2026-Q2", "2025-Q1"),
        ("2026", 1, "2025", "2027", "2025"),
        ("2026", 4, "2025/26", "2027/28", "2025/26"),
        ("2024-02-29..2024-03-02", 1, *("2024-02-26..2024-02-28", "2024-03-03..2024-03-05", "2023-02-28..2023-03-02")),
        ("2024-02-01..2024-02-29", 1, *("2024-01-03..2024-01-31", "2024-03-01..2024-03-29", "2023-02-01..2023-02-28")),
        ("2025-02-28..2025-02-28", 1, *("2025-02-27..2025-02-27", "2025-03-01..2025-03-01", "2024-02-28..2024-02-28")),
    ],
)
def test_a_period_knows_its_neighbours(text, fiscal_start, before, after, year_before):
    period = parse_period(text, fiscal_start)
    assert [one.label for one in (period.before(), period.after(), period.year_before())] == [
        *(before, after, year_before)
    ]


@given(st.integers(1901, 2197), st.integers(1, 12), st.sampled_from(["{}-{:02}", "{}-Q1", "{}-Q3", "{}"]))
def test_the_unit_before_the_unit_after_is_the_unit_itself(year, number, form):
    period = parse_period(form.format(year, number), number)
    assert period.after().before() == period == period.before().after()
    assert period.after().first == period.end and period.before().end == period.first
    assert parse_period(period.label, number) == period


@given(days, st.integers(1, 800))
def test_a_free_range_has_neighbours_of_the_same_length(first, length):
    period = day_range(first, first + length)
    assert period.days == period.before().days == period.after().days == length
    assert period.before().end == first and period.after().first == period.end


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-05-31", -1, "2026-04-30"),
        ("2024-02-29", -12, "2023-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2026-12-15", 1, "2027-01-15"),
    ],
)
def test_the_same_day_of_another_month(day, months, then):
    assert day_text(add_months(parse_day(day), months)) == then


def test_there_is_no_month_before_the_first_year():
    with pytest.raises(ValueError, match="no such month"):
        add_months(parse_day("1900-01-01"), -12 * 1900)


def test_the_last_complete_month_is_local():
    assert last_complete_month(BERLIN, BERLIN.parse("2026-11-01")).label == "2026-10"
    assert last_complete_month(BERLIN, BERLIN.parse("2026-10-31T22:59:59Z")).label == "2026-09"


def test_a_past_period_is_seen_whole():
    october = month(2026, 10)
    span = span_of(october, BERLIN, BERLIN.parse("2026-12-24"))
    assert (span.start, span.cut) == (BERLIN.midnight(october.first), BERLIN.midnight(october.end))
    assert (span.first, span.last) == (october.first, october.end - 1) and span.begun


def test_a_running_period_is_cut_now():
    now = BERLIN.parse("2026-10-10T12:00")
    span = span_of(month(2026, 10), BERLIN, now)
    assert span.cut == now == span.now and day_text(span.last) == "2026-10-10"


def test_a_day_has_begun_only_after_its_midnight():
    span = span_of(month(2026, 10), BERLIN, BERLIN.parse("2026-10-10"))
    assert day_text(span.last) == "2026-10-09"


@pytest.mark.parametrize("now", ["2026-10-01", "2026-09-01"])
def test_a_period_to_come_has_not_begun(now):
    span = span_of(month(2026, 10), BERLIN, BERLIN.parse(now))
    assert not span.begun and span.cut == span.start and span.last == span.first


@pytest.mark.parametrize(
    ("now", "cut"),
    [
        ("2026-03-01T00:00:01", "2026-02-02"),
        ("2026-03-10", "2026-02-10"),
        ("2026-03-10T08:00", "2026-02-11"),
        # February ends on its last day, however far March has come.
        ("2026-03-30T08:00", "2026-03-01"),
        ("2026-04-01", "2026-03-01"),
        ("2026-06-01", "2026-03-01"),
    ],
)
def test_the_month_before_is_compared_as_far_as_this_one_has_come(now, cut):
    march = month(2026, 3)
    span = comparison_of(march.before(), march, BERLIN, BERLIN.parse(now))
    assert BERLIN.text(span.cut)[:19] == f"{cut}T00:00:00"


def test_what_has_not_begun_is_compared_with_nothing():
    march = month(2026, 3)
    assert not comparison_of(march.before(), march, BERLIN, BERLIN.parse("2026-03-01")).begun
