"""A part of a picture, as large as the whole."""

from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.plot import Dot, Label, Line, Panels, Place, Rect, Role, Zone
from crmdesk.domain.plot_zoom import WHOLE, View, zoomed
from tests.domain.pictures import every_picture

RIGHT = View(left=0.5)
UNIT = st.floats(0, 1)


def test_the_whole_stays_as_it_is():
    picture, _lines = every_picture()["columns"]
    assert zoomed(picture, WHOLE) is picture


def test_marks_outside_are_left_out_and_those_at_the_edge_are_cut():
    marks = (Rect(0.1, 0, 0.2, 1, Role.ACTUAL, 1), Rect(0.4, 0, 0.2, 1, Role.ACTUAL, 2), Zone(0.9, 0, 0.1, 1, 3))
    cut, zone = zoomed(marks, RIGHT)
    assert (cut.x, round(cut.width, 6), cut.item) == (0.0, 0.2, 2)
    assert isinstance(zone, Zone) and round(zone.x, 6) == 0.8


def test_points_and_labels_outside_are_left_out():
    marks = (Dot(0.2, 0.5, Role.POINT), Dot(0.75, 0.5, Role.POINT, 4), Label(0.2, 0.5, "a", Place.ABOVE))
    assert zoomed(marks, RIGHT) == (Dot(0.5, 0.5, Role.POINT, 4),)


def test_the_names_of_the_axes_stay_at_the_edge_and_rooms_grow():
    marks = (Label(0, 0.5, "10 k", Place.LEFT), Label(0.75, 0, "Oct", Place.BELOW), Label(1, 0.5, "41 %", Place.RIGHT))
    assert [(one.x, one.y) for one in zoomed(marks, RIGHT)] == [(0, 0.5), (0.5, 0), (1, 0.5)]
    (cell,) = zoomed((Label(0.75, 0.5, "7", Place.INSIDE, room=0.2, tall=0.1),), View(0.5, 1.0, 0.0, 0.6))
    assert cell.room == 0.4 and round(cell.tall, 6) == round(0.1 / 0.6, 6)


def test_a_line_is_cut_where_it_leaves_and_comes_back():
    line = Line(((0.0, 0.5), (0.6, 0.5), (0.8, 2.0), (0.9, 0.5), (1.0, 0.5)), Role.ACTUAL, 7)
    one, two = zoomed((line,), View(left=0.2))
    assert one.points[0] == (0.0, 0.5) and one.item == two.item == 7
    assert one.points[-1][1] == two.points[0][1] == 1.0
    assert not zoomed((Line(((0.0, 0.1), (0.1, 0.9)), Role.ACTUAL),), RIGHT)
    assert not zoomed((Line(((0.1, 0.0), (0.1, 1.0)), Role.AXIS),), RIGHT)


def test_pictures_side_by_side_are_not_zoomed_into():
    assert zoomed((Panels(()),), RIGHT) == (Panels(()),)


@given(UNIT, UNIT, st.sampled_from(["columns", "courses", "strips", "pareto", "heat", "dots"]))
def test_nothing_of_a_part_lies_outside(one, other, name):
    low, high = sorted((one, other))
    picture, _lines = every_picture()[name]
    for mark in zoomed(picture, View(low, max(high, low + 0.01))):
        ends = mark.points if isinstance(mark, Line) else [(mark.x, mark.y)]
        if isinstance(mark, Rect | Zone):
            ends = [*ends, (mark.x + mark.width, mark.y + mark.height)]
        assert all(-1e-6 <= x <= 1 + 1e-6 and -1e-6 <= y <= 1 + 1e-6 for x, y in ends)
