"""Blocks from a spreadsheet pasted into a list: over its rows, and as new records."""

import pytest
from PySide6.QtGui import QGuiApplication

from crmdesk.screen.listing.page import ListPage
from crmdesk.screen.listing.paste import PastePreview
from crmdesk.store.listing import LISTINGS
from tests.screen.driving import wait


@pytest.fixture
def begins_at():
    return "settings"


def test_a_pasted_block_is_shown_first_and_names_what_it_refuses(make_page):
    page = make_page("deals")
    rows = page.view.rows
    page.show_columns(["title", "amount", "next_step"])
    page.view.setCurrentIndex(rows.index(0, 0))
    before = rows.text(1, "amount")
    QGuiApplication.clipboard().setText("One\t12.50\tx\tbeyond\nTwo\tmuch\n")
    page.handlers()["list_paste"]()
    dialog = page.commands.dialog
    shown = [[column.text(row) for column in dialog.table.rows.columns] for row in dialog.table.rows.rows]
    assert dialog.head.text() == "3 cells will change."
    assert "2 cells are refused" in dialog.rest.text()
    assert "1 cell lies outside" in dialog.rest.text()
    assert {line[3] for line in shown if line[4]} == {"x", "much"}
    dialog.accept()
    assert [rows.text(row, "title") for row in (0, 1)] == ["One", "Two"]
    assert rows.text(0, "amount") == "12.50 EUR"
    assert rows.text(1, "amount") == before
    page.desk.notice.button.click()
    wait(lambda: rows.text(0, "title") != "One")


def test_a_pasted_block_with_titles_goes_into_their_columns_and_one_cell_into_all_chosen_rows(contacts):
    rows = contacts.view.rows
    contacts.view.setCurrentIndex(rows.index(0, 0))
    QGuiApplication.clipboard().setText("City\tName\nŁódź\tAnn")
    contacts.commands.paste()
    contacts.commands.dialog.accept()
    assert (rows.text(0, "name"), rows.text(0, "city")) == ("Ann", "Łódź")
    contacts.view.choose(rows.ids[:3])
    contacts.view.setCurrentIndex(rows.index(0, rows.columns.index("city")))
    contacts.view.choose(rows.ids[:3])
    QGuiApplication.clipboard().setText("Bern")
    contacts.commands.paste()
    contacts.commands.dialog.accept()
    assert {rows.text(row, "city") for row in range(3)} == {"Bern"}


def lines_of(dialog) -> list[list[str]]:
    """What the preview of a paste shows."""
    return [[column.text(row) for column in dialog.table.rows.columns] for row in dialog.table.rows.rows]


def paste_into(page: ListPage, text: str) -> PastePreview:
    """Pastes a text and answers the preview."""
    QGuiApplication.clipboard().setText(text)
    page.handlers()["list_paste"]()
    assert isinstance(page.commands.dialog, PastePreview)
    return page.commands.dialog


def test_a_block_pasted_with_nothing_chosen_adds_records_under_its_titles_in_one_step(contacts):
    here, before = contacts.desk.here, len(contacts.view.rows.ids)
    dialog = paste_into(
        contacts,
        "Name\tE-mail\tCompany\tShoe size\tCreated\n"
        "Ada Neu\tada@example.com\tNeu & Söhne\t38\t\n"
        "Bob Neu\tnobody\tneu & söhne\t44\t1.5.2025\n"
        "\t\t\t\t\n"
        "\tlost@example.com\t\t\t\n",
    )
    assert not dialog.head.isVisible()
    assert dialog.adding.text().replace("&", "") == "Add 2 new records"
    assert "2 cells lie outside the list" in dialog.rest.text()
    assert lines_of(dialog) == [
        ["New: Bob Neu", "E-mail", "", "nobody", "“nobody” is not an e-mail address, such as anna@example.com."],
        ["New: lost@example.com", "Name", "", "", "“Name” is missing; fill it in."],
        ["New: Ada Neu", "", "", "Ada Neu · ada@example.com · Neu & Söhne", ""],
        ["New: Bob Neu", "", "", "Bob Neu · neu & söhne · 1.5.2025", ""],
    ]
    dialog.accept()
    assert contacts.desk.notice.text.text() == "2 records were added."
    # The company that both name is made once.
    assert len(contacts.view.rows.ids) == before + 3
    found = here.rows(
        "SELECT p.name, p.kind, p.email, c.name, c.kind FROM contact p JOIN contact c ON c.id = p.company_id"
        " WHERE c.name = 'Neu & Söhne' ORDER BY p.id"
    )
    company = ("Neu & Söhne", "company")
    assert found == [("Ada Neu", "person", "ada@example.com", *company), ("Bob Neu", "person", None, *company)]
    contacts.desk.notice.button.click()
    wait(lambda: len(contacts.view.rows.ids) == before)


def test_a_block_without_titles_goes_into_the_columns_that_are_shown(make_page):
    page = make_page("leads")
    page.show_columns(["name", "city"])
    dialog = paste_into(page, "Ada Neu\tŁódź\nBob Neu\tBern")
    dialog.accept()
    found = page.desk.here.rows("SELECT name, city, lead_at FROM contact WHERE name LIKE '% Neu' ORDER BY id")
    assert [row[:2] for row in found] == [("Ada Neu", "Łódź"), ("Bob Neu", "Bern")]
    # What is added to the list of leads is a lead.
    assert {row[2] for row in found} == {page.desk.now()}


def test_lines_below_the_last_row_are_offered_as_new_records(make_page):
    page = make_page("campaigns")
    rows = page.view.rows
    page.show_columns(["name", "budget"])
    last, before = rows.rowCount() - 1, rows.rowCount()
    name = rows.text(last, "name")

    def paste() -> PastePreview:
        wait(lambda: not page.desk.session.jobs.running and rows.complete)
        page.view.setCurrentIndex(rows.index(last, 0))
        return paste_into(page, "Fair\t100\nFlyers\t200")

    dialog = paste()
    assert dialog.head.text() == "2 cells will change."
    assert lines_of(dialog)[0][:4] == [name, "Name", name, "Fair"]
    dialog.adding.setChecked(False)
    dialog.accept()
    assert (rows.text(last, "name"), rows.rowCount()) == ("Fair", before)
    page.desk.notice.button.click()
    wait(lambda: rows.text(last, "name") == name)
    paste().accept()
    assert page.desk.notice.text.text() == "2 cells were changed. 1 record was added."
    assert page.desk.here.rows("SELECT budget FROM campaign WHERE name = 'Flyers'") == [(20000,)]
    page.desk.notice.button.click()
    wait(lambda: rows.rowCount() == before and rows.text(last, "name") == name)


def test_without_anything_to_change_or_to_add_there_is_nothing_to_accept(make_page):
    page = make_page("expenses")
    dialog = paste_into(page, "Amount\tCategory\nmuch\tmarketing")
    assert not dialog.ok.isEnabled()
    assert dialog.head.text() == "0 cells will change."
    assert lines_of(dialog)[0][1] == "Amount"
    dialog.reject()


def test_very_many_new_records_are_added_in_a_job(make_page):
    page = make_page("staff")
    paste_into(page, "Name\n" + "\n".join(f"Person {number}" for number in range(300))).accept()
    wait(lambda: page.desk.here.rows("SELECT count(*) FROM staff WHERE name LIKE 'Person %'") == [(300,)])


@pytest.mark.parametrize("listing", list(LISTINGS))
def test_what_is_copied_from_a_list_can_be_pasted_as_new_records_of_every_list(listing, make_page):
    page = make_page(listing)
    wait(lambda: page.view.rows.complete)
    page.view.choose(page.view.rows.ids[:2])
    page.commands.copy()
    page.view.clearSelection()
    page.handlers()["list_paste"]()
    dialog = page.commands.dialog
    refused = {line[4] for line in lines_of(dialog) if line[4] and "is the name of" not in line[4]}
    # Of goals there is one for each KPI and period.
    told = {"This column cannot be typed in.", "There is a goal for this KPI and period already; change that one."}
    assert refused <= told or not dialog.plan.additions, refused
    dialog.accept() if dialog.ok.isEnabled() else dialog.reject()


def test_nothing_on_the_clipboard_is_said(contacts):
    QGuiApplication.clipboard().setText("")
    contacts.commands.paste()
    assert "Copy cells" in contacts.desk.notice.text.text()
    contacts.view.selectRow(0)
    QGuiApplication.clipboard().setText("x\n" * 3000)
    contacts.commands.paste()
    assert "import them" in contacts.desk.notice.text.text()
