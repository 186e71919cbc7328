"""Rows of a foreign table on their way: chosen, laid under each other, told apart, gathered, converted."""

from __future__ import annotations

import hashlib
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from crmdesk.domain.errors import UserError
from crmdesk.exchange import limits
from crmdesk.exchange.field import Cells, Field, FieldError
from crmdesk.exchange.near import fold
from crmdesk.exchange.parsed import qualified
from crmdesk.exchange.table import Rejected, Rows, shown
from crmdesk.text import _

_LEAST_PLACES = 1 << 10
ID_CHARACTERS = 20
"""Of 32 bytes as 64 hexadecimal digits: a million rows share no id by chance."""

Test = Callable[[Cells], bool]


class Digests:
    """Ids for rows that have none: a digest of the row's cells, and a number for each repeat of an equal row.

    The same file gives the same ids again, so that importing it twice updates records instead of doubling them.
    """

    def __init__(self) -> None:
        self.dropped = 0
        self._seen: dict[str, Marks] = {}
        self._again: Counter[tuple[str, bytes]] = Counter()

    def of(self, cells: Cells, prefix: str = "", field: str = "") -> str:
        """The id of this row, the same in each field that has it; the second of two equal rows has its own."""
        digest = _digest(cells)
        name = prefix + digest.hex()[:ID_CHARACTERS]
        if field not in self._seen:
            self._seen[field] = Marks()
        if self._seen[field].add(digest):
            return name
        self._again[field, digest] += 1
        return f"{name}-{self._again[field, digest] + 1}"

    def first_ones(self, rows: Rows) -> Rows:
        """The rows without exact repeats of earlier ones."""
        seen = Marks()
        for line, cells in rows:
            if seen.add(_digest(cells)):
                yield line, cells
            else:
                self.dropped += 1


class Marks:
    """The digests that were met so far, of which there may be millions: the first eight bytes of each, side by side.

    A set would take ten times the memory. Each stands at the place that it says itself, or at the next free one.
    """

    def __init__(self) -> None:
        self._places = array("Q", bytes(8 * _LEAST_PLACES))
        self._count = 0

    def add(self, digest: bytes) -> bool:
        """Notes a digest; returns whether it is new."""
        if self._count * 2 >= len(self._places):
            self._widen()
        # Zero is a free place.
        if not self._put(int.from_bytes(digest[:8], "little") or 1):
            return False
        self._count += 1
        return True

    def _put(self, mark: int) -> bool:
        places = self._places
        last = len(places) - 1
        at = mark & last
        while found := places[at]:
            if found == mark:
                return False
            at = (at + 1) & last
        places[at] = mark
        return True

    def _widen(self) -> None:
        known = self._places
        self._places = array("Q", bytes(8 * 2 * len(known)))
        for mark in known:
            if mark:
                self._put(mark)


def _digest(cells: Cells) -> bytes:
    return hashlib.sha256("\x1f".join(cells).encode("utf-8", "surrogatepass")).digest()[:ID_CHARACTERS]


def chosen(rows: Rows, counts: Test) -> Rows:
    """The rows that meet the conditions."""
    return ((line, cells) for line, cells in rows if counts(cells))


def stacked(rows: Rows, places: Sequence[int]) -> Rows:
    """Each row once for every one of some cells that is filled, with that cell as a further last one."""
    for line, cells in rows:
        for place in places:
            if cells[place].strip():
                yield line, [*cells, cells[place]]


def converted(rows: Rows, fields: Sequence[Field], rejected: list[Rejected]) -> Rows:
    """The fields of each row; a row with a value that cannot be read is put aside."""
    reads = [field.read for field in fields]
    for line, cells in rows:
        try:
            yield line, [read(cells) for read in reads]
        except FieldError as fault:
            rejected.append(Rejected(line, fault.column, shown(fault.value), fault.reason))


def grouped(rows: Rows, at: int, fields: Sequence[Field], rejected: list[Rejected]) -> Rows:
    """One row for each value of a column, gathered from all rows that have it."""
    groups: dict[str, tuple[int, list[str]]] = {}
    for line, cells in rows:
        key = cells[at].strip()
        if not key:
            rejected.append(Rejected(line, "", "", _("The cell by which rows are grouped is empty.")))
            continue
        if key not in groups and len(groups) >= limits.GROUPS:
            text = _("There are more than {n} groups of rows; split the file.")
            raise UserError(text.format(n=limits.GROUPS))
        try:
            found = [field.read(cells) for field in fields]
        except FieldError as fault:
            rejected.append(Rejected(line, fault.column, shown(fault.value), fault.reason))
            continue
        _first, kept = groups.setdefault(key, (line, [""] * len(fields)))
        for place, field in enumerate(fields):
            if found[place] and (not kept[place] or _replaces(field, found[place], kept[place])):
                kept[place] = found[place]
    yield from groups.values()


def new_ones(
    rows: Rows, columns: Sequence[str], known: Callable[[], Iterable[tuple[str, str]]], source: str = ""
) -> Rows:
    """The rows whose id, e-mail address and name are new; where several known records have it, a person decides.

    What has the id of a known record of the same program is that record, whatever else is called so.
    """
    at = [columns.index(name) for name in ("id", "email", "name") if name in columns]
    owners: dict[str, set[str]] = {}
    for line, cells in rows:
        if not owners:
            for key, name in known():
                owners.setdefault(key, set()).add(key)
                owners.setdefault(fold(name), set()).add(key)
        if len(owners.get(qualified(source, cells[at[0]]), ())) != 1 and not any(
            len(owners.get(text, ())) == 1 for place in at for text in (cells[place], fold(cells[place])) if text
        ):
            yield line, cells


def _replaces(field: Field, new: str, old: str) -> bool:
    if field.rule.pick in ("first", "last"):
        return field.rule.pick == "last"
    is_less = bool(field.order(new) < field.order(old))
    return is_less == (field.rule.pick == "min") and field.order(new) != field.order(old)


def ended(rows: Rows, tell: Callable[[], None]) -> Iterator[tuple[int, list[str]]]:
    """The rows, and a word at their end."""
    yield from rows
    tell()
