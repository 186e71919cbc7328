"""Operations: nothing is written outside, each is whole or not at all, and each can be taken back."""

import pytest

from crmdesk.domain.errors import Conflict, UserError
from crmdesk.store import tables
from crmdesk.store.base import Record, table_of
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.engine import IntegrityError, RawError
from crmdesk.store.file import open_workspace
from crmdesk.store.goal import Goal
from crmdesk.store.import_memory import KeptMapping, KnownAs
from crmdesk.store.kept_setting import Setting
from crmdesk.store.registry import ALL_TYPES
from crmdesk.store.staff import Staff
from crmdesk.store.stage import Stage
from tests.store.rows import CLOCK, NOON, dump, full_row, one_of_each

RECORDS = pytest.mark.parametrize("record", ALL_TYPES, ids=table_of)
OUTSIDE = "nothing is written outside an operation"


@pytest.fixture
def filled(book):
    with book.operation("One of each") as tx:
        book.ids = one_of_each(tx)
    return book


def add(book, name: str = "Ada", record: type[Record] = Staff) -> int:
    with book.operation(f"Add {name}") as tx:
        number: int = tx.insert(record, {"name": name})
        return number


def rename(book, row: int, name: str) -> int:
    with book.operation(f"Rename to {name}") as tx:
        tx.update(Staff, row, {"name": name})
        number: int = tx.operation
        return number


def names(book) -> list[str]:
    return [name for (name,) in book.rows("SELECT name FROM staff ORDER BY id")]


@RECORDS
def test_a_row_added_outside_an_operation_is_refused(filled, record):
    before, row = dump(filled), full_row(record, filled.ids)
    row.update(external_id="other", uid=b"0123456789abcdef", **({"key": "other"} if record is Setting else {}))
    alone = {Goal: "kpi", KnownAs: "elsewhere", KeptMapping: "headings"}
    row.update({alone[record]: "other"} if record in alone else {})
    marks = ", ".join("?" * len(row))
    for verb in ("INSERT", "INSERT OR IGNORE", "INSERT OR REPLACE"):
        with pytest.raises(IntegrityError, match=OUTSIDE):
            filled.rows(f"{verb} INTO {table_of(record)} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))
    assert dump(filled) == before


@RECORDS
def test_a_row_changed_or_deleted_outside_an_operation_is_refused(filled, record):
    before = dump(filled)
    for verb in ("UPDATE", "UPDATE OR IGNORE", "UPDATE OR REPLACE"):
        with pytest.raises(IntegrityError, match=OUTSIDE):
            filled.rows(f"{verb} {table_of(record)} SET custom = 'changed'")
    with pytest.raises(IntegrityError, match=OUTSIDE):
        filled.rows(f"DELETE FROM {table_of(record)}")
    assert dump(filled) == before


@RECORDS
def test_each_table_has_its_three_triggers_and_they_name_every_column(book, record):
    table = table_of(record)
    found = dict(book.rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table,)))
    assert set(found) == {f"journal_{table}_{act}" for act in ("insert", "update", "delete")}
    columns = [name for (name,) in book.rows("SELECT name FROM pragma_table_info(?)", (table,))]
    for name in columns:
        assert f"old.{name} IS NOT new.{name}" in found[f"journal_{table}_update"]
        assert f"'{name}', " in found[f"journal_{table}_delete"]


def test_a_missing_trigger_is_told(book):
    book.rows("DROP TRIGGER journal_deal_update")
    assert tables.missing_triggers(book.engine) == ["journal_deal_update"]


@RECORDS
def test_every_column_of_a_deleted_row_comes_back(filled, record):
    before = dump(filled)
    with filled.journal.operation("Delete all") as tx:
        for kind in reversed(ALL_TYPES):
            tx.rows(f"DELETE FROM {table_of(kind)}")
    assert not any(dump(filled).values())
    filled.journal.undo(tx.operation)
    assert dump(filled)[table_of(record)] == before[table_of(record)]


@RECORDS
def test_every_column_of_a_changed_row_comes_back(filled, record):
    before = dump(filled)
    columns = [name for (name,) in filled.rows("SELECT name FROM pragma_table_info(?)", (table_of(record),))]
    nullable = {
        name
        for name, required in filled.rows('SELECT name, "notnull" FROM pragma_table_info(?)', (table_of(record),))
        if not required and name != "id"
    }
    with filled.operation("Empty it") as tx:
        tx.update(record, filled.ids[record], {name: None for name in columns if name in nullable})
    assert dump(filled) != before
    filled.journal.undo(tx.operation)
    assert dump(filled) == before


def test_an_operation_that_fails_leaves_nothing(book):
    def fail(tx):
        tx.insert(Staff, {"name": "Ada"})
        tx.insert_many(Staff, ("id", "uid", "name"), [(tx.next_id(Staff), tx.uids(1)[0], "Bea")])
        raise ZeroDivisionError

    before, steps = dump(book), book.journal.steps()
    with pytest.raises(ZeroDivisionError), book.operation("Fails") as tx:
        fail(tx)
    assert dump(book) == before and book.journal.steps() == steps
    assert book.rows("SELECT * FROM journal_now") == []


def test_an_operation_that_changes_nothing_is_not_noted(book):
    row = add(book)
    steps, seen = book.journal.steps(), []
    book.journal.watch(seen.append)
    rename(book, row, "Ada")
    with book.operation("Nothing") as tx:
        tx.insert_many(Staff, ("id", "uid", "name"), [])
        tx.update(Staff, row, {})
    assert book.journal.steps() == steps and seen == []


def test_an_operation_within_an_operation_is_a_bug(book):
    before = dump(book)
    with pytest.raises(RawError, match="within a transaction"), book.operation("Outer"):
        add(book)
    assert dump(book) == before


def test_a_step_says_who_when_and_what(book):
    staff = add(book)
    with book.operation("Move deal to Won", staff=staff, source="window") as tx:
        tx.insert(Staff, {"name": "Bea"})
    step = book.journal.find(tx.operation)
    assert (step.label, step.at, step.staff_id, step.source) == ("Move deal to Won", NOON, staff, "window")
    assert (step.undoes, step.undone) == (None, False)


def test_who_watches_is_told_which_rows_were_touched(book):
    seen = []
    book.journal.watch(seen.append)
    with book.operation("Several") as tx:
        first = tx.insert(Staff, {"name": "Ada"})
        start = tx.next_id(Contact)
        rows = [(start + i, uid, "person", f"C{i}") for i, uid in enumerate(tx.uids(3))]
        tx.insert_many(Contact, ("id", "uid", "kind", "name"), rows)
        tx.update_many(Contact, ("city",), [("Łódź", start), ("Łódź", start + 1)])
    (change,) = seen
    assert change.operation == tx.operation
    assert change.touched == {"staff": {first}, "contact": {start, start + 1, start + 2}}
    assert book.journal.touched(tx.operation) == change.touched
    book.journal.undo(tx.operation)
    assert seen[1].touched == change.touched


def test_each_table_knows_the_last_step_that_touched_it(book):
    before = book.versions()
    add(book)
    after = book.versions()
    assert after["staff"] == book.journal.steps()[-1].id
    assert {table for table in after if after[table] != before.get(table)} == {"staff"}


def test_undo_and_redo_follow_each_other_as_keys_are_pressed(book):
    row = add(book)
    for name in ("Bea", "Cem"):
        rename(book, row, name)
    journal = book.journal

    def press(key: str) -> str:
        step = journal.next_undo() if key == "undo" else journal.next_redo()
        if step is None:
            return "nothing"
        journal.undo(step.id)
        return ",".join(names(book))

    keys = ["redo", "undo", "undo", "redo", "undo", "undo", "undo", "redo", "redo", "redo", "redo", "undo", "redo"]
    shown = [press(key) for key in keys]
    assert shown == [
        *("nothing", "Bea", "Ada", "Bea", "Ada", "", "nothing", "Ada", "Bea", "Cem", "nothing", "Bea", "Cem")
    ]


def test_nothing_can_be_redone_after_a_new_step(book):
    row = add(book)
    book.journal.undo(rename(book, row, "Bea"))
    assert book.journal.next_redo() is not None
    rename(book, row, "Cem")
    assert book.journal.next_redo() is None


def test_an_undo_is_named_for_what_it_takes_back(book):
    row = add(book)
    step = rename(book, row, "Bea")
    for label in ("Undo: Rename to Bea", "Redo: Rename to Bea", "Undo: Rename to Bea"):
        step = book.journal.undo(step)
        assert book.journal.find(step).label == label
    assert names(book) == ["Ada"]


def test_a_workspace_cannot_be_undone_away(book):
    founding = book.journal.steps()[0]
    assert book.journal.next_undo() is None
    with pytest.raises(UserError, match="cannot be undone; delete the file instead"):
        book.journal.undo(founding.id)


def test_a_step_is_taken_back_once(book):
    step = rename(book, add(book), "Bea")
    book.journal.undo(step)
    with pytest.raises(UserError, match="has already been undone"):
        book.journal.undo(step)


def test_an_unknown_step_is_refused_in_words(book):
    with pytest.raises(UserError, match="There is no step number 99"):
        book.journal.undo(99)


def test_undo_and_redo_outlive_closing(book_file):
    with open_workspace(book_file, clock=CLOCK) as book:
        rename(book, add(book), "Bea")
        whole = dump(book)
    for _ in range(2):
        for expected in (["Ada"], []):
            with open_workspace(book_file, clock=CLOCK) as book:
                book.journal.undo(book.journal.next_undo().id)
                assert names(book) == expected
        for _ in range(2):
            with open_workspace(book_file, clock=CLOCK) as book:
                book.journal.undo(book.journal.next_redo().id)
        with open_workspace(book_file, read_only=True) as book:
            assert dump(book) == whole


def test_an_undo_that_would_overwrite_a_later_edit_is_refused_with_the_rows(book):
    first, second = add(book), add(book, "Eva")
    step = rename(book, first, "Bea")
    rename(book, second, "Fay")
    rename(book, first, "Cem")
    with pytest.raises(Conflict, match="1 of its records were changed since") as refusal:
        book.journal.undo(step)
    assert refusal.value.rows == (("staff", first),)
    assert names(book) == ["Cem", "Fay"]


def test_with_force_it_overwrites_the_later_edit(book):
    row = add(book)
    step = rename(book, row, "Bea")
    rename(book, row, "Cem")
    book.journal.undo(step, force=True)
    assert names(book) == ["Ada"]


def test_once_the_later_edit_is_taken_back_nothing_is_in_the_way(book):
    row = add(book)
    step, later = rename(book, row, "Bea"), rename(book, row, "Cem")
    undone = book.journal.undo(later)
    assert book.journal.conflicts(step) == ()
    again = book.journal.undo(undone)
    assert book.journal.conflicts(step) == (("staff", row),)
    book.journal.undo(again)
    book.journal.undo(step)
    assert names(book) == ["Ada"]


def test_a_later_edit_within_a_bulk_is_found_by_its_row(book):
    with book.operation("Bulk") as tx:
        tx.insert_many(Staff, ("id", "uid", "name"), [(i + 1, uid, "x") for i, uid in enumerate(tx.uids(50))])
    rename(book, 17, "Bea")
    assert book.journal.conflicts(tx.operation) == (("staff", 17),)
    with book.operation("Another bulk") as later:
        later.insert_many(Staff, ("id", "uid", "name"), [(i + 51, uid, "y") for i, uid in enumerate(later.uids(3))])
    assert book.journal.conflicts(later.operation) == ()


def test_undo_of_many_changed_rows_looks_at_each_once(book):
    """It once compared every row with every row: an import of 20,000 updates could not be taken back."""
    count = 20_000
    with book.operation("Bulk") as tx:
        tx.insert_many(Staff, ("id", "uid", "name"), [(i + 1, uid, "x") for i, uid in enumerate(tx.uids(count))])
    with book.operation("Change all") as tx:
        tx.update_many(Staff, ("name",), [("y", i + 1) for i in range(count)])
    with book.operation("Change all again") as later:
        later.update_many(Staff, ("name",), [("z", i + 1) for i in range(count)])
    assert len(book.journal.conflicts(tx.operation)) == count


def test_undo_of_rows_that_later_rows_refer_to_is_refused(book):
    with book.operation("Stage") as stage:
        stage_id = stage.insert(Stage, {"name": "New", "kind": "open"})
    with book.operation("Deal") as tx:
        tx.insert(Deal, {"stage_id": stage_id, "opened_at": NOON})
    before = dump(book)
    for force in (False, True):
        with pytest.raises(UserError, match="1 later records refer to it; undo those first"):
            book.journal.undo(stage.operation, force=force)
    assert dump(book) == before
    book.journal.undo(tx.operation)
    book.journal.undo(stage.operation)
    assert dump(book)["stage"] == []


def test_undo_of_a_deletion_whose_name_was_given_away_is_refused_in_words(book):
    goal = {"kpi": "revenue", "period": "2026-10", "target": "5"}
    with book.operation("Goal") as tx:
        row = tx.insert(Goal, goal)
    with book.operation("Delete it") as deletion:
        deletion.delete(Goal, row)
    with book.operation("Another goal") as tx:
        tx.insert(Goal, goal)
    before = dump(book)
    with pytest.raises(UserError, match="a later record has the same name or number"):
        book.journal.undo(deletion.operation)
    assert dump(book) == before


def test_where_nothing_is_left_to_take_back_it_says_so(book):
    row = add(book)
    step = rename(book, row, "Bea")
    with book.operation("Delete") as tx:
        tx.delete(Staff, row)
    with pytest.raises(UserError, match="Nothing of “Rename to Bea” is left"):
        book.journal.undo(step, force=True)
    assert book.journal.steps()[-1].label == "Delete"


def test_references_are_checked_again_after_an_undo(book):
    book.journal.undo(rename(book, add(book), "Bea"))
    assert book.rows("PRAGMA foreign_keys") == [(1,)]


def test_rows_that_swap_their_names_swap_them_back(book):
    with book.operation("Two") as tx:
        a, b = (tx.insert(Staff, {"name": name, "external_id": name}) for name in ("A", "B"))
    before = dump(book)
    with book.operation("Swap") as tx:
        for row, name in ((a, "tmp"), (b, "A"), (a, "B")):
            tx.update(Staff, row, {"external_id": name})
    book.journal.undo(tx.operation)
    assert dump(book) == before


def test_a_row_that_came_and_went_in_one_step_stays_away(book):
    with book.operation("Come and go") as tx:
        row = tx.insert(Staff, {"name": "Ada"})
        tx.update(Staff, row, {"name": "Bea"})
        tx.delete(Staff, row)
    book.journal.undo(tx.operation)
    assert names(book) == []


@pytest.mark.parametrize("text", ["NUL \0 within", "\u202e\ufeff👩‍👩‍👧", "'\"\\{}[]", "\x01\x7f", "1e5", "null", ""])
def test_every_text_comes_back_from_its_image(book, text):
    row = add(book, text)
    before = dump(book)
    book.journal.undo(rename(book, row, "Bea"))
    assert dump(book) == before


def test_a_bulk_whose_rows_are_not_in_one_run_is_a_bug(book):
    with pytest.raises(ValueError, match="no other row may lie between"), book.operation("Gap") as tx:
        tx.insert_many(Staff, ("id", "uid", "name"), [(5, tx.uids(1)[0], "A"), (7, tx.uids(1)[0], "B")])
    with pytest.raises(ValueError, match="no other row may lie between"), book.operation("No id") as tx:
        tx.insert_many(Staff, ("uid", "name"), [(b"0123456789abcdef", "A")])


def test_a_bulk_that_fails_half_way_leaves_nothing_even_if_the_step_goes_on(book):
    with book.operation("Goes on") as tx:
        uid = tx.uids(1)[0]
        with pytest.raises(IntegrityError):
            tx.insert_many(Staff, ("id", "uid", "name"), [(1, uid, "A"), (2, uid, "the same uid")])
        tx.insert(Staff, {"name": "Ada"})
    assert names(book) == ["Ada"]
    book.journal.undo(tx.operation)
    assert names(book) == []


def test_a_bulk_that_meets_a_row_of_its_own_step_leaves_that_row(book):
    with book.operation("Goes on") as tx:
        uids = tx.uids(4)
        tx.insert_many(Staff, ("id", "uid", "name"), [(2, uids[0], "Bea")])
        with pytest.raises(IntegrityError):
            tx.insert_many(Staff, ("id", "uid", "name"), [(i + 1, uid, "x") for i, uid in enumerate(uids[1:])])
    assert names(book) == ["Bea"]
    book.journal.undo(tx.operation)
    assert names(book) == []


def test_changed_settings_are_read_anew_after_a_step_and_after_its_undo(book):
    assert (book.settings.currency, book.calendar.timezone) == ("EUR", "Europe/Berlin")
    with book.operation("Yen") as tx:
        row = book.rows("SELECT id FROM setting WHERE key = 'currency'")[0][0]
        tx.update(Setting, row, {"value": '"JPY"'})
    assert (book.settings.currency, book.dialect.decimals) == ("JPY", 0)
    book.journal.undo(tx.operation)
    assert (book.settings.currency, book.dialect.decimals) == ("EUR", 2)
