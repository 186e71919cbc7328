"""The container of old office files: one stream taken out of it, and a stream put into a new one.

It is a small file system with chains of sectors. A chain that leads back into itself would never end, so each is
followed no further than there are sectors.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Collection

MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER, ENTRY, FIRST_FATS = 512, 128, 109
SMALL, SMALL_SECTOR = 4096, 64
"""Streams that are shorter lie in a stream of their own, in smaller sectors."""
LAST_SECTOR, END, FREE, FAT = 0xFFFFFFFA, 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
SECTOR = 4096
SHIFTS = (9, 12)
ROOT, STREAM = 5, 2
_HEAD = struct.Struct("<8s16xHHHHH6x9I")
_PLACE = struct.Struct("<II")


class Damaged(ValueError):
    """The container, or what lies in it, is not as its format asks."""


def stream_in(data: bytes, names: Collection[str]) -> bytes:
    """The first stream with one of these names. Raises Damaged."""
    try:
        mark, *_versions, shift, _small_shift, _roots, _fats, root, _signature, _cut, small, _smalls, more, _mores = (
            _HEAD.unpack_from(data)
        )
    except struct.error:
        raise Damaged from None
    if mark != MARK or shift not in SHIFTS:
        raise Damaged
    sectors = _Sectors(data, 1 << shift, 1 << shift)
    table = _numbers(b"".join(map(sectors.at, _fat_sectors(data, sectors, more))))
    entries = sectors.chain(root, table)
    found = next((at for name in names for at in range(0, len(entries), ENTRY) if _name(entries[at:]) == name), None)
    if found is None:
        raise Damaged
    start, length = _PLACE.unpack_from(entries, found + 116)
    if length >= SMALL:
        return sectors.chain(start, table)[:length]
    inner = _Sectors(sectors.chain(_PLACE.unpack_from(entries, 116)[0], table), SMALL_SECTOR, 0)
    return inner.chain(start, _numbers(sectors.chain(small, table)))[:length]


class _Sectors:
    """Bytes as numbered pieces of one size."""

    def __init__(self, data: bytes, size: int, first: int) -> None:
        self._data, self._size, self._first = data, size, first

    def at(self, number: int) -> bytes:
        start = self._first + number * self._size
        if number >= LAST_SECTOR or start >= len(self._data):
            raise Damaged
        return self._data[start : start + self._size]

    def chain(self, number: int, table: array[int]) -> bytes:
        """The sectors from one on, each of which the table says the next of."""
        pieces: list[bytes] = []
        while number != END:
            if number >= len(table) or len(pieces) > len(table):
                raise Damaged
            pieces.append(self.at(number))
            number = table[number]
        return b"".join(pieces)


def _fat_sectors(data: bytes, sectors: _Sectors, more: int) -> list[int]:
    """The numbers of the sectors that hold the table of chains."""
    found = _numbers(data[_HEAD.size : HEADER])
    while more < LAST_SECTOR:
        found.extend(_numbers(sectors.at(more)))
        if len(found) * 4 > len(data) + HEADER:
            raise Damaged
        more = found.pop()
    return [number for number in found if number != FREE]


def _numbers(data: bytes) -> array[int]:
    return array("I", (number for (number,) in struct.iter_unpack("<I", data[: len(data) // 4 * 4])))


def _name(entry: bytes) -> str:
    length = max(int.from_bytes(entry[64:66], "little") - 2, 0)
    return entry[: min(length, 64)].decode("utf-16-le", "replace")


def packed(name: str, stream: bytes) -> bytes:
    """A container that holds this stream and nothing else."""
    whole = stream.ljust(SMALL, b"\x00")
    count = -(-len(whole) // SECTOR)
    # The list of names comes first, then an empty stream for small ones, the table of chains, and the stream.
    fats = -(-(count + 2) // (SECTOR // 4 - 1))
    start = 2 + fats
    chain = [END, END, *[FAT] * fats, *range(start + 1, start + count), END]
    chain += [FREE] * (fats * SECTOR // 4 - len(chain))
    names = _entry("Root Entry", ROOT, 1, 0) + _entry(name, STREAM, start, len(whole))
    head = _HEAD.pack(MARK, 62, 4, 0xFFFE, 12, 6, 1, fats, 0, 0, SMALL, END, 0, END, 0)
    places = struct.pack(f"<{FIRST_FATS}I", *(list(range(2, start)) + [FREE] * FIRST_FATS)[:FIRST_FATS])
    table = struct.pack(f"<{len(chain)}I", *chain)
    pieces = ((head + places).ljust(SECTOR, b"\x00"), names.ljust(SECTOR, b"\x00"), bytes(SECTOR), table, whole)
    return b"".join(pieces).ljust((1 + start + count) * SECTOR, b"\x00")


def _entry(name: str, kind: int, start: int, length: int) -> bytes:
    spelled = f"{name}\x00".encode("utf-16-le")
    # The root names its only child.
    beside = struct.pack("<III", FREE, FREE, 1 if kind == ROOT else FREE)
    return struct.pack("<64sHBB12s36xIII", spelled, len(spelled), kind, 1, beside, start, length, 0)
