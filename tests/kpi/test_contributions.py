"""What moved a figure: in every dimension the parts add up to the change, and each is the figure of its group alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crmdesk.domain.figure import Figure, Unit
from crmdesk.domain.period import day_range, span_of
from crmdesk.kpi.base import Kpi, all_kpis, kpi_of
from crmdesk.kpi.contributions import FACTOR, Contribution, contributions
from crmdesk.kpi.measure import measure
from crmdesk.kpi.only import EVERYTHING, Only, only
from crmdesk.kpi.records import records
from tests.kpi.asking import Asked

every_kpi = pytest.mark.parametrize("kpi", all_kpis(), ids=lambda kpi: kpi.id)


def some(asked: list[Asked]) -> Iterator[Asked]:
    """A question of a period that is over of some random workspaces and of the demo."""
    first = {
        one.name: one
        for one in reversed(asked)
        if one.name.startswith(("random 1", "random 2", "demo"))
        and one.now >= one.workspace.calendar.midnight(one.period.end)
    }
    return iter(first.values())


def before_of(one: Asked, kpi: Kpi, part: Only = EVERYTHING) -> Figure:
    span = span_of(one.period.before(), one.workspace.calendar, one.now)
    (found,) = measure(one.workspace, [kpi], [day_range(span.first, span.last + 1)], one.now, only=part)
    return found[kpi.id].figure


def now_of(one: Asked, kpi: Kpi, part: Only) -> Figure:
    return measure(one.workspace, [kpi], [one.period], one.now, only=part)[0][kpi.id].figure


@every_kpi
def test_the_parts_add_up_to_the_change(kpi: Kpi, asked: list[Asked]) -> None:
    for one in some(asked):
        after, before = one.results[kpi.id].figure, before_of(one, kpi)
        found = contributions(one.workspace, kpi, one.period, one.now)
        if after.value is None or before.value is None:
            assert found == {}
            continue
        for name, rows in found.items():
            change = float(after.value) - float(before.value)
            # Each part of money is rounded by itself.
            most = (len(rows) + 1) / 2 if kpi.unit.is_money else 1e-9
            assert sum(row.difference for row in rows) == pytest.approx(change, abs=most), (str(one), name)
            parts = [abs(row.difference) for row in rows]
            assert parts == sorted(parts, reverse=True), (str(one), name)


@every_kpi
def test_each_part_names_the_figures_of_its_group(kpi: Kpi, asked: list[Asked]) -> None:
    for one in some(asked):
        for name, rows in contributions(one.workspace, kpi, one.period, one.now).items():
            for row in rows[:2] if name != FACTOR else ():
                part = only(**{name: row.key})
                for figure, value, n in (
                    (now_of(one, kpi, part), row.now, row.n),
                    (before_of(one, kpi, part), row.before, row.n_before),
                ):
                    assert figure.n == n, (str(one), part)
                    assert (figure.value or 0) == (value or 0), (str(one), part)
                assert len(records(one.workspace, kpi, one.period, one.now, None, part)) == row.n


def test_much_of_the_demo_is_taken_apart(asked: list[Asked]) -> None:
    (demo,) = (one for one in asked if one.name == "demo" and one.period.label == "2026-Q3")
    names = {(kpi.id, name) for kpi in all_kpis() for name in contributions(demo.workspace, kpi, demo.period, demo.now)}
    assert {
        *(("revenue", name) for name in ("channel", "campaign", "staff", "customer")),
        *(("pipeline_value", name) for name in ("stage", "staff", "channel", "customer")),
        ("weighted_pipeline", "customer"),
        ("win_rate", "staff"),
        ("cac", "channel"),
        ("average_deal", "staff"),
        ("sales_productivity", "staff"),
        ("resolution_time", "category"),
        ("open_tickets", "owner"),
        ("clv", FACTOR),
        ("sales_velocity", FACTOR),
    } <= names
    assert ("open_tickets", "staff") not in names
    assert ("sales_cycle", "stage") not in names


def test_what_a_figure_is_restricted_to_is_not_taken_apart_again(asked: list[Asked]) -> None:
    demo = next(one for one in some(asked) if one.name == "demo")
    rows = contributions(demo.workspace, kpi_of("revenue"), demo.period, demo.now)["channel"]
    part = only(channel=rows[0].key)
    inside = contributions(demo.workspace, kpi_of("revenue"), demo.period, demo.now, part)
    assert "channel" not in inside
    assert sum(row.difference for row in inside["staff"]) == rows[0].difference


def test_how_a_group_did_and_how_much_there_was_of_it_are_told_apart(asked: list[Asked]) -> None:
    seen = 0
    for one in some(asked):
        for kpi in (one for one in all_kpis() if one.unit in (Unit.RATIO, Unit.HOURS, Unit.DAYS, Unit.POINTS)):
            after, before = one.results[kpi.id].figure, before_of(one, kpi)
            for name, rows in contributions(one.workspace, kpi, one.period, one.now).items():
                for row in rows:
                    if row.now is not None and row.before is not None:
                        assert row.difference - row.mix == pytest.approx(own(row, after, before), abs=1e-9), name
                        seen += 1
    assert seen > 30


def own(row: Contribution, after: Figure, before: Figure) -> float:
    """What came of how the group itself did, by its shares in both spans."""
    share = (row.n / after.n + row.n_before / before.n) / 2
    return share * (float(row.now or 0) - float(row.before or 0))
