"""What is asked of every reader, whatever it is given: rows that fit and can be stored, or one sentence."""

from __future__ import annotations

from pathlib import Path

from crmdesk.domain.errors import UserError
from crmdesk.exchange.formats import FORMATS
from crmdesk.exchange.table import Table

SEEDS = Path(__file__).with_name("seeds")


def seeds_of(form: str) -> list[Path]:
    """The good files of a form, and those that broke its reader once."""
    return sorted((SEEDS / form).iterdir())


def read_all(path: Path, form: str) -> int:
    """Reads every table of a file to its end, and answers the number of rows that came or were refused."""
    count = 0
    try:
        for found in FORMATS[form].tables(path):
            table = found.read()
            assert list(found.columns) == table.columns
            count += _rows(table)
    except UserError:
        # One sentence instead of the file is an answer too.
        return count
    return count


def _rows(table: Table) -> int:
    count = 0
    for line, cells in table.rows():
        assert line > 0
        assert len(cells) == len(table.columns)
        for cell in cells:
            # A lone half of a character, or the end mark of C, could not be stored.
            assert b"\x00" not in cell.encode("utf-8")
        count += 1
    for refused in table.rejected:
        assert refused.line > 0
        assert refused.reason
    return count + len(table.rejected)
