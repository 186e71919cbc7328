"""One reader's turn, in a process of its own: inputs at random, or such that new lines of code are reached."""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from pathlib import Path

LONGEST_GUIDED = 8_000
"""Letters of an input that looks for new lines of code: short ones are read often."""


def main() -> int:
    words = argparse.ArgumentParser()
    words.add_argument("reader")
    words.add_argument("--seed", type=int, required=True)
    words.add_argument("--seconds", type=float, required=True, help="of computing")
    words.add_argument("--place", type=Path, required=True, help="the file that inputs are written to")
    words.add_argument("--keep", type=Path, required=True, help="where findings are written")
    words.add_argument("--corpus", type=Path, help="inputs that reached new lines; makes the search guided")
    given = words.parse_args()
    if given.corpus:
        return _guided(given)
    return _at_random(given)


def _at_random(given: argparse.Namespace) -> int:
    from tests.fuzz.bounds import all_seeds, bound_process, broken_by, keep_finding
    from tests.fuzz.mutating import mutated
    from tests.fuzz.reading import filled

    seeds, chance, number, found = all_seeds(given.reader), random.Random(given.seed), 0, 0
    with tempfile.TemporaryDirectory() as folder, filled(Path(folder) / "fuzz.crmdesk") as workspace:
        bound_process()
        while time.process_time() < given.seconds:
            data = mutated(seeds, chance, given.reader)
            why = broken_by(data, given.place, given.reader, workspace)
            found += bool(why) and keep_finding(given.reader, data, why, given.keep)
            number += 1
    _say(given, number, found)
    return min(found, 1)


def _guided(given: argparse.Namespace) -> int:
    """The search of atheris, with changes of our own beside its own: it keeps what reaches new lines."""
    import atheris

    with atheris.instrument_imports(include=["crmdesk.exchange"]):
        from tests.fuzz import bounds
    from tests.fuzz.mutating import mutated
    from tests.fuzz.reading import SEEDS, filled

    seeds, count, found = bounds.all_seeds(given.reader), 0, 0
    workspace = filled(Path(tempfile.mkdtemp()) / "fuzz.crmdesk")

    def changed(data: bytes, largest: int, seed: int) -> bytes:
        chance = random.Random(seed)
        if chance.random() < 0.25:
            own: bytes = atheris.Mutate(data, largest)
            return own
        more = [chance.choice(seeds)] if chance.random() < 0.1 else []
        return mutated([data, *more], chance, given.reader, largest)[:largest]

    def one(data: bytes) -> None:
        nonlocal count, found
        if time.process_time() > given.seconds:
            _say(given, count, found)
            os._exit(min(found, 1))
        why = bounds.broken_by(data, given.place, given.reader, workspace)
        found += bool(why) and bounds.keep_finding(given.reader, data, why, given.keep)
        count += 1

    folders = [given.corpus, SEEDS / given.reader]
    settings = [f"-seed={given.seed}", f"-max_len={LONGEST_GUIDED}", "-rss_limit_mb=0", "-timeout=100000"]
    atheris.Setup([sys.argv[0], *map(str, folders), *settings, "-verbosity=0"], one, custom_mutator=changed)
    bounds.bound_process()
    atheris.Fuzz()
    return 0


def _say(given: argparse.Namespace, number: int, found: int) -> None:
    way = "guided" if given.corpus else "at random"
    spent = time.process_time()
    print(f"{given.reader}: {number} inputs {way}, {spent:.0f} s, {found} findings (seed {given.seed})", flush=True)


if __name__ == "__main__":
    sys.exit(main())
