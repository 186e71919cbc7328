"""Expenses: what winning customers cost."""

from __future__ import annotations

from crmdesk.store.base import Record
from crmdesk.store.campaign import Campaign
from crmdesk.store.field import Choice, Day, Keyword, LongText, MoneyField, Ref
from crmdesk.store.staff import Staff
from crmdesk.text import N_

CATEGORIES = {"marketing": N_("Marketing"), "sales": N_("Sales"), "other": N_("Other")}


class Expense(Record):
    """Money spent on a day."""

    kind, plural, title = "expense", "expenses", N_("Expenses")
    columns = ("id", "spent_on", "amount", "category", "channel", "campaign_id", "staff_id", "note")
    list_columns = ("spent_on", "amount", "category", "channel", "campaign_id", "note")
    search_fields = ("note", "channel")
    name_field = "note"

    spent_on = Day(N_("Spent on"), required=True)
    amount = MoneyField(N_("Amount"), required=True)
    category = Choice(N_("Category"), CATEGORIES, required=True)
    channel = Keyword(N_("Channel"))
    campaign = Ref(Campaign, N_("Campaign"), makes={})
    staff = Ref(Staff, N_("By"))
    note = LongText(N_("Note"))

    class Meta:
        table_name = "expense"
        indexes = ((("spent_on",), False),)
