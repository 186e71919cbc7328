"""Every record type and every field: what it reads, writes and refuses, and what the file itself refuses."""

import pytest

from crmdesk.domain.calendar import Calendar
from crmdesk.store.base import (
    Record,
    fields_of,
    moments_of,
    own_fields,
    references_of,
    table_of,
)
from crmdesk.store.engine import IntegrityError
from crmdesk.store.field import (
    TEXT_LIMIT,
    Choice,
    Day,
    Decimal,
    Dialect,
    LocalDay,
    Moment,
    MoneyField,
    Ref,
    Text,
    Whole,
)
from crmdesk.store.registry import ALL_TYPES, RECORD_TYPES, record_type
from crmdesk.store.uid import make_uids
from tests.store.rows import CLOCK, full_row, one_of_each, sample

BERLIN = Dialect(Calendar("Europe/Berlin"), 2)
FIELDS = [
    pytest.param(record, name, field, id=f"{table_of(record)}.{name}")
    for record in ALL_TYPES
    for name, field in own_fields(record).items()
    if not isinstance(field, Ref)
]
RECORDS = pytest.mark.parametrize("record", ALL_TYPES, ids=table_of)
TOO_LONG = "x" * (TEXT_LIMIT + 1)


@pytest.mark.parametrize(("record", "name", "field"), FIELDS)
def test_a_field_reads_what_it_writes(record, name, field):
    value = sample(field)
    assert field.parse(field.text(value, BERLIN), BERLIN) == value


@pytest.mark.parametrize(("record", "name", "field"), FIELDS)
def test_a_field_refuses_nonsense_in_words(record, name, field):
    for nonsense in _nonsense(field):
        with pytest.raises(ValueError, match=r"^(is|lies|has) "):
            field.parse(nonsense, BERLIN)


def _nonsense(field):
    match field:
        case Choice():
            return ["none of them", "", "'"]
        case Decimal():
            beyond = [] if field.least is None or field.most is None else [str(field.least - 1), str(field.most + 1)]
            return ["half", "1e-3", "0,5", *beyond]
        case Whole():
            return ["1.5", "many", str(field.least - 1), str(field.most + 1)]
        case MoneyField():
            return ["1,000", "1e1000000", "0.001"]
        case Day():
            return ["31.12.2026", "2026-02-30", "0001-01-01"]
        case Moment():
            return ["soon", "2026-10-31T25:00"]
        case _:
            return [TOO_LONG]


@pytest.mark.parametrize(("record", "name", "field"), FIELDS)
def test_a_field_can_be_shown(record, name, field):
    assert field.label and isinstance(field.help, str) and field.null is not field.required


@RECORDS
def test_a_row_with_every_field_is_kept_as_it_was_given(book, record):
    with book.operation("One of each") as tx:
        ids = one_of_each(tx)
    row = full_row(record, {kind: number for kind, number in ids.items() if kind is not record})
    stored = book.rows(f"SELECT {', '.join(row)} FROM {table_of(record)} WHERE id = ?", (ids[record],))
    assert stored == [tuple(row.values())]


@RECORDS
def test_a_moment_has_its_local_day_beside_it(book, record):
    with book.operation("One of each") as tx:
        ids = one_of_each(tx)
    for name, day_name in moments_of(record).items():
        assert isinstance(fields_of(record)[day_name], LocalDay)
        ((at, day),) = book.rows(f"SELECT {name}, {day_name} FROM {table_of(record)} WHERE id = ?", (ids[record],))
        assert day == BERLIN.calendar.day_of(at)


@RECORDS
def test_what_is_required_cannot_be_left_out(book, record):
    with book.operation("One of each") as tx:
        ids = one_of_each(tx)
    for name, field in own_fields(record).items():
        if field.required:
            with pytest.raises(IntegrityError, match="NOT NULL"), book.operation("Without") as tx:
                tx.update(record, ids[record], {name: None})


@RECORDS
def test_the_file_refuses_a_value_of_another_type(book, record):
    """STRICT: a text is no number, and bytes are no text."""
    with book.operation("One of each") as tx:
        ids = one_of_each(tx)
    for name, field in own_fields(record).items():
        wrong = b"\xff" if isinstance(field, Text) else "many"
        with pytest.raises(IntegrityError), book.operation("Wrong") as tx:
            tx.rows(f"UPDATE {table_of(record)} SET {name} = ? WHERE id = ?", (wrong, ids[record]))


@RECORDS
def test_every_table_is_strict(book, record):
    assert book.rows("SELECT strict FROM pragma_table_list WHERE name = ?", (table_of(record),)) == [(1,)]


BAD = [
    *[
        (record, name, "nonsense")
        for record in ALL_TYPES
        for name, f in own_fields(record).items()
        if type(f) is Choice
    ],
    *[
        (record, name, bad)
        for record in ALL_TYPES
        for name, field in own_fields(record).items()
        if isinstance(field, Whole)
        for bad in (field.least - 1, field.most + 1)
    ],
    *[
        (record, name, bad)
        for record in ALL_TYPES
        for name, field in own_fields(record).items()
        if isinstance(field, Decimal)
        for bad in ("half", "1e3", "", *([] if field.least is None else ["-0.1", "1.1"]))
    ],
    *[(record_type(kind), "uid", bad) for kind in ("deal", "staff") for bad in (b"", b"x" * 15, None)],
    (record_type("staff"), "left_on", 19_999),
    (record_type("campaign"), "ended_on", 19_999),
    (record_type("deal"), "closed_at", 1),
    (record_type("ticket"), "resolved_at", 1),
    (record_type("survey"), "score", 0),
]


@pytest.mark.parametrize(("record", "name", "bad"), BAD, ids=lambda one: getattr(one, "kind", str(one)[:12]))
def test_the_file_refuses_a_bad_value_whoever_writes_it(book, record, name, bad):
    with book.operation("One of each") as tx:
        ids = one_of_each(tx)
    with pytest.raises(IntegrityError), book.operation("Bad") as tx:
        tx.rows(f"UPDATE {table_of(record)} SET {name} = ? WHERE id = ?", (bad, ids[record]))


@RECORDS
def test_a_reference_to_nothing_is_refused_when_the_step_ends(book, record):
    with book.operation("One of each") as tx:
        ids = one_of_each(tx)
    for name in references_of(record):
        with pytest.raises(IntegrityError, match="FOREIGN KEY"), book.operation("Dangling") as tx:
            tx.update(record, ids[record], {name: 999})


@RECORDS
def test_a_record_type_says_how_it_is_shown(record):
    names = set(fields_of(record))
    assert record.title and record.__doc__
    assert set(record.list_columns) <= names and record.list_columns
    assert set(record.search_fields) <= names
    assert record.name_field in names
    assert set(record.columns) - {"id"} <= names
    assert record_type(record.kind) is record_type(record.plural) is record


def test_an_unknown_kind_is_a_key_error():
    with pytest.raises(KeyError):
        record_type("invoice")


def test_each_kind_comes_after_those_it_refers_to():
    seen: set[type[Record]] = set()
    for record in ALL_TYPES:
        assert set(references_of(record).values()) <= seen | {record}
        seen.add(record)
    assert set(RECORD_TYPES) < set(ALL_TYPES)


def test_the_same_external_id_is_given_once(book):
    with book.operation("Once") as tx:
        tx.insert(record_type("staff"), {"name": "Ada", "external_id": "S1"})
    with pytest.raises(IntegrityError, match="UNIQUE"), book.operation("Twice") as tx:
        tx.insert(record_type("staff"), {"name": "Ada", "external_id": "S1"})


def test_a_row_number_is_never_used_again(book):
    staff = record_type("staff")
    with book.operation("Add") as tx:
        first = tx.insert(staff, {"name": "Ada"})
    with book.operation("Delete") as tx:
        tx.delete(staff, first)
    with book.operation("Add") as tx:
        assert tx.next_id(staff) == first + 1 == tx.insert(staff, {"name": "Bea"})


def test_uids_are_version_7_ascending_and_all_different():
    uids = make_uids(5000, CLOCK)
    assert uids == sorted(set(uids)) and {len(one) for one in uids} == {16}
    assert {(one[6] >> 4, one[8] >> 6) for one in uids} == {(7, 2)}
    assert int.from_bytes(uids[0][:6], "big") == CLOCK.now() // 1000
