"""A list worked with by keys: names in cells, filters, changes of many rows, what was chosen found again."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crmdesk.store.query import Filter, Query
from crmdesk.ui.filter_dialog import FilterDialog
from tests.screen.driving import dialog_of, focused, press, wait


@pytest.fixture
def begins_at():
    return "settings"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_a_name_typed_in_a_cell_is_taken_by_one_key_although_proposals_are_shown(contacts, key):
    view, rows = contacts.view, contacts.view.rows
    contacts.query = Query("contacts", preset="people")
    contacts.show_columns(["name", "company_id", "city"])
    row = next(row for row in range(rows.rowCount()) if rows.cell(row, "company_id"))
    company, other = rows.text(row, "company_id"), next(r for r in range(row + 1, 50) if not rows.cell(r, "company_id"))
    view.setCurrentIndex(rows.index(other, 1))
    view.edit_current()
    cell = focused()
    QTest.keyClicks(cell, company)
    wait(lambda: QApplication.activePopupWidget() is not None)
    press(key, QApplication.activePopupWidget())
    wait(lambda: rows.text(other, "company_id") == company)
    assert (focused() is view) == (key == Qt.Key.Key_Return)
    assert view.current_column() == ("company_id" if key == Qt.Key.Key_Return else "city")


def test_a_company_made_in_a_cell_is_a_row_at_once(contacts):
    view, rows = contacts.view, contacts.view.rows
    number = rows.rowCount()
    view.setCurrentIndex(rows.index(0, rows.columns.index("company_id")))
    view.edit_current()
    focused().setText("Quite new Ltd")
    press(Qt.Key.Key_Return)
    wait(lambda: rows.rowCount() == number + 1)
    assert f"{number + 1:,} row" in contacts.count.text()


def test_a_filter_is_added_by_keys_alone(contacts):
    contacts.handlers()["list_filter"]()
    dialog = dialog_of(contacts, FilterDialog)
    wait(dialog.isActiveWindow)
    QTest.keyClicks(focused(), "Cit")
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Tab)
    QTest.keyClicks(focused(), "berlin")
    press(Qt.Key.Key_Return)
    assert contacts.query.filters == (Filter("city", "contains", "berlin"),)


def test_many_rows_are_changed_by_keys_alone(contacts):
    view, rows = contacts.view, contacts.view.rows
    view.choose(rows.ids[:3])
    view.setCurrentIndex(rows.index(0, rows.columns.index("city")))
    view.choose(rows.ids[:3])
    contacts.handlers()["list_bulk"]()
    wait(contacts.commands.dialog.isActiveWindow)
    assert "will be empty" in contacts.commands.dialog.preview.text()
    QTest.keyClicks(focused(), "Bonn")
    press(Qt.Key.Key_Return)
    assert [rows.text(rows.row_of(row_id), "city") for row_id in rows.ids[:3]] == ["Bonn"] * 3


@pytest.mark.parametrize("query", [Query("contacts", sort="name"), Query("contacts", group="owner_id")])
def test_what_was_chosen_is_found_again_when_rows_are_sorted_or_grouped(contacts, query):
    view, rows = contacts.view, contacts.view.rows
    last = view.model().id_at(rows.rowCount() - 1)
    view.choose([last])
    view.go_to(last)
    contacts.query = query
    wait(lambda: rows.complete)
    assert view.chosen() == [last] and view.current_id() == last
    view.clearSelection()
    contacts.query = Query("contacts")
    wait(lambda: rows.complete)
    assert view.verticalScrollBar().value() == 0


@pytest.mark.parametrize("query", [Query("contacts", sort="city"), Query("contacts", group="city")])
def test_the_first_key_in_a_list_that_was_just_shown_does_something(contacts, query):
    contacts.query = query
    wait(lambda: contacts.view.rows.complete)
    assert contacts.view.current_id() == contacts.view.rows.ids[0] and not contacts.view.chosen()
    press(Qt.Key.Key_Down, contacts.view)
    assert contacts.view.chosen() == [contacts.view.rows.ids[1]]
