"""What a figure leaves out and why: records of the period that one might expect to be counted."""

from __future__ import annotations

from dataclasses import dataclass

from crmdesk.text import N_


@dataclass(frozen=True, slots=True)
class Outside:
    """A list of records outside a figure. The SQL returns the ids of the period; those that count are taken out."""

    title: str
    record: str
    sql: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A list that a figure leaves out: its part, of which KPI (empty: its own), and the reason with the number {n}."""

    part: str
    why: str
    kpi: str = ""


_ANSWERS = (
    "SELECT id FROM survey WHERE kind = '{}' AND answered_at >= :start AND answered_at < :cut ORDER BY answered_at"
)

OUTSIDE = {
    "csat_replaced": Outside(N_("answers that a later one replaces"), "survey", _ANSWERS.format("csat")),
    "nps_replaced": Outside(N_("answers that a later one replaces"), "survey", _ANSWERS.format("nps")),
    "sales_of_nobody": Outside(
        N_("sales that belong to no customer"),
        "sale",
        "SELECT sale.id FROM sale LEFT JOIN deal ON deal.id = sale.deal_id WHERE sold_at >= :start AND sold_at < :cut"
        " AND coalesce(sale.contact_id, deal.contact_id) IS NULL ORDER BY sold_at",
    ),
    "other_expenses": Outside(
        N_("expenses for other things"),
        "expense",
        "SELECT id FROM expense WHERE category = 'other' AND spent_on BETWEEN :first AND :last ORDER BY spent_on",
    ),
    "no_lead": Outside(
        N_("new contacts that are not known as leads"),
        "contact",
        "SELECT id FROM contact WHERE kind = 'person' AND lead_at IS NULL AND created_at >= :start"
        " AND created_at < :cut ORDER BY created_at",
    ),
    "taken_back": Outside(
        N_("deals that were closed and opened again"),
        "deal",
        "SELECT DISTINCT deal_id FROM stage_change JOIN stage ON stage.id = stage_id"
        " WHERE stage.kind IN ('won', 'lost') AND at >= :start AND at < :cut ORDER BY deal_id",
    ),
    "answered_before": Outside(
        N_("leads that were answered before they came in"),
        "contact",
        "SELECT id FROM contact WHERE first_response_at < lead_at AND lead_at >= :start AND lead_at < :cut"
        " ORDER BY lead_at",
    ),
    "activities_of_nobody": Outside(
        N_("activities without a person"),
        "activity",
        "SELECT id FROM activity WHERE staff_id IS NULL AND day BETWEEN :first AND :last AND at < :cut ORDER BY at",
    ),
}

_NO_AMOUNT = N_("Deals without an amount: {n}. They count as deals and add nothing.")
_NOBODY = N_("Sales that belong to no customer: {n}. They say nothing about any customer.")
_WON_WITHOUT = N_("Deals won without an amount: {n}.")
_BEFORE = N_("Leads that were answered before they came in: {n}.")
LEFT_OUT: dict[str, tuple[LeftOut, ...]] = {
    "csat": (
        LeftOut("left csat_replaced", N_("Answers on tickets that were answered again: {n}. The latest counts.")),
    ),
    "nps": (LeftOut("left nps_replaced", N_("Answers of customers who answered again: {n}. The latest counts.")),),
    "new_customers": (LeftOut("left sales_of_nobody", _NOBODY),),
    "churn_rate": (LeftOut("left sales_of_nobody", _NOBODY),),
    "retention_rate": (LeftOut("left sales_of_nobody", _NOBODY),),
    "cac": (LeftOut("left other_expenses", N_("Expenses for other things than marketing and sales: {n}.")),),
    "lead_conversion": (LeftOut("left no_lead", N_("New contacts that are not known as leads: {n}.")),),
    "win_rate": (LeftOut("left taken_back", N_("Deals that were closed in the period and opened again: {n}.")),),
    "pipeline_value": (LeftOut("without_amount", _NO_AMOUNT),),
    "weighted_pipeline": (LeftOut("without_amount", _NO_AMOUNT),),
    "average_deal": (LeftOut("without_amount", _WON_WITHOUT),),
    "sales_velocity": (LeftOut("without_amount", _WON_WITHOUT, "average_deal"),),
    "sales_productivity": (LeftOut("without_amount", _WON_WITHOUT, "average_deal"),),
    "marketing_roi": (
        LeftOut("revenue_without_campaign", N_("Sales that no campaign brought: {n}.")),
        LeftOut("marketing_without_campaign", N_("Marketing expenses that name no campaign: {n}.")),
    ),
    "resolution_time": (
        LeftOut("", N_("Tickets that are still open: {n}. They count once they are resolved."), "open_tickets"),
    ),
    "response_time": (
        LeftOut("waiting", N_("Inquiries that still wait for an answer: {n}. They count once they have one.")),
        LeftOut("left answered_before", _BEFORE),
    ),
    "lead_response_time": (
        LeftOut("never", N_("Leads of the period that were not answered in it: {n}.")),
        LeftOut("left answered_before", _BEFORE),
    ),
    "adoption_rate": (
        LeftOut("left activities_of_nobody", N_("Activities without a person: {n}. They count for nobody.")),
    ),
}
