"""What the owner is told of the faults that SQLite reports."""

import pytest
import sqlcipher3.dbapi2 as sqlite

from crmdesk.domain.errors import Busy, Damaged, DamagedFile, UserError
from crmdesk.store.engine import Engine, application_id
from crmdesk.store.engine_faults import fault_of


def fault(code: int, text: str = "as SQLite says") -> Exception:
    made = sqlite.OperationalError(text)
    if code:
        made.sqlite_errorcode = code
    return made


@pytest.mark.parametrize(
    ("reported", "kind", "sentence"),
    [
        (fault(sqlite.SQLITE_BUSY), Busy, "is in use by another program"),
        (fault(sqlite.SQLITE_BUSY | 2 << 8), Busy, "is in use by another program"),
        (fault(sqlite.SQLITE_LOCKED), Busy, "is in use by another program"),
        (fault(sqlite.SQLITE_FULL), UserError, "is full; nothing was changed"),
        (fault(sqlite.SQLITE_READONLY), UserError, "cannot be written here"),
        (fault(sqlite.SQLITE_READONLY | 4 << 8), UserError, "cannot be written here"),
        (fault(sqlite.SQLITE_CORRUPT), DamagedFile, "is not a sound crmdesk workspace"),
        (fault(sqlite.SQLITE_NOTADB), DamagedFile, "is not a sound crmdesk workspace"),
        (fault(sqlite.SQLITE_IOERR | 4 << 8), UserError, "check the disk"),
        (fault(sqlite.SQLITE_CANTOPEN), UserError, "check the disk"),
        (fault(sqlite.SQLITE_PERM), UserError, "check the disk"),
        # Copying a whole file reports its faults without a code.
        (fault(0, "disk I/O error"), UserError, "check the disk"),
        (fault(0, "database is locked"), Busy, "is in use by another program"),
        (fault(0, "Could not decode to UTF-8 column 'name'"), DamagedFile, "is not a sound crmdesk workspace"),
        (
            UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"),
            DamagedFile,
            "is not a sound crmdesk workspace",
        ),
    ],
)
def test_a_fault_of_the_world_is_told_in_a_sentence_that_names_the_file(tmp_path, reported, kind, sentence):
    told = fault_of(reported, tmp_path / "book.crmdesk")
    assert type(told) is kind and sentence in str(told) and "“book.crmdesk”" in str(told)


@pytest.mark.parametrize("text", ["no such column: fullname", 'near "busy": syntax error', "no such table: locked"])
def test_a_fault_of_ours_stays_what_it_is(tmp_path, text):
    bug = fault(sqlite.SQLITE_ERROR, text)
    assert fault_of(bug, tmp_path / "book.crmdesk") is bug


def test_what_cannot_be_opened_is_told(tmp_path):
    with pytest.raises(UserError, match="could not be read or written"):
        application_id(tmp_path / "missing")
    for read_only in (False, True):
        with pytest.raises(UserError, match="could not be read or written"):
            Engine(tmp_path / "missing", read_only=read_only).connect()
    assert not (tmp_path / "missing").exists()


def test_the_mark_of_a_file_is_read_without_a_trace(book):
    assert application_id(book.path) == 0x63726D64
    (book.path.with_name("letter")).write_bytes(b"Dear Ada" * 100)
    assert application_id(book.path.with_name("letter")) is None
    (book.path.with_name("empty")).touch()
    assert application_id(book.path.with_name("empty")) == 0


def test_a_wrong_query_is_a_bug(book):
    with pytest.raises(sqlite.OperationalError, match="no such table"):
        book.rows("SELECT x FROM nowhere")
    with pytest.raises(sqlite.OperationalError, match="no such table"):
        book.engine.many("INSERT INTO nowhere VALUES (?)", [(1,)])


def test_damage_that_shows_while_rows_are_read_one_by_one_is_told(book):
    assert list(book.engine.each("SELECT 'fine'")) == [("fine",)]
    with pytest.raises(Damaged, match="is not a sound crmdesk workspace"):
        list(book.engine.each("SELECT CAST(x'ff' AS TEXT)"))
