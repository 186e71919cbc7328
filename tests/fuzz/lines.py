"""Texts spoiled by their lines and cells: repeated by the thousand, widened, swapped, left open, ended otherwise."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from tests.fuzz.pieces import VALUES

Way = Callable[[bytes, random.Random], bytes]
DELIMITERS = (b",", b";", b"\t", b"|", b":", b"=", b">", b"?", b" ")
ENDS = (b"\r", b"\n", b"\r\n", b"\n\r", b"", b" ", b"\n\n", b"\x0b", b"\xe2\x80\xa8")
MOST = 1_000_000
_NUMBER = re.compile(rb"\d+")


def _lines(data: bytes) -> list[bytes]:
    return data.splitlines(keepends=True) or [b"\n"]


def _swap(data: bytes, chance: random.Random) -> bytes:
    lines = _lines(data)
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def _drop(data: bytes, chance: random.Random) -> bytes:
    lines = _lines(data)
    start = chance.randrange(len(lines))
    del lines[start : start + chance.choice((1, 1, 2, 10))]
    return b"".join(lines)


def _again(data: bytes, chance: random.Random) -> bytes:
    """Some lines ten thousand times, the same or each with other figures."""
    lines = _lines(data)
    start = chance.randrange(len(lines))
    block = b"".join(lines[start : start + chance.choice((1, 1, 2, 5, 20))])
    times = min(chance.choice((2, 30, 1_000, 10_000)), MOST // (len(block) + 1))
    if chance.random() < 0.5:
        many = block * times
    else:
        numbers = range(chance.choice((0, 1_000_000)), MOST)
        many = b"".join(
            _NUMBER.sub(str(number).encode(), block) for number, _time in zip(numbers, range(times), strict=False)
        )
    return b"".join([*lines[:start], many, *lines[start:]])


def _other_ends(data: bytes, chance: random.Random) -> bytes:
    """The lines with other ends: all the same, or each its own."""
    ends = [chance.choice(ENDS)] if chance.random() < 0.6 else list(ENDS[:3])
    return b"".join(line.rstrip(b"\r\n") + chance.choice(ends) for line in _lines(data))


def _in_cells(data: bytes, chance: random.Random, change: Callable[[list[bytes]], None]) -> bytes:
    """The text after a change of the cells of one line, or of all."""
    lines = _lines(data)
    counts = {mark: data.count(mark) for mark in DELIMITERS}
    likely = sorted(DELIMITERS, key=lambda mark: -counts[mark])[:3]
    mark = chance.choice(likely)
    every = chance.random() < 0.2
    for place in range(len(lines)) if every and len(lines) < 200 else [chance.randrange(len(lines))]:
        line = lines[place].rstrip(b"\r\n")
        cells = line.split(mark)
        change(cells)
        lines[place] = mark.join(cells) + lines[place][len(line) :]
    return b"".join(lines)


def _value(data: bytes, chance: random.Random) -> bytes:
    def change(cells: list[bytes]) -> None:
        cells[chance.randrange(len(cells))] = chance.choice(VALUES)

    return _in_cells(data, chance, change)


def _fewer(data: bytes, chance: random.Random) -> bytes:
    def change(cells: list[bytes]) -> None:
        del cells[chance.randrange(len(cells))]

    return _in_cells(data, chance, change)


def _wider(data: bytes, chance: random.Random) -> bytes:
    """A cell very often beside itself, the same or each time numbered."""
    times = chance.choice((2, 10, 300, 3_000, 30_000))
    is_numbered = chance.random() < 0.5

    def change(cells: list[bytes]) -> None:
        at = chance.randrange(len(cells))
        cell = cells[at]
        count = min(times, MOST // (len(cell) + 8))
        cells[at:at] = [cell + b"%d" % number for number in range(count)] if is_numbered else [cell] * count

    return _in_cells(data, chance, change)


def _exchanged(data: bytes, chance: random.Random) -> bytes:
    def change(cells: list[bytes]) -> None:
        one, other = chance.randrange(len(cells)), chance.randrange(len(cells))
        cells[one], cells[other] = cells[other], cells[one]

    return _in_cells(data, chance, change)


def _quoted(data: bytes, chance: random.Random) -> bytes:
    """A cell in quotation marks that are closed, doubled, or left open."""
    pair = chance.choice(
        ((b'"', b'"'), (b'"', b""), (b"", b'"'), (b'"""', b'"'), (b'"', b'\n"'), (b"'", b""), (b'"\\', b'"'))
    )

    def change(cells: list[bytes]) -> None:
        at = chance.randrange(len(cells))
        cells[at] = pair[0] + cells[at] + pair[1]

    return _in_cells(data, chance, change)


def _number(data: bytes, chance: random.Random) -> bytes:
    """Another number in the place of one."""
    found = list(_NUMBER.finditer(data[:50_000]))
    if not found:
        return data
    at = chance.choice(found)
    other = chance.choice(
        (b"0", b"-1", b"9" * 30, b"1" * 5_000, b"1.5", b"1e400", b"\xd9\xa3", b"", b"2958466", b"13", b"32")
    )
    return data[: at.start()] + other + data[at.end() :]


def _nested(data: bytes, chance: random.Random) -> bytes:
    """What stands between two marks within itself, many times."""
    opens, closes = chance.choice(
        ((b"<", b">"), (b"BEGIN", b"\n"), (b"(", b")"), (b"{", b"}"), (b"[", b"]"), (b"\n\n", b"\n\n"))
    )
    start = data.find(opens, chance.randrange(len(data) + 1))
    end = data.find(closes, start + 1) if start >= 0 else -1
    if end < 0:
        return data
    piece = data[start : end + len(closes)]
    return data[:start] + piece * min(chance.choice((10, 70, 1_000, 50_000)), MOST // len(piece)) + data[start:]


LINE_WAYS: tuple[Way, ...] = (
    *(_swap, _drop, _again, _again, _other_ends, _value, _value, _value, _fewer, _wider, _wider),
    *(_exchanged, _quoted, _quoted, _number, _number, _nested),
)
