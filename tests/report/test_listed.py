"""Rows of a list for other programs: text for the clipboard, CSV, spreadsheet."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from crmdesk.report.listed import plain, tab_separated, write_list
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.file import Workspace, create
from crmdesk.store.listing import LISTINGS
from crmdesk.store.stage import Stage
from tests.store.rows import CLOCK, NOON, SETTINGS

COLUMNS = ["title", "contact_id", "amount", "probability", "expected_close_on", "opened_at", "stage_id"]


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Workspace]:
    with create(tmp_path / "book.crmdesk", SETTINGS, clock=CLOCK) as workspace:
        yield workspace


@pytest.fixture
def deals(book: Workspace) -> list[int]:
    with book.operation("Add") as tx:
        stage = tx.insert(Stage, {"name": "Offer", "kind": "open"})
        contact = tx.insert(Contact, {"kind": "person", "name": "@Zoë"})
        filled = {"contact_id": contact, "amount": -1250, "probability": "0.5", "expected_close_on": 20_757}
        return [
            tx.insert(Deal, {"title": "=1+1\tx\ny", "stage_id": stage, "opened_at": NOON, **filled}),
            tx.insert(Deal, {"title": None, "stage_id": stage, "opened_at": NOON}),
        ]


def test_the_clipboard_gets_titles_and_plain_values(book: Workspace, deals: list[int]):
    text = tab_separated(book, LISTINGS["deals"], COLUMNS, [*deals, 999])
    lines = list(csv.reader(io.StringIO(text), delimiter="\t"))
    assert lines == [
        ["Title", "Contact", "Amount", "Probability", "Expected to close", "Opened", "Stage"],
        ["=1+1\tx\ny", "@Zoë", "-12.50", "0.5", "2026-10-31", "2026-10-31 12:45", "Offer"],
        ["", "", "", "", "", "2026-10-31 12:45", "Offer"],
    ]


def test_csv_holds_no_formulas_but_negative_numbers(book: Workspace, deals: list[int], tmp_path: Path):
    asked: list[int] = []
    write_list(tmp_path / "deals.csv", book, LISTINGS["deals"], COLUMNS, deals, asked.append)
    with (tmp_path / "deals.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert lines[1][:3] == ["'=1+1\tx\ny", "'@Zoë", "-12.50"]
    assert asked == [0]


def test_telephone_numbers_in_csv_are_as_other_programs_take_them(book: Workspace, tmp_path: Path):
    numbers = ["+49 30 23125527", "+4930", "+1 +1", "=1 1"]
    with book.operation("Add") as tx:
        ids = [tx.insert(Contact, {"kind": "person", "name": "Ada", "phone": number}) for number in numbers]
    write_list(tmp_path / "contacts.csv", book, LISTINGS["contacts"], ["phone"], ids)
    lines = (tmp_path / "contacts.csv").read_text("utf-8-sig").splitlines()
    assert lines == ["Phone", "+49 30 23125527", "'+4930", "'+1 +1", "'=1 1"]


def test_a_spreadsheet_gets_numbers_days_and_moments(book: Workspace, deals: list[int], tmp_path: Path):
    write_list(tmp_path / "deals.xlsx", book, LISTINGS["deals"], COLUMNS, deals)
    sheet = CalamineWorkbook.from_path(tmp_path / "deals.xlsx").get_sheet_by_index(0).to_python()
    assert sheet[1] == ["=1+1\tx\ny", "@Zoë", -12.5, 0.5, date(2026, 10, 31), datetime(2026, 10, 31, 12, 45), "Offer"]


def test_values_of_choices_and_whole_numbers_are_told_in_words_and_figures(book: Workspace, tmp_path: Path):
    with book.operation("Add") as tx:
        row = tx.insert(Stage, {"name": "Offer", "kind": "open", "position": 3})
    columns = ["name", "position", "kind"]
    assert tab_separated(book, LISTINGS["stages"], columns, [row]).splitlines()[1] == "Offer\t3\tOpen"
    write_list(tmp_path / "stages.xlsx", book, LISTINGS["stages"], columns, [row])
    sheet = CalamineWorkbook.from_path(tmp_path / "stages.xlsx").get_sheet_by_index(0).to_python()
    assert sheet[1] == ["Offer", 3, "Open"]
    assert plain(LISTINGS["stages"].record.stage_kind, "from a newer crmdesk", book) == "from a newer crmdesk"
