"""Chooses the exact versions for every system and Python, and writes them down with their hashes."""

from pathlib import Path

from devtools.console import ROOT, Command, Stop, environment, run, say
from devtools.install import DEVELOPMENT, RUNTIME

RESOLVER = "uv>=0.9"
OPTIONS = [
    "--universal",
    "--generate-hashes",
    "--no-emit-index-url",
    "--custom-compile-command=python3 packaging/dev.py lock",
    "--no-build",
    "--python-version=3.11",
    "--quiet",
]


def write_locks(python: Path, *, upgrade: bool) -> int:
    """Both locks; the development lock is held to the versions of the other one, so that tests test them."""
    if run([python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", RESOLVER]) != 0:
        raise Stop("The resolver could not be installed: see pip's words above.")
    compiled: Command = [python, "-m", "uv", "pip", "compile", *OPTIONS, "pyproject.toml"]
    if upgrade:
        compiled.append("--upgrade")
    _compile(RUNTIME, compiled)
    _compile(DEVELOPMENT, [*compiled, "--group=dev", f"--constraint={RUNTIME.relative_to(ROOT).as_posix()}"])
    return 0


def _compile(lock: Path, command: Command) -> None:
    name = lock.relative_to(ROOT).as_posix()
    if run([*command, f"--output-file={name}"], environment(), cwd=ROOT) != 0:
        raise Stop(f"{name} could not be written: see the resolver's words above.")
    if "://" in lock.read_text(encoding="utf-8"):
        raise Stop(f"{name} holds an address. A lock holds names, versions and hashes only: do not commit it.")
    say(f"Written: {name}")
