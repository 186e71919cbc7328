"""What is kept about a contact is saved as a card, given out as a folder, and erased for good after two questions."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from crmdesk.screen import person_commands
from crmdesk.screen.erase_dialog import EraseDialog
from crmdesk.store import auto_backup, note
from crmdesk.store.activity import Activity
from crmdesk.store.contact import Contact
from crmdesk.store.erasing_copies import knowing
from crmdesk.ui.home import folder_of
from tests.screen.driving import NOON, wait


@pytest.fixture
def her(host):
    with host.desk.operation("Somebody") as tx:
        found = tx.insert(Contact, {"kind": "person", "name": "Zoë Ætherwood", "email": "zoe@aether.example"})
        tx.insert(Activity, {"kind": "note", "subject": "Zoë Ætherwood's friend", "at": NOON})
    host.desk.open_record("contact", found)
    return found


def dialog_of(host) -> EraseDialog:
    host.page.handlers()["record_erase"]()
    (found,) = host.page.findChildren(EraseDialog)
    wait(found.isVisible)
    return found


def answer(text: str) -> None:
    """Presses a button of the question that is open."""
    box = next(one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox) and one.isVisible())
    next(button for button in box.buttons() if button.text() == text).click()
    wait(
        lambda: not [one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox) and one.isVisible()]
    )


def names(host) -> list[str]:
    return [name for (name,) in host.session.here.rows("SELECT name FROM contact ORDER BY id DESC LIMIT 1")]


def test_only_contacts_have_these_actions(host, her):
    acts = ("record_card", "record_data", "record_erase")
    assert all(host.page.can(act) for act in acts)
    host.desk.open_record("deal", 1)
    assert not any(host.page.can(act) for act in acts)
    for act in acts:
        host.page.handlers()[act]()
    assert not host.page.findChildren(QFileDialog) and not host.page.findChildren(EraseDialog)


def test_a_card_is_saved_under_the_name_of_the_contact(host, her, tmp_path):
    host.page.handlers()["record_card"]()
    (dialog,) = host.page.findChildren(QFileDialog)
    assert dialog.selectedFiles()[0].endswith("Zoë Ætherwood.vcf")
    dialog.reject()
    person_commands.card(host.desk, her, tmp_path / "zoe.vcf")
    assert "FN:Zoë Ætherwood".encode() in (tmp_path / "zoe.vcf").read_bytes()
    assert "zoe.vcf" in host.notice.text.text()


def test_all_data_goes_into_a_new_folder_each_time(host, her, tmp_path):
    host.page.handlers()["record_data"]()
    (dialog,) = host.page.findChildren(QFileDialog)
    dialog.reject()
    for name in ("Zoë Ætherwood", "Zoë Ætherwood 2"):
        person_commands.data(host.desk, her, tmp_path)
        assert (tmp_path / name / "person.pdf").read_bytes().startswith(b"%PDF")
        assert str(tmp_path / name) in host.notice.text.text()


def test_a_person_is_erased_when_the_name_was_typed_and_the_question_answered(host, her):
    copy = auto_backup.run(host.session.here.engine, folder_of(host.session.here.path), host.session.clock)
    uids = host.session.here.rows("SELECT uid FROM contact WHERE id = ?", (her,))[0]
    dialog = dialog_of(host)
    told = dialog.told.toPlainText()
    assert "1 record stays" in told and "Zoë Ætherwood's friend" in told and str(copy) in told
    assert dialog.copies.isVisible() and not dialog.erase.isEnabled()
    dialog.typed.setText("  zoë  ætherwood ")
    assert dialog.erase.isEnabled()
    dialog.erase.click()
    answer("Keep")
    assert names(host) == ["Zoë Ætherwood"]
    QTest.keyClick(dialog.erase, Qt.Key.Key_Return)
    answer("Erase for good")
    assert names(host) == [f"Erased person {her}"] and "erased for good" in host.notice.text.text()
    assert host.session.here.rows("SELECT subject FROM activity ORDER BY id DESC LIMIT 1") == [("[erased] friend",)]
    assert knowing([copy], uids) == []
    assert not host.session.here.read_only


def test_words_of_ones_own_are_looked_for_too(host, her):
    with host.desk.operation("Nickname") as tx:
        tx.insert(Activity, {"kind": "note", "subject": "Call Zozo", "at": NOON})
    dialog = dialog_of(host)
    assert "Call Zozo" not in dialog.told.toPlainText()
    dialog.also.setText("Zozo, ,")
    QTest.keyClick(dialog.also, Qt.Key.Key_Return)
    assert "Call Zozo" in dialog.told.toPlainText()
    dialog.typed.setText("Zoë Ætherwood")
    dialog.ask()
    answer("Erase for good")
    assert host.session.here.rows("SELECT subject FROM activity ORDER BY id DESC LIMIT 1") == [("Call [erased]",)]


def test_a_copy_in_which_nothing_can_be_erased_is_named(host, her):
    copy = auto_backup.run(host.session.here.engine, folder_of(host.session.here.path), host.session.clock)
    dialog = dialog_of(host)
    copy.with_name(f"{copy.name}.sha256").write_text("0000")
    dialog.typed.setText("Zoë Ætherwood")
    dialog.ask()
    answer("Erase for good")
    assert "has changed since it was written" in host.notice.text.text()


def test_nothing_is_asked_before_it_is_known_what_erasing_does(host, her):
    dialog = dialog_of(host)
    dialog.found = None
    dialog.typed.setText("Zoë Ætherwood")
    dialog.ask()
    dialog.erase_now()
    assert names(host) == ["Zoë Ætherwood"] and note.recall(host.session.here, "nothing") is None
    dialog.reject()
