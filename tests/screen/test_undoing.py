"""Undo and redo: what the menu says that they would do, small steps at once, large ones in a job."""

from contextlib import suppress

import pytest
from PySide6.QtCore import Qt

from crmdesk.domain.clock import FixedClock
from crmdesk.store.contact import Contact
from crmdesk.store.file import open_workspace
from tests.screen.driving import NOON, press, settle

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NOTHING = ("&Undo", False)


@pytest.fixture
def begins_at() -> str:
    return "settings"


def rename(workspace, name: str, label: str = "Rename") -> int:
    with workspace.operation(label) as tx:
        tx.update(Contact, 1, {"name": name})
        return int(tx.operation)


def give_up(window) -> None:
    """A step that fails, while the window looks at what can be done."""
    with suppress(RuntimeError), window.session.here.operation("Given up") as tx:
        tx.update(Contact, 1, {"name": "Cy"})
        window.refresh()
        raise RuntimeError


def name(window) -> str:
    return str(window.session.here.rows("SELECT name FROM contact WHERE id = 1")[0][0])


def offered(window, act: str) -> tuple[str, bool]:
    """What the menu says of undo or redo, and whether it can be done."""
    action = window.bars.actions[act]
    return action.text(), action.isEnabled()


def test_the_menu_names_the_step_that_was_done_last_whatever_did_it(window):
    assert offered(window, "undo") == NOTHING
    rename(window.session.here, "Bo", "By hand")
    assert offered(window, "undo") == ("&Undo: By hand", True)
    window.session.write("Writing", lambda workspace, _task: rename(workspace, "Cy", "In a job"), lambda _number: None)
    settle(window)
    assert offered(window, "undo") == ("&Undo: In a job", True)
    window.undoing.undo()
    assert offered(window, "undo") == ("&Undo: By hand", True)
    assert offered(window, "redo") == ("&Redo: In a job", True)
    window.undoing.redo()
    assert offered(window, "undo") == ("&Undo: In a job", True)
    assert offered(window, "redo") == ("&Redo", False)


def test_the_menu_names_no_step_that_was_given_up(window):
    rename(window.session.here, "Bo", "By hand")
    give_up(window)
    window.refresh()
    assert offered(window, "undo") == ("&Undo: By hand", True)
    rename(window.session.here, "Di", "With the number that was given up")
    assert offered(window, "undo") == ("&Undo: With the number that was given up", True)


def test_the_menu_names_what_a_command_did_while_the_file_was_closed(window, book):
    rename(window.session.here, "Bo", "By hand")
    window.undoing.undo()
    window.leave_workspace()
    with open_workspace(book, clock=FixedClock(NOON)) as workspace:
        rename(workspace, "Cy", "By a command")
    window.open(book)
    settle(window)
    assert offered(window, "undo") == ("&Undo: By a command", True)
    assert offered(window, "redo") == ("&Redo", False)


def test_a_file_that_one_only_looks_at_offers_neither(window, book):
    rename(window.session.here, "Bo", "By hand")
    window.leave_workspace()
    window.open(book, read_only=True)
    settle(window)
    assert not offered(window, "undo")[1]
    assert not offered(window, "redo")[1]


def test_a_small_step_is_taken_back_while_the_key_is_down(make_window, book):
    window = make_window(book, at_once=False)
    settle(window)
    rename(window.session.here, "Somebody else")
    press(Qt.Key.Key_Z, window, CTRL)
    assert name(window) != "Somebody else"
    assert "Undo: Rename" in window.notice.text.text()
    press(Qt.Key.Key_Z, window, CTRL | SHIFT)
    assert name(window) == "Somebody else"
    assert window.notice.button.text() == "Undo"


def test_a_large_step_is_taken_back_in_a_job(window):
    with window.session.here.operation("All") as tx:
        tx.rows("UPDATE sale SET note = 'x'")
        tx.rows("UPDATE activity SET subject = 'x'")
    window.undoing.undo()
    settle(window)
    assert "Undo: All" in window.notice.text.text()
    assert window.session.here.rows("SELECT count(*) FROM sale WHERE note = 'x'") == [(0,)]
    assert not window.session.here.read_only


def test_what_stands_against_taking_back_is_told(window):
    first = rename(window.session.here, "A", "First")
    rename(window.session.here, "B", "Second")
    window.desk.take_back(first)
    assert "cannot be undone" in window.notice.text.text()


def test_sample_data_is_taken_away_in_the_history_and_not_by_one_undo_too_many(window):
    before = window.session.here.rows("SELECT count(*) FROM contact")
    assert not offered(window, "undo")[1]
    press(Qt.Key.Key_Z, window, CTRL)
    assert window.session.here.rows("SELECT count(*) FROM contact") == before != [(0,)]
