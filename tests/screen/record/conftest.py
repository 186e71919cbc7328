"""A record page in a window of its own, on the demo business."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crmdesk.domain.clock import FixedClock
from crmdesk.screen.record.page import RecordPage
from crmdesk.store import editing, search
from crmdesk.store.campaign import Campaign
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.staff import Staff
from crmdesk.store.stage import Stage
from crmdesk.store.ticket import Ticket
from crmdesk.ui.desk import Desk, Place
from crmdesk.ui.jobs import Jobs
from crmdesk.ui.notice import Notice
from crmdesk.ui.session import Session
from tests.screen.driving import NOON
from tests.screen.one_page import ReadWindow
from tests.screen.record.driving import undo


@pytest.fixture
def host(qapp, qtbot, book) -> Iterator[SimpleNamespace]:
    """A record page in a window, on the demo business, without the rest of crmdesk's own window."""
    window = ReadWindow()
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


@pytest.fixture
def targets(host) -> dict[type, tuple[int, Any]]:
    """A record of each type that others can refer to, of a name that nothing else has."""
    made: dict[type, tuple[int, Any]] = {}
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
