"""Deals move and tickets are worked on, on their own pages."""

import pytest
from PySide6.QtCore import Qt

from crmdesk.domain.calendar import DAY
from crmdesk.store import editing
from crmdesk.store.activity import Activity
from crmdesk.store.deal import Deal
from crmdesk.store.ticket import Ticket
from tests.screen.driving import NOON, press
from tests.screen.record.driving import CONTROL, dialog, one, texts, type_into, value_of


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
