"""Files are kept inside the workspace, each content once, and go through undo, bin and backup with their records."""

import hashlib
import os

import pytest

from crmdesk.domain.errors import Damaged, UserError
from crmdesk.store import attachment, backup
from crmdesk.store.attachment import Attachment, attach, attach_bytes, content_of
from crmdesk.store.contact import Contact
from crmdesk.store.file import open_workspace
from tests.store.rows import CLOCK, raw_sql


@pytest.fixture
def contact(book):
    with book.operation("Add") as tx:
        return tx.insert(Contact, {"kind": "person", "name": "Ada"})


@pytest.mark.parametrize("name", ["offer.pdf", "Żółw & <b>.txt", "no ending", ".hidden"])
@pytest.mark.parametrize("content", [b"", b"\0\xff", b"x" * 300_000])
def test_a_file_is_kept_byte_for_byte(book, contact, tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with book.operation("Attach") as tx:
        one = attach(tx, tmp_path / name, contact_id=contact)
    (tmp_path / name).unlink()
    assert content_of(book, one) == content
    assert book.rows("SELECT contact_id, name, digest, size, added_at FROM attachment") == [
        (contact, name, hashlib.sha256(content).hexdigest(), len(content), CLOCK.now())
    ]


def test_a_file_for_a_record_that_was_deleted_is_refused_in_words(book, contact):
    with book.operation("Delete") as tx:
        tx.delete(Contact, contact)
    with pytest.raises(UserError, match="not there any more"), book.operation("Attach") as tx:
        attach_bytes(tx, "a", b"late", contact_id=contact)
    assert book.rows("SELECT 1 FROM content") == []


def test_the_same_content_lies_in_the_file_once(book, contact):
    with book.operation("Attach") as tx:
        ids = [attach_bytes(tx, name, b"same", contact_id=contact) for name in ("a", "b")]
    assert book.rows("SELECT size, bytes FROM content") == [(4, b"same")]
    assert [content_of(book, one) for one in ids] == [b"same", b"same"]


def test_an_attachment_can_be_taken_back_and_done_again(book, contact):
    with book.operation("Attach") as tx:
        one = attach_bytes(tx, "a", b"content", contact_id=contact)
    undone = book.journal.undo(tx.operation)
    with pytest.raises(UserError, match="no longer in the workspace"):
        content_of(book, one)
    book.journal.undo(undone)
    assert content_of(book, one) == b"content"


def test_a_step_that_fails_leaves_no_content_behind(book, contact):
    def attach_and_stop():
        with book.operation("Attach") as tx:
            attach_bytes(tx, "a", b"content", contact_id=contact)
            raise UserError("Stop")

    with pytest.raises(UserError, match="Stop"):
        attach_and_stop()
    assert book.rows("SELECT count(*) FROM content") == [(0,)]


def test_what_cannot_be_read_or_is_too_large_is_refused_in_words(book, tmp_path, monkeypatch):
    (tmp_path / "large").write_bytes(b"12345")
    monkeypatch.setattr(attachment, "MOST_BYTES", 4)
    for path, words in (
        (tmp_path / "large", "is larger than"),
        (tmp_path / "none", "cannot be read"),
        (tmp_path, "cannot be read"),
    ):
        with pytest.raises(UserError, match=words), book.operation("Attach") as tx:
            attach(tx, path)
    assert book.rows("SELECT count(*) FROM attachment") == [(0,)]


@pytest.mark.skipif(os.name != "posix", reason="Windows has no named pipes in folders.")
def test_what_is_no_file_is_refused_without_waiting_for_it(book, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UserError, match="cannot be read"), book.operation("Attach") as tx:
        attach(tx, tmp_path / "pipe")


@pytest.mark.parametrize("damage", ["UPDATE content SET bytes = x'00'", "DELETE FROM content"])
def test_content_that_is_not_what_was_kept_is_told(book_file, damage):
    with open_workspace(book_file, clock=CLOCK) as book, book.operation("Attach") as tx:
        one = attach_bytes(tx, "plan.txt", b"content")
    raw_sql(book_file, damage)
    with open_workspace(book_file, clock=CLOCK) as book, pytest.raises(Damaged, match=r"“plan\.txt” is damaged"):
        content_of(book, one)


def test_a_backup_holds_the_files_too(book, contact, tmp_path):
    with book.operation("Attach") as tx:
        one = attach_bytes(tx, "a", b"content", contact_id=contact)
    copy = backup.backup(book.engine, tmp_path / "copy.crmdesk-backup", CLOCK)
    backup.restore(copy, tmp_path / "restored.crmdesk", CLOCK)
    with open_workspace(tmp_path / "restored.crmdesk") as restored:
        assert content_of(restored, one) == b"content"
        assert Attachment.kind not in {record.kind for record in attachment.Record.__subclasses__() if record.columns}
