"""One table of actions feeds everything."""

from collections import Counter
from functools import partial

import pytest
from PySide6.QtWidgets import QMainWindow

from crmdesk.assets import icon as icon_file
from crmdesk.ui.actions import TABLE, WORKSPACE, build, enable, fill, plain_name, shortcut_rows


@pytest.fixture
def made(qtbot):
    """A window with all actions, and what they did."""
    window = QMainWindow()
    qtbot.addWidget(window)
    done: list[str] = []
    actions = build(window, {act.id: partial(done.append, act.id) for act in TABLE})
    fill(window.menuBar(), actions)
    yield actions, done
    window.close()


def test_no_two_actions_share_a_shortcut():
    keys = Counter(key for act in TABLE for key in act.keys)
    assert not [key for key, count in keys.items() if count > 1]


def test_no_two_entries_of_a_menu_share_a_letter():
    letters = Counter((act.menu, act.text[act.text.index("&") + 1].lower()) for act in TABLE)
    assert not [letter for letter, count in letters.items() if count > 1]


def test_every_action_does_what_its_handler_does(made):
    actions, done = made
    for action in actions.values():
        action.trigger()
    assert done == [act.id for act in TABLE]


def test_every_icon_is_there():
    assert all(icon_file(act.icon).is_file() for act in TABLE if act.icon)


def test_actions_without_what_they_need_are_off(made):
    actions, _done = made
    enable(actions, set())
    assert not actions["export"].isEnabled()
    assert actions["open"].isEnabled()
    enable(actions, {WORKSPACE})
    assert actions["export"].isEnabled()
    assert not actions["import_zip"].isEnabled()


def test_the_page_of_shortcuts_tells_every_key():
    told = {keys for keys, _what in shortcut_rows()}
    assert {" / ".join(act.keys) for act in TABLE if act.keys} <= told
    assert all("&" not in what for _keys, what in shortcut_rows())
    assert plain_name(TABLE[0]) == "New workspace"
