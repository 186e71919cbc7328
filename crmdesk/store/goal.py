"""Goals: what a KPI should reach in a period."""

from __future__ import annotations

from crmdesk.store.base import Record
from crmdesk.store.field import KpiName, LongText, PeriodName, Target
from crmdesk.text import N_


class Goal(Record):
    """A target for a KPI, in the KPI's unit, for a month (`2026-10`), a quarter (`2026-Q4`) or a year (`2026`)."""

    kind, plural, title = "goal", "goals", N_("Goals")
    columns = ("kpi", "period", "target", "note")
    list_columns = ("kpi", "period", "target", "note")
    name_field = "kpi"

    kpi = KpiName(N_("KPI"), required=True)
    period = PeriodName(N_("Period"), required=True)
    target = Target(N_("Target"), required=True, help=N_("In the unit of the KPI; a share as 25 %"))
    note = LongText(N_("Note"))

    class Meta:
        table_name = "goal"
        indexes = ((("kpi", "period"), True),)
