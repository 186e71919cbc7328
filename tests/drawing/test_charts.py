"""What is true of every chart."""

from collections.abc import Iterator
from itertools import chain

import pytest

from crmdesk.domain.plot import Dot, Label, Line, Panels, Picture, Rect, Zone
from crmdesk.drawing.base import all_charts, charts_of
from crmdesk.kpi.base import all_kpis
from crmdesk.kpi.overview import Overview
from crmdesk.kpi.units import alike
from crmdesk.store.file import Workspace
from tests.drawing.overviews import overview_of


@pytest.fixture(scope="module")
def seen(business: Workspace, october: Overview) -> dict[str, Overview]:
    """A month that is over, one that runs, a quarter by quarters, and a month before there was anything."""
    return {
        "over": october,
        "running": overview_of(business, "2026-11", "2026-11-12T15:00"),
        "quarter": overview_of(business, "2026-Q3", "2026-11-03T12:00", units=alike),
        "nothing": overview_of(business, "2001-05", "2001-06-03T12:00"),
    }


def test_every_kpi_has_its_course_and_a_chart_for_each_breakdown():
    charts = all_charts()
    wanted = {kpi.id for kpi in all_kpis()} | {f"{kpi.id}.{split}" for kpi in all_kpis() for split in kpi.split}
    assert wanted <= set(charts)
    assert all(charts_of(kpi.id)[0].id == kpi.id for kpi in all_kpis())


@pytest.mark.parametrize("id", all_charts())
def test_marks_point_at_items_and_the_table_says_what_they_say(id: str, seen: dict[str, Overview]):
    for overview in seen.values():
        drawn = all_charts()[id].draw(overview)
        assert _pointed(drawn.picture) == set(range(len(drawn.items)))
        assert all(len(row) == len(drawn.heads) for row in drawn.rows)
        cells = set(chain.from_iterable(drawn.rows))
        assert all(item.text in cells for item in drawn.items)
        assert bool(drawn.picture) != bool(drawn.empty)
        assert drawn.about


@pytest.mark.parametrize("id", all_charts())
def test_what_belongs_to_one_item_is_told_once(id: str, october: Overview):
    labels = [item.label for item in all_charts()[id].draw(october).items]
    assert len(set(labels)) == len(labels)


def test_before_there_was_anything_every_chart_says_so(seen: dict[str, Overview]):
    assert all(chart.draw(seen["nothing"]).empty for chart in all_charts().values())


def _pointed(picture: Picture) -> set[int]:
    """The numbers of the items that marks point at."""
    return set(_items(picture)) - {-1}


def _items(picture: Picture) -> Iterator[int]:
    for mark in picture:
        match mark:
            case Panels():
                yield from chain.from_iterable(_items(panel.picture) for panel in mark.parts)
            case Rect() | Line() | Dot() | Zone():
                yield mark.item
            case Label():
                pass
