"""A month is closed with a mouse, and the same without one."""

import pytest

from tests.screen.driving import settle
from tests.screen.hands import Keys, Mouse
from tests.screen.month_story import live, print_and_change


@pytest.mark.parametrize("hands", [Mouse, Keys])
def test_a_month_is_closed(window, tmp_path, hands):
    print_and_change(window, tmp_path)
    settle(window)
    live(hands(window))
