"""Files in and out of the window."""

import zipfile

import pytest
from PySide6.QtWidgets import QDialog, QMessageBox

from crmdesk.screen.new_workspace import NewWorkspace
from crmdesk.store.file import create
from crmdesk.ui.desk import Place
from tests.screen.driving import settle, wait


def box_of(window):
    """The message that is shown."""
    found = [one for one in window.findChildren(QMessageBox) if one.isVisible()]
    assert found
    return found[-1]


def count(window, table):
    return window.session.here.rows(f"SELECT count(*) FROM {table}")[0][0]


@pytest.fixture
def empty(make_window, tmp_path):
    """A window on an empty workspace."""
    create(tmp_path / "Empty.crmdesk", {"currency": "EUR", "timezone": "Europe/Berlin"}).close()
    return make_window(tmp_path / "Empty.crmdesk", at_once=False)


def test_an_empty_workspace_says_what_to_do(empty):
    assert "bring some in" in empty.bars.data_to.text()
    face = empty.dashboard.page.cards[0].face
    assert face.value == "no data"
    assert "has happened" in face.why
    empty.show_figure("win_rate")
    settle(empty)
    assert any("Why there is no figure" in text for text in empty.page.explanation.texts)


def test_everything_can_be_exported_and_backed_up_and_restored(window, tmp_path):
    before = count(window, "sale")
    window.filing.export(tmp_path / "all.zip")
    settle(window)
    assert "sales.csv" in zipfile.ZipFile(tmp_path / "all.zip").namelist()
    window.filing.backup(tmp_path)
    settle(window)
    copy = next(tmp_path.glob("*.crmdesk-backup"))
    assert str(copy) in window.notice.text.text()
    with window.session.here.operation("Delete") as tx:
        tx.rows("DELETE FROM goal")
    window.filing.restore(copy)
    settle(window)
    assert not [one.text() for one in window.findChildren(QMessageBox) if one.isVisible()]
    assert "restored" in window.notice.text.text()
    assert count(window, "sale") == before
    assert count(window, "goal") > 0


def test_a_backup_that_is_none_is_refused_and_the_workspace_stays(window, tmp_path):
    (tmp_path / "x.crmdesk-backup").write_text("nothing")
    window.filing.restore(tmp_path / "x.crmdesk-backup")
    settle(window)
    assert box_of(window).text()
    box_of(window).close()
    assert count(window, "sale") > 0
    assert not window.session.here.read_only


def test_a_file_that_is_open_already_stays_open_for_writing(window, book):
    window.desk.go(Place("contacts"))
    window.open(book)
    assert not window.session.here.read_only
    assert window.shows() == "contacts" and not window.findChildren(QMessageBox)


def test_a_new_workspace_needs_a_name(make_window, crmdesk_home, qtbot):
    window = make_window()
    window.bars.actions["new"].trigger()
    dialog = window.findChild(NewWorkspace)
    dialog.currency.setCurrentText("euro")
    dialog.make.click()
    assert "name is missing" in dialog.fault.text()
    dialog.name.setText("Smith & <b>Sons</b>")
    dialog.make.click()
    assert "currency must be" in dialog.fault.text()
    dialog.currency.setCurrentText("chf")
    dialog.zone.setCurrentText("Nowhere/Here")
    dialog.make.click()
    assert "Nowhere/Here" in dialog.fault.text()
    dialog.zone.setCurrentText("Europe/Zurich")
    dialog.make.click()
    settle(window)
    settings = window.session.here.settings
    assert (settings.business_name, settings.currency) == ("Smith & <b>Sons</b>", "CHF")
    path = window.session.here.path
    assert path.parent == crmdesk_home
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert "Smith & <b>Sons</b>" in window.windowTitle()


def test_the_demo_business_is_made_once(make_window, crmdesk_home):
    window = make_window(at_once=False)
    window.page.demo.click()
    window.page.demo.click()
    assert len(window.jobs.running) == 1
    wait(lambda: window.session.workspace is not None, 60)
    settle(window)
    path = window.session.here.path
    assert count(window, "sale") > 1000
    window.bars.actions["close"].trigger()
    assert window.session.workspace is None
    assert [button.toolTip() for button in window.page.recent] == [f"<span>{path}</span>"]
    window.page.demo.click()
    settle(window)
    assert window.session.here.path == path


def test_recent_workspaces_stand_in_the_menu(window, book):
    menu = next(one for one in window.bars.menus["&File"].actions() if one.text() == "Open re&cent").menu()
    window.bars.menus["&File"].aboutToShow.emit()
    assert [action.text() for action in menu.actions()] == [f"Shop  –  {book.parent}"]
    menu.actions()[0].trigger()
    settle(window)
    assert window.session.here.path == book


@pytest.mark.parametrize("name", ["open", "bring_in", "bring_in_folder", "export", "backup", "restore", "pdf", "sheet"])
def test_every_action_with_a_file_asks_for_it_and_can_be_left(window, name):
    window.bars.actions[name].trigger()
    dialog = next(one for one in window.findChildren(QDialog) if one.isVisible())
    dialog.reject()
    settle(window)
    assert window.session.workspace is not None
