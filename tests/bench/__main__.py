"""Prints one table: python3 packaging/dev.py bench [--size S|M|L] [--only 2,3] [--store FOLDER] [--pairs 7]."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench import bringing, desk, drawings, figures, loading, paper, stores, window
from tests.bench.pairs import Line

_MEASURES = ("1", "1b", "2", "3", "4", "6", *desk.NUMBERS, "10", "11", "12", "13", "14", "15", "16", *bringing.NUMBERS)
_HEADS = ("", "what", "floor", "ours", "ratio", "goal", "met")


def main() -> int:
    """Exit code 1 where a goal is missed."""
    given = _given()
    wanted = set(given.only.split(",")) if given.only else set(_MEASURES)
    if unknown := wanted - set(_MEASURES):
        print(f"There is no measure {', '.join(sorted(unknown))}; there are {', '.join(_MEASURES)}.", file=sys.stderr)
        return 2
    pairs = given.pairs or (3 if given.size == "L" else 7)
    found: list[Line] = []
    felt: list[desk.Felt] = []
    for one in _measured(given.store, given.size, wanted, pairs):
        if isinstance(one, Line):
            found.append(one)
            print(f"measured {one.number}: {_number(one.ratio)}", file=sys.stderr, flush=True)
        else:
            felt.append(one)
            print(f"{one.what}: {one.gap.own:,.0f} ms", file=sys.stderr, flush=True)
    tables = [*([_table(found)] if found else []), *([desk.table(felt)] if felt else [])]
    print("\n".join(tables))
    return 1 if any(one.met is False for one in (*found, *felt)) else 0


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev.py bench", description="Speed and memory, as ratios to floors.")
    parser.add_argument("--size", choices=tuple(stores.SCALES), default="M", help="the store to measure on")
    parser.add_argument("--only", default="", help=f"measures with commas between them, of {', '.join(_MEASURES)}")
    parser.add_argument("--store", type=Path, default=stores.folder(), help="the folder where stores are kept")
    parser.add_argument("--pairs", type=int, default=0, help="how many pairs (7; for L 3)")
    return parser.parse_args()


def _measured(place: Path, size: str, wanted: set[str], pairs: int) -> Iterator[Line | desk.Felt]:
    if wanted & {"2", "3", "4"}:
        yield from figures.lines(stores.store(place, size), size, pairs, wanted)
    if asked := wanted & set(window.NUMBERS):
        yield from window.lines(stores.store(place, size), size, max(pairs, 7), asked)
    if asked := wanted & set(desk.NUMBERS):
        yield from desk.measured(stores.store(place, size), size, asked)
    if "6" in wanted:
        yield from loading.lines(place, pairs)
    if "10" in wanted:
        yield paper.line(stores.store(place, "S"), "S", pairs)
    if "16" in wanted:
        yield paper.warm(stores.store(place, size), size, pairs)
    if asked := wanted & set(bringing.NUMBERS):
        yield from bringing.lines(stores.store(place, size), size, place, asked)
    if asked := wanted & {"14", "15"}:
        yield from drawings.lines(stores.store(place, "S"), "S", pairs, asked)


def _table(lines: list[Line]) -> str:
    rows = [
        _HEADS,
        *(_cells(line) for line in sorted(lines, key=lambda line: (len(line.number.strip("b")), line.number))),
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADS))]
    texts = []
    for row in rows:
        cells = [
            cell.ljust(width) if place in (0, 1, 5) else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        texts.append("  ".join(cells).rstrip())
    notes = [f"{line.number}: {line.note}" for line in lines if line.note]
    return "\n".join([*texts, "", *notes])


def _cells(line: Line) -> tuple[str, ...]:
    met = {None: "", True: "yes", False: "NO"}[line.met]
    floor, ours = (f"{_number(value)} {line.unit}" if value is not None else "–" for value in (line.floor, line.ours))
    return line.number, line.what, floor, ours, _number(line.ratio), line.goal, met


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}" if value >= 0.1 else f"{value:.4f}"


if __name__ == "__main__":
    sys.exit(main())
