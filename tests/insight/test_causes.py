"""Why a figure is not what it was: the very steps that changed it, and no others."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from crmdesk.domain.period import parse_period
from crmdesk.insight import causes
from crmdesk.insight.causes import Story, step_that_wrote, stories
from crmdesk.kpi.base import kpi_of
from crmdesk.store.contact import Contact
from crmdesk.store.file import Workspace, create, open_workspace
from crmdesk.store.sale import Sale
from crmdesk.store.staff import Staff

OCTOBER = parse_period("2026-10")
REVENUE, NEW = kpi_of("revenue"), kpi_of("new_customers")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Workspace]:
    """A shop that has sold for 100.00 in October, in its second step."""
    with create(tmp_path / "book.crmdesk", {"currency": "EUR", "timezone": "Europe/Berlin"}) as workspace:
        with workspace.operation("Before") as tx:
            tx.insert(Contact, {"name": "Ada", "kind": "person"})
            tx.insert(Sale, {"sold_at": day(workspace, "2026-10-05"), "amount": 10_000, "contact_id": 1})
        yield workspace


def day(book: Workspace, text: str) -> int:
    return book.calendar.parse(f"{text}T12:00:00")


def sell(book: Workspace, label: str, amount: int, at: str = "2026-10-20") -> None:
    with book.operation(label) as tx:
        tx.insert(Sale, {"sold_at": day(book, at), "amount": amount, "contact_id": 1})


def asked(book: Workspace, *kpis) -> dict[str, Story]:
    with open_workspace(book.path, read_only=True) as reader:
        return stories(reader, kpis or [REVENUE], OCTOBER, 2, day(book, "2026-12-01"))


def told(story: Story) -> list[tuple[str, str, str, int]]:
    return [(one.step.label, one.was.text, one.now.text, one.steps) for one in story.causes]


def test_each_step_that_changed_the_figure_is_named_with_what_it_did(book):
    sell(book, "Late invoice", 2_000)
    sell(book, "November", 99_000, at="2026-11-02")
    with book.operation("Hire") as tx:
        tx.insert(Staff, {"name": "Bo"})
    with book.operation("Correct an amount") as tx:
        tx.update(Sale, 1, {"amount": 9_000})
    found = asked(book, REVENUE, NEW)
    assert found["revenue"].was.text == "100.00 EUR"
    assert told(found["revenue"]) == [
        ("Late invoice", "100.00 EUR", "120.00 EUR", 1),
        ("Correct an amount", "120.00 EUR", "110.00 EUR", 1),
    ]
    assert told(found["new_customers"]) == []


def test_what_was_taken_back_is_no_cause(book):
    sell(book, "Wrong", 7_000)
    sell(book, "Late invoice", 2_000)
    book.journal.undo(3)
    assert [label for label, *_ in told(asked(book)["revenue"])] == ["Late invoice"]


def test_what_was_done_again_is_one(book):
    sell(book, "Late invoice", 2_000)
    again = book.journal.undo(book.journal.undo(3))
    assert again == 5
    assert [label for label, *_ in told(asked(book)["revenue"])] in (["Late invoice"], ["Redo: Late invoice"])


def test_a_figure_that_is_the_same_again_has_no_causes(book):
    sell(book, "There", 500)
    sell(book, "And back", -500)
    assert told(asked(book)["revenue"]) == []


def test_nothing_was_done_since(book):
    assert told(asked(book)["revenue"]) == []


def test_where_too_many_steps_changed_it_the_largest_are_told_apart(book, monkeypatch):
    monkeypatch.setattr(causes, "MOST_LOOKS", 10)
    for number in range(20):
        sell(book, f"Sale {number}", 50_000 if number == 13 else 10)
    found = asked(book)["revenue"]
    assert any(one.step.label == "Sale 13" and one.steps == 1 for one in found.causes)
    assert sum(one.steps for one in found.causes) == 20
    assert (found.causes[0].was.text, found.causes[-1].now.text) == ("100.00 EUR", "601.90 EUR")


def test_the_step_that_wrote_a_row_is_known(book):
    assert step_that_wrote(book, "sale", 1) == 2
    assert step_that_wrote(book, "sale", 99) is None
