"""Sales: money that customers paid, or were billed. A refund is a row of its own with a negative amount."""

from __future__ import annotations

from peewee import SQL

from crmdesk.store.base import Record, partial_index
from crmdesk.store.campaign import Campaign
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.field import LocalDay, LongText, Moment, MoneyField, Ref
from crmdesk.store.staff import Staff
from crmdesk.text import N_


class Sale(Record):
    """A payment. Without a contact it takes its deal's; without either it counts in revenue only."""

    kind, plural, title = "sale", "sales", N_("Sales", "records")
    columns = ("id", "sold_at", "contact_id", "amount", "deal_id", "campaign_id", "staff_id", "note")
    list_columns = ("sold_at", "contact_id", "amount", "deal_id", "campaign_id", "staff_id", "note")
    search_fields = ("note",)
    name_field = "note"

    sold_at = Moment(N_("Sold"), required=True)
    sold_day = LocalDay()
    contact = Ref(Contact, N_("Contact"), makes={})
    amount = MoneyField(N_("Amount"), required=True, help=N_("A refund is negative"))
    deal = Ref(Deal, N_("Deal"))
    campaign = Ref(Campaign, N_("Campaign"), makes={})
    staff = Ref(Staff, N_("By"))
    note = LongText(N_("Note"))
    recorded_at = Moment(N_("Recorded"), required=True)
    recorded_day = LocalDay()

    class Meta:
        table_name = "sale"
        # One index answers every question about sales: by time, with all that decides whose sale it was.
        indexes = (
            (("sold_day", "sold_at", "contact", "amount", "deal", "campaign", "staff"), False),
            SQL("CREATE INDEX sale_contact_id ON sale (contact_id, sold_at) WHERE contact_id IS NOT NULL"),
            partial_index("sale", "deal_id"),
        )
