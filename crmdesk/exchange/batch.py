"""All rows of one kind on their way: pieces, of which the first stay in memory and the others wait in a file.

So a file of half a million rows takes no more memory than one of fifty thousand. The file has no name, and is gone with
the import.
"""

from __future__ import annotations

import marshal
import tempfile
import weakref
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from itertools import chain
from typing import IO, Any

from crmdesk.domain.errors import UserError
from crmdesk.exchange import limits
from crmdesk.exchange.parsed import Memories, Parsed, Refused, memories_of, others, pieces
from crmdesk.exchange.policy import FieldChange
from crmdesk.exchange.table import Table
from crmdesk.store.base import Record
from crmdesk.store.field import Dialect
from crmdesk.text import _

_FIELDS = tuple(field.name for field in fields(Parsed) if field.name != "record")


class Spool:
    """Pieces by their number; those beyond `limits.CELLS_AT_ONCE` are not held in memory.

    What became of their rows is: `fates` and `refused` of each piece.
    """

    def __init__(self, record: type[Record]) -> None:
        self.fates: list[bytearray] = []
        self.refused: list[dict[int, Refused]] = []
        self._record = record
        self._kept: list[Parsed | tuple[int, int]] = []
        self._file: IO[bytes] | None = None
        self._cells = 0

    def __len__(self) -> int:
        return len(self._kept)

    def __getitem__(self, number: int) -> Parsed:
        kept = self._kept[number]
        return kept if isinstance(kept, Parsed) else self._read(*kept)

    def add(self, piece: Parsed) -> None:
        """Takes one more piece."""
        self._cells += len(piece) * (1 + len(frozenset().union(*set(piece.said))))
        self._keep(piece, piece if self._cells <= limits.CELLS_AT_ONCE else self._write(piece))

    def hold(self, piece: Parsed) -> None:
        """Takes one more piece that stays in memory."""
        self._keep(piece, piece)

    def put(self, number: int, piece: Parsed) -> None:
        """Keeps what became of a piece."""
        if not isinstance(self._kept[number], Parsed):
            self._kept[number] = self._write(piece)
            self.fates[number], self.refused[number] = piece.fates, piece.refused

    def _keep(self, piece: Parsed, kept: Parsed | tuple[int, int]) -> None:
        self._kept.append(kept)
        self.fates.append(piece.fates)
        self.refused.append(piece.refused)

    def _write(self, piece: Parsed) -> tuple[int, int]:
        packed = marshal.dumps([_packed(name, getattr(piece, name)) for name in _FIELDS])
        try:
            file = self._opened()
            place = file.seek(0, 2)
            file.write(packed)
            file.flush()
        except OSError as fault:
            text = _("There is no room for the rows of the file ({reason}); make room on the disk and try again.")
            raise UserError(text.format(reason=fault.strerror)) from None
        return place, len(packed)

    def _opened(self) -> IO[bytes]:
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the spool
            weakref.finalize(self, self._file.close)
        return self._file

    def _read(self, place: int, size: int) -> Parsed:
        file = self._opened()
        file.seek(place)
        values = marshal.loads(file.read(size))  # noqa: S302 - our own bytes, from a file without a name
        return Parsed(self._record, **{name: _unpacked(name, one) for name, one in zip(_FIELDS, values, strict=True)})


def _packed(name: str, value: Any) -> Any:
    if name == "refused":
        return {i: (one.file, one.line, one.column, one.value, one.reason) for i, one in value.items()}
    if name == "changes":
        return {i: [(one.field, one.old, one.new, one.taken) for one in some] for i, some in value.items()}
    return bytes(value) if name == "fates" else value


def _unpacked(name: str, value: Any) -> Any:
    if name == "refused":
        return {i: Refused(*one) for i, one in value.items()}
    if name == "changes":
        return {i: [FieldChange(*one) for one in some] for i, some in value.items()}
    return bytearray(value) if name == "fates" else value


class Batch:
    """Every row of one kind, of all tables of that kind."""

    def __init__(self, record: type[Record], dialect: Dialect) -> None:
        self.record = record
        self.spool = Spool(record)
        self.unread: list[Refused] = []
        self.passed_over: list[Refused] = []
        self.notices: list[str] = []
        self.kept: dict[str, list[str]] = {}
        self.count = 0
        self.sources: set[str] = set()
        self.lines: dict[str, int] = {}
        self._memories: Memories = memories_of(record, dialect)

    @property
    def is_foreign(self) -> bool:
        """Whether any row has the ids of another program."""
        return any(self.sources)

    def read(self, table: Table, mended: Mapping[int, Mapping[str, str]]) -> Iterator[int]:
        """Reads a table to its end; returns after each piece how many rows there are so far."""
        self.sources.add(table.source)
        self.kept.setdefault(table.name, []).extend(others(table, self._memories))
        for piece in pieces(self.record, table, self._memories, self.count, mended):
            self._require_ids(piece)
            self.spool.add(piece)
            self.count += len(piece)
            yield self.count
        self.notices.extend(table.notices)
        for one in table.rejected:
            found = Refused(table.name, one.line, one.column, one.value, one.reason)
            (self.passed_over if one.is_left_out else self.unread).append(found)

    def join(self) -> Parsed:
        """Makes one piece of all, which stays in memory."""
        whole = joined(self.record, self.pieces())
        self.spool = Spool(self.record)
        self.spool.hold(whole)
        return whole

    def looked_at(self) -> Iterator[Parsed]:
        """Each piece; what is changed of it while it is looked at is kept."""
        for number in range(len(self.spool)):
            piece = self.spool[number]
            yield piece
            self.spool.put(number, piece)

    def all_refused(self) -> list[Refused]:
        """Every refused row, in the order of the files."""
        by_file: dict[str, list[Refused]] = {}
        for one in chain(self.unread, *(some.values() for some in self.spool.refused)):
            by_file.setdefault(one.file, []).append(one)
        # Very many pairs of file and line would be sorted in one go in which the window stands still.
        return [one for file in sorted(by_file) for one in sorted(by_file[file], key=lambda one: one.line)]

    def pieces(self) -> Iterator[Parsed]:
        """Each piece, to be read only."""
        return (self.spool[number] for number in range(len(self.spool)))

    def _require_ids(self, piece: Parsed) -> None:
        """Refuses rows without an id where their kind needs one, and rows whose id stands in an earlier row."""
        if "id" not in self.record.columns:
            return
        needed, lines = "name" in piece.columns, self.lines
        fresh = dict(zip(piece.external, piece.lines, strict=True))
        if len(fresh) == len(piece) and None not in fresh and fresh.keys().isdisjoint(lines.keys()):
            lines.update(fresh)  # type: ignore[arg-type]  # no key is None, as was just seen
            return
        for i, name in enumerate(piece.external):
            if name is None:
                if needed:
                    piece.refuse(i, "id", "", _("is empty, but every row needs it"))
            elif name in lines:
                text = _("stands in line {line} already; an id names one row")
                piece.refuse(i, "id", name, text.format(line=lines[name]))
                # The id is that of the earlier row: what names it means a row that comes in.
                piece.external[i] = None
            else:
                lines[name] = piece.lines[i]


def joined(record: type[Record], some: Iterable[Parsed]) -> Parsed:
    """Pieces as one."""
    whole = Parsed(record)
    for piece in some:
        before = len(whole)
        for name in ("said", "files", "lines", "custom", "external", "numbers", "fates"):
            getattr(whole, name).extend(getattr(piece, name))
        for name in ("columns", "texts"):
            for column, values in getattr(piece, name).items():
                getattr(whole, name).setdefault(column, []).extend(values)
        whole.refused.update({before + i: one for i, one in piece.refused.items()})
        whole.left_out.update(before + i for i in piece.left_out)
    return whole
