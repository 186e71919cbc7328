"""Operations: the only way to write, and the only way to take something back.

An operation is one step that a person took, whole or not at all. The journal's triggers note every row it touches
with its image before; undo restores those images in an operation of its own, so that redo is its undo.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crmdesk.domain.calendar import Calendar
from crmdesk.domain.clock import Clock
from crmdesk.domain.errors import Busy, Conflict, UserError
from crmdesk.store.declared import fields_of, moments_of, table_of
from crmdesk.store.engine import Engine, RawError
from crmdesk.store.engine_faults import fault_of
from crmdesk.store.loading import set_aside
from crmdesk.store.reverting import revert, unchecked_references
from crmdesk.store.steps import FOUNDING, Operation, Steps
from crmdesk.store.uid import make_uids
from crmdesk.text import _

if TYPE_CHECKING:
    from crmdesk.store.base import Record


@dataclass(frozen=True, slots=True)
class Change:
    """What an operation touched."""

    operation: int
    tables: frozenset[str]
    _journal: Journal

    @property
    def touched(self) -> Mapping[str, frozenset[int]]:
        """Row ids by table; looked up when asked, because an import touches a million of them."""
        return self._journal.touched(self.operation)


class Journal:
    """The journal of an open workspace."""

    def __init__(self, engine: Engine, calendar: Callable[[], Calendar], clock: Clock) -> None:
        self._engine, self._calendar, self._clock = engine, calendar, clock
        self._watchers: list[Callable[[Change], None]] = []
        self._steps = Steps(engine)

    def watch(self, watcher: Callable[[Change], None]) -> None:
        """Calls `watcher` after every operation that changed something."""
        self._watchers.append(watcher)

    @contextmanager
    def operation(
        self, label: str, *, staff: int | None = None, source: str = "", undoes: int | None = None
    ) -> Iterator[Tx]:
        """Begins a step; leaving the block commits it, an exception takes all of it back."""
        engine = self._engine
        uid = make_uids(1, self._clock)[0]
        engine.rows("BEGIN IMMEDIATE")
        try:
            engine.require_in_place()
            engine.rows(
                "INSERT INTO operation (uid, label, at, staff_id, source, undoes) VALUES (?, ?, ?, ?, ?, ?)",
                (uid, label, self._clock.now(), staff, source, undoes),
            )
            number = int(engine.rows("SELECT last_insert_rowid()")[0][0])
            engine.rows("INSERT INTO journal_now (one, operation_id) VALUES (1, ?)", (number,))
            tx = Tx(engine, self._calendar(), self._clock, number)
            yield tx
            engine.rows("DELETE FROM journal_now")
            changed = _tables(engine, number)
            if changed:
                engine.rows(
                    "INSERT OR REPLACE INTO table_version SELECT DISTINCT tbl, operation_id FROM change"
                    " WHERE operation_id = ?",
                    (number,),
                )
                commit(engine, uid)
            else:
                engine.rows("ROLLBACK")
        except BaseException:
            if not engine.is_closed() and engine.raw.in_transaction:
                engine.rows("ROLLBACK")
            raise
        if changed:
            for watcher in self._watchers:
                watcher(Change(number, changed, self))

    def undo(self, operation: int, *, force: bool = False, staff: int | None = None) -> int:
        """Takes a step back and returns the number of the operation that did.

        Raises Conflict where a later step changed the same rows (unless `force`), UserError where rows that came
        later still refer to what this step made.
        """
        step = self.find(operation)
        if step.undone:
            raise UserError(_("“{step}” has already been undone.").format(step=step.label))
        if step.source == FOUNDING:
            raise UserError(_("“{step}” cannot be undone; delete the file instead.").format(step=step.label))
        if not force and (rows := self.conflicts(operation)):
            text = _(
                "“{step}” cannot be undone as it is: {n} of its records were changed since; undo those changes first."
            )
            raise Conflict(text.format(step=step.label, n=len(rows)), rows)
        label = self._label_of_undo(step)
        with (
            unchecked_references(self._engine),
            self.operation(label, staff=staff, source="undo", undoes=operation) as tx,
        ):
            revert(self._engine, step)
            return tx.operation

    def _label_of_undo(self, step: Operation) -> str:
        root, depth = self._steps.root(step)
        label = _("Redo: {step}") if depth % 2 else _("Undo: {step}")
        return label.format(step=root.label)

    def plain_label(self, step: Operation) -> str:
        """What a step, or the step that it took back, was called when it was done first."""
        return self._steps.root(step)[0].label

    def is_redo(self, step: Operation) -> bool:
        """Whether a step brought back what was taken back."""
        return self._steps.is_redo(step)

    def conflicts(self, operation: int) -> tuple[tuple[str, int], ...]:
        """The rows of a step that later steps, still standing, changed too."""
        later = self._steps.standing_after(operation)
        own = self.touched(operation)
        found: set[tuple[str, int]] = set()
        for number, table, first, last in self._engine.rows(
            "SELECT operation_id, tbl, row_id, coalesce(through_id, row_id) FROM change WHERE operation_id > ?",
            (operation,),
        ):
            if number in later and table in own:
                found.update((table, row) for row in own[table].intersection(range(first, last + 1)))
        return tuple(sorted(found))

    def weight(self, operation: int, most: int) -> int:
        """How many rows were changed by a step and since, which is what taking it back has to look at; up to `most`."""
        found = self._engine.rows(
            "SELECT coalesce(sum(rows), 0) FROM (SELECT coalesce(through_id, row_id) - row_id + 1 AS rows"
            " FROM change WHERE operation_id >= ? LIMIT ?)",
            (operation, most),
        )
        return min(int(found[0][0]), most)

    def steps(self) -> list[Operation]:
        """Every operation, the oldest first, with whether it is undone at present."""
        return self._steps.all()

    def latest(self, limit: int, before: int | None = None) -> list[Operation]:
        """The latest operations, the newest first; `before` an operation of that number."""
        return self._steps.latest(limit, before)

    def find(self, operation: int) -> Operation:
        """One operation. Raises UserError where there is none of that number."""
        return self._steps.find(operation)

    def next_undo(self) -> Operation | None:
        """What Ctrl+Z would take back."""
        return self._steps.next_undo()

    def next_redo(self) -> Operation | None:
        """The undo that Ctrl+Shift+Z would take back: the latest one standing, if nothing new was done since."""
        return self._steps.next_redo()

    def touched(self, operation: int) -> dict[str, frozenset[int]]:
        """The rows that a step touched, by table."""
        touched: dict[str, set[int]] = {}
        for table, first, last in self._engine.rows(
            "SELECT tbl, row_id, coalesce(through_id, row_id) FROM change WHERE operation_id = ?", (operation,)
        ):
            touched.setdefault(table, set()).update(range(first, last + 1))
        return {table: frozenset(rows) for table, rows in touched.items()}


class Tx:
    """The writing hand of an operation."""

    def __init__(self, engine: Engine, calendar: Calendar, clock: Clock, operation: int) -> None:
        self._engine, self.calendar, self._clock, self.operation = engine, calendar, clock, operation
        self.at = clock.now()

    def insert(self, record: type[Record], values: Mapping[str, Any]) -> int:
        """Adds a row and returns its id. Local days are written beside their moments."""
        row = self._complete(record, values)
        row.setdefault("uid", make_uids(1, self._clock)[0])
        names = ", ".join(row)
        marks = ", ".join("?" * len(row))
        self._engine.rows(f"INSERT INTO {table_of(record)} ({names}) VALUES ({marks})", tuple(row.values()))
        return int(self._engine.rows("SELECT last_insert_rowid()")[0][0])

    def update(self, record: type[Record], row_id: int, values: Mapping[str, Any]) -> None:
        """Changes columns of a row."""
        row = self._complete(record, values, new=False)
        if row:
            names = ", ".join(f"{name} = ?" for name in row)
            self._engine.rows(f"UPDATE {table_of(record)} SET {names} WHERE id = ?", (*row.values(), row_id))

    def delete(self, record: type[Record], row_id: int) -> None:
        """Moves a row to the bin: it is gone from the tables, and the journal can bring it back."""
        self._engine.rows(f"DELETE FROM {table_of(record)} WHERE id = ?", (row_id,))

    def next_id(self, record: type[Record]) -> int:
        """The id that the next new row will get; ids are never used again."""
        found = self._engine.rows("SELECT seq FROM sqlite_sequence WHERE name = ?", (table_of(record),))
        return int(found[0][0]) + 1 if found else 1

    def bulk(self, record: type[Record], count: int) -> AbstractContextManager[None]:
        """Within it rows of this type, so many of them, are added by `insert_many` alone, and quickly."""
        return set_aside(self._engine, record, count, self.next_id(record) - 1)

    def insert_many(self, record: type[Record], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Adds many rows at once. `columns` are stored columns, `id` first, ascending without a gap, and `uid`."""
        if not rows:
            return
        if columns[0] != "id" or rows[-1][0] - rows[0][0] != len(rows) - 1:
            raise ValueError("the journal notes the first and the last id only: no other row may lie between them")
        engine, table, first = self._engine, table_of(record), rows[0][0]
        before = engine.raw.total_changes
        engine.rows("UPDATE journal_now SET bulk = 1")
        try:
            engine.insert(table, columns, rows)
        except BaseException:
            self._take_out(table, first, engine.raw.total_changes - before - 1)
            raise
        engine.rows("UPDATE journal_now SET bulk = 0")
        engine.rows(
            "INSERT INTO change (operation_id, tbl, row_id, through_id, act) VALUES (?, ?, ?, ?, 'insert')",
            (self.operation, table, first, rows[-1][0]),
        )

    def _take_out(self, table: str, first: int, count: int) -> None:
        """Leaves nothing of a bulk that failed, even if the operation goes on.

        A savepoint would do the same, but within one SQLite keeps every page that each row touches: ten times slower.
        """
        engine, last = self._engine, first + count - 1
        if engine.raw.in_transaction:
            engine.rows("UPDATE journal_now SET bulk = 0")
            engine.rows(f"DELETE FROM {table} WHERE id BETWEEN ? AND ?", (first, last))
            note = "DELETE FROM change WHERE operation_id = ? AND tbl = ? AND row_id BETWEEN ? AND ?"
            engine.rows(note, (self.operation, table, first, last))

    def update_many(self, record: type[Record], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Changes the same columns of many rows; each row is the values and, last, the id."""
        names = ", ".join(f"{name} = ?" for name in columns)
        self._engine.many(f"UPDATE {table_of(record)} SET {names} WHERE id = ?", list(rows))

    def rows(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
        """Runs a statement as part of this operation; what it reads is as of the operation so far."""
        return self._engine.rows(sql, parameters)

    def uids(self, count: int) -> list[bytes]:
        return make_uids(count, self._clock)

    def _complete(self, record: type[Record], values: Mapping[str, Any], *, new: bool = True) -> dict[str, Any]:
        row = dict(values)
        if new and "recorded_at" in fields_of(record):
            row.setdefault("recorded_at", self.at)
        for name, day_name in moments_of(record).items():
            if name in row:
                row[day_name] = None if row[name] is None else self.calendar.day_of(row[name])
        return row


def commit(engine: Engine, uid: bytes) -> None:
    """Commits the operation of this uid.

    A commit that failed may be in the file all the same: opened anew, the uid tells.
    """
    try:
        engine.commit_now()
    except RawError as fault:
        told = fault_of(fault, engine.path)
        if isinstance(told, Busy) or not isinstance(told, UserError):
            raise told from fault
        engine.reopen()
        if not engine.rows("SELECT 1 FROM operation WHERE uid = ?", (uid,)):
            raise told from fault


def _tables(engine: Engine, operation: int) -> frozenset[str]:
    """The tables that an operation has changed so far."""
    rows = engine.rows("SELECT DISTINCT tbl FROM change WHERE operation_id = ?", (operation,))
    return frozenset(table for (table,) in rows)
