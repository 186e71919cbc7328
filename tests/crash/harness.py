"""Kills a working crmdesk at random moments and looks whether anything that it acknowledged is lost, or half there.

python3 packaging/dev.py crash --kills 200 --seed 1
python3 packaging/dev.py crash --kills 40 --unsafe no-log      must find violations
python3 packaging/dev.py crash --disk-faults                   needs strace
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from crmdesk.domain.errors import UserError
from crmdesk.store.check import integrity
from crmdesk.store.file import open_workspace
from crmdesk.store.verifying import verify
from tests.crash.story import NOTHING, digest, script, state, take
from tests.crash.subject import UNSAFE

ROOT = Path(__file__).resolve().parents[2]
LENGTH = 16


@dataclass
class Reference:
    """The story as it goes when nobody kills it: the state after so many steps, and how long each took."""

    seed: int
    kinds: list[str]
    states: list[str] = field(default_factory=lambda: [NOTHING])
    seconds: list[float] = field(default_factory=list)


@dataclass
class Tally:
    """What the kills found."""

    kills: Counter[str] = field(default_factory=Counter)
    old: Counter[str] = field(default_factory=Counter)
    new: Counter[str] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)
    finished_first: int = 0
    leftovers: int = 0


def run_reference(folder: Path, seed: int, length: int = LENGTH) -> Reference:
    told = Reference(seed, script(seed, length))
    for number, kind in enumerate(told.kinds):
        begun = time.perf_counter()
        take(folder, seed, number, kind)
        told.seconds.append(time.perf_counter() - begun)
        told.states.append(state(folder))
    return told


class Program:
    """The crmdesk that is killed, and started again."""

    def __init__(self, folder: Path, told: Reference, unsafe: str) -> None:
        words = [sys.executable, "-m", "tests.crash.subject", folder, told.seed, len(told.kinds), unsafe]
        self._process = subprocess.Popen(
            [str(word) for word in words], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def order(self, words: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{words}\n")
        self._process.stdin.flush()

    def line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def close(self) -> None:
        self._process.communicate("")


@contextmanager
def program(folder: Path, told: Reference, unsafe: str) -> Iterator[Program]:
    running = Program(folder, told, unsafe)
    try:
        yield running
    finally:
        running.close()


def kill_many(folder: Path, told: Reference, kills: int, *, seed: int, unsafe: str = "", enough: int = 10) -> Tally:
    """Kills the program so often, each time in a step chosen by chance; it goes on where it was, or begins anew."""
    tally, chance = Tally(), random.Random(seed)
    run, done = _fresh(folder, 0), 0
    while sum(tally.kills.values()) < kills and len(tally.violations) < enough:
        if done >= len(told.kinds) - 1:
            run, done = _fresh(folder, run[0] + 1), 0
        with program(run[1], told, unsafe) as running:
            while done < len(told.kinds) - 1 and sum(tally.kills.values()) < kills:
                acknowledged, target = _kill_once(running, told, done, chance, tally)
                found = _judge(run[1], told, acknowledged, tally, told.kinds[target])
                if found is None:
                    done = len(told.kinds)
                    break
                done = found
    return tally


def _fresh(folder: Path, number: int) -> tuple[int, Path]:
    place = folder / f"run{number}"
    place.mkdir()
    return number, place


def _kill_once(running: Program, told: Reference, done: int, chance: random.Random, tally: Tally) -> tuple[int, int]:
    """Answers how many steps were acknowledged, and in which step the program was to be killed."""
    target = min(done + chance.choice((0, 1, 1, 2, 3)), len(told.kinds) - 1)
    running.order(f"start {done}")
    acknowledged, child, begun = done, 0, False
    while not (begun and child):
        line = running.line()
        word, _, rest = line.partition(" ")
        if word == "child":
            child = int(rest)
        elif word == "done":
            acknowledged = int(rest) + 1
        elif word in ("failed", "finished", ""):
            tally.violations.append(f"the program {word or 'ended'} before step {target} ({told.kinds[target]})")
            begun = True
        begun = begun or line == f"begin {target}"
    time.sleep(chance.uniform(0, 1.3 * told.seconds[target]))
    os.kill(child, signal.SIGKILL)
    running.order("end")
    finished = False
    while (line := running.line()) not in ("ended", ""):
        finished = finished or line == "finished"
        if line.startswith("done"):
            acknowledged = int(line.split()[1]) + 1
    tally.finished_first += finished
    if not finished:
        tally.kills[told.kinds[min(acknowledged, len(told.kinds) - 1)]] += 1
    return acknowledged, target


def _judge(folder: Path, told: Reference, acknowledged: int, tally: Tally, target: str) -> int | None:
    """How many steps are in the file: those acknowledged, or the one that was under way too. None: a violation."""
    underway = told.kinds[acknowledged] if acknowledged < len(told.kinds) else target
    where = f"killed in step {acknowledged} ({underway})"
    try:
        found = _look(folder)
        _require_backups(folder, told, acknowledged)
    except (UserError, AssertionError) as fault:
        tally.violations.append(f"{where}: {fault}")
        return None
    tally.leftovers = max(tally.leftovers, len(list(folder.glob(".*.part"))))
    if found == told.states[acknowledged]:
        tally.old[underway] += 1
        return acknowledged
    if acknowledged + 1 < len(told.states) and found == told.states[acknowledged + 1]:
        tally.new[underway] += 1
        return acknowledged + 1
    which = f"the state after {told.states.index(found)} steps" if found in told.states else "no state of the story"
    tally.violations.append(f"{where}: {which} instead of that after {acknowledged} or {acknowledged + 1}")
    return None


def _look(folder: Path) -> str:
    path = folder / "book.crmdesk"
    if not path.exists():
        return NOTHING
    with open_workspace(path) as workspace:
        sound = integrity(workspace)
        assert sound == "ok", sound
        assert workspace.rows("SELECT count(*) FROM change WHERE operation_id NOT IN (SELECT id FROM operation)") == [
            (0,)
        ]
        return digest(workspace)


def _require_backups(folder: Path, told: Reference, acknowledged: int) -> None:
    """Every backup that has its name is whole, and those acknowledged are there."""
    there = {int(path.stem): path for path in folder.glob("*.crmdesk-backup")}
    missing = [n for n, kind in enumerate(told.kinds[:acknowledged]) if kind == "backup" and n not in there]
    assert not missing, f"the backups of steps {missing} are missing"
    for number, path in there.items():
        verify(path)
        with open_workspace(path, read_only=True) as workspace:
            assert digest(workspace) == told.states[number + 1], f"the backup of step {number} holds something else"


def table(tally: Tally) -> str:
    rows = [f"{'killed during':<14}{'kills':>7}{'old state':>11}{'new state':>11}"]
    rows += [f"{kind:<14}{n:>7}{tally.old[kind]:>11}{tally.new[kind]:>11}" for kind, n in sorted(tally.kills.items())]
    rows.append(
        f"{'together':<14}{sum(tally.kills.values()):>7}{sum(tally.old.values()):>11}{sum(tally.new.values()):>11}"
    )
    rows.append(
        f"ended before the kill: {tally.finished_first}; most unfinished .part files at once: {tally.leftovers}"
    )
    rows.append(f"violations: {len(tally.violations)}")
    return "\n".join([*rows, *tally.violations])


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--kills", type=int, default=200)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--unsafe", choices=UNSAFE, default="")
    words.add_argument("--disk-faults", action="store_true")
    given = words.parse_args()
    if given.disk_faults:
        from tests.crash import disk_faults

        return disk_faults.sweep()
    tally, round_number = Tally(), 0
    begun = time.perf_counter()
    while (left := given.kills - sum(tally.kills.values())) > 0 and not tally.violations:
        seed = given.seed * 1000 + round_number
        with TemporaryDirectory() as place:
            (Path(place) / "reference").mkdir()
            told = run_reference(Path(place) / "reference", seed)
            _add(tally, kill_many(Path(place), told, min(left, 40), seed=seed, unsafe=given.unsafe))
        round_number += 1
    print(table(tally))
    print(f"{round_number} stories, {time.perf_counter() - begun:.0f} s")
    return 1 if tally.violations else 0


def _add(tally: Tally, more: Tally) -> None:
    for mine, its in ((tally.kills, more.kills), (tally.old, more.old), (tally.new, more.new)):
        mine.update(its)
    tally.violations += more.violations
    tally.finished_first += more.finished_first
    tally.leftovers = max(tally.leftovers, more.leftovers)


if __name__ == "__main__":
    sys.exit(main())
