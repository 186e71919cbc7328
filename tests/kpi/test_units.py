"""The units that are shown up to a period."""

from __future__ import annotations

import pytest

from crmdesk.domain.calendar import Calendar
from crmdesk.domain.period import parse_period
from crmdesk.kpi.units import alike, months, months_up_to

CALENDAR = Calendar("Europe/Berlin")
NOW = CALENDAR.parse("2026-11-03T12:00")


@pytest.mark.parametrize(
    ("asked", "count", "first", "last"),
    [
        ("2026-10", 13, "2025-10", "2026-10"),
        ("2026-Q3", 9, "2024-Q3", "2026-Q3"),
        ("2026", 6, "2021", "2026"),
        ("2026-10-01..2026-10-07", 7, "2026-08-20..2026-08-26", "2026-10-01..2026-10-07"),
        ("1902", 2, "1901", "1902"),
    ],
)
def test_units_are_as_long_as_the_period(asked: str, count: int, first: str, last: str) -> None:
    found = alike(parse_period(asked), CALENDAR, NOW)
    assert (len(found), found[0].label, found[-1].label) == (count, first, last)


@pytest.mark.parametrize(
    ("asked", "last"), [("2026-10", "2026-10"), ("2026-Q3", "2026-09"), ("2026", "2026-11"), ("2027", "2027-01")]
)
def test_months_end_with_the_period_or_with_the_month_in_which_we_are(asked: str, last: str) -> None:
    found = months(parse_period(asked), CALENDAR, NOW)
    assert (len(found), found[-1].label) == (13, last)
    assert [one.label for one in found[1:]] == [one.after().label for one in found[:-1]]
    assert months_up_to(parse_period(asked), CALENDAR, NOW, 2) == found[-2:]
