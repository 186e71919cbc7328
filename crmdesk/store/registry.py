"""All record types, in an order in which each comes after those it refers to."""

from __future__ import annotations

from crmdesk.store.activity import Activity
from crmdesk.store.attachment import Attachment
from crmdesk.store.base import Record
from crmdesk.store.campaign import Campaign
from crmdesk.store.closing import Closing
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.expense import Expense
from crmdesk.store.goal import Goal
from crmdesk.store.import_memory import ImportedFile, KeptMapping, KnownAs, WatchedFolder
from crmdesk.store.kept_setting import Setting
from crmdesk.store.printed import Printed
from crmdesk.store.sale import Sale
from crmdesk.store.saved_view import SavedView
from crmdesk.store.staff import Staff
from crmdesk.store.stage import Stage
from crmdesk.store.stage_change import StageChange
from crmdesk.store.survey import Survey
from crmdesk.store.ticket import Ticket
from crmdesk.store.ticket_event import TicketEvent

# What the interchange folder holds, a file each.
RECORD_TYPES: tuple[type[Record], ...] = (
    *(Staff, Campaign, Contact, Stage, Deal, StageChange, Ticket, TicketEvent),
    *(Activity, Expense, Sale, Survey, Goal),
)
# Every table whose changes the journal keeps.
ALL_TYPES: tuple[type[Record], ...] = (
    *RECORD_TYPES,
    *(Setting, Printed, Attachment, SavedView, Closing, KnownAs, KeptMapping, ImportedFile, WatchedFolder),
)


def record_type(name: str) -> type[Record]:
    """The record type called that, in the singular or the plural. Raises KeyError."""
    for record in ALL_TYPES:
        if name in (record.kind, record.plural):
            return record
    raise KeyError(name)
