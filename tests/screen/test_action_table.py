"""One table of actions feeds menus, palette and the page of shortcuts; every page is held to the same rules."""

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from crmdesk.assets import icon as icon_file
from crmdesk.screen.action_table import WINDOW, page_acts, shortcut_rows
from crmdesk.screen.help import help_text
from crmdesk.screen.pages import PAGES, SECTIONS
from crmdesk.screen.quick_add import QuickAdd
from crmdesk.screen.shortcuts import ShortcutPage
from crmdesk.ui.actions import MENUS, plain_name
from crmdesk.ui.desk import Place
from tests.screen.driving import press, settle, wait

EVERYWHERE = tuple(act for act in WINDOW if not act.page)
NAMES = [spec.id for spec in PAGES]


@pytest.fixture
def begins_at():
    return "contacts"


def keys_of(acts):
    return Counter(QKeySequence(keys).toString() for act in acts for keys in act.keys)


@pytest.mark.parametrize("page", NAMES)
def test_no_two_actions_of_a_page_and_the_window_share_a_shortcut(page):
    assert not [keys for keys, count in keys_of((*EVERYWHERE, *page_acts()[page])).items() if count > 1]


@pytest.mark.parametrize("page", NAMES)
def test_every_action_of_a_page_is_reached_by_keyboard(page):
    assert not [act.id for act in page_acts()[page] if not act.keys and "&" not in act.text]


@pytest.mark.parametrize("page", NAMES)
def test_entries_of_a_menu_that_have_no_shortcut_have_a_letter_of_their_own(page):
    pages_own = [act for act in page_acts()[page] if act not in WINDOW and "&" in act.text]
    letters = Counter(act.text[act.text.index("&") + 1].lower() for act in pages_own)
    alone = [act for act in pages_own if not act.keys]
    assert not [act.id for act in alone if letters[act.text[act.text.index("&") + 1].lower()] > 1]


@pytest.mark.parametrize("page", NAMES)
def test_no_shortcut_is_the_letter_of_a_menu(page):
    menus = {f"Alt+{menu[menu.index('&') + 1].upper()}" for menu in MENUS}
    assert not menus & set(keys_of((*EVERYWHERE, *page_acts()[page])))


def test_no_two_entries_of_the_windows_menus_share_a_letter():
    letters = Counter((act.menu, act.text[act.text.index("&") + 1].lower()) for act in WINDOW)
    assert not [letter for letter, count in letters.items() if count > 1]


def test_no_two_actions_share_an_id():
    every = {id(act): act for acts in page_acts().values() for act in acts} | {id(act): act for act in WINDOW}
    assert not [one for one, count in Counter(act.id for act in every.values()).items() if count > 1]


def test_every_shortcut_is_one():
    acts = (*WINDOW, *(act for acts in page_acts().values() for act in acts))
    assert not [keys for act in acts for keys in act.keys if QKeySequence(keys).isEmpty()]


def test_every_icon_and_every_menu_is_there():
    acts = (*WINDOW, *(act for acts in page_acts().values() for act in acts))
    assert all(icon_file(act.icon).is_file() for act in acts if act.icon)
    assert all(icon_file(spec.icon).is_file() for spec in SECTIONS)
    assert {act.menu for act in acts} <= set(MENUS)


def test_the_page_of_shortcuts_tells_every_key_and_begins_with_the_present_page():
    rows = shortcut_rows("dashboard")
    assert rows[0][0] == "Dashboard"
    told = {(what, keys) for _where, what, keys in rows}
    for act in (*WINDOW, *(act for acts in page_acts().values() for act in acts)):
        assert not act.keys or (plain_name(act), ", ".join(act.keys)) in told
    assert all("&" not in what for _where, what, _keys in rows)


@pytest.mark.parametrize("page", NAMES)
def test_a_page_has_a_handler_for_each_of_its_actions(window, page):
    shown = window.navigator.page_of(page)
    own = {act.id for act in page_acts()[page] if act not in WINDOW}
    assert own <= set(shown.handlers())
    assert own <= set(window.bars.actions)


@pytest.mark.parametrize("page", NAMES)
def test_every_page_has_help_of_its_own(page):
    assert help_text(page) != help_text("")


@pytest.mark.parametrize("page", [spec.id for spec in SECTIONS])
def test_f1_shows_the_help_of_the_page_and_its_keys(window, page):
    window.desk.go(Place(page))
    settle(window)
    press(Qt.Key.Key_F1)
    wait(lambda: window.findChild(ShortcutPage))
    shown = window.findChild(ShortcutPage)
    assert shown.text.text() == help_text(page)
    assert shown.table.rows.rows == shortcut_rows(page)
    wait(shown.table.hasFocus)
    shown.reject()


def test_f1_in_a_dialog_says_what_that_is_for(window):
    window.desk.go(Place("contacts"))
    settle(window)
    press(Qt.Key.Key_N, keys=Qt.KeyboardModifier.ControlModifier)
    wait(lambda: isinstance(QApplication.activeWindow(), QuickAdd))
    press(Qt.Key.Key_F1)
    wait(lambda: window.findChild(ShortcutPage))
    shown = window.findChild(ShortcutPage)
    assert shown.text.text() == f"{QuickAdd.help}\n\n{help_text('contacts')}"
    assert shown.windowTitle() == "Help: New contact"
    wait(shown.table.hasFocus)
    press(Qt.Key.Key_F1)
    assert len(window.findChildren(ShortcutPage)) == 1
    press(Qt.Key.Key_Escape)
    wait(lambda: isinstance(QApplication.activeModalWidget(), QuickAdd))


def test_f1_helps_where_no_workspace_is_open(make_window):
    window = make_window()
    wait(QApplication.focusWidget)
    press(Qt.Key.Key_F1)
    wait(lambda: window.findChild(ShortcutPage))
    assert "A workspace is one file" in window.findChild(ShortcutPage).text.text()


@pytest.mark.parametrize(("page", "key"), [("deals", "deal"), ("tickets", "ticket")])
def test_what_only_a_list_can_do_is_offered_only_where_the_list_is_shown(window, page, key):
    window.desk.go(Place(page))
    settle(window)
    bulk, own = window.bars.actions[f"{key}_list_delete"], window.bars.actions[f"{key}_view"]
    assert (bulk.isEnabled(), own.isEnabled()) == (False, True)
    own.trigger()
    assert (bulk.isEnabled(), own.isEnabled()) == (True, True)
    own.trigger()
    assert not bulk.isEnabled()


@pytest.mark.parametrize("page", [spec.id for spec in SECTIONS])
def test_the_keys_of_searching_do_something_on_every_page(page):
    assert {"Ctrl+F", "/"} <= set(keys_of(page_acts()[page]))
