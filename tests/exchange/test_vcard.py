"""Address books: every card becomes a contact or is refused with a reason, and nothing in it is garbled."""

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmdesk.domain.errors import UserError
from crmdesk.exchange import limits
from crmdesk.exchange.opening import open_table
from crmdesk.exchange.readers import vcard
from crmdesk.exchange.rules import TableRule
from crmdesk.exchange.source import open_source

START = re.compile(rb"^\s*BEGIN\s*:\s*VCARD", re.IGNORECASE | re.MULTILINE)
NOT_SAID = "The card has no name, no company, no e-mail address and no phone number."


@dataclass
class Book:
    """What was made of address books."""

    people: list[dict[str, str]] = field(default_factory=list)
    companies: list[dict[str, str]] = field(default_factory=list)
    rejected: list[tuple[int, str]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def only(self) -> dict[str, str]:
        """The one contact, without its id."""
        [one] = self.people
        return {name: value for name, value in one.items() if name != "id"}


def read(*paths: Path, companies: tuple[tuple[str, str], ...] = ()) -> Book:
    book = Book()
    for table in vcard.tables(paths, companies):
        rows = [dict(zip(table.columns, cells, strict=True)) for _line, cells in table.rows()]
        filled = [{name: value for name, value in row.items() if value} for row in rows]
        is_made = bool(filled) and all(row["id"].startswith("company-") for row in filled)
        (book.companies if is_made else book.people).extend(filled)
        book.rejected += [(one.line, one.reason) for one in table.rejected]
        book.notices += table.notices
    return book


@pytest.fixture
def book(tmp_path):
    """The book of one file with that content."""

    def made(content: str | bytes, **options) -> Book:
        path = tmp_path / "book.vcf"
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return read(path, **options)

    return made


def card(*lines: str, version: str = "3.0") -> str:
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


def files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.vcf"))


def test_every_card_of_real_programs_is_taken_or_refused_with_a_reason(data_dir):
    paths = files(data_dir("contacts") / "vcard")
    assert len(paths) == 63
    for path in paths:
        found = read(path)
        # A card within another is a contact of its own, so all of them are counted.
        assert len(found.people) + len(found.rejected) == len(START.findall(path.read_bytes())), path.name
        assert {reason for _line, reason in found.rejected} <= {NOT_SAID}, path.name
        text = str(found.people)
        assert "�" not in text and "Ã" not in text and "=C3" not in text and "\\\\," not in text, path.name
        assert not any("outside of cards" in notice for notice in found.notices), path.name


def test_only_cards_without_anybody_in_them_are_refused(data_dir):
    folder = data_dir("contacts") / "vcard"
    refused = [path.name for path in files(folder) if read(path).rejected]
    assert refused == ["v21_android_custom_prop.vcf", "v21_im.vcf", "vcard-group.vcf", "vcard-url.vcf"]


def real(data_dir, name: str) -> list[dict[str, str]]:
    [path] = [path for path in files(data_dir("contacts") / "vcard") if path.name == name]
    return read(path).people


def test_real_cards_say_what_they_said(data_dir):
    [iphone] = real(data_dir, "John_Doe_IPHONE.vcf")
    assert iphone["name"] == "Mr. John Richter James Doe Sr."
    assert (iphone["phone"], iphone["Home phone"], iphone["Fax 2"]) == ("905-555-1234", "905-666-1234", "905-999-1234")
    assert iphone["Address 2"] == "Street4, Building 6, Floor 8, 12345, New York, USA"
    assert [one["name"] for one in real(data_dir, "v21_nest.vcf")] == ["parent", "nest1", "nest2"]
    assert real(data_dir, "v21_japanese_2.vcf")[0]["street"] == "東京都渋谷区桜丘町26-1セルリアンタワー6階"
    assert real(data_dir, "v30_japanese.vcf")[0]["name"] == "伊能 圭一 伊予"
    assert real(data_dir, "v21_backslash.vcf")[0]["name"] == "A;B\\C\\;D:E\\\\"
    assert "Günther Blümchen" in [one["name"] for one in real(data_dir, "vcard-vCards-SAP.vcf")]
    assert real(data_dir, "4b62872a-849-0.vcf")[0]["city"] == "Köln"
    note = "This is an (sharp ->#<- sharp) example. This message must NOT be ignored."
    assert real(data_dir, "v21_invalid_comment_line.vcf")[0]["notes"] == note
    assert real(data_dir, "rfc6350-example.vcf")[0]["phone"] == "+1-418-656-9254 ext. 102"


def test_a_card_becomes_a_contact(book):
    found = book(
        card(
            "UID:urn:uuid:7",
            "N:Doe;Jane;Ann;Dr.;",
            "FN:Dr. Jane Doe",
            "ORG:Acme;Sales;North",
            "EMAIL;TYPE=home:jane@home.org",
            "EMAIL;TYPE=pref:jane@acme.org",
            "TEL;TYPE=FAX:1",
            "TEL;TYPE=CELL:2",
            "ADR:Box 7;;1 Main St;Bonn;NRW;53111;Germany",
            "URL:https://acme.org",
            "CATEGORIES:VIP,A\\,B;C",
            "NOTE:one\\ntwo",
            "NOTE:three",
            "BDAY:19800122",
            "TITLE:Head",
        )
    )
    [company] = found.companies
    assert (company["kind"], company["name"]) == ("company", "Acme")
    assert found.people == [
        {
            "id": "urn:uuid:7",
            "kind": "person",
            "name": "Dr. Jane Doe",
            "company_id": company["id"],
            "email": "jane@acme.org",
            "phone": "2",
            "street": "1 Main St, Box 7",
            "city": "Bonn",
            "postcode": "53111",
            "country": "Germany",
            "website": "https://acme.org",
            "tags": "VIP;A,B,C",
            "notes": "one\ntwo\n\nthree",
            "E-mail 2": "jane@home.org",
            "Fax": "1",
            "Region": "NRW",
            "Department": "Sales, North",
            "Birthday": "1980-01-22",
            "Job title": "Head",
        }
    ]


@pytest.mark.parametrize(
    ("lines", "kind", "name"),
    [
        (["FN:Jane", "N:Doe;J"], "person", "Jane"),
        (["FN:", "N:Doe;Jane;Ann"], "person", "Jane Ann Doe"),
        (["N:;;;Dr.;"], "person", "Dr."),
        (["ORG:Acme;Sales"], "company", "Acme"),
        (["FN:ACME", "N:;;;;", "ORG:Acme"], "company", "Acme"),
        (["FN:Jane", "ORG:Acme", "X-ABShowAs:COMPANY"], "company", "Acme"),
        (["FN:Acme Ltd", "KIND:org"], "company", "Acme Ltd"),
        (["NICKNAME:Jay"], "person", "Jay"),
        (["EMAIL:a@b.org"], "person", "a@b.org"),
        (["TEL:123"], "person", "123"),
    ],
)
def test_names_come_from_what_there_is(book, lines, kind, name):
    found = book(card(*lines)).only
    assert (found["kind"], found["name"]) == (kind, name)


def test_who_is_named_in_the_card_of_a_company_is_kept(book):
    assert book(card("N:Doe;Jane", "ORG:Acme", "X-ABSHOWAS:COMPANY")).only["Contact person"] == "Jane Doe"


def test_cards_of_nobody_and_of_groups_are_refused(book):
    found = book("\n" + card("URL:https://x.org") + card("FN:Friends", "KIND:group"))
    assert found.rejected == [(2, NOT_SAID), (6, "The card is a group of other cards, not a person or a company.")]


def test_people_of_one_company_share_it(book):
    found = book(card("FN:A", "ORG:Acme GmbH") + card("FN:B", "ORG:ACME  GmbH") + card("FN:C", "ORG:!?"))
    assert [one["name"] for one in found.companies] == ["Acme GmbH", "!?"]
    assert found.people[0]["company_id"] == found.people[1]["company_id"] != found.people[2]["company_id"]


def test_a_company_with_a_card_of_its_own_is_that_card(book):
    found = book(card("FN:A", "ORG:Acme") + card("UID:acme-1", "ORG:Acme"))
    assert (found.people[0]["company_id"], found.companies) == ("acme-1", [])


def test_a_company_of_the_workspace_is_found_by_its_name(book):
    found = book(card("FN:A", "ORG:Acme Inc."), companies=(("7", "ACME Inc"),))
    assert (found.people[0]["company_id"], found.companies) == ("7", [])


def test_ids_are_those_of_the_card_or_follow_from_what_it_says(tmp_path):
    for name, end in (("a.vcf", "REV:1"), ("b.vcf", "REV:2"), ("c.vcf", "TEL:2")):
        (tmp_path / name).write_text(card("FN:A", end), encoding="utf-8")
    ids = [read(tmp_path / name).people[0]["id"] for name in ("a.vcf", "b.vcf", "c.vcf")]
    assert ids[0] == ids[1] != ids[2]
    both = read(tmp_path / "a.vcf", tmp_path / "b.vcf")
    assert len(both.people) == 1
    assert both.rejected == [(1, "A card with the same UID, or the same content, stands in a.vcf, line 1 already.")]


def test_several_of_a_kind_are_numbered_and_preferred_ones_come_first(book):
    found = book(
        card(
            "FN:A",
            "TEL;PREF=2:2",
            "TEL;PREF=x:1",
            "TEL:3",
            "TEL:3",
            "URL:u",
            "URL:v",
            "ORG:X",
            "ORG:Y;Z",
            "TEL;TYPE=PAGER:9",
            version="4.0",
        )
    ).only
    assert (found["phone"], found["Phone 2"], found["Phone 3"]) == ("1", "2", "3")
    assert (found["Website 2"], found["Company 2"], found["Pager"], "Phone 4" in found) == ("v", "Y, Z", "9", False)


def test_numbers_beside_the_first_are_told_apart_by_their_types(book):
    tel = ("WORK,VOICE:1", "CELL:2", "HOME,CELL:3", "HOME:4", "WORK:5", "OTHER:6", "WORK,FAX:7", "WORK:5", "OTHER:5")
    found = book(card("FN:A", *(f"TEL;TYPE={one}" for one in tel))).only
    assert (found["phone"], found["Mobile"], found["Mobile 2"]) == ("1", "2", "3")
    assert (found["Home phone"], found["Work phone"], found["Phone 2"], found["Fax"]) == ("4", "5", "6", "7")
    only_typed = book(card("FN:B", "TEL;TYPE=PREF;CELL:8", "TEL;HOME:")).only
    assert only_typed["phone"] == "8" and "Mobile" not in only_typed
    assert "Work phone 2" not in found and "Phone 3" not in found


def test_labels_of_groups_name_dates_and_relatives(book):
    found = book(
        card(
            "FN:A",
            "item1.X-ABDATE:2001-02-03",
            "item1.X-ABLabel:_$!<Anniversary>!$_",
            "item2.X-ABRELATEDNAMES:Bob",
            "item2.X-ABLabel:Best man",
            "X-ABRELATEDNAMES:Eve",
            "IMPP;X-SERVICE-TYPE=Skype:skype:a",
            "X-ANDROID-CUSTOM:vnd.android.cursor.item/contact_event;1999-07-10;1",
            "X-SHOE-SIZE:42",
            "LABEL:1 Main St",
        )
    ).only
    assert (found["Anniversary"], found["Best man"], found["Related"]) == ("2001-02-03", "Bob", "Eve")
    assert (found["Skype"], found["Contact event"], found["X-SHOE-SIZE"]) == ("skype:a", "1999-07-10", "42")
    assert found["Address label"] == "1 Main St"


def test_addresses_without_anything_in_them_are_none(book):
    found = book(card("FN:A", "ADR:;;;;;;", "ADR:;;Road 1\\nHouse 2,;;;;")).only
    assert found["street"] == "Road 1, House 2"


def test_e_mail_addresses_are_taken_out_of_what_is_around_them(book):
    found = book(card("FN:A", 'EMAIL:"Omega" <o@example.com>', "EMAIL:mailto:p@example.com")).only
    assert (found["email"], found["E-mail 2"]) == ("o@example.com", "p@example.com")


@pytest.mark.parametrize(
    ("version", "lines", "note"),
    [
        ("3.0", ["NOTE:fol", " ded"], "folded"),
        ("2.1", ["NOTE:fol", " ded"], "fol ded"),
        ("3.0", ["NOTE:tab", "\tbed"], "tabbed"),
        ("2.1", ["NOTE;QUOTED-PRINTABLE:=C3=", "=BC; soft =", " break=0D=0A"], "ü; soft  break"),
        ("2.1", ["NOTE;ENCODING=QUOTED-PRINTABLE:the end=", "TEL:1"], "the end"),
        ("2.1", ["NOTE;ENCODING=QUOTED-PRINTABLE:the end=", "", "TEL:1"], "the end"),
        ("3.0", ["NOTE:broken", "without a sign", "# no comment", "TEL:1"], "broken\nwithout a sign"),
        ("2.1", ["NOTE:broken\\", "by a sign"], "broken\nby a sign"),
        ("3.0", ["NOTE:C:\\temp \\, \\; \\\\n"], "C:\\temp , ; \\n"),
        ("2.1", ["NOTE:C:\\new"], "C:\\new"),
        ("3.0", ['NOTE;X="a:b;c":quoted'], "quoted"),
        ("3.0", ['NOTE;X="never closed:text'], "text"),
        ("3.0", ["note : small", "END:OTHER"], "small"),
        ("3.0", ["NOTE:before", "TEL;CELL"], "before"),
    ],
)
def test_lines_are_put_together_as_they_were_written(book, version, lines, note):
    assert book(card("FN:A", *lines, version=version)).only["notes"] == note


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\n\r\n"])
def test_lines_end_as_they_like(book, end):
    found = book(card("FN:A", "TEL:1").replace("\r\n", end))
    assert found.only == {"kind": "person", "name": "A", "phone": "1"}


def test_line_ends_are_found_where_the_file_is_cut_for_reading(book, monkeypatch):
    monkeypatch.setattr("crmdesk.exchange.rawlines.CHUNK", 1)
    found = book(card("FN:Bär", "", "TEL:1") + "BEGIN:VCARD\nFN:cut")
    assert (found.only["name"], [line for line, _reason in found.rejected]) == ("Bär", [7])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_encoding_of_a_file_is_found(book, tmp_path, encoding):
    assert book(card("FN:Zoë Ωμέγα").encode(encoding)).only["name"] == "Zoë Ωμέγα"
    assert open_source(tmp_path / "book.vcf").kind == "vcard"


@pytest.mark.parametrize(
    ("head", "data", "name", "notice"),
    [
        ("FN", "Müller".encode("cp1252"), "Müller", "1 text is not in the encoding it should be"),
        ("FN;CHARSET=UTF-8", "Müller".encode("cp1252"), "Müller", "Western European"),
        ("FN;CHARSET=ISO-8859-1", "10 €".encode("cp1252"), "10 €", ""),
        ("FN;CHARSET=windows-1251", "Иван".encode("cp1251"), "Иван", ""),
        ("FN;CHARSET=NOSUCH", "Zoë".encode(), "Zoë", ""),
        ("FN;CHARSET=rot13", b"Nan", "Nan", ""),
        ("FN;CHARSET=nul\0", "Zoë".encode(), "Zoë", ""),
        ("FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE", b"=C3=91=80", "Ñ", "1 text holds broken letters"),
        ("FN", b"a\x00b\x1bc", "abc", ""),
    ],
)
def test_texts_are_read_in_their_encoding(book, head, data, name, notice):
    found = book(b"BEGIN:VCARD\n" + head.encode() + b":" + data + b"\nEND:VCARD\n")
    assert found.only["name"] == name
    assert notice in " ".join(found.notices) and bool(notice) == bool(found.notices)


@pytest.mark.parametrize(
    "lines",
    [
        ["PHOTO;ENCODING=b;TYPE=JPEG:AAAA", " BBBB"],
        ["PHOTO;BASE64:", "", "  AAAA", "BBBB==", "", "CCCC"],
        ["PHOTO:http://example.com/me.jpg"],
        ["PHOTO:data:image/png;base64,AAAA", " BBBB"],
        ["X-PICTURE:data:image/png;base64,AAAA"],
        ["X-PICTURE;ENCODING=BASE64:AAAA"],
        ["PHOTO;ENCODING=b:" + "A" * 3_000_000],
    ],
)
def test_pictures_are_skipped_however_they_are_written(book, lines):
    found = book(card("FN:A", *lines, "TEL:1"))
    assert found.only == {"kind": "person", "name": "A", "phone": "1"}
    assert found.notices == ["book.vcf: 1 picture, sound or key was left out."]


def test_what_stands_outside_of_cards_is_counted(book):
    event = "BEGIN:VEVENT\r\nSUMMARY:x\r\nEND:VEVENT\r\n"
    found = book(card("FN:A", event.strip(), "TEL:1") + "\r\nstray\r\n" + event)
    assert (found.only["phone"], found.notices) == ("1", ["book.vcf: 3 lines outside of cards were left out."])


def test_a_card_that_never_ends_is_refused_and_the_next_one_is_read(book):
    found = book("BEGIN:VCARD\nFN:A\n" + card("FN:B") + "BEGIN:VCARD\nFN:C\nBEGIN:X\n")
    assert [one["name"] for one in found.people] == ["B"]
    assert [line for line, reason in found.rejected if "has no END:VCARD" in reason] == [1, 7]


def test_thousands_of_cards_within_each_other_are_refused_one_by_one(book):
    found = book("BEGIN:VCARD\nFN:A\n" * 5000 + "END:VCARD\n")
    assert (len(found.people), len(found.rejected)) == (1, 4999)


@pytest.mark.parametrize(
    ("limit", "value", "reason"),
    [
        ("CARD_LINE_BYTES", 50, "a line of more than 50 characters"),
        ("CARD_LINES", 3, "more than 3 lines"),
        ("CARD_BYTES", 60, "more than 60 characters"),
    ],
)
def test_a_card_beyond_the_limits_is_refused_alone(book, monkeypatch, limit, value, reason):
    monkeypatch.setattr(limits, limit, value)
    found = book(card("FN:A", "NOTE:" + "x" * 45, " " + "y" * 10, "TEL:1", "URL:2") + card("FN:B"))
    assert [one["name"] for one in found.people] == ["B"]
    assert reason in found.rejected[0][1]


def test_a_line_longer_than_memory_should_hold_is_cut_while_it_is_read(book):
    found = book(card("FN:A", "NOTE:" + "x" * 3_000_000) + card("FN:B"))
    assert (len(found.people), len(found.rejected)) == (1, 1)


def test_too_many_cards_are_refused(book, monkeypatch):
    monkeypatch.setattr(limits, "ROWS", 2)
    with pytest.raises(UserError, match="too many cards"):
        book(card("FN:A") * 3)


def test_fields_that_are_one_too_many_share_a_column(book, monkeypatch):
    monkeypatch.setattr(limits, "CARD_FIELDS", 2)
    found = book(card("FN:A", "X-A:1", "X-B:2", "X-C:3", "X-D:4")).only
    assert (found["X-A"], found["X-B"], found["Other fields of the card"]) == ("1", "2", "X-C: 3\nX-D: 4")


def test_an_address_book_is_no_table(tmp_path):
    (tmp_path / "a.csv").write_text(card("FN:A"), encoding="utf-8")
    with pytest.raises(UserError, match="is not a table"):
        open_table(tmp_path / "a.csv", TableRule())


PIECES = [
    b"BEGIN:VCARD",
    b"END:VCARD",
    b"\n",
    b"\r\n",
    b"\r",
    b" ",
    b"=",
    b"\\",
    b";",
    b":",
    b'"',
    b",",
    b"\xc3",
    b"\xff",
]
PIECES += [b"FN:", b"N:", b"TEL;TYPE=", b"PREF=", b"PHOTO;BASE64:", b"AAAA", b";ENCODING=QUOTED-PRINTABLE:", b"=C3=BC"]
PIECES += [b"#", b"item1.", b"X-ABLABEL:", b"X-ABDATE:", b"ADR:", b"ORG:", b"VERSION:2.1\n", b"CHARSET=", b"\x00", b"x"]


@given(st.lists(st.sampled_from(PIECES), max_size=80).map(b"".join))
def test_any_bytes_are_read_to_their_end(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("any") / "x.vcf"
    path.write_bytes(data)
    found = read(path)
    assert all(one["name"] and one["id"] and one["kind"] for one in [*found.people, *found.companies])


def test_a_second_address_is_kept_in_one_line(book):
    found = book(card("FN:A", "ADR:;;Main Street 1;Bonn;;53111;Germany", "ADR:;;Side Street 2;Ulm;;89073;Germany")).only
    assert (found["street"], found["city"], found["postcode"]) == ("Main Street 1", "Bonn", "53111")
    assert found["Address 2"] == "Side Street 2, 89073, Ulm, Germany"


def test_a_phone_written_as_a_link_is_a_number_with_its_extension(book):
    assert (
        book(card("FN:A", "TEL;VALUE=uri:tel:+1-555-0100;ext=42", version="4.0")).only["phone"] == "+1-555-0100 ext. 42"
    )
    assert book(card("FN:A", "TEL;VALUE=uri:tel:+1-555-0100", version="4.0")).only["phone"] == "+1-555-0100"


def test_old_cards_write_the_marks_of_an_address_with_a_backslash(book):
    found = book(card("FN:A", "ADR:;;Street 1\\; back;Bonn;;53111;Germany", version="2.1")).only
    assert (found["street"], found["city"]) == ("Street 1; back", "Bonn")


def test_a_word_alone_is_text_and_a_broken_name_is_none(book):
    found = book(card("UID", " :7", "FN:Ada", "NOTE:one", "Two", "  more", "", "TEL", " ;TYPE=FAX", " :5"))
    assert found.only | {"id": ""} == {"id": "", "kind": "person", "name": "Ada", "notes": "one\nTwo more", "Fax": "5"}
    assert [one["id"] for one in found.people] == ["7"]


OLD_BOOKS = {
    "cp1251": ["Оксана Шевчук, Київ", "Иван Петров, улица Ленина", "Сергей Смирнов, директор"],
    "cp1253": ["Βαγγέλης Παπαδόπουλος, Αθήνα", "Ελένη Γεωργίου, Θεσσαλονίκη"],
    "cp1250": ["Grzegorz Brzęczyszczykiewicz, Łękołody", "Małgorzata Wiśniewska, Wrocław", "Paweł Dąbrowski, Łódź"],
}


@pytest.mark.parametrize("encoding", OLD_BOOKS)
def test_cards_in_an_old_encoding_are_read_in_the_likeliest_one(book, encoding):
    names = OLD_BOOKS[encoding]
    found = book("".join(card(f"FN:{name}") for name in names).encode(encoding))
    assert [one["name"] for one in found.people] == names
    told = "texts are not in the encoding they should be and were read in the likeliest one; check them."
    assert found.notices == [f"book.vcf: {len(names)} {told}"]


def test_quoted_printable_text_of_no_stated_encoding_is_read_so_too(book):
    names = OLD_BOOKS["cp1251"]
    coded = ["".join(f"={byte:02X}" for byte in name.encode("cp1251")) for name in names]
    found = book("".join(card(f"FN;ENCODING=QUOTED-PRINTABLE:{one}", version="2.1") for one in coded) + "BEGIN:VCARD")
    assert [one["name"] for one in found.people] == names
    assert len(found.rejected) == 1


def test_a_birthday_is_a_day_however_it_is_written(book):
    for written, day in (
        ("BDAY:1955-07-19T00:00:00Z", "1955-07-19"),
        ("BDAY:19550719T083000", "1955-07-19"),
        ("BDAY:--0719", "--07-19"),
        ("BDAY:1955/07/19", "1955-07-19"),
        ("BDAY;X-APPLE-OMIT-YEAR=1604:1604-07-19", "--07-19"),
        ("BDAY:in July", "in July"),
    ):
        assert book(card("FN:Ada", written)).only["Birthday"] == day


def test_the_fields_of_kde_have_the_names_that_others_have(book):
    found = book(
        card(
            *("FN:Ada", "X-KADDRESSBOOK-X-SpousesName:Bo", "X-KADDRESSBOOK-X-Anniversary:1970-01-02"),
            *("X-KADDRESSBOOK-CRYPTOSIGNPREF:always", "X-messaging/irc-All:ada", "X-messaging/xmpp-All:a@x\ue000b@x"),
        )
    )
    assert found.only == {
        "kind": "person",
        "name": "Ada",
        "Spouse": "Bo",
        "Anniversary": "1970-01-02",
        "Irc": "ada",
        "Xmpp": "a@x, b@x",
    }


def test_old_cards_escape_where_they_need_not(book):
    found = book(card("FN:Ada", "URL:https\\://x.example", "NOTE:one\\, two\\; three \\\\server\\dir", version="2.1"))
    assert (found.only["website"], found.only["notes"]) == ("https://x.example", "one, two; three \\\\server\\dir")


def test_quoted_text_that_goes_on_is_no_beginning_of_a_property(book):
    address = ("ADR;ENCODING=QUOTED-PRINTABLE:;;Weg 1;=", "Bonn;;53111=", " ;Germany", "FN:Ada")
    found = book(card(*address, version="2.1")).only
    assert (found["city"], found["postcode"], found["country"], found["name"]) == ("Bonn", "53111", "Germany", "Ada")


def test_text_behind_the_beginning_of_a_card_does_not_hide_it(book):
    assert book("BEGIN:VCARD\nbroken text\nVERSION:3.0\nFN:Ada\nEND:VCARD\nmore of it\n").only["name"] == "Ada"


def test_the_members_of_a_group_have_its_name_as_a_tag(book):
    apple = ("X-ADDRESSBOOKSERVER-KIND:group", "FN:Rotary; Bonn", "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:A-1")
    found = book(
        card(*apple, "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:elsewhere")
        + card("UID:a-1", "FN:Ada", "CATEGORIES:vip")
        + card("UID:urn:uuid:b", "FN:Bo")
        + card("KIND:group", "FN:vip", "MEMBER:urn:uuid:a-1", "MEMBER:urn:uuid:B", version="4.0")
        + card("KIND:group", "FN:Others", "MEMBER:mailto:x@x.example", version="4.0")
        + card("KIND:group", "FN:Nobody", version="4.0")
    )
    assert [(one["name"], one["tags"]) for one in found.people] == [("Ada", "vip;Rotary, Bonn"), ("Bo", "vip")]
    told = "The card is a group of other cards; they have its name as a tag."
    none = "The card is a group of other cards, not a person or a company."
    assert found.rejected == [(32, none), (1, told), (19, told), (26, none)]
