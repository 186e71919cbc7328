"""Working time between two moments."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.calendar import HOUR, MINUTE, Calendar, parse_day
from crmdesk.domain.hours import OpeningHours, WorkingTime, minutes_of

BERLIN = Calendar("Europe/Berlin")
WEEK = WorkingTime((1, 2, 3, 4, 5), minutes_of("09:00"), minutes_of("17:30"), (parse_day("2026-10-28"),))
FIRST, LAST = parse_day("2026-10-01"), parse_day("2026-11-30")
OPEN = OpeningHours(BERLIN, WEEK, FIRST, LAST)


def between(start: str, end: str) -> float:
    return OPEN.between(BERLIN.parse(start), BERLIN.parse(end)) / HOUR


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-10-23T10:00", "2026-10-23T12:00", 2),
        ("2026-10-23T17:00", "2026-10-26T09:30", 1),
        ("2026-10-23T03:00", "2026-10-23T23:00", 8.5),
        ("2026-10-24T10:00", "2026-10-25T12:00", 0),
        # Wednesday the 28th is a holiday.
        ("2026-10-27T17:30", "2026-10-29T09:00", 0),
        ("2026-10-26", "2026-10-31", 34),
    ],
)
def test_only_time_in_which_the_business_is_open_counts(start, end, hours):
    assert between(start, end) == hours


def test_a_day_off_is_no_working_day():
    assert [WEEK.is_working_day(parse_day(f"2026-10-{day}")) for day in (23, 24, 25, 26, 28)] == [
        *(True, False, False, True, False)
    ]


def test_opening_around_the_clock_counts_the_hours_that_were():
    always = OpeningHours(BERLIN, WorkingTime(range(1, 8), 0, minutes_of("24:00")), FIRST, LAST)
    day = parse_day("2026-10-25")
    assert always.between(BERLIN.midnight(day), BERLIN.midnight(day + 1)) == 25 * HOUR


def test_a_day_that_was_left_out_has_no_working_time():
    apia = Calendar("Pacific/Apia")
    always = OpeningHours(
        apia, WorkingTime(range(1, 8), 9 * 60, 17 * 60), *(parse_day("2011-12-29"), parse_day("2012-01-02"))
    )
    start, end = apia.midnight(parse_day("2011-12-29")), apia.midnight(parse_day("2012-01-01"))
    assert always.between(start, end) == 16 * HOUR


@given(st.lists(st.integers(BERLIN.midnight(FIRST), BERLIN.midnight(LAST)), min_size=3, max_size=3).map(sorted))
def test_time_in_two_parts_is_the_time_of_the_whole(moments):
    start, middle, end = moments
    assert OPEN.between(start, middle) + OPEN.between(middle, end) == OPEN.between(start, end)
    assert 0 <= OPEN.between(start, end) <= end - start


@given(st.integers(FIRST, LAST - 1), st.integers(0, 24 * 60 - 1))
def test_the_time_of_a_day_is_counted_minute_by_minute(day, until):
    start = BERLIN.midnight(day)
    counted = 0
    for minute in range(until):
        at = BERLIN.local(start + minute * MINUTE)
        counted += WEEK.is_working_day(day) and WEEK.opens <= at.hour * 60 + at.minute < WEEK.closes
    assert (
        OPEN.between(start, start + until * MINUTE) == counted * MINUTE or BERLIN.day_of(start + until * MINUTE) != day
    )


@given(st.integers(BERLIN.midnight(FIRST), BERLIN.midnight(LAST)))
def test_the_moment_of_a_working_time_is_the_first_with_so_much(at):
    (worked,) = OPEN.until((at,))
    moment = OPEN.moment_of(worked)
    assert moment is not None and OPEN.until((moment,)) == [worked]
    assert moment <= at or worked == 0
    assert worked == 0 or OPEN.until((moment - 1,)) == [worked - 1]


def test_more_working_time_than_there_is_has_no_moment():
    assert OPEN.any and OPEN.moment_of(10_000 * HOUR) is None
    assert not OpeningHours(BERLIN, WorkingTime((), 540, 1020), FIRST, LAST).any
