"""Whatever a file holds, reading it ends: in rows that fit their columns, or in one sentence."""

import io
import json

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.errors import UserError
from crmdesk.exchange import limits
from crmdesk.exchange.dialect import detect
from crmdesk.exchange.formats import FORMATS
from crmdesk.exchange.interchange import tables_of
from crmdesk.exchange.readers.sheet import read_sheet
from crmdesk.exchange.source import open_source
from crmdesk.exchange.table import read_csv
from tests.fuzz.reading import read_all, seeds_of

PIECES = [b",", b";", b"\t", b'"', b'""', b"'", b"\n", b"\r\n", b"\r", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xc3\xbc"]
PIECES += [b"\xff\xfe", b"a", b"1,5", b"  ", b'\\"', b"sep=", b"2026-01-01", b"x" * 200, b"1" * 120]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map(b"".join))
def test_any_bytes_are_read_to_their_end(data):
    for dialect in (None, detect(lambda: io.BytesIO(data))):
        try:
            table = read_csv(io.BytesIO(data), "x.csv", dialect=dialect)
            rows = list(table.rows())
        except UserError:
            continue
        lines = [line for line, _cells in rows]
        assert lines == sorted(set(lines))
        for _line, cells in rows:
            assert len(cells) == len(table.columns)
            assert "\x00" not in "".join(cells).encode("utf-8").decode("utf-8")


def naughty(data_dir) -> list[str]:
    texts = json.loads((data_dir("naughty-strings") / "blns.json").read_text(encoding="utf-8"))
    assert len(texts) > 400
    return [text for text in texts if not any(ord(mark) < 32 or ord(mark) == 127 for mark in text)]


def test_naughty_strings_come_through_a_text_table_unchanged(data_dir):
    texts = naughty(data_dir)
    lines = ["id,text", *(f'{n},"{text.replace(chr(34), chr(34) * 2)}"' for n, text in enumerate(texts))]
    data = "\n".join(lines).encode("utf-8")
    for dialect in (None, detect(lambda: io.BytesIO(data))):
        table = read_csv(io.BytesIO(data), "x.csv", dialect=dialect)
        assert [cells[1] for _line, cells in table.rows()] == texts
        assert table.rejected == []


def test_naughty_strings_come_through_a_spreadsheet_unchanged(data_dir, tmp_path):
    # The format has no way to write a character that is none.
    texts = [text for text in naughty(data_dir) if "\ufffe" not in text]
    book = xlsxwriter.Workbook(str(tmp_path / "x.xlsx"))
    page = book.add_worksheet()
    for row, text in enumerate(["text", *texts]):
        page.write_number(row, 0, row)
        page.write_string(row, 1, text)
    book.close()
    assert [cells[1] for _line, cells in read_sheet(tmp_path / "x.xlsx", columns=["n", "text"]).rows()][1:] == texts


STREAMED = [form for form in FORMATS.values() if form.packed]


@pytest.mark.parametrize("form", STREAMED, ids=lambda form: form.form)
def test_a_file_of_too_many_rows_is_refused(form, tmp_path, monkeypatch):
    longest = max(seeds_of(form.form), key=lambda path: read_all(path, form.form))
    monkeypatch.setattr(limits, "ROWS", 1)
    with pytest.raises(UserError, match=r"more than 1 rows|too many cards"):
        list(form.tables(longest)[0].read().rows())


def test_as_many_refused_rows_are_listed_as_rows_are_taken(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "ROWS", 2)
    path = tmp_path / "x.qif"
    path.write_text("!Type:Bank\n" + "DNever\nT5\n^\n" * 3, encoding="ascii")
    with pytest.raises(UserError, match="more than 2 rows"):
        list(FORMATS["qif"].tables(path)[0].read().rows())


def test_of_control_characters_in_every_row_some_are_told(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "NOTES", 3)
    path = tmp_path / "x.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet().write_column(0, 0, ["a", *["x\x0by"] * 9])
    book.close()
    found = read_sheet(path)
    assert [cells for _line, cells in found.rows()] == [["xy"]] * 9
    assert len(found.notices) == 3


def test_a_document_of_too_many_fields_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "COLUMNS", 10)
    records = ", ".join(f'{{"id": "{n}", "name": "x", "custom": {{"field {n}": "x"}}}}' for n in range(20))
    path = tmp_path / "all.json"
    path.write_text(f'{{"format": "crmdesk-json-1", "contacts": [{records}]}}', encoding="utf-8")
    with pytest.raises(UserError, match="columns; at most 10 are read"):
        list(tables_of(open_source(path)))
