"""A workspace that is damaged, gone or cannot be written: what the window says, and the way to go on."""

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from crmdesk.domain.calendar import DAY
from crmdesk.domain.clock import FixedClock
from crmdesk.domain.errors import DamagedFile
from crmdesk.screen.restore_dialog import RestoreDialog
from crmdesk.screen.start import begin
from crmdesk.store.backup import backup
from crmdesk.store.contact import Contact
from crmdesk.store.file import create, open_workspace
from crmdesk.ui.home import folder_of, home
from tests.screen.driving import NOON, dialog_of, press, settle, texts, wait
from tests.screen.test_filing import box_of


@pytest.fixture
def path(tmp_path):
    """A workspace with Ada in it, of which two copies are kept: without and with her."""
    path = tmp_path / "stick" / "Bäckerei & <b>Sohn.crmdesk"
    folder_of(path).mkdir(parents=True)
    settings = {"business_name": "Bäckerei", "currency": "EUR", "timezone": "Europe/Berlin"}
    with create(path, settings, clock=FixedClock(NOON - 2 * DAY)) as book:
        backup(book.engine, folder_of(path), FixedClock(NOON - 2 * DAY))
        with book.operation("Add Ada") as tx:
            tx.insert(Contact, {"kind": "person", "name": "Ada"})
        backup(book.engine, folder_of(path), FixedClock(NOON - DAY))
    return path


@pytest.fixture
def damaged(path):
    """The same with a page of its file overwritten."""
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * 40_000)
    return path


def restoring(window) -> RestoreDialog:
    settle(window)
    dialog = dialog_of(window, RestoreDialog)
    dialog.activateWindow()
    wait(dialog.isActiveWindow)
    return dialog


def names(window):
    return [name for (name,) in window.session.here.rows("SELECT name FROM contact")]


def copies_before(path):
    return sorted(path.parent.glob("* before restore *.crmdesk"))


def test_a_damaged_file_shows_its_copies_and_what_is_in_them_and_enter_restores_the_latest(make_window, damaged):
    window = make_window()
    window.open(damaged)
    dialog = restoring(window)
    assert "is damaged. Go on from one of its copies" in texts(dialog)
    assert [one.path.stem[-17:] for one in dialog.table.rows.rows] == ["2026-11-15 110000", "2026-11-14 110000"]
    assert "Bäckerei\nContacts: 1 · Deals: 0" in dialog.told.text() and "Last step: Add Ada" in dialog.told.text()
    press(Qt.Key.Key_Return)
    settle(window)
    assert names(window) == ["Ada"] and window.session.here.path == damaged
    (kept,) = copies_before(damaged)
    assert str(kept) in window.notice.text.text()


def test_an_older_copy_is_chosen_by_keys(make_window, damaged):
    window = make_window()
    window.open(damaged)
    dialog = restoring(window)
    press(Qt.Key.Key_Down)
    settle(window)
    assert "Contacts: 0" in dialog.told.text()
    dialog.restore.click()
    settle(window)
    assert names(window) == []


def test_the_window_that_starts_on_a_damaged_file_offers_its_copies(make_window, damaged):
    window = make_window()
    window.memory.opened(damaged)
    begin(window, None)
    assert window.session.workspace is None
    dialog = restoring(window)
    dialog.reject()
    window.page.restore.click()
    assert restoring(window).target.currentData() == damaged


def test_a_copy_that_is_damaged_itself_says_so_and_cannot_be_restored(make_window, damaged):
    newest = max(folder_of(damaged).glob("*.crmdesk-backup"))
    newest.write_bytes(newest.read_bytes()[:-1])
    window = make_window()
    window.open(damaged)
    dialog = restoring(window)
    assert "cannot be trusted" in dialog.told.text() and not dialog.restore.isEnabled()
    dialog.table.activated.emit(dialog.table.currentIndex())
    assert dialog.isVisible()


def test_while_another_workspace_is_open_a_damaged_one_takes_its_place_restored(make_window, book, damaged):
    window = make_window(book)
    window.open(damaged)
    assert window.session.workspace is None
    restoring(window).restore.click()
    settle(window)
    assert window.session.here.path == damaged and names(window) == ["Ada"]


def test_the_open_workspace_goes_back_to_a_copy_from_elsewhere(make_window, path, tmp_path):
    window = make_window(path)
    elsewhere = shutil.copy(min(folder_of(path).glob("*.crmdesk-backup")), tmp_path / "old.crmdesk-backup")
    window.bars.actions["restore"].trigger()
    dialog = restoring(window)
    assert not dialog.target.isEnabled()
    dialog.ask_other()
    (asked,) = [one for one in dialog.findChildren(QFileDialog) if one.isVisible()]
    asked.fileSelected.emit(str(elsewhere))
    asked.reject()
    settle(window)
    assert dialog.chosen() == elsewhere and dialog.restore.isEnabled()
    dialog.take(tmp_path / "nothing.crmdesk-backup")
    assert dialog.chosen() == elsewhere
    dialog.restore.click()
    settle(window)
    assert names(window) == [] and len(copies_before(path)) == 1


def test_a_file_that_is_gone_stays_on_the_welcome_page_with_its_copies(make_window, path):
    window = make_window()
    window.memory.opened(path)
    path.unlink()
    window.show_welcome()
    (button,) = window.page.recent
    assert "is not there now" in button.text()
    button.click()
    box = box_of(window)
    assert "is not in" in box.text() and [one.text() for one in box.buttons()][1] == "Restore a backup…"
    box.buttons()[1].click()
    restoring(window).restore.click()
    settle(window)
    assert names(window) == ["Ada"] and copies_before(path) == []


def test_a_file_whose_stick_is_gone_is_restored_into_the_data_folder(make_window, path, crmdesk_home):
    window = make_window()
    window.memory.opened(path)
    path.parent.rename(path.parent.with_name("away"))
    window.open(path)
    box_of(window).buttons()[1].click()
    restoring(window).restore.click()
    settle(window)
    assert window.session.here.path.parent == home() and names(window) == ["Ada"]


def test_a_file_that_is_gone_can_be_tried_again_and_taken_off_the_list(make_window, path):
    window = make_window()
    window.memory.opened(path)
    there = path.rename(path.with_name("there"))
    window.open(path)
    box = box_of(window)
    there.rename(path)
    box.buttons()[0].click()
    assert names(window) == ["Ada"]
    window.leave_workspace()
    shutil.rmtree(folder_of(path))
    path.unlink()
    window.show_welcome()
    window.page.recent[0].click()
    box = box_of(window)
    assert [one.text() for one in box.buttons()][1] == "Take it off the list"
    box.buttons()[1].click()
    assert window.page.recent == [] and window.memory.recent == []


def test_without_any_file_a_backup_becomes_one_of_its_own(make_window, path, crmdesk_home):
    window = make_window()
    window.page.restore.click()
    dialog = restoring(window)
    assert "knows of no copy" in dialog.told.text() and not dialog.restore.isEnabled()
    dialog.take(max(folder_of(path).glob("*.crmdesk-backup")))
    settle(window)
    dialog.restore.click()
    (asked,) = [one for one in window.findChildren(QFileDialog) if one.isVisible()]
    proposal = asked.selectedFiles()[0]
    assert proposal == str(home() / "Bäckerei  bSohn.crmdesk").replace("  ", " ")
    asked.fileSelected.emit(proposal)
    asked.reject()
    settle(window)
    assert names(window) == ["Ada"]


def test_what_is_no_workspace_is_told_and_left_alone(make_window, tmp_path):
    (tmp_path / "notes.crmdesk").write_text("nothing")
    window = make_window()
    window.open(tmp_path / "notes.crmdesk")
    assert "is not a crmdesk workspace" in box_of(window).text()
    assert not window.findChildren(RestoreDialog)


def test_a_file_of_a_newer_crmdesk_that_may_be_read_is_offered_for_reading(make_window, path):
    with open_workspace(path) as book:
        book.rows("UPDATE meta SET value = '99' WHERE key = 'min_writer'")
    window = make_window()
    window.open(path)
    assert "newer crmdesk" in box_of(window).text()
    box_of(window).buttons()[0].click()
    assert window.session.here.read_only and "for reading only" in window.windowTitle()
    window.bars.actions["restore"].trigger()
    assert "cannot be replaced now" in window.notice.text.text()


def test_damage_that_shows_while_one_works_offers_the_copies_once(make_window, path):
    window = make_window(path)
    for _again in range(2):
        window.tell_fault(DamagedFile("It cannot be read.", path))
    assert f"“{path.name}” is damaged." in texts(restoring(window))


def test_a_window_whose_file_was_taken_away_can_be_closed(make_window, path):
    window = make_window(path)
    path.parent.rename(path.parent.with_name("away"))
    assert window.close()
