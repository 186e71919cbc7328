"""A new user's first day with mouse and keys, from an empty workspace, held against a calculation by hand."""

import pytest

from tests.screen.first_day import WallClock, live
from tests.screen.first_day_figures import check_all
from tests.screen.hands import Mouse

pytestmark = pytest.mark.slow


def test_a_first_day_with_mouse_and_keys_comes_to_what_it_does_by_hand(make_window, tmp_path, capsys):
    clock = WallClock("08:00")
    hands = Mouse(make_window(clock=clock))
    live(hands, clock)
    check_all(hands, clock, tmp_path, capsys)
