"""Files as known programs write them: each is recognised for what it is and brings in what it holds, once.

The files are in `tests/files/sources`, what is expected of them in `expected.json` beside them: how many records are
new, how many rows are refused, and some fields of the records in the order in which they came in. References stand
there as names.
"""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from crmdesk.exchange import plan, presets
from crmdesk.exchange.reading import read_file
from crmdesk.exchange.recognise import recognise
from crmdesk.exchange.shape import KINDS
from crmdesk.exchange.walking import tables_of
from crmdesk.store.base import table_of
from crmdesk.store.file import create, open_workspace
from crmdesk.store.registry import record_type

FILES = Path(__file__).parents[1] / "files" / "sources"
EXPECTED = json.loads((FILES / "expected.json").read_text(encoding="utf-8"))
AHEAD = 0.1
ZONE = ZoneInfo("Europe/Berlin")


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A workspace with a member of staff, a company and a customer."""
    path = tmp_path_factory.mktemp("template") / "shop.crmdesk"
    workspace = create(path, {"currency": "EUR", "timezone": "Europe/Berlin"})
    with workspace, workspace.journal.operation("Start") as tx:
        tx.insert(record_type("staff"), {"name": "Ann Owner", "email": "ann@us.example"})
        acme = tx.insert(record_type("contacts"), {"name": "Acme Inc", "kind": "company"})
        tx.insert(
            record_type("contacts"),
            {"name": "Joe Doe", "kind": "person", "email": "joe@acme.example", "company_id": acme},
        )
    return path


@pytest.fixture
def shop(template, tmp_path):
    """A copy of it."""
    with open_workspace(Path(shutil.copy(template, tmp_path))) as workspace:
        yield workspace


def shown(workspace, kind, name, value):
    """A stored value as a person writes it."""
    if value is None:
        return None
    column = KINDS[kind][name]
    if column.holds == "reference":
        target = record_type(column.kind)
        [(named,)] = workspace.rows(f"SELECT {target.name_field} FROM {table_of(target)} WHERE id = ?", (value,))
        return named
    if column.holds == "moment":
        return datetime.fromtimestamp(value / 1_000_000, UTC).astimezone(ZONE).strftime("%Y-%m-%d %H:%M")
    if column.holds == "date":
        return workspace.dialect.day_text(value) if hasattr(workspace.dialect, "day_text") else str(value)
    return f"{value / 100:.2f}" if column.holds == "money" else value


def records(workspace, kind, wanted, first):
    """The named fields of the records that came in."""
    table = table_of(record_type(kind))
    found = []
    for place, one in enumerate(wanted):
        stored = [name for name in one if name in KINDS[kind]]
        columns = ", ".join([*stored, "custom"] if kind != "stage_changes" else stored)
        rows = workspace.rows(f"SELECT {columns} FROM {table} ORDER BY id LIMIT 1 OFFSET ?", (first + place,))
        values = dict(zip(stored, rows[0], strict=False)) if rows else {}
        custom = json.loads((rows[0][-1] if rows else None) or "{}")
        found.append(
            {
                name: shown(workspace, kind, name, values.get(name)) if name in stored else custom.get(name)
                for name in one
            }
        )
    return found


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_file_of_a_program_is_recognised_and_brings_in_what_it_holds_once(name, shop):
    expected = EXPECTED[name]
    [path] = FILES.glob(f"{name}.*")
    [(found, [first, *others])] = [(one, guesses) for one in read_file(path) if (guesses := recognise(one))]
    assert first.known.name == expected.get("source", name)
    assert all(first.score - other.score >= AHEAD for other in others)
    before = {kind: shop.rows(f"SELECT count(*) FROM {table_of(record_type(kind))}")[0][0] for kind in KINDS}
    done = plan.carry_out(shop, tables_of([(found, first.known.mappings)], shop), files=[path])
    created = {kind: count for kind, count in done.report.created.items() if count}
    refused = {(one.line, one.column) for one in done.report.rejected}
    assert (created, refused) == (expected["created"], {tuple(one) for one in expected.get("rejected", [])})
    for kind in expected["created"]:
        wanted = expected.get(kind, [])
        assert records(shop, kind, wanted, before[kind]) == wanted
    again = plan.carry_out(shop, tables_of([(found, first.known.mappings)], shop), files=[path])
    assert sum(again.report.created.values()) == 0


def test_every_source_that_is_known_by_its_headings_has_a_file_here():
    by_headings = {one.name for one in presets.known_sources() if "csv" in one.forms}
    assert by_headings == {EXPECTED[name].get("source", name) for name in EXPECTED}
