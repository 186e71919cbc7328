"""Money: sales and expenses behind one key."""

from PySide6.QtCore import Qt

from crmdesk.store.query import Query
from crmdesk.ui.desk import Place
from tests.screen.driving import press, settle

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def test_sales_come_first_and_expenses_one_key_beside_them(window):
    press(Qt.Key.Key_9, keys=CTRL)
    settle(window)
    page = window.page
    assert (page.makes, page.title()) == ("sale", "Sales")
    page.tabs.setFocus()
    press(Qt.Key.Key_Right)
    settle(window)
    assert (page.makes, page.title()) == ("expense", "Expenses")
    assert page.stack.currentWidget() is page.lists[1]
    assert page.isAncestorOf(window.focusWidget())


def test_back_leads_to_the_list_and_the_search_that_were_left(window):
    window.desk.go(Place("money", detail=Query("expenses", text="ads").as_json()))
    settle(window)
    window.desk.go(Place("dashboard"))
    press(Qt.Key.Key_Left, keys=ALT)
    settle(window)
    assert window.page.shown.query == Query("expenses", text="ads")
    window.desk.go(Place("money", detail="nonsense"))
    settle(window)
    assert window.shows() == "money"


def test_its_actions_are_those_of_the_list_that_is_shown(window):
    window.desk.go(Place("money", detail=Query("expenses").as_json()))
    settle(window)
    window.bars.actions["list_find"].trigger()
    assert window.page.shown.search.hasFocus()
    window.page.refresh(None)
    settle(window)
    window.leave_workspace()
    assert window.shows() == ""
