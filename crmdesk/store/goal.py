"""Goals: what a KPI should reach in a period, for the whole business, one person or one channel."""

from __future__ import annotations

from peewee import SQL

from crmdesk.store.base import Record
from crmdesk.store.field import Day, Keyword, KpiName, LongText, PeriodName, Ref, Target
from crmdesk.store.staff import Staff
from crmdesk.text import N_


class Goal(Record):
    """A target for a KPI, in the KPI's unit, for a month (`2026-10`), a quarter (`2026-Q4`) or a year (`2026`).

    Without a person and a channel it is one of the whole business; without a day it is due when the period ends.
    """

    kind, plural, title = "goal", "goals", N_("Goals")
    columns = ("kpi", "period", "target", "note")
    optional = ("staff_id", "channel", "due_on")
    added = {"staff_id": 3, "channel": 3, "due_on": 3}
    list_columns = ("kpi", "staff_id", "channel", "period", "target", "due_on", "note")
    name_field = "kpi"

    kpi = KpiName(N_("KPI"), required=True)
    period = PeriodName(N_("Period"), required=True)
    target = Target(N_("Target"), required=True, help=N_("In the unit of the KPI; a share as 25 %"))
    staff = Ref(Staff, N_("Person"), help=N_("Whose goal it is; empty for the whole business"))
    channel = Keyword(N_("Channel"), help=N_("The channel that it is for; empty for all of them"))
    due_on = Day(N_("By when"), ahead=True, help=N_("Where it is not the end of the period"))
    note = LongText(N_("Why"), help=N_("What reaching it is good for, and what you do to get there"))

    class Meta:
        table_name = "goal"
        indexes = (
            # Nobody is somebody here: two goals of the whole business would be the same one.
            SQL("CREATE UNIQUE INDEX goal_whose ON goal (kpi, period, coalesce(staff_id, 0), coalesce(channel, ''))"),
        )
