"""A mark is as large as its value: all marks of a chart lie on one scale that begins at zero."""

from collections.abc import Iterator, Sequence

import pytest

from crmdesk.domain.figure import Number, Unit
from crmdesk.domain.plot import Dot, Picture, Rect, Role
from crmdesk.drawing.base import all_charts
from crmdesk.drawing.items import rows_of
from crmdesk.kpi.base import all_kpis
from crmdesk.kpi.overview import Overview

Pairs = list[tuple[float, float]]
COURSES = [kpi for kpi in all_kpis() if kpi.unit not in (Unit.HOURS, Unit.DAYS)]
LINES = (Unit.RATIO, Unit.POINTS, Unit.MULTIPLE)


@pytest.mark.parametrize("id", [kpi.id for kpi in COURSES])
def test_the_course_of_a_figure_has_one_scale(id: str, october: Overview):
    results = [one[id] for one in october.series]
    picture = all_charts()[id].draw(october).picture
    actual = _places(picture, Role.ACTUAL, [one.figure.value for one in results])
    before = _places(picture, Role.BEFORE, [one.year_before for one in results])
    assert actual
    assert _on_one_scale([*actual, *before])


@pytest.mark.parametrize("id", ["response_time", "resolution_time", "lead_response_time"])
def test_half_and_nine_of_ten_have_one_scale(id: str, october: Overview):
    figures = [one[id].figure for one in october.series]
    picture = all_charts()[id].draw(october).picture
    half = _places(picture, Role.ACTUAL, [one.median for one in figures])
    most = _places(picture, Role.NINE_IN_TEN, [one.p90 for one in figures])
    assert half
    assert _on_one_scale([*half, *most])


def test_boxes_of_the_sales_cycle_hold_the_middle_half(october: Overview):
    figures = [one["sales_cycle"].figure for one in october.series]
    picture = all_charts()["sales_cycle"].draw(october).picture
    found = [one.beside["quartiles"] for one in figures]
    quartiles = [list(one) for one in found if isinstance(one, list)]
    boxes = [mark for mark in picture if isinstance(mark, Rect) and mark.role is Role.BEFORE]
    ends = [(four[place], at) for four, box in zip(quartiles, boxes, strict=True) for place, at in _ends(box)]
    assert _on_one_scale([*ends, *_places(picture, Role.POINT, [one.median for one in figures])])


def _ends(box: Rect) -> tuple[tuple[int, float], tuple[int, float]]:
    """The quartiles at which a box begins and ends, with the places where it does."""
    return (1, box.y), (3, box.y + box.height)


@pytest.mark.parametrize("id", ["revenue.channel", "pipeline_value.staff", "new_customers.channel", "clv.channel"])
def test_bars_of_a_breakdown_are_as_long_as_their_values(id: str, october: Overview):
    kpi, split = id.split(".")
    values = sorted((row.value for row in rows_of(october.results[kpi], split) if row.value), reverse=True)
    widths = [mark.width for mark in all_charts()[id].draw(october).picture if isinstance(mark, Rect)]
    assert _on_one_scale(list(zip([float(value) for value in values], sorted(widths, reverse=True), strict=True)))


@pytest.mark.parametrize("role", [Role.ACTUAL, Role.REST])
def test_the_solid_part_of_the_pipeline_is_the_weighted_one(role: Role, october: Overview):
    kpi = "weighted_pipeline" if role is Role.ACTUAL else "pipeline_value"
    values = [row.value for row in rows_of(october.results[kpi], "stage")]
    picture = all_charts()["pipeline_value.stage"].draw(october).picture
    widths = [mark.width for mark in picture if isinstance(mark, Rect) and mark.role is role]
    longest = max(row.value or 0 for row in rows_of(october.results["pipeline_value"], "stage"))
    assert widths == pytest.approx([float(value or 0) / float(longest) for value in values])


def test_parts_of_a_whole_fill_it(october: Overview):
    for id in ("csat.scores", "nps.groups", "lead_conversion.outcome"):
        drawn = all_charts()[id].draw(october)
        widths = [mark.width for mark in drawn.picture if isinstance(mark, Rect)]
        assert sum(widths) == pytest.approx(drawn.lines)


def test_what_is_lost_stands_between_one_stage_and_the_next(october: Overview):
    rects = [mark for mark in all_charts()["stage_conversion.stage"].draw(october).picture if isinstance(mark, Rect)]
    reached = [mark.width for mark in rects if mark.role is Role.ACTUAL]
    lost = [mark for mark in rects if mark.role is Role.LOST]
    assert lost
    for mark in lost:
        assert any(abs(mark.x + mark.width - one) < 1e-9 for one in reached)


def _places(picture: Picture, role: Role, values: Sequence[Number | None]) -> Pairs:
    """The values that are there, each with how high its mark reaches."""
    known = [float(value) for value in values if value is not None]
    return list(zip(known, _reach(picture, role, known), strict=True)) if known else []


def _reach(picture: Picture, role: Role, known: Sequence[float]) -> Iterator[float]:
    found = [mark for mark in picture if isinstance(mark, Rect | Dot) and mark.role is role]
    for mark, value in zip(found, known, strict=True):
        if isinstance(mark, Dot):
            yield mark.y
        else:
            yield mark.y if value < 0 else mark.y + mark.height


def _on_one_scale(pairs: Pairs) -> bool:
    """Whether one straight line goes through all of them."""
    (low, at_low), (high, at_high) = min(pairs), max(pairs)
    step = (at_high - at_low) / (high - low) if high > low else 0.0
    return all(at == pytest.approx(at_low + (value - low) * step, abs=1e-9) for value, at in pairs)
