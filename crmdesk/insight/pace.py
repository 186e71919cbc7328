"""Whether a goal is being reached: what grows with the period is held against the working days that have passed."""

from __future__ import annotations

from fractions import Fraction

from crmdesk.domain.calendar import Calendar, parse_day
from crmdesk.domain.figure import Better
from crmdesk.domain.hours import WorkingTime, minutes_of
from crmdesk.domain.period import Period
from crmdesk.domain.wording import percent_text
from crmdesk.kpi.measure import AT_RISK, OFF_TRACK, ON_TRACK, TOLERANCE, Result
from crmdesk.store.setting import Settings
from crmdesk.text import N_, _

# Sums over the period: on its first day nobody has reached them.
GROWING = ("revenue", "new_customers")
_OVER = {ON_TRACK: N_("met"), AT_RISK: N_("just missed"), OFF_TRACK: N_("missed")}


def working_days(settings: Settings, first: int, end: int) -> list[int]:
    """The days from `first` on, before `end`, on which the business works."""
    opens, closes = (minutes_of(text) for text in settings.working_hours)
    holidays = frozenset(parse_day(text) for text in settings.holidays)
    working = WorkingTime(settings.working_days, opens, closes, holidays)
    return [day for day in range(first, end) if working.is_working_day(day)]


def passed(period: Period, calendar: Calendar, settings: Settings, now: int, end: int | None = None) -> Fraction:
    """The share of a period's working days that have passed, the present day counted as half.

    `end`: the day after the one by which a goal is to be reached, where that is not the period's own.
    """
    days = working_days(settings, period.first, period.end if end is None else end)
    if not days:
        return Fraction(1)
    today = calendar.day_of(now)
    done = sum(1 for day in days if day < today) + Fraction(sum(1 for day in days if day == today), 2)
    return done / len(days)


def so_far(result: Result) -> str:
    """How much of its goal a sum has reached while its period still runs, before whose end nothing is missed."""
    grows = result.kpi.id in GROWING and result.running and result.status in (AT_RISK, OFF_TRACK)
    if not grows or not result.target or result.figure.value is None:
        return ""
    share = float(Fraction(result.figure.value) / Fraction(result.target))
    return _("{share} so far").format(share=percent_text(share, 0))


def status_text(result: Result, status: str) -> str:
    """How a figure stands to its goal, in a word. Of a period that is over, whether the goal was met; leads that may
    still buy leave that open.
    """
    open_still = result.running or (result.kpi.cohort and result.figure.beside.get("maturing"))
    return _(status if open_still else _OVER.get(status, status))


def off_pace(result: Result, share: Fraction) -> bool:
    """Whether a goal will probably be missed, as it stands; without a goal or a figure nothing is said."""
    if result.target is None or result.figure.value is None or result.status == ON_TRACK:
        return False
    if result.kpi.id not in GROWING or not result.running or result.kpi.better is Better.LOWER:
        return True
    due = Fraction(result.target) * share
    return Fraction(result.figure.value) < due * (1 - TOLERANCE)
