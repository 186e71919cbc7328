"""Deals: what a customer may buy."""

from __future__ import annotations

from peewee import Check

from crmdesk.store.base import Record
from crmdesk.store.campaign import Campaign
from crmdesk.store.contact import Contact
from crmdesk.store.field import Day, Decimal, Keyword, LocalDay, LongText, Moment, MoneyField, Ref, Text
from crmdesk.store.staff import Staff
from crmdesk.store.stage import Stage
from crmdesk.text import N_


class Deal(Record):
    """A deal. `stage_id` and `closed_at` repeat, for speed, what the last stage change says."""

    kind, plural, title = "deal", "deals", N_("Deals")
    columns = (
        *("id", "title", "contact_id", "owner_id", "amount", "probability", "stage_id", "first_contact_at"),
        *("opened_at", "expected_close_on", "closed_at", "lost_reason", "campaign_id", "notes"),
    )
    list_columns = ("title", "contact_id", "stage_id", "amount", "owner_id", "opened_at", "expected_close_on")
    search_fields = ("title", "notes")
    name_field = "title"

    title_text = Text(N_("Title"), column_name="title")
    contact = Ref(Contact, N_("Contact"), makes={})
    owner = Ref(Staff, N_("Owner"))
    amount = MoneyField(N_("Amount"))
    probability = Decimal(N_("Probability"), least=0, most=1, help=N_("0 to 1; empty: that of its stage"))
    stage = Ref(Stage, N_("Stage"), required=True)
    first_contact_at = Moment(N_("First contact"), help=N_("Empty: the same as opened"))
    first_contact_day = LocalDay()
    opened_at = Moment(N_("Opened"), required=True)
    opened_day = LocalDay()
    expected_close_on = Day(N_("Expected to close"), ahead=True)
    closed_at = Moment(N_("Closed"))
    closed_day = LocalDay()
    lost_reason = Keyword(N_("Reason lost"))
    campaign = Ref(Campaign, N_("Campaign"), makes={})
    notes = LongText(N_("Notes"))

    class Meta:
        table_name = "deal"
        constraints = [Check("closed_at >= opened_at")]
        indexes = ((("contact",), False), (("stage",), False))
