"""The commands of dev.py, and what each one needs before it can start."""

import io
import sys

from devtools import doctor, gate, install, lock, window
from devtools.console import ROOT, Stop, environment, run, say

USAGE = """python3 packaging/dev.py COMMAND

  run [FILE] [OPTION…]  open the window: on the demo business, or on that workspace
  test                  the whole gate: format, lint, types, contracts, sizes, tests, coverage
  test ARGUMENT…        only pytest, with these arguments, for example: test -k churn
  lint [--fix]          the gate without the tests
  bench [ARGUMENT…]     measure speed and memory against the floors of the same machine
  crash [ARGUMENT…]     kill the program at random moments, and look at the file
  fuzz [ARGUMENT…]      give spoiled files to each reader
  monkey [ARGUMENT…]    click and type at random, then undo all of it
  lock [--upgrade]      choose the exact versions again and write them down with their hashes
  translate             bring the translations up to what the code says, and tell what is left
  doctor                what this machine has: versions, display, fonts, printers
"""
# What takes longer than a gate may, and where it is.
_PROGRAMS = {"bench": "tests.bench", "crash": "tests.crash.harness", "fuzz": "tests.fuzz", "monkey": "tests.monkey"}


def main(words: list[str]) -> int:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that lacks a letter shows a question mark; it does not end the gate.
            stream.reconfigure(errors="replace")
    command, rest = (words[0], words[1:]) if words else ("", [])
    try:
        return _start(command, rest)
    except Stop as why:
        print(why, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _start(command: str, rest: list[str]) -> int:
    match command:
        case "run":
            return window.run_window(install.for_window(), rest)
        case "test":
            return gate.test(install.for_tests(), rest)
        case "lint":
            return gate.lint(install.for_lint(), fix="--fix" in rest)
        case "bench" | "crash" | "fuzz" | "monkey":
            return run([install.for_tests(), "-m", _PROGRAMS[command], *rest], environment(tests=True), cwd=ROOT)
        case "lock":
            return lock.write_locks(install.for_lint(), upgrade="--upgrade" in rest)
        case "translate":
            return run([install.for_lint(), ROOT / "packaging" / "devtools" / "translate.py"], cwd=ROOT)
        case "doctor":
            return doctor.look(install.for_doctor)
        case "" | "help" | "-h" | "--help":
            say(USAGE)
            return 0
    say(USAGE)
    print(f"dev.py has no command {command!r}.", file=sys.stderr)
    return 2
