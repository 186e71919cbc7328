"""Speed and memory, measured against floors of the same run: see tests/bench."""

from collections.abc import Sequence
from pathlib import Path

from devtools.console import ROOT, environment, run


def run_bench(python: Path, words: Sequence[str]) -> int:
    return run([python, "-m", "tests.bench", *words], environment(tests=True), cwd=ROOT)
