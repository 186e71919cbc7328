"""What lies in the file is what the record types declare."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from peewee import ForeignKeyField

from crmdesk.store import schema
from crmdesk.store.base import fields_of, table_of
from crmdesk.store.check import integrity
from crmdesk.store.file import create
from crmdesk.store.registry import ALL_TYPES

RECORDS = pytest.mark.parametrize("record", ALL_TYPES, ids=table_of)


@RECORDS
def test_a_table_has_the_columns_that_its_record_type_declares(book, record):
    found = book.rows('SELECT name, type, "notnull", pk FROM pragma_table_info(?)', (table_of(record),))
    declared = [
        (name, _type(field), int(not field.null), int(name == "id")) for name, field in fields_of(record).items()
    ]
    assert sorted(found) == sorted(declared)


def _type(field) -> str:
    target = field.rel_field if isinstance(field, ForeignKeyField) else field
    return {"AUTO": "INTEGER", "INT": "INTEGER"}.get(target.field_type, target.field_type)


@RECORDS
def test_references_are_to_the_declared_tables_and_checked_at_the_end(book, record):
    found = set(book.rows('SELECT "from", "table" FROM pragma_foreign_key_list(?)', (table_of(record),)))
    assert found == {
        (name, table_of(field.rel_model))
        for name, field in fields_of(record).items()
        if isinstance(field, ForeignKeyField)
    }
    ((sql,),) = book.rows("SELECT sql FROM sqlite_master WHERE name = ? AND type = 'table'", (table_of(record),))
    assert sql.count("DEFERRABLE INITIALLY DEFERRED") == len(found)
    assert sql.count("CHECK") == sql.count("CHECK (") and "AUTOINCREMENT" in sql


@RECORDS
def test_the_declared_indexes_are_there(book, record):
    names = {name for (name,) in book.rows("SELECT name FROM sqlite_master WHERE type='index' AND sql IS NOT NULL")}
    assert f"{table_of(record)}_external" in names
    declared = len(record._meta.indexes)
    assert sum(name.startswith(f"{table_of(record)}_") for name in names) >= declared + 1


def test_the_file_says_whose_it_is(book):
    assert book.rows("PRAGMA application_id") == [(schema.APPLICATION_ID,)]
    assert book.rows("PRAGMA user_version") == [(schema.VERSION,)]
    assert book.rows("PRAGMA encoding") == [("UTF-8",)]


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("secure_delete", 1),
    ],
)
def test_a_workspace_is_opened_in_the_safe_way(book, pragma, value):
    assert book.rows(f"PRAGMA {pragma}") == [(value,)]


def test_every_table_is_known_and_strict(book):
    tables = book.rows("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'")
    housekeeping = {"meta", "operation", "change", "journal_now", "table_version"}
    housekeeping |= {"remembered", "note", "content", "erased"}
    tables = [(name, strict) for name, strict in tables if not name.startswith("search")]
    assert {name for name, _ in tables} == {table_of(record) for record in ALL_TYPES} | housekeeping
    assert {strict for _, strict in tables} == {1}


def test_files_can_be_made_at_the_same_time(tmp_path):
    def make(number):
        with create(tmp_path / f"{number}.crmdesk", {"currency": "EUR"}) as workspace:
            return integrity(workspace)

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(make, range(8))) == {"ok"}
