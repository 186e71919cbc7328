"""One writer for each file: the second is told who has it, and may look."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock
import pytest

from crmdesk.domain.errors import Busy, UserError
from crmdesk.store import lock as locking
from crmdesk.store.file import create, open_workspace
from crmdesk.store.staff import Staff
from tests.store.rows import CLOCK

OPENER = """
import sys
from pathlib import Path
from crmdesk.domain.errors import UserError
from crmdesk.store.file import open_workspace
from crmdesk.store.staff import Staff
try:
    book = open_workspace(Path(sys.argv[1]), read_only=sys.argv[2] == "look")
except UserError as fault:
    print(type(fault).__name__, fault, flush=True)
else:
    print("open", book.rows("SELECT count(*) FROM staff"), flush=True)
    sys.stdin.read()
    book.close()
"""


@contextmanager
def another_program(path: Path, how: str, *, kill: bool = False) -> Iterator[str]:
    """Opens the file in another process while the block runs; answers what that one said."""
    command = [sys.executable, "-c", OPENER, str(path), how]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        yield child.stdout.readline()
        if kill:
            child.kill()
        else:
            child.communicate("")


def test_the_second_opener_is_told_who_has_the_file(book):
    with another_program(book.path, "write") as said:
        assert said.startswith("Busy “book.crmdesk” is open in another window (computer ")
        assert "user " in said and "close it there, or open it for reading only." in said


def test_while_one_writes_another_may_look(book):
    with another_program(book.path, "look") as said:
        assert said == "open [(0,)]\n"
        with book.operation("Add") as tx:
            tx.insert(Staff, {"name": "Ada"})
    with another_program(book.path, "look") as said:
        assert said == "open [(1,)]\n"


def test_the_same_program_cannot_open_it_twice_for_writing(book):
    with pytest.raises(Busy, match="in another window"):
        open_workspace(book.path)
    with open_workspace(book.path, read_only=True) as second:
        assert second.read_only


def test_whoever_closes_gives_the_file_back(book_file):
    with another_program(book_file, "write") as said:
        assert said == "open [(0,)]\n"
        with pytest.raises(Busy):
            open_workspace(book_file)
    with open_workspace(book_file) as book:
        assert not book.read_only


def test_whoever_dies_gives_the_file_back(book_file):
    with another_program(book_file, "write", kill=True) as said:
        assert said.startswith("open")
    assert book_file.with_name("book.crmdesk.owner").exists()
    with open_workspace(book_file) as book:
        assert not book.read_only
        owner = json.loads(book_file.with_name("book.crmdesk.owner").read_text())
        assert owner["process"] == os.getpid()


@pytest.mark.parametrize(
    "left", [b"", b"garbage \xff", b"[]", b"{}", b'{"computer": "elsewhere", "process": 1, "user": "Eve"}']
)
def test_what_a_dead_program_left_behind_is_in_nobodys_way(book_file, left):
    for end in (".owner", ".lock"):
        book_file.with_name(f"book.crmdesk{end}").write_bytes(left)
    with open_workspace(book_file) as book:
        assert not book.read_only


@pytest.mark.parametrize("left", [b"", b"garbage \xff", b"[]", b"{}"])
def test_where_the_owner_cannot_be_read_it_is_another_window(book, left):
    book.path.with_name("book.crmdesk.owner").write_bytes(left)
    with pytest.raises(Busy, match="is open in another window; close it there"):
        open_workspace(book.path)


def test_the_owner_file_need_not_be_writable(book_file):
    book_file.with_name("book.crmdesk.owner").mkdir()
    with open_workspace(book_file) as book:
        assert not book.read_only


def test_a_user_without_a_name_is_unknown(book_file, monkeypatch):
    def nameless() -> str:
        raise KeyError("no such user")

    monkeypatch.setattr(locking.getpass, "getuser", nameless)
    with open_workspace(book_file):
        assert json.loads(book_file.with_name("book.crmdesk.owner").read_text())["user"] == "unknown"


def test_a_place_that_knows_no_locks_is_refused_in_words(book_file, monkeypatch):
    def no_locks(*_: object, **__: object) -> None:
        raise OSError("No locks available")

    monkeypatch.setattr(filelock.FileLock, "acquire", no_locks)
    with pytest.raises(UserError, match=r"cannot be locked here .No locks available.; copy it to a folder of your own"):
        open_workspace(book_file)


def test_another_program_that_holds_the_database_is_named_within_a_second(book):
    """A database browser with a transaction open: not our lock, SQLite's."""
    code = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('BEGIN IMMEDIATE'); print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(book.path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None and child.stdout.readline() == "held\n"
        with pytest.raises(Busy, match="is in use by another program; close it there"), book.operation("Add"):
            pass
        assert book.settings.currency == "EUR"
        child.communicate("")
    with book.operation("Add") as tx:
        tx.insert(Staff, {"name": "Ada"})


def test_a_new_workspace_is_locked_from_the_start(tmp_path):
    with create(tmp_path / "a.crmdesk", clock=CLOCK), another_program(tmp_path / "a.crmdesk", "write") as said:
        assert said.startswith("Busy")


@pytest.mark.skipif(os.name != "posix", reason="Windows lets few people make links.")
def test_a_link_to_a_workspace_is_that_workspace(book, tmp_path):
    link = tmp_path / "desktop" / "shop.crmdesk"
    link.parent.mkdir()
    link.symlink_to(book.path)
    with pytest.raises(Busy, match=r"“book\.crmdesk” is open in another window"):
        open_workspace(link)
    with open_workspace(link, read_only=True) as looking:
        assert looking.path == book.path.resolve()
    assert [one.name for one in link.parent.iterdir()] == ["shop.crmdesk"]
