"""What closing a period has to look at, read in jobs: data problems, changed figures, goals, sentences, agreements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crmdesk.domain.period import Period
from crmdesk.insight.goal_standing import Standing, standings
from crmdesk.insight.health import CHECKS, Check
from crmdesk.insight.saying import Saying
from crmdesk.insight.sayings import sayings
from crmdesk.kpi.measure import goal_label
from crmdesk.kpi.overview import overview
from crmdesk.kpi.records import Behind
from crmdesk.kpi.remember import Fresh
from crmdesk.report.closing import Agreed, Closed, agreed, closings
from crmdesk.report.compared import Compared, changed_since_printed, compared
from crmdesk.report.material import Material
from crmdesk.report.sentence import next_steps
from crmdesk.screen.behind import names_for
from crmdesk.store.file import Workspace
from crmdesk.store.problems import asked
from crmdesk.ui.jobs import Task

# So many records of a problem are listed; whoever has more has work for more than one month.
MOST_LISTED = 1000


@dataclass(frozen=True, slots=True)
class Troubled:
    """A record that has a problem: its number and name, and whom it is about."""

    id: int
    name: str
    contact: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """A kind of problem, how many records have it, and the first of them."""

    check: Check
    count: int
    records: Sequence[Troubled]


@dataclass(frozen=True, slots=True)
class Review:
    """The period before it is closed. `next_goals` is how many goals the period after it has, `proposals` what the
    records say is to be done.
    """

    period: Period
    over: bool
    troubles: Sequence[Trouble]
    standings: Sequence[Standing]
    next_goals: int
    sayings: Sequence[Saying]
    closed: Closed | None
    before: Closed | None
    agreed: Sequence[Agreed]
    proposals: Sequence[str]
    fresh: Sequence[Fresh]


@dataclass(frozen=True, slots=True)
class Past:
    """A period that was closed: its figures as they were printed beside today's, and what was agreed."""

    closed: Closed
    figures: Sequence[Compared]
    agreed: Sequence[Agreed]


def review(workspace: Workspace, task: Task, *, period: Period, now: int) -> Review:
    """All that is looked at but the figures that were printed, which take longer."""
    seen, fresh = overview(workspace, period, now)
    task.check()
    past = closings(workspace)
    before = next((one for one in past if one.label != period.label), None)
    ((next_goals,),) = workspace.rows("SELECT count(*) FROM goal WHERE period = ?", (goal_label(period.after()),))
    return Review(
        period,
        now >= workspace.calendar.midnight(period.end),
        troubles(workspace, now),
        standings(workspace, period, now),
        next_goals,
        sayings(seen, workspace),
        next((one for one in past if one.label == period.label), None),
        before,
        agreed(workspace, before.id) if before is not None else (),
        next_steps(Material(seen, (), {}, ())),
        fresh,
    )


def troubles(workspace: Workspace, now: int) -> list[Trouble]:
    """Every kind of problem that the data has, with the records that have it."""
    values = {**asked(workspace, now), "most": MOST_LISTED}
    found = []
    for check in CHECKS:
        ((count,),) = workspace.rows(f"SELECT count(*) FROM ({check.sql})", values)
        if count:
            rows = workspace.rows(f"SELECT * FROM ({check.sql}) LIMIT :most", values)
            found.append(Trouble(check, count, _troubled(workspace, check, rows)))
    return found


def _troubled(workspace: Workspace, check: Check, rows: Sequence[tuple[int, str | None]]) -> list[Troubled]:
    """Records with their names; one that has none is called by what it belongs to."""
    whose = names_for(workspace, [Behind(check.record, row_id, None, "", None, None) for row_id, _label in rows])
    found = []
    for row_id, label in rows:
        contact, own = whose.get((check.record, row_id), (None, None))
        found.append(Troubled(row_id, label or own or contact or f"#{row_id}", contact or ""))
    return found


def changed_figures(workspace: Workspace, _task: Task, *, now: int) -> list[Compared]:
    """The printed figures that are others today."""
    return changed_since_printed(workspace, now)


def past(workspace: Workspace, _task: Task, *, closed: Closed, period: Period, now: int) -> Past:
    """A closed period beside today."""
    return Past(closed, compared(workspace, period, now, closed.printed_at), agreed(workspace, closed.id))
