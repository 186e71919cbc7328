"""A calendar file that is written holds what is planned and what was agreed, and is read again."""

from crmdesk.exchange.ical_out import export_calendar
from crmdesk.exchange.reading import read_file
from crmdesk.store.activity import Activity
from crmdesk.store.contact import Contact
from crmdesk.store.file import create
from tests.store.rows import CLOCK, NOON, SETTINGS

HOUR = 3_600_000_000


def filled(path):
    book = create(path, SETTINGS, clock=CLOCK)
    with book.operation("Fill") as tx:
        ada = tx.insert(Contact, {"kind": "person", "name": 'Ada "L"; Lovelace', "email": "ada@x.example"})
        bob = tx.insert(Contact, {"kind": "person", "name": "Bob, the one", "email": "no address"})
        rows = (
            {
                "kind": "task",
                "subject": "Ring; them",
                "body": "one\ntwo",
                "at": NOON,
                "due_at": NOON + HOUR,
                "contact_id": ada,
            },
            {"kind": "task", "subject": "Done", "at": NOON, "done_at": NOON + HOUR, "contact_id": bob},
            {"kind": "meeting", "subject": "Fair", "at": NOON, "minutes": 90, "contact_id": ada},
            {"kind": "call", "subject": "Planned call", "due_at": NOON, "at": None},
            {"kind": "call", "subject": "Over", "at": NOON},
            {"kind": "note", "body": "Only a text\nof two lines", "at": NOON, "external_id": "n-1"},
            {"kind": "meeting", "subject": "Some day", "at": None},
            {"subject": "Nothing known"},
        )
        for row in rows:
            tx.insert(Activity, row)
    return book


def test_what_is_planned_and_agreed_goes_out_and_comes_back(tmp_path):
    with filled(tmp_path / "a.crmdesk") as book:
        assert export_calendar(book, tmp_path / "all.ics") == 5
        assert export_calendar(book, tmp_path / "one.ics", [3]) == 1
        (uid,) = book.rows("SELECT lower(hex(uid)) FROM activity WHERE id = 1")[0]
    (found,) = read_file(tmp_path / "all.ics")
    table = found.read()
    rows = [dict(zip(table.columns, cells, strict=True)) for _line, cells in table.rows()]
    assert table.rejected == []
    assert [(row["Kind"], row["Subject"]) for row in rows] == [
        *(("task", "Ring; them"), ("task", "Done"), ("meeting", "Fair"), ("task", "Planned call")),
        ("note", "Only a text"),
    ]
    task, done, meeting, _call, note = rows
    assert (task["UID"], task["Text"], task["Person"]) == (uid, "one\ntwo", "ada@x.example")
    assert task["Due"].startswith("2026-10-31T12:45:00") and not task["Done"] and note["UID"] == "n-1"
    assert done["Done"].startswith("2026-10-31T12:45:00") and meeting["Minutes"] == "90"
    data = (tmp_path / "all.ics").read_bytes()
    assert b"CONTACT:Bob\\, the one" in data and b'ATTENDEE;CN="Ada  L ; Lovelace":mailto:ada@x.example' in data
    assert max(map(len, data.split(b"\r\n"))) <= 75
