"""What leaves by the command line: everything, lists, cards, calendars, one person; and who is erased by it."""

import csv
import io
import json
import shutil
import sys

import pytest

from crmdesk.cli import main
from crmdesk.domain.clock import Clock
from crmdesk.store import backup, erased
from crmdesk.store.expense import Expense
from crmdesk.store.file import open_workspace
from crmdesk.store.query import Filter, Query
from crmdesk.store.verifying import verify
from crmdesk.store.views import save_view
from crmdesk.ui.home import folder_of, home
from tests.interchange import TABLES, bring, write

CONTACTS = (
    "id,kind,name,email,company_id,owner_id,notes\nfirm,company,=Firm,,,ana,\n"
    "pia,person,Pia Zanetasecret,pia@zanetasecret.example,firm,ben,\n"
    "bob,person,Bob,,,,Pia Zanetasecret sent him\n"
)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    place = tmp_path_factory.mktemp("out")
    bring(place / "shop.crmdesk", write(place / "in", {**TABLES, "contacts": CONTACTS}))
    with open_workspace(place / "shop.crmdesk") as book, book.operation("A view") as tx:
        save_view(tx, "Only Bob", Query("contacts", (Filter("name", "is", "Bob"),)), ["name", "email"])
    return place / "shop.crmdesk"


@pytest.fixture
def shop(made, tmp_path):
    return shutil.copy(made, tmp_path / "shop.crmdesk")


def succeeds(capsys, *words) -> str:
    assert main([str(word) for word in words]) == 0, capsys.readouterr().err
    return capsys.readouterr().out


def fails(capsys, *words) -> str:
    assert main([str(word) for word in words]) != 0
    return capsys.readouterr().err


def rows(path):
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def test_the_name_of_the_target_says_the_form(made, tmp_path, capsys):
    assert "3 records were written" in succeeds(capsys, "export", made, tmp_path / "all.vcf", "--vcard", "3.0")
    assert b"VERSION:3.0" in (tmp_path / "all.vcf").read_bytes()
    assert "0 records were written" in succeeds(capsys, "export", made, tmp_path / "all.ics")
    succeeds(capsys, "export", made, tmp_path / "all.json")
    assert json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))["format"] == "crmdesk-json-1"
    assert "shop.zip" in succeeds(capsys, "export", made, tmp_path / "shop.zip")


def test_lists_are_written_whole_or_as_a_view(made, tmp_path, capsys):
    succeeds(capsys, "export", made, tmp_path / "all.csv", "--list", "contacts")
    found = rows(tmp_path / "all.csv")
    assert len(found) == 4 and "'=Firm" in {row[0] for row in found} and found[0][0] == "Name"
    succeeds(capsys, "export", made, tmp_path / "people.csv", "--list", "contacts", "--view", "people")
    assert len(rows(tmp_path / "people.csv")) == 3
    succeeds(capsys, "export", made, tmp_path / "bob.csv", "--list", "contacts", "--view", "only bob")
    assert rows(tmp_path / "bob.csv") == [["Name", "E-mail"], ["Bob", ""]]
    succeeds(capsys, "export", made, tmp_path / "bob.vcf", "--list", "contacts", "--view", "Only Bob")
    assert (tmp_path / "bob.vcf").read_bytes().count(b"BEGIN:VCARD") == 1
    assert succeeds(capsys, "export", made, tmp_path / "all.xlsx", "--list", "deals").startswith("2 records")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["x.csv"], "Which list?"),
        (["x.csv", "--view", "people"], "name the list with --list"),
        (["x.csv", "--list", "people"], "There is no list “people”; there are contacts"),
        (["x.csv", "--list", "contacts", "--view", "no"], "has no view “no”; it has Only Bob, people"),
        (["x.vcf", "--list", "deals"], "is not a list that such a file can hold"),
        (["folder", "--list", "deals"], "A list becomes a .csv"),
        (["folder", "--person", "Nobody"], "There is no contact “Nobody”"),
    ],
)
def test_what_cannot_be_meant_is_said(made, tmp_path, capsys, words, said):
    assert said in fails(capsys, "export", made, tmp_path / words[0], *words[1:])
    assert not (tmp_path / words[0]).exists()


def test_all_about_a_person_is_a_folder_with_a_page_to_read(made, tmp_path, capsys):
    said = succeeds(capsys, "export", made, tmp_path / "pia", "--person", "pia@zanetasecret.example")
    assert "person.pdf" in said
    assert (tmp_path / "pia" / "person.pdf").read_bytes().startswith(b"%PDF")
    assert {"contacts.csv", "deals.csv", "mentions.csv"} <= {path.name for path in (tmp_path / "pia").iterdir()}


def test_a_person_is_erased_after_one_was_told_what_that_does(shop, tmp_path, capsys):
    before = shop.read_bytes()
    said = succeeds(capsys, "erase", shop, "pia", "--dry-run", "--also", "Zaza")
    assert "Pia Zanetasecret: " in said and "records will no longer name anyone" in said
    assert "named in contact “Bob”: Pia Zanetasecret sent him" in said and shop.read_bytes() == before
    with open_workspace(shop) as book, book.operation("Said") as tx:
        tx.insert(Expense, {"spent_on": 20_000, "amount": 1, "category": "other", "note": "for Zanetasecret"})
    assert "“Zanetasecret” alone is in 1 other text" in succeeds(capsys, "erase", shop, "pia", "--dry-run")
    assert "say --yes" in fails(capsys, "erase", shop, "pia")
    folder_of(shop).mkdir(parents=True)
    daily = folder_of(shop) / "shop 2026-10-31 114500.crmdesk-backup"
    with open_workspace(shop, read_only=True) as book:
        backup.backup(book.engine, daily, Clock())
    said = succeeds(capsys, "erase", shop, "pia", "--yes", "--also", "Zanetasecret")
    assert erased.listed_near(home() / "any")
    assert "The person was erased." in said and f"still contains the person: {daily}" in said
    assert b"anetasecret" in daily.read_bytes()
    assert b"anetasecret" not in b"".join(path.read_bytes() for path in tmp_path.glob("shop*"))


def test_scripts_are_told_in_json_and_copies_are_erased_in_too(shop, tmp_path, capsys):
    with open_workspace(shop, read_only=True) as book:
        copy = backup.backup(book.engine, None, Clock())
    found = json.loads(succeeds(capsys, "erase", shop, "pia", "--dry-run", "--json"))
    assert found["erased"] is False and found["counts"]["contact"] == 1 and found["mentions"][0]["name"] == "Bob"
    found = json.loads(succeeds(capsys, "erase", shop, "pia", "--yes", "--json", "--copies"))
    assert found["erased"] is True and found["copies"] == []
    assert b"anetasecret" not in copy.read_bytes()
    verify(copy)
    assert "There is no contact “pia”" in fails(capsys, "erase", shop, "pia", "--yes")


def test_on_a_terminal_one_is_asked_twice(shop, capsys, monkeypatch):
    answers: list[str] = []
    monkeypatch.setattr(sys, "stdin", type("Terminal", (), {"isatty": lambda self: True})())
    monkeypatch.setattr("builtins.input", lambda *_: answers.pop(0))
    for given in (["Pia"], ["Pia Zanetasecret", "no"]):
        answers[:] = given
        assert "Nothing was erased." in fails(capsys, "erase", shop, "pia")
    answers[:] = ["Pia Zanetasecret", "yes"]
    assert "was erased" in succeeds(capsys, "erase", shop, "pia")


def test_much_that_is_named_is_told_in_short(shop, capsys):
    many = "id,kind,at,subject\n" + "".join(f"m{n},note,2026-03-01,Pia Zanetasecret {n}\n" for n in range(25))
    bring(shop, write(shop.parent / "more", {"activities": many}))
    assert "… and 6 more; --json lists them all" in succeeds(capsys, "erase", shop, "pia", "--dry-run")
