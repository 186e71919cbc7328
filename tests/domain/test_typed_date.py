"""Dates as people type them."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.calendar import day_text, parse_day
from crmdesk.domain.typed_date import Typed, parse
from crmdesk.domain.wording import short_date_text
from tests.domain.languages import speak_german

FRIDAY = parse_day("2026-11-20")
TEN = 10 * 60


def read(text, **options):
    """The day, and the time where one was given."""
    found = parse(text, FRIDAY, TEN, **options)
    time = "" if found.minutes is None else f" {found.minutes // 60:02}:{found.minutes % 60:02}"
    return day_text(found.day) + time


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("today", "2026-11-20"),
        ("Tomorrow", "2026-11-21"),
        ("yesterday", "2026-11-19"),
        ("day after tomorrow 9am", "2026-11-22 09:00"),
        ("day before yesterday", "2026-11-18"),
        ("fri", "2026-11-27"),
        ("fri 3pm", "2026-11-27 15:00"),
        ("this fri", "2026-11-20"),
        ("mon", "2026-11-23"),
        ("next mon", "2026-11-23"),
        ("next sunday", "2026-11-29"),
        ("last tue", "2026-11-17"),
        ("last fri", "2026-11-13"),
        ("monday 9:30", "2026-11-23 09:30"),
        ("9:30 mon", "2026-11-23 09:30"),
        ("fri at 9", "2026-11-27 09:00"),
        ("+2w", "2026-12-04"),
        ("+3d", "2026-11-23"),
        ("-3 days", "2026-11-17"),
        ("3d", "2026-11-23"),
        ("in 2 days", "2026-11-22"),
        ("in 3 weeks 14:00", "2026-12-11 14:00"),
        ("3 weeks ago", "2026-10-30"),
        ("+3m", "2027-02-20"),
        ("+1y", "2027-11-20"),
        ("next week", "2026-11-27"),
        ("next month", "2026-12-20"),
        ("last year", "2025-11-20"),
        ("end of month", "2026-11-30"),
        ("31.10.", "2027-10-31"),
        ("31.10.2026", "2026-10-31"),
        ("31.10.26", "2026-10-31"),
        ("31. 12.", "2026-12-31"),
        ("10/31/2026", "2026-10-31"),
        ("31/10/2026", "2026-10-31"),
        ("12/1", "2026-12-01"),
        ("2026-10-31", "2026-10-31"),
        ("2026-10-31 7:05", "2026-10-31 07:05"),
        ("31-10-2026", "2026-10-31"),
        ("15.13.2026", None),
        ("31 oct", "2027-10-31"),
        ("31 Oct 2026, 09:00", "2026-10-31 09:00"),
        ("31. Oct. 26", "2026-10-31"),
        ("Oct 31st 2027", "2027-10-31"),
        ("December 5", "2026-12-05"),
        ("29.2.", "2028-02-29"),
        ("15:00", "2026-11-20 15:00"),
        ("15h", "2026-11-20 15:00"),
        ("12am", "2026-11-20 00:00"),
        ("12 pm", "2026-11-20 12:00"),
        ("noon", "2026-11-20 12:00"),
        ("tomorrow at noon", "2026-11-21 12:00"),
        ("now", "2026-11-20 10:00"),
        ("+2h", "2026-11-20 12:00"),
        ("in 30 min", "2026-11-20 10:30"),
        ("+20h", "2026-11-21 06:00"),
        ("2 hours ago", "2026-11-20 08:00"),
    ],
)
def test_english(text, meant):
    if meant is None:
        with pytest.raises(ValueError, match="does not exist"):
            read(text)
    else:
        assert read(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("fri", "2026-11-20"),
        ("mon", "2026-11-16"),
        ("31.12.", "2026-12-31"),
        ("31.1.", "2027-01-31"),
        ("1.6.", "2026-06-01"),
    ],
)
def test_what_has_happened_is_looked_for_in_the_past_or_near(text, meant):
    assert read(text, ahead=False) == meant


@pytest.mark.parametrize(("month_first", "meant"), [(True, "2027-03-04"), (False, "2027-04-03"), (None, "2027-03-04")])
def test_the_order_of_day_and_month_between_strokes_can_be_said(month_first, meant):
    assert read("3/4", month_first=month_first) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("morgen", "2026-11-21"),
        ("Übermorgen", "2026-11-22"),
        ("uebermorgen 8 Uhr", "2026-11-22 08:00"),
        ("fr 15 Uhr", "2026-11-27 15:00"),
        ("nächsten Montag um 9:30", "2026-11-23 09:30"),
        ("in 2 Tagen", "2026-11-22"),
        ("vor 3 Wochen", "2026-10-30"),
        ("31. Oktober 2026", "2026-10-31"),
        ("5. mär 2027", "2027-03-05"),
        ("so", "2026-11-22"),
        ("3/4", "2027-04-03"),
        ("tomorrow", "2026-11-21"),
        ("fri", "2026-11-27"),
        ("Oct 31 2026", "2026-10-31"),
    ],
)
def test_the_words_of_the_language_and_english_ones_are_understood(monkeypatch, text, meant):
    speak_german(monkeypatch)
    assert read(text) == meant


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is not a date"),
        ("soon", "is not a date"),
        ("m", "is not a date"),
        ("ma 5", "is not a date"),
        ("x" * 100, "is not a date"),
        ("31.02.", "does not exist"),
        ("30 feb 2026", "does not exist"),
        ("25:00", "time of day"),
        ("13pm", "time of day"),
        ("9:75", "time of day"),
        ("+99999y", "lies outside"),
        ("+99999d", "lies outside"),
        ("1.1.1066", "lies outside"),
        ("+99999w", "lies outside"),
    ],
)
def test_what_is_no_date_is_refused_in_words(text, why):
    with pytest.raises(ValueError, match=why):
        read(text)


@given(st.text(max_size=70))
def test_any_text_is_a_date_or_refused(text):
    with suppress(ValueError):
        assert isinstance(parse(text, FRIDAY, TEN), Typed)


@given(st.integers(parse_day("1900-01-01"), parse_day("2199-12-31")))
def test_every_day_is_read_as_it_is_shown(day):
    assert parse(short_date_text(day), FRIDAY) == Typed(day)
