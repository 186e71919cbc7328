"""Days and moments in local time, above all where clocks change."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crmdesk.domain.calendar import DAY, HOUR, Calendar, date_of_day, day_of_date, day_text, parse_day, zone
from crmdesk.domain.errors import UserError

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ZONES = (
    *("UTC", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "America/Havana", "Australia/Lord_Howe"),
    *("Pacific/Apia", "Pacific/Kwajalein", "America/St_Johns", "America/Toronto", "Africa/Monrovia", "Asia/Kathmandu"),
    *("Africa/Casablanca", "Europe/Dublin", "Asia/Tehran", "America/Scoresbysund", "Antarctica/Troll"),
)
CALENDARS = {name: Calendar(name) for name in ZONES}
FIRST, LAST = parse_day("1900-01-01") * DAY, parse_day("2199-12-31") * DAY
moments = st.integers(FIRST, LAST)
zones = st.sampled_from(ZONES)


def utc(text: str) -> int:
    """Microseconds of an ISO text in UTC, by another way than the calendar's."""
    return (datetime.fromisoformat(text).replace(tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)


def test_day_numbers_count_from_1970():
    assert [parse_day("1970-01-01"), parse_day("1969-12-31"), parse_day("2000-03-01")] == [0, -1, 11017]
    assert day_text(11017) == "2000-03-01" and date_of_day(-1) == date(1969, 12, 31)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_day_is_read_as_it_was_written(value):
    assert parse_day(value.isoformat()) == day_of_date(value)
    assert day_text(day_of_date(value)) == value.isoformat()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2026-02-30", "does not exist"),
        ("2023-02-29", "does not exist"),
        ("2026-13-01", "does not exist"),
        ("1899-12-31", "outside the years"),
        ("2200-01-01", "outside the years"),
        ("2026-1-1", "is not a date"),
        ("31.12.2026", "is not a date"),
        ("２０２６-01-01", "is not a date"),
        ("2026-01-01 ", "is not a date"),
        ("", "is not a date"),
    ],
)
def test_a_date_that_is_none_is_refused(text, reason):
    with pytest.raises(ValueError, match=reason):
        parse_day(text)


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "Europe", "../etc/passwd", "Europe/Berlin\0", "x" * 5000])
def test_an_unknown_time_zone_is_refused_in_words(name):
    with pytest.raises(UserError, match="is not known here"):
        zone(name)


@pytest.mark.parametrize(
    ("timezone", "day", "begins"),
    [
        ("UTC", "2026-10-31", "2026-10-31T00:00"),
        ("Europe/Berlin", "2026-10-25", "2026-10-24T22:00"),
        ("Europe/Berlin", "2026-10-26", "2026-10-25T23:00"),
        # The clock went from 24:00 to 1:00: the day begins at the change.
        ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00"),
        # Clocks fell back from 24:00 to 23:00: the day before had 25 hours.
        ("America/Sao_Paulo", "2018-02-18", "2018-02-18T03:00"),
        # 0:00 to 1:00 came twice: the day begins at the first.
        ("America/Havana", "2026-11-01", "2026-11-01T04:00"),
        ("America/Havana", "2026-03-08", "2026-03-08T05:00"),
        ("Australia/Lord_Howe", "2026-04-05", "2026-04-04T13:00"),
        ("Australia/Lord_Howe", "2026-04-06", "2026-04-05T13:30"),
        # 30 December 2011 was left out: it begins and ends at the same instant.
        ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00"),
        ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00"),
        # The clock went from 23:30 to 0:30: the day begins at the change, not half an hour later.
        ("America/Toronto", "1919-03-31", "1919-03-31T04:30"),
        # 0:01 went back to 23:01: the day has begun a minute before.
        ("America/St_Johns", "2010-11-07", "2010-11-07T02:30"),
    ],
)
def test_a_day_begins_at_its_first_local_instant(timezone, day, begins):
    assert CALENDARS[timezone].midnight(parse_day(day)) == utc(begins)


@given(zones, moments)
@example("Pacific/Apia", utc("2011-12-30T10:00"))
@example("Pacific/Apia", utc("2011-12-30T09:59:59"))
@example("America/St_Johns", utc("2010-11-07T03:00"))
@example("America/Havana", utc("2026-11-01T05:30"))
@example("America/Toronto", utc("1919-03-31T04:45"))
@example("America/Sao_Paulo", utc("2018-02-18T02:30"))
def test_the_day_of_a_moment_is_the_last_one_that_has_begun(timezone, at):
    calendar = CALENDARS[timezone]
    day = calendar.day_of(at)
    assert calendar.midnight(day) <= at < calendar.midnight(day + 1)


@given(zones, st.lists(st.one_of(st.none(), moments)), st.integers(0, 40))
def test_the_days_of_many_moments_are_those_of_each(timezone, some, near):
    calendar = CALENDARS[timezone]
    close = [at + hour * HOUR for at in some[:1] if at is not None for hour in range(near)]
    for these in (some, close, [None]):
        assert calendar.days_of(these) == [None if at is None else calendar.day_of(at) for at in these]


@given(zones, st.integers(parse_day("1900-01-02"), parse_day("2199-12-30")))
def test_days_follow_one_another(timezone, day):
    calendar = CALENDARS[timezone]
    assert calendar.midnight(day) <= calendar.midnight(day + 1) <= calendar.midnight(day) + 26 * HOUR


@given(zones, moments)
@example("Africa/Monrovia", utc("1920-01-01T12:00"))
@example("America/Havana", utc("2026-11-01T05:30"))
@example("America/Havana", utc("2026-11-01T04:30"))
def test_a_moment_is_read_as_it_was_written(timezone, at):
    calendar = CALENDARS[timezone]
    assert calendar.parse(calendar.text(at)) == at


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("2026-10-31", "2026-10-30T23:00"),
        ("2026-10-31T09:15", "2026-10-31T08:15"),
        ("2026-10-31 09:15:30", "2026-10-31T08:15:30"),
        ("2026-10-31T09:15:30.25", "2026-10-31T08:15:30.250000"),
        ("2026-10-31T09:15:30,123456789", "2026-10-31T08:15:30.123456"),
        ("2026-10-31T09:15:00Z", "2026-10-31T09:15"),
        ("2026-10-31T09:15z", "2026-10-31T09:15"),
        ("2026-10-31T09:15:00 +05:30", "2026-10-31T03:45"),
        ("2026-10-31T09:15-0330", "2026-10-31T12:45"),
        ("2026-10-31 09:15:00+02", "2026-10-31T07:15"),
        ("1920-01-01T12:00:00-00:44:30", "1920-01-01T12:44:30"),
        # This time came twice that night: the first is meant.
        ("2026-10-25T02:30", "2026-10-25T00:30"),
        # This one never was: the offset before the change counts.
        ("2026-03-29T02:30", "2026-03-29T01:30"),
    ],
)
def test_a_moment_in_berlin_means(text, means):
    assert CALENDARS["Europe/Berlin"].parse(text) == utc(means)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("yesterday", "is not a date or moment"),
        ("2026-10-31T9:15", "is not a date or moment"),
        ("2026-10-31T09", "is not a date or moment"),
        ("2026-10-31T٠٩:15", "is not a date or moment"),
        ("2026-10-31T09:15:00.1234567890", "is not a date or moment"),
        ("2026-10-31T24:00", "time of day that does not exist"),
        ("2026-10-31T12:60", "time of day that does not exist"),
        ("2026-10-31T12:00:60", "time of day that does not exist"),
        ("2026-10-31T12:00+24:00", "offset from UTC that does not exist"),
        ("2026-10-31T12:00+01:60", "offset from UTC that does not exist"),
        ("2026-02-29T12:00", "does not exist"),
        ("45000.5", "is not a date or moment"),
    ],
)
def test_a_moment_that_is_none_is_refused(text, reason):
    with pytest.raises(ValueError, match=reason):
        CALENDARS["UTC"].parse(text)


def test_a_moment_is_written_with_the_local_offset():
    assert CALENDARS["Europe/Berlin"].text(utc("2026-10-31T08:15")) == "2026-10-31T09:15:00+01:00"
    assert CALENDARS["UTC"].text(utc("2026-10-31T08:15:00.5")) == "2026-10-31T08:15:00.500000+00:00"


def test_an_offset_of_odd_seconds_is_written_in_utc():
    assert CALENDARS["Africa/Monrovia"].text(utc("1920-01-01T12:00")) == "1920-01-01T12:00:00Z"


def test_people_read_local_time_without_a_zone():
    assert CALENDARS["Asia/Kathmandu"].local(utc("2026-10-31T08:15")) == datetime(2026, 10, 31, 14, 0)


def test_a_time_of_day_is_found_on_a_day_of_23_hours():
    calendar, day = CALENDARS["Europe/Berlin"], parse_day("2026-03-29")
    assert calendar.at_time(day, 9 * 60) == utc("2026-03-29T07:00")
    assert calendar.at_time(day, 24 * 60) == calendar.midnight(day + 1) == calendar.midnight(day) + 23 * HOUR


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/Sao_Paulo", "Asia/Kathmandu", "UTC"])
def test_a_text_means_the_same_whatever_was_read_before_it(zone):
    days = ["2026-03-28", "2026-03-29", "2026-10-24", "2026-10-25", "2017-10-15", "2026-02-30", "1850-01-01"]
    times = [
        "",
        "T00:00",
        "T02:30",
        "T02:30:00",
        " 02:30",
        "T23:59:59",
        "T02:30Z",
        "T02:30+05:30",
        "T02:30:00.5",
        "T24:00",
    ]

    def meaning(calendar: Calendar, text: str) -> object:
        try:
            return calendar.parse(text)
        except ValueError as fault:
            return str(fault)

    used = Calendar(zone)
    for text in [day + time for day in days for time in times] * 2:
        assert meaning(used, text) == meaning(Calendar(zone), text), text


@given(zones, st.lists(st.tuples(st.integers(0, 60_000), st.integers(0, 86_399)), min_size=1, max_size=9))
@example("Europe/Berlin", [(parse_day("2026-03-29"), 9000), (parse_day("2026-10-25"), 9000)] * 2)
@example("Australia/Lord_Howe", [(parse_day("2026-10-04"), 7200), (parse_day("2026-04-05"), 6000)] * 2)
def test_many_moments_mean_what_each_of_them_means(timezone, some):
    texts = [f"{day_text(day)}T{timedelta(seconds=second)!s:0>8}" for day, second in some] * 2
    assert Calendar(timezone).parse_all(texts) == [Calendar(timezone).parse(text) for text in texts]


@pytest.mark.parametrize("name", ["Africa/Casablanca", "Africa/Cairo", "America/Caracas", "Asia/Gaza", "Pacific/Apia"])
def test_no_clock_is_changed_twice_within_three_days(name):
    """What lets a day of 24 hours be read as one whose clock runs evenly, in zones that change theirs most oddly."""
    place, looks = zone(name), range(-70 * 365 * 4, 70 * 365 * 4)
    offsets = ((look, (EPOCH + timedelta(hours=6 * look)).astimezone(place).utcoffset()) for look in looks)
    changes = [look for (_, before), (look, after) in pairwise(offsets) if before != after]
    assert len(changes) > 1
    assert min(later - sooner for sooner, later in pairwise(changes)) >= 3 * 4


def test_one_moment_that_is_none_refuses_them_all():
    with pytest.raises(ValueError, match="is not a date or moment"):
        Calendar("UTC").parse_all(["2026-01-01", "", "2026-01-02"])
