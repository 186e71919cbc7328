"""The project's own Python environment, `.venv`, made even where Debian took ensurepip out."""

import importlib.util
import os
import sys
from pathlib import Path

from devtools.console import ROOT, Stop, ask, run, say

FOLDER = ROOT / ".venv"
DEBIAN_WHEELS = Path("/usr/share/python-wheels")
DEBIAN_PACKAGE = f"python3.{sys.version_info.minor}-venv"


def python() -> Path:
    return FOLDER / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def lacks_pip() -> bool:
    """Whether an environment would have to be made, and nothing here could put pip into it."""
    return not (_works() or _has("ensurepip") or (_has("venv") and (_wheel() or _has("pip"))))


def make() -> None:
    """Makes sure that .venv runs and has pip; an environment of an older Python is made again."""
    if _works():
        return
    say(f"Making the environment {FOLDER}")
    if _has("ensurepip"):
        run([sys.executable, "-m", "venv", "--clear", FOLDER])
    else:
        _make_with_borrowed_pip()
    if not _works():
        raise Stop(f"{FOLDER} could not be made: make its folder writable, and see the words above.")


def _make_with_borrowed_pip() -> None:
    run([sys.executable, "-m", "venv", "--clear", "--without-pip", FOLDER])
    if wheel := _wheel():
        run([python(), wheel / "pip", "install", "--quiet", "--no-index", wheel])
    else:
        run([sys.executable, "-m", "pip", "--python", python(), "install", "--quiet", "pip"])


def _works() -> bool:
    return python().exists() and ask([python(), "-c", "import pip"]) is not None


def _has(module: str) -> bool:
    # Debian has ensurepip in a package of its own: a fresh look is needed after installing it.
    importlib.invalidate_caches()
    return importlib.util.find_spec(module) is not None


def _wheel() -> Path | None:
    return next(iter(sorted(DEBIAN_WHEELS.glob("pip-*.whl"), reverse=True)), None)
