"""The bin and the history of everything."""

import pytest
from PySide6.QtCore import Qt

from crmdesk.store.contact import Contact
from crmdesk.store.file import open_workspace
from tests.screen.driving import press, settle

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def add(window, name):
    with window.session.here.operation(f"Add {name}", staff=1) as tx:
        return tx.insert(Contact, {"name": name, "kind": "person"})


def names(window):
    return [name for (name,) in window.session.here.rows("SELECT name FROM contact ORDER BY id DESC LIMIT 2")]


def test_the_history_of_everything_takes_any_step_back_and_again(window):
    add(window, "Ada")
    add(window, "Bo")
    press(Qt.Key.Key_H, keys=CTRL)
    settle(window)
    page = window.page
    assert [page.table.rows.index(row, 0).data() for row in range(2)] == ["Add Bo", "Add Ada"]
    assert page.table.rows.index(0, 2).data()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return, keys=CTRL)
    settle(window)
    assert "Ada" not in names(window)
    assert "Bo" in names(window)
    assert "Undo: Add Ada" in window.notice.text.text()
    assert page.table.rows.index(2, 3).data() == "undone"
    window.notice.button.click()
    settle(window)
    assert names(window) == ["Bo", "Ada"]


def test_the_first_step_and_those_taken_back_offer_nothing(window):
    press(Qt.Key.Key_H, keys=CTRL)
    page = window.page
    page.table.selectRow(page.table.rows.rowCount() - 1)
    assert not page.back.isEnabled()
    page.take_back()
    page.leave()
    page.take_back()
    assert page.table.rows.rowCount() == 0


def test_older_steps_are_shown_when_asked_for(window):
    for turn in range(250):
        with window.session.here.operation(f"Step {turn}") as tx:
            tx.rows("UPDATE contact SET notes = ? WHERE id = 1", (str(turn),))
    press(Qt.Key.Key_H, keys=CTRL)
    page = window.page
    assert page.table.rows.rowCount() == 200
    page.more.click()
    assert page.table.rows.rowCount() > 250
    assert page.more.isHidden()


def test_what_was_deleted_lies_in_the_bin_and_comes_back(window):
    number = add(window, "<b>Ada</b>")
    with window.session.here.operation("Delete Ada") as tx:
        tx.delete(Contact, number)
    press(Qt.Key.Key_H, keys=CTRL | SHIFT)
    settle(window)
    page = window.page
    assert page.table.rows.index(0, 0).data() == "<b>Ada</b>"
    press(Qt.Key.Key_Return, keys=CTRL)
    settle(window)
    assert names(window)[0] == "<b>Ada</b>"
    assert page.table.rows.rowCount() == 0
    assert page.none.isVisible()
    window.notice.button.click()
    settle(window)
    assert "<b>Ada</b>" not in names(window)


def test_an_empty_bin_says_what_it_is_for(window):
    press(Qt.Key.Key_H, keys=CTRL | SHIFT)
    settle(window)
    assert "can be brought back" in window.page.none.text()
    assert not window.page.back.isEnabled()
    window.page.bring_back()


@pytest.mark.parametrize("page", ["bin", "steps"])
def test_who_may_only_look_takes_nothing_back(make_window, book, page):
    with open_workspace(book) as held:
        with held.operation("Add") as tx:
            tx.insert(Contact, {"kind": "person", "name": "Zoë"})
        window = make_window()
        window.open(book, read_only=True)
        settle(window)
        window.bars.actions[page].trigger()
        settle(window)
        assert window.shows() == page
        assert not window.page.back.isEnabled()
        assert held.journal.next_undo() is not None
