"""The stages of the sales pipeline."""

from __future__ import annotations

from crmdesk.store.base import Record
from crmdesk.store.field import Choice, Decimal, Text, Whole
from crmdesk.text import N_

OPEN, WON, LOST = "open", "won", "lost"
KINDS = {OPEN: N_("Open"), WON: N_("Won"), LOST: N_("Lost")}


class Stage(Record):
    """A stage, its place in the pipeline and how likely a deal in it is to be won."""

    kind, plural, title = "stage", "stages", N_("Stages")
    columns = ("id", "name", "position", "probability", "kind")
    list_columns = ("name", "position", "probability", "kind")

    name = Text(N_("Name"), required=True)
    position = Whole(N_("Position"))
    probability = Decimal(N_("Probability"), least=0, most=1, help=N_("0 to 1; won is 1, lost is 0"))
    stage_kind = Choice(N_("Kind"), KINDS, column_name="kind")

    class Meta:
        table_name = "stage"
