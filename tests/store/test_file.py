"""Making, opening and closing workspaces: whole or not at all, nobody else's file touched, newer ones left alone."""

import contextlib
import os
import signal
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from crmdesk.domain.errors import Damaged, FieldError, NewerFile, UserError
from crmdesk.store import atomic
from crmdesk.store.check import integrity
from crmdesk.store.engine import RawError
from crmdesk.store.file import create, open_beside, open_workspace
from crmdesk.store.staff import Staff
from tests.settings import write_settings
from tests.store.rows import CLOCK, SETTINGS, copy_of, dump, flipped, names_in, one_of_each, raw_sql


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def umask():
    before = os.umask(0o022)
    yield os.umask
    os.umask(before)


def test_a_new_workspace_has_the_settings_asked_for_and_the_computers_for_the_rest(tmp_path):
    with create(tmp_path / "a.crmdesk", {"business_name": "Ada & Co", "later": {"kept": 1}}, clock=CLOCK) as book:
        assert book.settings.business_name == "Ada & Co" and len(book.settings.currency) == 3
        assert book.stored_settings["later"] == {"kept": 1}
        assert not book.read_only and not any(rows for table, rows in dump(book).items() if table != "setting")
    with open_workspace(tmp_path / "a.crmdesk") as book:
        assert book.settings.business_name == "Ada & Co"


def test_a_new_workspace_never_replaces_a_file(tmp_path):
    path = tmp_path / "a.crmdesk"
    path.write_text("mine")
    with pytest.raises(UserError, match="exists already; choose another name, nothing was overwritten"):
        create(path)
    assert path.read_text() == "mine" and names_in(tmp_path) == ["a.crmdesk"]


def test_a_name_that_was_taken_meanwhile_is_not_replaced(tmp_path, monkeypatch):
    path, fill = tmp_path / "a.crmdesk", atomic.os.fsync

    def somebody_is_quicker(handle: int) -> None:
        path.touch()
        fill(handle)

    monkeypatch.setattr(atomic.os, "fsync", somebody_is_quicker)
    with pytest.raises(UserError, match="exists already"):
        create(path)
    assert path.read_bytes() == b""
    assert names_in(tmp_path) == ["a.crmdesk", "a.crmdesk.lock"]


@pytest.mark.parametrize("taken", [False, True])
def test_where_a_file_can_have_one_name_only_it_is_moved(tmp_path, monkeypatch, taken):
    path = tmp_path / "a.crmdesk"

    def no_links(part, target):
        if taken:
            path.touch()
        raise PermissionError("no hard links here")

    monkeypatch.setattr(atomic.os, "link", no_links)
    if taken:
        with pytest.raises(UserError, match="exists already"):
            create(path)
        assert path.read_bytes() == b""
    else:
        create(path).close()
        assert names_in(tmp_path) == ["a.crmdesk", "a.crmdesk.lock"]


def test_settings_that_make_no_sense_make_no_file(tmp_path):
    with pytest.raises(FieldError):
        create(tmp_path / "a.crmdesk", {"currency": "Taler"})
    assert names_in(tmp_path) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match="cannot be made here"):
        create(tmp_path / "file" / "a.crmdesk")


@pytest.mark.skipif(os.name != "posix", reason="Windows knows no file modes.")
@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_only_the_owner_may_read_any_file_of_a_workspace(tmp_path, umask, mask):
    umask(mask)
    path = tmp_path / "data" / "a.crmdesk"
    with create(path, SETTINGS) as book, book.operation("Add") as tx:
        one_of_each(tx)
        assert {name: mode(path.parent / name) for name in names_in(path.parent)} == {
            f"a.crmdesk{end}": 0o600 for end in ("", "-wal", "-shm", ".lock", ".owner")
        }
    assert mode(path.parent) == 0o700


def test_a_workspace_is_whole_from_the_moment_it_has_its_name(tmp_path):
    """Killed right after it was made, it once was a file that no crmdesk would open."""
    code = (
        "import os, signal, sys; from pathlib import Path; from crmdesk.store.file import create\n"
        "create(Path(sys.argv[1])); os.kill(os.getpid(), signal.SIGKILL)"
    )
    path = tmp_path / "a.crmdesk"
    assert subprocess.run([sys.executable, "-c", code, path], check=False).returncode == -signal.SIGKILL
    with open_workspace(path) as book:
        assert book.journal.steps()[0].label == "New workspace"


def test_closing_leaves_one_file_and_the_empty_lock(book_file):
    with open_workspace(book_file) as book, book.operation("Add") as tx:
        one_of_each(tx)
    assert names_in(book_file.parent) == ["book.crmdesk", "book.crmdesk.lock"]
    book.close()


def test_looking_only_cannot_write(book_file):
    with open_workspace(book_file, read_only=True) as book:
        assert book.read_only
        with pytest.raises(UserError, match="open for reading only"):
            book.operation("Add")
        with (
            pytest.raises(UserError, match="cannot be written here"),
            book.journal.operation("Add"),
        ):
            pass


def foreign_files(folder: Path, new_file: Path) -> dict[str, Path]:
    """Files that are none of ours, or not any more."""
    found = {name: folder / name for name in ("text", "empty", "short", "sqlite", "wal", "marked", "zip")}
    found["text"].write_text("Dear Ada,\n" * 200)
    found["empty"].touch()
    found["short"].write_bytes(b"SQLite format 3\0")
    found["zip"].write_bytes(b"PK\3\4" + bytes(5000))
    raw_sql(found["sqlite"], "CREATE TABLE contact (name TEXT)", "INSERT INTO contact VALUES ('Ada')")
    raw_sql(found["wal"], "PRAGMA journal_mode=WAL", "CREATE TABLE t (x)", "PRAGMA application_id=7")
    raw_sql(found["marked"], "CREATE TABLE t (x)", "PRAGMA application_id=1668441444")
    return found


@pytest.mark.parametrize("name", ["text", "empty", "short", "sqlite", "wal", "marked", "zip"])
@pytest.mark.parametrize("read_only", [False, True])
def test_a_file_that_is_none_of_ours_is_refused_and_not_touched(tmp_path, new_file, name, read_only):
    path = foreign_files(tmp_path, new_file)[name]
    before, files = path.read_bytes(), set(names_in(tmp_path))
    with pytest.raises(
        Damaged, match=r"is not a crmdesk workspace; nothing in it was changed|does not say which crmdesk"
    ):
        open_workspace(path, read_only=read_only)
    assert path.read_bytes() == before
    assert set(names_in(tmp_path)) - files <= {f"{name}.lock"}


@pytest.mark.parametrize("name", ["missing.crmdesk", ".", "pipe", "a\0b"])
def test_what_is_no_file_is_no_workspace(tmp_path, name):
    if name == "pipe":
        os.mkfifo(tmp_path / name)
    with pytest.raises(UserError, match="There is no workspace"):
        open_workspace(tmp_path / name)


def test_a_name_that_no_disk_takes_is_told(tmp_path):
    with pytest.raises(UserError, match="cannot be opened"):
        open_workspace(tmp_path / ("x" * 300))


@pytest.mark.parametrize("journal_mode", ["WAL", "DELETE"])
def test_a_newer_file_may_be_read_but_not_written_and_is_not_touched(book_file, journal_mode):
    raw_sql(
        book_file,
        f"PRAGMA journal_mode={journal_mode}",
        "PRAGMA user_version=9",
        "UPDATE meta SET value = '9' WHERE key = 'min_writer'",
    )
    before = book_file.read_bytes()
    with pytest.raises(NewerFile, match="update crmdesk to change it, or open it for reading only"):
        open_workspace(book_file)
    with open_workspace(book_file, read_only=True) as book:
        assert book.settings.currency == "EUR"
    assert book_file.read_bytes() == before


@pytest.mark.parametrize("read_only", [False, True])
def test_a_file_of_another_age_is_not_even_read(book_file, read_only):
    raw_sql(book_file, "UPDATE meta SET value = '9' WHERE key LIKE 'min_%'")
    before = book_file.read_bytes()
    with pytest.raises(NewerFile, match="was written by a newer crmdesk; update crmdesk to open it"):
        open_workspace(book_file, read_only=read_only)
    assert book_file.read_bytes() == before


def test_a_newer_file_that_older_ones_may_write_is_opened(book_file):
    raw_sql(book_file, "PRAGMA user_version=9")
    with open_workspace(book_file) as book:
        with book.operation("Add") as tx:
            tx.insert(Staff, {"name": "Ada"})
        assert book.rows("SELECT name FROM staff") == [("Ada",)]
    with open_workspace(book_file, read_only=True) as book:
        assert book.rows("PRAGMA user_version") == [(9,)]


@pytest.mark.parametrize("value", ["", "soon"])
def test_a_file_that_does_not_say_its_version_is_damaged(book_file, value):
    raw_sql(book_file, f"UPDATE meta SET value = '{value}'")
    with pytest.raises(Damaged, match="does not say which crmdesk wrote it"):
        open_workspace(book_file)


@pytest.mark.parametrize(
    "pragma",
    ["page_size=512", "page_size=65536", "auto_vacuum=FULL", "auto_vacuum=INCREMENTAL", "journal_mode=PERSIST"],
)
def test_a_file_set_up_oddly_is_opened_all_the_same(book_file, pragma):
    raw_sql(book_file, "PRAGMA journal_mode=DELETE", f"PRAGMA {pragma}", "VACUUM")
    with open_workspace(book_file, clock=CLOCK) as book, book.operation("Add") as tx:
        one_of_each(tx)
    with open_workspace(book_file, read_only=True) as book:
        assert all(dump(book).values())


def test_another_sqlite_in_another_program_reads_the_file(book):
    with book.operation("Add") as tx:
        tx.insert(Staff, {"name": "Ada"})
    code = "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute('SELECT name FROM staff').fetchall())"
    done = subprocess.run([sys.executable, "-c", code, book.path], capture_output=True, text=True, check=True)
    assert done.stdout == "[('Ada',)]\n" and sqlite3.sqlite_version


def test_reading_the_header_again_keeps_the_locks_that_this_program_holds(book):
    """A closed file handle drops every lock of the process on that file: then another program deletes the log."""
    with open_workspace(book.path, read_only=True):
        pass
    with book.operation("Add") as tx:
        tx.insert(Staff, {"name": "Ada"})
    code = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('SELECT * FROM staff').fetchall(); c.close()"
    )
    subprocess.run([sys.executable, "-c", code, book.path], check=True)
    assert book.path.with_name("book.crmdesk-wal").exists()
    with book.operation("Add") as tx:
        tx.insert(Staff, {"name": "Bea"})
    book.close()
    with open_workspace(book.path) as again:
        assert again.rows("SELECT name FROM staff") == [("Ada",), ("Bea",)]


@pytest.mark.parametrize("how", ["deleted", "renamed", "replaced"])
@pytest.mark.parametrize("end", ["", "-wal"])
def test_a_file_that_was_moved_while_open_is_not_written_to_any_more(book, how, end):
    """SQLite would go on writing to a file that nobody finds again."""
    path = book.path.with_name(f"{book.path.name}{end}")
    other = copy_of(path, "other.crmdesk")
    match how:
        case "deleted":
            path.unlink()
        case "renamed":
            path.rename(path.with_name("renamed.crmdesk"))
        case "replaced":
            other.replace(path)
    with (
        pytest.raises(UserError, match="was moved, deleted or replaced while it was open"),
        book.operation("Add") as tx,
    ):
        tx.insert(Staff, {"name": "Ada"})


@pytest.mark.skipif(os.name != "posix", reason="Windows moves no file that is open.")
def test_a_file_that_was_renamed_while_open_has_all_that_was_done_when_it_is_closed(book):
    with book.operation("Add") as tx:
        tx.insert(Staff, {"name": "Ada"})
    renamed = book.path.rename(book.path.with_name("renamed.crmdesk"))
    book.close()
    with open_workspace(renamed) as again:
        assert again.rows("SELECT name FROM staff") == [("Ada",)] and integrity(again) == "ok"


@pytest.mark.skipif(os.name != "posix", reason="Windows replaces no file that is open.")
def test_what_took_the_place_of_an_open_file_is_not_spoiled_by_the_log_that_was_left(book, tmp_path):
    with create(tmp_path / "other.crmdesk", SETTINGS) as other, other.operation("Add") as tx:
        tx.insert_many(Staff, ("id", "uid", "name"), [(i + 1, uid, f"S{i}") for i, uid in enumerate(tx.uids(500))])
    with book.operation("Add") as tx:
        tx.insert(Staff, {"name": "Ada"})
    other.path.replace(book.path)
    book.close()
    with open_workspace(book.path) as again:
        assert again.rows("SELECT count(*) FROM staff") == [(500,)] and integrity(again) == "ok"


@pytest.mark.skipif(os.name != "posix", reason="Windows deletes no file that is open.")
def test_a_file_that_is_gone_can_be_closed_even_if_its_log_cannot_be_brought_home(book, monkeypatch):
    class Gone:
        def execute(self, _sql: str) -> None:
            raise RawError("disk I/O error")

        def close(self) -> None:
            pass

    book.path.unlink()
    monkeypatch.setattr(book.engine, "_connection", Gone())
    book.close()
    assert book.engine.is_closed()


def test_a_file_that_is_open_is_read_once_more_as_it_is_now(book):
    with book.operation("Hire") as tx:
        tx.insert(Staff, {"name": "Cyd"})
    with open_beside(book) as other:
        assert other.read_only and other.settings == book.settings
        assert other.rows("SELECT name FROM staff") == book.rows("SELECT name FROM staff")
        with pytest.raises(UserError, match="open for reading only"):
            other.operation("Fire")


def test_another_file_in_its_place_is_not_read_for_it(book):
    copy_of(book.path, "other.crmdesk").replace(book.path)
    with pytest.raises(UserError, match="was moved, deleted or replaced while it was open"):
        open_beside(book)


def test_what_was_done_before_the_log_was_deleted_is_there_after_closing(book):
    with book.operation("Add") as tx:
        tx.insert(Staff, {"name": "Ada"})
    book.path.with_name("book.crmdesk-wal").unlink()
    with pytest.raises(UserError, match="or its log was moved"), book.operation("Add") as tx:
        tx.insert(Staff, {"name": "Bea"})
    book.close()
    with open_workspace(book.path) as again:
        assert again.rows("SELECT name FROM staff") == [("Ada",)]


def test_a_file_without_its_log_is_what_was_in_it(book_file):
    """Copied while open, without the log: whole, as of the last time that the log was brought home."""
    with open_workspace(book_file) as book, book.operation("Add") as tx:
        tx.insert(Staff, {"name": "Ada"})
        copy = Path(subprocess.run(["cp", book_file, f"{book_file}.copy"], check=True).args[2])
    with open_workspace(copy, read_only=True) as book:
        assert book.rows("SELECT name FROM staff") == [] and book.settings.currency == "EUR"


def test_a_file_whose_program_died_while_bringing_the_log_home_is_whole(book):
    """Its header says more pages than it has; the log has them all."""
    before = book.path.stat().st_size
    with book.operation("Many") as tx:
        rows = [(i + 1, uid, "x" * 500) for i, uid in enumerate(tx.uids(500))]
        tx.insert_many(Staff, ("id", "uid", "name"), rows)
    book.rows("PRAGMA wal_checkpoint(PASSIVE)")
    torn = book.path.with_name("torn.crmdesk")
    for end in ("", "-wal"):
        subprocess.run(["cp", f"{book.path}{end}", f"{torn}{end}"], check=True)
    assert torn.stat().st_size > before
    os.truncate(torn, before)
    with open_workspace(torn) as again:
        assert again.rows("SELECT count(*) FROM staff") == [(500,)] and integrity(again) == "ok"


def test_new_settings_are_one_step_that_can_be_taken_back(book):
    write_settings(book, {"currency": "JPY"}, label="Currency")
    assert book.settings.currency == "JPY"
    write_settings(book, {"currency": "JPY"}, label="The same again")
    assert book.journal.steps()[-1].label == "Currency"
    book.journal.undo(book.journal.next_undo().id)
    assert book.settings.currency == "EUR"


def test_in_another_time_zone_every_moment_has_its_local_day_anew(book):
    with book.operation("One of each") as tx:
        ids = one_of_each(tx)
        tx.update(Staff, ids[Staff], {"name": "Ada"})
    before = dump(book)
    write_settings(book, {"timezone": "Pacific/Apia"}, label="Moved to Samoa")
    after = dump(book)
    for table in ("contact", "deal", "stage_change", "ticket", "ticket_event", "activity", "sale", "survey", "printed"):
        assert after[table] != before[table]
    assert book.rows("SELECT opened_day FROM deal") == [(book.calendar.day_of(CLOCK.now()),)]
    book.journal.undo(book.journal.next_undo().id)
    assert dump(book) == before


@pytest.mark.parametrize("start", range(6))
def test_flipped_bits_end_in_a_sentence_or_in_rows_never_in_a_crash(book_file, start):
    with open_workspace(book_file, clock=CLOCK) as book, book.operation("Add") as tx:
        one_of_each(tx)
    size = book_file.stat().st_size
    for number in range(start, 90, 6):
        path = copy_of(book_file, "flipped.crmdesk")
        flipped(path, number if 15 < number < 72 else number * 7919 * 61 % size)
        with contextlib.suppress(UserError), open_workspace(path, clock=CLOCK) as book:
            dump(book)
            integrity(book)
