"""Whole files or none: nothing left over, and the old file kept where anything goes wrong."""

import os
import stat
from pathlib import Path

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.store import atomic
from tests.store.rows import names_in


def test_a_file_is_written_and_replaced_whole(tmp_path):
    for data in (b"first", b"second"):
        atomic.write_bytes(tmp_path / "a.pdf", data)
        assert (tmp_path / "a.pdf").read_bytes() == data
    assert names_in(tmp_path) == ["a.pdf"]


@pytest.mark.skipif(os.name != "posix", reason="Windows knows no file modes.")
@pytest.mark.parametrize(
    ("mask", "private", "mode"), [(0o022, False, 0o644), (0o077, False, 0o600), (0, False, 0o666), (0, True, 0o600)]
)
def test_what_is_private_is_its_owners_and_the_rest_as_the_computer_has_it(tmp_path, mask, private, mode):
    before = os.umask(mask)
    try:
        atomic.write_bytes(tmp_path / "a", b"x", private=private)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == mode


@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
def test_where_anything_fails_the_old_file_stays_and_nothing_is_left(tmp_path, monkeypatch, call):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    match call:
        case "write":
            monkeypatch.setattr(atomic.os, "open", full)
        case "fsync":
            monkeypatch.setattr(atomic.os, "fsync", full)
        case "replace":
            monkeypatch.setattr(type(path), "replace", full)
    with pytest.raises(
        UserError, match=r"could not be written .No space left on device.; what was there before is unharmed"
    ):
        atomic.write_bytes(path, b"new")
    assert path.read_bytes() == b"old" and names_in(tmp_path) == ["a.pdf"]


def test_a_scanner_that_holds_the_file_for_a_moment_is_waited_for(tmp_path, monkeypatch):
    path, replace, refusals = tmp_path / "a", type(tmp_path).replace, [1, 2, 3]

    def held(self, target):
        if refusals:
            refusals.pop()
            raise PermissionError(13, "Permission denied")
        return replace(self, target)

    monkeypatch.setattr(type(path), "replace", held)
    monkeypatch.setattr(atomic.time, "sleep", lambda seconds: None)
    atomic.write_bytes(path, b"x")
    assert path.read_bytes() == b"x" and refusals == []


def test_a_file_that_is_held_for_good_is_told(tmp_path, monkeypatch):
    slept: list[float] = []

    def held(self, target):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(tmp_path), "replace", held)
    monkeypatch.setattr(atomic.time, "sleep", slept.append)
    with pytest.raises(UserError, match="Permission denied"):
        atomic.write_bytes(tmp_path / "a", b"x")
    assert 2 < sum(slept) <= 3 and names_in(tmp_path) == []


@pytest.mark.skipif(os.name != "posix", reason="Windows has neither pipes among files nor links for everybody.")
def test_pipes_folders_and_links_stay_what_they_are_and_behind_a_link_is_written(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link.pdf").symlink_to("real.pdf")
    for path in (tmp_path / "pipe", tmp_path, Path()):
        with pytest.raises(UserError, match=r"is there already and is not an ordinary file .* choose another name"):
            atomic.write_bytes(path, b"x")
    for data in (b"first", b"second"):
        atomic.write_bytes(tmp_path / "link.pdf", data)
    assert (tmp_path / "link.pdf").is_symlink() and (tmp_path / "real.pdf").read_bytes() == b"second"
    assert names_in(tmp_path) == ["link.pdf", "pipe", "real.pdf"]


def test_a_folder_that_is_none_is_told(tmp_path):
    with pytest.raises(UserError, match="could not be written"):
        atomic.write_bytes(tmp_path / "nowhere" / "a", b"x")


@pytest.mark.parametrize(("system", "flushed"), [("posix", ["file", "folder"]), ("nt", ["file"])])
def test_a_file_is_flushed_and_its_folder_where_that_can_be_done(tmp_path, monkeypatch, system, flushed):
    seen = []

    def watched(handle):
        seen.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")

    monkeypatch.setattr(atomic.os, "fsync", watched)
    monkeypatch.setattr(atomic.os, "name", system)
    atomic.write_bytes(tmp_path / "a", b"x")
    monkeypatch.undo()
    assert seen == flushed and (tmp_path / "a").read_bytes() == b"x"


@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("is_there", [True, False])
def test_of_a_folder_all_files_are_written_or_none(tmp_path, monkeypatch, fault, is_there):
    folder, sync, left = tmp_path / "out", atomic._sync, [1, 2]
    files = {"a.csv": b"a", "in/b.csv": b"b", "c.csv": b"c"}
    if is_there:
        folder.mkdir()

    def failing(part):
        left.pop()
        if not left:
            raise fault
        sync(part)

    with monkeypatch.context() as patch:
        patch.setattr(atomic, "_sync", failing)
        with pytest.raises((UserError, KeyboardInterrupt)):
            atomic.write_folder(folder, files)
    assert names_in(tmp_path) == (["out"] if is_there else [])
    atomic.write_folder(folder, files, private=True)
    assert {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.csv")} == files
    if os.name == "posix":
        assert stat.S_IMODE((folder / "in").stat().st_mode) == 0o700


def test_a_file_has_the_name_that_people_know_while_it_is_written(tmp_path):
    part = atomic.temporary_beside(atomic.temporary_beside(tmp_path / ".a.crmdesk"))
    assert atomic.known_name(part) == ".a.crmdesk" and atomic.known_name(tmp_path / "b.part") == "b.part"
