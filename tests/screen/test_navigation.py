"""Back and forward over places, the sidebar, and where one is when the file is opened again."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crmdesk.screen.navigation import History, place_of, place_text
from crmdesk.screen.pages import SECTIONS
from crmdesk.store import note
from crmdesk.store.contact import Contact
from crmdesk.store.query import Query
from crmdesk.ui.desk import Place
from tests.screen.driving import focused, press, settle

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
A, B, C = Place("contacts"), Place("deals"), Place("record", "contact", 3)


def test_back_and_forward_lead_through_the_places_as_they_were_left():
    history = History()
    history.go(A)
    history.go(B, Place("contacts", detail="filtered"))
    history.go(C)
    assert history.step(-1) == B
    assert history.step(-1) == Place("contacts", detail="filtered")
    assert history.step(-1) is None
    assert history.step(1) == B
    assert history.step(1) == C
    assert history.step(1) is None


def test_going_somewhere_new_forgets_what_was_ahead():
    history = History()
    for place in (A, B):
        history.go(place)
    history.step(-1)
    history.go(C)
    assert history.step(1) is None
    assert history.step(-1) == A


def test_going_where_one_is_already_is_no_step():
    history = History()
    history.go(A)
    history.go(A)
    assert history.step(-1) is None


def test_a_place_is_kept_as_text_and_nonsense_is_no_place():
    assert place_of(place_text(Place("dashboard", detail="3"))) == Place("dashboard", detail="3")
    for text in (None, "", "{", '{"page": "nowhere"}', '{"x": 1}', '{"page": "record", "kind": "dog", "id": 1}'):
        assert place_of(text) is None


@pytest.mark.parametrize("spec", SECTIONS, ids=lambda spec: spec.id)
def test_every_section_is_shown_named_in_the_title_and_marked_in_the_sidebar(window, spec):
    window.bars.actions[f"go_{spec.id}"].trigger()
    settle(window)
    assert window.shows() == spec.id
    assert window.windowTitle().startswith(window.page.title())
    assert window.page.title()
    assert window.sidebar.list.currentItem().data(Qt.ItemDataRole.AccessibleTextRole) == spec.title
    assert window.isAncestorOf(focused())
    assert window.page.isAncestorOf(focused()) or focused() is window.page


def test_sections_answer_to_control_and_a_number(window):
    for spec in SECTIONS:
        if spec.key.startswith("Ctrl+") and spec.key[-1].isdigit():
            press(Qt.Key(Qt.Key.Key_0.value + int(spec.key[-1])), keys=CTRL)
            assert window.shows() == spec.id


def test_alt_left_and_right_go_back_and_forward(window):
    press(Qt.Key.Key_3, keys=CTRL)
    press(Qt.Key.Key_7, keys=CTRL)
    press(Qt.Key.Key_Left, keys=ALT)
    assert window.shows() == "contacts"
    press(Qt.Key.Key_Left, keys=ALT)
    assert window.shows() == "dashboard"
    press(Qt.Key.Key_Right, keys=ALT)
    press(Qt.Key.Key_Right, keys=ALT)
    assert window.shows() == "activities"


def test_back_leads_to_the_list_with_the_filter_that_was_on(window):
    press(Qt.Key.Key_3, keys=CTRL)
    settle(window)
    window.page.query = Query("contacts", text="anna")
    settle(window)
    assert "anna" in window.page.title()
    press(Qt.Key.Key_7, keys=CTRL)
    press(Qt.Key.Key_Left, keys=ALT)
    settle(window)
    assert window.page.query.text == "anna"


def test_escape_leaves_a_record_and_stays_in_a_section(window):
    press(Qt.Key.Key_3, keys=CTRL)
    window.desk.open_record("contact", 1)
    settle(window)
    assert window.shows() == "record"
    press(Qt.Key.Key_Escape, window)
    settle(window)
    assert window.shows() == "contacts"
    press(Qt.Key.Key_Escape, window)
    assert window.shows() == "contacts"


def test_what_a_page_offers_is_not_offered_where_the_page_could_not_be_shown(window):
    window.desk.open_record("contact", 10**9)
    assert window.shows() == "dashboard"
    assert not window.bars.actions["record_next"].isEnabled()
    press(Qt.Key.Key_Down, window, Qt.KeyboardModifier.ControlModifier)


def test_back_passes_by_a_record_that_was_deleted_since(window):
    with window.session.here.operation("Add") as tx:
        new = tx.insert(Contact, {"name": "Bo", "kind": "person"})
    window.desk.open_record("contact", new)
    settle(window)
    window.desk.go(Place("contacts"))
    window.undoing.undo()
    window.go_back()
    settle(window)
    assert window.shows() == "dashboard"


def test_the_file_opens_where_it_was_left(window, make_window, book):
    window.desk.go(Place("campaigns"))
    settle(window)
    window.close()
    assert make_window(book).shows() == "campaigns"


def test_the_figure_that_was_looked_at_last_is_shown_again_before_anything_is_measured(window, make_window, book):
    window.desk.go(Place("figure", "revenue"))
    settle(window)
    window.close()
    other = make_window(book)
    settle(other)
    assert (other.shows(), other.page.kpi_id) == ("figure", "revenue")
    assert other.page.value.text() != "…" and not other.notice.isVisible()


def test_a_place_that_is_gone_leads_to_the_dashboard(window, make_window, book):
    note.keep(window.session.here, "place", place_text(Place("record", "contact", 999_999)))
    window.navigator.leave()
    window.close()
    other = make_window(book)
    assert other.shows() == "dashboard"


def test_what_is_nowhere_is_told(window):
    window.desk.go(Place("nowhere"))
    assert "no page" in window.notice.text.text()
    assert window.shows() == "dashboard"


def test_recent_records_stand_in_the_sidebar_also_next_time(window, make_window, book):
    window.desk.open_record("contact", 1)
    window.desk.open_record("contact", 2)
    settle(window)
    names = [name for name, _sign, _place in window.sidebar.recent.entries()]
    assert len(names) == 2
    item = window.sidebar.list.item(window.sidebar.list.count() - 1)
    window.sidebar.choose(item)
    settle(window)
    assert window.navigator.here().id == 1
    window.close()
    other = make_window(book)
    assert {name for name, _sign, _place in other.sidebar.recent.entries()} == set(names)


def test_the_sidebar_is_walked_with_arrows_and_folds_away(window):
    bar = window.sidebar.list
    bar.setFocus()
    row = bar.currentRow()
    press(Qt.Key.Key_Down)
    assert window.shows() == "dashboard"
    press(Qt.Key.Key_Return)
    settle(window)
    assert bar.currentRow() == row + 1
    assert window.shows() == SECTIONS[[spec.id for spec in SECTIONS].index("dashboard") + 1].id
    wide = window.sidebar.width()
    press(Qt.Key.Key_F9, window)
    QTest.qWait(10)
    assert window.sidebar.width() < wide / 2
    assert not any(bar.item(place).text() for place in range(bar.count()))
    assert all(bar.item(place).data(Qt.ItemDataRole.AccessibleTextRole) for place in range(bar.count()))
    press(Qt.Key.Key_F9, window)
    assert bar.item(0).text()


def test_a_saved_view_stands_in_the_sidebar_and_leads_to_its_rows(window):
    from crmdesk.store.views import save_view

    with window.session.here.operation("Save view") as tx:
        save_view(tx, "Big sales", Query("sales", text="beans"), ["sold_at", "amount"])
    bar = window.sidebar.list
    item = next(bar.item(row) for row in range(bar.count()) if bar.item(row).text() == "Big sales")
    bar.itemClicked.emit(item)
    settle(window)
    assert window.shows() == "money"
    assert window.page.shown.query.text == "beans"
