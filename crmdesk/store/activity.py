"""Calls, e-mails, meetings, notes and tasks."""

from __future__ import annotations

from peewee import SQL

from crmdesk.store.base import Record, partial_index
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.field import Choice, LocalDay, LongText, Moment, Ref, Text, Whole
from crmdesk.store.staff import Staff
from crmdesk.store.ticket import Ticket
from crmdesk.text import N_

KINDS = {
    "call": N_("Call"),
    "email": N_("E-mail"),
    "meeting": N_("Meeting"),
    "note": N_("Note"),
    "task": N_("Task"),
}
DIRECTIONS = {"in": N_("In"), "out": N_("Out")}


class Activity(Record):
    """Something that was done, or (a task) is to be done."""

    kind, plural, title = "activity", "activities", N_("Activities")
    columns = (
        *("id", "kind", "direction", "subject", "body", "at", "due_at", "done_at", "minutes"),
        *("contact_id", "deal_id", "ticket_id", "staff_id"),
    )
    list_columns = ("at", "kind", "subject", "contact_id", "staff_id", "due_at", "done_at")
    search_fields = ("subject", "body")
    name_field = "subject"

    activity_kind = Choice(N_("Kind"), KINDS, column_name="kind")
    direction = Choice(N_("Direction"), DIRECTIONS)
    subject = Text(N_("Subject"))
    body = LongText(N_("Text"))
    at = Moment(N_("When"), help=N_("For a task: when it was written down"))
    day = LocalDay()
    due_at = Moment(N_("Due"), ahead=True)
    due_day = LocalDay()
    done_at = Moment(N_("Done"))
    done_day = LocalDay()
    minutes = Whole(N_("Minutes"), least=0)
    contact = Ref(Contact, N_("Contact"), makes={})
    deal = Ref(Deal, N_("Deal"))
    ticket = Ref(Ticket, N_("Ticket"))
    staff = Ref(Staff, N_("By"))

    class Meta:
        table_name = "activity"
        indexes = (
            (("day", "staff", "at"), False),
            # The newest of each kind that a contact has, for its timeline.
            (("contact", "activity_kind", "at"), False),
            partial_index("activity", "deal_id"),
            partial_index("activity", "ticket_id"),
            SQL("CREATE INDEX activity_open ON activity (due_at) WHERE due_at IS NOT NULL AND done_at IS NULL"),
        )
