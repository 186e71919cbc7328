"""What happened, on the page of a record."""

import pytest
from PySide6.QtCore import Qt

from crmdesk.store.activity import Activity
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.ui.desk import Place
from tests.screen.driving import NOON, press, wait
from tests.screen.record.driving import one, row_of, value_of


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
    assert host.page.timeline.none.text() == "Nothing of this kind has happened yet."


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
