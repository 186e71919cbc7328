"""What was printed: the figures of every summary that left the house, so that a later change can be told."""

from __future__ import annotations

from crmdesk.store.base import Record
from crmdesk.store.field import LocalDay, Moment, Ref, Text
from crmdesk.store.staff import Staff
from crmdesk.text import N_


class Printed(Record):
    """One figure of a printed summary: the KPI, the period's label, the value as JSON and the text on paper."""

    kind, plural, title = "printed", "printed", N_("Printed summaries")
    list_columns = ("period", "kpi", "shown", "printed_at")
    name_field = "kpi"

    kpi = Text(N_("KPI"), required=True)
    period = Text(N_("Period"), required=True)
    value = Text(N_("Value"))
    shown = Text(N_("Printed as"), required=True)
    printed_at = Moment(N_("Printed"), required=True)
    printed_day = LocalDay()
    staff = Ref(Staff, N_("By"))

    class Meta:
        table_name = "printed"
        indexes = ((("period", "kpi", "printed_at"), False),)
