"""Spreadsheets as tables of text, and the files that would fill a computer."""

import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import xlsxwriter

from crmdesk.domain.errors import UserError
from crmdesk.exchange import limits
from crmdesk.exchange.cell import Canonical
from crmdesk.exchange.readers import sheet as module
from crmdesk.exchange.readers.sheet import read_sheet
from crmdesk.exchange.reading import read_file

CONTENT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="S">{}</table:table></office:spreadsheet></office:body></office:document-content>'
)
OPEN_CELL = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell>'


def workbook(path: Path, *sheets: list[list[object]], dates_1904: bool = False) -> Path:
    book = xlsxwriter.Workbook(str(path), {"date_1904": dates_1904})
    shapes = {
        date: book.add_format({"num_format": "dd.mm.yyyy"}),
        datetime: book.add_format({"num_format": "dd.mm.yyyy hh:mm"}),
        time: book.add_format({"num_format": "hh:mm"}),
        timedelta: book.add_format({"num_format": "[h]:mm"}),
    }
    for sheet in sheets:
        page = book.add_worksheet()
        for row, values in enumerate(sheet):
            for column, value in enumerate(values):
                if type(value) in shapes:
                    page.write_datetime(row, column, value, shapes[type(value)])
                elif value == "#N/A":
                    page.write_formula(row, column, "=NA()", None, "#N/A")
                else:
                    page.write(row, column, value)
    book.close()
    return path


def open_document(path: Path, rows: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        target.writestr("META-INF/manifest.xml", "<manifest/>")
        target.writestr("content.xml", CONTENT.format(rows))
    return path


def changed(path: Path, name: str, old: str, new: str, times: int = -1) -> Path:
    """The same file with other text in one of its parts."""
    with zipfile.ZipFile(path) as source:
        parts = {entry: source.read(entry) for entry in source.namelist()}
    parts[name] = parts[name].decode().replace(old, new, times).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for entry, content in parts.items():
            target.writestr(entry, content)
    return path


def refusal(path: Path, **options) -> str:
    with pytest.raises(UserError) as caught:
        read_sheet(path, **options)
    return str(caught.value)


def test_cells_become_plain_text(tmp_path):
    values = [
        "text",
        7,
        12.5,
        0.1 + 0.2,
        1e15,
        -1e-7,
        True,
        False,
        date(2026, 1, 2),
        datetime(2026, 1, 2, 3, 4, 5),
        time(10, 30),
        timedelta(hours=30),
    ]
    path = workbook(tmp_path / "x.csv", [[f"c{n}" for n in range(len(values))], values])
    [(line, cells)] = read_sheet(path).rows()
    assert line == 2
    assert cells == [
        "text",
        "7",
        "12.5",
        "0.3",
        "1000000000000000",
        "-0.0000001",
        "true",
        "false",
        "2026-01-02",
        "2026-01-02T03:04:05",
        "10:30:00",
        "1 day, 6:00:00",
    ]
    assert [isinstance(cell, Canonical) for cell in cells[:3]] == [False, True, True]


def test_dates_of_old_macintosh_files_are_right(tmp_path):
    path = workbook(tmp_path / "x.xlsx", [["day"], [date(2026, 1, 2)]], dates_1904=True)
    assert list(read_sheet(path).rows()) == [(2, ["2026-01-02"])]


def test_errors_are_empty_and_it_is_said(tmp_path):
    found = read_sheet(workbook(tmp_path / "x.xlsx", [["a", "b"], ["#N/A", "x"]]))
    assert list(found.rows()) == [(2, ["", "x"])]
    assert found.notices == ["x.xlsx: 1 cell holds an error and is read as empty."]


def test_lines_are_the_rows_of_the_sheet(tmp_path):
    path = workbook(tmp_path / "x.xlsx", [["Report"], [], ["id", "name"], [], ["1", "Ada"], ["2"]])
    found = read_sheet(path, skip_lines=1)
    assert (found.columns, list(found.rows())) == (["id", "name"], [(5, ["1", "Ada"]), (6, ["2", ""])])


def test_columns_can_be_given(tmp_path):
    path = workbook(tmp_path / "x.xlsx", [["1", "Ada"]])
    assert list(read_sheet(path, columns=["id", "name"]).rows()) == [(1, ["1", "Ada"])]


def test_rows_wider_than_the_header_are_put_aside(tmp_path):
    found = read_sheet(workbook(tmp_path / "x.xlsx", [["a"], ["1", "2"], ["3"]]))
    assert list(found.rows()) == [(3, ["3"])]
    assert [one.line for one in found.rejected] == [2]


def test_the_first_sheet_with_data_is_read_and_it_is_said(tmp_path):
    path = workbook(tmp_path / "x.xlsx", [], [["a"], ["1"]], [["b"]])
    found = read_sheet(path)
    assert found.columns == ["a"]
    assert found.notices == ["x.xlsx has 3 sheets; the first with data, “Sheet2”, was read."]


def test_a_sheet_can_be_named(tmp_path):
    path = workbook(tmp_path / "x.xlsx", [["a"]], [["b"]])
    assert read_sheet(path, sheet="Sheet2").columns == ["b"]
    assert "did you mean “Sheet2”" in refusal(path, sheet="Sheet 2")


def test_a_workbook_without_data_is_refused(tmp_path):
    assert "no sheet with data" in refusal(workbook(tmp_path / "x.xlsx", []))


def test_control_characters_and_line_ends_are_tidied(tmp_path):
    found = read_sheet(workbook(tmp_path / "x.xlsx", [["a"], ["x\x0by\r\nz"]]))
    assert list(found.rows()) == [(2, ["xy\nz"])]
    assert found.notices == ["Row 2: control characters were left out; no text needs them."]


def test_formulas_and_markup_are_text(tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "x.xlsx"), {"strings_to_formulas": False})
    page = book.add_worksheet()
    page.write_column(0, 0, ["a", "=1+1", "<b>x"])
    book.close()
    assert [cells for _line, cells in read_sheet(tmp_path / "x.xlsx").rows()] == [["=1+1"], ["<b>x"]]


def test_one_far_cell_is_refused_before_anything_is_laid_out(tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "x.xlsx"))
    book.add_worksheet().write("XFD1048576", "x")
    book.close()
    assert "spans more than" in refusal(tmp_path / "x.xlsx")


def test_cells_without_references_are_counted(tmp_path, monkeypatch):
    path = workbook(tmp_path / "x.xlsx", [["a", "b"], [1, 2]])
    for old in ('r="A1" ', 'r="B1" ', ' r="A2"', ' r="B2"', ' r="1"', ' r="2"'):
        changed(path, "xl/worksheets/sheet1.xml", old, "")
    assert list(read_sheet(path).rows()) == [(2, ["1", "2"])]
    monkeypatch.setattr(limits, "SHEET_CELLS", 3)
    assert "spans more than 3 cells" in refusal(path)


def test_a_sheet_that_its_reader_refuses_is_refused(tmp_path):
    path = workbook(tmp_path / "x.xlsx", [["a"], [1]])
    changed(path, "xl/worksheets/sheet1.xml", 'r="A2"', 'r="?"')
    assert "The sheet “Sheet1” of x.xlsx is damaged" in refusal(path)


def test_a_bomb_is_refused_by_the_directory_of_its_zip(tmp_path, monkeypatch):
    path = workbook(tmp_path / "x.xlsx", [["a"]])
    changed(path, "docProps/app.xml", "<Properties", " " * 11 * 1024**2 + "<Properties")
    assert "would unpack to 11 MB" in refusal(path)
    monkeypatch.setattr(limits, "SHEET_BYTES", 1)
    assert "would unpack" in refusal(path)


def test_one_long_text_in_many_cells_is_refused(tmp_path, monkeypatch):
    path = workbook(tmp_path / "x.xlsx", [["x" * 30_000] * 10])
    assert len(read_sheet(path).columns) == 10
    monkeypatch.setattr(limits, "SHEET_BYTES", 200_000)
    assert "its texts are too long" in refusal(path)


def test_entities_are_refused(tmp_path):
    path = workbook(tmp_path / "x.xlsx", [["a"]])
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><sst '
    changed(path, "xl/sharedStrings.xml", "<sst ", bomb)
    assert "defines its own XML entities" in refusal(path)


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml"])
def test_broken_xml_is_refused(tmp_path, part):
    path = workbook(tmp_path / "x.xlsx", [["a"]])
    assert "damaged or protected" in refusal(changed(path, part, "</", "<"))


def test_what_a_program_keeps_for_itself_in_a_workbook_is_no_damage(tmp_path):
    path = workbook(tmp_path / "x.xlsx", [["a", "b"], ["1", "2"]])
    with zipfile.ZipFile(path, "a") as target:
        target.writestr("xl/model/item.data", "\ufeffSTREAM_STORAGE_SIGNATURE".encode("utf-16-le"))
        target.writestr("customXml/item1.xml", '<?xml version="1.0" encoding="utf-16"?><q/>'.encode("utf-16"))
    assert read_sheet(path).columns == ["a", "b"]


def test_a_workbook_without_its_sheets_is_refused(tmp_path):
    path = workbook(tmp_path / "x.xlsx", [["a"]])
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist() if "worksheets" not in name}
    with zipfile.ZipFile(path, "w") as target:
        for name, content in parts.items():
            target.writestr(name, content)
    assert "x.xlsx" in refusal(path)


def test_a_zip_with_sheets_and_nothing_else_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w") as target:
        target.writestr("xl/media/image1.png", b"\x89PNG")
    assert "damaged or protected" in refusal(tmp_path / "x.xlsx")


def test_a_truncated_workbook_is_refused(tmp_path):
    path = workbook(tmp_path / "x.xlsx", [["a"]])
    path.write_bytes(path.read_bytes()[:-100])
    assert "damaged zip file" in refusal(path)


def test_a_workbook_with_damaged_content_is_refused(tmp_path):
    path = workbook(tmp_path / "x.xlsx", [["a"]])
    data = bytearray(path.read_bytes())
    data[100:110] = bytes(10)
    path.write_bytes(data)
    assert "damaged or protected" in refusal(path)


def test_a_binary_workbook_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.xlsb", "w") as target:
        target.writestr("xl/workbook.bin", b"")
    assert "binary workbook" in refusal(tmp_path / "x.xlsb")


def test_an_old_file_that_is_none_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "x.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert "damaged or protected" in refusal(path)
    monkeypatch.setattr(limits, "SHEET_BYTES", 100)
    assert "too large for an old spreadsheet" in refusal(path)


def test_an_open_document_is_read(tmp_path):
    cells = (
        OPEN_CELL.format("", "id")
        + OPEN_CELL.format("", "day")
        + "</table:table-row><table:table-row>"
        + OPEN_CELL.format("", "1")
        + '<table:table-cell office:value-type="date" office:date-value="2026-01-02"/>'
    )
    empty = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell'
    empty += ' table:number-columns-repeated="16384"/></table:table-row>'
    path = open_document(tmp_path / "x.ods", f"<table:table-row>{cells}</table:table-row>{empty}")
    found = read_sheet(path)
    assert (found.columns, list(found.rows())) == (["id", "day"], [(2, ["1", "2026-01-02"])])


def test_repeated_cells_of_an_open_document_are_refused(tmp_path):
    many = OPEN_CELL.format(' table:number-columns-repeated="9000000000"', "x")
    assert "spans more than" in refusal(open_document(tmp_path / "x.ods", f"<table:table-row>{many}</table:table-row>"))
    long = OPEN_CELL.format(' table:number-columns-repeated="1000"', "x" * 300_000)
    assert "too long" in refusal(open_document(tmp_path / "y.ods", f"<table:table-row>{long}</table:table-row>"))


def test_a_wish_to_stop_is_no_damage():
    stop = KeyboardInterrupt()
    assert module._refused(stop, "Damaged.") is stop
    assert str(module._refused(SystemError(), "Damaged.")) == "Damaged."


def test_counted_spaces_of_an_open_document_are_refused(tmp_path):
    spaces = '<text:s text:c="{}"/>'
    few = OPEN_CELL.format("", "a" + spaces.format(3) + "b")
    path = open_document(tmp_path / "x.ods", f"<table:table-row>{few}</table:table-row>")
    assert next(read_sheet(path, columns=["x"]).rows()) == (1, ["a   b"])
    many = OPEN_CELL.format("", spaces.format("0002000000000"))
    assert "too long" in refusal(open_document(tmp_path / "y.ods", f"<table:table-row>{many}</table:table-row>"))


def test_tables_of_an_open_document_are_bounded_together(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "OPEN_CELLS", 50)
    row = f"<table:table-row>{OPEN_CELL.format('', 'x') * 3}</table:table-row>"
    one = open_document(tmp_path / "x.ods", row * 10)
    assert len(list(read_sheet(one, columns=["a", "b", "c"]).rows())) == 10
    two = open_document(tmp_path / "y.ods", f'{row * 10}</table:table><table:table table:name="T">{row * 10}')
    assert "spans more than 50 cells" in refusal(two)


def test_a_workbook_of_very_many_sheets_is_read_in_part(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "TABLES", 2)
    path = workbook(tmp_path / "x.xlsx", [["a"], [1]], [["b"], [2]], [["c"], [3]], [["d"], [4]])
    found = read_file(path)
    assert [one.columns for one in found] == [("a",), ("b",)]
    assert "more than 2 sheets; “Sheet3”" in found[0].doubts[-1]


def test_texts_that_are_only_counted_are_refused(tmp_path):
    path = workbook(tmp_path / "x.xlsx", [["a"], ["b"]])
    changed(path, "xl/sharedStrings.xml", 'uniqueCount="2"', 'uniqueCount="4294967295"')
    assert "spans more than" in refusal(path)
