"""The sample business says that it is one, and is removed in one click and brought back in another."""

import shutil

import pytest
from PySide6.QtCore import Qt

from crmdesk.screen.welcome import Welcome
from crmdesk.store.contact import Contact
from crmdesk.store.file import create, open_workspace
from tests.screen.driving import press, settle


def contacts(window) -> int:
    return window.session.here.rows("SELECT count(*) FROM contact")[0][0]


def test_the_sample_data_is_removed_by_one_key_and_brought_back_by_another(window, book, crmdesk_home):
    with window.desk.operation("Own") as tx:
        tx.insert(Contact, {"kind": "person", "name": "Mine"})
    number = contacts(window)
    window.sample.away.setFocus()
    press(Qt.Key.Key_Return)
    kept = crmdesk_home / "bin" / book.name
    assert isinstance(window.page, Welcome)
    assert not window.sample.isVisible()
    assert not book.exists() and kept.is_file()
    assert window.page.recent == []
    assert str(kept) in window.notice.text.text()
    window.notice.button.click()
    settle(window)
    assert window.session.here.path == book and not kept.exists()
    assert contacts(window) == number
    assert window.sample.isVisible()


def test_one_copy_is_kept_and_another_file_of_the_old_name_stays(window, book, demo_file, crmdesk_home):
    number = contacts(window)
    for _time in range(2):
        window.sample.away.click()
        shutil.copy(demo_file, book)
        window.open(book)
        settle(window)
    assert [one.name for one in (crmdesk_home / "bin").glob("*.crmdesk")] == [book.name]
    window.filing._bring_back(crmdesk_home / "bin" / book.name, book)
    settle(window)
    assert window.session.here.path == book.with_stem("Shop 2")
    assert book.is_file() and contacts(window) == number


def test_the_demo_that_was_removed_is_what_the_welcome_page_opens(make_window, demo_file, crmdesk_home):
    window = make_window()
    path = crmdesk_home / "Demo business.crmdesk"
    shutil.copy(demo_file, path)
    window.open(path)
    settle(window)
    window.sample.away.click()
    assert not path.exists()
    window.page.demo.click()
    settle(window)
    assert window.session.here.path == path
    assert contacts(window) > 0


def test_where_the_file_cannot_be_moved_it_stays_and_that_is_told(window, book, crmdesk_home, fault_messages):
    (crmdesk_home / "bin").write_text("")
    window.sample.away.click()
    assert book.is_file()
    assert "is still where it was" in fault_messages()
    assert window.page.recent


def test_what_is_only_read_and_what_is_not_invented_is_not_removed(make_window, book, tmp_path):
    window = make_window()
    window.open(book, read_only=True)
    settle(window)
    assert window.sample.isVisible() and not window.sample.away.isVisible()
    create(tmp_path / "Own.crmdesk", {"currency": "EUR", "timezone": "Europe/Berlin"}).close()
    window.open(tmp_path / "Own.crmdesk")
    settle(window)
    assert not window.sample.isVisible()
    with open_workspace(book, read_only=True) as sound:
        assert sound.rows("SELECT count(*) FROM contact")[0][0] > 0


@pytest.fixture
def fault_messages(window):
    """The texts of the message that is shown."""
    from PySide6.QtWidgets import QMessageBox

    def said() -> str:
        boxes = [box for box in window.findChildren(QMessageBox) if box.isVisible()]
        text = " ".join(box.text() + box.informativeText() for box in boxes)
        for box in boxes:
            box.close()
        return text

    return said
