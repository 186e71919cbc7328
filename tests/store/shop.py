"""A small business to work in by hand: a pipeline, a contact, a deal, a ticket."""

from dataclasses import dataclass

from crmdesk.domain.clock import Clock
from crmdesk.store import pipeline
from crmdesk.store.base import Record
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.editing import defaults, save
from crmdesk.store.file import Workspace
from crmdesk.store.row import row
from crmdesk.store.staff import Staff
from crmdesk.store.ticket import Ticket
from tests.store.rows import NOON

MINUTE = 60_000_000


@dataclass
class TickingClock(Clock):
    """A clock that a test puts on."""

    at: int = NOON

    def now(self) -> int:
        return self.at


class Shop:
    """The workspace of a test with the usual stages and one record of each kind that has a way."""

    def __init__(self, book: Workspace) -> None:
        self.book = book
        # The last step of the beginning, for tests that go back to it.
        self.begin = 0
        with book.operation("Begin") as tx:
            self.stages = pipeline.start_pipeline(tx)
            self.lead, self.qualified, self.proposal, self.negotiation, self.won, self.lost = self.stages
            self.ann = tx.insert(Staff, {"name": "Ann", "role": "owner"})
            self.contact = self.new(tx, Contact, name="Żółw", lead_at=NOON - MINUTE)
            self.deal = self.new(tx, Deal, title="Roof", contact_id=self.contact, amount=12_000)
            self.ticket = self.new(tx, Ticket, subject="Leak", contact_id=self.contact)

    def new(self, tx, record: type[Record], **values) -> int:
        return save(tx, record, None, {**defaults(tx, record, tx.at, self.ann), **values})

    def do(self, act, *arguments, **options):
        """One step of Ann's."""
        with self.book.operation("Step", staff=self.ann) as tx:
            return act(tx, *arguments, **options)

    def row(self, record: type[Record], row_id: int) -> dict:
        return row(self.book, record, row_id) or {}

    def moves(self, deal: int) -> list[tuple]:
        sql = "SELECT stage_id, at - ?, staff_id FROM stage_change WHERE deal_id = ? ORDER BY at, id"
        return self.book.rows(sql, (NOON, deal))

    def events(self, ticket: int) -> list[tuple]:
        sql = "SELECT kind, at - ?, staff_id FROM ticket_event WHERE ticket_id = ? ORDER BY at, id"
        return self.book.rows(sql, (NOON, ticket))
