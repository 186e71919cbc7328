"""People and companies, leads and customers alike."""

from __future__ import annotations

from crmdesk.store.base import Record
from crmdesk.store.campaign import Campaign
from crmdesk.store.field import Choice, Day, Email, Keyword, Link, LocalDay, LongText, Moment, Phone, Ref, Tags, Text
from crmdesk.store.staff import Staff
from crmdesk.text import N_

KINDS = {"person": N_("Person"), "company": N_("Company")}


class Contact(Record):
    """A person or a company. Its *account* is its company if it belongs to one, else itself."""

    kind, plural, title = "contact", "contacts", N_("Contacts")
    columns = (
        *("id", "kind", "name", "company_id", "email", "phone", "street", "city", "postcode", "country", "website"),
        *("owner_id", "channel", "campaign_id", "lead_at", "qualified_at", "disqualified_at", "first_response_at"),
        *("ended_on", "tags", "notes", "created_at"),
    )
    list_columns = ("name", "kind", "company_id", "email", "phone", "city", "channel", "owner_id", "lead_at")
    search_fields = ("name", "email", "phone", "city", "tags", "notes")

    contact_kind = Choice(N_("Kind"), KINDS, required=True, column_name="kind")
    name = Text(N_("Name"), required=True)
    company = Ref("self", N_("Company"), help=N_("The company that a person belongs to"), makes={"kind": "company"})
    email = Email(N_("E-mail"))
    phone = Phone(N_("Phone"))
    street = Text(N_("Street"))
    city = Keyword(N_("City"))
    postcode = Text(N_("Postcode"))
    country = Keyword(N_("Country"))
    website = Link(N_("Website"))
    owner = Ref(Staff, N_("Owner"))
    channel = Keyword(N_("Channel"), help=N_("Where the contact came from"))
    campaign = Ref(Campaign, N_("Campaign"), help=N_("The campaign that brought it"), makes={})
    lead_at = Moment(N_("Lead since"), help=N_("Empty: it never was a lead"))
    lead_day = LocalDay()
    qualified_at = Moment(N_("Qualified"))
    qualified_day = LocalDay()
    disqualified_at = Moment(N_("Disqualified"))
    disqualified_day = LocalDay()
    first_response_at = Moment(N_("First answered"), help=N_("When the business first reached out to the lead"))
    first_response_day = LocalDay()
    ended_on = Day(N_("Ended on"), help=N_("The day the customer said that it stops"))
    tags = Tags(N_("Tags"), help=N_("Separated by ;"))
    notes = LongText(N_("Notes"))
    created_at = Moment(N_("Created"))
    created_day = LocalDay()

    class Meta:
        table_name = "contact"
        indexes = ((("lead_at", "id"), False), (("first_response_at", "lead_at"), False), (("company",), False))
