"""What was printed beside what is true today, and the step that changed it."""

from __future__ import annotations

import pytest

from crmdesk.domain.period import parse_period
from crmdesk.kpi.base import all_kpis
from crmdesk.report.compared import changed_since_printed, compared, why
from crmdesk.report.write import write
from crmdesk.store.contact import Contact
from crmdesk.store.file import open_workspace
from crmdesk.store.sale import Sale
from tests.report.conftest import NOW, sell

OCTOBER = parse_period("2026-10")
LATER = "2026-11-20T12:00"


@pytest.fixture
def book(shop, tmp_path):
    """A shop that sold for 150.00 in October, and printed it."""
    workspace = shop()
    sell(workspace, "2026-10-05T10:00", 5000, times=3)
    write(workspace, OCTOBER, workspace.calendar.parse(NOW), tmp_path / "october.pdf")
    return workspace


def ask(book, question, *asked):
    with open_workspace(book.path, read_only=True) as reader:
        return question(reader, *asked, book.calendar.parse(LATER))


def test_nothing_has_changed(book):
    assert ask(book, changed_since_printed) == []
    rows = ask(book, compared, OCTOBER)
    assert [one.result.kpi for one in rows] == list(all_kpis())
    assert not any(one.differs or one.causes or why(one) for one in rows)


def test_a_figure_that_changed_names_the_step_that_changed_it(book):
    sell(book, "2026-11-05T10:00", 900)
    with book.operation("Late invoice") as tx:
        tx.insert(Sale, {"sold_at": book.calendar.parse("2026-10-30T10:00"), "amount": 2000, "contact_id": 1})
    changed = {one.result.kpi.id: one for one in ask(book, changed_since_printed)}
    revenue = changed["revenue"]
    assert (revenue.shown, revenue.result.text, revenue.result.period) == ("150.00 EUR", "170.00 EUR", OCTOBER)
    assert [one.step.label for one in revenue.causes] == ["Late invoice"]
    assert revenue.printed_at == book.calendar.parse(NOW)
    assert "pipeline_value" not in changed
    told = {one.result.kpi.id: one for one in ask(book, compared, OCTOBER) if one.differs}
    assert told.keys() == changed.keys()


def test_an_older_print_is_compared_as_it_was_then(book, tmp_path):
    first = book.calendar.parse(NOW)
    sell(book, "2026-10-20T10:00", 2000)
    write(book, OCTOBER, book.calendar.parse("2026-11-10T12:00"), tmp_path / "again.pdf")
    assert ask(book, changed_since_printed) == []
    with open_workspace(book.path, read_only=True) as reader:
        rows = {one.result.kpi.id: one for one in compared(reader, OCTOBER, book.calendar.parse(LATER), first)}
    assert (rows["revenue"].shown, rows["revenue"].differs) == ("150.00 EUR", True)
    assert [one.step.label for one in rows["revenue"].causes] == ["Sell"]


def test_a_figure_that_ripened_has_no_step_and_says_so(shop, tmp_path):
    book = shop()
    at = book.calendar.parse
    with book.operation("A lead that will pay in November") as tx:
        lead = {"name": "Ada", "kind": "person", "lead_at": at("2026-10-10T10:00"), "channel": "Web"}
        tx.insert(Contact, lead)
        tx.insert(Sale, {"contact_id": 1, "sold_at": at("2026-11-10T10:00"), "amount": 5000})
    write(book, OCTOBER, at(NOW), tmp_path / "october.pdf")
    (ripened,) = [one for one in ask(book, changed_since_printed) if one.result.kpi.id == "lead_conversion"]
    assert (ripened.shown, ripened.result.text, list(ripened.causes)) == ("0.0 %", "100.0 %", [])
    assert why(ripened) == "It matured with time; no record was changed."


def test_a_running_month_is_meant_to_move(book, tmp_path):
    november = parse_period("2026-11")
    write(book, november, book.calendar.parse(NOW), tmp_path / "november.pdf")
    sell(book, "2026-11-04T10:00", 2000)
    assert ask(book, changed_since_printed) == []
    assert any(one.differs for one in ask(book, compared, november))
