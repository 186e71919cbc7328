"""What the window reads of a workspace: the period to begin with, how far the data goes, boards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crmdesk.domain.calendar import date_of_day
from crmdesk.domain.period import Period, last_complete_month, month
from crmdesk.domain.wording import date_text, number_text, period_text
from crmdesk.kpi.base import kpi_of
from crmdesk.kpi.only import EVERYTHING, Only
from crmdesk.kpi.overview import overview, remembered_overview
from crmdesk.kpi.remember import Fresh
from crmdesk.screen.filter_bar import Choices, choices_of
from crmdesk.screen.said_before import recall
from crmdesk.store.file import Workspace
from crmdesk.text import _, n_
from crmdesk.ui.board import Board, board_of
from crmdesk.ui.jobs import Task

# The facts that are dated when they happen; each first and last one is the end of an index, however many there are.
_DAYS = ("sold_day) FROM sale WHERE sold_day <= :today", "day) FROM activity WHERE day <= :today")
_MOMENTS = (
    "at) FROM stage_change WHERE at < :now",
    "at) FROM ticket_event WHERE at < :now",
    "answered_at) FROM survey WHERE kind = 'csat' AND answered_at < :now",
    "answered_at) FROM survey WHERE kind = 'nps' AND answered_at < :now",
)
_KINDS = ("contact", "deal", "ticket", "activity", "expense", "sale", "survey")


def latest_day(workspace: Workspace, now: int) -> int | None:
    """The last day on which anything is recorded to have happened."""
    return max(_days(workspace, now, "max"), default=None)


def _days(workspace: Workspace, now: int, end: str) -> list[int]:
    """The first (`min`) or last (`max`) days of each sort of fact."""
    calendar, today = workspace.calendar, workspace.calendar.day_of(now)
    days = [workspace.rows(f"SELECT {end}({sql}", {"today": today})[0][0] for sql in _DAYS]
    moments = [workspace.rows(f"SELECT {end}({sql}", {"now": now})[0][0] for sql in _MOMENTS]
    return [day for day in days if day is not None] + [calendar.day_of(at) for at in moments if at is not None]


def newest_period(workspace: Workspace, now: int) -> Period:
    """The month in which we are."""
    today = date_of_day(workspace.calendar.day_of(now))
    return month(today.year, today.month, workspace.settings.fiscal_year_start_month)


def first_period(workspace: Workspace, now: int) -> Period:
    """The last complete month, or the month in which the data ends or begins where that is another one."""
    complete = last_complete_month(workspace.calendar, now, workspace.settings.fiscal_year_start_month)
    latest = latest_day(workspace, now)
    if latest is None or min(_days(workspace, now, "min")) >= complete.end:
        return newest_period(workspace, now)
    if latest >= complete.first:
        return complete
    ended = date_of_day(latest)
    return month(ended.year, ended.month, workspace.settings.fiscal_year_start_month)


def data_text(workspace: Workspace) -> str:
    """How far the data goes and how much there is of it."""
    latest = latest_day(workspace, workspace.clock.now())
    count = sum(int(workspace.rows(f"SELECT count(*) FROM {kind}")[0][0]) for kind in _KINDS)
    records = n_("{n} record", "{n} records", count).format(n=number_text(count))
    if not count:
        return _("No data yet; bring some in: drop files here")
    if latest is None:
        return records
    return _("Data to {day} · {records}").format(day=date_text(latest), records=records)


def remembered_board(workspace: Workspace, period: Period, now: int, only: Only = EVERYTHING) -> Board | None:
    """The board as it was measured last, for the first sight; None where it never was."""
    found = remembered_overview(workspace, period, now, only=only)
    return None if found is None else board_of(workspace, found, recall(workspace, period, only))


@dataclass(frozen=True, slots=True)
class Measured:
    """What a measuring job brings: the board, what is worth remembering of it, how much data there is, and by what
    the board can be restricted.
    """

    board: Board
    fresh: list[Fresh]
    data: str
    choices: Choices


def measured_board(workspace: Workspace, task: Task, *, period: Period, now: int, only: Only = EVERYTHING) -> Measured:
    """The board as it is."""
    from crmdesk.insight.sayings import sayings

    task.check()
    found, fresh = overview(workspace, period, now, only=only)
    said = sayings(found, workspace)
    return Measured(board_of(workspace, found, said), fresh, data_text(workspace), choices_of(workspace))


def measured_ahead(workspace: Workspace, task: Task, *, periods: Sequence[Period], now: int, only: Only) -> list[Fresh]:
    """What is not remembered yet of periods that somebody may go to next."""
    fresh: list[Fresh] = []
    for period in periods:
        task.check()
        fresh += overview(workspace, period, now, only=only)[1]
    return fresh


def printed_notice(board: Board) -> str:
    """Which figures are not what was printed any more."""
    lines = [f"{_(kpi_of(id).name)} {text}" for id, text in board.changed.items()]
    head = _("{period} was printed, and figures are different now").format(period=period_text(board.period))
    return f"{head}: {'; '.join(lines[:3])}{' …' if len(lines) > 3 else ''}"
