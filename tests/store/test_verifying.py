"""Damage in a backup, and whatever does not belong there, is noticed before anything is restored."""

import os
import random

import pytest

from crmdesk.domain.errors import Damaged, NewerFile, UserError
from crmdesk.store import backup as copies
from crmdesk.store import schema, verifying
from crmdesk.store.verifying import verify
from tests.store.rows import CLOCK, copy_of, flipped, raw_sql


@pytest.mark.parametrize("seed", range(4))
def test_every_flipped_bit_and_every_cut_is_noticed(copy, seed):
    chance, size = random.Random(seed), copy.stat().st_size
    for _ in range(15):
        damaged = copy_of(copy, "damaged")
        copy_of(copy.with_name(f"{copy.name}.sha256"), "damaged.sha256")
        if chance.random() < 0.3:
            os.truncate(damaged, chance.randrange(size))
        else:
            flipped(damaged, chance.randrange(size))
        with pytest.raises(Damaged, match="has changed since it was written; it cannot be trusted"):
            copies.restore(damaged, copy.with_name("target"), CLOCK)
    assert not copy.with_name("target").exists()


@pytest.mark.parametrize("left", [b"", b"\xff\xfe", b"0000  copy\n"])
def test_a_checksum_that_says_nothing_is_no_proof(copy, left):
    copy.with_name(f"{copy.name}.sha256").write_bytes(left)
    with pytest.raises(Damaged, match="has changed since it was written"):
        verify(copy)


def test_without_its_checksum_a_backup_is_looked_through(copy):
    copy.with_name(f"{copy.name}.sha256").unlink()
    verify(copy)
    data = bytearray(copy.read_bytes())
    data[4096 * 3 : 4096 * 6] = bytes(4096 * 3)
    copy.write_bytes(data)
    with pytest.raises(Damaged):
        verify(copy)


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        (
            "CREATE TRIGGER thief AFTER INSERT ON deal BEGIN DELETE FROM contact; END",
            "holds “thief”, which no crmdesk made",
        ),
        ("CREATE VIEW spy AS SELECT * FROM contact", "holds “spy”"),
        ("CREATE TABLE extra (x)", "holds “extra”"),
        ("CREATE VIRTUAL TABLE spy USING fts5(x)", "holds “spy"),
        ("DROP TRIGGER journal_deal_delete", "is damaged; use another backup"),
        ("ALTER TABLE deal ADD COLUMN spy TEXT", "is damaged; use another backup"),
        ("PRAGMA application_id=7", "is not a crmdesk workspace"),
        ("UPDATE meta SET value = 'x' WHERE key = 'min_reader'", "is damaged; use another backup"),
        ("PRAGMA user_version=-3", "is damaged; use another backup"),
    ],
)
def test_a_backup_with_something_hidden_in_it_is_refused(copy, statement, reason):
    """Whoever sends such a file also sends a checksum that fits, or none."""
    copy.with_name(f"{copy.name}.sha256").unlink()
    raw_sql(copy, statement)
    if "holds" in reason:
        raw_sql(copy, "DELETE FROM meta WHERE key = 'shape'")
    with pytest.raises(Damaged, match=reason):
        copies.restore(copy, copy.with_name("target"), CLOCK)
    assert not copy.with_name("target").exists()


def test_a_backup_that_lacks_a_trigger_is_refused_whatever_it_says_of_its_shape(copy):
    copy.with_name(f"{copy.name}.sha256").unlink()
    raw_sql(copy, "DROP TRIGGER journal_deal_delete", "DELETE FROM meta WHERE key = 'shape'")
    with pytest.raises(Damaged, match="lacks “journal_deal_delete”"):
        verify(copy)


def test_a_backup_of_a_newer_crmdesk_is_refused(copy):
    copy.with_name(f"{copy.name}.sha256").unlink()
    raw_sql(copy, f"UPDATE meta SET value = '{schema.VERSION + 1}' WHERE key = 'min_writer'")
    with pytest.raises(NewerFile):
        verify(copy)


def test_broken_references_are_noticed(copy):
    copy.with_name(f"{copy.name}.sha256").unlink()
    raw_sql(copy, "INSERT INTO journal_now VALUES (1, 1, 1)", "PRAGMA foreign_keys=OFF", "DELETE FROM staff")
    with pytest.raises(Damaged, match="is damaged; use another backup"):
        verify(copy)


def test_what_is_no_backup_is_refused_in_words(tmp_path):
    (tmp_path / "letter.txt").write_text("Dear Ada,\n" * 500)
    with pytest.raises(Damaged):
        verify(tmp_path / "letter.txt")
    with pytest.raises(UserError, match="There is no backup"):
        verify(tmp_path / "missing")
    with pytest.raises(UserError, match="There is no backup"):
        verify(tmp_path)


def test_a_workspace_that_is_open_is_no_backup(filled):
    """What is only in its log would be missing."""
    with pytest.raises(UserError, match="is open, or was not closed"):
        verify(filled.path)


def test_a_file_that_cannot_be_asked_is_damaged(copy, monkeypatch):
    def wrong(engine):
        engine.rows("SELECT x FROM nowhere")

    monkeypatch.setattr(verifying, "_require_sound", wrong)
    with pytest.raises(Damaged, match=r"is not a sound crmdesk workspace .no such table"):
        verify(copy)
