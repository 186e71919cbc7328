"""Pictures of values: everything lies in the unit box, bars begin at zero, order and size tell the truth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.plot import HEATS, Dot, Label, Line, Rect, Role, Zone, bullet, ticks
from crmdesk.domain.plot_bars import Bar, Cause, Level, bar, bars, deviation, funnel, pareto
from crmdesk.domain.plot_columns import Column, Step, bridge, columns
from crmdesk.domain.plot_panels import Cell, Small, beside, heat, multiples
from crmdesk.domain.plot_rows import Deviation, Part, Stack, bullets, deviations, dots, stacks
from crmdesk.domain.plot_spark import spark
from crmdesk.domain.plot_times import Course, courses, histogram, strips
from tests.domain.pictures import every_picture

AMOUNTS = st.one_of(st.none(), st.integers(-(10**12), 10**12), st.floats(-1e9, 1e9))
NEAR = 1e-6
PICTURES = every_picture()


def places(picture):
    for mark in picture:
        match mark:
            case Rect() | Zone():
                yield from ((mark.x, mark.y), (mark.x + mark.width, mark.y + mark.height))
            case Line():
                yield from mark.points
            case Dot() | Label():
                yield mark.x, mark.y


def inside(picture):
    return all(-NEAR <= x <= 1 + NEAR and -NEAR <= y <= 1 + NEAR for x, y in places(picture))


def rects(picture, role):
    return [mark for mark in picture if isinstance(mark, Rect) and mark.role is role]


@given(st.floats(-1e12, 1e12), st.floats(-1e12, 1e12))
def test_ticks_are_few_and_hold_zero_and_both_ends(one, two):
    low, high = min(one, two), max(one, two)
    found = ticks(low, high)
    assert 2 <= len(found) <= 6 and any(abs(mark) < 1e-9 for mark in found)
    room = (found[-1] - found[0]) * 1e-6
    assert found[0] <= min(low, 0) + room and found[-1] >= max(high, 0) - room
    assert list(found) == sorted(found)


def test_ticks_are_round():
    assert ticks(0, 48_210) == (0, 20_000, 40_000, 60_000)
    assert ticks(0, 0) == (0, 1)


@given(st.lists(AMOUNTS, max_size=30))
def test_a_spark_stays_in_its_box(values):
    assert inside(spark(values))


def test_a_spark_breaks_where_a_value_is_missing_and_marks_the_last():
    picture = spark([1, 2, None, 4, None, 6])
    assert [len(mark.points) for mark in picture if isinstance(mark, Line)] == [2]
    assert [mark.role for mark in picture if isinstance(mark, Dot)] == [Role.ACTUAL, Role.ACTUAL, Role.POINT]
    assert not any(isinstance(mark, Dot) and mark.role is Role.POINT for mark in spark([1, None]))
    assert spark([]) == spark([None, None]) == spark([None], [1]) == ()


def test_what_a_spark_is_held_against_lies_behind_it_on_the_same_scale():
    light, dark, last = spark([2, 4], [0, 2])
    assert (light.role, light.points) == (Role.BEFORE, ((0.0, 0.0), (1.0, 0.5)))
    assert (dark.role, dark.points, last.role) == (Role.ACTUAL, ((0.0, 0.5), (1.0, 1.0)), Role.POINT)


@given(AMOUNTS, st.integers(-(10**9), 10**9), st.booleans())
def test_a_bullet_stays_in_its_box(value, target, higher):
    picture = bullet(value, target, higher_is_better=higher)
    assert inside(picture) and len(rects(picture, Role.ACTUAL)) == (value is not None)


def test_the_good_band_lies_where_good_values_lie():
    (more,) = rects(bullet(5, 10, higher_is_better=True), Role.BAND_GOOD)
    (less,) = rects(bullet(5, 10, higher_is_better=False), Role.BAND_GOOD)
    assert more.x > 0.5 and less.x == 0


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS, AMOUNTS), min_size=1, max_size=15))
def test_columns_stay_in_their_box(values):
    picture = columns([Column("x", *three) for three in values], str)
    assert all(-0.05 <= x <= 1.05 and -NEAR <= y <= 1 + NEAR for x, y in places(picture))


def test_columns_begin_at_zero_and_grow_with_their_value():
    one, two = rects(columns([Column("a", 50), Column("b", 100)], str), Role.ACTUAL)
    assert one.y == two.y == 0 and abs(two.height - 2 * one.height) < NEAR


def test_a_month_without_a_value_has_no_column():
    assert rects(columns([Column("a", None), Column("b", 1, item=7)], str), Role.ACTUAL)[0].item == 7


def test_what_is_expected_stands_on_what_is_reached_with_its_band():
    point = Column("Nov", 20, forecast=50, low=40, high=60, item=0, forecast_item=1)
    picture = columns([point], str)
    (actual,), (expected,) = rects(picture, Role.ACTUAL), rects(picture, Role.FORECAST)
    assert expected.item == 1 and abs(expected.y - actual.height) < NEAR
    stem, *caps = (mark for mark in picture if isinstance(mark, Line) and mark.role is Role.INTERVAL)
    assert stem.points[0][1] < expected.y + expected.height < stem.points[1][1] and len(caps) == 2
    assert [mark.text for mark in picture if isinstance(mark, Label) and mark.strong] == ["≈ 50"]


def test_a_named_month_without_a_value_says_nothing():
    assert not [mark for mark in columns([Column("a", None)], str) if isinstance(mark, Label) and mark.strong]


def test_a_month_can_be_pointed_at_beside_its_column():
    zones = [mark for mark in columns([Column("a", 1, item=3), Column("b", 2)], str) if isinstance(mark, Zone)]
    assert zones == [Zone(0.0, 0.0, 0.5, 1.0, 3)]


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_bridge_leads_from_start_to_end(start, lost, new, returned):
    lost = min(lost, start)
    end = start - lost + new + returned
    steps = [Step("start", start, total=True), Step("lost", -lost, good=False), Step("new", new)]
    picture = bridge([*steps, Step("returned", returned), Step("end", end, total=True)], str)
    assert inside(picture)
    last = [mark for mark in picture if isinstance(mark, Rect)]
    assert abs(last[3].y + last[3].height - last[4].height) < NEAR


@given(st.lists(st.tuples(st.integers(0, 10**12), st.integers(0, 10**12)), max_size=12))
def test_bars_stay_in_their_box_and_the_solid_part_within_the_whole(values):
    picture = bars([Bar("x", whole, min(part, whole), "", n, n + 99) for n, (whole, part) in enumerate(values)])
    assert inside(picture)
    whole = {mark.item: mark.width for mark in rects(picture, Role.REST)}
    assert all(mark.width <= whole.get(mark.item - 99, 1) + NEAR for mark in rects(picture, Role.ACTUAL))


def test_a_deviation_leans_to_its_side():
    assert rects(deviation(3, 1, 2), Role.GOOD)[0].x == 0.5
    assert rects(deviation(0, 1, 2), Role.BAD)[0].x == 0.25
    assert inside(deviation(99, 1, 2)) and inside(bar(3, 4)) and bar(0, 0)[0].width == 0


@pytest.mark.parametrize("name", [name for name in PICTURES if name not in ("multiples", "beside")])
def test_every_kind_of_picture_lies_in_the_box(name):
    assert all(-0.05 <= x <= 1.05 and -NEAR <= y <= 1 + NEAR for x, y in places(PICTURES[name][0]))


@pytest.mark.parametrize("name", ["multiples", "beside"])
def test_every_panel_lies_in_its_box(name):
    ((panels,), _lines) = PICTURES[name]
    assert all(inside(part.picture) for part in panels.parts)


EMPTY = {
    "columns": lambda: columns([], str),
    "bridge": lambda: bridge([], str),
    "bars": lambda: bars([]),
    "funnel": lambda: funnel([]),
    "pareto": lambda: pareto([], str, str),
    "stacks": lambda: stacks([]),
    "deviations": lambda: deviations([], str),
    "dots": lambda: dots([], str),
    "bullets": lambda: bullets([]),
    "courses": lambda: courses([], [], str),
    "strips": lambda: strips([], str),
    "histogram": lambda: histogram([], str),
    "heat": lambda: heat([], []),
    "multiples": lambda: multiples([]),
    "beside": lambda: beside(["a"], []),
}


@pytest.mark.parametrize("name", EMPTY)
def test_of_nothing_there_is_no_value(name):
    assert not [mark for mark in EMPTY[name]() if isinstance(mark, Rect | Dot)]


def test_a_funnel_shows_what_was_lost_at_each_step():
    picture = funnel([Level("a", 100, item=0), Level("b", 60, lost="−40", item=1, lost_item=2), Level("c", 60)])
    (lost,) = rects(picture, Role.LOST)
    assert (lost.x, round(lost.width, 6), lost.item) == (0.6, 0.4, 2)


def test_a_pareto_adds_up_to_all_on_the_scale_of_its_bars():
    picture = pareto([Cause("a", 6, 0), Cause("b", 3, 1), Cause("c", 1, 2)], str, str)
    sums = [mark.x for mark in picture if isinstance(mark, Dot)]
    widths = [mark.width for mark in rects(picture, Role.ACTUAL)]
    assert [round(one, 6) for one in sums] == [0.6, 0.9, 1.0]
    assert [round(one, 6) for one in widths] == [0.6, 0.3, 0.1]


def test_parts_of_a_whole_fill_the_bar_and_the_margin_stands_below_it():
    (stack,) = [Stack("x", [Part("a", 1, Role.GRADE_1), Part("b", 3, Role.GRADE_5)], "75 %", 0.1, 0.4)]
    picture = stacks([stack])
    widths = [mark.width for mark in picture if isinstance(mark, Rect)]
    assert widths == [0.25, 0.75]
    stem = next(mark for mark in picture if isinstance(mark, Line))
    assert [x for x, _y in stem.points] == [0.1, 0.4]


def test_a_value_below_the_middle_leans_to_the_left_and_rings_are_to_date():
    picture = deviations(
        [Deviation("a", 0.5, "0.5", good=False, to_date=2.0), Deviation("b", 1.5, "1.5", good=True)], str, middle=1
    )
    (bad,), (good,) = rects(picture, Role.BAD), rects(picture, Role.GOOD)
    axis = next(mark.points[0][0] for mark in picture if isinstance(mark, Line))
    assert abs(bad.x + bad.width - axis) < NEAR and abs(good.x - axis) < NEAR
    assert [mark.x for mark in picture if isinstance(mark, Dot) and mark.role is Role.TO_DATE] == [1.0]


def test_the_shade_of_a_cell_grows_with_its_value():
    picture = heat(["0", "1", "2"], [("Oct", [Cell(1.0, "100", 0), Cell(0.5, "50", 1), None])])
    assert [mark.role for mark in picture if isinstance(mark, Rect)] == [HEATS[-1], HEATS[0]]
    alone = heat(["0"], [("Oct", [Cell(0.3, "30")])])
    assert [mark.role for mark in alone if isinstance(mark, Rect)] == [HEATS[-1]]


def test_beside_a_line_the_nearest_value_is_meant():
    rows = [Course("low", [2, None], items=[0, 1]), Course("high", [6, 5], items=[2, 3]), Course("", [4, 4])]
    zones = [mark for mark in courses(["a", "b"], rows, str) if isinstance(mark, Zone)]
    assert [(zone.item, zone.x, round(zone.y, 2), round(zone.height, 2)) for zone in zones] == [
        (0, 0, 0, 0.67),
        (2, 0, 0.67, 0.33),
        (3, 0.5, 0, 1),
    ]


def test_small_pictures_of_one_kind_have_one_scale():
    (panels,) = multiples([Small("a", [1, 2], "2"), Small("b", [3, 4], "4")])
    high = [[mark.height for mark in part.picture if isinstance(mark, Rect)] for part in panels.parts]
    assert high == [[0.25, 0.5], [0.75, 1.0]]


def test_what_should_be_reached_by_now_is_a_dashed_stroke():
    assert [mark.role for mark in bullet(3, 10, higher_is_better=True, expected=5) if isinstance(mark, Line)] == [
        Role.LIMIT,
        Role.TARGET,
    ]


def test_where_no_round_step_is_wide_enough_the_ends_and_zero_are_the_ticks() -> None:
    assert ticks(-5, 5, most=1) == (-5, 0, 5)


def test_the_name_of_a_column_stands_above_all_that_it_reaches_over():
    points = [Column("a", 90), Column("b", 10), Column("c", 20), Column("d", None, forecast=30, low=5, high=80)]
    (label,) = [mark for mark in columns(points, str, named=(2,)) if isinstance(mark, Label) and mark.strong]
    assert label.y >= max(mark.y + mark.height for mark in rects(columns(points, str), Role.ACTUAL))


def test_a_bridge_goes_on_where_nothing_changed():
    steps = [Step("Start", 8, total=True), Step("Lost", 0), Step("End", 8, total=True)]
    lines = [mark.points for mark in bridge(steps, str) if isinstance(mark, Line) and mark.points[0][1] == 1]
    assert sorted(round(one[0][0], 3) for one in lines) == [0.273, 0.393, 0.607]
