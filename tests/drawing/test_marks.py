"""Every mark of every chart says what the engine says of its link, and opens a list as long as it says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest

from crmdesk.domain.wording import figure_text, number_text
from crmdesk.drawing.base import Item, all_charts
from crmdesk.kpi.base import kpi_of
from crmdesk.kpi.measure import Result, measure
from crmdesk.kpi.only import only
from crmdesk.kpi.overview import Overview
from crmdesk.kpi.records import Link, behind
from crmdesk.store.file import Workspace, open_workspace
from tests.drawing.overviews import overview_of
from tests.kpi.asking import random_file
from tests.oracle.random_workspace import questions

SEEDS = (4, 17, 60)
# Here a mark is how many records there are, not what the figure says of them.
COUNTS = {("resolution_time.causes", "resolution_time"), ("sales_velocity.factors", "sales_velocity")}


def test_marks_of_the_demo_business(business: Workspace, october: Overview):
    _proves(business, october)


def test_marks_of_a_running_month(business: Workspace):
    _proves(business, _short(overview_of(business, "2026-11", "2026-11-12T15:00")))


def test_marks_of_one_person_alone(business: Workspace, october: Overview):
    person = next(row.id for row in october.results["revenue"].figure.by["staff"] if row.n)
    _proves(business, _short(overview_of(business, "2026-10", "2026-11-03T12:00", only=only(staff=person))))


@pytest.mark.parametrize("seed", SEEDS)
def test_marks_of_random_workspaces(seed: int, tmp_path: Path):
    period, as_of, _months = questions(seed)[0]
    with closing(open_workspace(random_file(tmp_path, seed), read_only=True)) as workspace:
        _proves(workspace, overview_of(workspace, period, as_of))


def _short(overview: Overview) -> Overview:
    """The same with a shorter series: one month is like the other."""
    return replace(overview, series=overview.series[-3:])


def _proves(workspace: Workspace, overview: Overview) -> None:
    marks = {id: [item for item in chart.draw(overview).items if item.link] for id, chart in all_charts().items()}
    known = _measured(workspace, overview.now, {item.link for item in chain(*marks.values()) if item.link})
    wrong = [f"{id}: {fault}" for id, items in marks.items() for item in items for fault in _faults(id, item, known)]
    lengths = {link: len(behind(workspace, link, overview.now)) for link in known}
    wrong += [
        f"{id}: {item.spoken}: {item.n} said, {lengths[item.link]} records"
        for id, items in marks.items()
        for item in items
        if item.link and item.n is not None and item.n != lengths[item.link]
    ]
    assert any(marks.values())
    assert not wrong


def _measured(workspace: Workspace, now: int, links: set[Link]) -> dict[Link, Result]:
    """What the engine says of each link, all of one restriction measured at once."""
    found: dict[Link, Result] = {}
    for part in {link.only for link in links}:
        mine = [link for link in links if link.only == part]
        kpis = [kpi_of(id) for id in sorted({link.kpi for link in mine})]
        periods = list({link.period for link in mine})
        for period, results in zip(periods, measure(workspace, kpis, periods, now, only=part), strict=True):
            found.update({link: results[link.kpi] for link in mine if link.period == period})
    return found


def _faults(id: str, item: Item, known: dict[Link, Result]) -> Iterator[str]:
    link = item.link
    assert link is not None
    result = known[link]
    if link.part:
        if item.n is not None and item.text.lstrip("−+") != number_text(item.n):
            yield f"{id}: {item.spoken}: not the number of its part"
        return
    said = [number_text(result.figure.n)] if (id, link.kpi) in COUNTS else _readings(result)
    if item.text not in said:
        yield f"{id}: {item.spoken}: the engine says {said}"
    if item.n not in (None, result.figure.n):
        yield f"{id}: {item.spoken}: n = {item.n}, the engine says {result.figure.n}"


def _readings(result: Result) -> list[str]:
    """A figure in its words; a time also by its median and the time within which nine of ten lie."""
    figure, unit, currency = result.figure, result.kpi.unit, result.currency
    others = [value for value in (figure.median, figure.p90) if value is not None]
    return [result.text, *(figure_text(value, unit, currency, None) for value in others), *(["–"] * figure.missing)]
