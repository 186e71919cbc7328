"""A backup counts once it was opened and compared; damage in it is noticed; what a restore replaces is kept."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from crmdesk.domain.errors import Busy, Damaged, UserError
from crmdesk.store import backup as copies
from crmdesk.store.engine import Engine, RawError
from crmdesk.store.file import create, open_workspace
from crmdesk.store.staff import Staff
from crmdesk.store.verifying import verify
from tests.store.rows import CLOCK, dump, names_in

STAMP = "2026-10-31 114500"


def contents(path: Path):
    with open_workspace(path, read_only=True) as book:
        return dump(book)


def test_a_backup_lies_beside_the_workspace_under_its_name_and_the_time(filled):
    path = copies.backup(filled.engine, None, CLOCK)
    assert path == filled.path.with_name(f"book {STAMP}.crmdesk-backup")
    assert f"{path.name}.sha256" in names_in(path.parent)
    assert subprocess.run(["sha256sum", "-c", f"{path.name}.sha256"], cwd=path.parent, check=False).returncode == 0


def test_a_backup_goes_into_a_folder_or_to_a_name(filled, tmp_path):
    (tmp_path / "stick").mkdir()
    assert (
        copies.backup(filled.engine, tmp_path / "stick", CLOCK) == tmp_path / "stick" / f"book {STAMP}.crmdesk-backup"
    )
    assert copies.backup(filled.engine, tmp_path / "stick", CLOCK).name == f"book {STAMP} 2.crmdesk-backup"
    named = copies.backup(filled.engine, tmp_path / "mine.crmdesk", CLOCK)
    assert contents(named) == dump(filled)


@pytest.mark.skipif(os.name != "posix", reason="Windows has neither pipes among files nor links for everybody.")
def test_pipes_are_never_replaced_and_behind_a_link_is_restored(filled, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UserError, match="is not a backup; choose another name"):
        copies.backup(filled.engine, tmp_path / "pipe", CLOCK)
    path = copies.backup(filled.engine, tmp_path / "copy", CLOCK)
    with pytest.raises(UserError, match="is a folder, a device or a pipe; choose the name of a workspace"):
        copies.restore(path, tmp_path / "pipe", CLOCK)
    assert (tmp_path / "pipe").is_fifo()
    (tmp_path / "link.crmdesk").symlink_to("real.crmdesk")
    for _again in range(2):
        copies.restore(path, tmp_path / "link.crmdesk", CLOCK)
    assert (tmp_path / "link.crmdesk").is_symlink()
    assert contents(tmp_path / "real.crmdesk") == dump(filled)


def test_a_backup_that_is_given_up_leaves_the_one_before_and_nothing_else(filled, tmp_path):
    place = tmp_path / "stick"
    place.mkdir()
    path = copies.backup(filled.engine, place / "copy.crmdesk-backup", CLOCK)
    left, bytes_before = names_in(place), path.read_bytes()
    for patience in range(1_000):
        asked = iter(range(patience))
        try:
            with filled.engine.unless(lambda asked=asked: next(asked, None) is None):
                copies.backup(filled.engine, path, CLOCK)
            break
        except RawError:
            assert names_in(place) == left
            assert path.read_bytes() == bytes_before
    assert patience >= 2, "once while pages are copied, once while they are summed up"
    assert contents(path) == dump(filled)


def test_a_backup_holds_what_is_only_in_the_log_yet(filled, tmp_path):
    assert filled.path.with_name("book.crmdesk-wal").stat().st_size > 0
    path = copies.backup(filled.engine, tmp_path / "copy", CLOCK)
    assert names_in(tmp_path).count("copy-wal") == 0 and contents(path) == dump(filled)


def test_a_workspace_that_is_only_looked_at_can_be_backed_up(filled, tmp_path):
    with open_workspace(filled.path, read_only=True) as looking:
        path = copies.backup(looking.engine, tmp_path / "copy", CLOCK)
    assert contents(path) == dump(filled)


def test_a_backup_cannot_replace_the_workspace_itself(filled):
    for target in (filled.path, filled.path.parent / "." / "book.crmdesk"):
        with pytest.raises(UserError, match="cannot replace the workspace itself"):
            copies.backup(filled.engine, target, CLOCK)
    assert len(dump(filled)["staff"]) == 1


@pytest.mark.skipif(os.name != "posix", reason="Windows knows no file modes.")
def test_a_name_that_no_disk_takes_is_told(filled, tmp_path):
    with pytest.raises(UserError, match="could not be written"):
        copies.backup(filled.engine, tmp_path / ("n" * 300), CLOCK)
    assert len(list(tmp_path.glob("n*"))) == 0


def test_a_backup_replaces_a_backup_and_never_a_workspace(filled, tmp_path):
    other, named = tmp_path / "other.crmdesk", tmp_path / "copy.crmdesk"
    create(other, clock=CLOCK).close()
    before = other.read_bytes()
    with pytest.raises(UserError, match="is not a backup; choose another name"):
        copies.backup(filled.engine, other, CLOCK)
    assert other.read_bytes() == before
    named.touch()
    for _ in range(2):
        assert contents(copies.backup(filled.engine, named, CLOCK)) == dump(filled)


def test_a_backup_is_its_owners_from_the_first_byte(filled, tmp_path, monkeypatch):
    modes, write = [], copies._write_copy

    def watched(engine, part):
        modes.append(stat.S_IMODE(part.stat().st_mode))
        write(engine, part)
        modes.append(stat.S_IMODE(part.stat().st_mode))

    monkeypatch.setattr(copies, "_write_copy", watched)
    before = os.umask(0)
    try:
        path = copies.backup(filled.engine, tmp_path / "copy", CLOCK)
    finally:
        os.umask(before)
    both = [stat.S_IMODE(one.stat().st_mode) for one in (path, path.with_name("copy.sha256"))]
    assert {*modes, *both} == {0o600}


def test_where_no_backup_can_be_written_it_says_so(filled, tmp_path):
    with pytest.raises(UserError, match=r"could not be written .*; choose another folder"):
        copies.backup(filled.engine, tmp_path / "nowhere" / "copy", CLOCK)


def test_a_copy_that_differs_does_not_count_and_the_old_one_stays(filled, copy, monkeypatch):
    old, workspace, copy_to = copy.read_bytes(), open_workspace(filled.path, clock=CLOCK), Engine.copy_to

    def lose_a_row(engine, other):
        copy_to(engine, other)
        other.rows("DELETE FROM meta WHERE key = 'created_by'")

    monkeypatch.setattr(Engine, "copy_to", lose_a_row)
    with workspace, pytest.raises(Damaged, match="is not the same as the file"):
        copies.backup(workspace.engine, copy, CLOCK)
    assert copy.read_bytes() == old
    verify(copy)
    assert not [name for name in names_in(copy.parent) if ".part" in name]


def test_somebody_may_go_on_writing_while_a_copy_is_made(filled, tmp_path, monkeypatch):
    count, then = copies._counts, dump(filled)

    def counted(engine):
        found = count(engine)
        if engine is reader.engine:
            with filled.operation("Meanwhile") as tx:
                tx.insert(Staff, {"name": "Somebody"})
        return found

    monkeypatch.setattr(copies, "_counts", counted)
    with open_workspace(filled.path, read_only=True) as reader:
        path = copies.backup(reader.engine, tmp_path / "copy.crmdesk-backup", CLOCK)
    assert contents(path) == then


def test_a_newer_backup_under_the_same_name_has_its_own_checksum(filled, copy):
    with open_workspace(filled.path, clock=CLOCK) as workspace:
        with workspace.operation("Add") as tx:
            tx.insert(Staff, {"name": "Bea"})
        copies.backup(workspace.engine, copy, CLOCK)
    verify(copy)


def test_a_backup_comes_back_as_it_was_and_what_it_replaces_is_kept(filled, copy):
    with open_workspace(filled.path, clock=CLOCK) as workspace, workspace.operation("Later") as tx:
        tx.insert(Staff, {"name": "Bea"})
    later = contents(filled.path)
    kept = copies.restore(copy, filled.path, CLOCK)
    assert kept is not None and kept.name == f"book before restore {STAMP}.crmdesk"
    assert contents(filled.path) == filled.rows_then and contents(kept) == later
    # In the same second: what is kept now must not replace what was kept before.
    kept_too = copies.restore(kept, filled.path, CLOCK)
    assert kept_too is not None and kept_too.name == f"book before restore {STAMP} 2.crmdesk"
    assert contents(filled.path) == contents(kept) == later and contents(kept_too) == filled.rows_then


def test_a_restored_workspace_goes_on_where_it_was(filled, copy, tmp_path):
    target = tmp_path / "elsewhere.crmdesk"
    assert copies.restore(copy, target, CLOCK) is None
    with open_workspace(target, clock=CLOCK) as workspace:
        assert workspace.journal.next_undo().label == "One of each"
        workspace.journal.undo(workspace.journal.next_undo().id)
        assert dump(workspace)["staff"] == []
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_the_log_of_the_old_file_is_never_taken_for_the_restored_ones(filled, copy):
    """The old program died and left a log: brought home first, it is kept, and not in the way."""
    code = (
        "import os, signal, sys; from pathlib import Path\n"
        "from crmdesk.store.file import open_workspace; from crmdesk.store.staff import Staff\n"
        "book = open_workspace(Path(sys.argv[1]))\n"
        "with book.operation('Add') as tx: tx.insert(Staff, {'name': 'only in the log'})\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", code, filled.path], check=False)
    assert filled.path.with_name("book.crmdesk-wal").stat().st_size > 0
    kept = copies.restore(copy, filled.path, CLOCK)
    assert contents(filled.path) == filled.rows_then
    assert kept is not None and "only in the log" in str(contents(kept)["staff"])
    assert not filled.path.with_name("book.crmdesk-wal").exists()


@pytest.mark.parametrize("damage", ["text", "empty", "page"])
def test_a_damaged_workspace_can_be_replaced_and_its_bytes_are_kept(filled, copy, damage):
    match damage:
        case "text":
            filled.path.write_text("This was a workspace once.\n" * 400)
        case "empty":
            filled.path.write_bytes(b"")
        case "page":
            filled.path.write_bytes(
                filled.path.read_bytes()[:60_000] + bytes(40_000) + filled.path.read_bytes()[100_000:]
            )
    filled.path.with_name("book.crmdesk-wal").write_bytes(b"an old log")
    before = filled.path.read_bytes()
    kept = copies.restore(copy, filled.path, CLOCK)
    assert kept is not None and (kept.read_bytes() == before or damage == "empty")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    if damage == "text":
        assert kept.with_name(f"{kept.name}-wal").read_bytes() == b"an old log"
    assert contents(filled.path) == filled.rows_then


def test_a_workspace_that_is_open_is_not_replaced(filled, tmp_path):
    path = copies.backup(filled.engine, tmp_path / "copy", CLOCK)
    with pytest.raises(Busy, match="is open in another window"):
        copies.restore(path, filled.path, CLOCK)
    assert len(dump(filled)["staff"]) == 1


def test_a_workspace_that_somebody_looks_at_is_not_replaced(filled, copy):
    code = (
        "import sys; from pathlib import Path; from crmdesk.store.file import open_workspace\n"
        "book = open_workspace(Path(sys.argv[1]), read_only=True); book.rows('SELECT * FROM staff')\n"
        "print('looking', flush=True); sys.stdin.read(); book.close()"
    )
    with open_workspace(filled.path, clock=CLOCK) as workspace, workspace.operation("Add") as tx:
        tx.insert(Staff, {"name": "Bea"})
    before = contents(filled.path)
    command = [sys.executable, "-c", code, str(filled.path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None and child.stdout.readline() == "looking\n"
        with pytest.raises(Busy, match="is in use by another program"):
            copies.restore(copy, filled.path, CLOCK)
        child.communicate("")
    assert contents(filled.path) == before
