"""What one input may take, and what becomes of those that take more or break a reader."""

from __future__ import annotations

import faulthandler
import hashlib
import os
import resource
import signal
import traceback
from collections.abc import Iterator
from pathlib import Path

from crmdesk.store.file import Workspace
from tests.fuzz.floods import FLOODS, flooded
from tests.fuzz.reading import bring_in, more_seeds_of, read_all, seeds_of

SECONDS = 5
MEMORY = 500 * 1024**2
PLANNED = 200_000
"""What is longer is only read: all that comes behind the reader takes its time for every row."""


def all_seeds(reader: str) -> list[bytes]:
    """What the inputs of a reader are made of."""
    seeds = [path.read_bytes() for path in (*seeds_of(reader), *more_seeds_of(reader))]
    return seeds + [flooded(form, what, 5_000) for form, what in FLOODS if form == reader]


def bound_process() -> None:
    """Bounds the memory of this process from here on, and lets it say where it was when the system ends it."""
    faulthandler.register(signal.SIGPROF, all_threads=False, chain=True)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    resource.setrlimit(resource.RLIMIT_AS, (pages * os.sysconf("SC_PAGE_SIZE") + MEMORY,) * 2)


def broken_by(data: bytes, place: Path, reader: str, workspace: Workspace) -> str:
    """Reads and plans an input; why it is a finding, or nothing. The system ends what computes too long."""
    place.write_bytes(data)
    try:
        for _step in _steps(place, reader, workspace if len(data) <= PLANNED else None):
            _bound_step()
    except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
        return traceback.format_exc()
    finally:
        _bound_step(0)
    return ""


def _steps(place: Path, reader: str, workspace: Workspace | None) -> Iterator[int]:
    yield 0
    yield read_all(place, reader)
    if workspace is not None:
        yield from bring_in(place, workspace)


def _bound_step(seconds: int = SECONDS) -> None:
    signal.setitimer(signal.ITIMER_PROF, seconds)


_kept: set[str] = set()


def keep_finding(reader: str, data: bytes, why: str, keep: Path) -> bool:
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
