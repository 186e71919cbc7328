"""Reads a text as the tables that lie in it."""

from pathlib import Path

from crmdesk.exchange.found import Found
from crmdesk.exchange.reading import read_file
from crmdesk.exchange.table import Rejected


def tables(tmp_path: Path, text: str, encoding: str = "utf-8") -> list[Found]:
    path = tmp_path / "x.csv"
    path.write_bytes(text.strip("\n").encode(encoding))
    return read_file(path)


def table(tmp_path: Path, text: str, encoding: str = "utf-8") -> Found:
    [found] = tables(tmp_path, text, encoding)
    return found


def rows(found: Found) -> list[list[str]]:
    return [cells for _line, cells in found.read().rows()]


def left_out(found: Found) -> list[tuple[int, str]]:
    opened = found.read()
    list(opened.rows())
    assert all(one.is_left_out for one in opened.rejected)
    return [(one.line, one.value) for one in opened.rejected]


def rejected(found: Found) -> list[Rejected]:
    opened = found.read()
    list(opened.rows())
    return opened.rejected
