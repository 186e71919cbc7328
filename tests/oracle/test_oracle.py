"""What the command line says of random workspaces is what the oracle says, figure by figure."""

from pathlib import Path

import pytest

from tests.oracle.commands import disagreements

SEEDS = (0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_figure_of_a_random_workspace_is_the_oracles(tmp_path: Path, seed: int) -> None:
    assert list(disagreements(tmp_path, seed)) == []
