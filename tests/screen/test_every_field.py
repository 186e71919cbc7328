"""Every field of every record type: typed in a cell, on its page, in many rows at once; told, and found again.

Forms, lists and filters of every field are held to their rules in `tests/ui/test_form.py`, `tests/ui/test_editors.py`,
`tests/screen/test_list_page.py` and `tests/store/test_query.py`.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt

from crmdesk.domain.errors import UserError
from crmdesk.screen.listing.page import ListPage
from crmdesk.screen.main_window import MainWindow
from crmdesk.screen.record.facts import is_editable
from crmdesk.screen.record.history import lines_of
from crmdesk.store import editing, search
from crmdesk.store.base import own_fields, references_of, table_of
from crmdesk.store.contact import Contact
from crmdesk.store.field import (
    Choice,
    Day,
    Decimal,
    Email,
    KpiName,
    Moment,
    MoneyField,
    PeriodName,
    Phone,
    Ref,
    Tags,
    Whole,
)
from crmdesk.store.journal import Change
from crmdesk.store.listing import LISTINGS
from crmdesk.store.query import Query
from crmdesk.store.registry import RECORD_TYPES
from crmdesk.store.row import name_of
from crmdesk.store.row import row as row_of
from crmdesk.ui.desk import RECORD, Place
from crmdesk.ui.editor import Editor
from crmdesk.ui.fields import shown, written
from tests.screen.driving import NOON, press, settle, wait
from tests.screen.one_window import EMPTY, clear, one_window
from tests.store.rows import full_row

pytestmark = pytest.mark.slow

LISTED = {listing.record: id for id, listing in reversed(LISTINGS.items()) if id != "leads"}
FIELDS = [
    pytest.param(record, name, id=f"{table_of(record)}.{name}")
    for record in RECORD_TYPES
    for name in own_fields(record)
]
IN_LISTS = [one for one in FIELDS if one.values[0] in LISTED]
SEARCHED = [
    pytest.param(record, name, id=f"{table_of(record)}.{name}")
    for record in RECORD_TYPES
    for name in record.search_fields
]
# What a field takes that is no text like any other.
KNOWN = {
    Email: "zoë@example.com",
    KpiName: "win_rate",
    PeriodName: "2026-11",
    Phone: "+49 30 23125833",
    Tags: "new; old",
}


@pytest.fixture(autouse=True)
def _nothing_of_qt_left():
    """One window lives through all tests of this file, and is looked at when it has gone."""


class Bench:
    """A window on a workspace with two records of each kind, every field filled in, and a page for each list."""

    def __init__(self, window: MainWindow) -> None:
        self.window, self.desk = window, window.desk
        self.ids: dict[type, list[int]] = {}
        self._lists: dict[str, ListPage] = {}
        window.session.changed.connect(self._refresh)
        with self.desk.operation("Two of each") as tx:
            for number in (1, 2):
                for record in RECORD_TYPES:
                    row = full_row(record, {kind: ids[0] for kind, ids in self.ids.items()})
                    if record.name_field in own_fields(record) and record.name_field not in references_of(record):
                        row[record.name_field] = f"{record.kind} number {number}"
                    row["external_id"] = f"X{number}"
                    if record is Contact:
                        row |= {"kind": "company", "company_id": None}
                    self.ids.setdefault(record, []).append(tx.insert(record, row))
        while not search.catch_up(self.desk.here, 10_000):
            pass

    def _refresh(self, change: Change | None) -> None:
        """As in the window, the list that is looked at shows what has changed."""
        page = self.window.stack.currentWidget()
        if page in self._lists.values():
            page.refresh(change)

    def row(self, record: type) -> dict[str, Any]:
        """The values of the record that is changed."""
        return row_of(self.desk.here, record, self.ids[record][0]) or {}

    def list_of(self, record: type) -> ListPage:
        """The list of a kind of record, with the keys, standing on the record that is changed."""
        listing = LISTED[record]
        if listing not in self._lists:
            page = ListPage(self.desk, listing, self.window.stack)
            self.window.stack.addWidget(page)
            self._lists[listing] = page
        page = self._lists[listing]
        if self.window.stack.currentWidget() is page:
            return page
        self.window.stack.setCurrentWidget(page)
        page.show_place(Place(listing, detail=Query(listing).as_json()))
        wait(lambda: page.view.rows.complete)
        page.show_columns(list(own_fields(record)))
        return page

    def other(self, record: type, name: str) -> Any:
        """Another value than the record has in that field."""
        field, before = own_fields(record)[name], self.row(record)[name]
        match field:
            case Ref():
                return next(row_id for row_id in self.ids[field.rel_model] if row_id != before)
            case Choice():
                return next(word for word in field.words if word != before)
            case Decimal():
                return "0.5" if before != "0.5" else "0.25"
            case Whole():
                return 4 if before != 4 else 5
            case MoneyField():
                return (before or 0) + 77
            case Day():
                return (before or 20_000) + 3
            case Moment():
                return (before or NOON) + 60_000_000
            case _:
                return KNOWN.get(type(field), f"Ręka {name}" if before != f"Ręka {name}" else f"Noga {name}")

    def text(self, record: type, name: str, value: Any) -> str:
        """A value as it is written in its editor."""
        field = own_fields(record)[name]
        if isinstance(field, Ref):
            value = (value, name_of(self.desk.here, field.rel_model, value))
        return written(field, value, self.desk.here)

    def may_be(self, record: type, name: str, value: Any) -> bool:
        """Whether the rules let the record have that value: it is tried, and taken back at once."""
        try:
            with self.desk.here.operation("Try") as tx:
                editing.save(tx, record, self.ids[record][0], {name: value})
                raise _Tried
        except _Tried:
            return True
        except UserError:
            return False


class _Tried(Exception):
    """Ends an operation so that nothing of it is kept."""


@pytest.fixture(scope="module")
def bench(qapp, demo_file, tmp_path_factory) -> Iterator[Bench]:
    with one_window(qapp, tmp_path_factory.mktemp("fields"), EMPTY, demo_file) as window:
        yield Bench(window)


def check_changed(bench: Bench, record: type, name: str, act: Callable[[str], None]) -> None:
    """Changes a field by `act`: it is stored, told by the history and taken back; or nothing is changed."""
    before, value = bench.row(record), bench.other(record, name)
    right, text = bench.may_be(record, name, value), bench.text(record, name, value)
    bench.window.notice.hide()
    act(text)
    settle(bench.window)
    clear(bench.window)
    if not right:
        assert bench.row(record) == before
        return
    assert bench.row(record)[name] == value, bench.window.notice.text.text()
    label = own_fields(record)[name].label
    told = [line for line in lines_of(bench.desk, record, bench.ids[record][0]) if line.field == label]
    field = own_fields(record)[name]
    named = (value, text) if isinstance(field, Ref) else value
    assert told[0].new == shown(field, named, bench.desk.here)
    bench.window.bars.actions["undo"].trigger()
    settle(bench.window)
    assert bench.row(record) == before


@pytest.mark.parametrize(("record", "name"), IN_LISTS)
def test_a_field_is_changed_in_its_cell(bench, record, name):
    page = bench.list_of(record)
    if not page.view.rows.may_edit(name):
        page.view.go_to(bench.ids[record][0], name)
        page.view.edit_current()
        assert not any(one.isVisible() for one in page.view.findChildren(Editor))
        return

    def act(text: str) -> None:
        assert page.view.go_to(bench.ids[record][0], name)
        page.view.edit_current()
        editor = next(one for one in page.view.findChildren(Editor) if one.isVisible())
        editor.set_text(text)
        press(Qt.Key.Key_Return, editor.control)

    check_changed(bench, record, name, act)


@pytest.mark.parametrize(("record", "name"), IN_LISTS)
def test_a_field_of_many_records_is_changed_at_once(bench, record, name):
    page = bench.list_of(record)
    if not page.view.rows.may_edit(name):
        return

    def act(text: str) -> None:
        page.view.choose(bench.ids[record][:1])
        page.commands.change()
        dialog = page.commands.dialog
        dialog.column.setCurrentIndex(dialog.column.findData(name))
        dialog.editor.set_text(text)
        dialog.look()
        assert dialog.preview.text()
        dialog.accept()

    check_changed(bench, record, name, act)


@pytest.mark.parametrize(("record", "name"), FIELDS)
def test_a_field_is_changed_on_the_page_of_its_record(bench, record, name):
    bench.desk.go(Place(RECORD, record.kind, bench.ids[record][0]))
    settle(bench.window)
    fact = bench.window.page.facts.facts[name]
    if not is_editable(name):
        fact.edit()
        assert fact.editor is None
        return

    def act(text: str) -> None:
        fact.edit()
        fact.editor.set_text(text)
        fact.commit()

    check_changed(bench, record, name, act)
    assert fact.head.text() == own_fields(record)[name].label


@pytest.mark.parametrize(("record", "name"), SEARCHED)
def test_a_record_is_found_by_every_field_that_is_searched(bench, record, name):
    found = {hit.id for hit in search.find(bench.desk.here, str(bench.row(record)[name]), kinds=(record.kind,))}
    assert bench.ids[record][0] in found
