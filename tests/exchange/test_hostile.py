"""Whatever a file holds, reading it ends: in rows that fit their columns, or in one sentence."""

import io
import json

import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.errors import UserError
from crmdesk.exchange.dialect import detect
from crmdesk.exchange.sheet import read_sheet
from crmdesk.exchange.table import read_csv

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
