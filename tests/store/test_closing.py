"""A closed period keeps the summary that was printed, and what was said about it."""

import pytest

from crmdesk.domain.errors import Damaged, UserError
from crmdesk.store import backup, closing
from crmdesk.store.file import open_workspace
from crmdesk.store.past import bin as bin_of
from crmdesk.store.past import bring_back
from tests.store.rows import CLOCK, raw_sql

PDF = b"%PDF-1.7 a summary"


def keep(book, pdf=PDF):
    with book.operation("Close October 2026") as tx:
        return closing.keep(tx, {"period": "2026-10", "comment": "A good month"}, pdf, 2), tx.operation


def test_what_was_kept_is_found_again(book):
    number, _step = keep(book)
    assert closing.pdf_of(book, number) == PDF
    found = book.rows("SELECT period, comment, size, pages, closed_at FROM closing")
    assert found == [("2026-10", "A good month", len(PDF), 2, CLOCK.now())]


def test_a_period_is_closed_without_a_summary_too(book):
    number, _step = keep(book, None)
    with pytest.raises(UserError, match="no summary kept"):
        closing.pdf_of(book, number)
    with pytest.raises(UserError, match="no summary kept"):
        closing.pdf_of(book, number + 1)


def test_taking_a_close_back_and_doing_it_again_keeps_the_summary(book):
    number, step = keep(book)
    again = book.journal.undo(step)
    assert book.rows("SELECT 1 FROM closing") == []
    book.journal.undo(again)
    assert closing.pdf_of(book, number) == PDF


def test_a_close_that_was_deleted_comes_back_from_the_bin_with_its_summary(book):
    number, _step = keep(book)
    with book.operation("Delete") as tx:
        tx.delete(closing.Closing, number)
    (deleted,) = bin_of(book)
    assert deleted.name == "2026-10"
    bring_back(book, deleted)
    assert closing.pdf_of(book, number) == PDF


def test_a_backup_holds_the_summaries(book, tmp_path):
    number, _step = keep(book)
    copy = backup.backup(book.engine, tmp_path / "copy.crmdesk-backup", CLOCK)
    backup.restore(copy, tmp_path / "restored.crmdesk", CLOCK)
    with open_workspace(tmp_path / "restored.crmdesk") as restored:
        assert closing.pdf_of(restored, number) == PDF


@pytest.mark.parametrize("damage", ["UPDATE content SET bytes = x'00'", "DELETE FROM content"])
def test_a_summary_that_is_not_what_was_kept_is_told(book_file, damage):
    with open_workspace(book_file, clock=CLOCK) as book:
        number, _step = keep(book)
    raw_sql(book_file, damage)
    with open_workspace(book_file, clock=CLOCK) as book, pytest.raises(Damaged, match="The summary of 2026-10 is dam"):
        closing.pdf_of(book, number)
