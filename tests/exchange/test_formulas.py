"""A list that is saved as CSV holds no formula, and comes back as it was; so does one saved as a spreadsheet."""

import csv
import io

import pytest

from crmdesk.exchange import importing
from crmdesk.exchange.mappings import mapping
from crmdesk.exchange.opening import open_table
from crmdesk.exchange.rules import FieldRule, Mapping, TableRule
from crmdesk.report import listed
from crmdesk.store.contact import Contact
from crmdesk.store.file import create
from crmdesk.store.listing import LISTINGS
from tests.store.rows import CLOCK, SETTINGS

NAMES = ["=1+1", "+49 30 1", "-5 degrees", "@home", "'=quoted", "'tis", "''", "＝wide", "=cmd|' /C calc'!A0", "Ada"]


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
def test_cells_that_spreadsheets_would_compute_go_out_as_text_and_come_back(tmp_path, name):
    with create(tmp_path / "a.crmdesk", SETTINGS, clock=CLOCK) as book:
        with book.operation("Fill") as tx:
            ids = [tx.insert(Contact, {"kind": "person", "name": one, "notes": f"{one}, too"}) for one in NAMES]
        listed.write_list(tmp_path / name, book, LISTINGS["contacts"], ["name", "notes"], ids)
    if name.endswith(".csv"):
        text = (tmp_path / name).read_text(encoding="utf-8-sig")
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "＝"))]
    fields = {"id": "Name", "name": "Name", "notes": "Notes"}
    rules = {to: FieldRule(columns=(of,)) for to, of in fields.items()}
    rule = Mapping("contacts", fields={**rules, "kind": FieldRule(value="person")})
    with create(tmp_path / "b.crmdesk", SETTINGS, clock=CLOCK) as other:
        table = mapping.apply(rule, open_table(tmp_path / name, TableRule()), lambda _kind: ())
        assert importing.run(other, [("contacts", table)]).rejected == []
        assert other.rows("SELECT name, notes FROM contact ORDER BY id") == [(one, f"{one}, too") for one in NAMES]
