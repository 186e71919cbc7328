"""Prints where the command line and the oracle disagree: python -m tests.oracle.compare --seeds 0:50."""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path

from tests.oracle.commands import Disagreement, disagreements


def compare_seed(keep: Path | None, seed: int, size: int) -> list[Disagreement]:
    """What disagrees for one seed."""
    with tempfile.TemporaryDirectory() as temporary:
        return list(disagreements(keep / str(seed) if keep else Path(temporary), seed, size))


def show(seed: int, done: Future[list[Disagreement]]) -> list[str]:
    """Prints what disagrees, or the error that came instead, and names the KPIs (or the error) concerned."""
    error = done.exception()
    if error is not None:
        print(f"seed {seed} | {type(error).__name__}: {error}\n{error.__cause__ or ''}", flush=True)
        return [type(error).__name__]
    for question, kpi, field, ours, wanted in done.result():
        print(f"seed {seed} | {question} | {kpi}.{field} | ours {ours!r} | oracle {wanted!r}", flush=True)
    return [kpi for _, kpi, *_ in done.result()]


def main(arguments: Sequence[str] | None = None) -> int:
    """Compares every seed of a range; exit code 1 if anything disagrees."""
    parser = argparse.ArgumentParser(prog="python -m tests.oracle.compare", description=__doc__)
    parser.add_argument("--seeds", default="0:50", help="first:last, the last one excluded; or one seed")
    parser.add_argument("--size", type=int, default=20, help="about the most contacts of a workspace")
    parser.add_argument("--keep", type=Path, help="keep folders and workspaces below this directory")
    parser.add_argument("--jobs", type=int, default=1, help="processes at a time")
    options = parser.parse_args(arguments)
    first, _, last = options.seeds.partition(":")
    seeds = range(int(first), int(last or int(first) + 1))
    counts: Counter[str] = Counter()
    with ProcessPoolExecutor(options.jobs) as pool:
        waiting = [(seed, pool.submit(compare_seed, options.keep, seed, options.size)) for seed in seeds]
        for seed, done in waiting:
            counts.update(show(seed, done))
    print(f"{len(seeds)} seeds, {sum(counts.values())} disagreements", dict(counts.most_common()))
    return 1 if counts else 0


if __name__ == "__main__":
    sys.exit(main())
