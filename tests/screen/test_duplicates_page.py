"""Duplicates are found, compared, merged, kept apart and separated again in the window."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from crmdesk.screen.duplicates.dialog import MergeDialog, SeparateDialog
from crmdesk.screen.main_window import MainWindow
from crmdesk.store.campaign import Campaign
from crmdesk.store.contact import Contact
from crmdesk.store.merging import Side, kept_apart
from crmdesk.store.sale import Sale
from crmdesk.ui.desk import Place
from tests.screen.driving import NOON, dialog_of, press, settle, wait
from tests.screen.one_window import EMPTY, clear, one_window

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
JOE = {"kind": "person", "name": "Joe Unlikely", "phone": "+49 30 5550001", "street": "Am Wald 3", "city": "Jena"}
TWIN = {**JOE, "name": "Unlikely, Joe", "email": "joe@unlikely.example", "tags": "fair", "city": "Gera"}
FIRM = {"kind": "company", "name": "Ödland Bürsten GmbH", "street": "Am Zwinger 9", "postcode": "01067"}
NEAR = {**FIRM, "name": "Oedland Buersten", "notes": "Met at the fair"}


@pytest.fixture(autouse=True)
def _nothing_of_qt_left():
    """One window lives through all tests of this file, and is looked at when it has gone."""


@pytest.fixture(scope="module")
def shared(qapp, demo_file, tmp_path_factory) -> Iterator[MainWindow]:
    with one_window(qapp, tmp_path_factory.mktemp("doubles"), EMPTY, demo_file) as made:
        yield made


@pytest.fixture
def window(shared) -> Iterator[MainWindow]:
    """The window, in which each test takes back what it did."""
    shared.activateWindow()
    wait(shared.isActiveWindow)
    shared.desk.go(Place("today"))
    settle(shared)
    yield shared
    clear(shared)
    journal = shared.session.here.journal
    while (step := journal.next_undo()) is not None:
        journal.undo(step.id)
    settle(shared)


@pytest.fixture
def pairs(window):
    """The page with a pair that is sure and one that is not; the row ids of the four contacts, by name."""
    with window.session.here.operation("Doubles") as tx:
        ids = [tx.insert(Contact, values) for values in (JOE, TWIN, FIRM, NEAR)]
        tx.insert(Sale, {"contact_id": ids[1], "sold_at": NOON, "amount": 5_00})
        tx.insert(Campaign, {"name": "Fair"})
    press(Qt.Key.Key_D, keys=CTRL | ALT)
    settle(window)
    return ids


def shown(window):
    """The pairs that are told, by the row ids of their contacts."""
    return [(line.pair.one, line.pair.other) for line in window.page.table.rows.rows]


def choose(window, pair):
    window.page.table.selectRow(shown(window).index(pair))


def one(window, column, number):
    found = window.session.here.rows(f"SELECT {column} FROM contact WHERE id = ?", (number,))
    return found[0][0] if found else None


def test_pairs_stand_with_their_reasons_the_surest_first(window, pairs):
    joe, twin, firm, near = pairs
    assert {(joe, twin), (firm, near)} <= set(shown(window))
    line = next(line for line in window.page.table.rows.rows if line.pair.one == joe)
    assert line.why == "the same name in another order, the same address, the same phone number"
    assert line.one == "Joe Unlikely · +49 30 5550001"
    assert window.page.head.text() == f"{len(shown(window))} pairs may be one contact each"
    assert window.page.title() == "Duplicates"


def test_enter_merges_the_chosen_pair_and_undo_takes_it_back(window, pairs):
    joe, twin, *_rest = pairs
    choose(window, (joe, twin))
    window.page.table.setFocus()
    press(Qt.Key.Key_Return)
    settle(window)
    # The one with a sale stays.
    assert one(window, "name", joe) is None
    assert one(window, "city", twin) == "Gera"
    assert (joe, twin) not in shown(window)
    window.notice.button.click()
    settle(window)
    assert one(window, "name", joe) == "Joe Unlikely"
    assert (joe, twin) in shown(window)


def test_field_by_field_one_chooses_whose_value_is_kept_by_keys_and_by_mouse(window, pairs):
    joe, twin, *_rest = pairs
    choose(window, (joe, twin))
    comparison = window.page.comparison
    assert (comparison.keep, comparison.gone) == (twin, joe)
    lines = {line.column: row for row, line in enumerate(comparison.table.rows.rows)}
    comparison.table.setFocus()
    comparison.table.selectRow(lines["city"])
    press(Qt.Key.Key_Right)
    assert comparison.table.rows.index(lines["city"], 2).data() == "✓ Jena"
    press(Qt.Key.Key_Plus)
    assert comparison.table.rows.index(lines["city"], 1).data() == "Gera"
    comparison.table.selectRow(lines["tags"])
    press(Qt.Key.Key_Plus)
    comparison.table.selectRow(lines["name"])
    comparison.table.clicked.emit(comparison.table.rows.index(lines["name"], 2))
    comparison.table.clicked.emit(comparison.table.rows.index(lines["name"], 0))
    press(Qt.Key.Key_Return, keys=CTRL)
    settle(window)
    assert [one(window, name, twin) for name in ("name", "city", "tags")] == ["Joe Unlikely", "Jena", "fair"]


def test_what_was_chosen_stays_chosen_while_the_pairs_are_looked_for_again(window, pairs):
    choose(window, tuple(pairs[:2]))
    comparison = window.page.comparison
    window.page.turn()
    city = next(row for row, line in enumerate(comparison.table.rows.rows) if line.column == "city")
    comparison.table.selectRow(city)
    comparison.choose(Side.THEIRS)
    with window.session.here.operation("Surer ones") as tx:
        for _double in range(2):
            tx.insert(Contact, {**TWIN, "name": "Ada Longname", "email": "ada@longname.example", "phone": None})
    settle(window)
    assert comparison.pair == (pairs[0], pairs[1])
    assert comparison.choices()["city"] is Side.THEIRS
    assert comparison.table.currentIndex().row() == city


def test_the_other_one_may_stay(window, pairs):
    joe, twin, *_rest = pairs
    choose(window, (joe, twin))
    press(Qt.Key.Key_R, keys=CTRL)
    assert "Joe Unlikely" in window.page.one.accessibleName()
    press(Qt.Key.Key_Return, keys=CTRL)
    settle(window)
    assert one(window, "email", joe) == "joe@unlikely.example"


def test_pairs_that_are_two_are_not_asked_about_again_until_somebody_wants_it(window, pairs):
    joe, twin, *_rest = pairs
    choose(window, (joe, twin))
    press(Qt.Key.Key_D, keys=CTRL)
    settle(window)
    assert kept_apart(window.session.here) == {(joe, twin)}
    assert (joe, twin) not in shown(window)
    assert window.bars.actions["doubles_again"].isEnabled()
    window.bars.actions["doubles_again"].trigger()
    settle(window)
    assert (joe, twin) in shown(window)


def test_all_that_are_sure_are_merged_in_one_step_once_their_number_was_seen(window, pairs):
    joe, twin, firm, near = pairs
    assert window.page.groups == [[joe, twin]]
    press(Qt.Key.Key_Return, keys=CTRL | SHIFT)
    assert "1 contact is a duplicate" in dialog_of(window.page, QMessageBox).text()
    press(Qt.Key.Key_Escape, dialog_of(window.page, QMessageBox))
    settle(window)
    assert one(window, "id", joe) == joe
    window.page.sure.click()
    press(Qt.Key.Key_Return, dialog_of(window.page, QMessageBox))
    settle(window)
    assert one(window, "id", joe) is None
    assert one(window, "id", near) == near
    assert (firm, near) in shown(window)
    assert not window.page.sure.isVisible()
    window.page.merge_sure()
    assert window.notice.text.text() == "1 duplicate was merged into its contact."


def test_the_contacts_of_a_pair_can_be_opened(window, pairs):
    choose(window, tuple(pairs[:2]))
    press(Qt.Key.Key_J, keys=CTRL)
    settle(window)
    assert window.page.place() == Place("record", "contact", pairs[1])
    press(Qt.Key.Key_Left, keys=ALT)
    settle(window)
    choose(window, tuple(pairs[:2]))
    window.page.other.click()
    settle(window)
    assert window.page.place().id == pairs[0]


def test_where_there_are_none_that_is_said(window):
    window.desk.go(Place("doubles"))
    settle(window)
    page = window.page
    assert page.none.isVisible()
    assert not page.parts.isVisible()
    page.merge()
    page.turn()
    page.keep_apart()
    page.merge_sure()
    page.handlers()["doubles_open"]()
    assert window.page is page
    page.leave()


def test_what_does_not_touch_contacts_starts_no_new_search(window, pairs):
    with window.session.here.operation("A sale") as tx:
        tx.insert(Sale, {"sold_at": NOON, "amount": 1})
    assert not window.jobs.running


def test_a_window_that_may_only_look_shows_pairs_and_changes_nothing(window, pairs):
    path = window.session.here.path
    window.leave_workspace()
    window.open(path, read_only=True)
    settle(window)
    window.desk.go(Place("doubles"))
    settle(window)
    assert shown(window)
    assert not window.page.join.isEnabled()
    assert not window.page.sure.isVisible()
    window.leave_workspace()
    window.open(path)
    settle(window)


def test_from_its_own_page_a_contact_is_merged_with_another_and_separated_again(window, pairs):
    joe, twin, *_rest = pairs
    window.desk.open_record("contact", joe)
    settle(window)
    assert not window.bars.actions["record_separate"].isEnabled()
    press(Qt.Key.Key_G, keys=CTRL | ALT)
    dialog = dialog_of(window.page, MergeDialog)
    assert (dialog.comparison.keep, dialog.comparison.gone) == (joe, twin)
    dialog.turn()
    dialog.turn()
    dialog.join.click()
    settle(window)
    assert one(window, "email", joe) == "joe@unlikely.example"
    assert window.page.place().id == joe
    # Old ways to the one that is gone lead to the one that stayed.
    window.desk.open_record("contact", twin)
    settle(window)
    assert window.page.place().id == joe
    window.bars.actions["record_separate"].trigger()
    again = dialog_of(window.page, SeparateDialog)
    assert again.table.rows.index(0, 0).data() == "Unlikely, Joe"
    again.apart.click()
    settle(window)
    assert one(window, "email", joe) is None
    assert one(window, "email", twin) == "joe@unlikely.example"


def test_a_contact_is_not_merged_with_itself_or_with_nobody(window, pairs):
    window.desk.open_record("contact", pairs[0])
    settle(window)
    window.page.merge()
    dialog = dialog_of(window.page, MergeDialog)
    dialog.other.set_value((pairs[0], "Joe Unlikely"))
    dialog.other.changed.emit()
    assert not dialog.join.isEnabled()
    dialog.turn()
    dialog.merge()
    dialog.comparison.show_pair(pairs[0], 999_999)
    assert dialog.comparison.table.rows.rowCount() == 0
    dialog.reject()


def test_only_contacts_are_merged(window, pairs):
    campaign = window.session.here.rows("SELECT max(id) FROM campaign")[0][0]
    window.desk.open_record("campaign", campaign)
    settle(window)
    assert not window.bars.actions["record_merge"].isEnabled()
    assert not window.bars.actions["record_separate"].isEnabled()
