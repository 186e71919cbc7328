"""Filters of a list: made, changed and taken away, alternatives among them; each reads as a sentence."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox

from crmdesk.store.listing import LISTINGS
from crmdesk.store.query import AnyOf, Filter, Query, count
from crmdesk.ui.filter_dialog import FilterDialog
from tests.screen.driving import choose_box, dialog_of, press


@pytest.fixture
def begins_at():
    return "settings"


def test_a_filter_is_added_changed_and_taken_away_and_reads_as_a_sentence(contacts):
    contacts.handlers()["list_filter"]()
    dialog = dialog_of(contacts, FilterDialog)
    choose_box(dialog.column, "kind")
    dialog.value.list.item(1).setCheckState(Qt.CheckState.Checked)
    dialog.accept()
    assert contacts.query.filters == (Filter("kind", "is", "company"),)
    assert [chip.text for chip in contacts.chips.chips] == ["Kind is Company"]
    assert "Kind is Company" in contacts.title()
    contacts.chips.chips[0].change.click()
    dialog = dialog_of(contacts, FilterDialog)
    choose_box(dialog.op, "is_not")
    dialog.value.list.item(0).setCheckState(Qt.CheckState.Checked)
    dialog.accept()
    assert contacts.query.filters == (Filter("kind", "is_not", "person"),)
    contacts.chips.chips[0].away.click()
    assert contacts.query.filters == ()


@pytest.mark.parametrize("listing", list(LISTINGS))
def test_the_dialog_of_filters_offers_a_control_for_every_question(listing, make_page):
    page = make_page(listing)
    dialog = page.chips.ask(None)
    for place in range(dialog.column.count()):
        dialog.column.setCurrentIndex(place)
        for op in range(dialog.op.count()):
            dialog.op.setCurrentIndex(op)
            assert dialog.value.isVisible()
    dialog.reject()


def test_alternatives_are_added_changed_and_taken_away_by_keyboard_and_read_as_a_sentence(contacts):
    city = contacts.desk.here.rows("SELECT city FROM contact WHERE city > '' LIMIT 1")[0][0]
    company = Filter("kind", "is", "company")
    contacts.query = Query("contacts", (company,))
    contacts.chips.others[0].setFocus()
    press(Qt.Key.Key_Return)
    dialog = dialog_of(contacts, FilterDialog)
    assert dialog.beside.text() == "Kind is Company, or:"
    choose_box(dialog.column, "city")
    choose_box(dialog.op, "contains")
    dialog.value.line.setText(city)
    dialog.accept()
    wanted = Filter("city", "contains", city)
    assert contacts.query.filters == (AnyOf((company, wanted)),)
    assert [chip.text for chip in contacts.chips.chips] == ["Kind is Company", f"or City contains “{city}”"]
    assert contacts.title() == f"Contacts: Kind is Company or City contains “{city}”"
    both = len(contacts.view.rows.ids)
    assert both == count(contacts.desk.here, contacts.query, contacts.desk.now())
    contacts.chips.chips[1].change.click()
    dialog = dialog_of(contacts, FilterDialog)
    assert not dialog.beside.isVisible()
    assert dialog.value.line.text() == city
    choose_box(dialog.op, "empty")
    dialog.accept()
    assert contacts.query.filters == (AnyOf((company, Filter("city", "empty"))),)
    contacts.chips.chips[0].away.click()
    assert contacts.query.filters == (Filter("city", "empty"),)
    contacts.chips.chips[0].away.click()
    assert contacts.query == Query("contacts")


def test_a_filter_without_a_value_is_not_taken(contacts):
    dialog = contacts.chips.ask(None)
    choose_box(dialog.column, "name")
    dialog.accept()
    assert "not filled in" in dialog.fault.text()
    dialog.value.line.setText("ß")
    dialog.accept()
    assert contacts.query.filters == (Filter("name", "contains", "ß"),)


def test_days_are_asked_for_in_words_and_a_value_kept_before_is_shown_again(contacts):
    for one, text in (
        (Filter("lead_at", "within", (-6, 0)), "Lead since: in the last 7 days"),
        (Filter("lead_at", "within", (-3, 12)), "Lead since: from −3 to 12 days from today"),
        (Filter("lead_at", "before", 20_000), "Lead since is before 4 Oct 2024"),
        (Filter("owner_id", "is", (1, 2)), None),
        (Filter("revenue", "more", 100), "Revenue is more than 1.00 EUR"),
        (Filter("company_id", "is", 1), None),
        (Filter("city", "is_not", "Berlin"), "City is not Berlin"),
        (Filter("email", "empty"), "E-mail is empty"),
    ):
        contacts.query = Query("contacts", (one,))
        assert text in (None, contacts.chips.chips[0].text)
        dialog = contacts.chips.ask(0)
        dialog.accept()
        assert _sorted(contacts.query.filters[0]) == one


def test_the_standard_buttons_of_its_dialogs_are_translated(contacts):
    dialog = contacts.chips.ask(None)
    buttons = dialog.findChild(QDialogButtonBox)
    assert {button.text() for button in buttons.buttons()} == {"&Filter", "&Cancel"}
    dialog.reject()


def _sorted(one: Filter) -> Filter:
    """Chosen values come in the order in which they are proposed."""
    return Filter(one.column, one.op, tuple(sorted(one.value)) if isinstance(one.value, tuple) else one.value)
