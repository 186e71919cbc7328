"""What was printed is remembered, and a later change is told."""

from __future__ import annotations

import pytest

from crmdesk.domain.period import parse_period
from crmdesk.kpi.base import all_kpis
from crmdesk.kpi.measure import measure
from crmdesk.report.printed import changes
from crmdesk.report.write import write
from tests.report.conftest import NOW, sell
from tests.report.reading import text_of

OCTOBER = parse_period("2026-10")
SAID = "changed since printed: 150.00 EUR → 170.00 EUR"


@pytest.fixture
def book(shop):
    workspace = shop()
    sell(workspace, "2026-10-05T10:00", 5000, times=3)
    return workspace


def ask(workspace, at=NOW, period=OCTOBER):
    return changes(workspace, measure(workspace, all_kpis(), [period], workspace.calendar.parse(at))[0])


def print_month(workspace, path, at=NOW):
    return write(workspace, OCTOBER, workspace.calendar.parse(at), path)


def test_one_step_of_the_journal_holds_a_row_for_every_kpi(book, tmp_path):
    print_month(book, tmp_path / "x.pdf")
    step = book.journal.steps()[-1]
    assert step.label == "Print summary Oct 2026"
    rows = dict(book.rows("SELECT kpi, shown FROM printed WHERE period = '2026-10'"))
    assert set(rows) == {one.id for one in all_kpis()} and rows["revenue"] == "150.00 EUR"


def test_nothing_new_is_not_noted_twice(book, tmp_path):
    assert print_month(book, tmp_path / "x.pdf").remembered
    assert not print_month(book, tmp_path / "x.pdf").remembered
    assert not print_month(book, tmp_path / "x.pdf", at="2026-11-20").remembered


def test_nothing_is_said_before_anything_changed(book, tmp_path):
    assert ask(book) == []
    print_month(book, tmp_path / "x.pdf")
    assert ask(book) == []


def test_a_change_is_told_on_screen_and_by_the_next_print(book, tmp_path):
    print_month(book, tmp_path / "1.pdf")
    sell(book, "2026-10-20T10:00", 2000)
    told = {one.kpi: one for one in ask(book)}
    assert told["revenue"].was == "150.00 EUR" and told["revenue"].text == SAID
    done = print_month(book, tmp_path / "2.pdf")
    assert "revenue" in {one.kpi for one in done.changes}
    assert text_of(done.path).count(SAID) == 2


def test_printed_anew_the_screen_is_silent_and_the_paper_the_same(book, tmp_path):
    print_month(book, tmp_path / "1.pdf")
    sell(book, "2026-10-20T10:00", 2000)
    second = print_month(book, tmp_path / "2.pdf")
    assert ask(book) == []
    third = print_month(book, tmp_path / "3.pdf")
    assert second.path.read_bytes() == third.path.read_bytes()


def test_a_running_month_is_meant_to_move(book, tmp_path):
    print_month(book, tmp_path / "1.pdf", at="2026-10-15T12:00")
    sell(book, "2026-10-20T10:00", 2000)
    assert ask(book) == [] and ask(book, at="2026-10-25") == []
    assert print_month(book, tmp_path / "2.pdf").changes == []


def test_the_first_print_after_the_month_counts_even_if_nothing_moved(book, tmp_path):
    print_month(book, tmp_path / "1.pdf", at="2026-10-31T23:00")
    assert print_month(book, tmp_path / "2.pdf").remembered
    sell(book, "2026-10-20T10:00", 2000)
    assert "revenue" in {one.kpi for one in ask(book)}


def test_an_earlier_question_knows_nothing_of_later_prints(book, tmp_path):
    before = print_month(book, tmp_path / "1.pdf").path.read_bytes()
    sell(book, "2026-10-20T10:00", 2000)
    step = book.journal.steps()[-1]
    print_month(book, tmp_path / "2.pdf", at="2026-12-01")
    book.journal.undo(step.id)
    assert print_month(book, tmp_path / "3.pdf").path.read_bytes() == before


def test_a_difference_that_nobody_can_see_is_none(shop, tmp_path):
    workspace = shop()
    sell(workspace, "2026-10-05T10:00", 50_000_001)
    print_month(workspace, tmp_path / "1.pdf")
    sell(workspace, "2026-10-20T10:00", 1, buyer="Bo")
    assert "revenue" not in {one.kpi for one in ask(workspace)}
