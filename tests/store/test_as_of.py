"""What is read as of a step is what was there when that step was the last one."""

import pytest

from crmdesk.store.as_of import as_of
from crmdesk.store.file import open_workspace
from crmdesk.store.sale import Sale
from tests.settings import write_settings
from tests.store.rows import CLOCK, dump
from tests.store.test_journal_random import Hand


@pytest.mark.parametrize("seed", range(6))
def test_every_step_of_the_past_reads_as_it_was_written(book_file, seed):
    hand = Hand(seed)
    seen = {}
    with open_workspace(book_file, clock=CLOCK) as book:
        for turn in range(14):
            back = {3: book.journal.next_undo, 4: book.journal.next_redo}.get(turn % 5)
            if back is not None and (last := back()) is not None:
                book.journal.undo(last.id)
            else:
                hand.step(book)
            seen[book.journal.steps()[-1].id] = dump(book)
    with open_workspace(book_file, clock=CLOCK, read_only=True) as book:
        for step, rows in seen.items():
            with as_of(book, step) as then:
                assert dump(then) == rows
        assert dump(book) == seen[max(seen)]


def test_settings_are_those_of_then(book_file):
    with open_workspace(book_file, clock=CLOCK) as book:
        write_settings(book, {"timezone": "America/Chicago", "inactive_after_days": 30}, label="Move")
        step = book.journal.steps()[-1].id
        assert book.settings.inactive_after_days == 30
    with open_workspace(book_file, clock=CLOCK, read_only=True) as book:
        with as_of(book, step - 1) as then:
            assert (then.settings.inactive_after_days, then.calendar.timezone) == (180, "Europe/Berlin")
        with as_of(book, step) as then:
            assert (then.settings.inactive_after_days, then.calendar.timezone) == (30, "America/Chicago")


def test_what_may_be_written_is_never_covered(book):
    with book.operation("A sale") as tx:
        tx.insert(Sale, {"sold_at": tx.at, "amount": 100})
    with pytest.raises(ValueError, match="may be written"), as_of(book, 1):
        raise AssertionError("not reached")
