"""The page of the deals in a window of its own."""

import pytest

from crmdesk.screen.deal.page import DealPage
from crmdesk.store.file import create
from crmdesk.ui.desk import Place
from crmdesk.ui.theme import Look
from tests.screen.one_page import OnePage


@pytest.fixture
def make(qapp, qtbot):
    """Makes windows around the page, and closes them after the test."""
    made = []

    def window(path, look=Look.LIGHT):
        one = OnePage(qapp, DealPage, path, look)
        made.append(one)
        one.show()
        qtbot.waitExposed(one)
        one.activateWindow()
        one.page.show_place(Place("deals"))
        one.settle()
        return one

    yield window
    for one in made:
        one.session.close()
        one.close()
        one.deleteLater()


@pytest.fixture
def desk_window(make, book):
    return make(book)


@pytest.fixture
def page(desk_window):
    return desk_window.page


@pytest.fixture
def empty(make, tmp_path):
    """A window on a workspace without stages and deals."""
    create(tmp_path / "Empty.crmdesk", {"currency": "EUR", "timezone": "Europe/Berlin"}).close()
    return make(tmp_path / "Empty.crmdesk")
