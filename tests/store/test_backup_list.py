"""The copies of a workspace are found by their names, and what is in one is told before it is restored."""

import os
import shutil

import pytest

from crmdesk.domain.calendar import DAY
from crmdesk.domain.clock import FixedClock
from crmdesk.domain.errors import Damaged
from crmdesk.store import auto_backup, backup, backup_list, copy_name
from crmdesk.store.contact import Contact
from tests.store.rows import CLOCK, NOON, flipped


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "backups"


def test_copies_stand_the_latest_first_those_beside_the_file_too(book, folder):
    daily = auto_backup.run(book.engine, folder, CLOCK)
    beside = backup.backup(book.engine, None, FixedClock(NOON + DAY))
    upgraded = shutil.copy(beside, book.path.with_name("book before upgrade 3 to 4 2026-11-20T080000.crmdesk"))
    shutil.copy(beside, book.path.with_name("booking 2026-11-20 080000.crmdesk-backup"))
    found = backup_list.known(book.path, folder)
    assert [one.path.name for one in found] == [upgraded.name, beside.name, daily.name]
    assert [one.at for one in found[1:]] == [NOON + DAY, NOON]
    assert found[2].size == daily.stat().st_size
    assert {copy_name.name_of(one.path) for one in found} == {"book"}


def test_where_the_folder_of_a_workspace_is_gone_its_daily_copies_are_found(book, folder, tmp_path):
    daily = auto_backup.run(book.engine, folder, CLOCK)
    assert [one.path for one in backup_list.known(tmp_path / "stick" / "book.crmdesk", folder)] == [daily]
    assert backup_list.known(tmp_path / "stick" / "book.crmdesk", tmp_path / "nowhere") == []


def test_a_copy_without_a_date_in_its_name_is_as_old_as_its_file(book, tmp_path):
    for name in ("mine.crmdesk-backup", "mine 2026-02-31 990000.crmdesk-backup"):
        path = backup.backup(book.engine, tmp_path / name, CLOCK)
        os.utime(path, ns=(NOON * 1000, NOON * 1000))
        assert backup_list.copy_at(path).at == NOON


def test_a_copy_says_whose_it_is_what_it_holds_and_which_step_was_the_last(book, folder):
    with book.operation("Add Ada") as tx:
        tx.insert(Contact, {"kind": "person", "name": "Ada"})
    inside = backup_list.look_into(auto_backup.run(book.engine, folder, CLOCK))
    assert inside.business == book.settings.business_name
    assert inside.counts == {"contact": 1, "deal": 0, "ticket": 0, "activity": 0, "sale": 0}
    assert (inside.step, inside.at) == ("Add Ada", NOON)


def test_a_damaged_copy_is_refused(book, folder):
    copy = auto_backup.run(book.engine, folder, CLOCK)
    flipped(copy, 5000)
    with pytest.raises(Damaged, match="has changed since it was written"):
        backup_list.look_into(copy)
