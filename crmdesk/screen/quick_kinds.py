"""What can be added by hand: what each kind asks for first, what it starts with, and how adding it is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crmdesk.store.activity import Activity
from crmdesk.store.base import Record, own_fields
from crmdesk.store.campaign import Campaign
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.expense import Expense
from crmdesk.store.goal import Goal
from crmdesk.store.sale import Sale
from crmdesk.store.staff import Staff
from crmdesk.store.stage import Stage
from crmdesk.store.survey import Survey
from crmdesk.store.ticket import Ticket
from crmdesk.text import N_

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from crmdesk.ui.desk import Desk
    from crmdesk.ui.form import Form


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record as people think of it: a lead is a contact, a task an activity.

    `first` are the columns asked for at once. `told` is the column whose value names the record in the `step` of the
    journal and in what is `done`. `starts` adds to what every new record of its type starts with, as of a moment.
    `aside` makes what stands below the form and helps to fill it in.
    """

    record: type[Record]
    name: str
    title: str
    step: str
    done: str
    first: tuple[str, ...]
    told: str
    starts: Callable[[int], Mapping[str, Any]] = lambda _now: {}
    aside: Callable[[Form, Desk, QWidget], QWidget] | None = None

    @property
    def rest(self) -> tuple[str, ...]:
        """The columns behind “More fields”."""
        own, known = own_fields(self.record), (*self.record.columns, *self.record.optional)
        return tuple(name for name in known if name in own and name not in self.first)


def _goal_hints(form: Form, desk: Desk, parent: QWidget) -> QWidget:
    from crmdesk.screen.goal.hints import GoalHints

    return GoalHints(form, desk, parent)


def _survey_scale(form: Form, _desk: Desk, parent: QWidget) -> QWidget:
    from crmdesk.screen.survey_scale import SurveyScale

    return SurveyScale(form, parent)


KINDS: dict[str, Kind] = {
    "contact": Kind(
        Contact,
        *(N_("Contact"), N_("New contact"), N_("Add contact “{name}”"), N_("Contact “{name}” was added.")),
        *(("name", "kind", "company_id", "email", "phone"), "name"),
    ),
    "company": Kind(
        Contact,
        *(N_("Company"), N_("New company"), N_("Add company “{name}”"), N_("Company “{name}” was added.")),
        *(("name", "email", "phone", "city", "website"), "name"),
        lambda _now: {"kind": "company"},
    ),
    "lead": Kind(
        Contact,
        *(N_("Lead"), N_("New lead"), N_("Add lead “{name}”"), N_("Lead “{name}” was added.")),
        *(("name", "kind", "company_id", "email", "phone", "channel"), "name"),
        lambda now: {"lead_at": now},
    ),
    "deal": Kind(
        Deal,
        *(N_("Deal"), N_("New deal"), N_("Add deal “{name}”"), N_("Deal “{name}” was added.")),
        *(("title", "contact_id", "amount", "expected_close_on"), "title"),
    ),
    "ticket": Kind(
        Ticket,
        *(N_("Ticket"), N_("New ticket"), N_("Add ticket “{name}”"), N_("Ticket “{name}” was added.")),
        *(("subject", "contact_id", "priority", "category"), "subject"),
    ),
    "task": Kind(
        Activity,
        *(N_("Task"), N_("New task"), N_("Add task “{name}”"), N_("Task “{name}” was added.")),
        *(("subject", "due_at", "contact_id"), "subject"),
        lambda now: {"kind": "task", "direction": None, "at": now},
    ),
    "activity": Kind(
        Activity,
        *(N_("Call, mail, meeting or note"), N_("New activity"), N_("Log “{name}”"), N_("“{name}” was logged.")),
        *(("kind", "subject", "contact_id", "minutes"), "subject"),
    ),
    "sale": Kind(
        Sale,
        *(N_("Sale"), N_("New sale"), N_("Add sale of {name}"), N_("A sale of {name} was added.")),
        *(("amount", "contact_id", "sold_at"), "amount"),
    ),
    "expense": Kind(
        Expense,
        *(N_("Expense"), N_("New expense"), N_("Add expense of {name}"), N_("An expense of {name} was added.")),
        *(("amount", "category", "campaign_id", "spent_on"), "amount"),
    ),
    "campaign": Kind(
        Campaign,
        *(N_("Campaign"), N_("New campaign"), N_("Add campaign “{name}”"), N_("Campaign “{name}” was added.")),
        *(("name", "channel", "budget"), "name"),
    ),
    "survey": Kind(
        Survey,
        *(
            N_("Survey answer"),
            N_("New survey answer"),
            N_("Add an answer of {name}"),
            N_("An answer of {name} was added."),
        ),
        *(("kind", "score", "contact_id", "comment"), "score"),
        aside=_survey_scale,
    ),
    "goal": Kind(
        Goal,
        *(N_("Goal"), N_("New goal"), N_("Add a goal for {name}"), N_("A goal for {name} was added.")),
        *(("kpi", "staff_id", "period", "target", "due_on", "note"), "kpi"),
        aside=_goal_hints,
    ),
    "staff": Kind(
        Staff,
        *(N_("Person of the team"), N_("New person of the team"), N_("Add {name} to the team")),
        *(N_("{name} was added to the team."), ("name", "role", "email"), "name"),
    ),
    "stage": Kind(
        Stage,
        *(N_("Stage"), N_("New stage"), N_("Add stage “{name}”"), N_("Stage “{name}” was added.")),
        *(("name", "probability", "kind"), "name"),
    ),
}
