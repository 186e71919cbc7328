"""Killed at random moments during import, edit, undo and backup: nothing acknowledged is lost, nothing is half there.

The gate kills 20 times; `python -m tests.crash.harness --kills 200` goes on, with other stories.
"""

import os

import pytest

from tests.crash.harness import kill_many, run_reference, table
from tests.crash.story import script
from tests.crash.subject import UNSAFE

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="Windows has no SIGKILL, and its programs do not fork."),
]
SEED = 1001


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    return run_reference(tmp_path_factory.mktemp("reference"), SEED)


def test_the_story_has_every_kind_of_step():
    kinds = set(script(SEED, 16))
    assert kinds >= {"new", "import", "edit", "undo-import", "backup"}
    assert {"undo", "redo", "bulk", "restore"} <= {kind for seed in range(8) for kind in script(seed, 16)}


def test_the_same_story_ends_in_the_same_state(told, tmp_path):
    again = run_reference(tmp_path, SEED, 6)
    assert again.states == told.states[:7] and len(set(told.states)) > 8


def test_whenever_it_is_killed_everything_acknowledged_is_there_and_nothing_is_half_there(told, tmp_path):
    tally = kill_many(tmp_path, told, 20, seed=SEED)
    assert not tally.violations, table(tally)
    assert sum(tally.kills.values()) == 20
    assert sum(tally.old.values()) + sum(tally.new.values()) >= 20


@pytest.mark.parametrize("unsafe", UNSAFE)
def test_a_program_that_writes_unsafely_is_caught(told, tmp_path, unsafe):
    """If these passed, the harness would be broken."""
    tally = kill_many(tmp_path, told, 40, seed=SEED, unsafe=unsafe, enough=1)
    assert tally.violations
