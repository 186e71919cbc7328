"""Reads the project's own source for the rules of tests/test_house.py."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]

PROBE = """
import importlib, pkgutil, sys
room = importlib.import_module("crmdesk.{room}")
for one in pkgutil.walk_packages(getattr(room, "__path__", []), room.__name__ + "."):
    importlib.import_module(one.name)
print(*sorted({{name.split(".")[0] for name in sys.modules}} & {{"PySide6", "pyqtgraph", "shiboken6"}}))
"""


class Finding(NamedTuple):
    """A place that breaks a rule."""

    path: Path
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT).as_posix()}:{self.line} {self.what}"


@cache
def files(place: str) -> tuple[Path, ...]:
    """The Python files of a folder, or the one file of that name."""
    path = ROOT / place
    return (path,) if path.is_file() else tuple(sorted(path.rglob("*.py")))


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(parsed(path)) if isinstance(node, ast.Call))


def subclasses(path: Path, parents: set[str]) -> Iterator[ast.ClassDef]:
    """Classes that stand directly on one of these."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.ClassDef) and any(names_of(base) & parents for base in node.bases):
            yield node


def names_of(node: ast.expr) -> set[str]:
    """Every name that an expression uses, the last part of dotted ones too."""
    plain = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
    return plain | {one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute)}


def holds_qt(room: str) -> str:
    """What of Qt is loaded when a fresh Python imports every file of that room."""
    done = subprocess.run([sys.executable, "-c", PROBE.format(room=room)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
