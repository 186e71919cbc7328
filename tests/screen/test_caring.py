"""The file is looked after: copied without being asked, checked after a crash."""

import pytest

from crmdesk.domain.calendar import DAY
from crmdesk.domain.clock import FixedClock
from crmdesk.screen.caring import folder_of
from crmdesk.store import note
from crmdesk.store.file import open_workspace
from crmdesk.store.staff import Staff
from crmdesk.store.verifying import verify
from tests.screen.driving import NOON, settle


def copies(path):
    return sorted(folder_of(path).glob("*.crmdesk-backup"))


def change(window, name):
    with window.desk.operation("Change") as tx:
        tx.insert(Staff, {"name": name})


@pytest.fixture
def cared(window):
    window.caring.look()
    settle(window)
    return window


def test_the_file_is_copied_once_a_day_as_long_as_it_changes(cared, book):
    assert len(copies(book)) == 1
    verify(copies(book)[0])
    assert "Last backup: 16 Nov 2026, 12:00" in cared.bars.where.toolTip()
    cared.caring.look()
    assert len(copies(book)) == 1
    change(cared, "Zoë")
    cared.session.clock = FixedClock(NOON + DAY)
    cared.caring.look()
    settle(cared)
    assert len(copies(book)) == 2


def test_a_copy_that_cannot_be_made_is_told_and_the_work_goes_on(window, book):
    folder_of(book).parent.mkdir(parents=True)
    folder_of(book).write_text("in the way")
    window.caring.look()
    settle(window)
    assert window.notice.text.text().startswith("No backup could be made: The folder")


def test_two_files_of_one_name_do_not_share_their_copies(tmp_path):
    assert folder_of(tmp_path / "a" / "Shop.crmdesk") != folder_of(tmp_path / "b" / "Shop.crmdesk")


def test_after_a_proper_closing_nothing_is_said(cared, make_window, book):
    cared.close()
    again = make_window(book)
    again.caring.look()
    settle(again)
    assert "not closed properly" not in again.notice.text.text()


def test_after_a_crash_the_file_is_checked_and_that_is_said(make_window, book):
    with open_workspace(book) as workspace:
        note.keep(workspace, "open", True)
    window = make_window(book)
    window.caring.look()
    settle(window)
    assert "was not closed properly last time. The file was checked and is sound" in window.notice.text.text()


def test_a_file_that_is_not_sound_says_where_its_copies_lie(make_window, book):
    with open_workspace(book) as workspace:
        note.keep(workspace, "open", True)
        with workspace.operation("Break") as tx:
            tx.rows("UPDATE deal SET opened_at = opened_at - 1")
    window = make_window(book)
    window.caring.look()
    settle(window)
    assert str(folder_of(book)) in window.notice.text.text()


def test_a_window_that_only_looks_copies_nothing(make_window, book):
    first = make_window(book)
    second = make_window()
    second.open(book, read_only=True)
    second.caring.look()
    settle(second)
    assert copies(book) == []
    assert first.session.workspace is not None
