"""Tiles stand side by side as many as fit, in their order, and none lies over another."""

import random
from itertools import pairwise

import pytest

from crmdesk.ui.tiling import CARD, GAP, Room, boxes

LINE = 14.0
USUAL = [CARD] * 8 + [3, 2, 2, 2]


def placed(shares, width, height=560.0):
    return boxes(shares, Room(width, height, LINE, 112.0))


def rows_of(found):
    return [[box for box in found if box.y == y] for y in sorted({box.y for box in found})]


@pytest.mark.parametrize(("width", "across"), [(1900, 4), (1174, 4), (830, 2), (640, 2), (460, 1), (100, 1)])
def test_as_many_cards_stand_side_by_side_as_fit(width, across):
    found, _least = placed(USUAL, width)
    assert len(rows_of(found)[0]) == across


@pytest.mark.parametrize(("cards", "rows"), [(3, [3]), (4, [4]), (5, [3, 2]), (6, [3, 3]), (7, [4, 3]), (9, [3, 3, 3])])
def test_rows_of_cards_are_alike(cards, rows):
    found, _least = placed([CARD] * cards, 1174)
    assert [len(row) for row in rows_of(found)] == rows


def test_a_wide_page_has_five_cards_in_a_row():
    found, _least = placed([CARD] * 5, 1700)
    assert len(rows_of(found)) == 1


def test_a_small_laptop_shows_everything_and_a_large_screen_gives_panels_two_rows():
    found, least = placed(USUAL, 1174)
    assert least <= 560
    assert [len(row) for row in rows_of(found)] == [4, 4, 4]
    found, _least = placed(USUAL, 1700, 900)
    assert [len(row) for row in rows_of(found)] == [4, 4, 2, 2]


def test_panels_that_need_two_rows_stand_in_two_that_are_alike():
    found, _least = placed([3, 3, 2, 2], 1174)
    assert [len(row) for row in rows_of(found)] == [2, 2]


def test_panels_share_a_row_by_what_they_want():
    found, _least = placed([3, 2], 1174)
    assert found[0].width / found[1].width == pytest.approx(1.5, rel=0.01)


def test_nothing_takes_no_room():
    assert placed([], 1174) == ([], 0)


@pytest.mark.parametrize("seed", range(40))
def test_tiles_keep_their_order_fill_their_rows_and_lie_apart(seed):
    chance = random.Random(seed)
    shares = [chance.choice([CARD, CARD, 1, 2, 3]) for _tile in range(chance.randint(1, 16))]
    width, height = chance.randint(200, 2600), chance.randint(200, 1500)
    found, least = placed(shares, width, height)
    assert [(box.y, box.x) for box in found] == sorted((box.y, box.x) for box in found)
    rows = rows_of(found)
    for row in rows:
        assert row[0].x == 0
        assert row[-1].x + row[-1].width == pytest.approx(width)
        for one, after in pairwise(row):
            assert after.x == pytest.approx(one.x + one.width + GAP)
    for above, below in pairwise(rows):
        assert below[0].y == pytest.approx(above[0].y + above[0].height + GAP)
    bottom = max(box.y + box.height for box in found)
    assert bottom <= max(height, least) + 0.01
