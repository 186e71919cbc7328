"""The files of the interchange folder: their names, their columns, what each column holds.

A mapping is checked against this, and what it makes has these columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Holds = Literal["text", "id", "date", "moment", "money", "number", "reference"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an interchange file. `kind` is the kind of record that a reference names."""

    name: str
    holds: Holds
    kind: str
    is_required: bool


def _columns(declared: str) -> dict[str, Column]:
    """Columns from words: `name`, `name:holds` or `name>kind it refers to`, with `!` where required."""
    columns = {}
    for word in declared.split():
        name, _mark, kind = word.removesuffix("!").partition(">")
        name, _colon, stated = name.partition(":")
        holds: Holds = "reference" if kind else next((one for one in get_args(Holds) if one == stated), "text")
        columns[name] = Column(name, holds, kind, word.endswith("!"))
    return columns


KINDS: dict[str, dict[str, Column]] = {
    "staff": _columns("id:id! name! email role started_on:date left_on:date"),
    "campaigns": _columns("id:id! name! channel started_on:date ended_on:date budget:money"),
    "contacts": _columns(
        "id:id! kind! name! company_id>contacts email phone street city postcode country website owner_id>staff"
        " channel campaign_id>campaigns lead_at:moment qualified_at:moment disqualified_at:moment"
        " first_response_at:moment ended_on:date tags notes created_at:moment"
    ),
    "stages": _columns("id:id! name! position:number probability:number kind"),
    "deals": _columns(
        "id:id! title contact_id>contacts owner_id>staff amount:money probability:number stage_id>stages!"
        " first_contact_at:moment opened_at:moment! expected_close_on:date closed_at:moment lost_reason"
        " campaign_id>campaigns notes"
    ),
    "stage_changes": _columns("deal_id>deals! stage_id>stages! at:moment! staff_id>staff"),
    "tickets": _columns(
        "id:id! subject contact_id>contacts owner_id>staff channel category priority opened_at:moment!"
        " first_response_at:moment resolved_at:moment notes"
    ),
    "ticket_events": _columns("ticket_id>tickets! kind! at:moment! staff_id>staff note"),
    "activities": _columns(
        "id:id! kind direction subject body at:moment due_at:moment done_at:moment minutes:number"
        " contact_id>contacts deal_id>deals ticket_id>tickets staff_id>staff"
    ),
    "expenses": _columns(
        "id:id! spent_on:date! amount:money! category! channel campaign_id>campaigns staff_id>staff note"
    ),
    "sales": _columns(
        "id:id! sold_at:moment! contact_id>contacts amount:money! deal_id>deals campaign_id>campaigns"
        " staff_id>staff note"
    ),
    "surveys": _columns(
        "id:id! kind! answered_at:moment! score:number! contact_id>contacts ticket_id>tickets staff_id>staff comment"
    ),
    "goals": _columns("kpi! period! target:number! note"),
}
"""The columns of each kind, kinds in an order in which references can be followed."""

WORKSPACE = "workspace.json"
FILES = (WORKSPACE, *(f"{kind}.csv" for kind in KINDS))
"""The names of the files of an interchange folder."""
