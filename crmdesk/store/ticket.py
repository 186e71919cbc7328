"""Tickets: what customers asked for help with."""

from __future__ import annotations

from peewee import SQL, Check

from crmdesk.domain.priority import PRIORITIES
from crmdesk.store.base import Record
from crmdesk.store.contact import Contact
from crmdesk.store.field import Choice, Keyword, LocalDay, LongText, Moment, Ref, Text
from crmdesk.store.staff import Staff
from crmdesk.text import N_


class Ticket(Record):
    """A ticket. Its moments repeat, for speed, what its events say."""

    kind, plural, title = "ticket", "tickets", N_("Tickets")
    columns = (
        *("id", "subject", "contact_id", "owner_id", "channel", "category", "priority"),
        *("opened_at", "first_response_at", "resolved_at", "notes"),
    )
    list_columns = ("subject", "contact_id", "priority", "category", "owner_id", "opened_at", "resolved_at")
    search_fields = ("subject", "notes")
    name_field = "subject"

    subject = Text(N_("Subject"))
    contact = Ref(Contact, N_("Contact"), makes={})
    owner = Ref(Staff, N_("Owner"))
    channel = Keyword(N_("Channel"))
    category = Keyword(N_("Category"))
    priority = Choice(N_("Priority"), PRIORITIES)
    opened_at = Moment(N_("Opened"), required=True)
    opened_day = LocalDay()
    first_response_at = Moment(N_("First answered"))
    first_response_day = LocalDay()
    resolved_at = Moment(N_("Resolved"), help=N_("Empty: open"))
    resolved_day = LocalDay()
    notes = LongText(N_("Notes"))

    class Meta:
        table_name = "ticket"
        constraints = [Check("resolved_at >= opened_at")]
        indexes = (
            (("opened_at",), False),
            (("contact",), False),
            SQL("CREATE INDEX ticket_open ON ticket (opened_at) WHERE resolved_at IS NULL"),
        )
