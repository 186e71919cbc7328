"""The short words of axes, columns and feet."""

from datetime import datetime

import pytest

from crmdesk.domain.figure import Unit
from crmdesk.domain.period import parse_period
from crmdesk.domain.wording import bare_text, beside, compact_text, duration_text, moment_text, short_period_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (3.25, "3.2"),
        (999, "999"),
        (1000, "1 k"),
        (48_210, "48.2 k"),
        (999_999, "1 m"),
        (-1_234_567, "−1.23 m"),
        (4.5e9, "4.5 bn"),
        (1.5e12, "1.5 tn"),
    ],
)
def test_a_narrow_place_has_three_digits(value, text):
    assert compact_text(value) == text


def test_a_value_beside_its_figure_needs_no_unit():
    assert bare_text(4_821_055, Unit.MONEY, "EUR") == "48,211"
    assert bare_text(48_210, Unit.MONEY_A_DAY, "EUR") == "482.10"
    assert bare_text(20.44, Unit.DAYS, "EUR") == "20.4" and bare_text(0.5, Unit.RATIO, "EUR") == "50.0 %"


@pytest.mark.parametrize(
    ("period", "text"),
    [
        ("2026-10", "Oct 2026"),
        ("2026-Q4", "Q4 2026"),
        ("2026", "2026"),
        ("2026-10-01..2026-10-15", "1 Oct – 15 Oct 2026"),
        ("2025-12-24..2026-01-06", "24 Dec 2025 – 6 Jan 2026"),
    ],
)
def test_the_head_of_a_column_names_its_period(period, text):
    assert short_period_text(parse_period(period)) == text


def test_a_moment_is_a_day_and_a_time():
    assert moment_text(datetime(2026, 11, 3, 9, 5)) == "3 Nov 2026, 09:05"


def test_long_waits_are_told_in_whole_days() -> None:
    assert [duration_text(hours) for hours in (0.5, 47, 48, 99.9 * 24, 557.7 * 24)] == [
        *("30 min", "47.0 h", "2.0 days", "99.9 days", "558 days")
    ]


def test_facts_stand_in_their_order_beside_a_name_that_is_read_leftwards():
    assert beside(("Ada", "", "due 2 May"), " · ") == "Ada · due 2 May"
    assert beside(("Ümit", "asked"), " · ") == "Ümit · asked"
    assert beside(("محمد", "due 2 May"), " · ") == "\u2068محمد\u2069 · due 2 May"
