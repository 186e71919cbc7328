"""What every part of the story shares: the days, the pages, the people."""

from __future__ import annotations

from dataclasses import dataclass

from crmdesk.store.activity import Activity
from crmdesk.store.base import Record
from crmdesk.store.campaign import Campaign
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.demo.almanac import Almanac
from crmdesk.store.demo.chance import Chance
from crmdesk.store.demo.marketing import Marketing
from crmdesk.store.demo.people import Namer
from crmdesk.store.demo.sheet import Sheet
from crmdesk.store.demo.team import Team
from crmdesk.store.expense import Expense
from crmdesk.store.goal import Goal
from crmdesk.store.journal import Tx
from crmdesk.store.sale import Sale
from crmdesk.store.staff import Staff
from crmdesk.store.stage import Stage
from crmdesk.store.stage_change import StageChange
from crmdesk.store.survey import Survey
from crmdesk.store.ticket import Ticket
from crmdesk.store.ticket_event import TicketEvent

# Each table with the letter that its external ids begin with; those without one have no id of their own.
_PREFIXES: dict[type[Record], str] = {
    Staff: "P",
    Campaign: "M",
    Contact: "C",
    Stage: "F",
    Deal: "D",
    StageChange: "",
    Ticket: "T",
    TicketEvent: "",
    Activity: "A",
    Expense: "X",
    Sale: "S",
    Survey: "Q",
    Goal: "",
}


class Book:
    """A sheet for every table."""

    def __init__(self, tx: Tx, almanac: Almanac, seed: int) -> None:
        made = {
            record: Sheet(record, prefix, tx, almanac, Chance(seed, record.kind))
            for record, prefix in _PREFIXES.items()
        }
        self.sheets = tuple(made.values())
        self.staff, self.campaigns, self.contacts = made[Staff], made[Campaign], made[Contact]
        self.stages, self.deals, self.stage_changes = made[Stage], made[Deal], made[StageChange]
        self.tickets, self.ticket_events, self.activities = made[Ticket], made[TicketEvent], made[Activity]
        self.expenses, self.sales, self.surveys, self.goals = made[Expense], made[Sale], made[Survey], made[Goal]

    def write(self, through: int) -> None:
        """Brings everything up to a month into the file."""
        for sheet in self.sheets:
            sheet.write(through)


@dataclass(frozen=True, slots=True)
class World:
    """The stage on which the story plays. Months are numbers of the almanac, the last one is still running."""

    seed: int
    scale: float
    almanac: Almanac
    months: range
    bad_month: int
    book: Book
    namer: Namer
    team: Team
    marketing: Marketing

    def chance(self, name: str) -> Chance:
        """A stream of chance for one part of the story."""
        return Chance(self.seed, name)

    def progress(self, month: int) -> float:
        """How far the story has come, 0 to 1."""
        return (month - self.months[0]) / max(len(self.months) - 1, 1)

    def vigour(self, month: int) -> float:
        """How many new people ask in a month: the season, and a business that grows."""
        return self.almanac.season(month) * (0.82 + 0.42 * self.progress(month))
