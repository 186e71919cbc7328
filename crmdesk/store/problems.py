"""Kinds of problems that records have: a condition over the row `t` of a list, and the column that mends it."""

from __future__ import annotations

from dataclasses import dataclass

from crmdesk.domain.calendar import DAY
from crmdesk.store.business import stale_days
from crmdesk.store.row import Source
from crmdesk.text import N_

# Before computers kept books: a date that somebody mistyped, or that a program wrote for “none”.
LONG_AGO, LONG_AGO_DAY = 315_532_800_000_000, 3652

_OPEN = "t.stage_id IN (SELECT id FROM stage WHERE coalesce(kind, 'open') = 'open')"
_WON = "t.stage_id IN (SELECT id FROM stage WHERE kind = 'won')"
_LOST = "t.stage_id IN (SELECT id FROM stage WHERE kind = 'lost')"
_LEAD = "t.lead_at IS NOT NULL"
_BOUGHT = (
    "t.id IN (SELECT coalesce(buyer.company_id, buyer.id) FROM sale LEFT JOIN deal ON deal.id = sale.deal_id"
    " JOIN contact buyer ON buyer.id = coalesce(sale.contact_id, deal.contact_id) WHERE sale.amount > 0)"
)
STALE = (
    f"{_OPEN} AND NOT EXISTS (SELECT 1 FROM activity a"
    " WHERE a.deal_id = t.id AND coalesce(a.done_at, a.at) >= :stale_before)"
    " AND NOT EXISTS (SELECT 1 FROM stage_change c WHERE c.deal_id = t.id AND c.at >= :stale_before)"
)


@dataclass(frozen=True, slots=True)
class Problem:
    """A kind of problem of the rows of a list. SQL may use :now, :stale_before (moments) and :today (a day number).

    `among` tells the rows that could have it; `fix` is the column that mends it, empty where no single one does.
    """

    kind: str
    listing: str
    title: str
    where: str
    among: str = "1"
    fix: str = ""


PROBLEMS = (
    Problem(
        *("deals_without_amount", "deals", N_("Open and won deals without an amount")),
        *(f"t.amount IS NULL AND NOT {_LOST}", f"NOT {_LOST}", "amount"),
    ),
    Problem("deals_without_owner", "deals", N_("Deals without an owner"), "t.owner_id IS NULL", fix="owner_id"),
    Problem(
        *("deals_overdue", "deals", N_("Open deals whose expected day has passed")),
        *(f"{_OPEN} AND t.expected_close_on < :today", _OPEN, "expected_close_on"),
    ),
    Problem("deals_stale", "deals", N_("Open deals with which nothing was done for long"), STALE, _OPEN),
    Problem(
        *("lost_without_reason", "deals", N_("Lost deals without a reason")),
        *(f"{_LOST} AND t.lost_reason IS NULL", _LOST, "lost_reason"),
    ),
    Problem(
        "won_without_sale",
        "deals",
        N_("Won deals of customers who have no sale"),
        f"{_WON} AND t.contact_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM sale s WHERE s.deal_id = t.id)"
        " AND NOT EXISTS (SELECT 1 FROM contact c JOIN sale s ON s.contact_id IN (c.id, c.company_id)"
        " WHERE c.id = t.contact_id)",
        _WON,
    ),
    Problem(
        *("deals_closed_in_the_future", "deals", N_("Deals closed on a day to come"), "t.closed_at > :now"),
        *("t.closed_at IS NOT NULL", "closed_at"),
    ),
    Problem(*("deals_long_ago", "deals", N_("Deals opened before 1980"), f"t.opened_at < {LONG_AGO}"), fix="opened_at"),
    Problem(
        *("sales_without_customer", "sales", N_("Sales that belong to no customer")),
        "t.contact_id IS NULL AND (SELECT deal.contact_id FROM deal WHERE deal.id = t.deal_id) IS NULL",
        fix="contact_id",
    ),
    Problem(
        "sales_twice",
        "sales",
        N_("Sales that stand here twice: the same customer, day, amount, deal and note"),
        "EXISTS (SELECT 1 FROM sale s WHERE s.contact_id = t.contact_id AND s.sold_at = t.sold_at AND s.id < t.id"
        " AND s.amount = t.amount AND s.deal_id IS t.deal_id AND s.note IS t.note)",
    ),
    Problem("sales_in_the_future", "sales", N_("Sales dated in the future"), "t.sold_at > :now", fix="sold_at"),
    Problem("sales_long_ago", "sales", N_("Sales dated before 1980"), f"t.sold_at < {LONG_AGO}", fix="sold_at"),
    Problem(
        "customers_without_channel",
        "contacts",
        N_("Customers whose channel is not known"),
        f"{_BOUGHT} AND t.id NOT IN (SELECT coalesce(company_id, id) FROM contact WHERE channel IS NOT NULL)",
        _BOUGHT,
        "channel",
    ),
    Problem(
        *("leads_without_channel", "contacts", N_("Leads whose channel is not known")),
        *(f"{_LEAD} AND t.channel IS NULL", _LEAD, "channel"),
    ),
    Problem(
        *("leads_without_owner", "contacts", N_("Leads without an owner")),
        *(f"{_LEAD} AND t.owner_id IS NULL", _LEAD, "owner_id"),
    ),
    Problem(
        *("leads_answered_before", "contacts", N_("Leads that were answered before they came in")),
        *("t.first_response_at < t.lead_at", _LEAD, "first_response_at"),
    ),
    Problem(
        "leads_never_answered",
        "contacts",
        N_("Leads that were not answered for long"),
        "t.lead_at < :stale_before AND t.first_response_at IS NULL AND t.qualified_at IS NULL"
        " AND t.disqualified_at IS NULL",
        _LEAD,
        "first_response_at",
    ),
    Problem(
        *("leads_long_ago", "contacts", N_("Leads that came in before 1980"), f"t.lead_at < {LONG_AGO}"),
        *(_LEAD, "lead_at"),
    ),
    Problem(
        *("tickets_never_answered", "tickets", N_("Tickets that were resolved without an answer")),
        *("t.resolved_at IS NOT NULL AND t.first_response_at IS NULL", "t.resolved_at IS NOT NULL"),
        "first_response_at",
    ),
    Problem(
        *("tickets_waiting_long", "tickets", N_("Open tickets that were not answered for long")),
        "t.resolved_at IS NULL AND t.first_response_at IS NULL AND t.opened_at < :stale_before",
        "t.resolved_at IS NULL",
    ),
    Problem(
        *("tickets_answered_before", "tickets", N_("Tickets that were answered before they came in")),
        *("t.first_response_at < t.opened_at", "t.first_response_at IS NOT NULL", "first_response_at"),
    ),
    Problem("tickets_without_owner", "tickets", N_("Tickets without an owner"), "t.owner_id IS NULL", fix="owner_id"),
    Problem(
        *("tickets_long_ago", "tickets", N_("Tickets opened before 1980"), f"t.opened_at < {LONG_AGO}"),
        fix="opened_at",
    ),
    Problem(
        *("marketing_without_campaign", "expenses", N_("Marketing expenses that name no campaign")),
        *("t.category = 'marketing' AND t.campaign_id IS NULL", "t.category = 'marketing'", "campaign_id"),
    ),
    Problem(
        *("expenses_long_ago", "expenses", N_("Expenses dated before 1980"), f"t.spent_on < {LONG_AGO_DAY}"),
        fix="spent_on",
    ),
    Problem(
        *("answers_of_nobody", "surveys", N_("Recommendation answers that belong to no customer")),
        *("t.kind = 'nps' AND t.contact_id IS NULL", "t.kind = 'nps'", "contact_id"),
    ),
    Problem(
        *("activities_of_nobody", "activities", N_("Activities without a person of the team")),
        *("t.staff_id IS NULL", "1", "staff_id"),
    ),
)
BY_KIND = {one.kind: one for one in PROBLEMS}
PRESET = "problem "
"""How a query names the rows of a list that have a problem: its preset is this and the kind."""


def asked(source: Source, now: int) -> dict[str, int]:
    """What the SQL of problems may ask for, as of a moment."""
    return {"now": now, "today": source.calendar.day_of(now), "stale_before": now - stale_days(source) * DAY}
