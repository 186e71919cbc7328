"""The people who work in the business. They are data, not accounts: nobody logs in."""

from __future__ import annotations

from peewee import Check

from crmdesk.store.base import Record
from crmdesk.store.field import Choice, Day, Email, Text
from crmdesk.text import N_

ROLES = {"owner": N_("Owner", "role"), "sales": N_("Sales"), "support": N_("Support"), "other": N_("Other")}


class Staff(Record):
    """A person of the business, employed from `started_on` (empty: always) to and including `left_on`."""

    kind, plural, title = "staff", "staff", N_("Team")
    columns = ("id", "name", "email", "role", "started_on", "left_on")
    list_columns = ("name", "role", "email", "started_on", "left_on")
    search_fields = ("name", "email")

    name = Text(N_("Name"), required=True)
    email = Email(N_("E-mail"))
    role = Choice(N_("Role"), ROLES)
    started_on = Day(N_("Started on"))
    left_on = Day(N_("Left on"), help=N_("The last day of work"))

    class Meta:
        table_name = "staff"
        constraints = [Check("left_on >= started_on")]
