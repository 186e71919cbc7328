"""Dates by a stated form, in whatever language."""

from datetime import UTC, date, datetime

import pytest

from crmdesk.exchange import dateform
from crmdesk.exchange.profile_dates import Dates, DateTally, candidates


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("31.12.2026", "%d.%m.%Y", date(2026, 12, 31)),
        ("1/2/69", "%m/%d/%y", date(1969, 1, 2)),
        ("1/2/68", "%m/%d/%y", date(2068, 1, 2)),
        ("3. Dezember 2026", "%d. %b %Y", date(2026, 12, 3)),
        ("3 déc. 2026", "%d %b %Y", date(2026, 12, 3)),
        ("3 de marzo de 2026", "%d de %b de %Y", date(2026, 3, 3)),
        ("12 ago 2026", "%d %B %Y", date(2026, 8, 12)),
        ("09:30 pm 1.2.2026", "%I:%M %p %d.%m.%Y", datetime(2026, 2, 1, 21, 30)),
        ("12:05 a.m. 1.2.2026", "%I:%M %p %d.%m.%Y", datetime(2026, 2, 1, 0, 5)),
        ("2026-02-01 10:00 UTC", "%Y-%m-%d %H:%M %Z", datetime(2026, 2, 1, 10, tzinfo=UTC)),
        ("2026-02-01 10:00Z", "%Y-%m-%d %H:%M%z", datetime(2026, 2, 1, 10, tzinfo=UTC)),
        ("2026-02-01 10:00:01,5", "%Y-%m-%d %H:%M:%S,%f", datetime(2026, 2, 1, 10, 0, 1, 500_000)),
        ("100% 2026", "100%% %Y", date(2026, 1, 1)),
        ("032 2026", "%j %Y", date(2026, 2, 1)),
        ("24.12.", "%d.%m.", date(1900, 12, 24)),
        ("janv. 2026", "%b %Y", date(2026, 1, 1)),
        ("2026/02/01 2:03:04 nachm. MEZ", "%Y/%m/%d %I:%M:%S %p %Z", datetime(2026, 2, 1, 13, 3, 4, tzinfo=UTC)),
        ("2/1/2026 10:00 PM EST", "%m/%d/%Y %I:%M %p %Z", datetime(2026, 2, 2, 3, tzinfo=UTC)),
        ("29.2.", "2028|%d.%m.", date(2028, 2, 29)),
        ("31.01.2026 24:00", "%d.%m.%Y %H:%M", datetime(2026, 2, 1)),
        ("1700000000", "epoch", datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
        ("1700000000000", "epoch_ms", datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
    ],
)
def test_a_form_reads_its_dates(text, form, expected):
    found = dateform.read(text, form)
    assert found == expected


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Feb 2026", "%b %Y"),
        ("Feb-26", "%b-%y"),
        ("02/2026", "%m/%Y"),
        ("2026-02", "%Y-%m"),
        ("12.05.", "2000|%d.%m."),
        ("2026/02/01 2:03 vorm. MEZ", "%Y/%m/%d %I:%M %p %Z"),
        ("2026/02/01 2:03:04 PM GMT+1", "%Y/%m/%d %I:%M:%S %p %z"),
    ],
)
def test_months_and_named_zones_are_found(text, form):
    assert form in [one[1] for one in candidates(text)]


def test_an_hour_beyond_the_day_is_none():
    with pytest.raises(ValueError, match="24"):
        dateform.read("31.01.2026 24:01", "%d.%m.%Y %H:%M")


def test_an_offset_stands_with_the_moment():
    found = dateform.read("1.2.2026 10:00 -05:30", "%d.%m.%Y %H:%M %z")
    assert found.isoformat() == "2026-02-01T10:00:00-05:30"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("31.02.2026", "%d.%m.%Y"),
        ("31/12/2026", "%d.%m.%Y"),
        ("13:00 pm 1.2.2026", "%I:%M %p %d.%m.%Y"),
        ("3 Ju 2026", "%d %b %Y"),
        ("3 Jui 2026", "%d %b %Y"),
        ("3 Foo 2026", "%d %b %Y"),
        ("1.1.2026", "%d.%d.%Y"),
        ("x", "epoch"),
    ],
)
def test_what_is_not_written_so_is_refused(text, form):
    with pytest.raises(ValueError, match=r".*"):
        dateform.read(text, form)


def of(*texts: str) -> Dates | None:
    tally = DateTally()
    for text in texts:
        tally.add(text, 1, candidates(text))
    return tally.dates()


@pytest.mark.parametrize(
    ("texts", "forms"),
    [
        (["2026-01-03", "2026-01-03T10:00:00Z"], ("iso",)),
        (["13/01/2026", "02/03/2026"], ("%d/%m/%Y",)),
        (["1/13/26", "2/3/26"], ("%m/%d/%y",)),
        (["03.04.2026", "05.06.2026"], ("%d.%m.%Y",)),
        (["03.04.2026", "05.06.26"], ("%d.%m.%Y", "%d.%m.%y")),
        (["2026/01/03"], ("%Y/%m/%d",)),
        (["20260103"], ("%Y%m%d",)),
        (["99-12-31", "97-11-30"], ("%y-%m-%d",)),
        (["3. Januar 2026", "4. mars 2026"], ("%d. %b %Y",)),
        (["3 de enero de 2026"], ("%d de %b de %Y",)),
        (["Jun 09, 2018 09:30 pm"], ("%b %d, %Y %I:%M %p",)),
        (["Mon, 02 Feb 2026 10:00:00 +0100"], ("%a, %d %b %Y %H:%M:%S %z",)),
        (["31/12/2026 10:00:00.123 UTC"], ("%d/%m/%Y %H:%M:%S.%f %Z",)),
        (["31/12/2026T10:00pm"], ("%d/%m/%YT%I:%M%p",)),
    ],
)
def test_the_form_of_a_column_is_found(texts, forms):
    found = of(*texts)
    assert found is not None
    assert found.readings == (forms,)


def test_days_up_to_twelve_can_be_read_in_two_ways():
    found = of("03/04/2026", "05/06/2026")
    assert found is not None
    assert (found.orders, found.is_decided) == (("day first", "month first"), False)
    assert found.readings == (("%d/%m/%Y",), ("%m/%d/%Y",))


def test_equal_day_and_month_ask_nothing():
    found = of("05/05/2026", "06/06/2026")
    assert found is not None
    assert len(found.readings) == 1


@pytest.mark.parametrize("text", ["Invoice", "12345", "99/99/9999", "18:05:00", "0012-03-04", "3 Foo 2026", "x" * 60])
def test_other_texts_are_no_dates(text):
    assert of(text) is None
