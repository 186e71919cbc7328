"""Goals that will probably be missed."""

from fractions import Fraction

import pytest

from crmdesk.domain.calendar import Calendar
from crmdesk.domain.period import month
from crmdesk.insight.pace import off_pace, passed, so_far
from crmdesk.kpi.base import kpi_of
from crmdesk.kpi.measure import measure
from crmdesk.store.setting import Settings
from tests.kpi.story import told

UTC = Calendar("UTC")
MARCH = month(2026, 3)
SALES = "id,sold_at,amount\ns1,2026-03-03,{amount}\n"


def behind(place, amount, now, kpi="revenue", target="1000"):
    return found(place, amount, now, kpi, target)[0]


def found(place, amount, now, kpi="revenue", target="1000"):
    """Whether a goal is off pace, and how the figure stands to it so far."""
    tables = {
        "sales": SALES.format(amount=amount),
        "goals": f"kpi,period,target\n{kpi},2026-03,{target}\n",
        "surveys": "id,kind,answered_at,score\nq1,csat,2026-03-02,2\n",
    }
    with told(place, tables) as story:
        at = UTC.parse(now)
        result = measure(story.workspace, [kpi_of(kpi)], [MARCH], at)[0][kpi]
        return off_pace(result, passed(MARCH, UTC, story.workspace.settings, at)), so_far(result)


def test_the_share_of_a_month_is_counted_in_working_days_and_today_is_half_of_one():
    settings = Settings(holidays=("2026-03-31",))
    assert passed(MARCH, UTC, settings, UTC.parse("2026-03-01")) == 0
    assert passed(MARCH, UTC, settings, UTC.parse("2026-03-02T10:00:00")) == Fraction(1, 42)
    assert passed(MARCH, UTC, settings, UTC.parse("2026-03-28")) == Fraction(20, 21)
    assert passed(MARCH, UTC, settings, UTC.parse("2026-04-05")) == 1
    assert passed(MARCH, UTC, Settings(working_days=()), UTC.parse("2026-03-05")) == 1


def test_half_of_the_revenue_in_half_of_the_month_is_on_pace(tmp_path):
    assert not behind(tmp_path, 480, "2026-03-16T12:00:00")


def test_a_third_of_the_revenue_in_half_of_the_month_is_not(tmp_path):
    assert behind(tmp_path, 330, "2026-03-16T12:00:00")


@pytest.mark.parametrize(("amount", "missed"), [("945", False), ("944.99", True)])
def test_up_to_a_tenth_less_than_is_due_is_on_pace(tmp_path, amount, missed):
    # 10.5 of 22 working days have passed: 1,050 of 2,200 are due.
    assert behind(tmp_path, amount, "2026-03-16T12:00:00", target="2200") is missed


def test_a_month_that_has_ended_has_no_pace(tmp_path):
    assert behind(tmp_path, 900, "2026-04-02T12:00:00")


def test_a_goal_that_is_reached_is_in_no_danger(tmp_path):
    assert not behind(tmp_path, 1000, "2026-03-16T12:00:00")


def test_a_sum_has_come_so_far_while_its_month_runs_and_is_judged_at_its_end(tmp_path):
    for folder in "abcd":
        (tmp_path / folder).mkdir()
    assert found(tmp_path / "a", 480, "2026-03-16T12:00:00")[1] == "48 % so far"
    assert found(tmp_path / "b", 480, "2026-04-02T12:00:00")[1] == ""
    assert found(tmp_path / "c", 1200, "2026-03-16T12:00:00")[1] == ""
    assert found(tmp_path / "d", 1, "2026-03-16T12:00:00", "csat", "0.9")[1] == ""


def test_a_share_is_as_good_on_the_third_as_on_the_last_day(tmp_path):
    assert behind(tmp_path, 1, "2026-03-03T12:00:00", "csat", "0.9")


def test_without_a_goal_or_a_figure_nothing_is_said(tmp_path):
    with told(tmp_path, {"goals": "kpi,period,target\nnps,2026-03,40\n"}) as story:
        now = UTC.parse("2026-03-16")
        for kpi in ("nps", "revenue"):
            result = measure(story.workspace, [kpi_of(kpi)], [MARCH], now)[0][kpi]
            assert not off_pace(result, Fraction(1, 2))
