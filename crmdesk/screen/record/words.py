"""How events of a timeline are told: a headline, what was written, and what else is known of them."""

from __future__ import annotations

from crmdesk.domain.wording import moment_text, money_text, number_text, short_date_text
from crmdesk.store.file import Workspace
from crmdesk.store.timeline import Event
from crmdesk.text import N_, _

ICONS = {
    "call": "phone",
    "email": "mail",
    "meeting": "users",
    "note": "notes",
    "task": "checkbox",
    "deal": "briefcase",
    "ticket": "headset",
    "sale": "receipt",
    "survey": "mood-smile",
}
_HEADS = {
    ("call", ""): N_("Call"),
    ("call", "in"): N_("Call from them"),
    ("call", "out"): N_("Call to them"),
    ("email", ""): N_("E-mail"),
    ("email", "in"): N_("E-mail from them"),
    ("email", "out"): N_("E-mail to them"),
    ("meeting", ""): N_("Meeting"),
    ("note", ""): N_("Note"),
    ("task", ""): N_("Task"),
    ("deal", "opened"): N_("Deal opened"),
    ("deal", "open"): N_("Deal moved"),
    ("deal", "won"): N_("Deal won"),
    ("deal", "lost"): N_("Deal lost"),
    ("ticket", "received"): N_("Ticket received"),
    ("ticket", "replied"): N_("Ticket answered"),
    ("ticket", "waiting"): N_("Ticket waits for the customer"),
    ("ticket", "resumed"): N_("Ticket taken up again"),
    ("ticket", "resolved"): N_("Ticket resolved"),
    ("ticket", "reopened"): N_("Ticket reopened"),
    ("sale", ""): N_("Sale"),
    ("survey", "csat"): N_("Satisfaction"),
    ("survey", "nps"): N_("Recommendation"),
}
_PREFIXES = {"today": N_("Today, {time}"), "yesterday": N_("Yesterday, {time}")}


def head_text(event: Event) -> str:
    """What happened, in a word or two."""
    if event.sort == "sale" and (event.amount or 0) < 0:
        return _("Refund")
    if event.sort == "task" and event.done_at is not None:
        return _("Task done")
    return _(_HEADS.get((event.sort, event.word)) or _HEADS.get((event.sort, "")) or event.word)


def when_text(at: int | None, workspace: Workspace, now: int) -> str:
    """When it happened: today and yesterday by name."""
    if at is None:
        return _("no date")
    local, today = workspace.calendar.local(at), workspace.calendar.day_of(now)
    day = workspace.calendar.day_of(at)
    word = {today: "today", today - 1: "yesterday"}.get(day)
    return _(_PREFIXES[word]).format(time=f"{local:%H:%M}") if word else moment_text(local)


def due_text(due_at: int | None, workspace: Workspace, now: int) -> str:
    """When a task is due, as people say it."""
    if due_at is None:
        return _("no time given")
    calendar = workspace.calendar
    day, today = calendar.day_of(due_at), calendar.day_of(now)
    words = {today - 1: _("yesterday"), today: _("today"), today + 1: _("tomorrow")}
    text = words.get(day) or short_date_text(day)
    return _("{day}, {time}").format(day=text, time=f"{calendar.local(due_at):%H:%M}") if day >= today else text


def fact_texts(event: Event, workspace: Workspace, now: int) -> list[str]:
    """What else is known of an event, in short."""
    currency = workspace.settings.currency
    facts = []
    if event.sort == "deal" and event.text:
        facts.append(event.text)
    if event.amount is not None:
        facts.append(money_text(event.amount, currency))
    if event.score is not None:
        most = 5 if event.word == "csat" else 10
        facts.append(_("{score} of {most}").format(score=event.score, most=most))
    if event.is_open_task:
        facts.append(_("due {when}").format(when=due_text(event.due_at, workspace, now)))
    if event.minutes:
        facts.append(_("{n} min").format(n=number_text(event.minutes)))
    facts += [name for name in (event.person, event.who) if name]
    return facts


def body_text(event: Event) -> str:
    """What was written down beside the title."""
    return "" if event.sort == "deal" or event.text == event.title else event.text.strip()


def spoken_text(event: Event, workspace: Workspace, now: int) -> str:
    """All of an event in one line, for people who do not see it."""
    parts = [head_text(event), event.title, when_text(event.at, workspace, now)]
    parts += [*fact_texts(event, workspace, now), body_text(event)]
    return ", ".join(" ".join(part.split()) for part in parts if part)
