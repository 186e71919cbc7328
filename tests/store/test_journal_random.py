"""Whatever was done, taking all of it back gives the start, and doing it again gives the end, to the byte."""

import random
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.store.base import Record, fields_of, own_fields, references_of, table_of
from crmdesk.store.check import integrity
from crmdesk.store.field import Ref
from crmdesk.store.file import Workspace, open_workspace
from crmdesk.store.journal import Tx
from crmdesk.store.registry import RECORD_TYPES
from tests.store.rows import CLOCK, dump, full_row


class Hand:
    """Does random things to a workspace."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.counter = 0

    def step(self, book: Workspace) -> None:
        with book.operation(f"Step {self.counter}") as tx:
            for _ in range(self.chance.randint(1, 4)):
                self.chance.choice((self.insert, self.insert, self.bulk, self.update, self.delete))(tx)

    def insert(self, tx: Tx) -> None:
        record = self.chance.choice(RECORD_TYPES)
        if row := self.row(tx, record):
            tx.insert(record, row)

    def bulk(self, tx: Tx) -> None:
        record = self.chance.choice(RECORD_TYPES)
        rows = [row for _ in range(self.chance.randint(1, 6)) if (row := self.row(tx, record))]
        if rows:
            start, recorded = tx.next_id(record), {"recorded_at": 1} if "recorded_at" in fields_of(record) else {}
            made = [
                {"id": start + i, "uid": uid, **row, **recorded}
                for i, (uid, row) in enumerate(zip(tx.uids(len(rows)), rows, strict=True))
            ]
            names = list({name: None for one in made for name in one})
            tx.insert_many(record, names, [tuple(one.get(name) for name in names) for one in made])

    def update(self, tx: Tx) -> None:
        record = self.chance.choice(RECORD_TYPES)
        if ids := self.ids(tx, record):
            row = self.row(tx, record) or {}
            some = self.chance.sample(sorted(row), min(len(row), 3))
            tx.update(record, self.chance.choice(ids), {name: row[name] for name in some})

    def delete(self, tx: Tx) -> None:
        record = self.chance.choice(RECORD_TYPES)
        for row in self.chance.sample(ids := self.ids(tx, record), min(len(ids), 2)):
            pointing = [
                (other, name) for other in RECORD_TYPES for name, to in references_of(other).items() if to is record
            ]
            free = not any(
                tx.rows(f"SELECT 1 FROM {table_of(other)} WHERE {name} = ? LIMIT 1", (row,)) for other, name in pointing
            )
            if free:
                tx.delete(record, row)

    def row(self, tx: Tx, record: type[Record]) -> dict[str, object]:
        """A row whose references lead somewhere; empty where a required one has nowhere to lead."""
        self.counter += 1
        ids = {kind: self.chance.choice(found) for kind in RECORD_TYPES if (found := self.ids(tx, kind))}
        row = full_row(record, ids)
        for name, field in own_fields(record).items():
            if field.required and isinstance(field, Ref) and name not in row:
                return {}
            if not field.required and self.chance.random() < 0.3:
                row[name] = None
        unique = {"kpi": f"kpi {self.counter}"} if "kpi" in row else {}
        return {**row, **unique, "external_id": f"X{self.counter}"}

    def ids(self, tx: Tx, record: type[Record]) -> list[int]:
        return [number for (number,) in tx.rows(f"SELECT id FROM {table_of(record)}")]


def undo_all(book: Workspace) -> int:
    count = 0
    while step := book.journal.next_undo():
        book.journal.undo(step.id)
        count += 1
    return count


def redo_all(book: Workspace) -> int:
    count = 0
    while step := book.journal.next_redo():
        book.journal.undo(step.id)
        count += 1
    return count


@pytest.mark.parametrize("seed", range(12))
def test_all_taken_back_is_the_start_and_all_done_again_is_the_end(book_file, seed):
    hand = Hand(seed)
    with open_workspace(book_file, clock=CLOCK) as book:
        start = dump(book)
        for _ in range(12):
            hand.step(book)
        end = dump(book)
    with open_workspace(book_file, clock=CLOCK) as book:
        undone = undo_all(book)
        assert dump(book) == start
    with open_workspace(book_file, clock=CLOCK) as book:
        assert redo_all(book) == undone > 3
        assert dump(book) == end
        undo_all(book)
        assert dump(book) == start
        assert not book.rows("PRAGMA foreign_key_check")
        assert "journal" not in integrity(book) and "left open" not in integrity(book)


@given(st.integers(0, 10**6), st.lists(st.sampled_from(["do", "undo", "redo", "reopen"]), min_size=5, max_size=25))
def test_any_sequence_of_keys_leads_where_it_should(new_file, seed, keys):
    """The states seen so far are a line on which undo goes back, redo forth, and a new step cuts off what lay ahead."""
    hand = Hand(seed)
    with TemporaryDirectory() as folder:
        path = Path(shutil.copy(new_file, Path(folder) / "book.crmdesk"))
        book = open_workspace(path, clock=CLOCK)
        line, place = [dump(book)], 0
        for key in keys:
            if key == "do":
                hand.step(book)
                if dump(book) != line[place]:
                    line, place = [*line[: place + 1], dump(book)], place + 1
            elif key == "reopen":
                book.close()
                book = open_workspace(path, clock=CLOCK)
            else:
                step = book.journal.next_undo() if key == "undo" else book.journal.next_redo()
                assert (step is None) == (place == (0 if key == "undo" else len(line) - 1))
                if step is not None:
                    book.journal.undo(step.id)
                    place += 1 if key == "redo" else -1
            assert dump(book) == line[place]
        book.close()
