"""What a program that was killed left half written goes, and nothing else goes with it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from crmdesk.exchange import interchange
from crmdesk.store import atomic, demo, schema
from crmdesk.store import backup as copies
from crmdesk.store.auto_backup import run
from crmdesk.store.file import create, open_workspace
from tests.store.make_old_file import FILES
from tests.store.rows import CLOCK, SETTINGS, names_in

# Killed when a file is written and not yet in its place.
KILLED = """
import os, signal, sys
from pathlib import Path
os.fsync = lambda handle: os.kill(os.getpid(), signal.SIGKILL)
from crmdesk.domain.clock import FixedClock
from crmdesk.exchange import interchange
from crmdesk.store import atomic, backup, demo
from crmdesk.store.auto_backup import run
from crmdesk.store.file import create, open_workspace
path, clock = Path(sys.argv[1]), FixedClock(1_700_000_000_000_000)
exec(sys.argv[2])
"""
BESIDE = {"book.crmdesk", "book.crmdesk.lock", "book.crmdesk.owner", "book.crmdesk-wal", "book.crmdesk-shm"}
needs_a_kill = pytest.mark.skipif(os.name != "posix", reason="Windows has no SIGKILL.")


def kill(path: Path, work: str) -> list[str]:
    """Kills a program at its work; answers what it left half written."""
    done = subprocess.run([sys.executable, "-c", KILLED, path, work], check=False)
    assert done.returncode == -9
    return [one for one in left_in(path.parent) if ".part" in one]


def left_in(folder: Path) -> list[str]:
    return [name for name in names_in(folder) if name not in BESIDE]


@needs_a_kill
def test_of_a_workspace_that_was_being_made(tmp_path):
    path = tmp_path / "book.crmdesk"
    assert len(kill(path, "create(path)")) == 1
    create(path, SETTINGS, clock=CLOCK).close()
    assert left_in(tmp_path) == []


@needs_a_kill
def test_of_a_demo_that_was_being_made(tmp_path):
    path = tmp_path / "book.crmdesk"
    assert len(kill(path, "demo.make(path, months=1, scale=0.01)")) > 2
    demo.make(path, months=1, scale=0.01)
    assert left_in(tmp_path) == []


@needs_a_kill
def test_of_an_upgrade(tmp_path):
    path = Path(shutil.copy(FILES / "schema-1.crmdesk", tmp_path / "book.crmdesk"))
    assert len(kill(path, "open_workspace(path, clock=clock)")) == 1
    open_workspace(path, clock=CLOCK).close()
    assert [name.partition(" 2026")[0] for name in left_in(tmp_path)] == [f"book before upgrade 1 to {schema.VERSION}"]


@needs_a_kill
def test_of_a_restore(book_file):
    (book_file.parent / "copies").mkdir()
    with open_workspace(book_file, read_only=True) as book:
        copy = copies.backup(book.engine, book_file.parent / "copies" / "a.crmdesk-backup", CLOCK)
    (left,) = kill(book_file, f"backup.restore(Path({str(copy)!r}), path, clock)")
    assert left.startswith(".book before restore 2023")
    open_workspace(book_file).close()
    assert left_in(book_file.parent) == ["copies"]


@needs_a_kill
@pytest.mark.parametrize("way", ["daily", "by hand"])
def test_of_a_backup_of_another_moment(book, tmp_path, way):
    folder = tmp_path / "copies"
    folder.mkdir()
    daily = way == "daily"
    wanted = "run(book.engine, path.parent, clock)" if daily else "backup.backup(book.engine, path.parent, clock)"
    work = f"book = open_workspace(Path({str(book.path)!r}), read_only=True); {wanted}"
    (left,) = kill(folder / "any", work)
    assert left.startswith(".book 2023-11-14")
    others = [".books 2023-11-14 101010.crmdesk-backup.0123abcd.part", "book 2023-11-14 101010.crmdesk-backup"]
    for other in others:
        (folder / other).touch()
    made = run(book.engine, folder, CLOCK) if daily else copies.backup(book.engine, folder, CLOCK)
    assert left_in(folder) == [*others, made.name, f"{made.name}.sha256"]


@needs_a_kill
@pytest.mark.parametrize("is_there", [True, False])
def test_of_a_folder_of_files(book, tmp_path, is_there):
    folder = tmp_path / "out" / "in"
    folder.parent.mkdir()
    if is_there:
        folder.mkdir()
    work = f"interchange.export(open_workspace(Path({str(book.path)!r}), read_only=True), path)"
    left = kill(folder, work)
    assert len(names_in(folder) if is_there else left) == 1
    interchange.export(book, folder)
    assert left_in(folder.parent) == ["in"] and [name for name in names_in(folder) if name.startswith(".")] == []


@needs_a_kill
def test_of_one_file(tmp_path):
    path = tmp_path / "a [1].pdf"
    assert len(kill(path, "atomic.write_bytes(path, b'x')")) == 1
    atomic.write_bytes(path, b"whole")
    assert names_in(tmp_path) == ["a [1].pdf"] and path.read_bytes() == b"whole"


def test_what_is_not_called_like_something_half_written_stays(tmp_path):
    names = [
        *(".a.pdf.0123abcd.part.pdf", ".a.pdf.0123wxyz.part", "a.pdf.0123abcd.part", ".b.pdf.0123abcd.part"),
        *(".a.pdf.0123abcd.party", ".a.pdf.part"),
    ]
    for name in names:
        (tmp_path / name).touch()
    (tmp_path / ".a.pdf.0123abcd.part").mkdir()
    atomic.sweep(tmp_path / "a.pdf")
    assert names_in(tmp_path) == sorted(names)


def test_what_cannot_be_removed_stays(tmp_path, monkeypatch):
    def held(self: Path, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    left = tmp_path / ".a.pdf.0123abcd.part"
    left.touch()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", held)
        atomic.sweep(tmp_path / "a.pdf")
    assert left.exists()
