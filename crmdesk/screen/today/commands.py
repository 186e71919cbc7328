"""What can be done with a line of the day, without leaving it: one key, one step, taken back with one undo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from crmdesk.screen import task_commands
from crmdesk.screen.ticket.commands import take
from crmdesk.store import tasks
from crmdesk.store.agenda import Line
from crmdesk.store.contact import Contact
from crmdesk.text import N_, _
from crmdesk.ui.desk import Desk

Do = Callable[[Desk, Line], None]


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its action, its short name, its key, its icon, and the kinds of lines that it is for."""

    act: str
    text: str
    key: str
    icon: str
    kinds: tuple[str, ...]
    do: Do


def finish(desk: Desk, line: Line) -> None:
    """The task is done; what comes next is asked."""
    if task_commands.finish(desk, line.id, line.name):
        task_commands.ask_next(desk, line.id, desk.notice.window())


def put_off(desk: Desk, line: Line, days: int) -> None:
    """The task is due some days later."""
    task_commands.put_off(desk, line.id, line.name, days)


def answer(desk: Desk, line: Line, kind: str, said: str) -> None:
    """The lead was called or written to."""
    text = _(said).format(name=line.name)
    with desk.operation(text) as tx:
        tasks.log(tx, kind, text, contact_id=line.id, staff=desk.person, direction="out")
    desk.tell_done(_("{what}.").format(what=text))


def disqualify(desk: Desk, line: Line) -> None:
    """The lead is none."""
    with desk.operation(_("“{name}” is not a lead").format(name=line.name)) as tx:
        tx.update(Contact, line.id, {"disqualified_at": tx.at})
    desk.tell_done(_("“{name}” is not a lead.").format(name=line.name))


def follow_up(desk: Desk, line: Line) -> None:
    """A task for tomorrow, so that the deal has a next step."""
    subject = _("Follow up: {deal}").format(deal=line.name)
    with desk.operation(_("Plan “{task}”").format(task=subject)) as tx:
        due = tasks.begin_of_work(tx, tx.calendar.day_of(tx.at) + 1)
        tasks.add_task(tx, subject, due, deal_id=line.id, staff=desk.person)
    desk.tell_done(_("“{task}” is due tomorrow.").format(task=subject))


def ticket_step(desk: Desk, line: Line, step: str) -> None:
    """Takes a step with the ticket of a line."""
    take(desk, step, [line.id])


COMMANDS: tuple[Command, ...] = (
    Command("today_done", N_("Done"), "D", "check", ("activity",), finish),
    Command("today_tomorrow", N_("Tomorrow"), "T", "chevron-right", ("activity",), partial(put_off, days=1)),
    Command("today_week", N_("In a week"), "W", "calendar", ("activity",), partial(put_off, days=7)),
    Command(
        *("today_called", N_("Called"), "C", "phone", ("contact",)),
        partial(answer, kind="call", said=N_("Called {name}")),
    ),
    Command(
        *("today_wrote", N_("Wrote"), "E", "mail", ("contact",)),
        partial(answer, kind="email", said=N_("Wrote to {name}")),
    ),
    Command("today_no_lead", N_("Not a lead"), "X", "x", ("contact",), disqualify),
    Command("today_reply", N_("Replied"), "R", "arrow-back-up", ("ticket",), partial(ticket_step, step="ticket_reply")),
    Command("today_resolve", N_("Resolved"), "S", "check", ("ticket",), partial(ticket_step, step="ticket_resolve")),
    Command("today_follow_up", N_("Follow up"), "F", "plus", ("deal",), follow_up),
)


def commands_for(kind: str) -> tuple[Command, ...]:
    """What can be done with a line of a kind."""
    return tuple(command for command in COMMANDS if kind in command.kinds)
