"""Address books on the command line: imported twice they add nothing, and they take nothing away."""

from collections.abc import Callable
from pathlib import Path

import pytest

from crmdesk.store.file import open_workspace
from tests.cli.conftest import Cli

BOOK = """BEGIN:VCARD
VERSION:3.0
UID:7
FN:Jane Doe
ORG:Acme
TEL:1
TEL:2
NOTE:from the phone
END:VCARD
BEGIN:VCARD
VERSION:3.0
UID:8
FN:Bob
END:VCARD
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.vcf"
    path.write_text(BOOK, encoding="utf-8")
    return path


def contacts(file: Path) -> list[tuple[str, str, str | None, str | None]]:
    sql = "SELECT name, kind, phone, notes FROM contact ORDER BY name"
    with open_workspace(file, read_only=True) as workspace:
        return workspace.rows(sql)


def test_an_address_book_needs_no_word_about_what_it_is(done: Cli, tmp_path: Path, book: Path) -> None:
    said = done("import", tmp_path / "a.crmdesk", book, "--json").json
    assert (said["created"], said["rejected"]) == ({"contacts": 3}, [])
    assert contacts(tmp_path / "a.crmdesk") == [
        ("Acme", "company", None, None),
        ("Bob", "person", None, None),
        ("Jane Doe", "person", "1", "from the phone"),
    ]
    again = done("import", tmp_path / "a.crmdesk", book, "--as", "contacts", "--json").json
    assert (again["created"], again["updated"]) == ({"contacts": 0}, {"contacts": 0})


def test_what_a_card_does_not_say_stays_as_it_is(done: Cli, tmp_path: Path, book: Path) -> None:
    done("import", tmp_path / "a.crmdesk", book)
    (tmp_path / "contacts.csv").write_text("id,kind,name,notes\n8,person,Bob,typed by hand\n", encoding="utf-8")
    done("import", tmp_path / "a.crmdesk", tmp_path / "contacts.csv")
    book.write_text(BOOK.replace("FN:Bob", "FN:Robert"), encoding="utf-8")
    done("import", tmp_path / "a.crmdesk", book)
    assert ("Robert", "person", None, "typed by hand") in contacts(tmp_path / "a.crmdesk")


def test_people_find_the_company_that_is_there_already(done: Cli, tmp_path: Path, book: Path) -> None:
    (tmp_path / "contacts.csv").write_text("id,kind,name,phone\n1,company,ACME,9\n", encoding="utf-8")
    done("import", tmp_path / "a.crmdesk", tmp_path / "contacts.csv")
    done("import", tmp_path / "a.crmdesk", book)
    found = contacts(tmp_path / "a.crmdesk")
    assert [one for one in found if one[1] == "company"] == [("ACME", "company", "9", None)]


def test_cards_are_nothing_but_contacts(refused: Callable[..., str], tmp_path: Path, book: Path) -> None:
    assert "its cards are contacts" in refused("import", tmp_path / "a.crmdesk", book, "--as", "deals", code=2)
    assert not (tmp_path / "a.crmdesk").exists()


def test_tables_of_one_kind_change_only_what_they_speak_of(done: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "both"
    folder.mkdir()
    (folder / "contacts.csv").write_text("id,kind,name,phone\n1,person,Ann,5\n2,person,Ben,6\n", encoding="utf-8")
    done("import", tmp_path / "a.crmdesk", folder)
    for name, text in (("contacts", "id,kind,name\n1,person,Anna\n"), ("more", "id,kind,name,phone\n2,person,Ben,\n")):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    words = (tmp_path / "contacts.csv", tmp_path / "more.csv", "--as", "contacts")
    done("import", tmp_path / "a.crmdesk", *words)
    assert contacts(tmp_path / "a.crmdesk") == [("Anna", "person", "5", None), ("Ben", "person", None, None)]
