"""A short day of the monkey; `python -m tests.monkey` makes long ones."""

import pytest

from tests.monkey.day import Day
from tests.screen.conftest import demo_file

pytestmark = pytest.mark.slow

__all__ = ["demo_file"]


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_is_clicked_and_typed_breaks_nothing_and_is_taken_back(qapp, tmp_path, demo_file, seed):
    day = Day(tmp_path, demo_file, seed, at_once=True)
    day.run(200)
    assert day.events == 200
