"""Pointing at a mark, and walking from one to the next."""

import pytest

from crmdesk.chart.hit import Way, centre, item_at, marks_of, next_to
from crmdesk.domain.plot import Dot, Line, Rect, Role, Zone
from crmdesk.domain.plot_layout import lay
from tests.domain.letters import Typewriter
from tests.domain.pictures import every_picture

PICTURES = every_picture()
LAID = lay(
    (
        Zone(0.0, 0.0, 0.5, 1.0, 0),
        Rect(0.1, 0.0, 0.3, 0.5, Role.BEFORE, 1),
        Rect(0.2, 0.0, 0.2, 0.8, Role.ACTUAL, 0),
        Line(((0.6, 0.2), (0.6, 0.2), (0.9, 0.2)), Role.ACTUAL, 2),
        Dot(0.9, 0.2, Role.ACTUAL, 3),
        Line(((0.7, 0.9),), Role.ACTUAL, 4),
    ),
    100,
    100,
    Typewriter(),
)


@pytest.mark.parametrize(
    ("at", "item"),
    [((30, 30), 0), ((12, 20), 1), ((30, 95), 0), ((75, 25), 2), ((89, 21), 3), ((55, 70), -1), ((99, 99), -1)],
)
def test_the_topmost_mark_is_meant_then_one_close_by_then_the_zone(at, item):
    assert item_at(LAID, *at) == item


def test_a_value_without_anything_to_be_seen_has_its_zone():
    nothing = lay((Zone(0, 0, 1, 1, 5), Rect(0, 0, 1, 0, Role.ACTUAL, 5)), 10, 10, Typewriter())
    assert marks_of(nothing, 5) == [Rect(0, 0, 10, 0, Role.ACTUAL, 5)]
    assert marks_of(lay((Zone(0, 0, 1, 1, 5),), 10, 10, Typewriter()), 5) == [Zone(0, 0, 10, 10, 5)]
    assert centre(marks_of(nothing, 99)) == (0.0, 0.0)


def test_the_line_between_two_values_is_no_mark_of_its_own_where_there_is_a_dot():
    marks = (Line(((0, 0), (1, 1)), Role.ACTUAL, 1), Dot(1, 1, Role.ACTUAL, 1))
    assert marks_of(lay(marks, 10, 10, Typewriter()), 1) == [Dot(10, 10, Role.ACTUAL, 1)]
    assert centre(marks_of(lay(marks[:1], 10, 10, Typewriter()), 1)) == (10, 10)


def test_arrows_lead_to_the_cell_beside():
    picture, _lines = PICTURES["heat"]
    laid = lay(picture, 600, 300, Typewriter())
    first_of_second_row = 13
    assert next_to(laid, range(13 * 13), 0, Way(0, -1)) == first_of_second_row
    assert next_to(laid, range(13 * 13), first_of_second_row, Way(0, 1)) == 0
    assert next_to(laid, range(13 * 13), 0, Way(1, 0)) == 1
    assert next_to(laid, range(13 * 13), 0, Way(0, 1)) == 0


@pytest.mark.parametrize("name", PICTURES)
def test_every_mark_of_every_kind_can_be_pointed_at(name):
    picture, lines = PICTURES[name]
    laid = lay(picture, 700, 350, Typewriter(), lines)
    items = {shape.item for shape in laid.shapes if shape.item >= 0} | {zone.item for zone in laid.zones}
    assert all(any(item_at(laid, *at) == item for at in places_on(laid, item)) for item in items)


def places_on(laid, item):
    """Points that are spread over the marks and the zones of a value."""
    for mark in (*laid.shapes, *laid.zones):
        if mark.item == item and isinstance(mark, Rect | Zone):
            steps = [(x, y) for x in (0.5, 0.02, 0.98, 0.2, 0.8) for y in (0.5, 0.02, 0.98, 0.2, 0.8)]
            yield from ((mark.x + x * mark.width, mark.y + y * mark.height) for x, y in steps)
        elif mark.item == item:
            yield from mark.points if isinstance(mark, Line) else [(mark.x, mark.y)]
