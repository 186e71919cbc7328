"""The lists of the window as declarations: which records, columns, ready-made conditions and order each one has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crmdesk.store.activity import Activity
from crmdesk.store.base import Record, fields_of, own_fields
from crmdesk.store.campaign import Campaign
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.expense import Expense
from crmdesk.store.goal import Goal
from crmdesk.store.listing_columns import BOUGHT, OF_CAMPAIGNS, OF_CONTACTS, OF_DEALS, Derived
from crmdesk.store.problems import BY_KIND, PRESET, STALE
from crmdesk.store.sale import Sale
from crmdesk.store.staff import Staff
from crmdesk.store.stage import Stage
from crmdesk.store.survey import Survey
from crmdesk.store.ticket import Ticket
from crmdesk.text import N_


@dataclass(frozen=True, slots=True)
class Preset:
    """A ready-made condition: SQL over the row `t`; it may use :now (a moment) and :today (a day number)."""

    id: str
    title: str
    where: str
    sort: str = ""
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A list. `columns` are those that show at first; `scope` is what every row of it fulfils.

    Without a `default_sort` the newest rows come first.
    """

    id: str
    record: type[Record]
    title: str
    columns: tuple[str, ...]
    empty: str
    scope: str = ""
    presets: tuple[Preset, ...] = ()
    derived: tuple[Derived, ...] = ()
    default_sort: str = ""
    default_descending: bool = False

    def preset(self, name: str) -> Preset | None:
        """The preset of that id, which may name a kind of problem; None where there is none."""
        problem = BY_KIND.get(name.removeprefix(PRESET)) if name.startswith(PRESET) else None
        if problem is not None and problem.listing == self.id:
            return Preset(name, problem.title, problem.where)
        return next((one for one in self.presets if one.id == name), None)


def all_columns(listing: Listing) -> dict[str, Any]:
    """Every column that the list can show, by its name, with the field that knows its label and values."""
    stored = own_fields(listing.record)
    first = {name: stored[name] for name in listing.columns if name in stored}
    worked_out = {one.name: one.field for one in listing.derived}
    return {**first, **worked_out, **stored, "external_id": fields_of(listing.record)["external_id"]}


_OPEN_DEAL = "t.stage_id IN (SELECT id FROM stage WHERE coalesce(kind, 'open') = 'open')"
_OPEN_TASK = "t.due_at IS NOT NULL AND t.done_at IS NULL"
_WAITING = (
    "(SELECT e.kind FROM ticket_event e WHERE e.ticket_id = t.id AND e.kind IN"
    " ('waiting', 'resumed', 'resolved', 'reopened') ORDER BY e.at DESC, e.id DESC LIMIT 1) IS 'waiting'"
)

_LISTINGS = (
    Listing(
        "contacts",
        Contact,
        N_("Contacts"),
        ("name", "kind", "company_id", "email", "phone", "city", "owner_id", "last_activity", "revenue"),
        N_("People and companies belong here: everybody whom you sell to, or would like to."),
        presets=(
            Preset("people", N_("People"), "t.kind = 'person'"),
            Preset("companies", N_("Companies"), "t.kind = 'company'"),
            Preset("customers", N_("Customers"), BOUGHT),
            Preset("prospects", N_("Not customers yet"), f"t.company_id IS NULL AND NOT ({BOUGHT})"),
            Preset(
                "unreachable",
                N_("Without e-mail and phone"),
                "coalesce(t.email, '') = '' AND coalesce(t.phone, '') = ''",
            ),
        ),
        derived=OF_CONTACTS,
    ),
    Listing(
        "leads",
        Contact,
        N_("Leads"),
        ("name", "company_id", "channel", "campaign_id", "owner_id", "lead_at", "first_response_at", "qualified_at"),
        N_("Leads belong here: people and companies that asked, and have not bought yet."),
        scope="t.lead_at IS NOT NULL",
        presets=(
            Preset(
                "unanswered",
                N_("Not answered"),
                "t.first_response_at IS NULL AND t.disqualified_at IS NULL AND t.qualified_at IS NULL",
                "lead_at",
            ),
            Preset("in_play", N_("Undecided"), "t.qualified_at IS NULL AND t.disqualified_at IS NULL"),
            Preset("qualified", N_("Qualified"), "t.qualified_at IS NOT NULL AND t.disqualified_at IS NULL"),
            Preset("disqualified", N_("Disqualified"), "t.disqualified_at IS NOT NULL"),
        ),
        derived=OF_CONTACTS,
        default_sort="lead_at",
        default_descending=True,
    ),
    Listing(
        "deals",
        Deal,
        N_("Deals"),
        ("title", "contact_id", "stage_id", "amount", "owner_id", "expected_close_on", "next_step", "opened_at"),
        N_("Deals belong here: what somebody may buy, and how far it has come."),
        presets=(
            Preset("open", N_("Open"), _OPEN_DEAL),
            Preset(
                "overdue", N_("Overdue"), f"{_OPEN_DEAL} AND t.expected_close_on < :today", sort="expected_close_on"
            ),
            Preset(
                "no_next_step",
                N_("No next step"),
                f"{_OPEN_DEAL} AND NOT EXISTS (SELECT 1 FROM activity a"
                " WHERE a.deal_id = t.id AND a.due_at IS NOT NULL AND a.done_at IS NULL)",
            ),
            Preset(
                "stale",
                N_("Stale"),
                STALE,
            ),
            Preset("won", N_("Won"), "t.stage_id IN (SELECT id FROM stage WHERE kind = 'won')", "closed_at", True),
            Preset("lost", N_("Lost"), "t.stage_id IN (SELECT id FROM stage WHERE kind = 'lost')", "closed_at", True),
        ),
        derived=OF_DEALS,
    ),
    Listing(
        "tickets",
        Ticket,
        N_("Tickets"),
        ("subject", "contact_id", "priority", "category", "owner_id", "opened_at", "first_response_at", "resolved_at"),
        N_("Tickets belong here: what customers asked for help with."),
        presets=(
            Preset("open", N_("Open"), "t.resolved_at IS NULL", "opened_at"),
            Preset(
                "unanswered", N_("Not answered"), "t.resolved_at IS NULL AND t.first_response_at IS NULL", "opened_at"
            ),
            Preset("waiting", N_("Waiting for the customer"), f"t.resolved_at IS NULL AND {_WAITING}", "opened_at"),
            Preset("resolved", N_("Resolved"), "t.resolved_at IS NOT NULL", "resolved_at", True),
        ),
        default_sort="opened_at",
        default_descending=True,
    ),
    Listing(
        "activities",
        Activity,
        N_("Activities"),
        ("at", "kind", "subject", "contact_id", "deal_id", "staff_id", "due_at", "done_at"),
        N_("Calls, e-mails, meetings, notes and tasks belong here."),
        presets=(
            Preset("open", N_("Open tasks"), _OPEN_TASK, "due_at"),
            Preset("today", N_("Due today"), f"{_OPEN_TASK} AND t.due_day = :today", "due_at"),
            Preset("overdue", N_("Overdue"), f"{_OPEN_TASK} AND t.due_at < :now", "due_at"),
            Preset("done", N_("Tasks done"), "t.due_at IS NOT NULL AND t.done_at IS NOT NULL"),
        ),
        default_sort="at",
        default_descending=True,
    ),
    Listing(
        "campaigns",
        Campaign,
        N_("Campaigns"),
        ("name", "channel", "started_on", "ended_on", "budget", "spent", "leads", "revenue"),
        N_("Campaigns belong here: what you do to be found, and what it may cost."),
        presets=(
            Preset(
                "running",
                N_("Running"),
                "coalesce(t.started_on, :today) <= :today AND coalesce(t.ended_on, :today) >= :today",
            ),
        ),
        derived=OF_CAMPAIGNS,
        default_sort="started_on",
        default_descending=True,
    ),
    Listing(
        "sales",
        Sale,
        N_("Sales", "records"),
        ("sold_at", "contact_id", "amount", "deal_id", "campaign_id", "staff_id", "note"),
        N_("Sales belong here: money that customers paid, or were billed."),
        presets=(Preset("refunds", N_("Refunds"), "t.amount < 0"),),
        default_sort="sold_at",
        default_descending=True,
    ),
    Listing(
        "expenses",
        Expense,
        N_("Expenses"),
        ("spent_on", "amount", "category", "channel", "campaign_id", "staff_id", "note"),
        N_("Expenses belong here: what winning customers costs."),
        presets=(
            Preset("marketing", N_("Marketing"), "t.category = 'marketing'"),
            Preset("sales", N_("Sales"), "t.category = 'sales'"),
        ),
        default_sort="spent_on",
        default_descending=True,
    ),
    Listing(
        "surveys",
        Survey,
        N_("Surveys"),
        ("answered_at", "kind", "score", "contact_id", "ticket_id", "staff_id", "comment"),
        N_("Answers belong here: how content customers are, and whether they would recommend you."),
        presets=(
            Preset("csat", N_("Satisfaction"), "t.kind = 'csat'"),
            Preset("nps", N_("Recommendation"), "t.kind = 'nps'"),
            Preset("unhappy", N_("Unhappy"), "(t.kind = 'csat' AND t.score <= 2) OR (t.kind = 'nps' AND t.score <= 6)"),
        ),
        default_sort="answered_at",
        default_descending=True,
    ),
    Listing(
        "staff",
        Staff,
        N_("Team"),
        ("name", "role", "email", "started_on", "left_on"),
        N_("The people who work here belong here, you first of all."),
        presets=(Preset("present", N_("Working here"), "coalesce(t.left_on, :today) >= :today"),),
        default_sort="name",
    ),
    Listing(
        "goals",
        Goal,
        N_("Goals"),
        ("kpi", "staff_id", "channel", "period", "target", "due_on", "note"),
        N_("Goals belong here: what a figure should reach in a month, a quarter or a year."),
        presets=(
            Preset("business", N_("Of the business"), "t.staff_id IS NULL AND t.channel IS NULL"),
            Preset("persons", N_("Of persons"), "t.staff_id IS NOT NULL"),
            Preset("channels", N_("Of channels"), "t.channel IS NOT NULL"),
        ),
        default_sort="period",
        default_descending=True,
    ),
    Listing(
        "stages",
        Stage,
        N_("Stages"),
        ("name", "position", "probability", "kind"),
        N_("The stages that a deal goes through belong here."),
        default_sort="position",
    ),
)
LISTINGS: dict[str, Listing] = {one.id: one for one in _LISTINGS}
