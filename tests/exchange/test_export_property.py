"""Any text in any cell goes out and comes in again as it is."""

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from crmdesk.exchange import importing, interchange
from crmdesk.exchange.source import open_source
from crmdesk.store.file import create
from tests.interchange import SETTINGS, write

TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs")) | st.sampled_from("\n\t,;\"'=+-@"), max_size=12)
CELL = TEXT.filter(lambda text: text == "" or bool(text.strip()))
NAME = CELL.filter(bool)
COLUMN = NAME.map(lambda text: " ".join(text.replace("\ufeff", "").split())).filter(bool)
KNOWN = ("id", "kind", "name", "notes", "channel")


def csv_of(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def export_of(place: Path, folder: Path) -> bytes:
    """The contacts of a folder, brought into a new workspace and exported again."""
    with create(place / "a.crmdesk", {"currency": "EUR", "timezone": "UTC"}) as workspace:
        source = open_source(folder)
        report = importing.run(workspace, interchange.tables_of(source))
        assert report.rejected == []
        interchange.export(workspace, place / "out")
    return (place / "out" / "contacts.csv").read_bytes()


@given(
    st.lists(st.tuples(NAME, NAME, CELL, CELL, CELL, CELL), min_size=1, max_size=5, unique_by=lambda row: row[0]),
    st.lists(COLUMN.filter(lambda name: name not in KNOWN), min_size=2, max_size=2, unique=True),
)
@settings(max_examples=30)
def test_any_text_goes_round(rows: list[tuple[str, ...]], custom: list[str]) -> None:
    table = [[*KNOWN, *custom], *([row[0], "person", *row[1:]] for row in rows)]
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        (place / "first").mkdir()
        (place / "second").mkdir()
        first = export_of(place / "first", write(place / "in", {"contacts": csv_of(table)}, SETTINGS))
        assert export_of(place / "second", place / "first" / "out") == first
    found = list(csv.DictReader(io.StringIO(first.decode("utf-8-sig"), newline="")))
    for row, known in zip(table[1:], found, strict=True):
        assert [known.get(name, "") for name in table[0]] == row
