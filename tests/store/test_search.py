"""Records are found by their words, as they are typed; the index follows everything that is written."""

import random

import pytest

from crmdesk.store import backup
from crmdesk.store.base import fields_of, own_fields, table_of
from crmdesk.store.check import integrity
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.engine import RawError
from crmdesk.store.field import Choice, Decimal, Text
from crmdesk.store.file import open_workspace
from crmdesk.store.registry import RECORD_TYPES, record_type
from crmdesk.store.search import Hit, behind, catch_up, find
from crmdesk.store.search_index import KINDS
from crmdesk.store.stage import Stage
from tests.store.make_old_file import FILES
from tests.store.rows import CLOCK, copied, copy_of, one_of_each, raw_sql


def add(book, *names, **values):
    """People of these names; answers their ids."""
    with book.operation("Add") as tx:
        return [tx.insert(Contact, {"kind": "person", "name": name, **values}) for name in names]


def caught_up(book, budget=200):
    while not catch_up(book, budget):
        pass
    assert behind(book) == 0
    return book


def ids(book, text, **options):
    return [hit.id for hit in find(book, text, **options)]


def test_every_kind_with_words_to_find_has_its_number():
    assert set(KINDS) == {record.kind for record in RECORD_TYPES if record.search_fields}
    assert KINDS[:9] == ("contact", "deal", "ticket", "campaign", "staff", "activity", "sale", "expense", "survey")


TEXTS = [
    pytest.param(record, name, id=f"{record.kind}.{name}")
    for record in map(record_type, KINDS)
    for name, field in {**own_fields(record), "external_id": fields_of(record)["external_id"]}.items()
    if isinstance(field, Text) and not isinstance(field, Choice | Decimal)
]


@pytest.mark.parametrize(("record", "name"), TEXTS)
def test_every_text_of_a_record_can_be_found(book, record, name):
    with book.operation("One of each") as tx:
        row_id = one_of_each(tx)[record]
        tx.update(record, row_id, {name: "Kwyjibo 77"})
    caught_up(book)
    assert [(hit.kind, hit.id) for hit in find(book, "kwyj 77")] == [(record.kind, row_id)]


def test_fields_that_crmdesk_does_not_know_are_found_too(book):
    (one,) = add(book, "Ada", custom='{"Färbung": "dunkelblau", "Zahl": 4711}')
    caught_up(book)
    assert ids(book, "dunkel") == ids(book, "4711") == [one]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Łukasz Żółkiewski", "lukasz zol"),
        ("Jürgen Größe", "JURGEN grosse"),
        ("Siobhán O'Brien", "obrien"),
        ("Siobhán O'Brien", "o'brien"),
        ("GTX-Pro GmbH", "gtxpro"),
        ("東京タワー", "京タ"),
        ("김철수", "김"),
        ("Ørsted", "orst"),
        ('100% _real_ "Deal"*', '100% "deal"*'),
        ("Susanne Bergmann", "susane"),
        ("Susanne Bergmann", "Sussane Bergman"),
        ("Meier", "Maier"),
        ("Meier", "Meire"),
        ("Schwarzenegger", "shwarzeneger"),
        ("jane.doe_2@shop-eins.example", "janedoe2shopeins"),
        ("R-2024-0017", "r20240017"),
        ("Say: (yes), maybe?", "maybe yes"),
        ("Line one\n\tline-two", "linetwo one"),
        ("Müller & Söhne", "sohne muller"),
    ],
)
def test_a_name_is_found_however_it_is_typed(book, name, typed):
    (one, _) = add(book, name, "Quentin Xu")
    assert ids(caught_up(book), typed) == [one]


@pytest.mark.parametrize(
    "stored", ["+49 171 555 1234", "0171/5551234", "+491715551234", "0049 (0)171 555-1234", "+４９ 171 ５５５1234"]
)
@pytest.mark.parametrize("typed", ["0171 5551234", "01715551", "+49 171 5551234", "171 555", "004917155"])
def test_a_telephone_number_is_found_however_it_is_written(book, stored, typed):
    (one,) = add(book, "Ada", phone=stored)
    found = ids(caught_up(book), typed)
    # A number without its country cannot be told from one of another country.
    assert found == [one] or (typed == "004917155" and not stored.startswith(("+", "00")))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "%",
        "'",
        '"',
        '" OR 1',
        "NEAR(",
        "a AND",
        "name:",
        "*",
        "-x",
        "\0",
        "\ud800",
        "^",
        "x" * 10_000,
        "(" * 99,
    ],
)
def test_any_text_may_be_asked_for(book, text):
    add(book, "Ada")
    assert isinstance(find(book, text), list)
    assert isinstance(find(caught_up(book), text), list)


def test_short_words_and_numbers_are_not_guessed_at(book):
    add(book, "Ada 4711", "Bob")
    caught_up(book)
    assert ids(book, "adb") == ids(book, "4712") == ids(book, "xyzxyzxyz") == []


def test_the_best_comes_first(book):
    contacts = add(book, "Xaver Anna", "Annabel Zeh", "Anna", "Bob")
    with book.operation("Add") as tx:
        tx.update(Contact, contacts[3], {"notes": "knows Anna"})
        stage = tx.insert(Stage, {"name": "Open"})
        deal = tx.insert(Deal, {"title": "Anna", "stage_id": stage, "opened_at": 1})
    caught_up(book)
    found = [(hit.kind, hit.id) for hit in find(book, "anna")]
    assert found == [("contact", contacts[2]), ("deal", deal), *(("contact", contacts[at]) for at in (1, 0, 3))]
    assert find(book, "anna", limit=1) == [Hit("contact", contacts[2], 100)]
    assert [hit.kind for hit in find(book, "anna", kinds=("deal", "sale"))] == ["deal"]
    assert find(book, "anna", kinds=("stage_change",)) == []


def test_a_name_in_full_is_found_among_many_that_begin_so(book):
    contacts = add(book, "Anna", *(f"Anna {number}" for number in range(150)))
    assert ids(caught_up(book), "anna", limit=5)[0] == contacts[0]


def test_of_very_many_the_newest_are_answered(book):
    contacts = add(book, *(f"Anna {number}" for number in range(250)))
    assert ids(caught_up(book), "anna") == contacts[:199:-1]


def test_of_what_was_written_just_now_the_names_are_found_before_the_index_knows_them(book):
    caught_up(book)
    one, two = add(book, "100%_sure!", "100 more")
    assert behind(book) == 2
    assert ids(book, "100%_sure!") == [one] and ids(book, "100") == [two, one] and ids(book, "%_") == []
    with open_workspace(book.path, read_only=True) as looking:
        assert catch_up(looking) and behind(looking) == 2 and ids(looking, "sure") == [one]
    caught_up(book)
    with open_workspace(book.path, read_only=True) as looking:
        assert catch_up(looking) and ids(looking, "sure") == [one]


def test_an_old_file_that_is_only_looked_at_is_searched_by_names(tmp_path):
    path = copied(FILES / "schema-1.crmdesk", tmp_path / "old.crmdesk")
    with open_workspace(path, read_only=True) as old:
        assert find(old, "Łódź", kinds=("contact",)) and find(old, "nowhere") == [] and behind(old) > 0


@pytest.mark.parametrize("budget", [1, 3, 7, 1000])
def test_the_index_is_caught_up_in_slices_of_any_size(book, budget):
    with book.operation("Many") as tx:
        rows = [(1 + i, uid, "person", f"Name{i:02}") for i, uid in enumerate(tx.uids(20))]
        tx.insert_many(Contact, ("id", "uid", "kind", "name"), rows)
        for row_id in (3, 5, 5):
            tx.update(Contact, row_id, {"city": f"Town{row_id}"})
        tx.delete(Contact, 7)
    slices = 1
    while not catch_up(book, budget):
        slices += 1
    assert slices >= 24 // budget
    assert len(find(book, "name")) == 19 and ids(book, "town") == [5, 3] and ids(book, "name06") == []


def test_many_that_came_at_once_and_were_changed_since_are_found_as_they_are_now(book):
    with book.operation("Many") as tx:
        rows = [(1 + i, uid, "person", f"Name{i:02}", None if i else "x" * 20_000) for i, uid in enumerate(tx.uids(9))]
        tx.insert_many(Contact, ("id", "uid", "kind", "name", "notes"), rows)
    with book.operation("Change") as tx:
        tx.update(Contact, 4, {"name": "Later"})
        tx.delete(Contact, 5)
    caught_up(book, 1000)
    assert ids(book, "name03") == [] == ids(book, "name04") and ids(book, "later") == [4]
    undone = book.journal.undo(tx.operation)
    assert ids(caught_up(book), "name03") == [4] and ids(book, "name04") == [5] and ids(book, "later") == []
    book.journal.undo(undone)
    assert ids(caught_up(book), "name0") == [9, 8, 7, 6, 3, 2, 1] and integrity(book) == "ok"


def test_of_a_very_long_text_the_beginning_is_found(book):
    (one,) = add(book, "Ada", notes=f"begin {'- ' * 12_000} end")
    caught_up(book)
    assert ids(book, "begin") == [one] and ids(book, "end") == []


def test_what_is_changed_deleted_undone_and_done_again_is_followed(book):
    (one,) = add(book, "Ada")
    caught_up(book)
    with book.operation("Rename") as tx:
        tx.update(Contact, one, {"name": "Bea"})
    assert ids(caught_up(book), "ada") == [] and ids(book, "bea") == [one]
    undone = book.journal.undo(tx.operation)
    assert ids(caught_up(book), "ada") == [one] and ids(book, "bea") == []
    book.journal.undo(undone)
    with book.operation("Delete") as tx:
        tx.delete(Contact, one)
    assert ids(book, "bea") == [] == ids(caught_up(book), "bea")
    book.journal.undo(tx.operation)
    assert ids(caught_up(book), "bea") == [one]
    with book.operation("Empty") as tx:
        tx.update(Contact, one, {"name": "", "uid": tx.uids(1)[0]})
    assert ids(caught_up(book), "bea") == []


def test_the_index_says_at_every_moment_what_the_tables_say(book):
    """Random writing, undo and redo: afterwards the words are those of an index that was made at once."""
    chance = random.Random(7)
    for step in range(40):
        present = [row_id for (row_id,) in book.rows("SELECT id FROM contact")]
        with book.operation(f"Step {step}") as tx:
            tx.insert(Contact, {"kind": "person", "name": f"first{step} second"})
            for row_id in chance.sample(present, min(len(present), 3)):
                tx.update(Contact, row_id, {"name": f"later{step}"})
            if present and chance.random() < 0.4:
                tx.delete(Contact, chance.choice(present))
        if chance.random() < 0.4 and (last := chance.choice([book.journal.next_undo(), book.journal.next_redo()])):
            book.journal.undo(last.id)
        if chance.random() < 0.5:
            catch_up(book, chance.randrange(1, 6))
    caught_up(book, 3)
    rows = book.rows("SELECT id, name FROM contact")
    for word in ["second", *(f"first{step}" for step in range(40)), *(f"later{step}" for step in range(40))]:
        assert set(ids(book, f"{word} ", limit=99)) == {
            row_id for row_id, name in rows if any(part.startswith(word) for part in name.split())
        }
    assert integrity(book) == "ok"


def test_catching_up_is_no_step_and_waits_for_one_that_is_under_way(book):
    add(book, "Ada")
    steps = book.journal.steps()
    with book.operation("Add") as tx:
        tx.insert(Contact, {"kind": "person", "name": "Bea"})
        assert not catch_up(book)
    caught_up(book)
    assert len(book.journal.steps()) == len(steps) + 1
    assert book.rows("PRAGMA synchronous") == [(2,)]


def test_catching_up_gives_way_to_another_program(book, monkeypatch):
    add(book, "Ada")
    other = open_workspace(copy_of(book.path, "x"), clock=CLOCK)
    other.close()
    import sqlcipher3.dbapi2 as sqlite

    holder = sqlite.connect(str(book.path), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        assert not catch_up(book) and behind(book) == 1
    finally:
        holder.close()
    assert caught_up(book)


def test_a_backup_and_what_is_restored_from_it_find_the_same(book, tmp_path):
    (one,) = add(book, "Ada")
    caught_up(book)
    (two,) = add(book, "Ada Two")
    copy = backup.backup(book.engine, tmp_path / "copy.crmdesk-backup", CLOCK)
    target = tmp_path / "restored.crmdesk"
    backup.restore(copy, target, CLOCK)
    with open_workspace(target, clock=CLOCK) as restored:
        assert ids(restored, "ada") == [one, two] and behind(restored) == 1
        assert ids(caught_up(restored), "ada") == [one, two]
        assert integrity(restored) == "ok"


@pytest.mark.parametrize("damage", ["zeroblob(30) WHERE id > 10", "x'ffffffffffffffff' WHERE id = 10"])
def test_a_damaged_index_is_made_anew_and_names_are_found_meanwhile(book_file, damage):
    with open_workspace(book_file, clock=CLOCK) as book:
        (one,) = add(book, "Ada Lovelace", city="London")
        caught_up(book)
    raw_sql(book_file, f"UPDATE search_data SET block = {damage}")
    with open_workspace(book_file, read_only=True) as looking:
        assert ids(looking, "ada") == [one] and ids(looking, "london") == []
    with open_workspace(book_file, clock=CLOCK) as book:
        assert ids(book, "ada") == [one] and ids(book, "london") == []
        assert ids(caught_up(book), "london") == [one] and integrity(book) == "ok"


def test_damage_that_writing_stumbles_over_is_mended_too(book_file):
    with open_workspace(book_file, clock=CLOCK) as book:
        add(book, "Ada")
        caught_up(book)
    raw_sql(book_file, "UPDATE search_data SET block = x'ffffffffffffffff' WHERE id = 10")
    with open_workspace(book_file, clock=CLOCK) as book:
        add(book, "Ada Two")
        assert not catch_up(book) and behind(book) == 2
        assert len(ids(caught_up(book), "ada")) == 2 and integrity(book) == "ok"


def test_a_fault_in_the_middle_of_a_slice_leaves_the_index_as_it_was(book):
    add(book, "Ada")
    with book.operation("Odd") as tx:
        tx.insert(Contact, {"kind": "person", "name": "Odd", "custom": "no JSON"})
    with pytest.raises(RawError, match="raised exception"):
        catch_up(book)
    assert behind(book) == 2 and not book.engine.raw.in_transaction


@pytest.mark.parametrize("record", [record_type(kind) for kind in KINDS], ids=table_of)
def test_a_deleted_record_of_any_kind_is_no_longer_found(book, record):
    with book.operation("One of each") as tx:
        one_of_each(tx)
    caught_up(book)
    assert find(book, "Łódź", kinds=(record.kind,)) or find(book, f"X-{record.kind}", kinds=(record.kind,))
    (step,) = [one for one in book.journal.steps() if one.label == "One of each"]
    book.journal.undo(step.id)
    caught_up(book)
    assert find(book, "Łódź", kinds=(record.kind,)) == [] and book.rows("SELECT count(*) FROM search") == [(0,)]
