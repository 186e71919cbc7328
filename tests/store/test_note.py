"""What the window keeps with the file is there again, and is no step that could be undone."""

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.store import note
from crmdesk.store.file import open_workspace
from tests.store.rows import CLOCK


@pytest.mark.parametrize("value", [None, 0, "Żółw", [1, [2]], {"a": {"b": 1.5}}, "x" * 100_000])
def test_what_is_kept_is_there_when_the_file_is_opened_again(book_file, value):
    with open_workspace(book_file, clock=CLOCK) as book:
        steps = book.journal.steps()
        note.keep(book, "draft:contact", value)
        assert book.journal.steps() == steps
    with open_workspace(book_file, read_only=True) as book:
        assert note.recall(book, "draft:contact") == value and note.recall(book, "draft") is None


def test_the_latest_value_counts_until_it_is_forgotten(book):
    note.keep(book, "working", 1)
    note.keep(book, "working", 2)
    assert note.recall(book, "working") == 2
    note.forget(book, "working")
    note.forget(book, "working")
    assert note.recall(book, "working") is None


def test_what_is_kept_already_is_not_written_again(book):
    note.keep(book, "place", "today")
    written = book.engine.raw.total_changes
    note.keep(book, "place", "today")
    assert book.engine.raw.total_changes == written
    note.keep(book, "place", "deals")
    assert book.engine.raw.total_changes == written + 1


def test_keys_are_found_by_their_beginning_in_any_spelling(book):
    for key in ("draft:b", "draft:a", "drafty", "Draft:c", "draft%"):
        note.keep(book, key, 1)
    assert note.keys(book, "draft:") == ["draft:a", "draft:b"]
    assert note.keys(book, "draft%") == ["draft%"] and len(note.keys(book, "")) == 5


def test_a_window_that_only_looks_keeps_nothing(book):
    note.keep(book, "working", 1)
    with open_workspace(book.path, read_only=True) as looking:
        note.keep(looking, "working", 2)
        note.forget(looking, "working")
        assert note.recall(looking, "working") == 1


def test_what_is_kept_within_a_step_that_changes_nothing_goes_with_it(book):
    with book.operation("Nothing"):
        note.keep(book, "recent", [1])
    assert note.recall(book, "recent") is None


def test_nothing_is_kept_in_a_file_that_was_moved_away(book):
    book.path.rename(book.path.with_name("elsewhere"))
    with pytest.raises(UserError, match="was moved, deleted or replaced"):
        note.keep(book, "working", 1)
