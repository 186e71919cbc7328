"""The spreadsheet twin, read back by another library."""

from __future__ import annotations

from datetime import date, datetime
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from crmdesk.domain.period import parse_period
from crmdesk.kpi.base import all_kpis
from crmdesk.kpi.measure import measure
from crmdesk.report.sheets import in_major
from crmdesk.report.write import write
from crmdesk.store.file import open_workspace
from tests.report.conftest import NOW, sell

OCTOBER = parse_period("2026-10")


@pytest.fixture(scope="module")
def written(demo_file, tmp_path_factory):
    """The spreadsheet of a month, to look at only."""
    folder = tmp_path_factory.mktemp("sheets")
    with open_workspace(demo_file, read_only=True) as workspace:
        asked = workspace.calendar.parse(NOW)
        write(workspace, OCTOBER, asked, folder / "october.pdf", xlsx=folder / "october.xlsx")
    return folder / "october.xlsx"


@pytest.fixture
def book(written):
    return CalamineWorkbook.from_path(written)


def rows(book, name):
    return book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def same(cell, value):
    return cell == "" if value is None else cell == pytest.approx(value, rel=1e-14)


def test_the_sheets_are_there(book):
    assert book.sheet_names == ["Summary", "Charts", "Chart data", "Months", "Breakdowns", "Notes", "Definitions"]


def test_every_figure_is_a_number_with_its_text_beside(book, demo, now):
    table = rows(book, "Summary")
    head = table[4]
    lines = {row[head.index("Id")]: dict(zip(head, row, strict=True)) for row in table[5:]}
    for id, result in measure(demo, all_kpis(), [OCTOBER], now)[0].items():
        line = lines[id]
        assert same(line["Value"], in_major(result, result.figure.value)), id
        assert line["As printed"] == result.text and line["n"] == result.figure.n
        assert same(line["Before"], in_major(result, result.previous))
        assert same(line["Year before"], in_major(result, result.year_before))
        assert same(line["Goal"], in_major(result, result.target))
    assert isinstance(lines["revenue"]["Value"], float) and lines["revenue"]["Unit"] == "EUR"


def test_moments_and_days_are_dates(book):
    table = rows(book, "Summary")
    assert table[2][1] == datetime(2026, 11, 3, 9, 0) and table[3][1] == date(2026, 10, 31)
    assert rows(book, "Months")[1][1:3] == [date(2025, 10, 1), date(2025, 10, 31)]


def test_thirteen_months_hold_every_kpi(book, demo, now):
    table = rows(book, "Months")
    assert len(table) == 14 and len(table[0]) == 3 + len(all_kpis())
    last = measure(demo, all_kpis(), [OCTOBER], now)[0]
    for cell, result in zip(table[-1][3:], last.values(), strict=True):
        assert same(cell, in_major(result, result.figure.value)), result.kpi.id


def test_charts_are_drawn_by_the_spreadsheet_from_the_same_numbers(book, demo, now):
    table = rows(book, "Chart data")
    titles = {title: place for place, title in enumerate(table[0]) if title}
    assert {"Revenue", "Win rate", "Pipeline by stage", "Funnel by stage", "Tickets resolved by cause"} <= set(titles)
    result = measure(demo, all_kpis(), [OCTOBER], now)[0]["revenue"]
    column = titles["Revenue"]
    assert table[1][column + 1 : column + 4] == ["Year before", "Actual", "Goal"]
    for cell, value in zip(
        table[14][column + 1 : column + 4], (result.year_before, result.figure.value, result.target), strict=True
    ):
        assert same(cell, in_major(result, value))


def test_the_workbook_holds_charts_and_notes(written):
    with ZipFile(written) as packed:
        charts = [name for name in packed.namelist() if name.startswith("xl/charts/chart")]
        notes = packed.read("xl/comments1.xml").decode()
        first = packed.read("xl/charts/chart1.xml").decode()
    assert len(charts) >= 14 and "deals won ÷ (deals won + deals lost)" in notes
    assert "'Chart data'!$B$3:$B$15" in first


def test_breakdowns_carry_every_row(book, demo, now):
    table = rows(book, "Breakdowns")
    results = measure(demo, all_kpis(), [OCTOBER], now)[0]
    wanted = sum(len(lines) for one in results.values() for lines in one.figure.by.values())
    assert len([row for row in table[1:] if row[1] != "beside"]) == wanted
    names = {row.label for row in results["win_rate"].figure.by["staff"]}
    assert {row[2] for row in table if row[0] == "Win rate" and row[1] == "staff"} == names


def test_notes_and_definitions_are_words(book):
    assert any("without a channel" in row[1] for row in rows(book, "Notes"))
    assert [row[0] for row in rows(book, "Definitions")[1:]] == [one.name for one in all_kpis()]


def test_names_that_look_like_formulas_stay_text(shop, tmp_path):
    workspace = shop("=1+1")
    sell(workspace, "2026-10-05T10:00", 5000, buyer="=cmd|' /C calc'!A0")
    write(workspace, OCTOBER, workspace.calendar.parse(NOW), tmp_path / "x.pdf", xlsx=tmp_path / "x.xlsx")
    book = CalamineWorkbook.from_path(tmp_path / "x.xlsx")
    assert rows(book, "Summary")[0][0] == "=1+1"


def test_an_empty_business_has_empty_cells(shop, tmp_path):
    workspace = shop()
    write(workspace, OCTOBER, workspace.calendar.parse(NOW), tmp_path / "x.pdf", xlsx=tmp_path / "x.xlsx")
    book = CalamineWorkbook.from_path(tmp_path / "x.xlsx")
    assert all(row[1] == "" and row[3] in ("no data", "not set up") for row in rows(book, "Summary")[5:])


def test_what_stands_beside_a_figure_is_called_in_words(book):
    told = [row for row in rows(book, "Breakdowns")[1:] if row[1] == "beside"]
    assert told and not [row[2] for row in told if "_" in str(row[2]) or row[2] == row[5]]
    wanted = {"Lost because: Price", "Stages: Offer: Reached", "Sales expenses", "How long it took: 1 to 4 h: Number"}
    assert wanted <= {str(row[2]) for row in told}


def test_breakdowns_are_named_as_on_screen(book):
    table = rows(book, "Breakdowns")[1:]
    assert {row[1] for row in table if row[6] == "open_tickets"} >= {"age", "priority"}
    assert {"High", "Low", "Normal"} <= {row[2] for row in table if row[1] == "priority"}
    assert not [row for row in table if not row[2]]
