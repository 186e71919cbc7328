"""Surveys: what customers said."""

from __future__ import annotations

from peewee import Check

from crmdesk.store.base import Record, partial_index
from crmdesk.store.contact import Contact
from crmdesk.store.field import Choice, LocalDay, LongText, Moment, Ref, Whole
from crmdesk.store.staff import Staff
from crmdesk.store.ticket import Ticket
from crmdesk.text import N_

KINDS = {"csat": N_("Satisfaction (1 to 5)"), "nps": N_("Recommendation (0 to 10)")}
SCALES = {"csat": (1, 5), "nps": (0, 10)}


class Survey(Record):
    """One answer: csat scores 1 to 5, nps scores 0 to 10."""

    kind, plural, title = "survey", "surveys", N_("Surveys")
    columns = ("id", "kind", "answered_at", "score", "contact_id", "ticket_id", "staff_id", "comment")
    list_columns = ("answered_at", "kind", "score", "contact_id", "ticket_id", "comment")
    search_fields = ("comment",)
    name_field = "comment"

    survey_kind = Choice(N_("Kind"), KINDS, required=True, column_name="kind")
    answered_at = Moment(N_("Answered"), required=True)
    answered_day = LocalDay()
    score = Whole(N_("Score"), required=True, least=0, most=10)
    contact = Ref(Contact, N_("Contact"), makes={})
    ticket = Ref(Ticket, N_("Ticket"))
    staff = Ref(Staff, N_("By"))
    comment = LongText(N_("Comment"))

    class Meta:
        table_name = "survey"
        constraints = [Check("kind = 'nps' OR score BETWEEN 1 AND 5")]
        indexes = (
            (("survey_kind", "answered_at", "id", "score", "contact", "ticket", "staff"), False),
            partial_index("survey", "contact_id"),
            partial_index("survey", "ticket_id"),
        )
