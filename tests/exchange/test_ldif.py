"""Address books in LDIF: every entry becomes a contact or is refused with a reason."""

import base64
from collections.abc import Callable

import pytest

from crmdesk.exchange import limits
from tests.exchange.forms import Read, written


@pytest.fixture
def book(tmp_path) -> Callable[..., Read]:
    """What is read of an address book with these lines."""

    def made(*lines: str, encoding: str = "utf-8") -> Read:
        return written(tmp_path, "book.ldif", "\n".join([*lines, ""]).encode(encoding))

    return made


def packed(text: str) -> str:
    return base64.b64encode(text.encode("utf-8")).decode("ascii")


def test_an_entry_of_thunderbird_becomes_a_contact(book):
    found = book(
        "dn: cn=John Doe,mail=j@x.org",
        "objectclass: top",
        "objectclass: mozillaAbPersonAlpha",
        "givenName: John",
        "sn: Doe",
        "cn: John Doe",
        "mozillaSecondEmail: j2@x.org",
        "mail: j@x.org",
        "telephoneNumber: 1",
        "mobile: 2",
        "mozillaWorkStreet2: Floor 2",
        "street: 1 Main St",
        "l: Bonn",
        "o: Acme",
        "ou: Sales",
        "mozillaCustom1: one",
        "birthyear: 1980",
        "birthmonth: 2",
        "birthday: 3",
        "modifytimestamp: 1700000000",
    )
    assert found.only == {
        "DN": "cn=John Doe,mail=j@x.org",
        "Kind": "person",
        "Name": "John Doe",
        "First name": "John",
        "Last name": "Doe",
        "E-mail": "j@x.org",
        "E-mail 2": "j2@x.org",
        "Phone": "1",
        "Mobile": "2",
        "Street": "1 Main St",
        "Street 2": "Floor 2",
        "City": "Bonn",
        "Organization": "Acme",
        "Department": "Sales",
        "Birthday": "1980-02-03",
        "Custom 1": "one",
    }


def test_an_entry_of_a_directory_becomes_a_contact(book):
    found = book(
        "# extended LDIF",
        "#",
        " goes on",
        "version: 1",
        "",
        "dn:: " + packed("uid=ännchen,dc=x"),
        "changetype: add",
        "objectClass: inetOrgPerson",
        "cn;lang-de: Änn",
        " chen",
        "postalAddress: 1 Main St$12345 Town $",
        "description:: " + packed("one\r\n two \n"),
        "jpegPhoto:: /9j/4AAQSkZJRgABAQAAAQABAAD=",
        "photo:< file:///etc/passwd",
        "userPassword: secret",
        "userCertificate;binary:: a",
        "uid: a",
        "uid: a",
        "uid: b",
    )
    assert found.only == {
        "DN": "uid=ännchen,dc=x",
        "Kind": "person",
        "Name": "Ännchen",
        "Street": "1 Main St, 12345 Town",
        "Notes": "one\n two",
        "uid": "a",
        "uid 2": "b",
    }
    assert found.notices == ["book.ldif: 4 pictures, keys, passwords or links were left out."]
    assert found.found[0].form == "ldif"


@pytest.mark.parametrize(
    ("lines", "kind", "name"),
    [
        (["objectclass: organization", "o: Blue Inc"], "company", "Blue Inc"),
        (["o: Blue Inc"], "company", "Blue Inc"),
        (["o: Blue Inc", "sn: Blue"], "person", "Blue"),
        (["mail: a@b.c"], "person", "a@b.c"),
        (["telephonenumber: 7"], "person", "7"),
    ],
)
def test_people_and_companies_are_told_apart(book, lines, kind, name):
    one = book("dn: x=1", *lines).only
    assert (one["Kind"], one["Name"], "Organization" in one) == (
        kind,
        name,
        kind == "person" and "o: Blue Inc" in lines,
    )


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["dn: cn=B", "changetype: delete"], "It says how an entry was changed (delete), not what it is;"),
        (["dn: cn=B", "objectclass: groupOfNames", "cn: B"], "The entry is a group of others"),
        (["dn: ou=B", "objectClass: organizationalUnit", "ou: B"], "The entry is a part of the directory"),
        (["dn: ou=B", "objectclass: person"], "The entry has no name, no company"),
        (["dn: cn=B", "cn: B", "broken line"], "Line 6 of the entry is not written as"),
        (["cn: B"], "The entry has no name (dn)"),
        (["dn: cn=B", "cn: B", *["x: y"] * 9], "The entry has more than 9 lines."),
        (["dn: cn=B", "cn: B", "x: " + "y" * 300], "The entry has more than 200 characters."),
    ],
)
def test_what_is_no_contact_is_refused_with_its_reason(book, monkeypatch, lines, reason):
    monkeypatch.setattr(limits, "CARD_LINES", 9)
    monkeypatch.setattr(limits, "CARD_BYTES", 200)
    found = book("dn: cn=A", "cn: A", "", *lines, "", "dn: cn=C", "cn: C")
    assert [row["Name"] for row in found.rows] == ["A", "C"]
    [(line, _column, why)] = found.rejected
    assert (line, why.startswith(reason)) == (4, True), why


def test_fields_that_are_one_too_many_share_a_column(book, monkeypatch):
    monkeypatch.setattr(limits, "CARD_FIELDS", 1)
    found = book("dn: cn=A", "cn: A", "xa: 1", "xb: 2", "xc: 3", "", "dn: cn=B", "cn: B", "xb: 4")
    assert [row.get("Other fields of the entry") for row in found.rows] == ["xb: 2\nxc: 3", "xb: 4"]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig", "utf-16-le", "utf-16-be"])
def test_other_encodings_are_read(book, encoding):
    assert book("dn: cn=A", "cn: Müller", encoding=encoding).only["Name"] == "Müller"


def test_lines_are_read_wherever_the_file_is_cut(book, monkeypatch):
    monkeypatch.setattr("crmdesk.exchange.rawlines.CHUNK", 1)
    found = book("dn: cn=A\r", "cn: A\r", "\r", "dn: cn=B\r", "cn: B\r")
    assert found.lines == [1, 4]


def test_a_line_without_an_end_is_not_held(book, monkeypatch):
    monkeypatch.setattr(limits, "CARD_LINE_BYTES", 100)
    found = book("dn: cn=A", "cn: A", " " + "x" * 300, *(["y" * 90] * 2))
    assert found.reasons == ["The entry has more than 4000000 characters."]


def test_the_fields_of_evolution_have_names_and_its_full_stops_are_nothing(tmp_path):
    lines = ("dn: cn=Sam Blum", "cn: Sam Blum", "objectClass: evolutionPerson", "homePhone: .", "spouseName: .")
    more = ("birthDate: 1980-02-03", "managerName: Eva", "category: vip", "otherPostalAddress: Hof 2$Bonn")
    last = ("labeledURI: https://x.example Our shop", "mozillaCustom2: 38", "anniversary: 2001-05-06")
    found = written(tmp_path, "a.ldif", "\n".join((*lines, *more, *last)))
    assert found.only == {
        "DN": "cn=Sam Blum",
        "Kind": "person",
        "Name": "Sam Blum",
        "Birthday": "1980-02-03",
        "Manager": "Eva",
        "Category": "vip",
        "Other address": "Hof 2, Bonn",
        "Website": "https://x.example",
        "Custom 2": "38",
        "Anniversary": "2001-05-06",
    }
