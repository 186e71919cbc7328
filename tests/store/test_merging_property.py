"""Whatever is merged, edited, separated and undone in whatever order: nothing dangles, and undoing all restores all."""

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as some

from crmdesk.domain.clock import FixedClock
from crmdesk.domain.errors import UserError
from crmdesk.store.check import integrity
from crmdesk.store.contact import Contact
from crmdesk.store.editing import save
from crmdesk.store.file import create
from crmdesk.store.merging import keep_apart, merge, merged_into
from crmdesk.store.sale import Sale
from crmdesk.store.unmerging import merged_with, unmerge
from tests.store.rows import NOON, SETTINGS, dump

PEOPLE = 5
PERSONS: list[dict[str, object]] = [
    {"kind": "person", "tags": "a;b", "notes": "Note one", "custom": '{"Size": "L"}'},
    {"kind": "company", "tags": "b;c", "email": "b@x.example", "custom": '{"Hat": "7"}'},
    {"kind": "person", "notes": "Note three", "phone": "+49 731 555123"},
]
numbers = some.integers(0, PEOPLE - 1)
step = some.one_of(
    some.tuples(some.just("merge"), numbers, numbers),
    some.tuples(some.just("separate"), numbers, numbers),
    some.tuples(some.just("edit"), numbers, numbers),
    some.tuples(some.just("sell"), numbers, numbers),
    some.tuples(some.just("move"), numbers, numbers),
    some.tuples(some.just("belong"), numbers, numbers),
    some.tuples(some.just("apart"), numbers, numbers),
    some.tuples(some.just("undo"), numbers, numbers),
)


def take(book, act, one, other):
    """One step, on the contacts that are there."""
    here = [number for (number,) in book.rows("SELECT id FROM contact ORDER BY id")]
    first, second = here[one % len(here)], here[other % len(here)]
    if act == "undo":
        found = book.journal.next_undo()
        if found is not None and found.id > 2:
            book.journal.undo(found.id)
    elif act == "separate":
        if found := merged_with(book, first):
            unmerge(book, found[other % len(found)])
    else:
        with book.operation(act, source="merge" if act == "merge" else "") as tx:
            write(tx, act, first, second)


def write(tx, act, first, second):
    if act == "merge":
        merge(tx, first, second)
    elif act == "edit":
        tx.update(Contact, first, {"city": f"City {second}", "tags": f"tag {second}"})
    elif act == "sell":
        tx.insert(Sale, {"contact_id": first, "sold_at": NOON, "amount": second})
    elif act == "move":
        tx.rows("UPDATE sale SET contact_id = ? WHERE contact_id = ?", (first, second))
    elif act == "belong":
        save(tx, Contact, first, {"company_id": second})
    elif act == "apart" and first != second:
        keep_apart(tx, [(first, second)])


def in_circles(book):
    """The contacts that belong to themselves, by whatever way."""
    company = dict(book.rows("SELECT id, company_id FROM contact"))
    found = set()
    for number, one in company.items():
        above = [one]
        for _turn in range(PEOPLE):
            above.append(company.get(above[-1]))
        found |= {number} & set(above)
    return found


@given(some.lists(step, min_size=1, max_size=14))
@settings(max_examples=15)
def test_nothing_dangles_and_everything_can_be_taken_back(tmp_path_factory, steps):
    path = tmp_path_factory.mktemp("merge") / "book.crmdesk"
    with create(path, SETTINGS, clock=FixedClock(NOON)) as book:
        with book.operation("Begin") as tx:
            for number in range(PEOPLE):
                tx.insert(Contact, {"kind": "person", "name": f"Contact {number}", "external_id": f"C{number}"})
                tx.insert(Sale, {"contact_id": number + 1, "sold_at": NOON, "amount": number})
        first = dump(book)
        for one in steps:
            try:
                take(book, *one)
            except UserError:
                continue
            everybody = {number for (number,) in book.rows("SELECT id FROM contact")}
            gone = set(merged_into(book, everybody))
            assert not gone & everybody
            assert everybody | gone == set(range(1, PEOPLE + 1))
            assert {number for (number,) in book.rows("SELECT contact_id FROM sale")} <= everybody
            assert {number for (number,) in book.rows("SELECT row FROM known_as")} <= everybody
            assert not in_circles(book)
        assert integrity(book) == "ok"
        while (last := book.journal.next_undo()) is not None and last.label != "Begin":
            book.journal.undo(last.id)
        assert dump(book) == first


@given(some.lists(some.tuples(numbers, numbers), min_size=1, max_size=5), some.randoms(use_true_random=False))
@settings(max_examples=15)
def test_separating_all_in_whatever_order_gives_what_there_was(tmp_path_factory, merges, chance):
    path = tmp_path_factory.mktemp("separate") / "book.crmdesk"
    with create(path, SETTINGS, clock=FixedClock(NOON)) as book:
        with book.operation("Begin") as tx:
            for number in range(PEOPLE):
                own = {"name": f"Contact {number}", "external_id": f"C{number}" if number % 2 else None}
                tx.insert(Contact, PERSONS[number % len(PERSONS)] | own)
                tx.insert(Sale, {"contact_id": number + 1, "sold_at": NOON, "amount": number})
        first = dump(book)
        for one in merges:
            with suppress(UserError):
                take(book, "merge", *one)
        while parts := [
            part for (number,) in book.rows("SELECT id FROM contact") for part in merged_with(book, number)
        ]:
            unmerge(book, chance.choice(parts))
        assert dump(book) == first
