"""The picture of the dashboard counts for the very state of the file of which it was made, and for nothing else."""

import shutil
from pathlib import Path

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.store import backup, deleting, erasing, file, first_sight, note
from crmdesk.store.contact import Contact
from crmdesk.store.erased import add_beside
from crmdesk.store.file import open_workspace
from crmdesk.store.first_sight import Picture, is_kept, keep, recall
from tests.store.rows import CLOCK, NOON

HOUR = 3_600_000_000
EVENING, MONTH_END = NOON + 12 * HOUR, NOON + 300 * HOUR
PICTURE = Picture(b"dots" * 6, 3, 2, 2.0, "Dashboard", [[1, 2, 3, 4]], NOON, EVENING, MONTH_END)
LOOKS = "as it looks"


@pytest.fixture
def kept(book_file: Path) -> Path:
    """A file with a contact that was closed with the dashboard in sight."""
    with open_workspace(book_file, clock=CLOCK) as book:
        with book.operation("Add") as tx:
            tx.insert(Contact, {"kind": "person", "name": "Żaneta"})
        keep(book, LOOKS, PICTURE)
    return book_file


def change(path: Path, act) -> None:
    with open_workspace(path, clock=CLOCK) as book:
        act(book)


def edit(book) -> None:
    with book.operation("Edit") as tx:
        tx.update(Contact, 1, {"name": "Zofia"})


def edit_and_undo(book) -> None:
    edit(book)
    with book.operation("Undo") as tx:
        tx.update(Contact, 1, {"name": "Żaneta"})


def set_name(book) -> None:
    with book.operation("Set") as tx:
        file.put_settings(tx, {"business_name": "New"})


def undo_last(book) -> None:
    book.journal.undo(book.rows("SELECT max(id) FROM operation")[0][0])


def put_in_bin(book) -> None:
    with book.operation("Delete") as tx:
        deleting.delete(tx, Contact, [1])


def edit_that_is_undone(book):
    edit(book)
    undo_last(book)


def note_and_forget(book):
    note.keep(book, "open", True)
    note.forget(book, "open")


def write(sql: str, *values):
    return lambda book: book.rows(sql, values)


CHANGES = {
    "an edit": edit,
    "an edit and its opposite": edit_and_undo,
    "an edit that is undone": edit_that_is_undone,
    "a step that is undone": undo_last,
    "a setting": set_name,
    "something put in the bin": put_in_bin,
    "an arrangement": lambda book: note.keep(book, "dashboard", {"own": {}}),
    "somebody else who works": lambda book: note.keep(book, "working", 7),
    "a person who is erased": lambda book: erasing.erase(book, 1),
    "a picture that is no text of one": write("UPDATE remembered SET result = 'x'"),
    "a head that is none": write("UPDATE remembered SET result = '[1, 2]' || substr(result, instr(result, char(10)))"),
    "dots that are missing": write("UPDATE remembered SET result = replace(result, '[3, 2,', '[3, 3,')"),
    "a size beyond every screen": write("UPDATE remembered SET result = replace(result, '[3, 2,', '[3, 99999999,')"),
    "dots that break off": write("UPDATE remembered SET result = substr(result, 1, length(result) - 8)"),
    "dots that are damaged": write(
        "UPDATE remembered SET result = substr(result, 1, length(result) - 9) || 'AAAAAAAA'"
    ),
    "dots that are no letters of theirs": write("UPDATE remembered SET result = result || 'ż'"),
}


def test_it_is_there_as_it_was_kept(kept):
    assert recall(kept, LOOKS, NOON) == PICTURE._replace(blanks=[])
    assert recall(kept, LOOKS, EVENING - 1) == PICTURE._replace(blanks=[])


def test_on_another_day_it_says_what_of_it_may_be_another(kept):
    assert recall(kept, LOOKS, EVENING) == recall(kept, LOOKS, MONTH_END - 1) == PICTURE


@pytest.mark.parametrize("moment", [NOON - 1, MONTH_END, MONTH_END + HOUR])
def test_before_and_after_its_time_it_does_not_count(kept, moment):
    assert recall(kept, LOOKS, moment) is None


def test_a_window_that_looks_otherwise_does_not_show_it(kept):
    assert recall(kept, "otherwise", NOON) is None


def test_another_crmdesk_does_not_show_it(kept, monkeypatch):
    monkeypatch.setattr(first_sight, "__version__", "99")
    assert recall(kept, LOOKS, NOON) is None


@pytest.mark.parametrize("what", CHANGES)
def test_after_any_change_of_the_file_it_does_not_count(kept, what):
    change(kept, CHANGES[what])
    assert recall(kept, LOOKS, NOON) is None


def test_looking_at_the_file_changes_nothing(kept):
    change(kept, note_and_forget)
    with open_workspace(kept, read_only=True) as book:
        assert is_kept(book, LOOKS, (3, 2, 2.0), NOON)
    assert recall(kept, LOOKS, NOON) is not None


def test_it_is_kept_anew_where_the_size_or_the_day_is_another(kept):
    with open_workspace(kept, clock=CLOCK) as book:
        assert is_kept(book, LOOKS, (3, 2, 2.0), EVENING - 1)
        assert not is_kept(book, LOOKS, (3, 2, 1.0), NOON)
        assert not is_kept(book, LOOKS, (3, 2, 2.0), EVENING)
        assert not is_kept(book, "otherwise", (3, 2, 2.0), NOON)
        edit(book)
        assert not is_kept(book, LOOKS, (3, 2, 2.0), NOON)


def test_a_file_that_is_open_for_writing_is_not_looked_into(kept):
    with open_workspace(kept, clock=CLOCK) as book:
        note.keep(book, "place", "today")
        assert recall(kept, LOOKS, NOON) is None


def test_a_backup_of_before_does_not_bring_it_back(kept, tmp_path):
    with open_workspace(kept, clock=CLOCK) as book:
        edit(book)
        backup.backup(book.engine, tmp_path / "copy.crmdesk", CLOCK)
        keep(book, LOOKS, PICTURE)
    assert recall(kept, LOOKS, NOON) is not None
    backup.restore(tmp_path / "copy.crmdesk", kept, CLOCK)
    assert recall(kept, LOOKS, NOON) is None


def test_nothing_of_a_person_who_was_erased_is_left_in_it(kept):
    change(kept, lambda book: erasing.erase(book, 1))
    with open_workspace(kept, read_only=True) as book:
        assert book.rows("SELECT * FROM remembered") == []


def test_an_older_copy_shows_nothing_before_the_erased_are_erased_again(kept, tmp_path):
    with open_workspace(kept, clock=CLOCK) as book:
        ((uid,),) = book.rows("SELECT uid FROM contact")
    add_beside(kept, [b"x" * 16])
    change(kept, lambda _book: None)
    assert recall(kept, LOOKS, NOON) is None, "There are more names on the list of the file now."
    change(kept, lambda book: keep(book, LOOKS, PICTURE))
    assert recall(kept, LOOKS, NOON) is not None, "Whoever is on the list was looked for."
    add_beside(kept, [uid])
    assert recall(kept, LOOKS, NOON) is None


def test_no_file_and_a_foreign_one_show_nothing(tmp_path):
    assert recall(tmp_path / "none.crmdesk", LOOKS, NOON) is None
    (tmp_path / "foreign.crmdesk").write_text("not ours" * 1000)
    assert recall(tmp_path / "foreign.crmdesk", LOOKS, NOON) is None


def test_looking_for_it_leaves_no_trace_beside_the_file(kept, tmp_path):
    shutil.copy(kept, tmp_path / "alone.crmdesk")
    before = sorted(tmp_path.iterdir())
    assert recall(tmp_path / "alone.crmdesk", LOOKS, NOON) is not None
    assert sorted(tmp_path.iterdir()) == before


def test_it_is_not_kept_where_the_file_went_away(kept, tmp_path):
    with open_workspace(kept, clock=CLOCK) as book:
        kept.rename(tmp_path / "moved.crmdesk")
        with pytest.raises(UserError):
            keep(book, LOOKS, PICTURE)
