"""How complete and believable the data is: each kind of problem, how often it occurs, and which KPIs it weakens."""

from __future__ import annotations

from dataclasses import dataclass

from crmdesk.kpi.measurement import Source
from crmdesk.text import N_


@dataclass(frozen=True, slots=True)
class Check:
    """A kind of problem. The SQL answers the id and label of each record that has it; `record` is its kind."""

    kind: str
    title: str
    weakens: tuple[str, ...]
    record: str
    sql: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A kind of problem that occurs, with one record as an example."""

    check: Check
    count: int
    example: str


CHECKS = (
    Check(
        "deals_without_amount",
        N_("Open and won deals without an amount"),
        ("pipeline_value", "weighted_pipeline", "average_deal", "sales_productivity"),
        "deal",
        "SELECT deal.id, title FROM deal JOIN stage ON stage.id = stage_id WHERE amount IS NULL"
        " AND coalesce(stage.kind, 'open') <> 'lost'",
    ),
    Check(
        "deals_without_owner",
        N_("Deals without an owner"),
        ("win_rate", "sales_productivity", "adoption_rate"),
        "deal",
        "SELECT id, title FROM deal WHERE owner_id IS NULL",
    ),
    Check(
        "deals_overdue",
        N_("Open deals whose expected day has passed"),
        ("pipeline_value", "weighted_pipeline"),
        "deal",
        "SELECT deal.id, title FROM deal JOIN stage ON stage.id = stage_id WHERE coalesce(stage.kind, 'open') = 'open'"
        " AND expected_close_on < :today",
    ),
    Check(
        "lost_without_reason",
        N_("Lost deals without a reason"),
        ("win_rate",),
        "deal",
        "SELECT deal.id, title FROM deal JOIN stage ON stage.id = stage_id WHERE stage.kind = 'lost'"
        " AND lost_reason IS NULL",
    ),
    Check(
        "sales_without_customer",
        N_("Sales that belong to no customer"),
        ("churn_rate", "retention_rate", "clv", "new_customers", "cac", "lead_conversion"),
        "sale",
        "SELECT sale.id, sale.note FROM sale LEFT JOIN deal ON deal.id = sale.deal_id"
        " WHERE coalesce(sale.contact_id, deal.contact_id) IS NULL",
    ),
    Check(
        "customers_without_channel",
        N_("Customers whose channel is not known"),
        ("cac", "revenue", "new_customers"),
        "contact",
        "SELECT id, name FROM contact WHERE id IN (SELECT coalesce(buyer.company_id, buyer.id) FROM sale"
        " LEFT JOIN deal ON deal.id = sale.deal_id"
        " JOIN contact buyer ON buyer.id = coalesce(sale.contact_id, deal.contact_id) WHERE sale.amount > 0)"
        " AND id NOT IN (SELECT coalesce(company_id, id) FROM contact WHERE channel IS NOT NULL)",
    ),
    Check(
        "leads_without_channel",
        N_("Leads whose channel is not known"),
        ("lead_conversion",),
        "contact",
        "SELECT id, name FROM contact WHERE lead_at IS NOT NULL AND channel IS NULL",
    ),
    Check(
        "leads_answered_before",
        N_("Leads that were answered before they came in"),
        ("response_time", "lead_response_time"),
        "contact",
        "SELECT id, name FROM contact WHERE first_response_at < lead_at",
    ),
    Check(
        "tickets_never_answered",
        N_("Tickets that were resolved without an answer"),
        ("response_time",),
        "ticket",
        "SELECT id, subject FROM ticket WHERE resolved_at IS NOT NULL AND first_response_at IS NULL",
    ),
    Check(
        "tickets_without_owner",
        N_("Tickets without an owner"),
        ("resolution_time", "service_productivity", "adoption_rate"),
        "ticket",
        "SELECT id, subject FROM ticket WHERE owner_id IS NULL",
    ),
    Check(
        "marketing_without_campaign",
        N_("Marketing expenses that name no campaign"),
        ("marketing_roi",),
        "expense",
        "SELECT id, note FROM expense WHERE category = 'marketing' AND campaign_id IS NULL",
    ),
    Check(
        "sales_in_the_future",
        N_("Sales dated in the future"),
        ("revenue",),
        "sale",
        "SELECT id, note FROM sale WHERE sold_at > :now",
    ),
    Check(
        "deals_closed_in_the_future",
        N_("Deals closed on a day to come"),
        ("win_rate",),
        "deal",
        "SELECT id, title FROM deal WHERE closed_at > :now",
    ),
)


def problems(source: Source, now: int) -> list[Problem]:
    """Every kind of problem that the workspace has, as of `now`."""
    found = []
    asked = {"now": now, "today": source.calendar.day_of(now)}
    for check in CHECKS:
        count = source.rows(f"SELECT count(*) FROM ({check.sql})", asked)[0][0]
        if count:
            ((row_id, label),) = source.rows(f"SELECT * FROM ({check.sql}) LIMIT 1", asked)
            found.append(Problem(check, count, label or f"#{row_id}"))
    return found
