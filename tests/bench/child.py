"""Whole processes: how long they take from start to end, and the most memory that they ever held."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# The screen of a small laptop; this platform's own is smaller than the windows. It takes no path with a drive.
_SCREEN = Path(__file__).with_name("screen.json")
_PLATFORM = "offscreen" if ":" in str(_SCREEN) else f"offscreen:configfile={_SCREEN}"
_STOPWATCH = Path(__file__).with_name("stopwatch.py")


class Failed(Exception):
    """A program ended with an error: what it said."""


@dataclass(frozen=True, slots=True)
class Run:
    """A process that has ended; a peak of 0 is one that this system does not tell."""

    milliseconds: float
    peak_mb: float


def run(words: Sequence[str | Path], *, home: Path, given: str = "") -> Run:
    """Runs a program without a display, with a folder of its own for people's data. Raises Failed."""
    return _run(words, home, given)[0]


def told(words: Sequence[str | Path], *, home: Path) -> str:
    """What such a program prints. Raises Failed."""
    return _run(words, home, "")[1]


def _run(words: Sequence[str | Path], home: Path, given: str) -> tuple[Run, str]:
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder) / "said"
        watch = [sys.executable, "-I", "-S", _STOPWATCH, said, *words]
        done = subprocess.run(watch, env=_environment(home), input=given.encode(), capture_output=True, check=True)
        taken, peak, code = done.stdout.split()
        text = said.read_text(errors="replace")
        if int(code):
            raise Failed(f"{' '.join(map(str, words[-3:]))}: {text.strip()[-400:]}")
    return Run(float(taken), float(peak)), text


def python(*words: str | Path) -> list[str | Path]:
    """The words that start this Python again."""
    return [sys.executable, *words]


def _environment(home: Path) -> dict[str, str]:
    """Modules are compiled once, as those of an installed program are, and stay apart from the source."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    compiled = str(Path(tempfile.gettempdir()) / "crmdesk-bench-compiled")
    own = {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": compiled, "CRMDESK_HOME": str(home)}
    return {**kept, **own, "QT_QPA_PLATFORM": _PLATFORM}
