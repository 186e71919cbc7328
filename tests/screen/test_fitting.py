"""A business sees first what it does."""

from dataclasses import replace

import pytest

from crmdesk.domain.clock import FixedClock
from crmdesk.domain.figure import NOT_BEGUN
from crmdesk.kpi.base import Area, all_kpis
from crmdesk.screen import reading
from crmdesk.screen.areas import GOALS, PAGES, TODAY
from crmdesk.screen.fitting import fitting
from crmdesk.store.file import open_workspace
from crmdesk.ui.board import Board
from tests.screen.driving import NOON

USUAL = list(PAGES[0].usual)


@pytest.fixture(scope="module")
def board(demo_file):
    with open_workspace(demo_file, read_only=True, clock=FixedClock(NOON)) as workspace:
        found = reading.remembered_board(workspace, reading.first_period(workspace, NOON), NOON)
        assert found is not None
        months = [{one.id: results[one.id] for one in all_kpis()} for results in found.series]
        return replace(found, overview=replace(found.overview, series=months))


def only_of(board: Board, areas: set[Area]) -> Board:
    """The same business without anything in the other areas."""
    gone = {one.id for one in all_kpis() if one.area not in areas}
    months = [
        {id: replace(one, figure=NOT_BEGUN) if id in gone else one for id, one in results.items()}
        for results in board.series
    ]
    return replace(board, overview=replace(board.overview, series=months))


def test_a_business_that_does_everything_sees_the_headlines(board):
    assert fitting(USUAL, board) == USUAL


def test_a_help_desk_sees_its_tickets(board):
    tiles = fitting(USUAL, only_of(board, {Area.SERVICE}))
    assert tiles == [
        *("card:csat", "card:response_time", "card:resolution_time", "card:nps", "card:open_tickets"),
        *("chart:csat", "chart:response_time", TODAY, GOALS),
    ]


def test_a_business_without_anything_sees_what_there_could_be(board):
    assert fitting(USUAL, only_of(board, set())) == USUAL
