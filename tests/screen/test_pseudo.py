"""Every page, dialog and menu in a language that nobody speaks: nothing untranslated is shown, nothing is cut off."""

from collections.abc import Iterator
from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFileDialog, QHeaderView, QMenu, QWidget

from crmdesk.screen import pages
from crmdesk.screen.action_table import WINDOW, page_acts
from crmdesk.screen.month.acts import STEPS
from crmdesk.screen.quick_add import QuickAdd
from crmdesk.screen.quick_kinds import KINDS
from crmdesk.screen.settings.business import countries
from crmdesk.screen.settings.page import SECTIONS
from crmdesk.store.base import table_of
from crmdesk.store.registry import RECORD_TYPES
from crmdesk.text import set_language
from crmdesk.ui.desk import Place
from crmdesk.ui.plain import Label
from tests import pseudo
from tests.screen.driving import settle, wait
from tests.screen.looking import cut_off, untranslated, words_in, words_of

pytestmark = pytest.mark.slow

# What these do needs no look (size and colours), is looked at elsewhere, or ends the window.
_LEFT = {"quit", "close", "measure", "undo", "redo", "back", "forward", "earlier", "later", "sidebar", "period"}
_LEFT |= {"look_system", "look_light", "look_dark", "larger", "smaller", "usual"}
FIGURES = ("revenue", "nps", "stage_conversion", "pipeline_value", "resolution_time")
# Of pages that are drawn by the same class the first: they have the same actions.
_ACTING = {
    spec.cls: spec.id for spec in reversed(pages.PAGES) if page_acts()[spec.id] and spec.id != "dashboard"
}.values()
# The records whose pages have actions of their own.
_WITH_ACTIONS = ("contact", "deal", "ticket")
DETAILS = {
    "dashboard": [str(area) for area in range(6)],
    "settings": list(SECTIONS),
    "month": [*(f"2026-10 {step}" for step in STEPS), "past"],
}


@pytest.fixture
def begins_at():
    return "settings"


@pytest.fixture
def odd_window(make_window, book) -> Iterator:
    """A window on the demo business that speaks the language of this test."""
    pseudo.speak()
    try:
        yield make_window(book)
    finally:
        set_language("en")


@pytest.fixture
def known(odd_window) -> set[str]:
    """The words that need no translation."""
    return words_of(odd_window.session.here) | words_in(str(countries())) | {"letter"}


def places(page: str, window) -> list[Place]:
    """Where a page shows all that it can."""
    if page == "figure":
        return [Place(page, kpi) for kpi in FIGURES]
    if page == "record":
        here = window.session.here
        first = {one.kind: here.rows(f"SELECT min(id) FROM {table_of(one)}")[0][0] for one in RECORD_TYPES}
        return [Place(page, kind, row_id) for kind, row_id in first.items() if row_id]
    return [Place(page, detail=detail) for detail in DETAILS.get(page, [""])]


def go(window, place: Place) -> None:
    window.desk.go(place)
    for _turn in range(2):
        settle(window)
        QApplication.processEvents()


def act_on(window, place: Place) -> None:
    """Shows a place with something to act on."""
    go(window, place)
    choose_row(window.page)


def test_what_is_not_translated_or_cut_off_is_found(window):
    known = words_of(window.session.here)
    assert len(untranslated(window, known)) > 20
    label = Label("Won deals", window)
    label.setFixedWidth(20)
    label.show()
    assert "Won deals" in str(cut_off(window))


@pytest.mark.parametrize("page", [spec.id for spec in pages.PAGES])
def test_a_page_is_translated_and_has_room_for_it(odd_window, known, page):
    go(odd_window, Place("today"))
    found = []
    for place in places(page, odd_window):
        go(odd_window, place)
        assert odd_window.shows() == page
        found += [*untranslated(odd_window, known), *cut_off(odd_window)]
    assert list(dict.fromkeys(found)) == []
    assert odd_window.minimumSizeHint().width() <= 1366


@pytest.mark.parametrize("kind", KINDS)
def test_adding_is_translated_and_has_room_for_it(odd_window, known, kind):
    dialog = QuickAdd(odd_window.desk, kind, odd_window)
    dialog.open()
    settle(odd_window)
    found = [*untranslated(dialog, known), *cut_off(dialog)]
    dialog.more.click()
    # Where something is missing it is said.
    dialog.save_button.click()
    settle(odd_window)
    QApplication.processEvents()
    if shiboken6.isValid(dialog):
        found += [*untranslated(dialog, known), *cut_off(dialog)]
        dialog.reject()
    assert list(dict.fromkeys(found)) == []


def test_what_the_actions_of_the_window_open_is_translated_and_has_room_for_it(odd_window, known):
    found = []
    for act in WINDOW:
        if act.id not in _LEFT and not act.page and not act.id.startswith("go_"):
            found += chosen(odd_window, known, act.id)
    assert list(dict.fromkeys(found)) == []


@pytest.mark.parametrize("page", _ACTING)
def test_what_the_actions_of_a_page_open_is_translated_and_has_room_for_it(odd_window, known, page):
    found, done = [], set[tuple[str, str]]()
    acts = [act.id for act in page_acts()[page] if act.id not in _LEFT]
    for place in [one for one in places(page, odd_window) if one.kind in ("", *_WITH_ACTIONS)]:
        act_on(odd_window, place)
        # What an action opens is the same wherever a kind of record stands.
        of_use = [act for act in acts if odd_window.bars.actions[act].isEnabled() and (act, place.kind) not in done]
        for act in of_use:
            done.add((act, place.kind))
            act_on(odd_window, place)
            found += chosen(odd_window, known, act)
    assert list(dict.fromkeys(found)) == []


def test_the_menus_are_translated(odd_window, known):
    shown = [action for menu in odd_window.bars.menus.values() for action in menu.actions()]
    texts = [pseudo.untold(action.text().replace("&", "")) for action in shown]
    assert [text for text in texts if words_in(text) - known] == []


def test_without_a_workspace_it_is_translated_and_has_room_for_it(odd_window, known):
    odd_window.leave_workspace()
    assert [*untranslated(odd_window, known), *cut_off(odd_window)] == []


def _is_gone(opened: QWidget) -> bool:
    return opened not in QApplication.topLevelWidgets() or not opened.isVisible()


def choose_row(page: QWidget) -> None:
    """The first row of the first list, so that there is something to act on."""
    for view in page.findChildren(QAbstractItemView):
        model = view.model()
        if view.isVisible() and not isinstance(view, QHeaderView) and model.rowCount(view.rootIndex()):
            view.setFocus()
            view.setCurrentIndex(model.index(0, 0))
            return


def chosen(window, known: set[str], act: str) -> list[str]:
    """What is wrong with all that an action opens, menus included, and with what the window says after it."""
    found: list[str] = []

    def look(widget: QWidget) -> None:
        if not isinstance(widget, QFileDialog):
            found.extend([*untranslated(widget, known), *cut_off(widget)])
        elif words_in(pseudo.untold(widget.windowTitle())) - known:
            found.append(widget.windowTitle())

    def look_at_menu() -> None:
        menu = QApplication.activePopupWidget()
        if isinstance(menu, QMenu):
            look(menu)
            menu.close()

    timer = QTimer(window)
    timer.timeout.connect(look_at_menu)
    timer.start(50)
    action = window.bars.actions.get(act)
    if action is not None and action.isEnabled():
        action.trigger()
        settle(window)
        QApplication.processEvents()
        settle(window)
        while opened := [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not window]:
            look(opened[0])
            opened[0].close()
            wait(partial(_is_gone, opened[0]))
        # What was told last is laid out.
        QApplication.processEvents()
        look(window)
    timer.stop()
    return found
