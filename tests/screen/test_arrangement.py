"""What somebody arranged: kept as data, and read again whatever it holds."""

import pytest

from crmdesk.screen import arrangement
from crmdesk.screen.areas import PAGES
from crmdesk.screen.arrangement import Arrangement
from crmdesk.screen.tiles import exists
from crmdesk.store import note
from crmdesk.store.file import create
from crmdesk.ui.face import Compare

OVERVIEW, SALES = PAGES[0], PAGES[1]
CSAT, CHART = "card:csat", "chart:nps"


@pytest.fixture
def workspace(tmp_path):
    with create(tmp_path / "Shop.crmdesk", {"currency": "EUR", "timezone": "Europe/Berlin"}) as made:
        yield made


@pytest.mark.parametrize("area", PAGES, ids=lambda area: area.id)
def test_every_usual_tile_exists_and_stands_once(area):
    tiles = Arrangement().tiles(area)
    assert all(exists(tile) for tile in tiles)
    assert len(set(tiles)) == len(tiles)


def test_an_area_that_nobody_arranged_is_as_it_was_made():
    assert Arrangement().tiles(SALES) == SALES.usual
    assert Arrangement().is_usual(SALES)


def test_a_tile_is_moved_before_another_and_to_the_end():
    first, second, *rest = SALES.usual
    moved = Arrangement().moved(SALES, first, None)
    assert moved.tiles(SALES) == (second, *rest, first)
    assert moved.moved(SALES, first, second).tiles(SALES) == SALES.usual
    assert moved.tiles(OVERVIEW) == OVERVIEW.usual


def test_what_is_pinned_comes_first_on_every_area_cards_before_cards_and_charts_before_charts():
    pinned = Arrangement().pinned_or_not(CSAT).pinned_or_not(CHART)
    tiles = pinned.tiles(SALES)
    assert tiles[0] == CSAT
    assert tiles[1 : 1 + len(SALES.usual)].index(CHART) == sum(one.startswith("card:") for one in SALES.usual)
    assert sorted(tiles) == sorted((*SALES.usual, CSAT, CHART))
    assert pinned.pinned_or_not(CSAT).pinned_or_not(CHART) == Arrangement()


def test_a_tile_that_is_unpinned_stands_where_it_was():
    arranged = Arrangement().pinned_or_not(SALES.usual[2])
    assert arranged.tiles(SALES)[0] == SALES.usual[2]
    moved = arranged.moved(SALES, SALES.usual[0], None)
    assert SALES.usual[2] in moved.pinned_or_not(SALES.usual[2]).tiles(SALES)


def test_a_tile_that_is_taken_away_is_pinned_no_more():
    arranged = Arrangement().pinned_or_not(CSAT).without(SALES, CSAT)
    assert arranged.pinned == ()
    assert CSAT not in arranged.tiles(SALES)
    assert arranged.usual(SALES) == Arrangement()


def test_it_is_kept_with_the_file(workspace):
    assert arrangement.recall(workspace) == Arrangement()
    made = Arrangement({"sales": (CSAT, CHART)}, (CSAT,), Compare.GOAL)
    arrangement.keep(workspace, made)
    assert arrangement.recall(workspace) == made


@pytest.mark.parametrize(
    "kept", [None, 7, [], {}, {"own": [], "pinned": []}, {"own": {}, "pinned": [], "compare": "?"}]
)
def test_what_cannot_be_read_is_as_if_it_were_not_there(workspace, kept):
    note.keep(workspace, arrangement.KEY, kept)
    assert arrangement.recall(workspace) == Arrangement()


def test_tiles_of_another_version_are_kept_but_do_not_exist(workspace):
    note.keep(
        workspace, arrangement.KEY, {"own": {"sales": ["card:magic", CSAT], "x": 3}, "pinned": [], "compare": "year"}
    )
    assert arrangement.recall(workspace).tiles(SALES) == ("card:magic", CSAT)
    assert not exists("card:magic")
    assert not exists("chart:magic")
    assert not exists("list:magic")
