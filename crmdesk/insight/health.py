"""How complete and believable the data is: each kind of problem, how often it occurs, and which KPIs it weakens."""

from __future__ import annotations

from dataclasses import dataclass

from crmdesk.domain.wording import number_text
from crmdesk.kpi.base import kpi_of
from crmdesk.kpi.measurement import Source
from crmdesk.store.base import table_of
from crmdesk.store.listing import LISTINGS
from crmdesk.store.problems import PROBLEMS, Problem, asked
from crmdesk.text import _, n_


@dataclass(frozen=True, slots=True)
class Check:
    """A kind of problem. The SQL returns the id and label of each record that has it; `record` is its kind."""

    kind: str
    title: str
    weakens: tuple[str, ...]
    record: str
    sql: str


@dataclass(frozen=True, slots=True)
class Occurring:
    """A kind of problem that occurs, with one record as an example."""

    check: Check
    count: int
    example: str


_PIPELINE = ("pipeline_value", "weighted_pipeline")
_CUSTOMERS = ("churn_rate", "retention_rate", "clv", "new_customers", "cac", "lead_conversion")
WEAKENS: dict[str, tuple[str, ...]] = {
    "deals_without_amount": (*_PIPELINE, "average_deal", "sales_productivity", "sales_velocity"),
    "deals_without_owner": ("win_rate", "sales_productivity", "adoption_rate"),
    "deals_overdue": _PIPELINE,
    "deals_stale": (*_PIPELINE, "stage_conversion"),
    "lost_without_reason": ("win_rate",),
    "won_without_sale": ("revenue", "new_customers", "clv", "cac"),
    "deals_closed_in_the_future": ("win_rate",),
    "deals_long_ago": ("sales_cycle", "sales_velocity"),
    "sales_without_customer": _CUSTOMERS,
    "sales_twice": ("revenue", "clv"),
    "sales_in_the_future": ("revenue",),
    "sales_long_ago": ("revenue",),
    "customers_without_channel": ("cac", "revenue", "new_customers"),
    "leads_without_channel": ("lead_conversion",),
    "leads_without_owner": ("lead_response_time", "lead_conversion"),
    "leads_answered_before": ("response_time", "lead_response_time"),
    "leads_never_answered": ("lead_response_time",),
    "leads_long_ago": ("lead_conversion",),
    "tickets_never_answered": ("response_time",),
    "tickets_waiting_long": ("response_time", "open_tickets"),
    "tickets_answered_before": ("response_time",),
    "tickets_without_owner": ("resolution_time", "service_productivity", "adoption_rate"),
    "tickets_long_ago": ("resolution_time",),
    "marketing_without_campaign": ("marketing_roi",),
    "expenses_long_ago": ("cac", "marketing_roi"),
    "answers_of_nobody": ("nps",),
    "activities_of_nobody": ("adoption_rate",),
}
"""The KPIs that each kind of problem weakens, the one that suffers most first."""


def _check(problem: Problem) -> Check:
    record = LISTINGS[problem.listing].record
    sql = f"SELECT t.id, t.{record.name_field} FROM {table_of(record)} t WHERE {problem.where}"
    return Check(problem.kind, problem.title, WEAKENS[problem.kind], record.kind, sql)


CHECKS = tuple(_check(problem) for problem in PROBLEMS)


def weakened(kind: str) -> str:
    """The figures that suffer from a kind of problem, the first one by name."""
    first, others = _(kpi_of(WEAKENS[kind][0]).name), len(WEAKENS[kind]) - 1
    text = n_("{figure} and {n} more", "{figure} and {n} more", others)
    return text.format(figure=first, n=number_text(others)) if others else first


def problems(source: Source, now: int) -> list[Occurring]:
    """Every kind of problem that the workspace has, as of `now`."""
    found, values = [], asked(source, now)
    for check in CHECKS:
        count = source.rows(f"SELECT count(*) FROM ({check.sql})", values)[0][0]
        if count:
            ((row_id, label),) = source.rows(f"SELECT * FROM ({check.sql}) LIMIT 1", values)
            found.append(Occurring(check, count, label or f"#{row_id}"))
    return found
