"""Full disks, small quotas and media that cannot be written: a sentence, and the old files as they were.

A disk is made full by a limit on the size of files, which every Linux has, and on a tiny disk of its own where the
test may mount one.
"""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from types import SimpleNamespace

import pytest

from crmdesk.domain.errors import Busy, Damaged, UserError
from crmdesk.store import backup as copies
from crmdesk.store.check import integrity
from crmdesk.store.contact import Contact
from crmdesk.store.engine import Engine
from crmdesk.store.engine_faults import fault_of
from crmdesk.store.file import Workspace, create, open_workspace
from crmdesk.store.staff import Staff
from crmdesk.store.verifying import verify
from tests.store.rows import CLOCK, SETTINGS, dump, file_fault, names_in, one_of_each

resource = pytest.importorskip("resource", reason="Only POSIX can limit the size of files.")


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def mounted(tmp_path) -> Iterator[Callable[..., Path]]:
    """Mounts something into the test's folder; skipped where the test may not."""
    done: list[Path] = []

    def mount(*words: str) -> Path:
        place = tmp_path / f"disk{len(done)}"
        place.mkdir()
        if (
            shutil.which("mount") is None
            or subprocess.run(["mount", *words, place], capture_output=True, check=False).returncode
        ):
            pytest.skip("Mounting is not permitted here.")
        done.append(place)
        return place

    yield mount
    for place in reversed(done):
        subprocess.run(["umount", "-l", place], check=True)


def add_many(book: Workspace, count: int = 3000) -> None:
    with book.operation("Many") as tx:
        start = tx.next_id(Contact)
        rows = [(start + i, uid, "company", "x" * 500) for i, uid in enumerate(tx.uids(count))]
        tx.insert_many(Contact, ("id", "uid", "kind", "name"), rows)


def test_a_step_that_does_not_fit_leaves_the_file_as_it_was(book):
    with book.operation("One of each") as tx:
        one_of_each(tx)
    before = dump(book)
    with files_up_to(600_000), pytest.raises(UserError, match="could not be read or written; check the disk"):
        add_many(book)
    assert dump(book) == before
    add_many(book)
    book.journal.undo(book.journal.next_undo().id)
    assert dump(book) == before


def test_a_backup_that_does_not_fit_leaves_the_old_one(book, tmp_path):
    path = copies.backup(book.engine, tmp_path / "copy", CLOCK)
    add_many(book)
    old = path.read_bytes()
    with files_up_to(600_000), pytest.raises(UserError, match="could not be read or written; check the disk"):
        copies.backup(book.engine, path, CLOCK)
    assert path.read_bytes() == old
    verify(path)
    assert [name for name in names_in(tmp_path) if ".part" in name] == []


def test_a_workspace_that_does_not_fit_is_not_made(tmp_path):
    with files_up_to(100_000), pytest.raises(UserError, match="could not be read or written; check the disk"):
        create(tmp_path / "a.crmdesk")
    assert names_in(tmp_path) == ["a.crmdesk.lock"]
    create(tmp_path / "a.crmdesk").close()


def test_a_full_disk_is_named_and_work_goes_on_once_there_is_room(mounted):
    disk = mounted("-t", "tmpfs", "-o", "size=3m", "tmpfs")
    with create(disk / "a.crmdesk", SETTINGS, clock=CLOCK) as book:
        with book.operation("One of each") as tx:
            one_of_each(tx)
        path, before = copies.backup(book.engine, disk / "copy", CLOCK), dump(book)
        (disk / "ballast").write_bytes(bytes(shutil.disk_usage(disk).free - 40_000))
        with pytest.raises(UserError, match=r"The disk of .* is full; nothing was changed"):
            add_many(book)
        with pytest.raises(UserError, match=r"The disk of .* is full|could not be written"):
            copies.backup(book.engine, path, CLOCK)
        with pytest.raises(UserError, match=r"The disk of .* is full|cannot be made here"):
            create(disk / "b.crmdesk")
        assert dump(book) == before
        verify(path)
        subprocess.run(["mount", "-o", "remount,size=30m", disk], check=True)
        add_many(book)
        assert len(dump(book)["contact"]) == 3001
    with open_workspace(disk / "a.crmdesk") as book:
        assert "malformed" not in integrity(book) and len(dump(book)["contact"]) == 3001


@pytest.mark.parametrize("log", ["closed", "copied with an empty log"])
def test_a_medium_that_cannot_be_written_is_for_reading(book_file, mounted, log):
    with open_workspace(book_file, clock=CLOCK) as book:
        with book.operation("One of each") as tx:
            one_of_each(tx)
        before = dump(book)
    if log != "closed":
        book_file.with_name("book.crmdesk-wal").touch()
    book_file.with_name("book.crmdesk.lock").unlink()
    disk = mounted("--bind", str(book_file.parent / "."))
    subprocess.run(["mount", "-o", "remount,ro,bind", disk], check=True)
    with open_workspace(disk / "book.crmdesk", read_only=True) as book:
        assert dump(book) == before
        with pytest.raises(UserError, match="open for reading only"):
            book.operation("Add")
        saved = copies.backup(book.engine, book_file.parent / "saved.crmdesk", CLOCK)
    verify(saved)
    with pytest.raises(UserError, match="cannot be locked here"):
        open_workspace(disk / "book.crmdesk")


def test_a_file_that_cannot_be_written_is_for_reading(book_file):
    if (
        shutil.which("chattr") is None
        or subprocess.run(["chattr", "+i", book_file], capture_output=True, check=False).returncode
    ):
        pytest.skip("Making a file immutable is not permitted here.")
    try:
        with pytest.raises(UserError, match=r"could not be read or written|cannot be written here"):
            open_workspace(book_file)
        with open_workspace(book_file, read_only=True) as book:
            assert book.settings.currency == "EUR"
    finally:
        subprocess.run(["chattr", "-i", book_file], check=True)


def test_where_sqlite_cannot_make_its_shared_memory_the_file_is_read_as_it_lies(book_file, monkeypatch):
    """As on a stick that is write-protected, for machines on which a test may not mount one."""
    opened, connect = [], Engine.connect

    def no_room_for_a_log(self, **options):
        opened.append(self._uri)
        if "immutable" not in self._uri:
            raise UserError("unable to open database file")
        return connect(self, **options)

    monkeypatch.setattr(Engine, "connect", no_room_for_a_log)
    with open_workspace(book_file, read_only=True) as book:
        assert book.settings.currency == "EUR"
    assert ["immutable" in one for one in opened] == [False, True]
    with pytest.raises(UserError, match="unable to open"):
        open_workspace(book_file)
    book_file.with_name("book.crmdesk-wal").write_bytes(b"what was not brought home")
    with pytest.raises(UserError, match="unable to open"):
        open_workspace(book_file, read_only=True)


@pytest.mark.parametrize("fault", [Busy, Damaged])
def test_a_file_that_is_busy_or_damaged_is_not_read_behind_its_back(book_file, monkeypatch, fault):
    def refuse(self, **options):
        raise fault("No.")

    monkeypatch.setattr(Engine, "connect", refuse)
    with pytest.raises(fault):
        open_workspace(book_file, read_only=True)


def test_a_file_that_nobody_may_read_is_told(book_file):
    """As another user, because the administrator may read everything."""
    code = (
        "import os, sys; from pathlib import Path; from crmdesk.store.file import open_workspace\n"
        "if os.getuid() == 0: os.setgid(65534); os.setuid(65534)\n"
        "else: os.chmod(sys.argv[1], 0)\n"
        "try: open_workspace(Path(sys.argv[1]))\n"
        "except Exception as fault: print(type(fault).__name__, fault)"
    )
    done = subprocess.run([sys.executable, "-c", code, book_file], capture_output=True, text=True, check=False)
    assert done.stdout.startswith("UserError"), done.stdout + done.stderr


@pytest.mark.parametrize(("landed", "names"), [(True, ["Ada", "Bea", "Cem"]), (False, ["Ada", "Cem"])])
def test_a_commit_that_the_disk_refused_is_done_if_it_landed_and_is_told_if_not(book, monkeypatch, landed, names):
    """A disk may report a fault for what it has written all the same; the operation's own number tells."""

    def fail(engine: Engine) -> None:
        engine.raw.execute("COMMIT" if landed else "ROLLBACK")
        raise file_fault()

    add(book, "Ada")
    with monkeypatch.context() as patch:
        patch.setattr(Engine, "commit_now", fail)
        with nullcontext() if landed else pytest.raises(UserError, match="could not be read or written"):
            add(book, "Bea")
    add(book, "Cem")
    assert [name for (name,) in book.rows("SELECT name FROM staff ORDER BY id")] == names
    assert book.rows("SELECT * FROM journal_now") == []


def test_a_commit_that_failed_while_the_step_is_still_open_takes_it_back(book, monkeypatch):
    def fail(engine: Engine) -> None:
        raise file_fault()

    with monkeypatch.context() as patch:
        patch.setattr(Engine, "commit_now", fail)
        with pytest.raises(UserError, match="could not be read or written"):
            add(book, "Ada")
    assert book.rows("SELECT name FROM staff") == []
    add(book, "Bea")
    assert book.rows("SELECT name FROM staff") == [("Bea",)]


def test_a_disk_that_is_gone_is_told_again_and_again(book, monkeypatch):
    def fail(engine: Engine) -> None:
        raise file_fault()

    def gone(engine: Engine) -> None:
        raise UserError("The disk is gone.")

    with monkeypatch.context() as patch:
        patch.setattr(Engine, "commit_now", fail)
        patch.setattr(Engine, "begin_writing", gone)
        patch.setattr(Engine, "connect", gone)
        with pytest.raises(UserError, match="The disk is gone"):
            add(book, "Ada")
    with pytest.raises(UserError, match=r"is closed; open it again"):
        add(book, "Bea")


def add(book: Workspace, name: str) -> None:
    with book.operation("Add") as tx:
        tx.insert(Staff, {"name": name})


def test_where_nothing_can_be_made_because_the_disk_is_full_this_is_said(tmp_path, monkeypatch):
    room = SimpleNamespace(free=0)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: room)
    assert "is full" in str(fault_of(file_fault(), tmp_path / "a.crmdesk"))
    room.free = 1 << 30
    assert "could not be read or written" in str(fault_of(file_fault(), tmp_path / "a.crmdesk"))
    monkeypatch.undo()
    assert "could not be read or written" in str(fault_of(file_fault(), tmp_path / "nowhere" / "a.crmdesk"))
