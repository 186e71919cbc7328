"""An address book that is written is read by everybody, and by crmdesk without loss."""

import json

import pytest

from crmdesk.exchange import importing
from crmdesk.exchange.readers import vcard
from crmdesk.exchange.vcard_out import VERSIONS, card, export_cards
from crmdesk.store.contact import Contact
from crmdesk.store.file import create
from tests.store.rows import CLOCK, SETTINGS

CUSTOM = {
    "E-mail 2": "second@x.example",
    "Phone 2": "+49 30 2",
    "Phone 3": "+49 30 3",
    "Website 2": "https://b.example",
    "Mobile": "+49 171 1",
    "Mobile 2": "+49 171 2",
    "Home phone": "+49 30 1",
    "Work phone": "+49 30 5",
    "Fax": "+49 30 9",
    "Pager": "77",
    "Department": "Paint; and brushes",
    "Region": "Berlin",
    "Birthday": "1980-01-12",
    "Birthday 2": "--02-29",
    "Job title": "Boss",
    "Nickname": "Ada",
    "Nickname 2": "Countess",
    "Anniversary": "some time in May",
    "Shoe size": "38,5",
    "Zażółć; gęślą": "a\nb",
    "Time zone": "Berlin",
    "Related": "Bob",
    "name": "not mine",
    "": "no",
}
PERSON = {
    "kind": "person",
    "name": "Ada Ångström-Łódzka",
    "email": "ada@x.example",
    "phone": "+49 30 1",
    "street": "Weg 1; Hof",
    "city": "Łódź, Stare",
    "postcode": "10115",
    "country": "Germany",
    "website": "https://x.example/a,b;c?d=1",
    "tags": "one;two, three",
    "notes": "First line\n  second \\ line; " + "long 𝔘nicode " * 40,
}


def filled(path):
    book = create(path, SETTINGS, clock=CLOCK)
    with book.operation("Fill") as tx:
        firm = tx.insert(Contact, {"kind": "company", "name": "Łódź & Sons, Ltd", "external_id": "firm-1"})
        tx.insert(Contact, {**PERSON, "company_id": firm, "custom": json.dumps(CUSTOM)})
        tx.insert(Contact, {"kind": "person", "name": "Cher", "website": "no web\naddress", "external_id": "c;1"})
        tx.insert(Contact, {"kind": "company", "name": "Alone", "custom": json.dumps({"E-mail 2": "x@y.example"})})
        tx.insert(Contact, {"kind": "person", "name": "x <b>\r\nEND:VCARD", "notes": "BEGIN:VCARD\r\nFN:no"})
    return book


def known(book):
    names = "kind, name, email, phone, street, city, postcode, country, website, tags, notes, custom"
    names = ", ".join(f"c.{name}" for name in names.split(", "))
    sql = f"SELECT {names}, p.name FROM contact c LEFT JOIN contact p ON p.id = c.company_id ORDER BY c.name"
    rows = []
    for *cells, custom, company in book.rows(sql):
        fields = json.loads(custom) if custom else {}
        rows.append([*(" ".join((cell or "").split()) for cell in cells), company, fields])
    return rows


@pytest.mark.parametrize("version", VERSIONS)
def test_contacts_come_back_as_they_were_and_again_as_themselves(tmp_path, version):
    with filled(tmp_path / "a.crmdesk") as book, create(tmp_path / "b.crmdesk", SETTINGS, clock=CLOCK) as other:
        assert export_cards(book, tmp_path / "all.vcf", version=version) == 5
        report = importing.run(other, (("contacts", one) for one in vcard.tables([tmp_path / "all.vcf"], ())))
        assert report.created == {"contacts": 5} and report.rejected == []
        expected, found = known(book), known(other)
        for before, after in zip(expected, found, strict=True):
            fields = {name: text for name, text in before[-1].items() if name not in ("name", "")}
            if before[1] == "Alone":
                # The only address there is stands where one looks for it.
                assert (after[2], after[-1]) == ("x@y.example", {})
            else:
                assert after[:-1] == before[:-1]
                assert fields.items() <= after[-1].items()
                assert set(after[-1]) - set(fields) <= {"X-CRMDESK-FIELD", "X-CRMDESK-FIELD 2"}
        # The same file again, into the workspace that it came from, makes nothing new.
        again = importing.run(book, (("contacts", one) for one in vcard.tables([tmp_path / "all.vcf"], ())))
        assert again.created.get("contacts", 0) == 0


@pytest.mark.parametrize("version", VERSIONS)
def test_every_line_is_one_and_short_enough(tmp_path, version):
    with filled(tmp_path / "a.crmdesk") as book:
        export_cards(book, tmp_path / "all.vcf", version=version)
    data = (tmp_path / "all.vcf").read_bytes()
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75 and not any(b"\n" in line or b"\r" in line for line in lines)
    assert [line for line in lines if line.startswith((b"BEGIN", b"END"))] == [b"BEGIN:VCARD", b"END:VCARD"] * 5
    assert lines.count(f"VERSION:{version}".encode()) == 5
    for line in lines:
        line.decode("utf-8")


def test_some_contacts_alone_can_be_written(tmp_path):
    with filled(tmp_path / "a.crmdesk") as book:
        assert export_cards(book, tmp_path / "some.vcf", [3]) == 1
    assert b"FN:Cher" in (tmp_path / "some.vcf").read_bytes()


def test_a_card_says_who_is_who_in_the_way_of_its_version():
    said = {"id": "1", "kind": "company", "name": "Firm"}
    assert b"KIND:org" in card(said, "") and b"X-ABSHOWAS:COMPANY" in card(said, "", "3.0")
    person = {"id": "1", "kind": "person", "name": "Ada King Lovelace", "custom": '{"Anniversary": "2001-02-03"}'}
    assert b"N:Lovelace;Ada King;;;\r\n" in card(person, "Firm") and b"ORG:Firm\r\n" in card(person, "Firm")
    assert b"\r\nANNIVERSARY:20010203\r\n" in card(person, "") and b"X-ANNIVERSARY:2001-02-03" in card(
        person, "", "3.0"
    )
