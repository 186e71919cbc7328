"""Old workbooks: what is taken over of them, and what a damaged or a hostile one is refused for."""

import struct
from pathlib import Path

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.exchange import limits
from crmdesk.exchange.readers import compound_file
from crmdesk.exchange.readers.compound_file import END, FREE, Damaged, packed, stream_in
from crmdesk.exchange.readers.old_sheet import cells_of
from crmdesk.exchange.readers.sheet import read_sheet, sheets
from tests.fuzz.reading import SEEDS

SMALL = SEEDS / "sheet" / "small.xls"
BEGIN, LAST = struct.pack("<HHHHII", 0x809, 12, 0x600, 5, 0, 0), b"\x0a\x00\x00\x00"


def record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def text_cell(row: int, column: int, number: int) -> bytes:
    return record(0xFD, struct.pack("<HHHI", row, column, 0, number))


def number_cell(row: int, column: int, value: float) -> bytes:
    return record(0x203, struct.pack("<HHHd", row, column, 0, value))


def texts(*pieces: bytes, count: int) -> bytes:
    """The list of texts, in as many records as there are pieces."""
    first = record(0xFC, struct.pack("<II", count, count) + pieces[0])
    return first + b"".join(record(0x3C, piece) for piece in pieces[1:])


def workbook(path: Path, *cells: bytes, texts: bytes = b"", before: bytes = b"", times: int = 1) -> Path:
    """A workbook with one sheet of these records, which its list of sheets may name several times."""
    sheet = record(0x85, struct.pack("<IBBBB", 0, 0, 0, 1, 0) + b"S")
    start = len(BEGIN + before + texts + LAST) + times * len(sheet)
    named = b"".join(
        record(0x85, struct.pack("<IBBBB", start, 0, 0, 2, 0) + b"S%d" % number) for number in range(times)
    )
    start += times
    named = named.replace(struct.pack("<I", start - times), struct.pack("<I", start))
    path.write_bytes(packed("Workbook", BEGIN + before + named + texts + LAST + BEGIN + b"".join(cells) + LAST))
    return path


def rows(path: Path) -> list[list[str]]:
    found = read_sheet(path, columns=["a", "b", "c"])
    return [cells for _line, cells in found.rows()]


def refusal(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        sheets(path)
    return str(caught.value)


def test_an_old_workbook_is_read():
    assert [(one.name, one.is_hidden) for one in sheets(SMALL)] == [("Sales", False), ("Remarks", False)]
    found = read_sheet(SMALL)
    assert found.columns == ["Customer", "Date", "Amount", "Paid"]
    assert list(found.rows()) == [
        (2, ["Café Krone", "2026-01-02", "12.5", "true"]),
        (3, ["Bea Blum", "2026-02-28", "1234", "false"]),
    ]


def test_numbers_formulas_and_texts_are_taken_over(tmp_path):
    formula = record(0x06, struct.pack("<HHHdHIH", 0, 1, 0, 2.5, 0, 0, 3) + b"\x1e\x02\x00")
    several = record(0xBD, struct.pack("<HH", 1, 0) + struct.pack("<HI", 0, 7 << 2 | 2) * 3 + struct.pack("<H", 2))
    label = record(0x204, struct.pack("<HHHH", 2, 0, 0, 3) + b"\x00abc")
    path = workbook(tmp_path / "x.xls", number_cell(0, 0, 1.5), formula, several, label)
    assert rows(path) == [["1.5", "2.5", ""], ["7", "7", "7"], ["abc", "", ""]]


def test_texts_go_on_in_other_records(tmp_path):
    plain = struct.pack("<HB", 6, 0) + b"abc"
    wide = b"\x01" + "déf".encode("utf-16-le")
    rich = struct.pack("<HBHI", 2, 0xC, 1, 3) + b"xy" + bytes(4)
    listed = texts(plain, wide + rich, bytes(3), struct.pack("<HB", 1, 0) + b"z", count=3)
    path = workbook(tmp_path / "x.xls", text_cell(0, 0, 0), text_cell(0, 1, 1), text_cell(0, 2, 2), texts=listed)
    assert rows(path) == [["abcdéf", "xy", "z"]]


def test_a_drawing_among_the_cells_is_passed_over(tmp_path):
    drawing = BEGIN + number_cell(0, 2, 9) + LAST
    path = workbook(tmp_path / "x.xls", number_cell(0, 0, 1), drawing, number_cell(0, 1, 2))
    assert rows(path) == [["1", "2", ""]]


@pytest.mark.parametrize(
    ("cells", "times"),
    [
        (number_cell(65_535, 255, 1), 1),
        (number_cell(2_000, 255, 1), 10),
        (b"".join(text_cell(row, 0, 0) for row in range(10)), 1),
    ],
    ids=["a far cell", "one sheet ten times", "a long text in many cells"],
)
def test_what_would_fill_the_memory_is_refused(tmp_path, monkeypatch, cells, times):
    monkeypatch.setattr(limits, "SHEET_BYTES", 100_000)
    long = struct.pack("<HB", 30_000, 0) + b"x" * 8_000
    listed = texts(long, b"\x00" + b"x" * 8_000, b"\x00" + b"x" * 8_000, b"\x00" + b"x" * 6_000, count=1)
    path = workbook(tmp_path / "x.xls", cells, texts=listed, times=times)
    monkeypatch.setattr(limits, "SHEET_BYTES", 200_000)
    assert "spans more than" in refusal(path)


@pytest.mark.parametrize(
    "damaged",
    [
        {"cells": (text_cell(0, 0, 5),)},
        {"cells": (record(0xFD, b""),)},
        {"texts": texts(b"", count=1_000_000)},
        {"texts": texts(struct.pack("<HB", 9, 0) + b"abc", count=1)},
        {"before": record(0x2F, bytes(6))},
    ],
    ids=["no such text", "an empty cell", "too many texts", "a text without its end", "a password"],
)
def test_a_damaged_workbook_is_refused(tmp_path, damaged):
    path = workbook(tmp_path / "x.xls", *damaged.pop("cells", ()), **damaged)
    assert "damaged or protected" in refusal(path)


def container(*sectors: bytes, fats: list[int], root: int = 1, small: int = 0, more: int = END) -> bytes:
    """A container of 512 byte sectors, the first of which holds the table of chains."""
    head = struct.pack(
        "<8s16xHHHHH6x9I", compound_file.MARK, 62, 3, 0xFFFE, 9, 6, 0, 1, root, 0, 4096, small, 1, more, 1
    )
    places = struct.pack("<109I", 0, *[FREE] * 108)
    table = struct.pack(f"<{len(fats)}I", *fats).ljust(512, b"\xff")
    return head + places + table + b"".join(one.ljust(512, b"\x00") for one in sectors)


def entry(name: str, start: int, length: int) -> bytes:
    spelled = f"{name}\x00".encode("utf-16-le")
    return struct.pack("<64sHBB48xIII", spelled, len(spelled), 2, 1, start, length, 0)


def test_a_small_stream_lies_in_a_stream_of_its_own():
    names = entry("Root Entry", 2, 512) + entry("Other", 0, 1) + entry("Book", 1, 70)
    inner = b"o" * 64 + b"a" * 64 + b"bbbbbbbb"
    chains = struct.pack("<3I", END, 2, END)
    data = container(names, inner, chains, fats=[0xFFFFFFFD, END, END, END], small=3)
    assert stream_in(data, ("Workbook", "Book")) == b"a" * 64 + b"b" * 6
    with pytest.raises(Damaged):
        stream_in(data, ("Workbook",))


def test_a_table_of_chains_may_be_listed_behind_the_header():
    names = entry("Root Entry", END, 0) + entry("Book", 3, 4_096)
    listed = struct.pack("<128I", *[FREE] * 127, END)
    body = [bytes([65 + number]) * 512 for number in range(8)]
    data = container(names, listed, *body, fats=[0xFFFFFFFD, END, END, *range(4, 11), END], more=2)
    assert stream_in(data, ("Book",)) == b"".join(body)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        bytes(600),
        container(b"", fats=[END, 1]),
        container(b"", fats=[END, 900]),
        container(b"", fats=[END, END], root=70),
        container(struct.pack("<128I", *[0] * 127, 1), fats=[END, END], more=1),
    ],
    ids=["nothing", "zeros", "a circle", "beyond the end", "no such sector", "a circle of tables"],
)
def test_a_damaged_container_is_refused(data):
    with pytest.raises(Damaged):
        stream_in(data, ("Book",))


def test_what_is_packed_is_found_again():
    for length in (0, 1, 4_095, 4_096, 4_097, 5_000_000):
        stream = b"x" * length
        assert stream_in(packed("Workbook", stream), ("Workbook",)).rstrip(b"\x00") == stream


def test_cells_are_taken_over_once_more():
    once = cells_of(SMALL.read_bytes(), "x.xls")
    assert cells_of(once, "x.xls") == once
