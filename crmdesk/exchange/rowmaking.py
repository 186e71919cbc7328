"""Rows of a foreign table on their way: chosen, laid under each other, told apart, gathered, converted."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from crmdesk.domain.errors import UserError
from crmdesk.exchange import limits
from crmdesk.exchange.field import Cells, Field, FieldError
from crmdesk.exchange.near import fold
from crmdesk.exchange.table import Rejected, Rows, shown
from crmdesk.text import _

ID_CHARACTERS = 20
"""Of 32 bytes as 64 hexadecimal digits: a million rows share no id by chance."""

Test = Callable[[Cells], bool]


class Digests:
    """Ids for rows that have none: a digest of the row's cells, and a number for each repeat of an equal row.

    The same file gives the same ids again, so that importing it twice updates records instead of doubling them.
    """

    def __init__(self) -> None:
        self.dropped = 0
        self._seen: Counter[tuple[str, bytes]] = Counter()

    def of(self, cells: Cells, prefix: str = "", field: str = "") -> str:
        """The id of this row, the same in each field that has it; the second of two equal rows has its own."""
        digest = _digest(cells)
        self._seen[field, digest] += 1
        number = self._seen[field, digest]
        name = prefix + digest.hex()[:ID_CHARACTERS]
        return name if number == 1 else f"{name}-{number}"

    def first_ones(self, rows: Rows) -> Rows:
        """The rows without exact repeats of earlier ones."""
        seen: set[bytes] = set()
        for line, cells in rows:
            digest = _digest(cells)
            if digest in seen:
                self.dropped += 1
                continue
            seen.add(digest)
            yield line, cells


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


def new_ones(rows: Rows, columns: Sequence[str], known: Callable[[], Iterable[tuple[str, str]]]) -> Rows:
    """The rows whose id, e-mail address and name are new; where several known records have it, a person decides."""
    at = [columns.index(name) for name in ("id", "email", "name") if name in columns]
    owners: dict[str, set[str]] = {}
    for line, cells in rows:
        if not owners:
            for key, name in known():
                owners.setdefault(key, set()).add(key)
                owners.setdefault(fold(name), set()).add(key)
        if not any(
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
