"""Files of programs that nobody told crmdesk about, and lists kept by hand: they come in as their owner means them.

The files are in `tests/files/unknown`, what they become with the answers that are suggested in `expected.json` beside
them: the fields of every record, references by the text that names the other record.
"""

import json
from pathlib import Path

import pytest

from crmdesk.exchange.drafts.draft import Draft, here_of, mappings_of, with_suggestions
from crmdesk.exchange.drafts.several import draft_all
from crmdesk.exchange.parsed import plain_id
from crmdesk.exchange.plan import make_plan
from crmdesk.exchange.reading import read_file
from crmdesk.exchange.recognise import recognise_all
from crmdesk.exchange.shape import KINDS
from crmdesk.exchange.walking import tables_of
from crmdesk.store.file import create

FILES = Path(__file__).parents[1] / "files" / "unknown"
EXPECTED = json.loads((FILES / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """An empty workspace, which is only read."""
    path = tmp_path_factory.mktemp("shop") / "shop.crmdesk"
    with create(path, {"currency": "EUR", "timezone": "Europe/Berlin"}) as workspace:
        yield workspace


def understood(shop, name: str) -> list[Draft]:
    drafts = draft_all(recognise_all(read_file(FILES / f"{name}.csv")), here_of(shop))
    return [with_suggestions(one) for one in drafts]


def brought(shop, drafts: list[Draft]) -> dict[str, list[dict[str, str]]]:
    """What is made of the rows, by kind: the fields of crmdesk that are filled."""
    plan = make_plan(shop, tables_of([(one.found, mappings_of(one)) for one in drafts], shop))
    found: dict[str, list[dict[str, str]]] = {}
    for row in plan.rows:
        assert row.outcome in ("created", "left_out") or row.reason, row
        cells = {name: plain_id(text) for name, text in dict(row.cells or {}).items() if text}
        if row.outcome == "created":
            kept = {name: text for name, text in cells.items() if name in KINDS[row.kind] and name != "id"}
            found.setdefault(row.kind, []).append(kept)
    return found


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_file_of_an_unknown_program_comes_in_as_its_owner_means_it(shop, name):
    expected = EXPECTED[name]
    drafts = understood(shop, name)
    assert brought(shop, drafts) == expected["records"]
    # What was typed into the file and is no field of crmdesk is kept under its own name.
    kept = {column for one in drafts if one.main for column in one.main.custom}
    assert set(expected.get("kept", ())) <= kept


def test_every_file_here_is_expected_to_be_something():
    assert {path.stem for path in FILES.glob("*.csv")} == set(EXPECTED)
