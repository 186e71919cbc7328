"""How tests of the record page choose records, type and look."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from crmdesk.store.activity import Activity
from crmdesk.store.row import row as stored_row
from tests.screen.driving import focused

CONTROL = Qt.KeyboardModifier.ControlModifier
# A row of each type in the demo whose every field can be changed: what is closed has all its moments.
ROWS = {
    "deal": "SELECT min(deal.id) FROM deal JOIN stage ON stage.id = stage_id WHERE stage.kind = 'won'",
    "ticket": "SELECT min(id) FROM ticket WHERE resolved_at > first_response_at AND first_response_at > opened_at",
    "activity": "SELECT min(id) FROM activity WHERE kind = 'call'",
    "survey": "SELECT min(id) FROM survey WHERE kind = 'csat'",
    "goal": "SELECT max(id) FROM goal",
}


def undo(host) -> None:
    step = host.session.here.journal.next_undo()
    assert step is not None
    host.session.here.journal.undo(step.id)


def row_of(host, record) -> int:
    sql = ROWS.get(record.kind, f"SELECT min(id) FROM {record._meta.table_name}")
    return host.session.here.rows(sql)[0][0]


def one(host, sql, *values):
    return host.session.here.rows(sql, values)[0][0]


def values_of(host, record, id) -> dict[str, Any]:
    found = stored_row(host.session.here, record, id)
    assert found is not None
    return found


def newest_activity(host) -> dict[str, Any]:
    return values_of(host, Activity, one(host, "SELECT max(id) FROM activity"))


def value_of(host, record, id, column):
    return values_of(host, record, id)[column]


def texts(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def type_into(text: str) -> None:
    QTest.keyClicks(focused(), text)


def dialog(host) -> QDialog:
    return next(one for one in host.page.findChildren(QDialog) if one.isVisible())
