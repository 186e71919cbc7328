"""Files that are nearly right: pieces of good ones cut, repeated, swapped, nested, and spoiled."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Sequence

from crmdesk.exchange.bytestream import DAMAGE
from tests.fuzz.lines import LINE_WAYS
from tests.fuzz.pieces import MARKS, OF_FORM, VALUES

LARGEST = 1_000_000
"""No input is larger: a reader has five seconds for it."""
BOMB = 30
"""How many times larger a packed part may be."""
ODD_NAMES = (
    "../x.csv",
    "/x.csv",
    "CON",
    "a\\b.csv",
    "x" * 300,
    "__MACOSX/a.csv",
    "a/../b.csv",
    "Ü.csv",
    "contacts.csv",
    "",
)


def mutated(seeds: Sequence[bytes], chance: random.Random, form: str = "", largest: int = LARGEST) -> bytes:
    """One of the seeds, spoiled in one place or in many."""
    data = chance.choice(seeds)
    if data.startswith(b"PK") and chance.random() < 0.95:
        return _in_zip(data, chance, form, largest)
    return spoiled(data, seeds, chance, form)[:largest]


def spoiled(data: bytes, seeds: Sequence[bytes], chance: random.Random, form: str = "") -> bytes:
    """The text with some of its bytes, its lines or its cells spoiled."""
    for _time in range(chance.choice((1, 1, 2, 3, 4, 8, 30))):
        if chance.random() < 0.5:
            data = chance.choice(LINE_WAYS)(data, chance)[:LARGEST]
        else:
            data = chance.choice(_WAYS)(data, seeds, chance, form)[:LARGEST]
    return data


def _in_zip(data: bytes, chance: random.Random, form: str, largest: int) -> bytes:
    """A packed file, one of whose parts is spoiled before it is packed again, or whose list of parts is."""
    made = io.BytesIO()
    way = chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", way) as new:
            chosen = chance.choice(old.namelist())
            for name in old.namelist():
                part = old.read(name)
                if name == chosen:
                    part = spoiled(part, [part], chance, _form_of(name, form))[:largest]
                new.writestr(name, part)
            if chance.random() < 0.1:
                _add_parts(new, data, chance, largest)
    except (*DAMAGE, IndexError, ValueError):
        return data
    whole = made.getvalue()
    return _flip(whole, [whole], chance, form) if chance.random() < 0.1 else whole


def _form_of(name: str, form: str) -> str:
    return form if form == "sheet" else {"csv": "csv", "vcf": "vcard", "ics": "ical"}.get(name.rpartition(".")[2], form)


def _add_parts(new: zipfile.ZipFile, data: bytes, chance: random.Random, largest: int) -> None:
    """Parts that nobody asked for: very many, very large, packed themselves, with names of other places."""
    match chance.randrange(4):
        case 0:
            for number in range(chance.choice((100, largest // 90))):
                new.writestr(f"{number}.csv", b"a,b\n1,2\n")
        case 1:
            new.writestr("bomb.csv", chance.choice((b" ", b"a,b\n", b",", b'"')) * (BOMB * largest // 4))
        case 2:
            new.writestr("inner.zip", data)
        case _:
            new.writestr(chance.choice(ODD_NAMES), b"a,b\n1,2\n")


def _span(data: bytes, chance: random.Random, most: int = 200) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.randrange(1, most))


def _piece(chance: random.Random, form: str) -> bytes:
    return chance.choice(chance.choice((MARKS, VALUES, OF_FORM.get(form) or MARKS)))


def _flip(data: bytes, _seeds: Sequence[bytes], chance: random.Random, _form: str) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]


def _cut(data: bytes, _seeds: Sequence[bytes], chance: random.Random, _form: str) -> bytes:
    start, end = _span(data, chance)
    return data[:start] + data[end:]


def _break_off(data: bytes, _seeds: Sequence[bytes], chance: random.Random, _form: str) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _insert(data: bytes, _seeds: Sequence[bytes], chance: random.Random, form: str) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + _piece(chance, form) + data[at:]


def _flood(data: bytes, _seeds: Sequence[bytes], chance: random.Random, form: str) -> bytes:
    """A piece, or a part of the file, very often."""
    start, end = _span(data, chance, 60)
    piece = chance.choice((_piece(chance, form), data[start:end])) or b"x"
    return data[:start] + piece * min(chance.choice((3, 100, 3_000, 100_000)), LARGEST // len(piece)) + data[start:]


def _around(data: bytes, _seeds: Sequence[bytes], chance: random.Random, form: str) -> bytes:
    """A part of the file within very many pairs of pieces."""
    start, end = _span(data, chance, 2_000)
    piece, times = _piece(chance, form), chance.choice((2, 50, 2_000))
    times = min(times, LARGEST // (2 * len(piece) + 2))
    return data[:start] + piece * times + data[start:end] + piece * times + data[end:]


def _repeat(data: bytes, _seeds: Sequence[bytes], chance: random.Random, _form: str) -> bytes:
    start, end = _span(data, chance, 2_000)
    return data[:end] + data[start:end] + data[end:]


def _splice(data: bytes, seeds: Sequence[bytes], chance: random.Random, _form: str) -> bytes:
    other = chance.choice(seeds)
    start, end = _span(other, chance, 2_000)
    at = chance.randrange(len(data) + 1)
    return data[:at] + other[start:end] + data[at:]


def _recode(data: bytes, _seeds: Sequence[bytes], chance: random.Random, _form: str) -> bytes:
    """The same text in another encoding."""
    encoding = chance.choice(
        ("utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "cp1252", "cp850", "shift_jis", "utf-32")
    )
    return data.decode("utf-8", "replace").encode(encoding, "replace")


_WAYS = (
    *(_flip, _flip, _cut, _cut, _break_off, _insert, _insert, _insert, _insert),
    *(_flood, _flood, _around, _repeat, _splice, _splice, _recode),
)
