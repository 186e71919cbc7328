"""One person's data leaves as a folder in which everything known of them is, and nothing of others."""

import csv
import io
import json
import os
import stat

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.domain.formulas import bare
from crmdesk.exchange.person_out import export_person, file_name
from crmdesk.store import deleting
from crmdesk.store.activity import Activity
from crmdesk.store.attachment import attach_bytes
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.file import create
from crmdesk.store.import_memory import KnownAs
from crmdesk.store.registry import RECORD_TYPES
from crmdesk.store.staff import Staff
from tests.store.rows import CLOCK, NOON, SETTINGS, one_of_each


def filled(path):
    book = create(path, SETTINGS, clock=CLOCK)
    with book.operation("One of each") as tx:
        book.ids = one_of_each(tx)
        her = {"contact_id": book.ids[Contact]}
        tx.insert(Contact, {"kind": "person", "name": "Somebody Else"})
        tx.insert(Activity, {"kind": "call", "subject": "None of her business", "at": NOON})
        tx.insert(KnownAs, {"record": "contact", "row": book.ids[Contact], "source": "hubspot", "elsewhere": "4711"})
        for name in ("../../etc/passwd", "CON", "a.txt", "A.TXT", "", "x" * 300 + ".pdf"):
            attach_bytes(tx, name or "?", b"content of " + name.encode(), **her)
        tx.update(Contact, book.ids[Contact], {"name": "=Grace Hopperova", "notes": "the first note"})
    with book.operation("Change the note", staff=book.ids[Staff]) as tx:
        tx.update(Contact, book.ids[Contact], {"notes": "the second note", "owner_id": None})
        tx.insert(Deal, {"title": "Of others", "notes": "as =Grace Hopperova said", "opened_at": NOON, "stage_id": 1})
    return book


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("person")


@pytest.fixture(scope="module")
def folder(place):
    with filled(place / "a.crmdesk") as book:
        told = []
        files = export_person(book, book.ids[Contact], place / "out", b"%PDF", lambda: told.append(1))
    assert all(path.is_file() for path in files) and told
    return place / "out"


def table(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def test_every_kind_of_record_that_is_about_the_person_is_there(folder):
    names = {path.stem for path in folder.glob("*.csv")}
    about = {"contacts", "deals", "stage_changes", "tickets", "ticket_events", "activities", "sales", "surveys"}
    assert about == names & {record.plural for record in RECORD_TYPES}
    assert [bare(row["name"]) for row in table(folder / "contacts.csv")] == ["=Grace Hopperova"]
    data = json.loads((folder / "data.json").read_text(encoding="utf-8"))
    assert data["contacts"][0]["name"] == "=Grace Hopperova" and data["contacts"][0]["custom"] == {"Färbung": "blau"}
    assert data["ids_elsewhere"] == [{"program": "hubspot", "kind": "contact", "id": "4711"}]
    assert "None of her business" not in str(data) and "Somebody Else" not in str(data)


def test_no_cell_of_any_table_is_a_formula(folder):
    for path in folder.glob("*.csv"):
        cells = [
            cell for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")) for cell in row
        ]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))], path.name


def test_the_history_says_when_what_was_changed_by_whom(folder):
    rows = [
        row for row in table(folder / "history.csv") if row["step"] == "Change the note" and row["field"] == "Notes"
    ]
    assert [(row["before"], row["after"]) for row in rows] == [("the first note", "the second note")]
    assert rows[0]["who"].startswith("Łódź") and rows[0]["when"].startswith("2026-10-31T12:45")
    owner = next(
        row for row in table(folder / "history.csv") if row["step"] == "Change the note" and row["field"] == "Owner"
    )
    assert owner["before"].startswith("Łódź") and owner["after"] == ""


def test_where_else_the_person_is_named_is_told(folder):
    assert [row["text"] for row in table(folder / "mentions.csv")] == ["as =Grace Hopperova said"]


def test_files_keep_their_content_under_names_that_lead_nowhere_else(folder):
    names = sorted(path.name for path in (folder / "files").iterdir())
    assert [name for name in names if name.lower().startswith("a")] == ["A 2.TXT", "a.txt"] or "a.txt" in names
    assert "etc passwd" in names and "_CON" in names and max(map(len, names)) <= 140
    assert (folder / "files" / "etc passwd").read_bytes() == b"content of ../../etc/passwd"


def test_it_says_what_it_holds(folder):
    text = (folder / "README.txt").read_text(encoding="utf-8")
    assert "about =Grace Hopperova" in text and "mentions.csv: where else" in text and "files: the files" in text
    if os.name == "posix":
        assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir() if path.is_file()} == {0o600}


def test_what_a_killed_export_left_in_the_folder_does_not_stand_in_the_way(tmp_path):
    folder = tmp_path / "out"
    (folder / ".all.0123abcd.part" / "files").mkdir(parents=True)
    with filled(tmp_path / "a.crmdesk") as book:
        export_person(book, book.ids[Contact], folder, b"")
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]


def test_a_folder_with_something_in_it_is_refused(folder, place):
    with filled(place / "b.crmdesk") as book:
        with pytest.raises(UserError, match="is not empty"):
            export_person(book, book.ids[Contact], folder, b"")
        (place / "file").write_text("x")
        with pytest.raises(UserError, match="could not be written"):
            export_person(book, book.ids[Contact], place / "file", b"")
        with book.operation("Delete") as tx:
            deleting.delete(tx, Contact, [book.ids[Contact]])
        with pytest.raises(UserError, match="is in the bin"):
            export_person(book, book.ids[Contact], place / "none", b"")


def test_a_person_of_whom_little_is_known_is_soon_told(place):
    with create(place / "c.crmdesk", SETTINGS, clock=CLOCK) as book:
        with book.operation("Add") as tx:
            one = tx.insert(Contact, {"kind": "person", "name": "Bo"})
        files = export_person(book, one, place / "bo", b"%PDF")
    assert [path.name for path in files] == ["person.pdf", "contacts.csv", "history.csv", "data.json", "README.txt"]


@pytest.mark.parametrize(
    ("name", "fit"), [("a:b?.txt", "a b .txt"), ("..", "_"), ("nul.txt", "_nul.txt"), ("\x00", "_")]
)
def test_names_of_files_fit_every_system(name, fit):
    assert file_name(name) == fit
