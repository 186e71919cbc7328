"""Columns of lists that are worked out when they are seen, and who counts as a customer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from crmdesk.store.field import Moment, MoneyField, Stored, Text, Whole
from crmdesk.text import N_

_SHAPES: dict[str, Callable[[str], Stored]] = {"money": MoneyField, "whole": Whole, "moment": Moment, "text": Text}


@dataclass(frozen=True, slots=True)
class Derived:
    """A column that is worked out: SQL over the row `t`, and the field that shows its value."""

    name: str
    title: str
    sql: str
    field: Any


def derived(name: str, title: str, shape: str, sql: str) -> Derived:
    """A worked-out column of a shape: money, whole, moment or text."""
    return Derived(name, title, f"({' '.join(sql.split())})", _SHAPES[shape](title))


# The contacts of an account: the contact itself and the people of the company.
_OWN = "SELECT t.id UNION ALL SELECT p.id FROM contact p WHERE p.company_id = t.id"
# What a sale without a contact takes from its deal.
_BY_DEAL = f"FROM deal d JOIN sale s ON s.deal_id = d.id WHERE s.contact_id IS NULL AND d.contact_id IN ({_OWN})"
BOUGHT = (
    f"t.company_id IS NULL AND (EXISTS (SELECT 1 FROM sale s WHERE s.amount > 0 AND s.contact_id IN ({_OWN}))"
    f" OR EXISTS (SELECT 1 {_BY_DEAL} AND s.amount > 0))"
)
OF_CONTACTS = (
    derived(
        "revenue",
        N_("Revenue"),
        "money",
        f"""SELECT sum(amount) FROM (
        SELECT s.amount FROM sale s WHERE s.contact_id IN ({_OWN}) UNION ALL SELECT s.amount {_BY_DEAL})""",
    ),
    derived(
        "last_activity",
        N_("Last activity"),
        "moment",
        f"SELECT max(a.at) FROM activity a WHERE a.contact_id IN ({_OWN})",
    ),
    derived(
        "open_deals",
        N_("Open deals"),
        "whole",
        f"""SELECT nullif(count(*), 0) FROM deal d JOIN stage g ON g.id = d.stage_id
        WHERE d.contact_id IN ({_OWN}) AND coalesce(g.kind, 'open') = 'open'""",
    ),
    derived(
        "open_tickets",
        N_("Open tickets"),
        "whole",
        f"""SELECT nullif(count(*), 0) FROM ticket k WHERE k.contact_id IN ({_OWN}) AND k.resolved_at IS NULL""",
    ),
)
OF_DEALS = (
    derived(
        "stage_since",
        N_("In this stage since"),
        "moment",
        "SELECT c.at FROM stage_change c WHERE c.deal_id = t.id ORDER BY c.at DESC, c.id DESC LIMIT 1",
    ),
    derived(
        "next_step",
        N_("Next step"),
        "moment",
        "SELECT min(a.due_at) FROM activity a WHERE a.deal_id = t.id AND a.done_at IS NULL",
    ),
    derived(
        "last_activity",
        N_("Last activity"),
        "moment",
        "SELECT max(a.at) FROM activity a WHERE a.deal_id = t.id",
    ),
    derived(
        "weighted",
        N_("Weighted amount"),
        "money",
        """SELECT CAST(round(t.amount * CAST(coalesce(t.probability, g.probability, '0') AS REAL)) AS INTEGER)
        FROM stage g WHERE g.id = t.stage_id AND coalesce(g.kind, 'open') = 'open'""",
    ),
)
# What belongs to a campaign is added up once for all of them: a search for each would read every sale each time.
OF_CAMPAIGNS = (
    derived("spent", N_("Spent"), "money", "SELECT sum(e.amount) FROM expense e WHERE e.campaign_id = t.id"),
    derived(
        "leads",
        N_("Leads"),
        "whole",
        """WITH brought AS MATERIALIZED (
        SELECT coalesce(c.campaign_id, p.campaign_id) AS campaign, count(*) AS leads
        FROM contact c LEFT JOIN contact p ON p.id = c.company_id WHERE c.lead_at IS NOT NULL GROUP BY 1)
        SELECT leads FROM brought WHERE campaign = t.id""",
    ),
    derived(
        "revenue",
        N_("Revenue"),
        "money",
        """WITH earned AS MATERIALIZED (
        SELECT coalesce(s.campaign_id, d.campaign_id, c.campaign_id, p.campaign_id) AS campaign,
        sum(s.amount) AS revenue FROM sale s LEFT JOIN deal d ON d.id = s.deal_id
        LEFT JOIN contact c ON c.id = coalesce(s.contact_id, d.contact_id)
        LEFT JOIN contact p ON p.id = c.company_id GROUP BY 1)
        SELECT revenue FROM earned WHERE campaign = t.id""",
    ),
)
