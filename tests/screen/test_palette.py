"""Ctrl+K finds records, pages and commands."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crmdesk.screen.palette import Entry, Palette, fits, marks
from crmdesk.screen.palette_ink import ENTRY
from crmdesk.store.contact import Contact
from crmdesk.store.search_index import catch_up
from tests.screen.driving import press, settle, wait

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def begins_at():
    return "contacts"


@pytest.fixture
def palette(window):
    """The palette over the demo business."""
    press(Qt.Key.Key_K, keys=CTRL)
    wait(lambda: any(isinstance(one, Palette) for one in QApplication.topLevelWidgets()))
    found = next(one for one in QApplication.topLevelWidgets() if isinstance(one, Palette))
    yield found
    if any(one is found for one in QApplication.topLevelWidgets()):
        found.close()


def entries(palette) -> list[Entry]:
    found = (palette.list.item(row).data(ENTRY) for row in range(palette.list.count()))
    return [entry for entry in found if entry is not None]


def ask(palette, window, text):
    palette.box.setText(text)
    settle(window)


def test_it_offers_pages_and_what_can_be_done_now(palette):
    groups = {entry.group for entry in entries(palette)}
    assert {"Pages", "Commands"} <= groups
    offered = {entry.text: entry.hint for entry in entries(palette)}
    assert offered["Deals"] == "Ctrl+5"
    assert "Back up" in offered
    assert "Dashboard: Service" in offered


def test_a_page_is_gone_to_with_a_few_letters_and_enter(palette, window):
    QTest.keyClicks(palette.box, "campai")
    settle(window)
    press(Qt.Key.Key_Return, palette.box)
    settle(window)
    assert window.shows() == "campaigns"


def test_a_figure_is_gone_to_by_its_name(palette, window):
    assert "Figures" not in {entry.group for entry in entries(palette)}, (
        "before anything is typed they would be in the way"
    )
    QTest.keyClicks(palette.box, "marketing roi")
    settle(window)
    press(Qt.Key.Key_Return, palette.box)
    settle(window)
    assert window.shows() == "figure" and "Marketing ROI" in window.windowTitle()


def test_records_are_found_in_spite_of_accents_and_opened(palette, window):
    with window.session.here.operation("Add") as tx:
        new = tx.insert(Contact, {"name": "Żofia Öztürk-Łęcka", "kind": "person"})
    while not catch_up(window.session.here):
        pass
    ask(palette, window, "zofia ozt")
    found = entries(palette)[0]
    assert found.text == "Żofia Öztürk-Łęcka"
    press(Qt.Key.Key_Return, palette.box)
    settle(window)
    assert (window.shows(), window.navigator.here().id) == ("record", new)


def test_a_record_found_by_something_else_than_its_name_says_by_what(palette, window):
    with window.desk.operation("Somebody") as tx:
        tx.insert(Contact, {"name": "Anna", "kind": "person", "notes": "Likes tea\nPlays the kazoophone on Sundays"})
    wait(lambda: catch_up(window.session.here, 2_000))
    ask(palette, window, "kazooph")
    assert [entry.hint for entry in entries(palette)] == ["Plays the kazoophone on Sundays"]


def test_what_was_open_last_comes_first(window):
    window.desk.open_record("contact", 2)
    settle(window)
    box = Palette(window)
    assert entries(box)[0].group == "Recent"
    box.close()


def test_arrows_walk_past_the_heads_of_groups_and_stay_within_the_list(palette):
    for _step in range(200):
        press(Qt.Key.Key_Down, palette.box)
        assert palette.list.currentItem().data(ENTRY) is not None
    last = palette.list.currentRow()
    press(Qt.Key.Key_PageUp, palette.box)
    assert palette.list.currentRow() < last
    for _step in range(200):
        press(Qt.Key.Key_Up, palette.box)
    assert palette.list.currentRow() == 1


@pytest.mark.parametrize("text", ["zzzzqqqq", "'; DROP TABLE contact; --", '"', "*", "NEAR(", "\x00", "🦄", "<b>"])
def test_any_text_may_be_typed(palette, window, text):
    ask(palette, window, text)
    press(Qt.Key.Key_Return, palette.box)
    assert window.session.workspace is not None


def test_nothing_found_is_said(palette, window):
    ask(palette, window, "zzzzqqqq")
    assert palette.list.item(0).text() == "Nothing has that name."


def test_it_is_drawn_in_both_looks_with_what_matched_marked(palette, window):
    ask(palette, window, "an")
    assert not palette.grab().isNull()


def test_a_command_is_done(palette, window):
    ask(palette, window, "sidebar")
    press(Qt.Key.Key_Return, palette.box)
    assert window.sidebar.folded
    window.toggle_sidebar()


def test_an_area_of_the_dashboard_is_a_page(palette, window):
    ask(palette, window, "dash service")
    press(Qt.Key.Key_Return, palette.box)
    settle(window)
    assert window.dashboard.tabs.currentIndex() == 3


def test_it_goes_while_records_are_still_looked_for(make_window, book):
    window = make_window(book, at_once=False)
    settle(window)
    box = Palette(window)
    box.open()
    box.box.setText("anna")
    press(Qt.Key.Key_Escape, box.box)
    settle(window)
    assert not any(isinstance(one, Palette) for one in QApplication.topLevelWidgets())


def test_words_fit_by_their_beginnings():
    assert fits("Save summary as PDF", ["sum", "pdf"])
    assert not fits("Save summary as PDF", ["ummary"])


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("Anna Meyer", ["an"], ((0, 2),)),
        ("Anna Meyer", ["mey", "an"], ((0, 2), (5, 3))),
        ("Øystein Groß", ["oyst", "gross"], ((0, 4), (8, 4))),
        ("Hannah", ["an"], ()),
        ("", ["x"], ()),
        ("Anna", [], ()),
    ],
)
def test_what_matched_is_marked_where_it_stands(text, words, found):
    assert marks(text, words) == found
