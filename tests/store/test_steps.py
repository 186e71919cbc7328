"""The steps of the journal as they are read, also where there are fifty thousand of them."""

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.stage import Stage


def add(book, name="Ada"):
    with book.operation(f"Add {name}") as tx:
        tx.insert(Contact, {"name": name, "kind": "person"})
        return tx.operation


def test_the_latest_come_first_and_go_on_where_one_stopped(book):
    numbers = [add(book, str(turn)) for turn in range(7)]
    first = book.journal.latest(3)
    assert [step.id for step in first] == numbers[:-4:-1]
    assert [step.id for step in book.journal.latest(3, first[-1].id)] == numbers[-4:-7:-1]


def test_undo_and_redo_walk_through_more_steps_than_one_looks_at_at_once(book):
    numbers = [add(book, str(turn)) for turn in range(130)]
    for number in reversed(numbers):
        assert book.journal.next_undo().id == number
        book.journal.undo(number)
    assert book.journal.next_undo() is None
    back = book.journal.undo(book.journal.next_redo().id)
    assert book.journal.plain_label(book.journal.find(back)) == "Add 0"
    assert book.journal.next_undo().id == numbers[0]


def test_what_a_step_that_is_given_up_says_is_forgotten(book):
    number = add(book)

    def give_up():
        with book.operation("Given up") as tx:
            tx.insert(Contact, {"name": "Bo", "kind": "person"})
            assert book.journal.latest(1)[0].label == "Given up"
            raise RuntimeError

    with pytest.raises(RuntimeError):
        give_up()
    undo = book.journal.undo(number)
    assert book.journal.find(number).undone
    assert not book.journal.find(undo).undone
    assert book.journal.next_redo().id == undo


def test_labels_of_undo_and_redo_name_the_first_step(book):
    labels, step = [], add(book)
    for _turn in range(3):
        step = book.journal.undo(step)
        labels.append((book.journal.find(step).label, book.journal.is_redo(book.journal.find(step))))
    assert labels == [("Undo: Add Ada", False), ("Redo: Add Ada", True), ("Undo: Add Ada", False)]
    assert book.journal.plain_label(book.journal.find(step)) == "Add Ada"


def test_who_takes_back_is_noted(book):
    number = add(book)
    assert book.journal.find(book.journal.undo(number, staff=7)).staff_id == 7


def test_the_weight_of_a_step_is_what_changed_since(book):
    first = add(book)
    add(book)
    add(book)
    assert book.journal.weight(first, 100) == 3
    assert book.journal.weight(first, 2) == 2
    with book.operation("Many") as tx:
        start = tx.next_id(Contact)
        uids = tx.uids(50)
        rows = [(start + turn, uids[turn], "x", "person") for turn in range(50)]
        tx.insert_many(Contact, ("id", "uid", "name", "kind"), rows)
    assert book.journal.weight(first, 100) == 53


def test_a_step_that_later_records_refer_to_stays(book):
    with book.operation("Stage") as tx:
        stage = tx.insert(Stage, {"name": "Open", "position": 1, "kind": "open"})
        step = tx.operation
    with book.operation("Deals") as tx:
        for turn in range(3):
            tx.insert(Deal, {"title": str(turn), "stage_id": stage, "opened_at": 0})
        later = tx.operation
    with pytest.raises(UserError, match="3 later records"):
        book.journal.undo(step)
    book.journal.undo(later)
    book.journal.undo(step)
    assert book.rows("SELECT count(*) FROM stage") == [(0,)]


def test_a_step_is_not_brought_back_without_what_it_refers_to(book):
    with book.operation("Stage") as tx:
        stage = tx.insert(Stage, {"name": "Open", "position": 1, "kind": "open"})
    with book.operation("Deal") as tx:
        deal = tx.insert(Deal, {"title": "x", "stage_id": stage, "opened_at": 0})
    with book.operation("Delete the deal") as tx:
        tx.delete(Deal, deal)
        gone = tx.operation
    with book.operation("Delete the stage") as tx:
        tx.delete(Stage, stage)
    with pytest.raises(UserError, match="1 later records"):
        book.journal.undo(gone)


def test_a_number_that_no_step_has_is_told(book):
    with pytest.raises(UserError, match="no step number 99"):
        book.journal.find(99)
