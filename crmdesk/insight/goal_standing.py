"""How goals stand: what was to be reached by when, what has been, and whether the pace will do.

A goal of a person or a channel is measured for that part of the business alone. A sum, such as revenue, is held
against the working days that have passed; anything else, such as a share, is as good on the third as on the last day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from crmdesk.domain.calendar import date_of_day
from crmdesk.domain.errors import UserError
from crmdesk.domain.figure import Better, Number, Unit
from crmdesk.domain.period import MONTH, QUARTER, RANGE, YEAR, Period, add_months, parse_period
from crmdesk.insight.pace import GROWING, passed, working_days
from crmdesk.kpi.base import Kpi, all_kpis
from crmdesk.kpi.measure import (
    AT_RISK,
    NO_STATUS,
    OFF_TRACK,
    ON_TRACK,
    TOLERANCE,
    Result,
    goal_label,
    measure,
    status_of,
    target_of,
)
from crmdesk.kpi.measurement import Source
from crmdesk.kpi.only import EVERYTHING, Only, only
from crmdesk.kpi.remember import Fresh, measure_remembered
from crmdesk.store.making import Missing
from crmdesk.store.setting import Settings
from crmdesk.text import N_

MET, MISSED, TO_COME, UNMEASURED = N_("met"), N_("missed"), N_("to come"), N_("cannot be measured")
RIPENING = N_("not decided yet")
# How many months goals are looked back at.
_LOOKED_BACK = 36
# Figures in these units are read from a sample; sums and counts are what they are.
_SAMPLES = (Unit.RATIO, Unit.POINTS, Unit.HOURS, Unit.DAYS)
_UNKNOWN = {NO_STATUS: 1, TO_COME: 2, UNMEASURED: 3}


@dataclass(frozen=True, slots=True)
class Aim:
    """A goal as it was set. `whose` names the person and the channel; `due` is the day by which it is to be reached."""

    id: int
    kpi: Kpi
    period: Period
    target: Number
    only: Only
    whose: tuple[str, ...]
    due: int
    note: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A goal and what has been reached of it, as of today or of the day by which it was due.

    `passed` is the share of working days gone, `days_left` how many are left, today among them. `reached` is the share
    of a sum's target, `expected` what the sum should be by now; both None for anything else. `gap` is how far it is
    behind, as a share of the target; below zero it is ahead.
    """

    aim: Aim
    result: Result
    status: str
    passed: Fraction
    days_left: int
    reached: float | None
    expected: Number | None
    gap: float | None

    @property
    def over(self) -> bool:
        """Whether its day has passed."""
        return self.status in (MET, MISSED)

    @property
    def weak(self) -> bool:
        """Whether it is not over, and stands on too few records to be judged or on such as are still to come about."""
        sample = self.aim.kpi.unit in _SAMPLES and self.result.figure.value is not None
        return sample and not self.over and (self.result.small_sample or self.status == RIPENING)

    @property
    def well(self) -> bool | None:
        """Whether it is, or was, as it should be; None where nothing can be said."""
        if self.weak:
            return None
        return {MET: True, ON_TRACK: True, MISSED: False, OFF_TRACK: False}.get(self.status)


def standings(source: Source, period: Period, now: int, fresh: list[Fresh] | None = None) -> list[Standing]:
    """The goals of a period and of the longer ones around it, those furthest behind first.

    With a list for what is `fresh`, remembered figures are used, and what was not remembered is added to it.
    """
    labels = {goal_label(one) for one in (period, *around(period))}
    return by_gap(stand(source, [aim for aim in aims(source) if goal_label(aim.period) in labels], now, fresh))


def running(source: Source, now: int) -> list[Standing]:
    """The goals that are to be reached from now on and have begun, those furthest behind first."""
    today = source.calendar.day_of(now)
    return by_gap(stand(source, [aim for aim in aims(source) if aim.period.first <= today <= aim.due], now))


def off_pace(source: Source, now: int, person: int | None = None) -> list[Standing]:
    """The running goals that will probably be missed; to somebody who works, those of others are left out."""
    found = [one for one in running(source, now) if not one.weak]
    behind = [one for one in found if one.status == OFF_TRACK or (one.status == AT_RISK and one.expected is None)]
    return [one for one in behind if person is None or dict(one.aim.only).get("staff", person) == person]


def to_come(source: Source, now: int) -> list[Standing]:
    """The goals that have not begun, the nearest first."""
    today = source.calendar.day_of(now)
    found = stand(source, [aim for aim in aims(source) if aim.period.first > today], now)
    return sorted(found, key=lambda one: (one.aim.period.first, one.aim.period.end, one.aim.kpi.place, one.aim.whose))


def history(source: Source, now: int, fresh: list[Fresh] | None = None) -> list[list[Standing]]:
    """The goals whose day has passed: of each KPI, scope and length of period those of the last years, oldest first.

    `fresh` as in `standings`.
    """
    today = source.calendar.day_of(now)
    since = add_months(today, -_LOOKED_BACK)
    gone: dict[object, list[Standing]] = {}
    for one in stand(source, [aim for aim in aims(source) if since <= aim.due < today], now, fresh):
        gone.setdefault(series_of(one.aim), []).append(one)
    rows = [sorted(some, key=lambda one: one.aim.period.first) for some in gone.values()]
    order = (MONTH, QUARTER, YEAR)
    return sorted(
        rows, key=lambda some: (order.index(some[0].aim.period.kind), some[0].aim.whose, some[0].aim.kpi.place)
    )


def series_of(aim: Aim) -> tuple[str, Only, str]:
    """What a goal has in common with those of other months, quarters or years."""
    return aim.kpi.id, aim.only, aim.period.kind


def aims(source: Source) -> list[Aim]:
    """Every goal of a KPI that this version knows."""
    known, settings = {kpi.id: kpi for kpi in all_kpis()}, source.settings
    rows = source.rows(
        "SELECT g.id, kpi, period, target, staff_id, s.name, channel, due_on, coalesce(note, '')"
        " FROM goal g LEFT JOIN staff s ON s.id = staff_id ORDER BY g.id"
    )
    found = []
    for id, kpi, label, text, staff, name, channel, due, note in rows:
        period = _period(label, settings)
        if kpi in known and period is not None:
            target = target_of(known[kpi], text, settings.decimals)
            whose = tuple(one for one in (name, channel) if one is not None)
            day = period.end - 1 if due is None else due
            found.append(Aim(id, known[kpi], period, target or 0, _scope(staff, channel), whose, day, note))
    return found


def aim_of(source: Source, values: Mapping[str, Any]) -> Aim | None:
    """What a goal of these values would be, while it is being typed; None before its KPI and its period are known."""
    kpi = {one.id: one for one in all_kpis()}.get(values.get("kpi") or "")
    period = _period(values.get("period") or "", source.settings)
    if kpi is None or period is None:
        return None
    staff, channel, due = values.get("staff_id"), values.get("channel"), values.get("due_on")
    # Somebody who is still to be made has no number, and nothing of theirs can be measured.
    number = 0 if isinstance(staff, Missing) else staff
    known = source.rows("SELECT name FROM staff WHERE id = ?", (number,))
    name = staff.name if isinstance(staff, Missing) else next((name for (name,) in known), None)
    whose = tuple(one for one in (name, channel) if one)
    target = target_of(kpi, values.get("target"), source.settings.decimals)
    day = period.end - 1 if due is None else due
    return Aim(0, kpi, period, target or 0, _scope(number, channel), whose, day, values.get("note") or "")


def stand(source: Source, wanted: Sequence[Aim], now: int, fresh: list[Fresh] | None = None) -> list[Standing]:
    """How these goals stand; all goals of one person or channel are measured at once."""
    groups: dict[tuple[Only, int], list[Aim]] = {}
    for aim in wanted:
        # A day of its own ends what counts; without one a cohort goes on ripening.
        until = now if aim.due == aim.period.end - 1 else min(now, source.calendar.midnight(aim.due + 1))
        groups.setdefault((aim.only, until), []).append(aim)
    found: dict[int, Standing] = {}
    for (scope, moment), some in groups.items():
        kpis = list(dict.fromkeys(aim.kpi for aim in some))
        periods = list(dict.fromkeys(aim.period for aim in some))
        measured = _measured(source, kpis, periods, moment, scope, fresh)
        for aim in some:
            found[aim.id] = _standing(source, aim, measured[periods.index(aim.period)][aim.kpi.id], now)
    return [found[aim.id] for aim in wanted]


def _measured(
    source: Source, kpis: Sequence[Kpi], periods: Sequence[Period], now: int, scope: Only, fresh: list[Fresh] | None
) -> Sequence[Mapping[str, Result]]:
    if fresh is None:
        # Whether a cohort has ripened stands beside its figure.
        alone = [measure(source, some, periods, now, alone=not ripe, only=scope) for ripe, some in _by_cohort(kpis)]
        return [{id: one for found in several for id, one in found.items()} for several in zip(*alone, strict=True)]
    found, more = measure_remembered(source, kpis, periods, now, scope)
    fresh += more
    return found


def _by_cohort(kpis: Sequence[Kpi]) -> list[tuple[bool, list[Kpi]]]:
    parts = [(ripens, [kpi for kpi in kpis if kpi.cohort is ripens]) for ripens in (False, True)]
    return [(ripens, some) for ripens, some in parts if some]


def by_gap(found: Iterable[Standing]) -> list[Standing]:
    """Those furthest behind first; then those that cannot be judged yet, and last those of which nothing is known."""
    return sorted(found, key=lambda one: (one.gap is None, one.weak, -(one.gap or 0.0), _UNKNOWN.get(one.status, 0)))


def around(period: Period) -> list[Period]:
    """The quarter and the year in which a month lies, the year in which a quarter lies."""
    first = date_of_day(period.first)
    into = (first.month - period.fiscal_start) % 12
    year = first.year if first.month >= period.fiscal_start else first.year - 1
    quarter = parse_period(f"{year}-Q{into // 3 + 1}", period.fiscal_start)
    whole = parse_period(str(year), period.fiscal_start)
    return {MONTH: [quarter, whole], QUARTER: [whole]}.get(period.kind, [])


def measurable(kpi: Kpi, scope: Only) -> bool:
    """Whether a KPI can be measured for that person and channel alone."""
    return scope.within(kpi.filters) == scope


def _standing(source: Source, aim: Aim, result: Result, now: int) -> Standing:
    settings, calendar = source.settings, source.calendar
    share = passed(aim.period, calendar, settings, now, aim.due + 1)
    today = calendar.day_of(now)
    left = len(working_days(settings, max(today, aim.period.first), aim.due + 1))
    value = result.figure.value if measurable(aim.kpi, aim.only) else None
    reached = expected = None
    if aim.kpi.id in GROWING and aim.target and value is not None:
        reached, expected = float(value) / float(aim.target), float(Fraction(aim.target) * share)
    status = _status(aim, value, expected, today)
    if status in (MISSED, OFF_TRACK, AT_RISK) and aim.kpi.cohort and result.figure.beside.get("maturing"):
        status = RIPENING
    told = replace(result, target=aim.target, status=status)
    return Standing(aim, told, status, share, left, reached, expected, _gap(aim, value, expected))


def _status(aim: Aim, value: Number | None, expected: Number | None, today: int) -> str:
    if not measurable(aim.kpi, aim.only):
        return UNMEASURED
    if today < aim.period.first:
        return TO_COME
    final = status_of(aim.kpi, value, aim.target) or NO_STATUS
    if value is None:
        return NO_STATUS
    if today > aim.due:
        return MET if final == ON_TRACK else MISSED
    if final == ON_TRACK or expected is None:
        return final
    if value >= expected:
        return ON_TRACK
    return AT_RISK if Fraction(value) >= Fraction(expected) * (1 - TOLERANCE) else OFF_TRACK


def _gap(aim: Aim, value: Number | None, expected: Number | None) -> float | None:
    if value is None:
        return None
    wanted = aim.target if expected is None else expected
    short = float(wanted) - float(value)
    return (short if aim.kpi.better is Better.HIGHER else -short) / (abs(float(aim.target)) or 1.0)


def _scope(staff: int | None, channel: str | None) -> Only:
    keys = {"staff": staff, "channel": channel}
    known = {name: key for name, key in keys.items() if key is not None}
    return only(**known) if known else EVERYTHING


def _period(label: str, settings: Settings) -> Period | None:
    """The period of a goal; None where a file from elsewhere has named none."""
    try:
        period = parse_period(label, settings.fiscal_year_start_month)
    except UserError:
        return None
    return None if period.kind == RANGE else period
