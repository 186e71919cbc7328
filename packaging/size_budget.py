"""The size budget: small files and small functions. Standard library only; also a step of the gate.

Files: half of them under 130 lines, nine in ten at most 350, none over 600.
Functions: nine in ten at most 25 lines, none over 60.
"""

import ast
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
PROGRAM, TESTS = ("crmdesk", "packaging"), ("tests",)
FILE_MEDIAN, FILE_USUAL, FILE_MOST = 130, 350, 600
FUNCTION_USUAL, FUNCTION_MOST = 25, 60
IN_TEN = 0.9


class Size(NamedTuple):
    """How many lines something has."""

    where: str
    lines: int


def problems(root: Path = ROOT) -> list[str]:
    """A sentence for everything that is over the budget; nothing when it holds."""
    files = file_sizes(sources(root, PROGRAM), root)
    functions = function_sizes(sources(root, PROGRAM), root)
    tests = file_sizes(sources(root, TESTS), root)
    return [
        *_too_long([*files, *tests], FILE_MOST),
        *_too_long(functions, FUNCTION_MOST),
        *_too_often(files, FILE_USUAL, "files"),
        *_too_often(functions, FUNCTION_USUAL, "functions"),
        *_too_long_in_the_middle(files),
    ]


def sources(root: Path, folders: Iterable[str]) -> list[Path]:
    return sorted(file for folder in folders for file in (root / folder).rglob("*.py"))


def file_sizes(files: Iterable[Path], root: Path) -> list[Size]:
    return [Size(_name(file, root), len(file.read_text(encoding="utf-8").splitlines())) for file in files]


def function_sizes(files: Iterable[Path], root: Path) -> list[Size]:
    return [size for file in files for size in _functions(file, root)]


def _functions(file: Path, root: Path) -> Iterator[Size]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            where = f"{_name(file, root)}:{node.lineno} {node.name}"
            yield Size(where, (node.end_lineno or node.lineno) - node.lineno + 1)


def _too_long(sizes: Iterable[Size], most: int) -> list[str]:
    return [f"{one.where} has {one.lines} lines, more than {most}." for one in sizes if one.lines > most]


def _too_often(sizes: list[Size], usual: int, what: str) -> list[str]:
    long = sorted((one for one in sizes if one.lines > usual), key=lambda one: -one.lines)
    if len(long) <= len(sizes) * (1 - IN_TEN):
        return []
    longest = "; ".join(f"{one.where} ({one.lines})" for one in long[:10])
    return [f"{len(long)} of {len(sizes)} {what} have more than {usual} lines; the longest: {longest}."]


def _too_long_in_the_middle(files: list[Size]) -> list[str]:
    middle = median(one.lines for one in files) if files else 0
    return [f"Half of the files have {middle:.0f} lines or more; under {FILE_MEDIAN} is the aim."] * (
        middle >= FILE_MEDIAN
    )


def _name(file: Path, root: Path) -> str:
    return file.relative_to(root).as_posix()


def main() -> int:
    found = problems()
    print("\n".join(found) or "Files and functions keep to the size budget.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
