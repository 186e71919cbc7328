"""Whole processes: how long they take from start to end, and the most memory that they ever held."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Failed(Exception):
    """A program ended with an error: what it said."""


@dataclass(frozen=True, slots=True)
class Run:
    """A process that has ended; the peak is None on systems that do not tell."""

    milliseconds: float
    peak_mb: float | None


def run(words: Sequence[str | Path], *, home: Path | None = None, given: str = "") -> Run:
    """Runs a program without a display, with a folder of its own for people's data. Raises Failed."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    if home is not None:
        environment["CRMDESK_HOME"] = str(home)
    start = time.perf_counter()
    pipe = subprocess.PIPE
    with subprocess.Popen(words, env=environment, stdin=pipe, stdout=pipe, stderr=subprocess.STDOUT) as process:
        said, _ = process.communicate(given.encode()) if not hasattr(os, "wait4") else (_talk(process, given), None)
        peak = None
        if hasattr(os, "wait4"):
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            # Linux counts in kilobytes, macOS in bytes.
            peak = usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
        taken = (time.perf_counter() - start) * 1000
    if process.returncode:
        raise Failed(f"{words[0]} … {words[-1]}: {said.decode(errors='replace').strip()[-400:]}")
    return Run(taken, peak)


def python(*words: str | Path) -> list[str | Path]:
    """The words that start this Python again."""
    return [sys.executable, *words]


def _talk(process: "subprocess.Popen[bytes]", given: str) -> bytes:
    """Gives a program its input and hears it out, without taking its exit from whoever measures it."""
    if process.stdin is None or process.stdout is None:
        return b""
    process.stdin.write(given.encode())
    process.stdin.close()
    return process.stdout.read()
