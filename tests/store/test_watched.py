"""Watched folders: which files are new is told by their bytes."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.store import watched
from crmdesk.store.file import Workspace, create
from crmdesk.store.import_memory import ImportedFile
from tests.store.rows import CLOCK


@pytest.fixture
def workspace(tmp_path) -> Iterator[Workspace]:
    settings = {"currency": "EUR", "timezone": "Europe/Berlin"}
    with create(tmp_path / "a.crmdesk", settings, clock=CLOCK) as made:
        yield made


@pytest.fixture
def folder(tmp_path) -> Path:
    path = tmp_path / "bank"
    path.mkdir()
    for name in ("b.csv", "A.CSV", ".hidden.csv", "~lock.csv", "c.txt"):
        (path / name).write_text(name)
    (path / "sub.csv").mkdir()
    return path


def watch(workspace: Workspace, folder: Path, pattern: str = "*.csv") -> watched.Watched:
    with workspace.operation("Watch") as tx:
        number = watched.watch(tx, folder, pattern)
    return next(one for one in watched.folders(workspace) if one.id == number)


def test_files_count_by_their_pattern_whatever_the_case_and_hidden_ones_do_not(workspace, folder):
    found = watched.files_of(watch(workspace, folder))
    assert [path.name for path in found] == ["A.CSV", "b.csv"]
    assert [path.name for path in watched.files_of(watch(workspace, folder, " "))] == ["A.CSV", "b.csv", "c.txt"]


def test_a_file_that_came_in_is_known_whatever_its_name(workspace, folder):
    one = watch(workspace, folder)
    assert [news.files for news in watched.news(workspace)] == [(folder / "A.CSV", folder / "b.csv")]
    with workspace.operation("Import") as tx:
        digest = watched.digest_of(folder / "b.csv")
        tx.insert(ImportedFile, {"name": "other.csv", "digest": digest, "step": tx.operation, "at": tx.at})
        watched.looked(tx, one.id, tx.at)
    assert [news.files for news in watched.news(workspace)] == [(folder / "A.CSV",)]
    assert watched.folders(workspace)[0].looked_at is not None
    workspace.journal.undo(workspace.journal.latest(1)[0].id)
    assert [len(news.files) for news in watched.news(workspace)] == [2]


def test_a_large_file_is_offered_without_reading_it(workspace, folder, monkeypatch):
    watch(workspace, folder)
    monkeypatch.setattr(watched, "MOST_BYTES", 3)
    monkeypatch.setattr(watched, "digest_of", lambda *_given: pytest.fail("it was read"))
    assert len(watched.news(workspace)[0].files) == 2


def test_only_the_latest_files_of_a_very_full_folder_are_looked_at(workspace, folder, monkeypatch):
    monkeypatch.setattr(watched, "MOST_FILES", 1)
    os.utime(folder / "A.CSV", (1, 1))
    assert [path.name for path in watched.files_of(watch(workspace, folder))] == ["b.csv"]


def test_a_folder_that_is_gone_says_so_and_the_others_go_on(workspace, folder, tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    watch(workspace, gone)
    watch(workspace, folder)
    gone.rmdir()
    found = {news.folder.path: news for news in watched.news(workspace)}
    assert found[gone].fault == "The folder is not there now." and not found[gone].files
    assert len(found[folder].files) == 2
    with workspace.operation("Watch") as tx:
        for one in watched.folders(workspace):
            watched.forget(tx, one.id)
        with pytest.raises(UserError, match="no folder"):
            watched.watch(tx, gone, "*")
    assert watched.news(workspace) == []


def test_a_folder_without_new_files_has_no_news(workspace, tmp_path):
    (tmp_path / "empty").mkdir()
    watch(workspace, tmp_path / "empty")
    assert watched.news(workspace) == []


def test_what_a_browser_has_not_finished_and_what_is_being_written_waits(workspace, folder):
    watch(workspace, folder, "*")
    (folder / "march.csv.crdownload").write_text("half")
    now = workspace.clock.now() * 1000
    os.utime(folder / "b.csv", ns=(now, now))
    (found,) = watched.news(workspace)
    assert [path.name for path in found.files] == ["A.CSV", "c.txt"] and found.growing


def test_an_empty_file_is_no_news_and_a_file_in_the_place_of_a_folder_is_told(workspace, folder):
    (folder / "b.csv").write_bytes(b"")
    watch(workspace, folder)
    assert [path.name for path in watched.news(workspace)[0].files] == ["A.CSV"]
    folder.rename(folder.with_name("elsewhere"))
    folder.write_text("no folder")
    assert "cannot be read" in watched.news(workspace)[0].fault


@pytest.mark.skipif(sys.platform != "linux", reason="Names that are no text can be given to folders only here.")
def test_a_folder_whose_name_is_no_text_is_not_watched(workspace, tmp_path):
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff"))
    folder.mkdir()
    with workspace.operation("Watch") as tx, pytest.raises(UserError, match=r"/\? holds bytes that are not text"):
        watched.watch(tx, folder, "")


def test_a_file_that_is_left_alone_is_no_news_until_it_changes(workspace, folder):
    one = watch(workspace, folder)
    watched.leave(workspace, one.id, [folder / "A.CSV", folder / "gone.csv"])
    assert [news.files for news in watched.news(workspace)] == [(folder / "b.csv",)]
    (folder / "A.CSV").write_text("something else")
    os.utime(folder / "A.CSV", (0, 0))
    assert [len(news.files) for news in watched.news(workspace)] == [2]
    watched.leave(workspace, one.id, [folder / "A.CSV", folder / "b.csv"])
    assert watched.news(workspace) == []
    (folder / "b.csv").unlink()
    watched.leave(workspace, one.id, [])
    assert list(watched.left_alone(workspace, one.id)) == [str(folder / "A.CSV")]
    watched.offer_again(workspace, one.id)
    assert [news.files for news in watched.news(workspace)] == [(folder / "A.CSV",)]


def test_files_that_go_away_while_they_are_looked_at_or_left_alone_are_no_news_and_no_fault(workspace, folder):
    one = watch(workspace, folder)
    offered = [folder / "A.CSV", folder / "b.csv"]

    def take_away() -> None:
        offered[0].unlink(missing_ok=True)

    (news,) = watched.news(workspace, take_away)
    assert (news.files, news.fault) == ((offered[1],), "")
    watched.leave(workspace, one.id, offered)
    assert list(watched.left_alone(workspace, one.id)) == [str(offered[1])]
    assert watched.news(workspace) == []
    offered[1].unlink()
    watched.leave(workspace, one.id, offered)
    assert watched.left_alone(workspace, one.id) == {}
