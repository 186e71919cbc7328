"""Cohorts are the new customers of each month, and those of them who are still there month by month."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crmdesk.domain.period import Period, last_complete_month, parse_period
from crmdesk.kpi.base import kpi_of
from crmdesk.kpi.cohorts import cohorts
from crmdesk.kpi.only import EVERYTHING, Only, only
from crmdesk.kpi.overview import overview, remembered_overview
from crmdesk.kpi.records import Link, behind, part_words, records
from crmdesk.kpi.remember import keep
from crmdesk.store.file import Workspace, open_workspace
from crmdesk.store.registry import record_type
from tests.kpi.asking import Asked, run

NEW, KEPT = kpi_of("new_customers"), kpi_of("retention_rate")


def after(period: Period, units: int) -> Period:
    for _ in range(units):
        period = period.after()
    return period


def check(workspace: Workspace, period: Period, now: int, part: Only) -> int:
    """Counts each cell again: of the new customers of a month, those who are in the end set of a later one."""
    found = cohorts(workspace, period, now, 4, only=part)
    for row in found.rows:
        new = {one.id for one in records(workspace, NEW, row.month, now, None, part)}
        assert row.size == len(new)
        for age, active in enumerate(row.active):
            there = {one.id for one in records(workspace, KEPT, after(row.month, age), now, "end", part)}
            listed = behind(workspace, Link("retention_rate", period, f"cohort {row.month.label} {age}", part), now)
            assert {one.id for one in listed} == new & there
            assert len(listed) == active
    return sum(row.size for row in found.rows)


@pytest.mark.parametrize("restricted", [False, True])
def test_every_cell_is_those_of_a_months_new_customers_who_are_there_at_the_end(
    restricted: bool, asked: list[Asked]
) -> None:
    seen = 0
    for one in {found.name: found for found in reversed(asked) if found.name.startswith(("random", "demo"))}.values():
        month = last_complete_month(one.workspace.calendar, one.now, one.period.fiscal_start)
        channels = one.results["revenue"].figure.by.get("channel", ())
        part = only(channel=max(channels, key=lambda row: row.n).key) if restricted and channels else EVERYTHING
        seen += check(one.workspace, month, one.now, part)
    assert seen


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    file = tmp_path_factory.mktemp("cohorts") / "demo.crmdesk"
    assert run("demo", file, "--scale", "0.2") == 0
    with open_workspace(file) as workspace:
        yield workspace


def test_a_running_month_ends_with_the_last_day_that_has_begun(demo: Workspace) -> None:
    now, month = demo.calendar.parse("2026-10-15T12:00"), parse_period("2026-10")
    found = cohorts(demo, month, now)
    assert [row.month.label for row in found.rows][::11] == ["2025-11", "2026-10"]
    assert [len(row.active) for row in found.rows] == list(range(12, 0, -1))
    assert check(demo, month, now, EVERYTHING)


def test_months_that_have_not_begun_are_not_there(demo: Workspace) -> None:
    found = cohorts(demo, parse_period("2026"), demo.calendar.parse("2026-03-10"), 3)
    assert [row.month.label for row in found.rows] == ["2026-01", "2026-02", "2026-03"]
    assert [len(row.active) for row in found.rows] == [3, 2, 1]
    to_come = Link("retention_rate", parse_period("2026"), "cohort 2026-03 1")
    assert behind(demo, to_come, demo.calendar.parse("2026-03-10")) == []


def test_a_cell_says_what_it_holds(demo: Workspace) -> None:
    words = part_words(demo, KEPT, "cohort 2026-03 4")
    assert "March 2026" in words and "4" in words


def test_an_overview_is_remembered_with_its_cohorts_until_a_sale_changes(demo: Workspace) -> None:
    month, part = parse_period("2026-10"), only(channel="web")
    now = demo.calendar.parse("2026-11-03T12:00")
    assert remembered_overview(demo, month, now, only=part) is None
    found, fresh = overview(demo, month, now, only=part)
    keep(demo, fresh)
    again, none = overview(demo, month, now, only=part)
    assert not none
    assert (again.results, again.cohorts) == (found.results, found.cohorts)
    assert remembered_overview(demo, month, now, only=part) == again
    assert again.results["revenue"].only == part
    assert len(again.series) == 13
    assert again.values("revenue")[-1] == again.results["revenue"].figure.value
    before, year_before = again.samples("csat")
    assert (before, year_before) == tuple(one["csat"].figure.n for one in again.compared)
    assert not again.running
    with demo.operation("Sell") as tx:
        row_id = tx.rows("SELECT id FROM sale ORDER BY sold_at LIMIT 1")[0][0]

        tx.update(record_type("sale"), row_id, {"amount": 1})
    _, changed = overview(demo, month, now, only=part)
    assert any(one.key.startswith("cohorts") for one in changed)
    assert any(one.key.startswith("revenue") for one in changed)
    assert not any(one.key.startswith("csat") for one in changed)


def test_a_running_overview_says_so(demo: Workspace) -> None:
    found, _ = overview(demo, parse_period("2026-10"), demo.calendar.parse("2026-10-15"))
    assert found.running and found.only == EVERYTHING


def test_a_month_without_any_customer_has_empty_cohorts(tmp_path: Path) -> None:
    file = tmp_path / "new.crmdesk"
    assert run("new", file, "--name", "New") == 0
    with open_workspace(file) as workspace:
        found = cohorts(workspace, parse_period("2026-10"), workspace.calendar.parse("2026-11-01"))
    assert [(row.size, set(row.active)) for row in found.rows] == [(0, {0})] * 12
