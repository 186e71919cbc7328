"""German: numbers, dates and times are written and typed as people do there, and the program says so."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from crmdesk.domain import wording
from crmdesk.domain.calendar import date_of_day, day_of_date
from crmdesk.domain.typed_date import parse
from crmdesk.domain.typed_number import plain_number
from crmdesk.text import _, language, n_, set_language
from crmdesk.ui.period_picker import read_period

# A Monday.
TODAY = day_of_date(date(2026, 11, 16))
TEN = 10 * 60


@pytest.fixture(autouse=True)
def german():
    assert set_language("de_DE") == "de"
    yield
    set_language("en")


def test_it_is_spoken():
    assert language() == "de"
    assert (_("Contacts"), _("Open"), _("Open", "command")) == ("Kontakte", "Offen", "Öffnen")
    assert [n_("{n} deal", "{n} deals", n).format(n=n) for n in (1, 2)] == ["1 Deal", "2 Deals"]


def test_numbers_and_dates_are_written_as_people_do():
    day = day_of_date(date(2026, 10, 31))
    assert wording.number_text(1234.5, 1) == "1.234,5"
    assert wording.money_text(-1240050, "EUR") == "−12.400 EUR"
    assert wording.compact_text(48234) == "48,2 k"
    assert wording.percent_text(0.225) == "22,5 %"
    assert wording.date_text(day) == "31. Oktober 2026"
    assert wording.short_date_text(day) == "31. Okt. 2026"
    assert wording.moment_text(datetime(2026, 10, 31, 9, tzinfo=ZoneInfo("UTC"))) == "31. Okt. 2026, 09:00"


@pytest.mark.parametrize(
    ("typed", "plain"),
    [("1.234,5", "1234.5"), ("1234,5", "1234.5"), ("1.234", "1234"), ("12k", "12000"), ("0,5", "0.5"), ("1.5", "1.5")],
)
def test_numbers_are_typed_as_people_do(typed, plain):
    assert plain_number(typed) == plain


@pytest.mark.parametrize(
    ("typed", "day", "minutes"),
    [
        ("heute", "2026-11-16", None),
        ("morgen", "2026-11-17", None),
        ("Übermorgen", "2026-11-18", None),
        ("uebermorgen", "2026-11-18", None),
        ("gestern", "2026-11-15", None),
        ("vorgestern", "2026-11-14", None),
        ("fr", "2026-11-20", None),
        ("fr 15 Uhr", "2026-11-20", 15 * 60),
        ("Freitag um 9:30", "2026-11-20", 9 * 60 + 30),
        ("am Freitag", "2026-11-20", None),
        ("nächsten Montag", "2026-11-23", None),
        ("nächste Woche", "2026-11-23", None),
        ("letzten Dienstag", "2026-11-10", None),
        ("in 2 Tagen", "2026-11-18", None),
        ("in drei Wochen", None, None),
        ("vor 2 Tagen", "2026-11-14", None),
        ("+3t", "2026-11-19", None),
        ("+2w", "2026-11-30", None),
        ("in 2 Stunden", "2026-11-16", TEN + 120),
        ("31.10.", "2027-10-31", None),
        ("31.10.2026", "2026-10-31", None),
        ("1. März", "2027-03-01", None),
        ("31. Okt. 2026", "2026-10-31", None),
        ("03/04/2027", "2027-04-03", None),
        ("Monatsende", "2026-11-30", None),
        ("heute mittag", "2026-11-16", 12 * 60),
        ("8 Uhr abends", "2026-11-16", 20 * 60),
        ("tomorrow", "2026-11-17", None),
        ("fri 3pm", "2026-11-20", 15 * 60),
    ],
)
def test_dates_are_typed_as_people_do_and_in_english_too(typed, day, minutes):
    if day is None:
        with pytest.raises(ValueError, match="ist kein Datum"):
            parse(typed, TODAY, TEN)
        return
    found = parse(typed, TODAY, TEN)
    assert (date_of_day(found.day).isoformat(), found.minutes) == (day, minutes)


def test_every_day_and_month_can_be_typed_by_its_name():
    for place in range(7):
        assert date_of_day(parse(wording.weekday_name(place), TODAY).day).weekday() == place
    for month in range(1, 13):
        for name in (wording.month_name(month), wording.short_month_name(month)):
            assert date_of_day(parse(f"3. {name}", TODAY).day).month == month


@pytest.mark.parametrize("typed", ["Oktober 2026", "okt 2026", "Okt. 2026", "2026-10"])
def test_periods_are_typed_as_people_do(typed):
    assert read_period(typed).label == "2026-10"
