"""What can be done with tickets at one key: each step is a ticket event, and one undo takes it back for all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from crmdesk.domain.errors import UserError
from crmdesk.domain.wording import number_text
from crmdesk.store import ticket_steps
from crmdesk.store.row import name_of
from crmdesk.store.ticket import Ticket
from crmdesk.store.ticket_steps import OPEN, RESOLVED, WAITING
from crmdesk.text import N_, _, n_
from crmdesk.ui.desk import Desk

MOST = 500


@dataclass(frozen=True, slots=True)
class Step:
    """A step: the states of a ticket that it is for, what writes it, and how it is told when it was done."""

    states: tuple[str, ...]
    write: Callable[..., None]
    one: str
    many: Callable[[int], str]
    else_say: str


STEPS: dict[str, Step] = {
    "ticket_reply": Step(
        (OPEN, WAITING, RESOLVED),
        ticket_steps.reply,
        N_("Replied to “{ticket}”"),
        lambda n: n_("Replied to {n} ticket", "Replied to {n} tickets", n),
        "",
    ),
    "ticket_wait": Step(
        (OPEN,),
        ticket_steps.wait,
        N_("“{ticket}” waits for the customer"),
        lambda n: n_("{n} ticket waits for the customer", "{n} tickets wait for the customer", n),
        N_("Only an open ticket can wait for the customer."),
    ),
    "ticket_resume": Step(
        (WAITING,),
        ticket_steps.resume,
        N_("“{ticket}” is waiting for us again"),
        lambda n: n_("{n} ticket is waiting for us again", "{n} tickets are waiting for us again", n),
        N_("None of these tickets waits for the customer."),
    ),
    "ticket_resolve": Step(
        (OPEN, WAITING),
        ticket_steps.resolve,
        N_("Resolved “{ticket}”"),
        lambda n: n_("Resolved {n} ticket", "Resolved {n} tickets", n),
        N_("Resolved already; O reopens it."),
    ),
    "ticket_reopen": Step(
        (RESOLVED,),
        ticket_steps.reopen,
        N_("Reopened “{ticket}”"),
        lambda n: n_("Reopened {n} ticket", "Reopened {n} tickets", n),
        N_("Only a resolved ticket can be reopened."),
    ),
}


def take(desk: Desk, step_id: str, tickets: Sequence[int], note: str = "") -> None:
    """Takes a step with those of the tickets that it is for, and says so. Raises UserError where it is for none."""
    step = STEPS[step_id]
    fitting = _fitting(desk, step, tickets)
    said = _said(desk, step, fitting)
    with desk.operation(said) as tx:
        for ticket in fitting:
            step.write(tx, ticket, note=note, staff=desk.person)
    desk.tell_done(_("{what}.").format(what=said))


def wait_or_resume(desk: Desk, tickets: Sequence[int]) -> str:
    """The step that W takes: tickets that all wait are taken up again, others begin to wait."""
    states = set(ticket_steps.state(desk.here, tickets).values())
    return "ticket_resume" if states == {WAITING} else "ticket_wait"


def _fitting(desk: Desk, step: Step, tickets: Sequence[int]) -> list[int]:
    if not tickets:
        raise UserError(_("Choose a ticket first."))
    if len(tickets) > MOST:
        raise UserError(_("Choose at most {n} tickets at a time.").format(n=number_text(MOST)))
    states = ticket_steps.state(desk.here, tickets)
    fitting = [one for one in tickets if states.get(one) in step.states]
    if not fitting:
        raise UserError(_(step.else_say) or _("This ticket is no longer there; choose another one."))
    return fitting


def _said(desk: Desk, step: Step, tickets: Sequence[int]) -> str:
    if len(tickets) > 1:
        return step.many(len(tickets)).format(n=number_text(len(tickets)))
    name = name_of(desk.here, Ticket, tickets[0]) or _("Ticket {n}").format(n=tickets[0])
    return _(step.one).format(ticket=name)
