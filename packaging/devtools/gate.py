"""The gate: what must hold before a change is handed in, each step in its own words."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from devtools import floors
from devtools.console import ROOT, Command, environment, run, say

WORKERS = "2"
NO_TESTS = 5
# Whatever Python has it on its path notes the lines that run.
LINES = ROOT / "packaging" / "lines"
# pytest's own last line, for example "==== 12 passed in 3.45s ====".
CLOSING = re.compile(r"^=+ .* in [\d.]+s.* =+$")
CODE = ["crmdesk", "packaging", "tests"]
# Linux's disk in memory, and the room it must have.
MEMORY = Path("/dev/shm")  # noqa: S108  only the gate's own folder is made there, with a name nobody can guess
ROOM = 4 * 1024**3


def lint(python: Path, *, fix: bool = False) -> int:
    """Format, lint, types, contracts and sizes; all of them, so that one run tells everything."""
    steps: dict[str, Command] = {
        "format": ["-m", "ruff", "format", *([] if fix else ["--check"]), *CODE],
        "lint": ["-m", "ruff", "check", *(["--fix"] if fix else []), *CODE],
        "types": ["-m", "mypy"],
        "contracts": ["-c", "from importlinter.cli import lint_imports_command as main; main()", "--no-logo"],
        "sizes": [ROOT / "packaging" / "size_budget.py"],
    }
    failed = [name for name, words in steps.items() if not _step(name, [python, *words])]
    if failed:
        say(f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


def test(python: Path, words: Sequence[str]) -> int:
    """The whole gate; with arguments only the tests that they choose."""
    env = environment(tests=True)
    # What is compiled is kept: the tests start a hundred programs, and each would compile all that it loads.
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    if words:
        return run([python, "-m", "pytest", *words], env, cwd=ROOT)
    failed = [] if lint(python) == 0 else ["lint"]
    with TemporaryDirectory(dir=_quick_disk()) as folder:
        env["TMPDIR"] = folder
        env["COVERAGE_FILE"] = str(Path(folder) / "coverage")
        env["PYTHONPATH"] = os.pathsep.join([str(LINES), env["PYTHONPATH"]])
        code, closing = _all_tests(python, env)
        if code != 0:
            failed.append("tests")
        if code != NO_TESTS and not floors.hold(python, env):
            failed.append("coverage")
    if failed:
        say(f"The gate is shut: {', '.join(failed)}.")
    # Whoever reads only the last line reads the tests' own.
    say(closing)
    return 1 if failed else 0


def _quick_disk() -> Path | None:
    """Where the tests' files lie in memory, if there is room: every step of theirs waits until the disk has it."""
    try:
        free = min(shutil.disk_usage(MEMORY).free, os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    except (AttributeError, OSError, ValueError):
        return None
    return MEMORY if free > ROOM and os.access(MEMORY, os.W_OK) else None


def _step(name: str, command: Command) -> bool:
    say(f"--- {name}")
    # Without PYTHONPATH: the type checker would take the project for an installed library.
    return run(command, {**os.environ, "PYTHONUTF8": "1"}, cwd=ROOT) == 0


def _all_tests(python: Path, env: dict[str, str]) -> tuple[int, str]:
    """Exit code and closing line of pytest; everything else is shown while it runs."""
    say("--- tests")
    command: Command = [python, "-m", "pytest", f"-n{WORKERS}", "--dist=loadfile", "--no-loadscope-reorder"]
    closing = "pytest did not finish."
    with subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8") as child:
        for line in child.stdout or ():
            if CLOSING.match(line.rstrip()):
                closing = line.rstrip()
            else:
                sys.stdout.write(line)
                sys.stdout.flush()
    return child.returncode, closing
