"""Brings the environment to what the locks say, once: the second start only compares two hashes."""

import hashlib
import json
import sys
from pathlib import Path

from devtools import libraries, system, venv
from devtools.console import ROOT, Command, Stop, run, say

RUNTIME = ROOT / "packaging" / "requirements.lock"
DEVELOPMENT = ROOT / "packaging" / "requirements-dev.lock"
STAMP = venv.FOLDER / "crmdesk-installed.json"


def for_window() -> Path:
    """The Python that can open the window."""
    # The libraries of printers are brought along when others are missing; the window opens without them.
    return _ready(RUNTIME, (libraries.TESTS, libraries.WINDOW), (libraries.PRINTERS,))


def for_tests() -> Path:
    """The Python that can run everything but needs no display."""
    return _ready(DEVELOPMENT, (libraries.TESTS,), (libraries.WINDOW, libraries.PRINTERS))


def for_doctor() -> Path:
    """The Python that people have, with as little brought along as Qt needs to be asked."""
    return _ready(RUNTIME, (libraries.TESTS,), ())


def for_lint() -> Path:
    """The Python that can read the code; it loads no Qt."""
    return _ready(DEVELOPMENT, (), ())


def _ready(lock: Path, needs: tuple[str, ...], wanted: tuple[str, ...]) -> Path:
    state = _state(lock, needs)
    if all(_stamp().get(key) == value for key, value in state.items()) and venv.python().exists():
        return venv.python()
    system.need(needs, wanted)
    venv.make()
    if _stamp().get(lock.name) != state[lock.name]:
        _install(lock)
    _remember(state)
    return venv.python()


def _state(lock: Path, needs: tuple[str, ...]) -> dict[str, str]:
    if not lock.exists():
        raise Stop(f"{lock.relative_to(ROOT)} is missing: this copy of crmdesk is not complete.")
    # An environment holds for one Python: after an upgrade of the system it is checked again.
    key = f"{sys.version_info.major}.{sys.version_info.minor} {hashlib.sha256(lock.read_bytes()).hexdigest()}"
    return {lock.name: key} | {f"libraries for {need}": "found" for need in needs}


def _stamp() -> dict[str, str]:
    try:
        return dict(json.loads(STAMP.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _remember(state: dict[str, str]) -> None:
    if DEVELOPMENT.name in state and RUNTIME.exists():
        # The development lock holds every runtime version too.
        state = state | _state(RUNTIME, ())
    STAMP.write_text(json.dumps(_stamp() | state, indent=1), encoding="utf-8")


def _install(lock: Path) -> None:
    say(f"Installing {lock.relative_to(ROOT)}")
    pip: Command = [venv.python(), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    if run([*pip, "--require-hashes", "--only-binary=:all:", "--no-deps", "-r", lock]) != 0:
        raise Stop(f"The packages of {lock.relative_to(ROOT)} could not be installed: see pip's words above.")
