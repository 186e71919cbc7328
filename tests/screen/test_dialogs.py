"""The dialogs of the window: a letter for Alt on every button, no two alike, in each language."""

from collections.abc import Iterator
from typing import cast

import pytest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QCheckBox, QPushButton, QRadioButton, QWidget

from crmdesk.screen.main_window import MainWindow
from crmdesk.text import set_language
from crmdesk.ui.desk import RECORD, Place
from crmdesk.ui.dialog import Dialog
from tests.screen.driving import settle, wait
from tests.screen.one_window import DEMO, clear, one_window

DIALOGS = (
    *(("dashboard", act) for act in ("new", "restore", "shortcuts", "add_kind", "dash_choose")),
    *(("contacts", act) for act in ("add", "list_filter", "list_columns", "list_bulk", "list_save_view")),
    ("deals", "add"),
    *(("tickets", act) for act in ("add", "ticket_csat")),
    *(("goals", act) for act in ("add", "list_edit")),
    *((RECORD, act) for act in ("record_history", "record_erase")),
)


@pytest.fixture(scope="module", params=["en", "de"])
def window(request, qapp, demo_file, tmp_path_factory) -> Iterator[MainWindow]:
    set_language(request.param)
    try:
        with one_window(qapp, tmp_path_factory.mktemp(request.param), DEMO, demo_file) as made:
            yield made
    finally:
        set_language("en")


@pytest.fixture(autouse=True)
def _nothing_of_qt_left():
    """One window lives through all tests of this file, and is looked at when it has gone."""


def opened(window: MainWindow, place: Place, act: str) -> Dialog:
    """What an action opens, on the first row where there is a list, as soon as there is one."""
    clear(window)
    window.desk.go(place)
    settle(window)

    def is_open() -> bool:
        choose_row(window.page)
        window.bars.actions[act].trigger()
        settle(window)
        QApplication.processEvents()
        return isinstance(QApplication.activeModalWidget(), Dialog)

    wait(is_open)
    return cast("Dialog", QApplication.activeModalWidget())


def choose_row(page: QWidget) -> None:
    lists = (one for one in page.findChildren(QAbstractItemView) if one.isVisible())
    if view := next((one for one in lists if one.model().rowCount()), None):
        view.setFocus()
        view.setCurrentIndex(view.model().index(0, 0))


@pytest.mark.parametrize(("page", "act"), DIALOGS, ids=lambda one: one)
def test_every_button_has_a_letter_of_its_own(window, page, act):
    dialog = opened(window, Place(page, "contact", 1) if page == RECORD else Place(page), act)
    buttons = [one for kind in (QPushButton, QCheckBox, QRadioButton) for one in dialog.findChildren(kind)]
    pressed = [one for one in buttons if not (isinstance(one, QPushButton) and one.isCheckable())]
    texts = [one.text().replace("&&", "") for one in pressed if one.isVisible() and one.text()]
    letters = [text[text.index("&") + 1].casefold() for text in texts if "&" in text]
    assert len(letters) == len(texts), texts
    assert len(set(letters)) == len(letters), texts
    clear(window)
