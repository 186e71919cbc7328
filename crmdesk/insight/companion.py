"""What stands beside a figure, in words: each companion's name and its value as text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crmdesk.domain.figure import Number, Unit
from crmdesk.domain.money import Money
from crmdesk.domain.wording import money_text, number_text, percent_text, value_text
from crmdesk.kpi.measure import Result
from crmdesk.text import N_, _

_NAMES = {
    "mean": N_("Mean score"),
    "scores": N_("Answers"),
    "promoters": N_("Promoters (9–10)"),
    "passives": N_("Passives (7–8)"),
    "detractors": N_("Detractors (0–6)"),
    "margin": N_("Margin of error (points)"),
    "net_sales": N_("Net sales of the last 365 days"),
    "customer_years_of_year": N_("Customer-years in these 365 days"),
    "customer_years": N_("Customer-years so far"),
    "losses": N_("Customers lost so far"),
    "assumed": N_("Lifespan is assumed"),
    "revenue_per_year": N_("Revenue per customer and year"),
    "lifespan_years": N_("Years that customers stay"),
    "margin_clv": N_("Lifetime value × gross margin"),
    "open_older_than_median": N_("Open deals older than the median"),
    "start": N_("Customers at the start"),
    "lost": N_("Lost"),
    "new": N_("New"),
    "returned": N_("Returned"),
    "end": N_("Customers at the end"),
    "came_and_went": N_("Came and went"),
    "revenue_churn": N_("Revenue churn"),
    "not_there_at_start": N_("Not there at the start"),
    "open": N_("Still open"),
    "disqualified": N_("Disqualified"),
    "maturing": N_("Still maturing"),
    "median_days_to_convert": N_("Median days to the first sale"),
    "decided": N_("Decided in the period"),
    "decided_rate": N_("Of those decided, converted"),
    "by_amount": N_("By amount"),
    "lost_reasons": N_("Lost because"),
    "deals": N_("Open deals"),
    "weighted": N_("Weighted value"),
    "without_amount": N_("Deals without an amount"),
    "overdue": N_("Deals past their expected day"),
    "net": N_("Net return"),
    "revenue_without_campaign": N_("Revenue without a campaign"),
    "marketing_without_campaign": N_("Marketing cost without a campaign"),
    "new_customers": N_("New customers"),
    "marketing": N_("Marketing expenses"),
    "sales": N_("Sales", "records"),
    "last_12_months": N_("Over the last 12 months"),
    "without_channel": N_("Expenses without a channel"),
    "clv_to_cac": N_("Lifetime value ÷ acquisition cost"),
    "first_resolution": N_("Mean to the first resolution"),
    "customer_wait": N_("Mean without waiting for the customer"),
    "reopened_share": N_("Reopened"),
    "business_hours": N_("Mean in business hours"),
    "tickets": N_("Tickets alone"),
    "leads": N_("Leads alone"),
    "waiting": N_("Waiting for an answer now"),
    "oldest_waiting": N_("Waiting longest"),
    "within_hour": N_("Within one hour"),
    "never": N_("Never answered"),
    "regular": N_("Regular users"),
    "who": N_("Who did how much"),
    "refunds": N_("Refunds"),
    "from_new_customers": N_("From new customers"),
    "from_returning_customers": N_("From returning customers"),
    "largest": N_("Largest"),
    "open_deals": N_("Open deals"),
    "win_rate": N_("Win rate"),
    "average_deal": N_("Average deal"),
    "sales_cycle": N_("Sales cycle (days)"),
    "oldest": N_("Oldest"),
    "quartiles": N_("Shortest, quarter, middle, three quarters, longest"),
    "stages": N_("Stages"),
    "stopped": N_("Came no further"),
    "reached": N_("Reached"),
    "share_of_before": N_("Share of the stage before"),
    "amount": N_("Amount"),
    "channels": N_("Channels"),
    "expenses": N_("Expenses"),
    "campaigns": N_("Campaigns"),
    "revenue": N_("Revenue"),
    "cost": N_("Cost"),
    "multiple": N_("Return"),
    "to_date": N_("To date"),
    "histogram": N_("How long it took"),
    "n": N_("Number"),
    "people": N_("People"),
    "won": N_("Won", "deals"),
    "resolved": N_("Resolved"),
    "activities": N_("Activities"),
    "days": N_("Working days"),
    "resolution_time": N_("Resolution time"),
    "csat": N_("Customer satisfaction"),
    "things": N_("Entries"),
    "weeks": N_("Weeks"),
}
# What counts the records of a list that is called otherwise.
_PARTS = {
    "open_older_than_median": "older",
    "from_new_customers": "new",
    "from_returning_customers": "returning",
    "reopened_share": "reopened",
    "net_sales": "sales",
}
_SHARES = {"revenue_churn", "decided_rate", "by_amount", "net", "reopened_share", "within_hour", "never", "win_rate"}
_HOURS = {"first_resolution", "customer_wait", "business_hours", "tickets", "leads", "oldest_waiting", "oldest"}
_DAYS = {"quartiles", "median_days_to_convert"}
# Told by a chart or a table of its own.
_ELSEWHERE = {"stages", "stopped", "who", "people", "campaigns", "channels", "histogram"}


@dataclass(frozen=True, slots=True)
class Companion:
    """Something beside a figure: its name, its text, and the part that lists its records (empty: there is none)."""

    name: str
    text: str
    part: str = ""


def companions(result: Result) -> list[Companion]:
    """Everything that stands beside a figure, in its order."""
    found: list[Companion] = []
    for key, value in result.figure.beside.items():
        if key in _ELSEWHERE or value is None:
            continue
        name = name_of(key, value)
        if text := companion_text(key, value, result.currency):
            part = _PARTS.get(key, key)
            found.append(Companion(name, text, part if part in result.kpi.parts else ""))
    return found


def name_of(key: str, value: object = None) -> str:
    """The name of a companion; one that is new here is named by its key."""
    if key == "sales" and isinstance(value, Money):
        return _("Sales expenses")
    return _(_NAMES[key]) if key in _NAMES else key.replace("_", " ").capitalize()


def companion_text(key: str, value: Any, currency: str) -> str:
    """A companion's value as people read it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Mapping):
        return ", ".join(f"{name or _('(none)')}: {companion_text(key, one, currency)}" for name, one in value.items())
    if isinstance(value, Money):
        return money_text(value, currency)
    if isinstance(value, list):
        return " · ".join(companion_text(key, one, currency) for one in value)
    if isinstance(value, int | float):
        return _number(key, value)
    return str(value)


def _number(key: str, value: Number) -> str:
    if key in _SHARES:
        return percent_text(value)
    if key in _DAYS:
        return value_text(value, Unit.DAYS, "")
    if key in _HOURS and isinstance(value, float):
        return value_text(value, Unit.HOURS, "")
    if key == "margin":
        return f"±{number_text(value, 1)}"
    return number_text(value, 0 if isinstance(value, int) else 2)
