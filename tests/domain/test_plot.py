"""Pictures of values: everything lies in the unit box, bars begin at zero, order and size tell the truth."""

from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.plot import Dot, Label, Line, Rect, Role, bullet, spark, ticks
from crmdesk.domain.plot_bars import Bar, bar, bars, deviation, shares
from crmdesk.domain.plot_columns import Column, Step, bridge, columns

AMOUNTS = st.one_of(st.none(), st.integers(-(10**12), 10**12), st.floats(-1e9, 1e9))
NEAR = 1e-6


def places(picture):
    for mark in picture:
        match mark:
            case Rect():
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
    assert spark([]) == spark([None, None]) == ()


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
    assert rects(columns([Column("a", None), Column("b", 1)], str), Role.ACTUAL)[0].item == 1


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
    picture = bars([Bar("x", whole, min(part, whole)) for whole, part in values], room=0.3)
    assert inside(picture)
    whole = {mark.item: mark.width for mark in rects(picture, Role.REST)}
    assert all(mark.width <= whole.get(mark.item, 1) + NEAR for mark in rects(picture, Role.ACTUAL))


@given(st.lists(st.integers(0, 10**6), max_size=8))
def test_shares_fill_the_bar(values):
    picture = shares([(value, Role.ACTUAL) for value in values])
    assert inside(picture)
    assert not sum(values) or abs(sum(mark.width for mark in rects(picture, Role.ACTUAL)) - 1) < NEAR


def test_a_deviation_leans_to_its_side():
    assert rects(deviation(3, 1, 2), Role.GOOD)[0].x == 0.5
    assert rects(deviation(0, 1, 2), Role.BAD)[0].x == 0.25
    assert inside(deviation(99, 1, 2)) and inside(bar(3, 4)) and bar(0, 0)[0].width == 0


def test_where_no_round_step_is_wide_enough_the_ends_and_zero_are_the_ticks() -> None:
    assert ticks(-5, 5, most=1) == (-5, 0, 5)
