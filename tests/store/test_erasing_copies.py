"""Backups: whoever was erased does not come back with one, and can be erased there too."""

import hashlib
from pathlib import Path

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.store import auto_backup, backup, erased, erasing, erasing_copies
from crmdesk.store.contact import Contact
from crmdesk.store.file import open_workspace
from crmdesk.store.verifying import verify
from tests.store.rows import CLOCK, copied, names_in

SECRET = b"anetasecret"


@pytest.fixture
def erasure(book, tmp_path):
    """A workspace from which somebody was erased, and copies of it that were made before; the uid of the contact."""
    with book.operation("Add Zanetasecret") as tx:
        book.her = tx.insert(Contact, {"kind": "person", "name": "Zaneta Zanetasecret", "email": "z@zanetasecret.pl"})
    book.uid = book.rows("SELECT uid FROM contact")[0][0]
    book.copy = backup.backup(book.engine, None, CLOCK)
    book.daily = auto_backup.run(book.engine, tmp_path / "daily", CLOCK)
    erasing.erase(book, book.her)
    return book


def test_the_copies_that_still_know_the_person_are_named(erasure, tmp_path):
    later = backup.backup(erasure.engine, tmp_path / "book later.crmdesk-backup", CLOCK)
    for name in ("book of mine.crmdesk", "book before upgrade.crmdesk", "books.crmdesk-backup", "book 2.txt"):
        copied(erasure.copy, tmp_path / name)
    (tmp_path / "book broken.crmdesk-backup").write_bytes(b"nothing" * 1000)
    found = erasing_copies.copies_of(erasure.path, tmp_path / "daily")
    assert later in found and tmp_path / "book of mine.crmdesk" not in found
    knowing = {one.name for one in erasing_copies.knowing(found, [erasure.uid])}
    assert knowing == {erasure.copy.name, erasure.daily.name, "book before upgrade.crmdesk"}
    assert erasing_copies.copies_of(erasure.path)[0] == tmp_path / "book 2026-10-31 114500.crmdesk-backup"


def test_a_person_is_erased_in_a_copy_which_is_a_verified_one_then(erasure):
    for copy in (erasure.copy, erasure.daily):
        assert SECRET in copy.read_bytes()
        before = names_in(copy.parent)
        erasing_copies.erase_in(copy, [erasure.uid], CLOCK, erasure.path)
        assert SECRET not in copy.read_bytes()
        assert set(names_in(copy.parent)) - set(before) <= {"book.crmdesk-erased"}
        verify(copy)
    assert erasing_copies.knowing([erasure.copy, erasure.daily], [erasure.uid]) == []


def test_what_a_killed_program_left_of_a_copy_goes_too(erasure):
    left = [erasure.daily.with_name(f".{erasure.daily.name}.0123abcd.part{end}") for end in ("", "-wal", ".lock")]
    for one in left:
        one.write_bytes(SECRET)
    erasing_copies.erase_in(erasure.daily, [erasure.uid], CLOCK, erasure.path)
    assert not [one for one in left if one.exists()]


def test_a_copy_without_a_checksum_gets_none(erasure):
    erasure.copy.with_name(f"{erasure.copy.name}.sha256").unlink()
    erasing_copies.erase_in(erasure.copy, [erasure.uid], CLOCK, erasure.path)
    assert not erasure.copy.with_name(f"{erasure.copy.name}.sha256").exists()


def test_a_copy_that_cannot_be_trusted_or_written_stays_as_it_is(erasure, monkeypatch):
    before = erasure.copy.read_bytes()

    def no_room(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(erasing_copies, "put_in_place", no_room)
    with pytest.raises(UserError, match="could not be written"):
        erasing_copies.erase_in(erasure.copy, [erasure.uid], CLOCK, erasure.path)
    monkeypatch.setattr(erasing, "catch_up", lambda *_: 0)
    with pytest.raises(UserError, match="still holds the person; delete that copy"):
        erasing_copies.erase_in(erasure.daily, [erasure.uid], CLOCK, erasure.path)
    assert erasure.copy.read_bytes() == before
    erasure.copy.write_bytes(before[:-100])
    with pytest.raises(UserError, match="has changed since it was written"):
        erasing_copies.erase_in(erasure.copy, [erasure.uid], CLOCK, erasure.path)


def test_a_restored_backup_does_not_bring_the_person_back(erasure, tmp_path):
    erasure.close()
    backup.restore(erasure.copy, erasure.path, CLOCK)
    assert SECRET not in erasure.path.read_bytes()
    with open_workspace(erasure.path, clock=CLOCK) as again:
        assert again.rows("SELECT name FROM contact") == [(f"Erased person {erasure.her}",)]
        assert erased.listed_in(again.engine) == {erasure.uid}
    assert not [path for path in tmp_path.glob("book*") if path != erasure.copy and SECRET in path.read_bytes()]


def test_the_list_inside_the_workspace_is_enough(erasure):
    erased.list_beside(erasure.path).unlink()
    erasure.close()
    backup.restore(erasure.copy, erasure.path, CLOCK)
    assert SECRET not in erasure.path.read_bytes() and erased.listed_near(erasure.path) == {erasure.uid}


def test_a_list_of_the_computer_is_enough_to_restore_elsewhere(erasure, tmp_path):
    for name in ("stick", "new", "home"):
        (tmp_path / name).mkdir()
    copy = copied(erasure.copy, tmp_path / "stick" / "copy.crmdesk-backup")
    erased.add_beside(tmp_path / "home" / "any.crmdesk", [erasure.uid])
    backup.restore(copy, tmp_path / "new" / "shop.crmdesk", CLOCK, tmp_path / "home")
    assert SECRET not in (tmp_path / "new" / "shop.crmdesk").read_bytes()


@pytest.mark.parametrize("left", ["nothing", "damage"])
def test_the_list_beside_a_workspace_that_is_lost_is_enough(erasure, left):
    erasure.close()
    erasure.path.unlink()
    if left == "damage":
        erasure.path.write_bytes(b"no workspace any more" * 500)
    backup.restore(erasure.copy, erasure.path, CLOCK)
    assert SECRET not in erasure.path.read_bytes()


def test_a_backup_of_an_older_crmdesk_leaves_no_copy_behind_that_knows_the_person(tmp_path):
    """An upgrade keeps what it upgraded; here that would bring the person back."""
    path = copied(Path(__file__).parents[1] / "files" / "schema-1.crmdesk", tmp_path / "old.crmdesk")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    with open_workspace(path, read_only=True) as old:
        her, name, uid = old.rows("SELECT id, name, uid FROM contact ORDER BY id")[0]
    assert erasing_copies.knowing([path], [uid]) == [path]
    erased.add_beside(path, [uid])
    assert hashlib.sha256(path.read_bytes()).hexdigest() == digest
    with open_workspace(path, clock=CLOCK) as upgraded:
        assert upgraded.rows("SELECT name FROM contact WHERE id = ?", (her,))[0][0].startswith("Erased")
    assert not [one for one in names_in(tmp_path) if "before upgrade" in one]
    assert name
