"""The steps of the journal as they are read: which stand, which were taken back, what undo and redo would do.

An undo is a step that names the one that it takes back; taken back itself, it no longer counts. Only those steps are
kept in mind, so that fifty thousand others cost nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crmdesk.domain.errors import UserError
from crmdesk.store.engine import Engine
from crmdesk.text import _

# The source of the first step, which made the workspace: there is nothing before it to go back to.
FOUNDING = "new"
# The source of the step that wrote the sample business: taken back from the history, never by one Ctrl+Z too many.
SAMPLE = "demo"
# The source of a note that somebody was erased: there is nothing that could be taken back.
ERASED = "erased"
# The source of a step that made one record of two.
MERGE = "merge"
_BATCH = 100


@dataclass(frozen=True, slots=True)
class Operation:
    """A step in the journal."""

    id: int
    label: str
    at: int
    staff_id: int | None
    source: str
    undoes: int | None
    undone: bool


class Steps:
    """Reads the steps of a workspace."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._undoes: dict[int, int] = {}
        self._through = 0
        self._undone: frozenset[int] = frozenset()
        # What undo and redo would do, as of the last look: windows ask for it all the time.
        self._next: tuple[Operation | None, Operation | None] | None = None

    def all(self) -> list[Operation]:
        """Every step, the oldest first, with whether it is undone at present."""
        undone = self._look()
        rows = self._engine.rows("SELECT id, label, at, staff_id, source, undoes FROM operation ORDER BY id")
        return [Operation(*(*row, row[0] in undone)) for row in rows]

    def latest(self, limit: int, before: int | None = None) -> list[Operation]:
        """The latest steps, the newest first; `before` a step of that number."""
        undone = self._look()
        rows = self._engine.rows(
            "SELECT id, label, at, staff_id, source, undoes FROM operation WHERE id < ? ORDER BY id DESC LIMIT ?",
            (2**62 if before is None else before, limit),
        )
        return [Operation(*(*row, row[0] in undone)) for row in rows]

    def find(self, operation: int) -> Operation:
        """One step. Raises UserError where there is none of that number."""
        for step in self.latest(1, operation + 1):
            if step.id == operation:
                return step
        raise UserError(_("There is no step number {number} in this workspace.").format(number=operation))

    def next_undo(self) -> Operation | None:
        """What Ctrl+Z would take back."""
        return self._look_ahead()[0]

    def next_redo(self) -> Operation | None:
        """The undo that Ctrl+Shift+Z would take back: the latest one standing, if nothing new was done since."""
        return self._look_ahead()[1]

    def is_redo(self, step: Operation) -> bool:
        """Whether a step brought back what was undone, be it for the second time."""
        return step.undoes is not None and self.root(step)[1] % 2 == 0

    def _undoes_an_undo(self, step: Operation) -> bool:
        self._look()
        return step.undoes in self._undoes

    def root(self, step: Operation) -> tuple[Operation, int]:
        """The step that began a chain of undo and redo, and how many of these came after it."""
        self._look()
        number, depth = step.id, 0
        while number in self._undoes:
            number, depth = self._undoes[number], depth + 1
        return (self.find(number) if depth else step), depth

    def standing_after(self, operation: int) -> frozenset[int]:
        """The later steps that count: not undone, and no undo of a step later than this one."""
        undone = self._look()
        later = self._engine.rows("SELECT id, undoes FROM operation WHERE id > ?", (operation,))
        # A step that only took a later one back leaves the rows of this one as they were.
        return frozenset(id for id, undoes in later if id not in undone and not (undoes and undoes > operation))

    def _look_ahead(self) -> tuple[Operation | None, Operation | None]:
        """What undo and redo would do; looked for only where a step came since the last look."""
        self._look()
        if self._next is not None and not self._engine.raw.in_transaction:
            return self._next
        kept = (FOUNDING, SAMPLE, ERASED)
        standing = (one for one in self._newest() if not one.undone)
        undo = next((one for one in standing if one.undoes is None and one.source not in kept), None)
        latest = next((one for one in self._newest() if not one.undone and not self._undoes_an_undo(one)), None)
        found = undo, latest if latest is not None and latest.undoes else None
        if not self._engine.raw.in_transaction:
            self._next = found
        return found

    def _newest(self) -> Iterator[Operation]:
        before: int | None = None
        while batch := self.latest(_BATCH, before):
            yield from batch
            before = batch[-1].id

    def _look(self) -> frozenset[int]:
        """What is undone at present; reads only the steps that came since the last look."""
        ((latest,),) = self._engine.rows("SELECT coalesce(max(id), 0) FROM operation")
        if latest == self._through:
            return self._undone
        sql = "SELECT id, undoes FROM operation WHERE id > ? AND undoes IS NOT NULL"
        fresh = dict(self._engine.rows(sql, (self._through,)))
        known, undone = {**self._undoes, **fresh}, self._undone
        if fresh:
            undone = _undone(known)
        # A step under way may still be given up, and its number used again.
        if not self._engine.raw.in_transaction:
            self._through, self._undoes, self._undone, self._next = latest, known, undone, None
        return undone


def _undone(undoes: dict[int, int]) -> frozenset[int]:
    found: set[int] = set()
    for number in sorted(undoes, reverse=True):
        # An undo that was itself taken back no longer counts; later ones were looked at first.
        if number not in found:
            found.add(undoes[number])
    return frozenset(found)
