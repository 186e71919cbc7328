"""The page of a record, for every record type: it shows every field, edits it by keyboard, and undo brings it back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from crmdesk.domain.calendar import DAY
from crmdesk.screen.record import page as record_page
from crmdesk.screen.record.facts import fields_shown, is_editable
from crmdesk.screen.record.page import ACTS
from crmdesk.screen.record.related import title_of
from crmdesk.store import editing
from crmdesk.store.activity import Activity
from crmdesk.store.attachment import attach_bytes
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.field import Day, Decimal, Email, Link, LongText, Moment, MoneyField, Phone, Ref, Whole
from crmdesk.store.registry import RECORD_TYPES
from crmdesk.store.row import name_of
from crmdesk.store.stage import Stage
from crmdesk.store.ticket import Ticket
from crmdesk.ui import fields
from crmdesk.ui.desk import Place
from tests.screen.driving import NOON, PLAIN, press
from tests.screen.record.driving import CONTROL, dialog, one, row_of, texts, type_into, value_of, values_of

# What is changed to look for it in the history.
CHANGED = {
    "stage_change": ("staff_id", None),
    "ticket_event": ("note", "Żółw"),
    "activity": ("subject", "Żółw"),
    "expense": ("amount", 12345),
    "sale": ("note", "Żółw"),
    "survey": ("comment", "Żółw"),
    "goal": ("target", "0.75"),
}
EARLIER = ("opened_at", "started_on", "lead_at", "at")


def edit(host, fact, before, targets) -> None:
    """Gives a field another value by keys alone."""
    fact.value.setFocus()
    press(Qt.Key.Key_F2)
    if isinstance(fact.editor.control, QComboBox):
        choose_another(fact)
    else:
        assert fact.editor.isAncestorOf(QApplication.focusWidget())
        fact.editor.select_all()
        type_into(other_text(host, fact.name, fact.field, before, targets))
        if fact.editor is not None:
            press(Qt.Key.Key_Return, keys=CONTROL if isinstance(fact.field, LongText) else PLAIN)
    assert fact.editor is None, f"{fact.name}: {fact.fault.text()}"


def choose_another(fact) -> None:
    """Takes the next choice of the open list, with the keys."""
    box = fact.editor.control
    press(Qt.Key.Key_Down if box.currentIndex() + 1 < box.count() else Qt.Key.Key_Up, box.view())
    press(Qt.Key.Key_Return, box.view())


def other_text(host, name, field, value, targets) -> str:
    """What is typed to give a field another value."""
    step = -1 if name in EARLIER else 1
    match field:
        case Ref():
            return targets[field.rel_model][1]
        case Day():
            return fields.written(field, (value or 20_000) + step, host.session.here)
        case Moment():
            return fields.written(field, (value or NOON - DAY) + step * DAY, host.session.here)
        case Email():
            return "new@example.com"
        case Phone():
            return "+49 30 1234567"
        case Link():
            return "https://example.com/new"
        case Decimal():
            return "0.75"
        case MoneyField():
            return "4321.09"
        case Whole():
            return "4" if value != 4 else "3"
        case _:
            return "Sons & <b>daughters</b>"


def told(host, fact):
    """What a fact shows; a target in the unit of its KPI."""
    values = host.page.values
    return fields.shown(fact.field, values[fact.name], host.session.here, values.get(getattr(fact.field, "beside", "")))


@pytest.mark.parametrize("record", RECORD_TYPES, ids=lambda one: one.kind)
def test_every_record_opens_and_shows_every_field(host, record):
    id = row_of(host, record)
    host.desk.open_record(record.kind, id)
    page = host.page
    assert page.place() == Place("record", record.kind, id)
    assert page.title() == name_of(host.session.here, record, id)
    assert title_of(record.kind) in texts(page.head)
    assert set(page.facts.facts) == set(fields_shown(record))
    shown = texts(page.facts)
    for fact in page.facts.facts.values():
        assert fact.field.label in shown
        assert fact.value.accessibleName().startswith(fact.field.label)
        assert (told(host, fact) or "–") in shown


@pytest.mark.parametrize("record", RECORD_TYPES, ids=lambda one: one.kind)
def test_every_field_is_edited_by_keyboard_and_undo_brings_the_old_value_back(host, targets, record):
    # Deals were in every stage of the demo, so that its kind stays.
    id = targets[Stage][0] if record is Stage else row_of(host, record)
    host.desk.open_record(record.kind, id)
    before = values_of(host, record, id)
    for name in filter(is_editable, fields_shown(record)):
        fact = host.page.facts.facts[name]
        edit(host, fact, before[name], targets)
        after = values_of(host, record, id)
        assert after[name] != before[name]
        assert told(host, fact) == fact.value.text()
        assert QApplication.focusWidget() is fact.value
        host.notice.button.click()
        assert values_of(host, record, id) == before
        assert (told(host, fact) or "–") == fact.value.text()


def test_escape_leaves_a_field_as_it_was(host):
    id = row_of(host, Contact)
    host.desk.open_record("contact", id)
    before = value_of(host, Contact, id, "name")
    fact = host.page.facts.facts["name"]
    fact.value.setFocus()
    press(Qt.Key.Key_Return)
    type_into("Something else")
    press(Qt.Key.Key_Escape)
    assert fact.editor is None
    assert QApplication.focusWidget() is fact.value
    assert value_of(host, Contact, id, "name") == before


def test_what_is_wrong_is_told_beside_the_field_and_stays_typed(host):
    host.desk.open_record("contact", row_of(host, Contact))
    fact = host.page.facts.facts["email"]
    fact.value.setFocus()
    press(Qt.Key.Key_Return)
    fact.editor.select_all()
    type_into("no address")
    press(Qt.Key.Key_Return)
    assert fact.editor is not None and fact.editor.text() == "no address"
    assert "is not an e-mail address" in fact.fault.text()
    name = host.page.facts.facts["name"]
    name.edit()
    name.editor.select_all()
    press(Qt.Key.Key_Delete)
    press(Qt.Key.Key_Return)
    assert "“Name” is missing" in name.fault.text()


def test_the_arrow_keys_go_from_fact_to_fact(host):
    host.desk.open_record("contact", row_of(host, Contact))
    names = list(host.page.facts.facts)
    host.page.facts.facts[names[0]].value.setFocus()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Up)
    assert QApplication.focusWidget() is host.page.facts.facts[names[1]].value


def test_a_record_that_is_gone_is_refused_in_words_and_one_stays(host):
    id = row_of(host, Contact)
    host.desk.open_record("contact", id)
    host.desk.open_record("contact", 10**6)
    assert "not there any more" in host.notice.text.text()
    assert host.page.place().id == id


def test_next_and_previous_go_through_the_list_and_back_finds_it_again(host):
    ids = [id for (id,) in host.session.here.rows("SELECT id FROM contact ORDER BY name LIMIT 3")]
    host.desk.open_record("contact", ids[1], ids)
    acts = host.page.handlers()
    assert "2 of 3" in texts(host.page.head)
    acts["record_next"]()
    assert host.page.place().id == ids[2]
    assert not host.page.head.next.isEnabled()
    acts["record_next"]()
    acts["record_previous"]()
    acts["record_previous"]()
    assert host.page.place().id == ids[0]
    host.desk.open_record("deal", row_of(host, Deal))
    assert not host.page.head.next.isEnabled()
    host.desk.go(Place("record", "contact", ids[0]))
    acts["record_next"]()
    assert host.page.place().id == ids[1]


def test_what_is_being_typed_is_kept_when_one_goes_to_the_next_record(host):
    ids = [id for (id,) in host.session.here.rows("SELECT id FROM contact ORDER BY name LIMIT 2")]
    host.desk.open_record("contact", ids[0], ids)
    fact = host.page.facts.facts["city"]
    fact.value.setFocus()
    press(Qt.Key.Key_F2)
    fact.editor.select_all()
    type_into("Typed City")
    host.page.handlers()["record_next"]()
    assert host.page.place().id == ids[1]
    assert value_of(host, Contact, ids[0], "city") == "Typed City"
    assert value_of(host, Contact, ids[1], "city") != "Typed City"
    assert fact.value.text() == (value_of(host, Contact, ids[1], "city") or "–")


def test_a_deleted_record_is_told_and_undo_shows_it_again(host):
    id = row_of(host, Contact)
    host.desk.open_record("contact", id)
    name = host.page.title()
    host.page.handlers()["record_delete"]()
    assert f"“{name}” was deleted" in host.notice.text.text()
    assert "deleted" in texts(host.page.head)
    assert not host.page.parts.isEnabled()
    host.notice.button.click()
    assert host.page.parts.isEnabled()
    assert host.page.place().id == id


@pytest.mark.parametrize("record", RECORD_TYPES, ids=lambda one: one.kind)
def test_every_record_has_a_history_of_who_changed_what(host, record):
    id = row_of(host, record)
    host.desk.open_record(record.kind, id)
    name, value = CHANGED.get(record.kind) or ("notes" if "notes" in record.columns else "name", "Żółw")
    fact = host.page.facts.facts[name]
    before = host.page.values[name]
    fact.edit()
    host.page._save(name, value)
    host.page.show_history()
    table = dialog(host).table
    line = table.rows.rows[0]
    assert line.field == fact.field.label
    assert line.old == fields.shown(fact.field, before, host.session.here)
    assert line.new == fields.shown(fact.field, host.page.values[name], host.session.here)
    assert line.when == "16 Nov 2026, 12:00"
    dialog(host).accept()


def test_f6_goes_from_part_to_part(host):
    host.desk.open_record("contact", row_of(host, Contact))
    QApplication.processEvents()
    host.page.facts.focus_first()
    seen = []
    for _step in range(4):
        host.page.next_part()
        seen.append(QApplication.focusWidget())
    assert seen[0] is host.page.log.text
    assert seen[1] is host.page.timeline.list
    assert host.page.facts.isAncestorOf(seen[3])


def test_every_act_of_the_page_has_a_handler_and_the_other_way_round(host):
    assert {act.id for act in ACTS} == set(host.page.handlers())
    assert {act.page for act in ACTS} == {"record"}
    for act in host.page.handlers().values():
        if act != host.page.files.choose:
            act()
    assert record_page.ACTS is ACTS


def test_a_workspace_that_may_only_be_read_shows_everything_and_changes_nothing(host, book):
    id = row_of(host, Contact)
    host.page.leave()
    host.session.open(book, read_only=True)
    host.desk.open_record("contact", id)
    fact = host.page.facts.facts["name"]
    fact.value.setFocus()
    press(Qt.Key.Key_Return)
    assert fact.editor is None
    assert not host.page.log.isVisible()
    assert not host.page.head.bin.isEnabled()
    assert host.page.related.adders == {}


@pytest.mark.parametrize("record", RECORD_TYPES, ids=lambda one: one.kind)
def test_every_control_can_be_reached_and_has_a_name(host, record):
    host.desk.open_record(record.kind, row_of(host, record))
    for control in host.page.findChildren(QWidget):
        if control.isVisibleTo(host.page) and control.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert control.accessibleName() or control.focusProxy() is not None, control


@pytest.mark.parametrize("kind", ["contact", "deal", "ticket", "activity"])
def test_no_text_makes_the_page_wider_than_a_small_screen(host, kind):
    endless = "Donaudampfschiff" * 40
    with host.session.here.operation("Long") as tx:
        tx.update(Stage, one(host, "SELECT min(id) FROM stage"), {"name": endless})
        contact = tx.insert(Contact, {"name": endless, "kind": "person", "email": f"{endless}@example.com"})
        stage = one(host, "SELECT min(id) FROM stage")
        values = {"title": endless, "contact_id": contact, "stage_id": stage, "opened_at": NOON, "lost_reason": endless}
        deal = editing.save(tx, Deal, None, values)
        start = editing.defaults(tx, Ticket, NOON, None)
        ticket = editing.save(tx, Ticket, None, start | {"subject": endless, "category": endless})
        task = {"kind": "task", "subject": endless, "body": endless, "at": NOON, "contact_id": contact}
        activity = tx.insert(Activity, task | {"deal_id": deal, "ticket_id": ticket})
        attach_bytes(tx, f"{endless[:200]}.txt", b"x", contact_id=contact, deal_id=deal, ticket_id=ticket)
    host.desk.open_record(kind, {"contact": contact, "deal": deal, "ticket": ticket, "activity": activity}[kind])
    QApplication.processEvents()
    assert host.page.minimumSizeHint().width() <= 1100
    assert host.page.width() <= 1206


def test_steps_of_tickets_and_what_is_logged_are_offered_where_they_are_of_use(host):
    offered = {}
    for record in (Contact, Ticket, Stage):
        host.desk.open_record(record.kind, row_of(host, record))
        offered[record] = {act for act in ("record_reply", "log_call", "record_erase") if host.page.can(act)}
    assert offered == {Contact: {"log_call", "record_erase"}, Ticket: {"record_reply", "log_call"}, Stage: set()}
