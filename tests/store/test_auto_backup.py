"""Dated copies are written by themselves, when they are due, and thinned out as they grow old."""

import os

import pytest

from crmdesk.domain.calendar import DAY, HOUR, Calendar
from crmdesk.domain.clock import FixedClock
from crmdesk.domain.errors import UserError
from crmdesk.store import auto_backup, copy_name
from crmdesk.store.contact import Contact
from crmdesk.store.file import open_workspace
from crmdesk.store.verifying import verify
from tests.store.rows import CLOCK, NOON, dump, names_in


def touched(book, at):
    """As if the file was written last at that moment."""
    for path in (book.path, book.path.with_name(f"{book.path.name}-wal")):
        os.utime(path, ns=(at * 1000, at * 1000))


def test_a_copy_is_verified_dated_and_for_its_owner_only(book, tmp_path):
    folder = tmp_path / "data" / "backups"
    with book.operation("Add") as tx:
        tx.insert(Contact, {"kind": "person", "name": "Ada"})
    copy = auto_backup.run(book.engine, folder, CLOCK)
    assert copy.name == "book 2026-10-31 114500.crmdesk-backup" == auto_backup.latest(folder, book.path).name
    verify(copy)
    with open_workspace(copy, read_only=True) as kept:
        assert dump(kept) == dump(book)
    assert folder.stat().st_mode & 0o777 == 0o700 or os.name != "posix"
    assert auto_backup.run(book.engine, folder, CLOCK).name == "book 2026-10-31 114500 2.crmdesk-backup"
    assert auto_backup.latest(folder, book.path).name == "book 2026-10-31 114500 2.crmdesk-backup"


def test_a_copy_is_due_when_there_is_none_or_the_file_changed_since_an_old_one(book, tmp_path):
    folder = tmp_path / "backups"
    assert auto_backup.due(folder, book.path, NOON)
    auto_backup.run(book.engine, folder, CLOCK)
    touched(book, NOON - HOUR)
    assert not auto_backup.due(folder, book.path, NOON + 2 * DAY)
    touched(book, NOON + HOUR)
    assert not auto_backup.due(folder, book.path, NOON + 2 * HOUR)
    assert auto_backup.due(folder, book.path, NOON + DAY)
    # The clock was set back: a copy from the future says nothing.
    assert auto_backup.due(folder, book.path, NOON - DAY)
    assert not auto_backup.due(folder, tmp_path / "book.crmdesk.gone" / "book.crmdesk", NOON + DAY)


def test_copies_of_other_files_and_other_things_are_left_alone(book, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    others = [
        *("book two 2020-01-01 101010.crmdesk-backup", "book 2020-13-41 101010.crmdesk-backup", "letter.txt"),
        *("book mine.crmdesk-backup", "books 2020-01-01 101010.crmdesk-backup"),
    ]
    for name in others:
        (folder / name).write_text("keep")
    assert auto_backup.latest(folder, book.path) is None
    for day in range(40):
        auto_backup.run(book.engine, folder, FixedClock(NOON + day * HOUR))
    assert set(others) < set(names_in(folder))


def test_many_of_late_and_fewer_of_long_ago_are_kept(book, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    days = 800
    for day in range(days):
        stamp = Calendar("UTC").text(NOON - (day + 1) * DAY)[:10]
        for hour in ("08", "17"):
            (folder / f"book {stamp} {hour}0000.crmdesk-backup").touch()
            (folder / f"book {stamp} {hour}0000.crmdesk-backup.sha256").touch()
    auto_backup.run(book.engine, folder, CLOCK)
    kept = auto_backup.copies(folder, book.path)
    ages = [(NOON - at) // DAY for one in kept if (at := copy_name.moment_in(one)) is not None]
    assert kept[0].name.startswith("book 2026-10-31") and ages == sorted(ages)
    assert set(range(1, 13)) <= set(ages)
    assert 15 <= sum(age <= 14 for age in ages) <= 20 and 330 <= max(ages) <= 366
    assert 25 <= len(kept) <= 14 + 8 + 12 + 5
    assert len(names_in(folder)) == 2 * len(kept)
    assert all(sum(14 < age <= 56 and age // 7 == week for age in ages) <= 3 for week in range(2, 8))


def test_a_folder_that_cannot_be_made_is_told(book, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match=r"for backups cannot be made .*; no copy was written"):
        auto_backup.run(book.engine, tmp_path / "file" / "backups", CLOCK)
