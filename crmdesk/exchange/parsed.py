"""Rows of one kind on their way into the workspace: typed columns, and what was decided about each row.

Cells are read a column at a time and each different text once, because columns repeat themselves.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from crmdesk.exchange.policy import FieldChange
from crmdesk.exchange.table import Table, shown
from crmdesk.store.base import Record, own_fields, references_of
from crmdesk.store.field import TEXT_LIMIT, Choice, Decimal, Dialect, Text
from crmdesk.text import _

CHUNK = 5000
"""So many rows are read, looked at and written at once."""
_NAMED_BY = ("name", "title", "subject", "note", "comment", "kpi")
_OF = "\x1f"
_QUOTED = {
    "staff": ("left_on",),
    "campaign": ("ended_on",),
    "deal": ("stage_id", "opened_at", "closed_at"),
    "ticket": ("opened_at", "first_response_at", "resolved_at"),
}
_REMEMBERED = 20_000
_TO_JSON = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was not taken: where it stands, the column and value to blame, and why."""

    file: str
    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that its field refuses."""

    value: str
    reason: str


@dataclass(slots=True)
class Parsed:
    """A piece of the rows of one kind. `columns` holds typed values; references are texts of ids until resolved.

    `first` is the number of the piece's first row among all rows of the kind; those of a foreign one have the ids of
    another program. `said` names, for each row, the fields
    that its file speaks of, custom ones too: the others stay as they are. `texts` holds the cells of those columns that
    may be blamed once they were read, and of references. What is decided about the rows comes in the lower half:
    `numbers` are the records that they are, 0 a new one; `fates` the places of their outcomes; `candidates` the
    records that a doubtful row may be; `matched` the rows that are a record by more than its id; `moved` the rows
    in which something changes that a history tells, `replaced` those whose history is replaced;
    `unknown` are the ids by which records are not known yet, with their numbers.
    """

    record: type[Record]
    first: int = 0
    is_foreign: bool = False
    said: list[frozenset[str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    columns: dict[str, list[Any]] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)
    custom: list[str | None] = field(default_factory=list)
    external: list[str | None] = field(default_factory=list)

    numbers: list[int] = field(default_factory=list)
    fates: bytearray = field(default_factory=bytearray)
    changed: set[int] = field(default_factory=set)
    moved: set[int] = field(default_factory=set)
    replaced: set[int] = field(default_factory=set)
    left_out: set[int] = field(default_factory=set)
    refused: dict[int, Refused] = field(default_factory=dict)
    doubts: dict[int, str] = field(default_factory=dict)
    candidates: dict[int, tuple[int, ...]] = field(default_factory=dict)
    matched: set[int] = field(default_factory=set)
    reasons: dict[int, str] = field(default_factory=dict)
    changes: dict[int, list[FieldChange]] = field(default_factory=dict)
    unknown: list[tuple[str, int]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.lines)

    def fallen(self) -> Iterator[str]:
        """The ids of the records that do not come in."""
        gone = {*self.refused, *self.doubts, *self.left_out}
        return (name for i in sorted(gone) if (name := self.external[i]) is not None)

    def standing(self) -> Iterator[int]:
        """The places of the rows that are to be written."""
        if not (self.refused or self.doubts or self.left_out):
            return iter(range(len(self.lines)))
        gone = {*self.refused, *self.doubts, *self.left_out}
        return (i for i in range(len(self.lines)) if i not in gone)

    def refuse(self, i: int, column: str, value: str, reason: str) -> None:
        """Refuses a row; the first reason stands."""
        if i not in self.doubts and i not in self.left_out:
            refused = Refused(self.files[i], self.lines[i], column, shown(plain_id(value)), reason)
            self.refused.setdefault(i, refused)

    def doubt(self, i: int, reason: str) -> None:
        """Leaves a row to a person; the first reason stands."""
        if i not in self.refused and i not in self.left_out:
            self.doubts.setdefault(i, reason)

    def forget(self) -> None:
        """Lets go of the cells, once they are written: what became of each row stays."""
        for cells in (self.columns, self.texts, self.said, self.custom, self.external, self.unknown):
            cells.clear()

    def quoted(self, i: int, name: str, otherwise: str) -> str:
        """A cell as it stands in the file; where it does not, what stands in the workspace."""
        return self.texts[name][i] or otherwise


def name_of_row(piece: Parsed, i: int) -> str:
    """What people know a row by, in one line; empty where it has no name."""
    named = (piece.columns[name][i] for name in _NAMED_BY if name in piece.columns)
    return next((" ".join(str(value).split()) for value in named if value), "")


def qualified(source: str, text: str) -> str:
    """An id as it is told from those of other programs."""
    return f"{source}{_OF}{text}" if source else text


def plain_id(text: str) -> str:
    """An id as its program gives it."""
    return text.rpartition(_OF)[2]


def source_of(text: str) -> str:
    """The program that an id is of; empty: the interchange format."""
    return text.rpartition(_OF)[0]


class _Memory(dict[str, Any]):
    """What each text of a column means, found out once."""

    def __init__(self, parse: Callable[[str], Any], parse_all: Callable[[Sequence[str]], list[Any]]) -> None:
        super().__init__()
        self._parse, self._parse_all = parse, parse_all
        self._is_varied = False
        self.faulty = False

    def column(self, texts: Sequence[str]) -> list[Any]:
        """What the cells of a column mean."""
        self._is_varied = self._is_varied or len(set(texts)) * 2 > len(texts)
        if self._is_varied:
            # One of them may be empty, or wrong.
            with suppress(ValueError):
                return self._parse_all(texts)
        return list(map(self.__getitem__, texts))

    def __missing__(self, text: str) -> Any:
        if len(self) > _REMEMBERED:
            self.clear()
        bare = text.strip()
        try:
            value = self._parse(bare) if bare else None
        except ValueError as fault:
            self.faulty = True
            value = Fault(text, str(fault))
        self[text] = value
        return value


class _PlainText(_Memory):
    """A column whose texts stand for themselves: there is nothing to find out unless one is too long."""

    def column(self, texts: Sequence[str]) -> list[Any]:
        # All together are mostly shorter than a single one may be.
        if len("".join(texts)) > TEXT_LIMIT and max(map(len, texts)) > TEXT_LIMIT:
            return [self._checked(text) for text in texts]
        if any(map(str.isspace, texts)):
            return [text if text and not text.isspace() else None for text in texts]
        return [text or None for text in texts]

    def _checked(self, text: str) -> Any:
        try:
            return self._parse(text) if text and not text.isspace() else None
        except ValueError as fault:
            self.faulty = True
            return Fault(text, str(fault))


Memories = dict[str, _Memory]
"""For each column of a kind what its cells mean."""


def others(table: Table, memories: Memories) -> list[str]:
    """The columns of a table that are no fields of its kind, and are kept under their own names."""
    return [name for name in table.columns if name not in memories]


def pieces(
    record: type[Record], table: Table, memories: Memories, first: int, mended: Mapping[int, Mapping[str, str]]
) -> Iterator[Parsed]:
    """The rows of a table, the first of which has the number `first`, a piece at a time; `mended` are their new cells.

    The table's notices and the rows that it put aside are complete afterwards.
    """
    known = [(name, table.columns.index(name)) for name in memories if name in table.columns]
    other = [(name, place) for place, name in enumerate(table.columns) if name not in memories]
    rows = table.rows()
    while chunk := list(islice(rows, CHUNK)):
        if mended:
            _mend(chunk, first, table.columns, mended)
        yield _read_chunk(record, table, first, chunk, known, other, memories)
        first += len(chunk)


def _mend(
    chunk: Sequence[tuple[int, list[str]]], first: int, columns: Sequence[str], mended: Mapping[int, Mapping[str, str]]
) -> None:
    for number in mended.keys() & range(first, first + len(chunk)):
        cells = chunk[number - first][1]
        for column, text in mended[number].items():
            if column in columns:
                cells[columns.index(column)] = text


def memories_of(record: type[Record], dialect: Dialect) -> Memories:
    """What the cells of each column of a kind mean."""
    return {name: _memory(record, name, dialect) for name in (*record.columns, *record.optional)}


def _memory(record: type[Record], name: str, dialect: Dialect) -> _Memory:
    if name == "id" or name in references_of(record):
        return _PlainText(str, list)
    stored = own_fields(record)[name]
    is_plain = isinstance(stored, Text) and not isinstance(stored, Choice | Decimal)
    return (_PlainText if is_plain else _Memory)(stored.reader(dialect), stored.column_reader(dialect))


def _said(
    chunk: Sequence[tuple[int, list[str]]], columns: Sequence[tuple[str, int]], *, is_sparse: bool
) -> list[frozenset[str]]:
    if not is_sparse:
        return [frozenset(name for name, _place in columns)] * len(chunk)
    sets: dict[frozenset[str], frozenset[str]] = {}
    rows = (frozenset(name for name, place in columns if cells[place]) for _line, cells in chunk)
    return [sets.setdefault(names, names) for names in rows]


def _read_chunk(
    record: type[Record],
    table: Table,
    first: int,
    chunk: Sequence[tuple[int, list[str]]],
    known: Sequence[tuple[str, int]],
    other: Sequence[tuple[str, int]],
    memories: Memories,
) -> Parsed:
    count = len(chunk)
    said = _said(chunk, [*known, *other], is_sparse=table.is_sparse)
    parsed = Parsed(record, first, bool(table.source), said, [table.name] * count, [line for line, _cells in chunk])
    texts = list(zip(*(cells for _line, cells in chunk), strict=True))
    places, references = dict(known), references_of(record)
    for name, memory in memories.items():
        values = memory.column(texts[places[name]]) if name in places else [None] * count
        if table.source and (name == "id" or name in references):
            values = [text if text is None or _OF in text else qualified(table.source, text) for text in values]
        if name == "id":
            parsed.external = values
        else:
            parsed.columns[name] = values
        if memory.faulty:
            _refuse_faults(parsed, name, values)
        if name in references or name in _QUOTED.get(record.kind, ()):
            parsed.texts[name] = list(texts[places[name]]) if name in places else [""] * count
    parsed.external = parsed.external or [None] * count
    parsed.custom = _custom([(name, texts[place]) for name, place in other], count) if other else [None] * count
    parsed.numbers, parsed.fates = [0] * count, bytearray(count)
    _require(parsed)
    return parsed


def _refuse_faults(parsed: Parsed, name: str, values: list[Any]) -> None:
    for place, value in enumerate(values):
        if isinstance(value, Fault):
            parsed.refuse(place, name, value.value, value.reason)
            values[place] = None


def _custom(columns: Sequence[tuple[str, Sequence[str]]], count: int) -> list[str | None]:
    rows: list[str | None] = []
    for i in range(count):
        filled = {name: texts[i] for name, texts in columns if texts[i]}
        rows.append(_TO_JSON(filled) if filled else None)
    return rows


def _require(parsed: Parsed) -> None:
    """Refuses rows without what every row of their kind must have."""
    fields = own_fields(parsed.record)
    for name, values in parsed.columns.items():
        if fields[name].required and None in values:
            for i, value in enumerate(values):
                if value is None:
                    parsed.refuse(i, name, "", _("is empty, but every row needs it"))
