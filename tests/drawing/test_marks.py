"""Every mark of every chart says what the engine says of its link, and opens a list as long as it says."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from crmdesk.domain.wording import duration_text, short_period_text
from crmdesk.drawing.base import all_charts
from crmdesk.kpi.only import only
from crmdesk.kpi.overview import Overview
from crmdesk.store.file import Workspace, open_workspace
from tests.drawing.marks import hold_against_the_engine
from tests.drawing.overviews import overview_of
from tests.kpi.asking import random_file
from tests.oracle.random_workspace import questions

SEEDS = (4, 9, 17, 28, 60)


def test_marks_of_the_demo_business(business: Workspace, october: Overview):
    hold_against_the_engine(business, replace(october, series=october.series[-5:]))


def test_marks_of_a_running_month(business: Workspace):
    hold_against_the_engine(business, _short(overview_of(business, "2026-11", "2026-11-12T15:00")))


def test_marks_of_a_month_that_has_not_begun(business: Workspace):
    hold_against_the_engine(business, overview_of(business, "2027-05", "2026-11-12T15:00"), most=20)


@pytest.mark.parametrize("name", ["staff", "channel", "campaign"])
def test_marks_of_a_part_of_the_business(name: str, business: Workspace, october: Overview):
    row = next(row for row in october.results["lead_conversion"].figure.by[name] if row.key and row.n)
    part = only(**{name: row.key if name == "channel" else row.id})
    hold_against_the_engine(business, _short(overview_of(business, "2026-10", "2026-11-03T12:00", only=part)), most=20)


@pytest.mark.parametrize("seed", SEEDS)
def test_marks_of_random_workspaces(seed: int, tmp_path: Path):
    period, as_of, _months = questions(seed)[0]
    with closing(open_workspace(random_file(tmp_path, seed), read_only=True)) as workspace:
        hold_against_the_engine(workspace, overview_of(workspace, period, as_of))


@pytest.mark.parametrize("id", ["response_time", "resolution_time", "lead_response_time"])
def test_the_lines_of_waiting_are_the_median_and_nine_of_ten(id: str, october: Overview):
    figures = [results[id].figure for results in october.series]
    said = {item.label: item.text for item in all_charts()[id].draw(october).items}
    for results, figure in zip(october.series, figures, strict=True):
        if figure.median is not None and figure.p90 is not None:
            month = short_period_text(results[id].period)
            assert said[f"{month}, half within"] == duration_text(figure.median)
            assert said[f"{month}, nine of ten within"] == duration_text(figure.p90)


def _short(overview: Overview) -> Overview:
    """The same with a shorter series: one month is like the other."""
    return replace(overview, series=overview.series[-2:])
