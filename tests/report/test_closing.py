"""A period is closed in one step: summary kept, figures remembered, tasks made; and taken back in one."""

from __future__ import annotations

import pytest

from crmdesk.domain.calendar import parse_day
from crmdesk.domain.period import parse_period
from crmdesk.insight.closing import Draft, NextStep, Sentence
from crmdesk.report.closing import agreed, close, closings, with_words
from crmdesk.report.options import PLAIN
from crmdesk.report.write import make
from crmdesk.store import tasks
from crmdesk.store.closing import pdf_of
from crmdesk.store.staff import Staff
from tests.report.conftest import NOW, sell

OCTOBER = parse_period("2026-10")
DUE = parse_day("2026-11-20")
DRAFT = Draft(
    (Sentence("rule csat", "CSAT fell", "CSAT fell; ask why", True), Sentence("", "", "Not this", False)),
    " A good month.\n",
    (NextStep("Call Ada", 1, DUE), NextStep("Think"), NextStep("  ")),
)


@pytest.fixture
def book(shop):
    workspace = shop()
    sell(workspace, "2026-10-05T10:00", 5000, times=3)
    with workspace.operation("Hire") as tx:
        tx.insert(Staff, {"name": "Anna"})
    return workspace


@pytest.fixture
def closed(book):
    now = book.calendar.parse(NOW)
    options = with_words(PLAIN, DRAFT, {1: "Anna"})
    made = make(book, OCTOBER, now, options)
    with book.operation("Close October 2026", staff=1) as tx:
        return close(tx, OCTOBER, DRAFT, options, made, now), made


def test_the_paper_says_what_was_decided():
    options = with_words(PLAIN, DRAFT, {1: "Anna"})
    assert options.comment == DRAFT.comment and options.sentences == ("CSAT fell; ask why",)
    assert [(one.text, one.who, one.due_on) for one in options.next_steps][:2] == [
        ("Call Ada", "Anna", DUE),
        ("Think", "", None),
    ]
    assert with_words(PLAIN, Draft(), {}).next_steps is None


def test_all_of_a_close_is_found_again(book, closed):
    number, made = closed
    (found,) = closings(book)
    assert (found.id, found.label, found.who, found.comment, found.pages) == (
        number,
        "2026-10",
        "Anna",
        "A good month.",
        made.pages,
    )
    assert found.sentences == ("CSAT fell; ask why",)
    assert found.printed_at == book.calendar.parse(NOW)
    assert pdf_of(book, number) == made.data
    assert dict(book.rows("SELECT kpi, shown FROM printed"))["revenue"] == "150.00 EUR"


def test_next_steps_become_tasks_of_those_who_do_them(book, closed):
    rows = book.rows("SELECT subject, staff_id, due_at FROM activity WHERE kind = 'task' ORDER BY id")
    assert rows == [("Call Ada", 1, book.calendar.at_time(DUE, 9 * 60)), ("Think", 1, None)]
    number, _made = closed
    assert [(one.text, one.who, one.done) for one in agreed(book, number)] == [
        ("Call Ada", "Anna", False),
        ("Think", "", False),
    ]
    with book.operation("Done") as tx:
        tasks.finish(tx, 1)
        tx.delete(tasks.Activity, 2)
    assert [one.done for one in agreed(book, number)] == [True, None]
    assert agreed(book, 99) == []


def test_taking_the_close_back_leaves_nothing_of_it(book, closed):
    step = book.journal.next_undo()
    assert step.label == "Close October 2026"
    book.journal.undo(step.id)
    assert closings(book) == []
    assert book.rows("SELECT (SELECT count(*) FROM printed), (SELECT count(*) FROM activity)") == [(0, 0)]
