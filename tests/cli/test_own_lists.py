"""Lists that were saved as CSV or as a spreadsheet come back as the records that they show, never once more."""

import csv
from pathlib import Path

import pytest

from crmdesk import text
from crmdesk.domain.clock import Clock
from crmdesk.store import demo
from crmdesk.store.expense import Expense
from crmdesk.store.file import create, open_workspace
from crmdesk.store.listing import LISTINGS
from tests.cli.conftest import Cli

# A goal names its figure in words, by which none can be found.
BACK = sorted(set(LISTINGS) - {"goals"})


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lists") / "shop.crmdesk"
    demo.make(path, months=3, scale=0.2, clock=Clock())
    return path


def comes_back(shop: Path, listing: str, target: Path, done: Cli) -> None:
    done("export", shop, target, "--list", listing)
    report = done("import", shop, target, "--suggested", "--dry-run", "--json").json
    kind = LISTINGS[listing].record.plural
    assert {name: n for name, n in report["created"].items() if n} == {}
    assert {name: n for name, n in report["updated"].items() if n} == {}
    assert report["skipped"][kind] > 0
    assert report["rejected"] == []


@pytest.mark.parametrize("listing", BACK)
def test_a_list_comes_back_as_what_it_shows(shop: Path, listing: str, tmp_path: Path, done: Cli) -> None:
    comes_back(shop, listing, tmp_path / "x.csv", done)


@pytest.mark.parametrize("listing", BACK)
def test_a_spreadsheet_in_german_comes_back_too(shop: Path, listing: str, tmp_path: Path, done: Cli) -> None:
    with text.speaking("de"):
        comes_back(shop, listing, tmp_path / "x.xlsx", done)


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_records_that_were_typed_in_by_hand_come_back_too(tmp_path: Path, suffix: str, done: Cli) -> None:
    book, target = tmp_path / "a.crmdesk", tmp_path / f"a.{suffix}"
    with create(book, {"currency": "EUR", "timezone": "Europe/Berlin"}) as workspace, workspace.operation("Add") as tx:
        tx.insert(Expense, {"spent_on": 20_000, "amount": 900, "category": "other", "note": "Tape"})
        tx.insert(Expense, {"spent_on": 20_000, "amount": 900, "category": "other", "note": "Tape"})
    done("export", book, target, "--list", "expenses")
    report = done("import", book, target, "--suggested", "--json").json
    assert (report["created"]["expenses"], report["skipped"]["expenses"], report["rejected"]) == (0, 2, [])


def test_a_list_whose_rows_cannot_be_told_is_left_out(shop: Path, tmp_path: Path, done: Cli) -> None:
    done("export", shop, tmp_path / "x.csv", "--list", "goals")
    report = done("import", shop, tmp_path / "x.csv", "--suggested", "--dry-run", "--json").json
    assert not any(report["created"].values()) and any("x.csv is left out" in one for one in report["notices"])


def test_the_ids_of_somebody_elses_list_are_not_ours(shop: Path, tmp_path: Path, done: Cli) -> None:
    book, other = tmp_path / "a.crmdesk", tmp_path / "people.csv"
    book.write_bytes(shop.read_bytes())
    with open_workspace(book, read_only=True) as workspace:
        ((ours,),) = workspace.rows("SELECT min(external_id) FROM contact")
    other.write_text(f"Id,Name,E-mail,Phone\n{ours},Zoe Other,zoe@other.example,\n", encoding="utf-8")
    report = done("import", book, other, "--suggested", "--json").json
    assert (report["created"]["contacts"], report["updated"]["contacts"]) == (1, 0)


def test_what_is_typed_into_a_list_comes_in(shop: Path, tmp_path: Path, done: Cli) -> None:
    book, target = tmp_path / "a.crmdesk", tmp_path / "a.csv"
    book.write_bytes(shop.read_bytes())
    done("export", book, target, "--list", "contacts")
    heads, *rows = csv.reader(target.read_text(encoding="utf-8-sig").splitlines())
    website = heads.index("Website")
    bare = next(row for row in rows if not row[website])
    bare[website] = "https://new.example"
    rows.append([{"Name": "Nia Neu", "Kind": "Person"}.get(head, "") for head in heads])
    with target.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([heads, *rows])
    report = done("import", book, target, "--as", "contacts", "--suggested", "--json").json
    assert (report["created"]["contacts"], report["updated"]["contacts"]) == (1, 1)
    with open_workspace(book, read_only=True) as workspace:
        found = workspace.rows("SELECT website FROM contact WHERE external_id = ?", (bare[heads.index("Id")],))
        assert found == [("https://new.example",)]
        assert workspace.rows("SELECT custom FROM contact WHERE custom IS NOT NULL") == []
