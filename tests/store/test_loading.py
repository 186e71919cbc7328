"""Many rows at once: indexes and the journal's trigger are put aside for them, and nobody sees a file without these."""

import pytest

from crmdesk.store import loading
from crmdesk.store.contact import Contact
from crmdesk.store.engine import IntegrityError
from crmdesk.store.file import open_workspace
from crmdesk.store.sale import Sale
from tests.store.rows import CLOCK, NOON, dump

COLUMNS = ("id", "uid", "sold_at", "sold_day", "recorded_at", "recorded_day", "amount")
COUNT = loading.LEAST + 50


def shape(source) -> list[tuple[str, ...]]:
    return source.rows("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY 1, 2")


def names(source, kind: str, table: str = "sale") -> set[str]:
    rows = source.rows("SELECT name FROM sqlite_master WHERE type = ? AND tbl_name = ?", (kind, table))
    return {name for (name,) in rows}


def sales(tx, count: int = COUNT) -> list[tuple[object, ...]]:
    first = tx.next_id(Sale)
    return [(first + i, uid, NOON + i, 1, NOON, 1, i) for i, uid in enumerate(tx.uids(count))]


def test_within_a_bulk_neither_spare_indexes_nor_the_trigger_are_there_and_afterwards_all_is_as_it_was(book):
    before = shape(book)
    indexes = names(book, "index")
    with book.operation("Sales") as tx:
        with tx.bulk(Sale, COUNT):
            assert names(tx, "trigger") == {"journal_sale_update", "journal_sale_delete"}
            kept = names(tx, "index")
            assert {"sale_uid", "sale_external"} <= kept < indexes
            tx.insert_many(Sale, COLUMNS, sales(tx))
        assert shape(tx) == before
    with open_workspace(book.path, read_only=True, clock=CLOCK) as again:
        assert shape(again) == before and len(again.rows("SELECT id FROM sale")) == COUNT
    assert book.rows("PRAGMA integrity_check") == [("ok",)]


def test_a_bulk_is_taken_back_and_brought_back_to_the_byte(book):
    empty = dump(book)
    with book.operation("Sales") as tx, tx.bulk(Sale, COUNT):
        tx.insert_many(Sale, COLUMNS, sales(tx))
    full = dump(book)
    undone = book.journal.undo(tx.operation)
    assert dump(book) == empty
    book.journal.undo(undone)
    assert dump(book) == full


def test_few_rows_are_noted_one_by_one_as_always(book):
    before = shape(book)
    with book.operation("Sales") as tx, tx.bulk(Sale, loading.LEAST - 1):
        assert shape(tx) == before


def test_where_far_more_rows_are_present_than_come_indexes_stay(book, monkeypatch):
    monkeypatch.setattr(loading, "LEAST", 10)
    with book.operation("Sales") as tx:
        tx.insert_many(Sale, COLUMNS, sales(tx, 100))
        indexes = names(tx, "index")
        with tx.bulk(Sale, 20):
            assert names(tx, "index") == indexes and "journal_sale_insert" not in names(tx, "trigger")
        with tx.bulk(Sale, 25):
            assert names(tx, "index") < indexes


def test_the_index_by_which_sqlite_finds_who_waits_for_a_company_stays(book):
    with book.operation("Contacts") as tx, tx.bulk(Contact, COUNT):
        rows = tx.rows("EXPLAIN QUERY PLAN SELECT 1 FROM contact WHERE company_id = 1")
        assert "USING" in rows[0][3] and "INDEX" in rows[0][3]


@pytest.mark.parametrize("place", [50, 150, 1_020])
def test_a_bulk_that_fails_leaves_no_row_and_the_tables_as_they_were_even_if_the_step_goes_on(book, place):
    before = shape(book)
    with book.operation("Goes on") as tx:
        rows = sales(tx, 1_030)
        rows[place] = (rows[place][0], rows[3][1], *rows[place][2:])
        with pytest.raises(IntegrityError), tx.bulk(Sale, COUNT):
            tx.insert_many(Sale, COLUMNS, rows)
        assert shape(tx) == before and tx.rows("SELECT 1 FROM sale") == []
        tx.insert(Sale, {"sold_at": NOON, "amount": 1})
    book.journal.undo(tx.operation)
    assert book.rows("SELECT 1 FROM sale") == []


def test_a_step_that_is_given_up_within_a_bulk_leaves_the_file_as_it_was(book):
    before, content = shape(book), dump(book)
    with pytest.raises(IntegrityError), book.operation("Given up") as tx, tx.bulk(Sale, COUNT):
        tx.insert_many(Sale, COLUMNS, [*sales(tx, 10), (11, b"short", NOON, 1, NOON, 1, 1)])
    assert shape(book) == before and dump(book) == content
