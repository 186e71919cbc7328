"""What is known of a person stands on pages that can be read, whole, in order, and by those who have them read."""

import json
from pathlib import Path

import pytest
from pypdf import PdfReader

from crmdesk.domain.errors import UserError
from crmdesk.report.document import MARGIN, PAPERS
from crmdesk.report.person_data import person_pdf
from crmdesk.store.activity import Activity
from crmdesk.store.attachment import attach_bytes
from crmdesk.store.contact import Contact
from crmdesk.store.file import create
from crmdesk.store.import_memory import KnownAs
from crmdesk.store.staff import Staff
from tests.report.reading import collisions, fonts_of, text_of
from tests.store.rows import CLOCK, NOON, SETTINGS, one_of_each

LONG = "A word that goes on: " + "x" * 200 + "\n\n" + "many words " * 800
NAME = "Zoë <b>Ætherwood</b> & Żółw"


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> Path:
    """The pages of somebody of whom much is known."""
    place = tmp_path_factory.mktemp("person")
    with create(place / "a.crmdesk", SETTINGS, clock=CLOCK) as book:
        with book.operation("Import of people.csv", source="import") as tx:
            ids = one_of_each(tx)
            her = ids[Contact]
            tx.update(
                Contact, her, {"name": NAME, "custom": json.dumps({"Shoe size": "38", "Runes": "ᚠᚢᚦ \U0001f9ff"})}
            )
            tx.insert(Activity, {"kind": "note", "subject": "Long", "body": LONG, "at": NOON, "contact_id": her})
            tx.insert(Activity, {"kind": "note", "body": "y" * 30_000, "at": NOON, "contact_id": her})
            tx.insert(KnownAs, {"record": "contact", "row": her, "source": "hubspot", "elsewhere": "4711"})
            attach_bytes(tx, "contract.pdf", b"1234", contact_id=her)
        with book.operation("Moved", staff=ids[Staff]) as tx:
            tx.update(Contact, her, {"city": "Gdańsk"})
        pdf = person_pdf(book, her)
        assert pdf == person_pdf(book, her)
        letter = person_pdf(book, her, "Letter")
        with pytest.raises(UserError, match="There is no contact number 999"):
            person_pdf(book, 999)
    (place / "person.pdf").write_bytes(pdf)
    (place / "letter.pdf").write_bytes(letter)
    return place / "person.pdf"


def test_everything_known_stands_on_the_pages(page):
    said = text_of(page)
    for part in (NAME, "Żółw & Söhne", "Shoe size 38", "hubspot, contact 4711", "contract.pdf", "4 bytes", "Gdańsk"):
        assert part in said, part
    assert said.count("many words") == 2 * 800 and said.count("x" * 60) >= 3 and "y …" in said
    assert "Import of people.csv" in said and "Moved" in said
    assert "U+16A0" in said
    assert "Page 1 of" in said


def test_nothing_lies_outside_or_on_top_of_anything(page):
    wide, high = PAPERS["A4"]
    assert list(collisions(page, (wide - 2 * MARGIN, high - 2 * MARGIN))) == []
    wide, high = PAPERS["Letter"]
    assert list(collisions(page.with_name("letter.pdf"), (wide - 2 * MARGIN, high - 2 * MARGIN))) == []


def test_the_file_is_tagged_and_has_its_fonts(page):
    reader = PdfReader(page)
    assert "/StructTreeRoot" in reader.root_object and reader.metadata.title == f"Personal data: {NAME}"
    assert all(fonts_of(page).values())


def test_a_heading_stands_above_something(page):
    for one in PdfReader(page).pages:
        lines = [line for line in one.extract_text().splitlines() if line.strip()]
        assert not lines[-2].endswith(")") or "(" not in lines[-2]
