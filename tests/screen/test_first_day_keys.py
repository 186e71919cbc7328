"""The same first day without a mouse: every key goes to where the focus is."""

import pytest

from tests.screen.first_day import WallClock, live
from tests.screen.first_day_figures import check_all
from tests.screen.hands import Keys

pytestmark = pytest.mark.slow


def test_a_first_day_without_a_mouse_comes_to_what_it_does_by_hand(make_window, tmp_path, capsys):
    clock = WallClock("08:00")
    hands = Keys(make_window(clock=clock))
    live(hands, clock)
    check_all(hands, clock, tmp_path, capsys)
