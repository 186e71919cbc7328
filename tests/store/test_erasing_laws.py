"""Of every kind of record: whoever was erased stands in no field of it, now or once, and whoever asks is told of it."""

import json
import shutil

import pytest

from crmdesk.exchange.person_out import export_person
from crmdesk.store import erasing
from crmdesk.store.attachment import Attachment
from crmdesk.store.base import Record, own_fields, references_of, table_of
from crmdesk.store.contact import Contact
from crmdesk.store.erasing_rows import texts_of
from crmdesk.store.field import Choice, Decimal, KpiName, PeriodName, Text
from crmdesk.store.kept_setting import Setting
from crmdesk.store.person import person
from crmdesk.store.registry import ALL_TYPES
from crmdesk.store.traces import IDENTITY
from tests.store.rows import full_row, one_of_each
from tests.store.test_erasing import bytes_with

NAME, MAIL = "Zenobia Quillfeather", "zenobia@quillfeather.example"
BEFORE = "Zenobia Oldfeather"
WORDS = ("Quillfeather", "quillfeather", "Oldfeather", "Zenobia")
# A folder of the computer is where it is.
NOT_ABOUT = {("watched_folder", "path"), ("watched_folder", "pattern")}


def written(record) -> list[str]:
    """The columns into which anything may be written, by the declaration alone."""
    plain = {
        name
        for name, field in own_fields(record).items()
        if isinstance(field, Text)
        and not isinstance(field, Choice | Decimal | KpiName | PeriodName)
        and not field.unique
    }
    return sorted(plain | {"custom"})


def said_of(record, name: str, text: str) -> str:
    if name == "custom":
        return json.dumps({"Her": text}, ensure_ascii=False)
    return json.dumps(text) if record is Setting else text


@pytest.fixture
def her(book):
    with book.operation("Her") as tx:
        return tx.insert(Contact, {"kind": "person", "name": NAME, "email": MAIL})


def test_every_text_of_everybody_elses_records_loses_the_trace_now_and_in_the_past(book, her, tmp_path):
    names: dict[type[Record], list[str]] = {}
    with book.operation("Of others") as tx:
        ids = one_of_each(tx)
        tx.rows("UPDATE known_as SET elsewhere = 'x', row = ?", (ids[Contact],))
        for record in ALL_TYPES:
            found = [name for name in written(record) if (table_of(record), name) not in NOT_ABOUT]
            names[record] = [name for name in found if record.kind not in ("contact", "staff") or name not in IDENTITY]
            once = {name: said_of(record, name, f"once {NAME}") for name in names[record]}
            tx.update(record, ids[record], once)
    with book.operation("Said") as tx:
        for record in ALL_TYPES:
            tx.update(record, ids[record], {name: said_of(record, name, f"ask {MAIL}") for name in names[record]})
    assert bytes_with(tmp_path, *WORDS)
    erasing.erase(book, her)
    assert bytes_with(tmp_path, *WORDS) == []
    for record in ALL_TYPES:
        assert set(names[record]) <= set(texts_of(record)), record.kind
        (row,) = book.rows(f"SELECT {', '.join(names[record])} FROM {table_of(record)} WHERE id = ?", (ids[record],))
        assert all("ask [erased]" in text for text in row), record.kind


def test_every_text_of_a_record_of_theirs_goes_and_was_given_out_before(book, her, tmp_path):
    theirs: list[type[Record]] = [record for record in ALL_TYPES if references_of(record).get("contact_id") is Contact]
    assert len(theirs) > 5
    texts: dict[type[Record], dict[str, str]] = {}
    for record in [Contact, *theirs]:
        said = {name: f"Zenobia in {record.kind} {name}" for name in written(record)}
        texts[record] = {name: said_of(record, name, text) for name, text in said.items()}
    with book.operation("Theirs") as tx:
        ids = one_of_each(tx) | {Contact: her}
        tx.update(Contact, her, {**texts[Contact], "name": BEFORE})
        tx.update(Contact, her, {"name": NAME, "email": MAIL, "external_id": "Zenobia-1"})
        for record in theirs:
            values = {**full_row(record, ids), "external_id": "Zenobia-1", "contact_id": her, **texts[record]}
            assert tx.insert(record, values) in person(book, her).rows[record]
    export_person(book, her, tmp_path / "out", b"%PDF")
    told = (tmp_path / "out" / "data.json").read_text(encoding="utf-8")
    for record, said in texts.items():
        # A file is given out itself, under its name.
        given = {name for name in said if f"Zenobia in {record.kind} {name}" in told} | (
            set(said) if record is Attachment else set()
        )
        assert set(said) - given <= {"email", "name"}, record.kind
    shutil.rmtree(tmp_path / "out")
    erasing.erase(book, her)
    # Words by which figures are broken down stay, as far as they name nobody.
    kept = {f"Zenobia in {table} {name}" for table, name in erasing.erasing_rows._SHARED}
    for record, said in texts.items():
        left = {f"Zenobia in {record.kind} {name}" for name in said} - kept
        assert bytes_with(tmp_path, *left) == [], record.kind
    assert bytes_with(tmp_path, "Quillfeather", "Oldfeather", "Zenobia-1", MAIL) == []
