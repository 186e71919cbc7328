"""`python -m tests.fuzz --minutes 60 [--reader ical] [--guided]`: every reader in turn is given spoiled files.

An input that takes more than five seconds of computing in one step, more than 500 MB, or ends in anything but rows or
a sentence is a finding: it is written among the seeds, where a test reads it from then on.
"""

from __future__ import annotations

import argparse
import importlib.util
import signal
import subprocess
import sys
import tempfile
import time
from itertools import count
from pathlib import Path

from tests.fuzz.bounds import keep_finding
from tests.fuzz.reading import READERS, SEEDS

TURN = 120
"""So many seconds of computing one reader is kept busy before the next has its turn."""


def main() -> int:
    words = argparse.ArgumentParser(prog="python -m tests.fuzz")
    words.add_argument("--minutes", type=float, default=1, help="of computing, for each reader (1)")
    words.add_argument("--reader", choices=READERS, action="append")
    words.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    words.add_argument("--keep", type=Path, default=SEEDS, help="where findings are written")
    words.add_argument("--guided", action="store_true", help="search new lines of code (pip install atheris)")
    words.add_argument("--corpus", type=Path, help="where a guided search keeps what it learns, for the next time")
    given = words.parse_args()
    if given.guided and importlib.util.find_spec("atheris") is None:
        words.error("a guided search needs atheris: pip install atheris (Linux and macOS)")
    with tempfile.TemporaryDirectory() as folder:
        corpus = (given.corpus or Path(folder) / "corpus") if given.guided else None
        return _search(given.reader or list(READERS), given, Path(folder) / "input", corpus)


def _search(readers: list[str], given: argparse.Namespace, place: Path, corpus: Path | None) -> int:
    """Gives each reader its turns, and keeps what killed a child."""
    turns, findings, left = count(given.seed), 0, given.minutes * 60
    while left > 0:
        for reader in readers:
            words = [reader, "--seed", str(next(turns)), "--seconds", str(min(TURN, left))]
            words += ["--place", str(place), "--keep", str(given.keep)]
            if corpus is not None:
                (corpus / reader).mkdir(parents=True, exist_ok=True)
                words += ["--corpus", str(corpus / reader)]
            command = [sys.executable, "-m", "tests.fuzz.child", *words]
            done = subprocess.run(command, check=False, stderr=subprocess.PIPE, text=True)
            findings += done.returncode != 0
            if done.returncode:
                print(done.stderr[-2_000:], end="", flush=True)
            if done.returncode < 0:
                why = f"{signal.Signals(-done.returncode).name}\n{done.stderr[-5_000:]}"
                keep_finding(reader, place.read_bytes(), why, given.keep)
        left -= TURN
    return min(findings, 1)


if __name__ == "__main__":
    sys.exit(main())
