"""What `crmdesk check` finds in a file."""

import pytest

from crmdesk.domain.errors import Damaged
from crmdesk.store import closing
from crmdesk.store.attachment import Attachment, attach_bytes
from crmdesk.store.check import integrity
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.file import open_workspace
from crmdesk.store.stage import Stage
from crmdesk.store.stage_change import StageChange
from crmdesk.store.ticket import Ticket
from crmdesk.store.ticket_event import TicketEvent
from tests.store.rows import NOON, raw_sql


@pytest.fixture
def sound(book):
    with book.operation("A deal that was won, a ticket that was resolved") as tx:
        stages = [tx.insert(Stage, {"name": kind, "kind": kind}) for kind in ("open", "won")]
        deal = tx.insert(Deal, {"stage_id": stages[1], "opened_at": NOON, "closed_at": NOON})
        for stage in stages:
            tx.insert(StageChange, {"deal_id": deal, "stage_id": stage, "at": NOON})
        ticket = tx.insert(Ticket, {"opened_at": NOON, "resolved_at": NOON + 2, "first_response_at": NOON + 3})
        for place, kind in enumerate(("received", "resolved", "resolved", "replied")):
            tx.insert(TicketEvent, {"ticket_id": ticket, "kind": kind, "at": NOON + place})
    return book


def test_a_sound_file_is_ok(book, sound):
    assert integrity(sound) == "ok"


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ("UPDATE deal SET stage_id = 1", "deals whose stage is not that of their last stage change: 1"),
        ("DELETE FROM stage_change", "deals whose stage is not that of their last stage change: 1"),
        ("UPDATE ticket SET resolved_at = NULL", "tickets whose resolution is not that of their events: 1"),
        ("UPDATE ticket_event SET kind = 'reopened' WHERE id = 3", "tickets whose resolution is not"),
        ("UPDATE deal SET opened_at = opened_at - 1", "deals that were not opened at their first stage change: 1"),
        ("UPDATE deal SET closed_at = closed_at + 1", "deals that were not closed at their last stage change: 1"),
        ("UPDATE ticket SET opened_at = opened_at - 1", "tickets that were not received at their first"),
        ("UPDATE ticket SET first_response_at = NULL", "tickets whose first answer is not their first reply: 1"),
        ("DELETE FROM ticket_event", "tickets whose resolution is not that of their events: 1"),
    ],
)
def test_state_that_disagrees_with_its_history_is_found(sound, change, finding):
    with sound.operation("Disagree") as tx:
        tx.rows(change)
    assert finding in integrity(sound)


def test_a_reference_that_leads_nowhere_is_found(sound):
    sound.close()
    raw_sql(
        sound.path,
        "INSERT INTO journal_now VALUES (1, 1, 1)",
        "PRAGMA foreign_keys=OFF",
        "DELETE FROM stage WHERE id=1",
    )
    with open_workspace(sound.path, read_only=True) as again:
        assert "references that lead nowhere: 1" in integrity(again) and "a step was left open" in integrity(again)


@pytest.fixture
def keeping(sound):
    """A workspace that keeps a file of a contact, another that was deleted, and a printed summary."""
    with sound.operation("Attach") as tx:
        contact = tx.insert(Contact, {"kind": "person", "name": "Ada"})
        attach_bytes(tx, "offer.pdf", b"offer", contact_id=contact)
        gone = attach_bytes(tx, "draft.pdf", b"draft", contact_id=contact)
        closing.keep(tx, {"period": "2026-10"}, b"%PDF", 1)
    with sound.operation("Delete") as tx:
        tx.delete(Attachment, gone)
    return sound


@pytest.mark.parametrize(
    ("damage", "finding"),
    [
        ("SELECT 1", "ok"),
        (
            "UPDATE content SET bytes = x'00' WHERE bytes = CAST('offer' AS BLOB)",
            "kept files that are damaged or missing: 1,",
        ),
        ("DELETE FROM content WHERE bytes = CAST('offer' AS BLOB)", "such as “offer.pdf”"),
        ("UPDATE content SET bytes = x'0A' WHERE bytes = CAST('%PDF' AS BLOB)", "such as “summary of 2026-10”"),
        ("UPDATE content SET bytes = x'00' WHERE bytes = CAST('draft' AS BLOB)", "such as a deleted file"),
        ("DELETE FROM content", "kept files that are damaged or missing: 2,"),
    ],
)
def test_kept_bytes_that_are_not_what_was_kept_are_found(keeping, damage, finding):
    keeping.close()
    raw_sql(keeping.path, damage)
    with open_workspace(keeping.path, read_only=True) as again:
        assert finding in integrity(again)


def test_a_missing_trigger_is_found(sound):
    sound.rows("DROP TRIGGER journal_sale_insert")
    assert integrity(sound) == "triggers of the journal that are missing or changed: 1"


def test_damage_in_a_page_is_found(sound):
    sound.close()
    (page,) = {
        row[0] for row in open_and_ask(sound.path, "SELECT rootpage FROM sqlite_master WHERE name = 'change_row'")
    }
    data = bytearray(sound.path.read_bytes())
    data[(page - 1) * 4096 + 8 : page * 4096] = bytes(4096 - 8)
    sound.path.write_bytes(data)
    with open_workspace(sound.path, read_only=True) as again:
        try:
            found = integrity(again)
        except Damaged as fault:
            found = str(fault)
    assert found != "ok"


def open_and_ask(path, sql):
    with open_workspace(path, read_only=True) as book:
        return book.rows(sql)
