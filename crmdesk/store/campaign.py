"""Campaigns: what the business does to be found."""

from __future__ import annotations

from peewee import Check

from crmdesk.store.base import Record
from crmdesk.store.field import Day, Keyword, MoneyField, Text
from crmdesk.text import N_


class Campaign(Record):
    """A campaign and its budget; what it cost stands in the expenses."""

    kind, plural, title = "campaign", "campaigns", N_("Campaigns")
    columns = ("id", "name", "channel", "started_on", "ended_on", "budget")
    list_columns = ("name", "channel", "started_on", "ended_on", "budget")
    search_fields = ("name", "channel")

    name = Text(N_("Name"), required=True)
    channel = Keyword(N_("Channel"))
    started_on = Day(N_("Started on"))
    ended_on = Day(N_("Ended on"))
    budget = MoneyField(N_("Budget"))

    class Meta:
        table_name = "campaign"
        constraints = [Check("ended_on >= started_on")]
