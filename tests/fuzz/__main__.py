"""`python -m tests.fuzz --minutes 60 [--reader ical]`: every reader in turn is given spoiled files.

An input that takes more than five seconds of computing, more than 500 MB, or ends in anything but rows or a sentence is
a finding: it is written among the seeds, where a test reads it from then on.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from itertools import count
from pathlib import Path

from crmdesk.exchange.formats import FORMATS
from tests.fuzz.mutating import mutated
from tests.fuzz.reading import SEEDS, read_all, seeds_of

SECONDS = 5
MEMORY = 500 * 1024**2
TURN = 60
"""So many seconds one reader is kept busy before the next has its turn."""


def main() -> int:
    words = argparse.ArgumentParser(prog="python -m tests.fuzz")
    words.add_argument("--minutes", type=float, default=1)
    words.add_argument("--reader", choices=list(FORMATS))
    words.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    words.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    given = words.parse_args()
    if given.child:
        return _child(given.reader, given.seed, given.minutes * 60, given.child)
    return _parent([given.reader] if given.reader else list(FORMATS), given.seed, given.minutes * 60)


def _parent(readers: list[str], seed: int, seconds: float) -> int:
    """Gives each reader its turns, and keeps what killed a child."""
    end, turns, findings = time.monotonic() + seconds, count(seed), 0
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "input"
        while (left := end - time.monotonic()) > 1:
            for reader in readers:
                turn = min(TURN, left / len(readers))
                words = ["--reader", reader, "--seed", str(next(turns)), "--minutes", str(turn / 60)]
                command = [sys.executable, "-m", "tests.fuzz", *words, "--child", str(place)]
                code = subprocess.run(command, check=False).returncode
                findings += code != 0
                if code < 0:
                    _keep(reader, place.read_bytes(), signal.Signals(-code).name)
    return min(findings, 1)


def _child(reader: str, seed: int, seconds: float, place: Path) -> int:
    """Reads spoiled files until its time is over. The system ends it where it computes too long."""
    seeds, chance, found = [path.read_bytes() for path in seeds_of(reader)], random.Random(seed), 0
    _bound_memory()
    end = time.monotonic() + seconds
    for number in count():
        if time.monotonic() > end:
            print(f"{reader}: {number} inputs, {found} findings (seed {seed})", flush=True)
            return min(found, 1)
        data = mutated(seeds, chance)
        place.write_bytes(data)
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        try:
            read_all(place, reader)
        except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
            signal.setitimer(signal.ITIMER_PROF, 0)
            found += _keep(reader, data, traceback.format_exc())
        signal.setitimer(signal.ITIMER_PROF, 0)
    return 0


def _bound_memory() -> None:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    resource.setrlimit(resource.RLIMIT_AS, (pages * os.sysconf("SC_PAGE_SIZE") + MEMORY,) * 2)


_kept: set[str] = set()


def _keep(reader: str, data: bytes, why: str) -> bool:
    """Writes a finding among the seeds, one for each place in the code where it broke."""
    place = [line for line in why.splitlines() if line.startswith("  File")][-2:] or [why]
    if str(place) in _kept:
        return False
    _kept.add(str(place))
    path = SEEDS / reader / f"found-{hashlib.sha256(data).hexdigest()[:10]}"
    path.write_bytes(data)
    print(f"{reader}: {path.name} ({len(data)} bytes)\n{why[-3_000:]}", flush=True)
    return True


if __name__ == "__main__":
    sys.exit(main())
