"""The page of a record, for every record type: it shows every field, edits it by keyboard, and undo brings it back."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QMainWindow, QVBoxLayout, QWidget

from crmdesk.domain.calendar import DAY
from crmdesk.domain.clock import FixedClock
from crmdesk.screen import record_page
from crmdesk.screen.record_facts import fields_shown, is_editable
from crmdesk.screen.record_page import ACTS, RecordPage
from crmdesk.screen.record_related import title_of
from crmdesk.store import editing, search
from crmdesk.store.activity import Activity
from crmdesk.store.attachment import attach_bytes
from crmdesk.store.campaign import Campaign
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.field import Day, Decimal, Email, Link, LongText, Moment, MoneyField, Phone, Ref, Whole
from crmdesk.store.registry import RECORD_TYPES
from crmdesk.store.staff import Staff
from crmdesk.store.stage import Stage
from crmdesk.store.ticket import Ticket
from crmdesk.ui import fields
from crmdesk.ui.desk import Desk, Place
from crmdesk.ui.jobs import Jobs
from crmdesk.ui.notice import Notice
from crmdesk.ui.session import Session
from tests.screen.driving import NOON, PLAIN, press, wait

CONTROL = Qt.KeyboardModifier.ControlModifier
# A row of each type in the demo whose every field can be changed: what is closed has all its moments.
ROWS = {
    "deal": "SELECT min(deal.id) FROM deal JOIN stage ON stage.id = stage_id WHERE stage.kind = 'won'",
    "ticket": "SELECT min(id) FROM ticket WHERE resolved_at > first_response_at AND first_response_at > opened_at",
    "activity": "SELECT min(id) FROM activity WHERE kind = 'call'",
    "survey": "SELECT min(id) FROM survey WHERE kind = 'csat'",
    "goal": "SELECT max(id) FROM goal",
}
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


@pytest.fixture
def host(qapp, qtbot, book) -> Iterator[SimpleNamespace]:
    """A record page in a window, on the demo business, without the rest of crmdesk's own window."""
    window = QMainWindow()
    window.resize(1206, 660)
    jobs = Jobs(window, at_once=True)
    session = Session(window, jobs, FixedClock(NOON))
    session.open(book)
    middle = QWidget(window)
    column = QVBoxLayout(middle)
    notice = Notice(middle)
    desk = Desk(window, session, notice)
    page = RecordPage(desk, middle)
    column.addWidget(notice)
    column.addWidget(page)
    window.setCentralWidget(middle)
    session.changed.connect(page.refresh)
    found = SimpleNamespace(window=window, session=session, desk=desk, page=page, notice=notice, places=[], faults=[])
    jobs.fault.connect(found.faults.append)

    def go(place: Place) -> None:
        found.places.append(place)
        if place.page == "record":
            desk.attempt(lambda: page.show_place(place))

    desk.wanted.connect(go)
    desk.undo_with(lambda: undo(found))
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    while not search.catch_up(session.here, 10_000):
        pass
    yield found
    assert not found.faults
    page.leave()
    session.close()
    window.close()
    window.deleteLater()


def undo(host) -> None:
    step = host.session.here.journal.next_undo()
    assert step is not None
    host.session.here.journal.undo(step.id)


def row_of(host, record) -> int:
    sql = ROWS.get(record.kind, f"SELECT min(id) FROM {record._meta.table_name}")
    return host.session.here.rows(sql)[0][0]


def one(host, sql, *values):
    return host.session.here.rows(sql, values)[0][0]


def value_of(host, record, id, column):
    return editing.row(host.session.here, record, id)[column]


def texts(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def type_into(text: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), text)


@pytest.fixture
def targets(host) -> dict[type, tuple[int, str]]:
    """A record of each type that others can refer to, of a name that nothing else has."""
    made = {}
    with host.session.here.operation("Targets") as tx:
        for record, values in (
            (Staff, {"name": "Zenobia Quux"}),
            (Campaign, {"name": "Zeppelin Quux"}),
            (Contact, {"name": "Zirkon Quux", "kind": "company"}),
            (Stage, {"name": "Zenith Quux", "kind": "open", "position": 2}),
            (Deal, {"title": "Zither Quux", "opened_at": NOON}),
            (Ticket, {"subject": "Zebra Quux", "opened_at": NOON}),
        ):
            start = editing.defaults(tx, record, NOON, None)
            id = editing.save(tx, record, None, start | values)
            made[record] = (id, next(text for text in values.values() if "Quux" in str(text)))
    while not search.catch_up(host.session.here, 10_000):
        pass
    return made


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


@pytest.mark.parametrize("record", RECORD_TYPES, ids=lambda one: one.kind)
def test_every_record_opens_and_shows_every_field(host, record):
    id = row_of(host, record)
    host.desk.open_record(record.kind, id)
    page = host.page
    assert page.place() == Place("record", record.kind, id)
    assert page.title() == editing.name_of(host.session.here, record, id)
    assert title_of(record.kind) in texts(page.head)
    assert set(page.facts.facts) == set(fields_shown(record))
    shown = texts(page.facts)
    for fact in page.facts.facts.values():
        assert fact.field.label in shown
        assert fact.value.accessibleName().startswith(fact.field.label)
        assert (fields.shown(fact.field, page.values[fact.name], host.session.here) or "–") in shown


@pytest.mark.parametrize(
    ("record", "name"),
    [(record, name) for record in RECORD_TYPES for name in fields_shown(record) if is_editable(name)],
    ids=lambda one: one if isinstance(one, str) else one.kind,
)
def test_every_field_is_edited_by_keyboard_and_undo_brings_the_old_value_back(host, targets, record, name):
    # Deals were in every stage of the demo, so that its kind stays.
    id = targets[Stage][0] if record is Stage else row_of(host, record)
    host.desk.open_record(record.kind, id)
    before = editing.row(host.session.here, record, id)
    fact = host.page.facts.facts[name]
    fact.value.setFocus()
    press(Qt.Key.Key_F2)
    if isinstance(fact.editor.control, QComboBox):
        choose_another(fact)
    else:
        assert fact.editor.isAncestorOf(QApplication.focusWidget())
        fact.editor.select_all()
        type_into(other_text(host, name, fact.field, before[name], targets))
        if fact.editor is not None:
            press(Qt.Key.Key_Return, keys=CONTROL if isinstance(fact.field, LongText) else PLAIN)
    assert fact.editor is None, fact.fault.text()
    after = editing.row(host.session.here, record, id)
    assert after[name] != before[name]
    assert fields.shown(fact.field, host.page.values[name], host.session.here) == fact.value.text()
    assert QApplication.focusWidget() is fact.value
    assert host.notice.isVisible()
    host.notice.button.click()
    assert editing.row(host.session.here, record, id) == before
    assert (fields.shown(fact.field, host.page.values[name], host.session.here) or "–") == fact.value.text()


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


# Logging and tasks


@pytest.mark.parametrize("number", range(1, 6))
@pytest.mark.parametrize("record", [Contact, Deal, Ticket], ids=lambda one: one.kind)
def test_something_is_logged_by_a_key_a_line_and_control_enter(host, record, number):
    kind = ("call", "email", "meeting", "note", "task")[number - 1]
    id = row_of(host, record)
    host.desk.open_record(record.kind, id)
    act = next(act for act in ACTS if act.keys == (f"Alt+{number}",))
    host.page.handlers()[act.id]()
    type_into("Talked about mills")
    press(Qt.Key.Key_Return, keys=CONTROL)
    newest = editing.row(host.session.here, Activity, one(host, "SELECT max(id) FROM activity"))
    assert (newest["kind"], newest["subject"], newest[f"{record.kind}_id"]) == (kind, "Talked about mills", id)
    if kind != "task":
        assert host.page.timeline.list.events.events[0].title == "Talked about mills"
    else:
        assert (
            "Talked about mills" in {line.todo.subject for line in host.page.todo.lines} or host.page.todo.rest.text()
        )
    assert host.page.log.text.toPlainText() == ""
    host.notice.button.click()
    assert one(host, "SELECT count(*) FROM activity WHERE subject = 'Talked about mills'") == 0


def test_minutes_and_direction_go_with_a_call_and_a_date_in_words_with_a_task(host):
    id = row_of(host, Contact)
    host.desk.open_record("contact", id)
    log = host.page.log
    log.begin("call")
    log.way.setCurrentIndex(log.way.findData("in"))
    log.minutes.setText("12")
    log.text.setPlainText("Wants a mill\nsoon")
    log.button.click()
    newest = editing.row(host.session.here, Activity, one(host, "SELECT max(id) FROM activity"))
    assert (newest["direction"], newest["minutes"], newest["subject"]) == ("in", 12, "Wants a mill")
    log.begin("task")
    log.due.setText("tomorrow 15:00")
    log.text.setPlainText("Send the offer")
    log.button.click()
    newest = editing.row(host.session.here, Activity, one(host, "SELECT max(id) FROM activity"))
    assert newest["due_at"] == NOON + DAY + 3 * DAY // 24


def test_what_cannot_be_logged_is_told_under_the_line(host):
    host.desk.open_record("contact", row_of(host, Contact))
    log = host.page.log
    log.save()
    assert "Write a few words first." in log.fault.text()
    log.begin("task")
    log.text.setPlainText("Call")
    log.due.setText("the day after never")
    log.save()
    assert "“the day after never”" in log.fault.text()
    assert log.text.toPlainText() == "Call"


def test_a_half_written_line_is_there_again_with_its_record(host):
    contacts = [id for (id,) in host.session.here.rows("SELECT id FROM contact LIMIT 2")]
    host.desk.open_record("contact", contacts[0])
    host.page.log.begin("note")
    type_into("Half a")
    host.desk.open_record("contact", contacts[1])
    assert host.page.log.text.toPlainText() == ""
    host.desk.open_record("contact", contacts[0])
    assert (host.page.log.text.toPlainText(), host.page.log.kind) == ("Half a", "note")
    host.page.leave()
    host.desk.open_record("contact", contacts[0])
    assert host.page.log.text.toPlainText() == "Half a"
    host.page.log.save()
    host.desk.open_record("contact", contacts[1])
    host.desk.open_record("contact", contacts[0])
    assert host.page.log.text.toPlainText() == ""


@pytest.fixture
def task(host) -> tuple[int, int]:
    """A contact with one open task."""
    with host.session.here.operation("Task") as tx:
        contact = tx.insert(Contact, {"name": "Pete", "kind": "person"})
        values = {"kind": "task", "subject": "Send <b>offer</b>", "at": NOON, "due_at": NOON, "contact_id": contact}
        return contact, tx.insert(Activity, values)


def test_after_a_finished_task_the_next_step_is_asked_for(host, task):
    contact, activity = task
    host.desk.open_record("contact", contact)
    [line] = host.page.todo.lines
    line.done.setFocus()
    press(Qt.Key.Key_Return)
    assert value_of(host, Activity, activity, "done_at") == NOON
    assert host.page.todo.lines == []
    assert host.page.log.kind == "task"
    assert QApplication.focusWidget() is host.page.log.text
    assert "next step" in host.page.log.text.placeholderText()
    type_into("Ask again")
    press(Qt.Key.Key_Return, keys=CONTROL)
    assert [line.todo.subject for line in host.page.todo.lines] == ["Ask again"]


def test_a_task_is_finished_in_the_timeline_too(host, task):
    contact, activity = task
    host.desk.open_record("contact", contact)
    host.page.timeline.list.setFocus()
    press(Qt.Key.Key_Space)
    assert value_of(host, Activity, activity, "done_at") == NOON


def test_a_task_is_put_off_to_the_morning_of_another_day(host, task):
    contact, activity = task
    host.desk.open_record("contact", contact)
    [line] = host.page.todo.lines
    line.later.menu().actions()[2].trigger()
    due = host.session.here.calendar.local(value_of(host, Activity, activity, "due_at"))
    assert f"{due:%Y-%m-%d %H:%M}" == "2026-11-23 09:00"
    host.notice.button.click()
    assert value_of(host, Activity, activity, "due_at") == NOON


def test_the_page_of_a_task_finishes_it(host, task):
    _contact, activity = task
    host.desk.open_record("activity", activity)
    bar = host.page.bars["activity"]
    assert "Due today, 12:00" in texts(bar)
    next(button for button in bar.buttons if button.text() == "Done").click()
    assert "Done on 16 Nov 2026, 12:00" in texts(bar)
    host.desk.open_record("activity", row_of(host, Activity))
    assert not bar.isVisible()


# The timeline


def test_the_timeline_shows_only_the_sorts_that_are_chosen(host):
    id = one(host, "SELECT contact_id FROM activity WHERE contact_id IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC")
    host.desk.open_record("contact", id)
    timeline = host.page.timeline
    every = len(timeline.list.events.events)
    timeline.buttons["call"].click()
    assert {event.sort for event in timeline.list.events.events} == {"call"}
    timeline.buttons["email"].click()
    assert {event.sort for event in timeline.list.events.events} == {"call", "email"}
    timeline.everything.click()
    assert len(timeline.list.events.events) == every
    assert not timeline.buttons["call"].isChecked()


def test_an_empty_timeline_says_so(host):
    with host.session.here.operation("New") as tx:
        id = tx.insert(Contact, {"name": "Nobody yet", "kind": "person"})
    host.desk.open_record("contact", id)
    assert host.page.timeline.none.text() == "Nothing has happened yet."
    host.page.timeline.buttons["sale"].click()
    assert host.page.timeline.none.text() == "Nothing of this sort has happened yet."


def test_a_contact_with_very_many_activities_shows_the_newest_and_more_on_demand(host):
    with host.session.here.operation("Calls") as tx:
        id = tx.insert(Contact, {"name": "Often called", "kind": "person"})
        first = tx.next_id(Activity)
        columns = ("id", "uid", "kind", "subject", "at", "day", "contact_id")
        uids = tx.uids(3000)
        tx.insert_many(
            Activity,
            columns,
            [(first + n, uids[n], "call", f"Call {n}", NOON - n, 20_000, id) for n in range(3000)],
        )
    host.desk.open_record("contact", id)
    events = host.page.timeline.list.events
    assert len(events.events) == 50
    assert events.canFetchMore(host.page.timeline.list.rootIndex())
    host.page.timeline.list.scrollToBottom()
    wait(lambda: len(events.events) > 50)
    assert [event.title for event in events.events] == [f"Call {n}" for n in range(len(events.events))]


def test_enter_opens_what_an_event_is_about(host):
    deal = row_of(host, Deal)
    contact = value_of(host, Deal, deal, "contact_id")
    host.desk.open_record("contact", contact)
    timeline = host.page.timeline
    timeline.choose("deal")
    timeline.list.setFocus()
    wanted = timeline.list.events.events[0]
    press(Qt.Key.Key_Return)
    assert host.page.place() == Place("record", "deal", wanted.id)


@pytest.mark.parametrize("kind", ["contact", "deal", "ticket"])
def test_every_event_of_the_demo_is_told_and_drawn(host, kind):
    for (id,) in host.session.here.rows(f"SELECT id FROM {kind} ORDER BY id DESC LIMIT 12"):
        host.desk.open_record(kind, id)
        events = host.page.timeline.list.events
        for place in range(len(events.events)):
            assert events.index(place).data().strip()
        assert not host.page.timeline.list.grab().isNull()


# What is connected


def test_related_records_open_by_keyboard_and_can_be_added(host, monkeypatch):
    deal = row_of(host, Deal)
    contact = value_of(host, Deal, deal, "contact_id")
    host.desk.open_record("contact", contact)
    row = host.page.related.rows[0]
    row.setFocus()
    press(Qt.Key.Key_Return)
    assert host.places[-1].page == "record"
    host.desk.open_record("contact", contact)
    asked = []
    monkeypatch.setattr(host.page, "add", lambda *what: asked.append(what))
    host.page.related.add_asked.disconnect()
    host.page.related.add_asked.connect(host.page.add)
    host.page.related.adders["ticket"].click()
    assert asked[0][0] == "ticket"
    assert asked[0][1]["contact_id"] == contact


def test_the_list_of_all_is_asked_for_with_its_filter(host):
    staff = one(host, "SELECT owner_id FROM contact WHERE owner_id IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC")
    host.desk.open_record("staff", staff)
    button = next(
        one
        for one in host.page.related.findChildren(QWidget)
        if one.accessibleName() == "Show all: Contacts as owner" and one.isEnabled()
    )
    button.click()
    assert host.places[-1].page == "contacts"
    assert f'"value": {staff}' in host.places[-1].detail


def test_a_customer_has_a_strip_and_others_have_none(host):
    buyer = one(host, "SELECT contact_id FROM sale WHERE contact_id IS NOT NULL ORDER BY sold_at DESC LIMIT 1")
    host.desk.open_record("contact", buyer)
    assert host.page.strip.isVisible()
    assert "Net sales so far" in texts(host.page.strip)
    host.desk.open_record("deal", row_of(host, Deal))
    assert not host.page.strip.isVisible()


def test_facts_lead_to_other_records_mails_calls_and_pages(host, monkeypatch):
    opened = []
    monkeypatch.setattr(
        "crmdesk.screen.record_head.open_link", lambda link: opened.append(link) or not link.endswith("bad")
    )
    with host.session.here.operation("Contact") as tx:
        firm = tx.insert(Contact, {"name": "Firm", "kind": "company"})
        values = {"name": "Pete", "kind": "person", "company_id": firm, "email": "pete@firm.example"}
        values |= {"phone": "+49301234567", "website": "firm.example", "street": "Weg 1", "city": "Köln"}
        pete = tx.insert(Contact, values)
    host.desk.open_record("contact", pete)
    facts = host.page.facts.facts
    for name in ("email", "phone", "website"):
        facts[name].link.click()
    assert opened == ["mailto:pete@firm.example", "tel:+49301234567", "firm.example"]
    host.page.head.show_map()
    assert opened[-1].startswith("https://www.openstreetmap.org/search?query=Weg%201%2C%20K%C3%B6ln")
    host.page.head.copy_address()
    assert QGuiApplication.clipboard().text() == "Pete\nWeg 1\nKöln"
    facts["company_id"].link.click()
    assert host.page.place().id == firm
    with host.session.here.operation("Bad") as tx:
        tx.update(Contact, firm, {"website": "bad"})
    facts["website"].link.click()
    assert "cannot be opened" in host.notice.text.text()


# Deals and tickets


@pytest.fixture
def deal(host) -> int:
    return one(host, "SELECT min(deal.id) FROM deal JOIN stage ON stage.id = stage_id WHERE stage.kind = 'open'")


def stage_button(host, name):
    return next(button for button in host.page.bars["deal"].buttons if button.text() == name)


def stages(host, kind):
    return [
        name for (name,) in host.session.here.rows("SELECT name FROM stage WHERE kind = ? ORDER BY position", (kind,))
    ]


def stage_of(host, deal):
    return one(host, "SELECT stage.name FROM deal JOIN stage ON stage.id = stage_id WHERE deal.id = ?", deal)


def test_a_deal_moves_by_keyboard_and_undo_takes_the_move_back(host, deal):
    host.desk.open_record("deal", deal)
    bar = host.page.bars["deal"]
    own = next(place for place, button in enumerate(bar.buttons) if button.isChecked())
    before = stage_of(host, deal)
    assert bar.buttons[own].text() == before
    moves = one(host, "SELECT count(*) FROM stage_change WHERE deal_id = ?", deal)
    other = next(name for name in stages(host, "open") if name != before)
    way = [button.text() for button in bar.buttons].index(other) - own
    bar.buttons[own].setFocus()
    for _step in range(abs(way)):
        press(Qt.Key.Key_Right if way > 0 else Qt.Key.Key_Left)
    press(Qt.Key.Key_Return)
    assert stage_of(host, deal) == other
    assert stage_button(host, other).isChecked() and not stage_button(host, before).isChecked()
    assert one(host, "SELECT count(*) FROM stage_change WHERE deal_id = ?", deal) == moves + 1
    host.notice.button.click()
    assert stage_of(host, deal) == before
    assert stage_button(host, before).isChecked()


def dialog(host) -> QDialog:
    return next(one for one in host.page.findChildren(QDialog) if one.isVisible())


def test_a_won_deal_offers_to_record_its_sale(host, deal):
    host.desk.open_record("deal", deal)
    [won] = stages(host, "won")
    stage_button(host, won).click()
    assert not stage_button(host, won).isChecked()
    asked = dialog(host)
    asked.amount.setText("99.50")
    asked.done_button.click()
    assert stage_of(host, deal) == won
    assert one(host, "SELECT amount FROM sale WHERE deal_id = ? ORDER BY id DESC", deal) == 9950


def test_a_lost_deal_asks_for_the_reason_and_escape_leaves_it_open(host, deal):
    host.desk.open_record("deal", deal)
    before = stage_of(host, deal)
    [lost] = stages(host, "lost")
    stage_button(host, lost).click()
    dialog(host).reject()
    assert stage_of(host, deal) == before
    stage_button(host, lost).click()
    asked = dialog(host)
    asked.reason.setEditText("Too dear")
    asked.done_button.click()
    assert stage_of(host, deal) == lost
    assert value_of(host, Deal, deal, "lost_reason") == "Too dear"


def test_a_deal_without_a_next_step_says_so_and_plans_one(host, deal):
    with host.session.here.operation("No tasks") as tx:
        for (id,) in tx.rows("SELECT id FROM activity WHERE deal_id = ?", (deal,)):
            tx.delete(Activity, id)
    host.desk.open_record("deal", deal)
    assert "No next step" in texts(host.page.bars["deal"])
    host.page.bars["deal"].buttons[-1].click()
    assert host.page.log.kind == "task"
    type_into("Visit them")
    press(Qt.Key.Key_Return, keys=CONTROL)
    assert "Next: Visit them, tomorrow, 09:00" in texts(host.page.bars["deal"])


def test_a_ticket_is_answered_waits_goes_on_is_resolved_and_reopened_by_keys(host):
    with host.session.here.operation("Ticket") as tx:
        start = editing.defaults(tx, Ticket, NOON - DAY, None)
        ticket = editing.save(tx, Ticket, None, start | {"subject": "Noise"})
    host.desk.open_record("ticket", ticket)
    acts = host.page.handlers()
    assert "Nobody has answered yet" in texts(host.page.bars["ticket"])
    for act in ("record_reply", "record_wait", "record_wait", "record_resolve", "record_reopen"):
        acts[act]()
    kinds = [
        kind
        for (kind,) in host.session.here.rows(
            "SELECT kind FROM ticket_event WHERE ticket_id = ? ORDER BY at, id", (ticket,)
        )
    ]
    assert kinds == ["received", "replied", "waiting", "resumed", "resolved", "reopened"]
    assert value_of(host, Ticket, ticket, "first_response_at") == NOON
    assert [event.word for event in host.page.timeline.list.events.events] == kinds[::-1]
    host.page.bars["ticket"].buttons[-1].click()
    assert value_of(host, Ticket, ticket, "resolved_at") == NOON
    acts["record_resolve"]()
    assert "Resolved already" in host.notice.text.text()


# Files


def test_a_file_that_is_dropped_is_kept_opened_saved_and_deleted(host, tmp_path, monkeypatch):
    id = row_of(host, Contact)
    host.desk.open_record("contact", id)
    path = tmp_path / "Offer & <b>more.txt"
    path.write_bytes(b"1,200 EUR")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    action = Qt.DropAction.CopyAction
    host.page.dropEvent(
        QDropEvent(QPointF(QPoint(5, 5)), action, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    )
    files = host.page.files
    assert [row.name for row in files.rows] == [path.name]
    assert "9 bytes" in files.rows[0].about
    shown = []
    monkeypatch.setattr(
        "crmdesk.screen.record_files.QDesktopServices.openUrl", lambda url: shown.append(url.toLocalFile()) or True
    )
    files.rows[0].click()
    [copy] = shown
    assert Path(copy).read_bytes() == b"1,200 EUR"
    assert "<" not in copy.rpartition("/")[2]
    host.page.leave()
    assert not Path(copy).exists()
    host.desk.open_record("contact", id)
    [line] = files.lines
    line.findChildren(QWidget)[-1].click()
    assert files.rows == []
    host.notice.button.click()
    assert len(files.rows) == 1


def test_a_program_among_the_files_is_not_run(host, monkeypatch):
    id = row_of(host, Contact)
    with host.session.here.operation("File") as tx:
        attach_bytes(tx, "Invoice.pdf.EXE", b"MZ", contact_id=id)
    monkeypatch.setattr("crmdesk.screen.record_files.QDesktopServices.openUrl", lambda _url: pytest.fail("ran it"))
    host.desk.open_record("contact", id)
    host.page.files.rows[0].click()
    box = dialog(host)
    assert "crmdesk does not run it" in box.text()
    box.reject()


# Around it


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
