"""`python -m tests.fuzz --minutes 60 [--reader ical]`: every reader in turn is given spoiled files.

An input that takes more than five seconds of computing in one step, more than 500 MB, or ends in anything but rows or
a sentence is a finding: it is written among the seeds, where a test reads it from then on.
"""

from __future__ import annotations

import argparse
import faulthandler
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

from tests.fuzz.floods import FLOODS, flooded
from tests.fuzz.mutating import mutated
from tests.fuzz.reading import READERS, SEEDS, bring_in, filled, more_seeds_of, read_all, seeds_of

SECONDS = 5
MEMORY = 500 * 1024**2
TURN = 60
"""So many seconds one reader is kept busy before the next has its turn."""
PLANNED = 200_000
"""What is longer is only read: all that comes behind the reader takes its time for every row."""


def main() -> int:
    words = argparse.ArgumentParser(prog="python -m tests.fuzz")
    words.add_argument("--minutes", type=float, default=1)
    words.add_argument("--reader", choices=READERS, action="append")
    words.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    words.add_argument("--keep", type=Path, default=SEEDS, help="where findings are written")
    words.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    given = words.parse_args()
    if given.child:
        return _child(given.reader[0], given.seed, given.minutes * 60, given.child, given.keep)
    return _parent(given.reader or list(READERS), given.seed, given.minutes * 60, given.keep)


def _parent(readers: list[str], seed: int, seconds: float, keep: Path) -> int:
    """Gives each reader its turns, and keeps what killed a child."""
    end, turns, findings = time.monotonic() + seconds, count(seed), 0
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "input"
        while (left := end - time.monotonic()) > 1:
            for reader in readers:
                turn = min(TURN, left / len(readers))
                words = ["--reader", reader, "--seed", str(next(turns)), "--minutes", str(turn / 60)]
                command = [sys.executable, "-m", "tests.fuzz", *words, "--keep", str(keep), "--child", str(place)]
                done = subprocess.run(command, check=False, stderr=subprocess.PIPE, text=True)
                print(done.stderr[-2_000:], end="", flush=True)
                findings += done.returncode != 0
                if done.returncode < 0:
                    why = f"{signal.Signals(-done.returncode).name}\n{done.stderr[-5_000:]}"
                    _keep(reader, place.read_bytes(), why, keep)
    return min(findings, 1)


def _child(reader: str, seed: int, seconds: float, place: Path, keep: Path) -> int:
    """Reads spoiled files until its time is over. The system ends it where it computes too long."""
    seeds = [path.read_bytes() for path in (*seeds_of(reader), *more_seeds_of(reader))]
    seeds += [flooded(form, what, 5_000) for form, what in FLOODS if form == reader]
    chance, found = random.Random(seed), 0
    # Says where it was before the system ends it.
    faulthandler.register(signal.SIGPROF, all_threads=False, chain=True)
    with tempfile.TemporaryDirectory() as folder, filled(Path(folder) / "fuzz.crmdesk") as workspace:
        _bound_memory()
        end = time.monotonic() + seconds
        for number in count():
            if time.monotonic() > end:
                spent = time.process_time()
                print(f"{reader}: {number} inputs, {spent:.0f} s, {found} findings (seed {seed})", flush=True)
                return min(found, 1)
            data = mutated(seeds, chance, reader)
            place.write_bytes(data)
            try:
                _bounded()
                read_all(place, reader)
                if len(data) <= PLANNED:
                    _bounded()
                    for _step in bring_in(place, workspace):
                        _bounded()
            except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
                _bounded(0)
                found += _keep(reader, data, traceback.format_exc(), keep)
            _bounded(0)
    return 0


def _bounded(seconds: int = SECONDS) -> None:
    signal.setitimer(signal.ITIMER_PROF, seconds)


def _bound_memory() -> None:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    resource.setrlimit(resource.RLIMIT_AS, (pages * os.sysconf("SC_PAGE_SIZE") + MEMORY,) * 2)


_kept: set[str] = set()


def _keep(reader: str, data: bytes, why: str, keep: Path) -> bool:
    """Writes a finding among the seeds, one for each place in the code where it broke."""
    place = [line for line in why.splitlines() if line.startswith("  File")][-2:] or [why]
    if str(place) in _kept:
        return False
    _kept.add(str(place))
    path = keep / reader / f"found-{hashlib.sha256(data).hexdigest()[:10]}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    print(f"{reader}: {path.name} ({len(data)} bytes)\n{why[-3_000:]}", flush=True)
    return True


if __name__ == "__main__":
    sys.exit(main())
