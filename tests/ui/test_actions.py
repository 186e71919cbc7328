"""A table of actions becomes menus and shortcuts."""

from functools import partial

import pytest
from PySide6.QtWidgets import QMainWindow

from crmdesk.ui.actions import EDIT, FILE, WORKSPACE, WRITABLE, Act, build, fill, plain_name, pressed

ACTS = (
    Act("open", FILE, "&Open…", ("Ctrl+O",), "folder-open"),
    Act("import", FILE, "&Import", ("Ctrl+I", "F7"), needs=WRITABLE, break_before=True),
    Act("reply", EDIT, "&Reply logged", ("R",), needs=WORKSPACE, page="tickets record"),
)


@pytest.fixture
def window(qtbot):
    """A window without anything."""
    made = QMainWindow()
    qtbot.addWidget(made)
    yield made
    made.close()


def test_every_action_does_what_its_handler_does(window):
    done: list[str] = []
    actions = build(window, ACTS, {act.id: partial(done.append, act.id) for act in ACTS})
    for action in actions.values():
        action.trigger()
    assert done == [act.id for act in ACTS]
    assert [keys.toString() for keys in actions["import"].shortcuts()] == ["Ctrl+I", "F7"]


def test_menus_hold_their_actions_in_the_order_of_the_table(window):
    actions = build(window, ACTS, {act.id: lambda: None for act in ACTS})
    menus = fill(window.menuBar(), ACTS, actions)
    assert [one.text() for one in menus[FILE].actions()] == ["&Open…", "", "&Import"]
    assert [one.text() for one in menus[EDIT].actions()] == ["&Reply logged"]


@pytest.mark.parametrize(
    ("have", "page", "offered"),
    [
        (set(), "tickets", [True, False, False]),
        ({WORKSPACE}, "tickets", [True, False, True]),
        ({WORKSPACE}, "deals", [True, False, False]),
        ({WORKSPACE, WRITABLE}, "record", [True, True, True]),
    ],
)
def test_an_action_is_offered_where_it_can_be_done(have, page, offered):
    assert [act.offered(have, page) for act in ACTS] == offered


def test_names_are_plain():
    assert plain_name(ACTS[0]) == "Open"


def test_enter_beside_the_digits_does_what_return_does():
    assert pressed(("Ctrl+Return", "F2")) == ["Ctrl+Return", "Ctrl+Enter", "F2"]
