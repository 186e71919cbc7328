"""A form of every record type: shows, answers, refuses beside the field, and comes back as a draft."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crmdesk.domain.errors import FieldError, FieldErrors
from crmdesk.store import note
from crmdesk.store.base import own_fields
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.registry import RECORD_TYPES
from crmdesk.ui.drafts import Draft, Keeper, draft_of, waiting
from crmdesk.ui.form import Form
from tests.screen.driving import focused, press, wait
from tests.store.rows import NOON, full_row, one_of_each


@pytest.fixture
def form(desk, parent):
    """Makes a form of a record type, shown."""

    def make(record, columns=None):
        made = Form(record, columns or tuple(own_fields(record)), desk, parent)
        made.resize(600, 400)
        made.show()
        return made

    return make


@pytest.mark.parametrize("record", RECORD_TYPES, ids=lambda record: record.kind)
def test_a_form_answers_what_it_was_given(desk, form, record):
    with desk.operation("One of each") as tx:
        ids = one_of_each(tx)
    row = {name: value for name, value in full_row(record, ids).items() if name in own_fields(record)}
    made = form(record)
    made.show_values(row)
    assert made.values() == {**dict.fromkeys(own_fields(record)), **row}
    assert not made.dirty and made.state() == {}


@pytest.mark.parametrize("record", RECORD_TYPES, ids=lambda record: record.kind)
def test_tab_leads_through_every_field_in_order(form, record):
    made = form(record)
    made.show_values({})
    controls = [line.editor.control for line in made.lines.values()]
    controls[0].setFocus()
    for control in controls[1:]:
        press(Qt.Key.Key_Tab)
        assert focused() is control


def test_what_is_wrong_stands_beside_its_field_until_it_is_typed_anew(form):
    made = form(Deal, ("title", "amount", "expected_close_on"))
    made.show_values({})
    QTest.keyClicks(made.editor("amount").control, "lots")
    QTest.keyClicks(made.editor("expected_close_on").control, "soon")
    assert made.readable() == {"title": None}
    with pytest.raises(FieldErrors) as faults:
        made.values()
    assert [fault.field for fault in faults.value.faults] == ["amount", "expected_close_on"]
    assert focused() is made.editor("amount").control
    line = made.lines["amount"]
    assert line.note.isVisible() and line.note.text() == "“lots” is not a number, such as 1,234.5."
    assert made.editor("amount").control.accessibleDescription() == line.note.text()
    QTest.keyClicks(made.editor("amount").control, "!")
    assert not line.note.isVisible()
    QTest.keyClicks(made.editor("amount").control, "x" * 100)
    with pytest.raises(FieldErrors, match="…"):
        made.values()


def test_faults_of_fields_that_are_not_there_are_handed_back(form):
    made = form(Deal, ("title",))
    other = FieldError("stage_id", "“Stage” is missing.")
    assert made.show_faults([FieldError("title", "No."), other]) == [other]
    assert made.lines["title"].note.text() == "No."
    made.show_values({})
    assert not made.lines["title"].note.isVisible()


def test_what_was_understood_is_said_below(form):
    made = form(Deal, ("title", "expected_close_on"))
    made.show_values({})
    told = []
    made.changed.connect(lambda: told.append(made.dirty))
    QTest.keyClicks(made.editor("expected_close_on").control, "+1d")
    assert made.lines["expected_close_on"].note.text() == "Sunday, 1 Nov 2026" and told[-1]


def test_more_fields_come_below_with_their_values(form):
    made = form(Deal, ("title",))
    made.show_values({"title": "A"})
    made.add(("notes",), {"notes": "B"})
    assert made.values() == {"title": "A", "notes": "B"} and not made.dirty


def test_a_draft_is_kept_while_typing_and_comes_back_right_or_wrong(desk, form):
    made = form(Contact, ("name", "kind", "company_id", "lead_at"))
    made.show_values({"kind": "person"})
    keeper = Keeper(made, desk, "contact")
    QApplication.clipboard().setText("Ada <b>&\u00a0Żółw")
    made.editor("name").control.paste()
    QTest.keyClicks(made.editor("company_id").control, "Zenith\t")
    QTest.keyClicks(made.editor("lead_at").control, "nonsense")
    press(Qt.Key.Key_Down, made.editor("kind").control)
    wait(lambda: draft_of(desk.here, "contact"))
    draft = draft_of(desk.here, "contact")
    assert draft is not None and draft.at == NOON and waiting(desk.here) == [draft]
    other = form(Contact, ("name", "kind", "company_id", "lead_at"))
    other.show_values({"kind": "person"})
    other.bring_back({**draft.state, "gone": "x"})
    assert other.state() == made.state()
    assert other.editor("kind").value() == "company" and other.editor("lead_at").text() == "nonsense"
    keeper.forget()
    assert draft_of(desk.here, "contact") is None and waiting(desk.here) == []


def test_a_form_in_which_nothing_stands_any_more_has_no_draft(desk, form):
    made = form(Contact, ("name",))
    made.show_values({})
    keeper = Keeper(made, desk, "contact")
    QTest.keyClicks(made.editor("name").control, "A")
    keeper.keep()
    assert draft_of(desk.here, "contact") == Draft("contact", NOON, {"name": "A"})
    press(Qt.Key.Key_Backspace, made.editor("name").control)
    keeper.keep()
    assert draft_of(desk.here, "contact") is None


def test_without_a_workspace_nothing_is_kept(desk, form):
    made = form(Contact, ("name",))
    made.show_values({})
    keeper = Keeper(made, desk, "contact")
    desk.session.close()
    keeper.keep()
    assert desk.session.workspace is None


@pytest.mark.parametrize("kept", [None, "x", {"at": 1}, {"at": "x", "state": {"a": 1}}, {"at": 1, "state": {}}])
def test_what_is_no_draft_is_passed_over(desk, kept):
    note.keep(desk.here, "draft:contact", kept)
    assert draft_of(desk.here, "contact") is None and waiting(desk.here) == []
