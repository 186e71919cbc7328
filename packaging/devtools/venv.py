"""The project's own Python environment, `.venv`, made even where Debian took ensurepip out."""

import importlib.util
import os
import sys
from pathlib import Path

from devtools import system
from devtools.console import ROOT, Stop, ask, run, say

FOLDER = ROOT / ".venv"
DEBIAN_WHEELS = Path("/usr/share/python-wheels")


def python() -> Path:
    return FOLDER / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def make() -> None:
    """Makes sure that .venv runs and has pip; an environment of an older Python is made again."""
    if _works():
        return
    say(f"Making the environment {FOLDER}")
    if not _has_ensurepip():
        _install_ensurepip()
    if _has_ensurepip():
        run([sys.executable, "-m", "venv", "--clear", FOLDER])
    else:
        _make_without_ensurepip()
    if not _works():
        raise Stop(f"{FOLDER} could not be made. Its folder must be writable; {_hint()}")


def _works() -> bool:
    return python().exists() and ask([python(), "-c", "import pip"]) is not None


def _has_ensurepip() -> bool:
    # Debian has ensurepip in a package of its own: a fresh look is needed after installing it.
    importlib.invalidate_caches()
    return importlib.util.find_spec("ensurepip") is not None


def _install_ensurepip() -> None:
    if system.package_manager() == "apt":
        system.install("apt", [_debian_package()])


def _debian_package() -> str:
    return f"python3.{sys.version_info.minor}-venv"


def _make_without_ensurepip() -> None:
    """Borrows pip from this Python or from Debian's wheels."""
    if importlib.util.find_spec("venv") is None:
        return
    run([sys.executable, "-m", "venv", "--clear", "--without-pip", FOLDER])
    wheel = next(iter(sorted(DEBIAN_WHEELS.glob("pip-*.whl"), reverse=True)), None)
    if wheel:
        run([python(), wheel / "pip", "install", "--quiet", "--no-index", wheel])
    elif importlib.util.find_spec("pip"):
        run([sys.executable, "-m", "pip", "--python", python(), "install", "--quiet", "pip"])


def _hint() -> str:
    manager = system.package_manager()
    if manager != "apt" or _has_ensurepip():
        return "this Python must have the modules venv and ensurepip (python.org's installers bring both)."
    return system.advice("apt", [_debian_package()])
