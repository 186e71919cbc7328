"""What a customer is to the business, at a glance: worth, last purchase, open tickets, satisfaction, risk of leaving.

A customer is an account: a company with its people, or a person who belongs to none. It counts as lost by the same
rule as in the churn rate; what points to a loss to come is named, reason by reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from statistics import median
from typing import Any

from crmdesk.domain.activity import active_runs
from crmdesk.domain.calendar import DAY
from crmdesk.domain.wording import short_date_text
from crmdesk.store.file import Workspace
from crmdesk.text import _

# How far back an answer still says how a customer feels.
FRESH_DAYS = 180
QUIET_DAYS = 90
OLD_TICKET_DAYS = 7
GOOD_CSAT, BAD_CSAT, DETRACTOR = 4, 2, 6
# A rhythm is known from three purchases on, and broken after twice its usual gap.
_RHYTHM, _BROKEN, _SHORT_GAP = 3, 2, 14
# A customer that has used up so much of the time after which it counts as lost is close to it.
_CLOSE = 0.75

_ACCOUNT = "SELECT coalesce(company_id, id) FROM contact WHERE id = ?"
_MEMBERS = "WITH member AS (SELECT :account AS id UNION SELECT id FROM contact WHERE company_id = :account) "
_SALES = (
    _MEMBERS
    + """SELECT sold_day, amount FROM member JOIN sale ON sale.contact_id = member.id WHERE sold_at < :now
  UNION ALL SELECT sold_day, sale.amount FROM member JOIN deal ON deal.contact_id = member.id
    JOIN sale ON sale.deal_id = deal.id WHERE sale.contact_id IS NULL AND sold_at < :now ORDER BY sold_day"""
)
_TICKETS = (
    _MEMBERS
    + """SELECT count(*), min(opened_at) FROM member JOIN ticket ON ticket.contact_id = member.id
  WHERE resolved_at IS NULL AND opened_at < :now"""
)
_ANSWERS = (
    _MEMBERS
    + """SELECT kind, score, answered_day FROM member JOIN survey ON survey.contact_id = member.id
  WHERE answered_at < :now ORDER BY answered_at DESC, survey.id DESC"""
)
_CONTACTED = (
    _MEMBERS
    + """SELECT max((SELECT max(at) FROM activity
      WHERE contact_id = member.id AND kind = touch.value AND at < :now))
  FROM member JOIN json_each('["call", "email", "meeting"]') touch"""
)
_ENDINGS = _MEMBERS + "SELECT ended_on FROM member JOIN contact USING (id) WHERE ended_on IS NOT NULL ORDER BY ended_on"


class Risk(IntEnum):
    """How likely a customer is to leave, by how much points to it."""

    NONE, SOME, HIGH, LOST = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Strip:
    """The figures of an account. `risk` is None for somebody who has not bought yet."""

    account: int
    purchases: int
    worth: int
    last_sold_day: int | None
    open_tickets: int
    csat_answers: int
    csat_good: int
    days_since_contact: int | None
    risk: Risk | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the risk is judged by, all as of today."""

    today: int
    limit: int | None
    bought: list[int]
    endings: list[int]
    answers: list[tuple[str, int, int]]
    ticket_days: int | None
    quiet_days: int | None


def strip(workspace: Workspace, contact_id: int, now: int) -> Strip | None:
    """The figures of the account of a contact as of a moment; None where there is no such contact."""
    found = workspace.rows(_ACCOUNT, (contact_id,))
    if not found:
        return None
    values = {"account": found[0][0], "now": now}
    calendar, limit = workspace.calendar, workspace.settings.inactive_after_days
    sales = workspace.rows(_SALES, values)
    tickets, oldest = workspace.rows(_TICKETS, values)[0]
    answers = [(kind, score, day) for kind, score, day in workspace.rows(_ANSWERS, values)]
    contacted = workspace.rows(_CONTACTED, values)[0][0]
    today = calendar.day_of(now)
    quiet = None if contacted is None else today - calendar.day_of(contacted)
    bought = [day for day, amount in sales if amount > 0]
    endings = [day for (day,) in workspace.rows(_ENDINGS, values) if day <= today]
    waiting = None if oldest is None else (now - oldest) // DAY
    risk, reasons = _risk(_Known(today, limit, bought, endings, answers, waiting, quiet))
    csat = [score for kind, score, _day in answers if kind == "csat"]
    return Strip(
        account=values["account"],
        purchases=len(bought),
        worth=sum(amount for _day, amount in sales),
        last_sold_day=bought[-1] if bought else None,
        open_tickets=tickets,
        csat_answers=len(csat),
        csat_good=sum(score >= GOOD_CSAT for score in csat),
        days_since_contact=quiet,
        risk=risk,
        reasons=reasons,
    )


def _risk(known: _Known) -> tuple[Risk | None, tuple[str, ...]]:
    if not known.bought:
        return None, ()
    runs = active_runs(known.bought, known.endings, known.limit)
    if not runs or runs[-1][1] <= known.today:
        return Risk.LOST, (_why_lost(known),)
    reasons = tuple(filter(None, (_rhythm(known), _unhappy(known), _unanswered(known), _quiet(known))))
    return Risk(min(len(reasons), Risk.HIGH)), reasons


def _why_lost(known: _Known) -> str:
    last = known.bought[-1]
    if ended := [day for day in known.endings if day >= last]:
        return _("Said that it stops on {day}.").format(day=short_date_text(ended[0]))
    text = _("Has bought nothing for {n} days; after {limit} days without a purchase a customer counts as lost.")
    return text.format(n=known.today - last, limit=known.limit)


def _rhythm(known: _Known) -> str:
    """Whether it is late by its own habit, or close to counting as lost."""
    days = sorted(set(known.bought))
    since = known.today - days[-1]
    usual = median(later - day for day, later in pairwise(days)) if len(days) >= _RHYTHM else None
    if usual is not None and since > max(_BROKEN * usual, _SHORT_GAP):
        text = _("Usually buys every {usual} days, and last bought {n} days ago.")
        return text.format(usual=round(usual), n=since)
    if known.limit is not None and since >= _CLOSE * known.limit:
        text = _("Last bought {n} days ago; after {limit} days a customer counts as lost.")
        return text.format(n=since, limit=known.limit)
    return ""


def _unhappy(known: _Known) -> str:
    """What the latest answer of either kind says, if it is fresh."""
    latest: dict[str, Any] = {}
    for kind, score, day in known.answers:
        if known.today - day <= FRESH_DAYS:
            latest.setdefault(kind, (score, day))
    score, day = latest.get("csat", (GOOD_CSAT, 0))
    if score <= BAD_CSAT:
        text = _("Was not satisfied on {day}: {score} of 5.")
        return text.format(day=short_date_text(day), score=score)
    score, day = latest.get("nps", (DETRACTOR + 1, 0))
    if score <= DETRACTOR:
        text = _("Would not recommend the business on {day}: {score} of 10.")
        return text.format(day=short_date_text(day), score=score)
    return ""


def _unanswered(known: _Known) -> str:
    if known.ticket_days is None or known.ticket_days < OLD_TICKET_DAYS:
        return ""
    return _("A ticket has been open for {n} days.").format(n=known.ticket_days)


def _quiet(known: _Known) -> str:
    if known.quiet_days is not None and known.quiet_days < QUIET_DAYS:
        return ""
    if known.quiet_days is None:
        return _("Nobody has called, written or met so far.")
    return _("Nobody has called, written or met for {n} days.").format(n=known.quiet_days)
