"""Rows of one kind on their way into the workspace: typed columns, and the rows that were refused, with the reason.

Cells are read a column at a time and each different text once, because columns repeat themselves.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from crmdesk.exchange.table import Table, shown
from crmdesk.store.base import Record, own_fields, references_of
from crmdesk.store.field import TEXT_LIMIT, Choice, Decimal, Dialect, Text
from crmdesk.text import _

_CHUNK = 5000
_QUOTED = {
    "staff": ("left_on",),
    "campaign": ("ended_on",),
    "deal": ("stage_id", "opened_at", "closed_at"),
    "ticket": ("opened_at", "first_response_at", "resolved_at"),
}
_REMEMBERED = 200_000


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
    """The rows of all tables of one kind. `columns` holds typed values; references are still the texts of ids.

    `said` names, for each row, the fields that its file speaks of, custom ones too: the others stay as they are.
    `texts` holds the cells of those columns that may be blamed once they were read.
    """

    record: type[Record]
    said: list[frozenset[str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    columns: dict[str, list[Any]] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)
    custom: list[str | None] = field(default_factory=list)
    external: list[str | None] = field(default_factory=list)
    refused: dict[int, Refused] = field(default_factory=dict)
    unread: list[Refused] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.lines)

    def standing(self) -> Iterator[int]:
        """The places of the rows that were not refused."""
        return (i for i in range(len(self.lines)) if i not in self.refused)

    def refuse(self, i: int, column: str, value: str, reason: str) -> None:
        """Refuses a row; the first reason stands."""
        self.refused.setdefault(i, Refused(self.files[i], self.lines[i], column, shown(value), reason))

    def append(self, other: Parsed) -> None:
        """Adds the rows of another table of the same kind."""
        first = len(self)
        self.said.extend(other.said)
        for mine, theirs in ((self.files, other.files), (self.lines, other.lines), (self.custom, other.custom)):
            mine.extend(theirs)  # type: ignore[arg-type]
        self.external.extend(other.external)
        for name, values in self.columns.items():
            values.extend(other.columns[name])
        for name, cells in self.texts.items():
            cells.extend(other.texts[name])
        self.refused.update({first + i: refused for i, refused in other.refused.items()})
        self.unread.extend(other.unread)
        self.notices.extend(other.notices)

    def quoted(self, i: int, name: str, otherwise: str) -> str:
        """A cell as it stands in the file; where it does not, what stands in the workspace."""
        return self.texts[name][i] or otherwise

    def require_ids(self) -> None:
        """Refuses rows without an id where their kind needs one, and rows whose id stands in an earlier row."""
        if "id" in self.record.columns:
            _require_ids(self, needed="name" in self.columns)

    def all_refused(self) -> list[Refused]:
        """Every refused row, in the order of the files."""
        return sorted([*self.unread, *self.refused.values()], key=lambda one: (one.file, one.line))


class _Memory(dict[str, Any]):
    """What each text of a column means, found out once."""

    def __init__(self, parse: Callable[[str], Any]) -> None:
        super().__init__()
        self._parse = parse
        self.faulty = False

    def column(self, texts: Sequence[str]) -> list[Any]:
        """What the cells of a column mean."""
        return list(map(self.__getitem__, texts))

    def __missing__(self, text: str) -> Any:
        if len(self) > _REMEMBERED:
            self.clear()
        value = self._read(text)
        self[text] = value
        return value

    def _read(self, text: str) -> Any:
        stripped = text.strip()
        if not stripped:
            return None
        try:
            return self._parse(text)
        except ValueError as fault:
            self.faulty = True
            return Fault(text, str(fault))


class _PlainText(_Memory):
    """A column whose texts stand for themselves: there is nothing to find out unless one is too long."""

    def column(self, texts: Sequence[str]) -> list[Any]:
        if max(map(len, texts)) > TEXT_LIMIT:
            return super().column(texts)
        return [text if text and not text.isspace() else None for text in texts]


def parse(record: type[Record], tables: Iterable[Table], dialect: Dialect) -> Parsed:
    """Reads tables of one kind to their ends."""
    parsed = Parsed(record)
    memories = {name: _memory(record, name, dialect) for name in (*record.columns, *record.optional)}
    parsed.columns = {name: [] for name in memories if name != "id"}
    parsed.texts = {name: [] for name in _QUOTED.get(record.kind, ())}
    for table in tables:
        _read_table(parsed, table, memories)
    _require(parsed)
    return parsed


def _memory(record: type[Record], name: str, dialect: Dialect) -> _Memory:
    if name == "id" or name in references_of(record):
        return _PlainText(lambda text: text)
    stored = own_fields(record)[name]
    if isinstance(stored, Text) and not isinstance(stored, Choice | Decimal):
        return _PlainText(lambda text: stored.parse(text, dialect))
    return _Memory(lambda text: stored.parse(text.strip(), dialect))


def _read_table(parsed: Parsed, table: Table, memories: dict[str, _Memory]) -> None:
    known = [(name, table.columns.index(name)) for name in memories if name in table.columns]
    other = [(name, place) for place, name in enumerate(table.columns) if name not in memories]
    if other:
        named = ", ".join(shown(name) for name, _place in other)
        text = _("{file}: kept as custom fields: {columns}.")
        parsed.notices.append(text.format(file=table.name, columns=named))
    rows = table.rows()
    while chunk := list(islice(rows, _CHUNK)):
        parsed.said.extend(_said(chunk, [*known, *other], is_sparse=table.is_sparse))
        _read_chunk(parsed, table.name, chunk, known, other, memories)
    parsed.notices.extend(table.notices)
    parsed.unread.extend(Refused(table.name, one.line, one.column, one.value, one.reason) for one in table.rejected)


def _said(
    chunk: Sequence[tuple[int, list[str]]], columns: Sequence[tuple[str, int]], *, is_sparse: bool
) -> list[frozenset[str]]:
    if not is_sparse:
        return [frozenset(name for name, _place in columns)] * len(chunk)
    sets: dict[frozenset[str], frozenset[str]] = {}
    rows = (frozenset(name for name, place in columns if cells[place]) for _line, cells in chunk)
    return [sets.setdefault(names, names) for names in rows]


def _read_chunk(
    parsed: Parsed,
    file: str,
    chunk: Sequence[tuple[int, list[str]]],
    known: Sequence[tuple[str, int]],
    other: Sequence[tuple[str, int]],
    memories: dict[str, _Memory],
) -> None:
    first, count = len(parsed), len(chunk)
    parsed.lines.extend(line for line, _cells in chunk)
    parsed.files.extend([file] * count)
    texts = list(zip(*(cells for _line, cells in chunk), strict=True))
    for name, place in known:
        memory = memories[name]
        values = memory.column(texts[place])
        if memory.faulty:
            _refuse_faults(parsed, name, first, values)
        (parsed.external if name == "id" else parsed.columns[name]).extend(values)
    for name, cells in parsed.texts.items():
        cells.extend(next((texts[place] for column, place in known if column == name), [""] * count))
    for name in memories.keys() - {name for name, _place in known}:
        (parsed.external if name == "id" else parsed.columns[name]).extend([None] * count)
    if "id" not in memories:
        parsed.external.extend([None] * count)
    if other:
        parsed.custom.extend(_custom([(name, texts[place]) for name, place in other], count))
    else:
        parsed.custom.extend([None] * count)


def _refuse_faults(parsed: Parsed, name: str, first: int, values: list[Any]) -> None:
    for place, value in enumerate(values):
        if isinstance(value, Fault):
            parsed.refuse(first + place, name, value.value, value.reason)
            values[place] = None


def _custom(columns: Sequence[tuple[str, Sequence[str]]], count: int) -> list[str | None]:
    rows: list[str | None] = []
    for i in range(count):
        filled = {name: texts[i] for name, texts in columns if texts[i]}
        rows.append(json.dumps(filled, ensure_ascii=False) if filled else None)
    return rows


def _require(parsed: Parsed) -> None:
    """Refuses rows without what every row of their kind must have."""
    fields = own_fields(parsed.record)
    for name, values in parsed.columns.items():
        if fields[name].required and None in values:
            for i, value in enumerate(values):
                if value is None:
                    parsed.refuse(i, name, "", _("is empty, but every row needs it"))


def _require_ids(parsed: Parsed, *, needed: bool) -> None:
    seen: dict[str, int] = {}
    for i, name in enumerate(parsed.external):
        if name is None:
            if needed:
                parsed.refuse(i, "id", "", _("is empty, but every row needs it"))
        elif name in seen:
            text = _("stands in line {line} already; an id names one row")
            parsed.refuse(i, "id", name, text.format(line=parsed.lines[seen[name]]))
        else:
            seen[name] = i
