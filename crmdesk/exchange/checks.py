"""Rules that a row must keep beyond those of its single cells."""

from __future__ import annotations

from crmdesk.exchange.parsed import Parsed
from crmdesk.store.field import Dialect
from crmdesk.store.goal import Goal
from crmdesk.store.row import Source
from crmdesk.store.rules import GOAL_KEY, ORDER, PERIOD
from crmdesk.store.stage import OPEN, Stage
from crmdesk.store.survey import SCALES, Survey
from crmdesk.text import _

_USED = (
    f"SELECT id, coalesce(kind, '{OPEN}') FROM stage WHERE id IN (SELECT stage_id FROM stage_change)"
    " OR id IN (SELECT stage_id FROM deal)"
)
Goals = dict[tuple[str, ...], int]
"""The goals of the rows before, with their lines."""


def check(parsed: Parsed, dialect: Dialect, source: Source, goals: Goals | None = None) -> None:
    """Refuses the rows that break a rule of their kind."""
    if parsed.record.kind in ORDER:
        _in_order(parsed, *ORDER[parsed.record.kind], dialect)
    if parsed.record is Survey:
        _scores(parsed)
    elif parsed.record is Stage:
        _kinds_stay(parsed, source)
    elif parsed.record is Goal:
        _goals(parsed, {} if goals is None else goals)


def _in_order(parsed: Parsed, earlier: str, later: str, dialect: Dialect) -> None:
    from_values, to_values = parsed.columns[earlier], parsed.columns[later]
    stored = parsed.record._meta.columns[later]
    for i, (start, end) in enumerate(zip(from_values, to_values, strict=True)):
        if start is not None and end is not None and end < start:
            text = parsed.quoted(i, later, stored.text(end, dialect))
            parsed.refuse(i, later, text, _("lies before {other}").format(other=earlier))


def _scores(parsed: Parsed) -> None:
    for i, (kind, score) in enumerate(zip(parsed.columns["kind"], parsed.columns["score"], strict=True)):
        if kind is not None and score is not None:
            least, most = SCALES[kind]
            if not least <= score <= most:
                text = _("lies outside the scale of {kind}, which is {least} to {most}")
                parsed.refuse(i, "score", str(score), text.format(kind=kind, least=least, most=most))


def _kinds_stay(parsed: Parsed, source: Source) -> None:
    """A stage that becomes won, lost or open would win, lose or reopen deals that no row speaks of."""
    used = dict(source.rows(_USED)) if parsed.changed else {}
    for i in parsed.standing():
        kind = parsed.columns["kind"][i] or OPEN
        if used.get(parsed.numbers[i], kind) != kind:
            reason = _("deals are or were in this stage, so its kind stays; give the other kind to a new stage")
            parsed.refuse(i, "kind", str(kind), reason)


def _goals(parsed: Parsed, seen: Goals) -> None:
    from crmdesk.kpi.base import all_kpis  # goals are rare, and what KPIs need is much

    known = {one.id for one in all_kpis()}
    for i, goal in enumerate(zip(*(parsed.columns[name] for name in GOAL_KEY), strict=True)):
        kpi, period, *_whose = goal
        if kpi is not None and kpi not in known:
            parsed.refuse(i, "kpi", kpi, _("is not the id of a KPI"))
        elif period is not None and not PERIOD.fullmatch(period):
            parsed.refuse(i, "period", period, _("is not a period like 2026-10, 2026-Q4 or 2026"))
        elif goal in seen:
            parsed.refuse(i, "period", period, _("has a goal in line {line} already").format(line=seen[goal]))
        elif i not in parsed.refused:
            seen[goal] = parsed.lines[i]
