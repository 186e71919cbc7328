"""The way of each deal through the pipeline: facts that happened, only ever added."""

from __future__ import annotations

from crmdesk.store.base import Record
from crmdesk.store.deal import Deal
from crmdesk.store.field import LocalDay, Moment, Ref
from crmdesk.store.staff import Staff
from crmdesk.store.stage import Stage
from crmdesk.text import N_


class StageChange(Record):
    """A deal entered a stage. Of two changes at one moment the later row counts as later."""

    kind, plural, title = "stage_change", "stage_changes", N_("Stage changes")
    columns = ("deal_id", "stage_id", "at", "staff_id")
    list_columns = ("deal_id", "stage_id", "at", "staff_id")
    name_field = "deal_id"

    deal = Ref(Deal, N_("Deal"), required=True)
    stage = Ref(Stage, N_("Stage entered"), required=True)
    at = Moment(N_("When"), required=True)
    day = LocalDay()
    staff = Ref(Staff, N_("By"))
    recorded_at = Moment(N_("Recorded"), required=True)
    recorded_day = LocalDay()

    class Meta:
        table_name = "stage_change"
        # The first walks a deal's history in order; the second finds who did something in a span of time.
        indexes = ((("deal", "at", "id", "stage", "staff"), False), (("at", "staff", "deal"), False))
