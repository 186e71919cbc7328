"""Where a sum is heading: what is foretold of plain courses, how often the band holds, and when nothing is said."""

from math import pi, sin
from pathlib import Path
from random import Random

import pytest

from crmdesk.domain.period import parse_period
from crmdesk.insight.forecast import A_YEAR_AGO, DRIFT, MEAN, Guess, guess, outlook
from crmdesk.kpi.overview import overview
from crmdesk.kpi.units import alike
from crmdesk.store.file import open_workspace
from tests.interchange import SETTINGS, bring, write

CONTACTS = "id,kind,name\n" + "".join(f"c{n},person,C{n}\n" for n in range(40))
SALES = "id,sold_at,amount,contact_id\n"


def course(months: int, *, slope: float = 0, wave: float = 0, noise: float = 0, seed: int = 1) -> list[float]:
    rng = Random(seed)
    return [100 + slope * n + wave * sin(n / 6 * pi) + rng.gauss(0, noise) for n in range(months)]


def test_a_steady_course_goes_on() -> None:
    found = guess(course(24), 12)
    assert found is not None
    assert (found.value, found.low, found.high) == pytest.approx((100, 100, 100))


def test_a_straight_rise_goes_on_rising() -> None:
    found = guess(course(24, slope=5), 12)
    assert found is not None
    assert found.method == DRIFT
    assert found.value == pytest.approx(220)


def test_the_month_after_next_lies_two_steps_on() -> None:
    found = guess(course(24, slope=5), 12, ahead=2)
    assert found is not None
    assert found.value == pytest.approx(225)


def test_a_course_of_seasons_repeats_the_year_before() -> None:
    past = course(24, wave=40)
    found = guess(past, 12)
    assert found is not None
    assert found.method == A_YEAR_AGO
    assert found.value == pytest.approx(past[12])


def test_a_course_of_chance_goes_back_to_its_mean() -> None:
    found = guess(course(24, noise=20), 12)
    assert found is not None
    assert found.method == MEAN


@pytest.mark.parametrize("past", [[], [5.0], course(9, noise=3)])
def test_a_short_past_foretells_nothing(past: list[float]) -> None:
    assert guess(past, 12) is None


def test_a_season_that_was_seen_once_foretells_nothing_of_itself() -> None:
    found = guess(course(14, wave=40), 12)
    assert found is not None
    assert found.method != A_YEAR_AGO


@pytest.mark.parametrize(("slope", "wave"), [(0.0, 0.0), (3.0, 0.0), (0.0, 30.0)])
def test_the_band_holds_about_four_times_of_five(slope: float, wave: float) -> None:
    held = []
    for seed in range(300):
        *past, value = course(25, slope=slope, wave=wave, noise=10, seed=seed)
        found = guess(past, 12)
        assert found is not None
        held.append(found.low <= value <= found.high)
    assert 0.72 < sum(held) / len(held) < 0.88


def shop(place: Path, months: int, *, of_last: int) -> Path:
    """Every month one customer more; of the last month only the sales up to a day."""
    lines = []
    for n in range(months):
        year, month = divmod(n, 12)
        for customer in range(n + 1):
            day = customer % 20 + 1
            if n < months - 1 or day <= of_last:
                lines.append(f"s{n}-{customer},{2024 + year}-{month + 1:02}-{day:02},100,c{customer}\n")
    folder = write(place / "shop", {"contacts": CONTACTS, "sales": SALES + "".join(lines)}, SETTINGS)
    bring(place / "shop.crmdesk", folder)
    return place / "shop.crmdesk"


def asked(file: Path, period: str, at: str, kpi: str = "revenue") -> list[tuple[str, Guess]]:
    with open_workspace(file, read_only=True) as workspace:
        seen, _fresh = overview(workspace, parse_period(period), workspace.calendar.parse(at))
        return [(one.period.label, one.guess) for one in outlook(seen, kpi)]


def test_after_a_month_that_is_over_comes_the_next(tmp_path: Path) -> None:
    ((label, found),) = asked(shop(tmp_path, 20, of_last=31), "2025-08", "2025-09-01")
    assert (label, found.method) == ("2025-09", DRIFT)
    assert found.value == pytest.approx(21 * 100_00)
    assert found.low == pytest.approx(found.high)


def test_a_month_that_runs_ends_with_what_there_is_and_its_share_of_the_rest(tmp_path: Path) -> None:
    # 11 of the 21 working days of August 2025 are over at midnight before the 16th, a Saturday.
    (label, found), (after, later) = asked(shop(tmp_path, 20, of_last=10), "2025-08", "2025-08-16")
    assert label == "2025-08"
    assert found.value == pytest.approx(10 * 100_00 + 10 / 21 * 20 * 100_00)
    assert after == "2025-09"
    assert later.value == pytest.approx(21 * 100_00)


def test_a_band_does_not_reach_below_what_there_is(tmp_path: Path) -> None:
    file = shop(tmp_path, 20, of_last=10)
    (_label, revenue), _after = asked(file, "2025-08", "2025-08-30")
    assert revenue.low >= 10 * 100_00
    assert all(found.low >= 0 for _label, found in asked(file, "2025-08", "2025-08-30", "new_customers"))


def test_what_is_no_sum_has_no_outlook(tmp_path: Path) -> None:
    assert asked(shop(tmp_path, 20, of_last=31), "2025-08", "2025-09-01", "csat") == []


def test_a_young_business_has_no_outlook(tmp_path: Path) -> None:
    assert asked(shop(tmp_path, 5, of_last=31), "2024-05", "2024-06-01") == []


def test_quarters_are_foretold_from_quarters(tmp_path: Path) -> None:
    with open_workspace(shop(tmp_path, 39, of_last=31), read_only=True) as workspace:
        now = workspace.calendar.parse("2027-04-01")
        seen, _fresh = overview(workspace, parse_period("2027-Q1"), now, units=alike)
        ((label, found),) = [(one.period.label, one.guess) for one in outlook(seen, "revenue")]
    assert label == "2027-Q2"
    assert found.value == pytest.approx((40 + 41 + 42) * 100_00, rel=0.05)
