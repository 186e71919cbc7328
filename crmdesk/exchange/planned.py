"""The rows of an import with what becomes of each, read from where the import keeps them when they are asked for."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import overload

from crmdesk.exchange.batch import Batch
from crmdesk.exchange.importing import Report
from crmdesk.exchange.parsed import Parsed, Refused, name_of_row
from crmdesk.exchange.policy import DOUBTFUL, LEFT_OUT, OUTCOMES, REJECTED, FieldChange, Outcome, RowKey
from crmdesk.store.base import Record, own_fields, references_of
from crmdesk.store.field import Dialect


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A row and what becomes of it.

    `key` is by what a choice names it (None: it could not be read as a row). `row_id` is the record that it is or gets,
    0 where there is none; `column` and `value` are to blame where it is rejected, `candidates` the records that a
    doubtful one may be. `cells` are its cells by column as
    the interchange format writes them; references are ids.
    """

    key: RowKey | None
    kind: str
    file: str
    line: int
    outcome: Outcome
    name: str = ""
    row_id: int = 0
    reason: str = ""
    column: str = ""
    value: str = ""
    candidates: tuple[int, ...] = ()
    changes: tuple[FieldChange, ...] = ()
    cells: Mapping[str, str] | None = None


class Plan:
    """Every row of an import with what becomes of it. `counts[kind][outcome]` add up to the rows of the files."""

    def __init__(self, report: Report, dialect: Dialect) -> None:
        self.report, self.notices = report, report.notices
        self._dialect = dialect
        self._rows = _Rows([_BatchRows(batch, dialect) for batch in report.batches.values()])
        self.counts = {batch.record.plural: _counts(batch) for batch in report.batches.values()}

    @property
    def rows(self) -> Sequence[PlannedRow]:
        """Every row, kind by kind, in the order of the files; those that could not be read come last of their kind."""
        return self._rows

    def count(self, outcome: Outcome) -> int:
        """How many rows of any kind have that outcome."""
        return sum(counts[outcome] for counts in self.counts.values())

    def places(self, kind: str = "", outcome: Outcome | None = None) -> Sequence[int]:
        """The places among `rows` of those of a kind (empty: of all) and an outcome (None: of all)."""
        found: list[int] = []
        first = 0
        for part in self._rows.parts:
            if kind in ("", part.kind):
                found.extend(first + place for place in part.places(outcome))
            first += len(part)
        return found


def _counts(batch: Batch) -> dict[Outcome, int]:
    fates = b"".join(batch.spool.fates)
    counts = {outcome: fates.count(place) for place, outcome in enumerate(OUTCOMES)}
    counts["rejected"] += len(batch.unread)
    counts["left_out"] += len(batch.passed_over)
    return counts


class _Rows(Sequence[PlannedRow]):
    """The rows of all kinds, each made when it is asked for."""

    def __init__(self, parts: list[_BatchRows]) -> None:
        self.parts = parts
        self._ends = list(accumulate(len(part) for part in parts))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    @overload
    def __getitem__(self, place: int) -> PlannedRow: ...

    @overload
    def __getitem__(self, place: slice) -> list[PlannedRow]: ...

    def __getitem__(self, place: int | slice) -> PlannedRow | list[PlannedRow]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        wanted = place + len(self) if place < 0 else place
        if not 0 <= wanted < len(self):
            raise IndexError(place)
        part = bisect_right(self._ends, wanted)
        return self.parts[part].row(wanted - (self._ends[part - 1] if part else 0))


class _BatchRows:
    """The rows of one kind."""

    def __init__(self, batch: Batch, dialect: Dialect) -> None:
        self.kind = batch.record.plural
        self._batch, self._dialect = batch, dialect
        self._fates = b"".join(batch.spool.fates)
        self._ends = list(accumulate(map(len, batch.spool.fates)))
        self._at: tuple[int, Parsed] | None = None

    def __len__(self) -> int:
        return len(self._fates) + len(self._batch.unread) + len(self._batch.passed_over)

    def places(self, outcome: Outcome | None) -> Iterator[int]:
        """The places of the rows with that outcome."""
        if outcome is None:
            yield from range(len(self))
            return
        wanted = OUTCOMES.index(outcome)
        place = self._fates.find(wanted)
        while place >= 0:
            yield place
            place = self._fates.find(wanted, place + 1)
        read, unread = len(self._fates), len(self._fates) + len(self._batch.unread)
        if outcome == "rejected":
            yield from range(read, unread)
        elif outcome == "left_out":
            yield from range(unread, len(self))

    def row(self, place: int) -> PlannedRow:
        unread, passed_over = self._batch.unread, self._batch.passed_over
        if (beyond := place - len(self._fates)) >= len(unread):
            return _unread(self.kind, passed_over[beyond - len(unread)], "left_out")
        if beyond >= 0:
            return _unread(self.kind, unread[beyond], "rejected")
        number = bisect_right(self._ends, place)
        if self._at is None or self._at[0] != number:
            self._at = number, self._batch.spool[number]
        return _row(self._at[1], place - (self._ends[number - 1] if number else 0), self._dialect)


def _unread(kind: str, one: Refused, outcome: Outcome) -> PlannedRow:
    return PlannedRow(None, kind, one.file, one.line, outcome, reason=one.reason, column=one.column, value=one.value)


def _row(piece: Parsed, i: int, dialect: Dialect) -> PlannedRow:
    refused = piece.refused.get(i)
    reason = refused.reason if refused else piece.doubts.get(i) or piece.reasons.get(i, "")
    fate = piece.fates[i]
    return PlannedRow(
        (piece.record.plural, piece.first + i),
        piece.record.plural,
        piece.files[i],
        piece.lines[i],
        OUTCOMES[fate],
        name=name_of_row(piece, i),
        row_id=0 if fate in (DOUBTFUL, REJECTED, LEFT_OUT) else piece.numbers[i],
        reason=reason,
        column=refused.column if refused else "",
        value=refused.value if refused else "",
        candidates=piece.candidates.get(i, ()),
        changes=tuple(piece.changes.get(i, ())),
        cells=_cells(piece, i, dialect),
    )


def _cells(piece: Parsed, i: int, dialect: Dialect) -> dict[str, str]:
    record: type[Record] = piece.record
    fields, references, cells = own_fields(record), references_of(record), {}
    for name, values in piece.columns.items():
        if name in references:
            cells[name] = piece.texts[name][i]
        elif values[i] is not None:
            cells[name] = fields[name].text(values[i], dialect)
    if not cells:
        return cells
    if (refused := piece.refused.get(i)) is not None and refused.column not in references:
        cells[refused.column] = refused.value
    return {**cells, **json.loads(piece.custom[i] or "{}")}
