"""Watched folders: set in the settings, told on the page of today, brought in after the plan was seen."""

import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from crmdesk.screen.importing.acts import PLAN
from crmdesk.screen.importing.page import ImportPage
from crmdesk.screen.watched_hint import WatchedHint
from crmdesk.screen.watched_settings import WatchedSection
from crmdesk.store import watched
from crmdesk.store.file import create
from crmdesk.ui.button import IconButton
from crmdesk.ui.desk import Place
from tests.screen.driving import settle

PEOPLE = "Name,E-mail\nAda Lovelace,ada@firm.de\nBo Berg,bo@firm.de\n"


@pytest.fixture
def window(make_window, tmp_path):
    create(tmp_path / "Shop.crmdesk", {"currency": "EUR", "timezone": "Europe/Berlin"}).close()
    return make_window(tmp_path / "Shop.crmdesk")


@pytest.fixture
def folder(tmp_path) -> Path:
    path = tmp_path / "bank & co"
    path.mkdir()
    (path / "people.csv").write_text(PEOPLE)
    (path / "notes.md").write_text("nothing")
    return path


def section_of(window) -> WatchedSection:
    window.desk.go(Place("settings", detail="watched"))
    settle(window)
    section = window.page.section
    assert isinstance(section, WatchedSection)
    return section


def hint_of(window) -> WatchedHint:
    window.desk.go(Place("today"))
    settle(window)
    hint = window.page.findChild(WatchedHint)
    hint.look()
    settle(window)
    return hint


def watch(window, folder: Path, pattern: str = "*.csv") -> None:
    with window.desk.operation("Watch") as tx:
        watched.watch(tx, folder, pattern)
    settle(window)


def test_a_folder_is_watched_from_the_settings_and_no_more(window, folder):
    section = section_of(window)
    section.choose.click()
    dialog = next(one for one in window.findChildren(QFileDialog) if one.isVisible())
    dialog.fileSelected.emit(str(folder))
    dialog.reject()
    assert section.form.editor("path").text() == str(folder)
    section.form.editor("pattern").set_text("*.csv")
    section.save()
    assert [(one.path, one.pattern) for one in watched.folders(window.session.here)] == [(folder, "*.csv")]
    assert str(folder) in section.list.item(0).text()
    section.take(folder)
    assert section.row_id is None
    section.load()
    section.show_record(section.ids()[0])
    section.away.click()
    assert watched.folders(window.session.here) == []


def test_what_is_new_in_a_folder_is_told_and_comes_in_after_its_plan_was_seen(window, folder):
    watch(window, folder)
    hint = hint_of(window)
    assert hint.isVisible() and len(hint.buttons) == 1
    assert "1 new file in bank & co: people.csv" in hint.buttons[0].parent().findChild(type(hint.title)).text()
    hint.buttons[0].click()
    settle(window)
    page = window.page
    assert isinstance(page, ImportPage) and page.walk.folder
    page.show_step(PLAN)
    settle(window)
    page.step_next()
    settle(window)
    assert window.session.here.rows("SELECT count(*) FROM contact") == [(2,)]
    assert watched.folders(window.session.here)[0].looked_at is not None
    assert not hint_of(window).isVisible()
    assert "brought in on" in section_of(window).list.item(0).text()


def test_a_folder_that_is_gone_is_told_with_the_way_to_the_settings(window, folder, tmp_path):
    watch(window, folder)
    folder.rename(tmp_path / "elsewhere")
    hint = hint_of(window)
    hint.buttons[0].click()
    settle(window)
    assert window.shows() == "settings"


def test_nothing_is_looked_for_where_nothing_is_watched(window):
    assert not hint_of(window).isVisible()
    window.leave_workspace()


def test_a_file_that_cannot_be_read_is_offered_once_and_again_when_it_changes(window, folder):
    broken = folder / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 no spreadsheet")
    watch(window, folder, "*.xlsx")
    hint_of(window).buttons[0].click()
    settle(window)
    assert window.page.walk.items[0].fault
    assert not hint_of(window).isVisible()
    assert "1 file not offered" in section_of(window).list.item(0).text()
    broken.write_bytes(b"PK\x03\x04 still no spreadsheet")
    os.utime(broken, (0, 0))
    assert hint_of(window).isVisible()


def test_what_is_not_wanted_is_offered_no_more_until_one_asks_for_it(window, folder):
    watch(window, folder)
    away = hint_of(window).findChild(IconButton)
    away.click()
    settle(window)
    assert not hint_of(window).isVisible()
    assert window.notice.button.text() == "Offer again"
    window.notice.button.click()
    settle(window)
    hint = hint_of(window)
    assert hint.isVisible()
    hint.findChild(IconButton).click()
    section = section_of(window)
    assert section.again.isVisible()
    section.again.click()
    assert not section.again.isVisible()
    assert hint_of(window).isVisible()


def bring_in(window) -> None:
    hint_of(window).buttons[0].click()
    settle(window)
    window.page.show_step(PLAN)
    settle(window)
    window.page.step_next()
    settle(window)


def test_a_file_that_brings_nothing_new_is_offered_no_more(window, folder):
    watch(window, folder)
    bring_in(window)
    (folder / "again.csv").write_text(f"{PEOPLE}\n")
    os.utime(folder / "again.csv", (0, 0))
    bring_in(window)
    assert window.session.here.rows("SELECT count(*) FROM contact") == [(2,)]
    assert not hint_of(window).isVisible()
