"""The way of each ticket: facts that happened, only ever added."""

from __future__ import annotations

from crmdesk.store.base import Record
from crmdesk.store.field import Choice, LocalDay, LongText, Moment, Ref
from crmdesk.store.staff import Staff
from crmdesk.store.ticket import Ticket
from crmdesk.text import N_

KINDS = {
    "received": N_("Received"),
    "replied": N_("Replied"),
    "waiting": N_("Waiting for the customer"),
    "resumed": N_("Resumed"),
    "resolved": N_("Resolved"),
    "reopened": N_("Reopened"),
}


class TicketEvent(Record):
    """Something happened to a ticket. Of two events at one moment the later row counts as later."""

    kind, plural, title = "ticket_event", "ticket_events", N_("Ticket events")
    columns = ("ticket_id", "kind", "at", "staff_id", "note")
    list_columns = ("ticket_id", "kind", "at", "staff_id")
    name_field = "ticket_id"

    ticket = Ref(Ticket, N_("Ticket"), required=True)
    event_kind = Choice(N_("Kind"), KINDS, required=True, column_name="kind")
    at = Moment(N_("When"), required=True)
    day = LocalDay()
    staff = Ref(Staff, N_("By"))
    note = LongText(N_("Note"))
    recorded_at = Moment(N_("Recorded"), required=True)
    recorded_day = LocalDay()

    class Meta:
        table_name = "ticket_event"
        indexes = ((("ticket", "at", "id", "event_kind", "staff"), False), (("at", "staff", "ticket"), False))
