"""What calendars, address books, bank files and mailboxes become in a workspace. Bringing them twice adds nothing."""

import json
import re
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from crmdesk.cli import main
from crmdesk.exchange import plan, presets
from crmdesk.exchange.plan import Plan
from crmdesk.exchange.reading import read_file
from crmdesk.exchange.recognise import recognise
from crmdesk.exchange.walking import tables_of
from crmdesk.store.contact import Contact
from crmdesk.store.file import Workspace, create
from crmdesk.store.staff import Staff
from tests.fuzz.reading import SEEDS
from tests.tables import contents_of


@pytest.fixture
def shop(tmp_path):
    """A workspace with an owner and two customers."""
    with create(tmp_path / "shop.crmdesk", {"currency": "EUR", "timezone": "Europe/Berlin"}) as workspace:
        with workspace.operation("start") as tx:
            tx.insert(Staff, {"name": "Me", "email": "me@us.example"})
            tx.insert(Contact, {"kind": "person", "name": "Bea Blum", "email": "bea@blue.example"})
            tx.insert(Contact, {"kind": "company", "name": "Miller & Sons"})
        yield workspace


def bring(workspace: Workspace, path: Path) -> Plan:
    """Brings a file in as what it is recognised to be."""
    parts = []
    for found in read_file(path):
        best = recognise(found)[0]
        assert best.known.forms == presets.known(best.known.name).forms
        parts.append((found, list(best.known.mappings)))
    return plan.carry_out(workspace, tables_of(parts, workspace), files=[path])


def counted(done: Plan, outcome: str) -> dict[str, int]:
    """How many rows of each kind had that outcome."""
    return {kind: found[outcome] for kind, found in done.counts.items() if found[outcome]}


def refused(done: Plan) -> dict[int, str]:
    """The lines that were refused, each with the reason."""
    return {one.line: one.reason for one in done.report.rejected}


def again(shop: Workspace, path: Path) -> dict[str, int]:
    """Brings the same file in once more: nothing may become of it. Answers what is unchanged."""
    before = contents_of(shop)
    done = bring(shop, path)
    assert (counted(done, "created"), counted(done, "updated"), counted(done, "doubtful")) == ({}, {}, {})
    after = contents_of(shop)
    assert {name: rows for name, rows in after.items() if rows != before[name]}.keys() <= {"imported_file"}
    return counted(done, "unchanged")


def test_a_calendar_becomes_activities_of_those_who_took_part(shop):
    path = SEEDS / "ical" / "outlook.ics"
    first = bring(shop, path)
    assert (counted(first, "created"), sorted(refused(first))) == ({"activities": 2}, [38, 42])
    sql = """
        SELECT a.kind, a.subject, a.minutes, c.name, s.name, a.done_at IS NOT NULL FROM activity AS a
          LEFT JOIN contact AS c ON c.id = a.contact_id LEFT JOIN staff AS s ON s.id = a.staff_id ORDER BY 1
    """
    assert shop.rows(sql) == [
        ("meeting", "Lunch, with Bea", 90, "Bea Blum", "Me", 0),
        ("task", "Call", None, None, None, 1),
    ]
    assert again(shop, path) == {"activities": 2}


def test_an_address_book_becomes_people_and_their_companies(shop):
    path = SEEDS / "ldif" / "thunderbird.ldif"
    first = bring(shop, path)
    assert (counted(first, "created"), sorted(refused(first))) == ({"contacts": 3}, [32, 35, 40, 44])
    sql = """
        SELECT c.kind, c.name, c.email, c.phone, company.name FROM contact AS c
          LEFT JOIN contact AS company ON company.id = c.company_id WHERE c.id > 2 ORDER BY 1, 2
    """
    assert shop.rows(sql) == [
        ("company", "Acme", None, None, None),
        ("person", "John Doe", "j@x.org", "123", "Acme"),
        ("person", "Jürgen", None, None, None),
    ]
    assert again(shop, path) == {"contacts": 3}


MONEY = """
    SELECT 'sale', amount, c.name, note FROM sale LEFT JOIN contact AS c ON c.id = contact_id
     UNION ALL SELECT 'expense', amount, category, note FROM expense ORDER BY 1, 2
"""


def test_a_bank_file_becomes_sales_and_expenses(shop):
    path = SEEDS / "ofx" / "sgml.ofx"
    first = bring(shop, path)
    assert (counted(first, "created"), sorted(refused(first))) == ({"sales": 1, "expenses": 1}, [20, 21, 23])
    assert sum(counted(first, "rejected").values()) == 3
    assert shop.rows(MONEY) == [("expense", 123450, "other", "Miller & Sons: Rent"), ("sale", 1250, None, None)]
    assert again(shop, path) == {"sales": 1, "expenses": 1}


def test_money_that_came_from_a_customer_is_his(shop, tmp_path):
    path = tmp_path / "bank.qif"
    path.write_text("!Type:Bank\nD1/15/26\nT50\nPMILLER & SONS\nMInvoice\n^\n", encoding="utf-8")
    assert counted(bring(shop, path), "created") == {"sales": 1}
    assert shop.rows(MONEY) == [("sale", 5000, "Miller & Sons", "Invoice")]


def test_other_money_than_that_of_the_workspace_is_refused_with_the_reason(shop):
    for name, code in (("camt/camt052.xml", "CHF"), ("ofx/xml.ofx", "CAD")):
        first = bring(shop, SEEDS / name)
        assert counted(first, "created") == {}
        assert f"is in {code}, but this workspace keeps EUR; write there what it is in EUR" in refused(first).values()


def test_statements_of_all_forms_come_in_once(shop):
    for name, sales, expenses in (("camt/camt053.xml", 2, 2), ("mt940/swift.sta", 1, 2), ("mt940/dutch.sta", 1, 1)):
        assert counted(bring(shop, SEEDS / name), "created") == {"sales": sales, "expenses": expenses}, name
        assert again(shop, SEEDS / name) == {"sales": sales, "expenses": expenses}, name


def test_a_mailbox_becomes_what_was_written_to_and_from_contacts(shop, tmp_path):
    path = tmp_path / "box.mbox"
    ours, theirs, others = "me@us.example", "bea@blue.example", "x@y.example"
    path.write_text(
        "".join(
            f"From - Mon Jan 05 10:00:00 2026\nFrom: {one}\nTo: {', '.join(to)}\nSubject: {n}\n"
            f"Message-ID: <{n}@x>\nDate: Mon, 5 Jan 2026 10:00:0{n} +0100\n\nText {n}\n\n"
            for n, (one, to) in enumerate(
                [(ours, [others, theirs]), (theirs, [ours]), (others, [ours]), (theirs, [others])]
            )
        ),
        encoding="utf-8",
    )
    first = bring(shop, path)
    assert (counted(first, "created"), sorted(refused(first))) == ({"activities": 3}, [19])
    sql = """
        SELECT a.subject, a.kind, a.direction, c.name, s.name, a.body FROM activity AS a
          LEFT JOIN contact AS c ON c.id = a.contact_id LEFT JOIN staff AS s ON s.id = a.staff_id ORDER BY 1
    """
    assert shop.rows(sql) == [
        ("0", "email", "out", "Bea Blum", "Me", "Text 0"),
        ("1", "email", "in", "Bea Blum", "Me", "Text 1"),
        ("3", "email", "in", "Bea Blum", None, "Text 3"),
    ]
    assert again(shop, path) == {"activities": 3}


CARD = re.compile(rb"^\s*BEGIN\s*:\s*VCARD", re.IGNORECASE | re.MULTILINE)


def test_every_card_of_real_programs_is_accounted_for(tmp_path, data_dir, capsys):
    books = sorted((data_dir("contacts") / "vcard").rglob("*.vcf"))
    assert main(["import", str(tmp_path / "new.crmdesk"), *map(str, books), "--dry-run", "--json"]) == 0
    planned = json.loads(capsys.readouterr().out)["plan"]
    rows = planned["rows"]
    assert sum(planned["counts"]["contacts"].values()) == len(rows)
    # A company that has no card of its own stands in the line of the person who named it first.
    places = Counter(row["file"] for row in {(row["file"], row["line"]): row for row in rows}.values())
    assert places == {book.name: len(CARD.findall(book.read_bytes())) for book in books}
    assert all(row["reason"] for row in rows if row["outcome"] in ("rejected", "doubtful"))


def test_people_without_an_address_at_work_have_the_one_at_home(shop, tmp_path):
    path = tmp_path / "book.ldif"
    home = "mozillaHomeStreet: 1 Home St\nmozillaHomeLocalityName: Bonn\nmozillaHomeUrl: https://x.example\n"
    path.write_text(f"dn: cn=A\ncn: A\n{home}\ndn: cn=B\ncn: B\nl: Paris\n{home}", encoding="utf-8")
    bring(shop, path)
    sql = "SELECT name, street, city, website, custom ->> '$.\"Home city\"' FROM contact WHERE id > 2 ORDER BY 1"
    assert shop.rows(sql) == [
        ("A", "1 Home St", "Bonn", "https://x.example", "Bonn"),
        ("B", None, "Paris", "https://x.example", "Bonn"),
    ]


def test_the_files_of_a_zip_are_read_as_they_lie(shop, tmp_path):
    path = tmp_path / "statements.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in ("camt/camt053.xml", "mt940/swift.sta", "mail/page.eml"):
            packed.write(SEEDS / name, name)
    assert [(found.name, found.form) for found in read_file(path)] == [
        ("camt053.xml", "camt"),
        ("swift.sta", "mt940"),
        ("page.eml", "mail"),
    ]
    first = bring(shop, path)
    assert counted(first, "created") == {"sales": 3, "expenses": 4}
    assert again(shop, path) == {"sales": 3, "expenses": 4}


@pytest.mark.parametrize(
    ("words", "created"),
    [
        (["--preset", "bank-statement", "camt/camt053.xml"], {"sales": 2, "expenses": 2}),
        (["--preset", "calendar", "ical/outlook.ics"], {"activities": 2}),
        (["--as", "contacts", "ldif/directory.ldif"], {"contacts": 1}),
    ],
)
def test_a_preset_or_a_kind_may_be_named_for_them(tmp_path, capsys, words, created):
    *given, name = words
    assert main(["import", str(tmp_path / "new.crmdesk"), str(SEEDS / name), *given, "--json"]) == 0
    assert {kind: n for kind, n in json.loads(capsys.readouterr().out)["created"].items() if n} == created
