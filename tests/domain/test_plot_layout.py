"""Wherever a picture is laid out, its labels stay in the area, none covers another, and its marks stay in their box."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.plot import Label, Line, Panel, Panels, Place, Rect, Role, Zone
from crmdesk.domain.plot_layout import lay
from tests.domain.letters import Typewriter
from tests.domain.pictures import every_picture

LETTERS = Typewriter()
PICTURES = every_picture()
SIZES = ((300, 150), (370, 190), (640, 320), (1100, 300), (150, 400), (90, 60))
NEAR = 1.5


def texts(laid):
    return [label.text for label in laid.labels]


def check(laid, width, height):
    """Nothing leaves the area, and nothing overlaps."""
    for one in laid.labels:
        assert one.x >= -0.01 and one.x + one.width <= width + 0.01, one
        assert one.y >= -0.01 and one.y + one.height <= height + 0.01, one
    for number, one in enumerate(laid.labels):
        assert not any(one.overlaps(other) for other in laid.labels[:number]), one
    for shape in laid.shapes:
        ends = [(shape.x, shape.y)] if not isinstance(shape, Line) else shape.points
        ends = [*ends, (shape.x + shape.width, shape.y + shape.height)] if isinstance(shape, Rect) else ends
        assert all(-NEAR <= x <= width + NEAR and -NEAR <= y <= height + NEAR for x, y in ends), shape


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_kind_of_picture_has_its_labels_inside_and_apart(name, size):
    picture, lines = PICTURES[name]
    width, height = size
    check(lay(picture, width, height, LETTERS, lines), width, height)


@given(
    st.lists(
        st.builds(
            Label,
            st.floats(0, 1),
            st.floats(0, 1),
            st.text(max_size=30),
            st.sampled_from(list(Place)),
            st.booleans(),
            st.booleans(),
            st.sampled_from([0.0, 0.1, 0.5]),
        ),
        max_size=12,
    ),
    st.sampled_from(SIZES),
)
def test_labels_at_any_place_stay_inside_and_apart(labels, size):
    width, height = size
    check(lay(tuple(labels), width, height, LETTERS), width, height)


def test_a_name_is_cut_and_a_figure_is_whole_or_missing():
    name = Label(0.0, 0.5, "Averylongnameofacustomer", Place.LEFT)
    (shown,) = lay((name,), 100, 50, LETTERS).labels
    assert shown.text.endswith("…") and shown.width <= 100 * 0.42
    figure = Label(0.5, 0.5, "1,234,567.89", Place.INSIDE, room=0.5)
    assert not lay((figure,), 100, 50, LETTERS).labels
    assert texts(lay((figure,), 300, 50, LETTERS)) == ["1,234,567.89"]
    assert not lay((Label(0.5, 0.5, "7", Place.INSIDE, room=1, tall=0.1),), 100, 50, LETTERS).labels


def test_a_long_name_at_the_left_has_two_lines_where_its_neighbours_leave_room():
    def beside(height, *names):
        slot = 1 / len(names)
        rows = tuple(Label(0.0, (n + 0.5) * slot, one, Place.LEFT) for n, one in enumerate(names))
        return texts(lay(rows, 100, height, LETTERS))

    assert beside(100, "Ads in 2025", "Ads in 2026") == ["Ads in", "2025", "Ads in", "2026"]
    assert beside(26, "Ads in 2025", "Ads in 2026") == ["Ads i…", "Ads i…"]


def test_a_name_below_is_cut_only_where_its_neighbours_need_the_room():
    def below(*names):
        slot = 1 / len(names)
        row = tuple(Label((n + 0.5) * slot, 0, name, Place.BELOW, room=slot) for n, name in enumerate(names))
        return texts(lay(row, 135, 50, LETTERS))

    assert below("Lost", "Returned", "End") == ["Lost", "Returned", "End"]
    assert below("Losses", "Returned", "Others") == ["Losses", "Return…", "Others"]
    assert below("Returned", "", "End") == ["Returned", "End"]


def test_the_stronger_of_two_labels_in_one_place_is_shown():
    both = (Label(0.5, 0.5, "weak", Place.INSIDE), Label(0.5, 0.5, "good", Place.INSIDE, strong=True))
    assert texts(lay(both, 100, 50, LETTERS)) == ["good"]


def test_two_lines_that_end_together_are_both_named():
    ends = [Label(0.9, 0.5, text, Place.RIGHT) for text in ("one", "two")]
    one, two = lay(tuple(ends), 200, 100, LETTERS).labels
    assert abs(one.y - two.y) == LETTERS.height


def test_names_above_narrow_parts_move_aside():
    names = (Label(0.3, 1, "Passives", Place.ABOVE, quiet=True), Label(0.5, 1, "Promoters", Place.ABOVE, quiet=True))
    one, two = lay(names, 270, 50, LETTERS).labels
    assert two.x - one.x - one.width >= LETTERS.gap and two.x + two.width / 2 > 0.5 * 270


def test_the_end_of_a_line_near_the_axis_leaves_the_last_time_its_name():
    end = Label(0.9, 0.0, "half", Place.RIGHT, strong=True)
    shown = lay((end, Label(0.9, 0.0, "October", Place.BELOW, quiet=True)), 200, 100, LETTERS)
    assert texts(shown) == ["half", "October"]


def test_times_are_named_at_regular_steps_that_end_with_the_last():
    row = tuple(Label((n + 0.5) / 12, 0.0, f"m{n:02}", Place.BELOW, quiet=True) for n in range(12))
    assert texts(lay(row, 400, 50, LETTERS))[::-1] == [f"m{n:02}" for n in range(12)]
    assert texts(lay(row, 200, 50, LETTERS))[::-1] == [f"m{n:02}" for n in range(1, 12, 2)]
    assert len(lay(row, 40, 50, LETTERS).labels) == 1
    assert not lay(row, 10, 50, LETTERS).labels


def test_a_heat_map_shows_all_its_figures_or_none():
    picture, _lines = PICTURES["heat"]
    numbers = [mark.text for mark in picture if isinstance(mark, Label) and mark.on is not None]
    wide = [label for label in lay(picture, 700, 320, LETTERS).labels if label.on is not None]
    assert sorted(label.text for label in wide) == sorted(numbers)
    assert not [label for label in lay(picture, 200, 320, LETTERS).labels if label.on is not None]


def test_a_few_bars_do_not_fill_a_large_place():
    bar = (Rect(0, 0, 1, 1, Role.ACTUAL),)
    (high,), (low,) = lay(bar, 100, 500, LETTERS).shapes, lay(bar, 100, 500, LETTERS, 2).shapes
    assert high.height == 500
    assert low.height == 8 * LETTERS.height and low.y + low.height == 500


def test_pictures_side_by_side_have_boxes_of_one_size_and_lie_in_line():
    small = (Rect(0, 0, 1, 1, Role.ACTUAL), Label(0, 0.5, "name", Place.LEFT), Label(1, 0.5, "7", Place.RIGHT))
    panels = Panels(tuple(Panel(f"Panel {n}", small) for n in range(5)))
    boxes = [shape for shape in lay((panels,), 600, 300, LETTERS).shapes if isinstance(shape, Rect)]
    assert len({(round(one.width, 3), round(one.height, 3)) for one in boxes}) == 1
    assert len({round(one.x, 3) for one in boxes}) * len({round(one.y, 3) for one in boxes}) >= len(boxes)


def test_the_text_beside_a_title_gives_way_to_the_title():
    def heads(width):
        return texts(lay((Panels((Panel("Anna Kowalska", (), "12,400 EUR"),), across=1),), width, 80, LETTERS))

    assert heads(300) == ["Anna Kowalska", "12,400 EUR"]
    assert heads(120) == ["Anna K…", "12,400 EUR"]
    assert heads(100) == ["Anna Kowalska"]
    assert not lay((Panels((Panel("", ()),)),), 100, 80, LETTERS).labels


def test_where_nothing_fits_nothing_is_written():
    picture, _lines = PICTURES["multiples"]
    assert not lay(picture, 300, 12, LETTERS).labels
    assert not lay((Label(0.5, 0.5, "7", Place.INSIDE),), 100, 10, LETTERS).labels


def test_zones_of_nothing_are_left_out():
    laid = lay((Zone(0, 0, 1, 1, -1), Zone(0, 0, 0.5, 1, 3)), 100, 50, LETTERS)
    assert laid.zones == [Zone(0, 0, 50, 50, 3)]
