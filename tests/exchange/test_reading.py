"""One way in for every form of file: tables of text, workbooks, address books, folders and zips of them."""

import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from crmdesk.domain.errors import UserError
from crmdesk.exchange import everything, limits
from crmdesk.exchange.formats import FORMATS
from crmdesk.exchange.found import Found
from crmdesk.exchange.reading import is_interchange, read_file
from crmdesk.exchange.rules import TableRule

CARDS = "BEGIN:VCARD\nVERSION:3.0\nFN:Ada Lovelace\nORG:Engines Ltd\nEMAIL:ada@example.com\nEND:VCARD\n"


def written(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def packed(path: Path, files: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in files.items():
            target.writestr(name, content)
    return path


def rows(found: Found) -> list[list[str]]:
    return [cells for _line, cells in found.read().rows()]


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Path:
    """A workbook as people make them: a title, groups of columns, merged names, a total, a hidden list."""
    path = tmp_path_factory.mktemp("book") / "book.xlsx"
    with xlsxwriter.Workbook(path) as made:
        plain, day = made.add_format(), made.add_format({"num_format": "dd.mm.yyyy"})
        made.add_worksheet("Empty")
        hidden = made.add_worksheet("Lists")
        hidden.write_column("A1", ["Stage", "Won"])
        hidden.hide()
        sheet = made.add_worksheet("Sales")
        sheet.merge_range("B1:F1", "Sales 2026", plain)
        sheet.merge_range("B3:C3", "Customer", plain)
        sheet.merge_range("D3:F3", "Order", plain)
        sheet.write_row("B4", ["Name", "City", "Date", "Amount", "Currency"])
        sheet.merge_range("B5:B6", "Acme", plain)
        for line, (city, amount) in enumerate([("Berlin", 12.5), ("Bonn", 1.5), ("Köln", 7)], start=4):
            sheet.write(line, 2, city)
            sheet.write_datetime(line, 3, date(2026, 1, line), day)
            sheet.write_row(line, 4, [amount, "EUR"])
        sheet.write("B7", "Beta")
        sheet.write("B8", "Summe")
        sheet.write_formula("E8", "=SUM(E5:E7)", None, 21)
        sheet.write("B10", "as of today")
    return path


def test_each_sheet_is_a_table_but_hidden_ones_are_only_named(book, tmp_path):
    [sales] = read_file(book)
    assert (sales.name, sales.form, sales.layout.sheet) == ("book.xlsx: Sales", "sheet", "Sales")
    assert sales.doubts == ("Hidden sheets were not read: Lists.",)
    with xlsxwriter.Workbook(tmp_path / "x.xlsx") as made:
        for name in ("People", "Cities"):
            made.add_worksheet(name).write_column("A1", ["name", name])
    assert [one.name for one in read_file(tmp_path / "x.xlsx")] == ["x.xlsx: People", "x.xlsx: Cities"]


def test_hidden_sheets_are_read_where_there_are_no_others(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "x.xlsx") as made:
        made.add_worksheet("Empty")
        hidden = made.add_worksheet("Data")
        hidden.write_column("A1", ["name", "Ada"])
        hidden.hide()
    [found] = read_file(tmp_path / "x.xlsx")
    assert (rows(found), found.doubts) == ([["Ada"]], ())


def test_a_sheet_is_laid_out_like_a_text_table(book):
    sales = read_file(book)[0]
    assert sales.columns[:3] == ("Customer – Name", "Customer – City", "Order – Date")
    assert rows(sales) == [
        ["Acme", "Berlin", "2026-01-04", "12.5", "EUR"],
        ["Acme", "Bonn", "2026-01-05", "1.5", "EUR"],
        ["Beta", "Köln", "2026-01-06", "7", "EUR"],
    ]
    assert sales.layout.titles == ("Sales 2026",)
    assert [line for line, _reason in sales.layout.left_out] == [1, 8, 10]


def test_a_sheet_can_be_stated(book):
    [found] = read_file(book, TableRule(sheet="Lists"))
    assert (found.name, rows(found)) == ("book.xlsx", [["Won"]])
    with pytest.raises(UserError, match="has no “List”"):
        read_file(book, TableRule(sheet="List"))


def test_a_workbook_that_was_changed_since_is_checked_again(tmp_path, book):
    path = tmp_path / "x.xlsx"
    path.write_bytes(book.read_bytes())
    found = read_file(path)[0]
    path.write_bytes(book.read_bytes()[:500])
    with pytest.raises(UserError, match="damaged"):
        found.read()
    path.unlink()
    with pytest.raises(UserError, match="There is no file"):
        found.read()


def test_a_workbook_without_data_is_refused(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "x.xlsx") as made:
        made.add_worksheet()
    with pytest.raises(UserError, match="holds no sheet with data"):
        read_file(tmp_path / "x.xlsx")


def test_the_only_sheet_needs_no_name(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "x.xlsx") as made:
        made.add_worksheet("Data").write_column("A1", ["name", "Ada"])
    assert [one.name for one in read_file(tmp_path / "x.xlsx")] == ["x.xlsx"]


TITLED = "Report\nid,name\n1,Ada\n2,Bob\n"


def test_what_is_stated_about_a_table_is_taken(tmp_path):
    path = written(tmp_path / "x.csv", "a;b,c\n1;2,3\n")
    [found] = read_file(path, TableRule(delimiter=";", quote="", encoding="latin-1"))
    assert (found.columns, found.layout.delimiter, found.layout.encoding) == (("a", "b,c"), ";", "latin-1")
    [skipped] = read_file(written(tmp_path / "y.csv", TITLED), TableRule(skip_lines=1))
    assert (skipped.columns, skipped.layout.headings) == (("id", "name"), (2,))
    [named] = read_file(written(tmp_path / "z.csv", "1,Ada\n2,Bob\n"), TableRule(columns=("id", "name")))
    assert (named.columns, rows(named)) == (("id", "name"), [["1", "Ada"], ["2", "Bob"]])


def test_heading_lines_can_be_stated(tmp_path):
    path = written(tmp_path / "x.csv", TITLED)
    [first] = read_file(path, TableRule(headings=(1,)))
    assert (first.columns[0], len(rows(first))) == ("Report", 3)
    [both] = read_file(path, TableRule(headings=(2, 3)))
    assert (both.columns, rows(both)) == (("id – 1", "name – Ada"), [["2", "Bob"]])
    assert (both.layout.headings, both.layout.titles) == ((2, 3), ("Report",))
    [none] = read_file(path, TableRule(headings=()))
    assert (none.columns, len(rows(none))) == (("Column 1", "Column 2"), 4)


def test_a_heading_that_is_nowhere_is_looked_for(tmp_path):
    [found] = read_file(written(tmp_path / "x.csv", TITLED), TableRule(headings=(99,)))
    assert found.columns == ("id", "name")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "ascii", "utf-8+cp1252", "cp437"])
def test_any_encoding_can_be_tried(tmp_path, encoding):
    found = read_file(written(tmp_path / "x.csv", "id,name\n1,Jürgen\n2,Bob\n"), TableRule(encoding=encoding))
    assert any(rows(one) or one.layout.headings for one in found)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_a_wide_encoding_may_be_stated_of_a_file_without_its_mark(tmp_path, encoding):
    path = tmp_path / "x.csv"
    path.write_bytes("id,name\n1,Jürgen\n2,Bob\n".encode(f"{encoding}-le"))
    [found] = read_file(path, TableRule(encoding=encoding))
    assert found.columns == ("id", "name") and rows(found) == [["1", "Jürgen"], ["2", "Bob"]]


@pytest.mark.parametrize("encoding", ["klingon", "base64"])
def test_an_encoding_that_nobody_knows_is_refused(tmp_path, encoding):
    with pytest.raises(UserError, match="is not a known encoding"):
        read_file(written(tmp_path / "x.csv", TITLED), TableRule(encoding=encoding))


@pytest.mark.parametrize("between", ["\n", "\n\n# another one\n"])
def test_a_stated_heading_ends_where_another_table_begins(tmp_path, between):
    path = written(tmp_path / "x.csv", f"day,n\n2026-01-01,1\n2026-01-02,2\n{between}name,city,born\nAda,Ulm,1815\n")
    [found] = read_file(path, TableRule(headings=(1,)))
    assert len(rows(found)) == 2


@pytest.mark.parametrize("text", ["\n\n", ",,\n,,\n", " \n"])
def test_a_file_without_rows_is_refused(tmp_path, text):
    with pytest.raises(UserError, match=r"x\.csv holds no rows"):
        read_file(written(tmp_path / "x.csv", text))
    with pytest.raises(UserError, match=r"x\.csv holds no rows"):
        read_file(tmp_path / "x.csv", TableRule(columns=("a",)))


def test_a_line_that_states_the_delimiter_is_no_title(tmp_path):
    [found] = read_file(written(tmp_path / "x.csv", "sep=;\nname;notes\nAda;a,b\n"))
    assert (found.columns, found.layout.headings) == (("name", "notes"), (2,))


def test_rows_longer_than_a_sample_are_read_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "SAMPLE_CHARACTERS", 10)
    [found] = read_file(written(tmp_path / "x.csv", "name,notes\nAda,long text\nBob,longer text\n"))
    assert len(rows(found)) == 2


def test_an_uncertain_delimiter_is_said(tmp_path):
    [found] = read_file(written(tmp_path / "x.csv", "id;value\n1;3,4,5\n2;6,7,8\n3;9,1,1\n"))
    assert "not certain what separates the columns" in found.doubts[0]
    [stated] = read_file(tmp_path / "x.csv", TableRule(delimiter=";"))
    assert stated.doubts == ()


def test_spaces_behind_the_delimiter_are_no_part_of_the_cells(tmp_path):
    [found] = read_file(written(tmp_path / "x.csv", 'name, notes\nAda, "a, b"\nBob, "c"\n'))
    assert rows(found) == [["Ada", "a, b"], ["Bob", "c"]]


def test_lines_that_stand_in_quotes_as_a_whole_are_cut(tmp_path):
    good = ['"1,""Lovelace, Ada"",x"', *(f'"{n},Bob,y"' for n in range(2, 20))]
    [found] = read_file(written(tmp_path / "x.csv", "\n".join(['"id,name,notes"', *good, '"20,""Dan"'])))
    assert found.columns == ("id", "name", "notes")
    assert (rows(found)[0], len(rows(found))) == (["1", "Lovelace, Ada", "x"], 19)
    table = found.read()
    list(table.rows())
    assert [one.line for one in table.rejected] == [21]


@pytest.mark.parametrize("text", ['"name"\n"Lovelace, Ada"\n"Hopper, Grace"\n', '"a,b,c"\n"1,2,3"\n'])
def test_names_in_quotes_with_a_comma_are_one_cell(tmp_path, text):
    [found] = read_file(written(tmp_path / "x.csv", text))
    assert len(found.columns) == 1


def test_a_line_without_quotes_among_wrapped_ones_is_cut_too(tmp_path):
    lines = ['"id,name,city"', *(f'"{n},Ada,Ulm"' for n in range(400)), "", "9,Bob,Rom"]
    [found] = read_file(written(tmp_path / "x.csv", "\n".join(lines)))
    assert rows(found)[-1] == ["9", "Bob", "Rom"]


def test_only_the_first_columns_with_odd_names_are_named(tmp_path):
    [found] = read_file(written(tmp_path / "x.csv", "a," * 9 + "a\n" + "1," * 9 + "1\n"))
    assert len(found.doubts) == 3


def test_an_address_book_is_its_companies_and_its_people(tmp_path):
    companies, people = read_file(written(tmp_path / "x.vcf", CARDS))
    assert [(one.form, one.part) for one in (companies, people)] == [("vcard", "companies"), ("vcard", "contacts")]
    assert "Engines Ltd" in rows(companies)[0]
    assert "Ada Lovelace" in rows(people)[0]
    [alone] = read_file(written(tmp_path / "y.vcf", CARDS.replace("ORG:Engines Ltd\n", "")))
    assert alone.part == "contacts"


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("x.csv", "a,b\n1,2\n", "csv"),
        ("x.txt", CARDS, "vcard"),
        ("x.txt", CARDS.encode("utf-16"), "vcard"),
        ("x.csv", "BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:1\nSUMMARY:Call\nEND:VTODO\nEND:VCALENDAR\n", "ical"),
    ],
)
def test_the_content_decides_the_form(tmp_path, name, content, form):
    assert {one.form for one in read_file(written(tmp_path / name, content))} == {form}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<!DOCTYPE html><table><tr><td>1</td></tr></table>", "HTML"),
        ("<table><tr><td>1</td></tr></table>".encode("utf-16"), "HTML"),
        ('<?xml version="1.0"?><rows><row/></rows>', "XML"),
        ("<!-- rows -->\n<rows><row/></rows>", "XML"),
        ("// <!-- <mdb:mork:z v=1.4/> -->\n", "Mork"),
        ('<rows at="1">\n <row/></rows>', "XML"),
        ('[{"id": 1}]', "JSON"),
        ('\n {"id": 1}', "JSON"),
        ("{\\rtf1 text}", "RTF"),
        ("%PDF-1.7", "PDF"),
    ],
)
def test_what_is_no_table_is_refused_by_its_name(tmp_path, text, what):
    with pytest.raises(UserError, match=f"is a {what} file, not a table"):
        read_file(written(tmp_path / "x.xls", text))


@pytest.mark.parametrize("head", [b"!BDN" + bytes(range(256)), bytes(range(1, 30)) + bytes(5000)])
def test_what_is_no_text_at_all_is_not_cut_into_cells(tmp_path, head):
    with pytest.raises(UserError, match=r"mails\.pst can only be read by its own program"):
        read_file(written(tmp_path / "mails.pst", head))


def test_a_text_with_a_few_strange_signs_or_two_bytes_a_letter_is_text(tmp_path):
    for text in (b"Name,Note\nAda,\x01\x02\x03\x04\x05\x06\x07\n", "Имя,Город\nАда,Киев\n".encode("utf-16")):
        [found] = read_file(written(tmp_path / "a.csv", text))
        assert len(list(found.read().rows())) == 1


def test_a_workbook_is_known_by_its_first_bytes(book):
    with book.open("rb") as stream:
        head = stream.read(4096)
    assert FORMATS["sheet"].sniff(head)
    assert FORMATS["sheet"].sniff(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    assert not FORMATS["sheet"].sniff(b"PK\x03\x04 something else")
    assert not FORMATS["sheet"].sniff(b"name,city")


def test_every_file_of_a_folder_is_read(tmp_path, book):
    written(tmp_path / "Leads_001.csv", "id,name\n1,Ada\n")
    written(tmp_path / "cards.vcf", CARDS)
    written(tmp_path / ".hidden.csv", "id,name\n1,Ada\n")
    (tmp_path / "book.xlsx").write_bytes(book.read_bytes())
    written(tmp_path / "photo.jpg", b"\xff\xd8\xff\xe0")
    found = read_file(tmp_path)
    assert [one.form for one in found] == ["csv", "sheet", "vcard", "vcard"]
    assert found[0].doubts[-1].endswith(f"1 file of {tmp_path.name} was not read, bring it in by itself: photo.jpg.")


def test_every_text_table_of_a_zip_is_read_and_the_rest_is_said(tmp_path):
    files = {
        "Data/Leads_001.csv": "id,name\n1,Ada\n",
        "Data/Contacts_001.csv": "id;name;city\n1;Bob;Ulm\n2;Cora;Rom\n",
        "Data/Attachments/terms.pdf": "%PDF-1.7",
        "book.xlsx": "PK\x03\x04",
        "cards.vcf": CARDS,
        "empty.csv": "",
        "program.exe": "MZ\x00",
        "__MACOSX/Data/Leads_001.csv": "no",
        ".DS_Store": "no",
    }
    found = read_file(packed(tmp_path / "x.zip", files))
    assert [(one.name, len(rows(one))) for one in found[:2]] == [("Leads_001.csv", 1), ("Contacts_001.csv", 2)]
    assert {one.form for one in found[2:]} == {"vcard"}
    assert "book.xlsx, empty.csv, program.exe" in found[0].doubts[0]
    assert rows(found[1]) == rows(found[1])


def test_forms_that_are_read_as_they_come_are_read_out_of_a_zip(tmp_path):
    calendar = "BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:1\nSUMMARY:Call\nEND:VTODO\nEND:VCALENDAR\n"
    found = read_file(packed(tmp_path / "x.zip", {"tasks.ics": calendar, "leads.csv": "id,name\n1,Ada\n"}))
    assert {(one.name, one.form) for one in found} == {("tasks.ics", "ical"), ("leads.csv", "csv")}


def test_workbooks_and_address_books_are_read_out_of_a_zip(tmp_path):
    book = (Path(__file__).parents[1] / "files" / "sources" / "pipedrive-deals-sheet.xlsx").read_bytes()
    path = packed(tmp_path / "x.zip", {"a/b/my: deals.xlsx": book, "a/cards.vcf": CARDS, "more.zip": b"PK\x03\x04"})
    found = read_file(path)
    assert [one.form for one in found] == ["sheet", "vcard", "vcard"]
    assert (found[0].name, found[0].read().name) == ("my_ deals.xlsx", "my_ deals.xlsx")
    assert rows(found[0]) == rows(found[0]) and len(rows(found[0])) == 2
    assert "more.zip" in found[0].doubts[0]


def test_a_whole_workspace_needs_no_mapping(tmp_path):
    path = written(tmp_path / "x.json", f'{{"format": "{everything.FORMAT}"}}')
    with pytest.raises(UserError, match="needs no mapping"):
        read_file(path)


def test_a_zip_without_tables_is_refused(tmp_path):
    with pytest.raises(UserError, match="holds no file with tables"):
        read_file(packed(tmp_path / "x.zip", {f"{n}.pdf": "%PDF-1.7" for n in range(12)}))
    packed(tmp_path / "y.zip", {"a.csv": "a,b\n1,2\n", **{f"{n}.pdf": "%PDF-1.7" for n in range(12)}})
    assert "…" in read_file(tmp_path / "y.zip")[0].doubts[0]


def test_a_protected_zip_is_refused(tmp_path):
    path = packed(tmp_path / "x.zip", {"a.csv": "a,b\n1,2\n"})
    data = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    path.write_bytes(data)
    with pytest.raises(UserError, match="protected by a password"):
        read_file(path)


@pytest.mark.parametrize(
    ("files", "is_one"),
    [
        ({"workspace.json": "{}", "contacts.csv": "x\n"}, True),
        ({"contacts.csv": "id,kind,name,extra\n1,person,Ada,x\n"}, True),
        ({"contacts.csv": "Record ID,First Name,Email\n1,Ada,x\n"}, False),
        ({"contacts.csv": "id,kind,name\n", "deals.csv": "Deal - Title,Deal - Value\n"}, False),
        ({"leads.csv": "id,kind,name\n"}, False),
    ],
)
def test_a_folder_is_one_of_ours_by_its_columns_not_by_its_names(tmp_path, files, is_one):
    folder = tmp_path / "folder"
    folder.mkdir()
    for name, content in files.items():
        written(folder / name, content)
    assert is_interchange(folder) is is_one
    assert is_interchange(packed(tmp_path / "x.zip", files)) is is_one


def test_a_file_is_no_interchange_folder(tmp_path):
    assert not is_interchange(written(tmp_path / "contacts.csv", "id,kind,name\n1,person,Ada\n"))
